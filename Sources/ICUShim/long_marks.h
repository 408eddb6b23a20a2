// Long runs of combining marks, put in order before ICU sees them.

#ifndef ICUSHIM_LONG_MARKS_H
#define ICUSHIM_LONG_MARKS_H

#include "icu.h"

/// The scalar at `*at`, which moves behind it.
UChar32 icushim_next_scalar(const UChar *text, int32_t *at, int32_t length);

/// 1 if `text` holds a run of combining marks so long that ICU's way of ordering them, which moves
/// each mark past all that belong behind it, would take time that grows with its square.
int icushim_has_long_marks(const UNormalizer2 *decomposer, const UChar *text, int32_t length);

/// Replaces `*text` by an equivalent text in which all is decomposed and each run of marks is in
/// canonical order. Takes time in proportion to the length.
///
/// `*text` must come from malloc; it is freed when another takes its place.
int32_t icushim_order_marks(const UNormalizer2 *decomposer, UChar **text, int32_t *length);

#endif
