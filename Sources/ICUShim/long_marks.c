// Long runs of combining marks, put in order before ICU sees them.
//
//     text  ──▶  has_long_marks?  ──▶  decompose  ──▶  sort each run by combining class  ──▶  ICU
//
// ICU inserts each mark by walking back over those that belong behind it. That is the right thing
// for the two or three marks of real text; a megabyte of marks takes it minutes. Sorting first is
// allowed: the result is canonically equivalent (compatibly, for NFKC and NFKD), so its normal form
// is the same. The combining class is that of the filtered normalizer: 0 for later characters.

#include <stdlib.h>
#include <string.h>

#include "long_marks.h"

// Real text stays far below; Unicode's own stream-safe format cuts after 30.
enum { LONG_RUN = 256 };

// A decomposition has at most 18 UTF-16 units; ICU says if one should ever have more.
enum { LONGEST_DECOMPOSITION = 64 };

UChar32 icushim_next_scalar(const UChar *text, int32_t *at, int32_t length) {
  UChar32 unit = text[(*at)++];
  if ((unit & 0xFC00) != 0xD800 || *at == length) return unit;
  return 0x10000 + ((unit & 0x3FF) << 10) + (text[(*at)++] & 0x3FF);
}

int icushim_has_long_marks(const UNormalizer2 *decomposer, const UChar *text, int32_t length) {
  int32_t run = 0;
  for (int32_t at = 0; at < length;) {
    UChar32 scalar = icushim_next_scalar(text, &at, length);
    run = scalar >= 0x300 && !unorm2_hasBoundaryBefore(decomposer, scalar) ? run + 1 : 0;
    if (run > LONG_RUN) return 1;
  }
  return 0;
}

/// The decomposition of `text`, marks not yet in order, in a buffer for the caller to free.
static int32_t decompose(const UNormalizer2 *decomposer, const UChar *text, int32_t length,
                         UChar **out, int32_t *out_length) {
  size_t capacity = (size_t)length * 2 + LONGEST_DECOMPOSITION, count = 0;
  UChar *units = malloc(capacity * sizeof(UChar));
  if (!units) return ICUSHIM_OUT_OF_MEMORY;
  for (int32_t at = 0; at < length;) {
    if (capacity - count < LONGEST_DECOMPOSITION) {
      UChar *more = realloc(units, (capacity *= 2) * sizeof(UChar));
      if (!more) return free(units), ICUSHIM_OUT_OF_MEMORY;
      units = more;
    }
    int32_t start = at;
    UChar32 scalar = icushim_next_scalar(text, &at, length);
    UErrorCode status = U_ZERO_ERROR;
    int32_t added = unorm2_getDecomposition(decomposer, scalar, units + count,
                                            LONGEST_DECOMPOSITION, &status);
    if (U_FAILURE(status)) return free(units), status;
    if (added >= 0) {
      count += (size_t)added;
    } else {
      while (start < at) units[count++] = text[start++];
    }
  }
  if (count > INT32_MAX) return free(units), ICUSHIM_TOO_LARGE;
  *out = units;
  *out_length = (int32_t)count;
  return ICUSHIM_OK;
}

/// The end of the run of marks that begins at `start`, which is `start` if there is no mark.
static int32_t end_of_marks(const UNormalizer2 *decomposer, const UChar *text, int32_t start,
                            int32_t length) {
  int32_t at = start, end = start;
  while (at < length) {
    UChar32 scalar = icushim_next_scalar(text, &at, length);
    if (unorm2_getCombiningClass(decomposer, scalar) == 0) break;
    end = at;
  }
  return end;
}

/// Sorts the marks from `start` up to `end` by combining class, stably: one pass counts the units
/// of each class, a second puts every mark in its place.
static void sort_marks(const UNormalizer2 *decomposer, UChar *text, int32_t start, int32_t end,
                       UChar *scratch) {
  int32_t place[257] = {0};
  for (int32_t at = start, from = start; at < end; from = at) {
    UChar32 scalar = icushim_next_scalar(text, &at, end);
    place[unorm2_getCombiningClass(decomposer, scalar) + 1] += at - from;
  }
  for (int i = 1; i < 257; i++) place[i] += place[i - 1];
  for (int32_t at = start, from = start; at < end; from = at) {
    UChar32 scalar = icushim_next_scalar(text, &at, end);
    int32_t *next = &place[unorm2_getCombiningClass(decomposer, scalar)];
    for (int32_t i = from; i < at; i++) scratch[(*next)++] = text[i];
  }
  memcpy(text + start, scratch, (size_t)(end - start) * sizeof(UChar));
}

int32_t icushim_order_marks(const UNormalizer2 *decomposer, UChar **text, int32_t *length) {
  UChar *units = NULL;
  int32_t count = 0;
  int32_t status = decompose(decomposer, *text, *length, &units, &count);
  if (status != ICUSHIM_OK) return status;
  UChar *scratch = malloc((size_t)count * sizeof(UChar) + 1);
  if (!scratch) return free(units), ICUSHIM_OUT_OF_MEMORY;
  for (int32_t at = 0; at < count;) {
    int32_t end = end_of_marks(decomposer, units, at, count);
    if (end > at) {
      sort_marks(decomposer, units, at, end, scratch);
      at = end;
    } else {
      icushim_next_scalar(units, &at, count);
    }
  }
  free(scratch);
  free(*text);
  *text = units;
  *length = count;
  return ICUSHIM_OK;
}
