// What Swift sees of ICU: opaque handles, buffers with lengths, and status codes.
//
//     Normalization/ICUNormalizer.swift             ──▶  normalization.c (long_marks.c)  ──▶  ICU
//     Patterns/ICUPattern.swift                     ──▶  regular_expression.c            ──▶  ICU
//
// ICU's own headers stay behind the .c files: Swift refuses a file that meets them together with
// the ones inside Foundation. Nothing here aborts: every failure, also an allocation that failed,
// comes back as a status, which is 0 for success and otherwise one of the codes below or any other
// positive code of ICU. Lengths and offsets are in bytes of UTF-8 unless they say otherwise.

#ifndef ICUSHIM_H
#define ICUSHIM_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define ICUSHIM_NULLABLE _Nullable
#else
#define ICUSHIM_NULLABLE
#endif

// MARK: Status

// The values are ICU's own; icu.h checks that at compile time.
#define ICUSHIM_OK 0
#define ICUSHIM_OUT_OF_MEMORY 7
#define ICUSHIM_TOO_LARGE 8  // a buffer longer than INT32_MAX bytes, or a result that would be
#define ICUSHIM_OUTPUT_TOO_SMALL 15
#define ICUSHIM_REGEX_INTERNAL 0x10300
#define ICUSHIM_REGEX_SYNTAX 0x10301
#define ICUSHIM_REGEX_INVALID_STATE 0x10302
#define ICUSHIM_REGEX_BAD_ESCAPE 0x10303
#define ICUSHIM_REGEX_BAD_PROPERTY 0x10304
#define ICUSHIM_REGEX_UNIMPLEMENTED 0x10305
#define ICUSHIM_REGEX_MISMATCHED_PARENTHESIS 0x10306
#define ICUSHIM_REGEX_NUMBER_TOO_BIG 0x10307
#define ICUSHIM_REGEX_BAD_INTERVAL 0x10308
#define ICUSHIM_REGEX_MAX_LESS_THAN_MIN 0x10309
#define ICUSHIM_REGEX_BAD_BACK_REFERENCE 0x1030A
#define ICUSHIM_REGEX_BAD_FLAG 0x1030B
#define ICUSHIM_REGEX_UNBOUNDED_LOOK_BEHIND 0x1030C
#define ICUSHIM_REGEX_SET_CONTAINS_STRING 0x1030D
#define ICUSHIM_REGEX_MISSING_BRACKET 0x1030F
#define ICUSHIM_REGEX_BAD_RANGE 0x10310
#define ICUSHIM_REGEX_STACK_LIMIT 0x10311
#define ICUSHIM_REGEX_TIME_LIMIT 0x10312
#define ICUSHIM_REGEX_STOPPED 0x10313
#define ICUSHIM_REGEX_PATTERN_TOO_BIG 0x10314
#define ICUSHIM_REGEX_BAD_GROUP_NAME 0x10315

/// ICU's own name for `status`, such as "U_FILE_ACCESS_ERROR". Static storage.
const char *icushim_status_name(int32_t status);

/// The version of Unicode that the tables of this ICU hold, such as 15 and 0.
void icushim_unicode_version(int32_t *major, int32_t *minor);

// MARK: Normalization

typedef enum {
  ICUSHIM_NFC = 0,
  ICUSHIM_NFD = 1,
  ICUSHIM_NFKC = 2,
  ICUSHIM_NFKD = 3,
} icushim_normal_form;

/// One normal form, for the characters that one version of Unicode has. Immutable: any number of
/// threads may use it at once.
typedef struct icushim_normalizer icushim_normalizer;

/// Opens `form`, restricted to the characters assigned in Unicode `major`.`minor` or before; all
/// others are passed through and have no combining class, as in tables of that version.
int32_t icushim_normalizer_open(icushim_normal_form form, int32_t major, int32_t minor,
                                icushim_normalizer *ICUSHIM_NULLABLE *_Nonnull out);
