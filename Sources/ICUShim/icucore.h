// The functions of ICU that we use, as Apple's libicucore exports them: without a version in their
// names. Apple's SDKs don't ship the headers of ICU for all of their systems.

#ifndef ICUSHIM_ICUCORE_H
#define ICUSHIM_ICUCORE_H

#include <stdint.h>

typedef int8_t UBool;
typedef uint16_t UChar;
typedef int32_t UChar32;
typedef uint8_t UVersionInfo[4];
typedef int UErrorCode;
typedef struct UNormalizer2 UNormalizer2;
typedef struct URegularExpression URegularExpression;
typedef struct USet USet;
typedef struct UText UText;
typedef struct UParseError {
  int32_t line;
  int32_t offset;
  UChar preContext[16];
  UChar postContext[16];
} UParseError;
typedef UBool URegexFindProgressCallback(const void *context, int64_t matchIndex);

enum { U_ZERO_ERROR = 0 };
enum { UREGEX_UNIX_LINES = 1, UREGEX_ERROR_ON_UNKNOWN_ESCAPES = 512 };

#define U_FAILURE(code) ((code) > U_ZERO_ERROR)

const char *u_errorName(UErrorCode code);
void u_getUnicodeVersion(UVersionInfo version);
UChar *u_strFromUTF8(UChar *dest, int32_t destCapacity, int32_t *pDestLength, const char *src,
                     int32_t srcLength, UErrorCode *status);
char *u_strToUTF8(char *dest, int32_t destCapacity, int32_t *pDestLength, const UChar *src,
                  int32_t srcLength, UErrorCode *status);

const UNormalizer2 *unorm2_getNFCInstance(UErrorCode *status);
const UNormalizer2 *unorm2_getNFDInstance(UErrorCode *status);
const UNormalizer2 *unorm2_getNFKCInstance(UErrorCode *status);
const UNormalizer2 *unorm2_getNFKDInstance(UErrorCode *status);
UNormalizer2 *unorm2_openFiltered(const UNormalizer2 *norm2, const USet *filterSet,
                                  UErrorCode *status);
void unorm2_close(UNormalizer2 *norm2);
int32_t unorm2_normalize(const UNormalizer2 *norm2, const UChar *src, int32_t length, UChar *dest,
                         int32_t capacity, UErrorCode *status);
int32_t unorm2_spanQuickCheckYes(const UNormalizer2 *norm2, const UChar *s, int32_t length,
                                 UErrorCode *status);
UBool unorm2_hasBoundaryBefore(const UNormalizer2 *norm2, UChar32 c);
UChar32 unorm2_composePair(const UNormalizer2 *norm2, UChar32 a, UChar32 b);
uint8_t unorm2_getCombiningClass(const UNormalizer2 *norm2, UChar32 c);
int32_t unorm2_getDecomposition(const UNormalizer2 *norm2, UChar32 c, UChar *decomposition,
                                int32_t capacity, UErrorCode *status);

USet *uset_openPattern(const UChar *pattern, int32_t patternLength, UErrorCode *status);
void uset_freeze(USet *set);
void uset_close(USet *set);

UText *utext_openUTF8(UText *ut, const char *s, int64_t length, UErrorCode *status);
UText *utext_close(UText *ut);

URegularExpression *uregex_open(const UChar *pattern, int32_t patternLength, uint32_t flags,
                                UParseError *pe, UErrorCode *status);
URegularExpression *uregex_clone(const URegularExpression *regexp, UErrorCode *status);
void uregex_close(URegularExpression *regexp);
void uregex_setUText(URegularExpression *regexp, UText *text, UErrorCode *status);
void uregex_setTimeLimit(URegularExpression *regexp, int32_t limit, UErrorCode *status);
void uregex_setStackLimit(URegularExpression *regexp, int32_t limit, UErrorCode *status);
void uregex_setFindProgressCallback(URegularExpression *regexp,
                                    URegexFindProgressCallback *callback, const void *context,
                                    UErrorCode *status);
void uregex_useTransparentBounds(URegularExpression *regexp, UBool b, UErrorCode *status);
void uregex_useAnchoringBounds(URegularExpression *regexp, UBool b, UErrorCode *status);
void uregex_setRegion64(URegularExpression *regexp, int64_t regionStart, int64_t regionLimit,
                        UErrorCode *status);
UBool uregex_findNext(URegularExpression *regexp, UErrorCode *status);
int64_t uregex_start64(URegularExpression *regexp, int32_t groupNum, UErrorCode *status);
int64_t uregex_end64(URegularExpression *regexp, int32_t groupNum, UErrorCode *status);

#endif
