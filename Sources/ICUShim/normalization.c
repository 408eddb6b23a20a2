// Normal forms of a UTF-8 text, with the tables of one version of Unicode.
//
//     UTF-8  ──▶  UTF-16  ──▶  normal already?  ──▶  (long_marks.c)  ──▶  ICU  ──▶  UTF-8
//
// ICU normalizes UTF-16, so a text goes there and back. The caller gives pieces of a few thousand
// bytes, for which the buffers here lie on the stack.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "icu.h"
#include "long_marks.h"

struct icushim_normalizer {
  UNormalizer2 *form;        // restricted to `assigned`
  UNormalizer2 *decomposer;  // the decomposition that goes with it: NFD or NFKD
  USet *assigned;            // frozen; the normalizers point to it
};

enum { STACK_UNITS = 4096 };

/// UTF-16 that lives on the caller's stack while it is short.
typedef struct {
  UChar *units;
  int32_t length;
  UChar *heap;  // what to free, or NULL
} utf16;

static int32_t open_filtered(const UNormalizer2 *unfiltered, const USet *assigned, UErrorCode found,
                             UNormalizer2 **out) {
  if (U_FAILURE(found)) return found;
  UErrorCode status = U_ZERO_ERROR;
  *out = unorm2_openFiltered(unfiltered, assigned, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

static const UNormalizer2 *instance(icushim_normal_form form, UErrorCode *status) {
  switch (form) {
    case ICUSHIM_NFC: return unorm2_getNFCInstance(status);
    case ICUSHIM_NFD: return unorm2_getNFDInstance(status);
    case ICUSHIM_NFKC: return unorm2_getNFKCInstance(status);
    default: return unorm2_getNFKDInstance(status);
  }
}

static icushim_normal_form decomposition(icushim_normal_form form) {
  return form == ICUSHIM_NFC || form == ICUSHIM_NFD ? ICUSHIM_NFD : ICUSHIM_NFKD;
}

/// Writes the set of the characters of a version, such as "[:age=9.0:]", as UTF-16.
static int32_t age_pattern(int32_t major, int32_t minor, UChar pattern[32]) {
  char ascii[32];
  int32_t length = snprintf(ascii, sizeof ascii, "[:age=%d.%d:]", (int)major, (int)minor);
  for (int32_t i = 0; i < length; i++) pattern[i] = (UChar)ascii[i];
  return length;
}

static int32_t open_parts(icushim_normalizer *normalizer, icushim_normal_form form, int32_t major,
                          int32_t minor) {
  UChar pattern[32];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = age_pattern(major, minor, pattern);
  normalizer->assigned = uset_openPattern(pattern, length, &status);
  if (U_FAILURE(status)) return status;
  uset_freeze(normalizer->assigned);
  const UNormalizer2 *unfiltered = instance(form, &status);
  int32_t opened = open_filtered(unfiltered, normalizer->assigned, status, &normalizer->form);
  if (opened != ICUSHIM_OK) return opened;
  unfiltered = instance(decomposition(form), &status);
  return open_filtered(unfiltered, normalizer->assigned, status, &normalizer->decomposer);
}

int32_t icushim_normalizer_open(icushim_normal_form form, int32_t major, int32_t minor,
                                icushim_normalizer **out) {
  *out = NULL;
  if (major < 0 || major > 999 || minor < 0 || minor > 999) return ICUSHIM_TOO_LARGE;
  icushim_normalizer *normalizer = calloc(1, sizeof *normalizer);
  if (!normalizer) return ICUSHIM_OUT_OF_MEMORY;
  int32_t status = open_parts(normalizer, form, major, minor);
  if (status != ICUSHIM_OK) return icushim_normalizer_close(normalizer), status;
  *out = normalizer;
  return ICUSHIM_OK;
}

void icushim_normalizer_close(icushim_normalizer *normalizer) {
  if (!normalizer) return;
  if (normalizer->form) unorm2_close(normalizer->form);
  if (normalizer->decomposer) unorm2_close(normalizer->decomposer);
  if (normalizer->assigned) uset_close(normalizer->assigned);
  free(normalizer);
}

int32_t icushim_normalizer_has_boundary_before(const icushim_normalizer *normalizer,
                                               int32_t scalar) {
  return unorm2_hasBoundaryBefore(normalizer->form, scalar) ? 1 : 0;
}

int32_t icushim_decompose(const icushim_normalizer *normalizer, int32_t scalar, int32_t *parts,
                          int32_t capacity) {
  UChar units[64];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = unorm2_getDecomposition(normalizer->decomposer, scalar, units, 64, &status);
  if (U_FAILURE(status) || length < 0) return 0;
  int32_t count = 0;
  for (int32_t at = 0; at < length && count < capacity;) {
    parts[count++] = icushim_next_scalar(units, &at, length);
  }
  return count;
}

uint8_t icushim_combining_class(const icushim_normalizer *normalizer, int32_t scalar) {
  return unorm2_getCombiningClass(normalizer->decomposer, scalar);
}

int32_t icushim_compose(const icushim_normalizer *normalizer, int32_t first, int32_t second) {
  int32_t composite = unorm2_composePair(normalizer->form, first, second);
  return composite < 0 ? -1 : composite;
}

/// Fills `text` from UTF-8. It never has more units than there were bytes.
static int32_t widen(const uint8_t *bytes, int32_t length, UChar stack[STACK_UNITS], utf16 *text) {
  text->units = stack;
  if (length > STACK_UNITS) {
    text->units = text->heap = malloc((size_t)length * sizeof(UChar));
    if (!text->heap) return ICUSHIM_OUT_OF_MEMORY;
  }
  UErrorCode status = U_ZERO_ERROR;
  int32_t capacity = length > STACK_UNITS ? length : STACK_UNITS;
  u_strFromUTF8(text->units, capacity, &text->length, (const char *)bytes, length, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

/// Fills `text` with the normal form of `source`: on the stack at first, then, if it has no room
/// there, in as much memory as ICU asked for.
static int32_t normalize(const UNormalizer2 *form, const utf16 *source, UChar stack[STACK_UNITS],
                         utf16 *text) {
  UErrorCode status = U_ZERO_ERROR;
  text->units = stack;
  text->length =
      unorm2_normalize(form, source->units, source->length, stack, STACK_UNITS, &status);
  if (status != ICUSHIM_OUTPUT_TOO_SMALL) return U_FAILURE(status) ? status : ICUSHIM_OK;
  status = U_ZERO_ERROR;
  int32_t capacity = text->length;
  text->units = text->heap = malloc((size_t)capacity * sizeof(UChar));
  if (!text->heap) return ICUSHIM_OUT_OF_MEMORY;
  text->length =
      unorm2_normalize(form, source->units, source->length, text->units, capacity, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

/// Copies `source` to `copy` on the heap, with its long runs of marks in order.
static int32_t order_marks(const UNormalizer2 *decomposer, const utf16 *source, utf16 *copy) {
  size_t size = (size_t)source->length * sizeof(UChar);
  UChar *units = malloc(size);
  if (!units) return ICUSHIM_OUT_OF_MEMORY;
  memcpy(units, source->units, size);
  copy->length = source->length;
  int32_t status = icushim_order_marks(decomposer, &units, &copy->length);
  copy->units = copy->heap = units;
  return status;
}

static int same(const utf16 *a, const utf16 *b) {
  return a->length == b->length &&
         memcmp(a->units, b->units, (size_t)a->length * sizeof(UChar)) == 0;
}

static int32_t narrow(const utf16 *text, uint8_t *output, size_t capacity, int64_t *written) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  int32_t room = capacity > INT32_MAX ? INT32_MAX : (int32_t)capacity;
  u_strToUTF8((char *)output, room, &length, text->units, text->length, &status);
  *written = length;
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

int32_t icushim_normalize(const icushim_normalizer *normalizer, const uint8_t *bytes, size_t length,
                          uint8_t *output, size_t capacity, int64_t *written) {
  *written = -1;
  if (length > INT32_MAX) return ICUSHIM_TOO_LARGE;
  if (length == 0) return ICUSHIM_OK;
  UChar stack[2][STACK_UNITS];
  utf16 source = {0}, ordered = {0}, result = {0};
  int32_t status = widen(bytes, (int32_t)length, stack[0], &source);
  if (status != ICUSHIM_OK) goto done;

  UErrorCode checked = U_ZERO_ERROR;
  int32_t normal =
      unorm2_spanQuickCheckYes(normalizer->form, source.units, source.length, &checked);
  if (U_FAILURE(checked)) {
    status = checked;
    goto done;
  }
  if (normal == source.length) goto done;

  const utf16 *input = &source;
  if (icushim_has_long_marks(normalizer->decomposer, source.units, source.length)) {
    status = order_marks(normalizer->decomposer, &source, &ordered);
    if (status != ICUSHIM_OK) goto done;
    input = &ordered;
  }
  status = normalize(normalizer->form, input, stack[1], &result);
  if (status == ICUSHIM_OK && !same(&source, &result)) {
    status = narrow(&result, output, capacity, written);
  }
done:
  free(source.heap);
  free(ordered.heap);
  free(result.heap);
  return status;
}
