// The one place where ICU's headers come in. Only this target's .c files see it.

#ifndef ICUSHIM_ICU_H
#define ICUSHIM_ICU_H

#include "ICUShim.h"

#if defined(__APPLE__)
#include "icucore.h"
#elif !__has_include(<unicode/unorm2.h>) || !__has_include(<unicode/uregex.h>)
#error "ICU's headers are missing: apt-get install libicu-dev pkg-config, or brew install icu4c pkg-config"
#else
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uregex.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

_Static_assert(ICUSHIM_OUT_OF_MEMORY == U_MEMORY_ALLOCATION_ERROR, "");
_Static_assert(ICUSHIM_TOO_LARGE == U_INDEX_OUTOFBOUNDS_ERROR, "");
_Static_assert(ICUSHIM_OUTPUT_TOO_SMALL == U_BUFFER_OVERFLOW_ERROR, "");
_Static_assert(ICUSHIM_REGEX_INTERNAL == U_REGEX_INTERNAL_ERROR, "");
_Static_assert(ICUSHIM_REGEX_SYNTAX == U_REGEX_RULE_SYNTAX, "");
_Static_assert(ICUSHIM_REGEX_INVALID_STATE == U_REGEX_INVALID_STATE, "");
_Static_assert(ICUSHIM_REGEX_BAD_ESCAPE == U_REGEX_BAD_ESCAPE_SEQUENCE, "");
_Static_assert(ICUSHIM_REGEX_BAD_PROPERTY == U_REGEX_PROPERTY_SYNTAX, "");
_Static_assert(ICUSHIM_REGEX_UNIMPLEMENTED == U_REGEX_UNIMPLEMENTED, "");
_Static_assert(ICUSHIM_REGEX_MISMATCHED_PARENTHESIS == U_REGEX_MISMATCHED_PAREN, "");
_Static_assert(ICUSHIM_REGEX_NUMBER_TOO_BIG == U_REGEX_NUMBER_TOO_BIG, "");
_Static_assert(ICUSHIM_REGEX_BAD_INTERVAL == U_REGEX_BAD_INTERVAL, "");
_Static_assert(ICUSHIM_REGEX_MAX_LESS_THAN_MIN == U_REGEX_MAX_LT_MIN, "");
_Static_assert(ICUSHIM_REGEX_BAD_BACK_REFERENCE == U_REGEX_INVALID_BACK_REF, "");
_Static_assert(ICUSHIM_REGEX_BAD_FLAG == U_REGEX_INVALID_FLAG, "");
_Static_assert(ICUSHIM_REGEX_UNBOUNDED_LOOK_BEHIND == U_REGEX_LOOK_BEHIND_LIMIT, "");
_Static_assert(ICUSHIM_REGEX_SET_CONTAINS_STRING == U_REGEX_SET_CONTAINS_STRING, "");
_Static_assert(ICUSHIM_REGEX_MISSING_BRACKET == U_REGEX_MISSING_CLOSE_BRACKET, "");
_Static_assert(ICUSHIM_REGEX_BAD_RANGE == U_REGEX_INVALID_RANGE, "");
_Static_assert(ICUSHIM_REGEX_STACK_LIMIT == U_REGEX_STACK_OVERFLOW, "");
_Static_assert(ICUSHIM_REGEX_TIME_LIMIT == U_REGEX_TIME_OUT, "");
_Static_assert(ICUSHIM_REGEX_STOPPED == U_REGEX_STOPPED_BY_CALLER, "");
_Static_assert(ICUSHIM_REGEX_PATTERN_TOO_BIG == U_REGEX_PATTERN_TOO_BIG, "");
_Static_assert(ICUSHIM_REGEX_BAD_GROUP_NAME == U_REGEX_INVALID_CAPTURE_GROUP_NAME, "");
#endif

#endif