void icushim_normalizer_close(icushim_normalizer *ICUSHIM_NULLABLE normalizer);

/// 1 if text may be cut before `scalar`, so that the parts normalize as the whole does, else 0.
int32_t icushim_normalizer_has_boundary_before(const icushim_normalizer *normalizer,
                                               int32_t scalar);

/// Puts what `scalar` decomposes into, down to the last, into `parts`: at most `capacity` scalars.
/// Returns how many, or 0 if it doesn't decompose.
int32_t icushim_decompose(const icushim_normalizer *normalizer, int32_t scalar, int32_t *parts,
                          int32_t capacity);

/// The canonical combining class of `scalar`.
uint8_t icushim_combining_class(const icushim_normalizer *normalizer, int32_t scalar);

/// The scalar that `first` and `second` compose to, or -1 if there is none.
int32_t icushim_compose(const icushim_normalizer *normalizer, int32_t first, int32_t second);

/// Normalizes `text`, which must be valid UTF-8 and may be NULL if `length` is 0.
///
/// `*written` becomes -1 if the text is normal as it is; then `output` is untouched. Otherwise it
/// becomes the length of the result, which is in `output` unless the status is
/// ICUSHIM_OUTPUT_TOO_SMALL: then nothing counts but `*written`, the capacity to come back with.
int32_t icushim_normalize(const icushim_normalizer *normalizer,
                          const uint8_t *ICUSHIM_NULLABLE text, size_t length,
                          uint8_t *ICUSHIM_NULLABLE output, size_t capacity, int64_t *written);

// MARK: Regular expressions

/// A compiled pattern. Immutable: any number of threads may open matchers of it at once.
typedef struct icushim_pattern icushim_pattern;

/// A pattern's run over one text after the other. Belongs to one thread at a time, and may
/// outlive its pattern's handle.
typedef struct icushim_matcher icushim_matcher;

/// Compiles `pattern`. On a syntax error `*line` and `*column` say where ICU noticed it: `*column`
/// is the count of code points read in that line, and lines, counted from 1, end as ICU ends them.
int32_t icushim_pattern_open(const uint8_t *ICUSHIM_NULLABLE pattern, size_t length,
                             icushim_pattern *ICUSHIM_NULLABLE *_Nonnull out, int32_t *line,
                             int32_t *column);
void icushim_pattern_close(icushim_pattern *ICUSHIM_NULLABLE pattern);

/// What a search for one match may cost before it ends with ICUSHIM_REGEX_TIME_LIMIT or _STOPPED,
/// or with ICUSHIM_REGEX_STACK_LIMIT. In a long text steps and seconds are at least what it takes
/// to go through it once without a match.
typedef struct {
  int32_t steps;        ///< In units of 10,000 states saved; the same on every machine.
  int32_t stack_bytes;  ///< Memory for the states to go back to.
  int32_t seconds;      ///< A net below `steps`, for searches that save no states.
} icushim_limits;

int32_t icushim_matcher_open(const icushim_pattern *pattern, icushim_limits limits,
                             icushim_matcher *ICUSHIM_NULLABLE *_Nonnull out);
void icushim_matcher_close(icushim_matcher *ICUSHIM_NULLABLE matcher);

/// Starts on `text`, which has to stay where it is until icushim_matcher_end_text.
int32_t icushim_matcher_begin_text(icushim_matcher *matcher, const uint8_t *ICUSHIM_NULLABLE text,
                                   size_t length);

/// Finds the next matches, up to `capacity` of them, and puts the start and the end of each into
/// `bounds` (room for 2 × `capacity`). `*count` says how many; fewer than `capacity` means that
/// the text is done. `*position` is where the search stands: behind the last match, and on
/// failure where the search began that failed.
int32_t icushim_matcher_next(icushim_matcher *matcher, int32_t *bounds, int32_t capacity,
                             int32_t *count, int32_t *position);

/// Lets go of the text.
void icushim_matcher_end_text(icushim_matcher *matcher);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
