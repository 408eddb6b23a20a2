// Regular expressions over UTF-8, with limits on what a search may cost.
//
//     pattern  ──▶  icushim_pattern  ──clone──▶  icushim_matcher  ──▶  byte ranges of a text
//
// A pattern is compiled once and shared; each matcher is a clone of it with its own state. ICU
// adds up the steps of all searches since the last reset, so that a long text would run out of
// them without fault: when that happens, and matches were found since, the search starts afresh.

#include <stdlib.h>
#include <time.h>

#include "icu.h"

struct icushim_pattern {
  URegularExpression *regex;
};

struct icushim_matcher {
  URegularExpression *regex;
  UText *text;        // over the caller's bytes, while there are any
  int64_t length;     // of the text
  int64_t end;        // of the last match
  int64_t fresh;      // where the count of steps began
  int32_t last_empty; // whether the last match was, so that the next must not begin at `end`
  uint32_t asked;     // how often ICU asked whether to go on
  time_t deadline;    // of the current search
  int64_t seconds;    // that a search may take in this text
  icushim_limits limits;
};

// `.`, `^` and `$` know one line end, the line feed, as in the engines that the patterns of
// tokenizers are written for. An escape that means nothing to ICU is an error, not a letter.
static const uint32_t FLAGS = UREGEX_UNIX_LINES | UREGEX_ERROR_ON_UNKNOWN_ESCAPES;

static int32_t compile(const UChar *pattern, int32_t length, icushim_pattern *out,
                       UParseError *place) {
  UErrorCode status = U_ZERO_ERROR;
  // ICU takes no pattern without units, so nothing is spelled as a group of nothing.
  static const UChar nothing[] = {'(', '?', ':', ')'};
  out->regex = length == 0 ? uregex_open(nothing, 4, FLAGS, place, &status)
                           : uregex_open(pattern, length, FLAGS, place, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

int32_t icushim_pattern_open(const uint8_t *bytes, size_t length, icushim_pattern **out,
                             int32_t *line, int32_t *column) {
  *out = NULL;
  *line = *column = 0;
  if (length > INT32_MAX) return ICUSHIM_TOO_LARGE;
  UChar *units = malloc(length * sizeof(UChar) + sizeof(UChar));
  icushim_pattern *pattern = calloc(1, sizeof *pattern);
  int32_t status = units && pattern ? ICUSHIM_OK : ICUSHIM_OUT_OF_MEMORY;
  int32_t count = 0;
  if (status == ICUSHIM_OK && length > 0) {
    UErrorCode converted = U_ZERO_ERROR;
    u_strFromUTF8(units, (int32_t)length, &count, (const char *)bytes, (int32_t)length, &converted);
    status = U_FAILURE(converted) ? converted : ICUSHIM_OK;
  }
  if (status == ICUSHIM_OK) {
    UParseError place = {0};
    status = compile(units, count, pattern, &place);
    *line = place.line;
    *column = place.offset;
  }
  free(units);
  if (status != ICUSHIM_OK) return icushim_pattern_close(pattern), status;
  *out = pattern;
  return ICUSHIM_OK;
}

void icushim_pattern_close(icushim_pattern *pattern) {
  if (!pattern) return;
  if (pattern->regex) uregex_close(pattern->regex);
  free(pattern);
}

static time_t seconds_now(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

/// ICU asks this before each place where it tries to match. The clock is read now and then only.
static UBool may_go_on(const void *context, int64_t index) {
  icushim_matcher *matcher = (icushim_matcher *)context;
  (void)index;
  if (++matcher->asked % 64 != 0) return 1;
  return seconds_now() <= matcher->deadline;
}

static void configure(icushim_matcher *matcher, icushim_limits limits, UErrorCode *status) {
  matcher->limits = limits;
  uregex_setStackLimit(matcher->regex, limits.stack_bytes, status);
  uregex_setFindProgressCallback(matcher->regex, may_go_on, matcher, status);
  // A search that starts afresh in the middle still sees what is before it: \b, ^ and look-behind.
  uregex_useTransparentBounds(matcher->regex, 1, status);
  uregex_useAnchoringBounds(matcher->regex, 0, status);
}

int32_t icushim_matcher_open(const icushim_pattern *pattern, icushim_limits limits,
                             icushim_matcher **out) {
  *out = NULL;
  icushim_matcher *matcher = calloc(1, sizeof *matcher);
  if (!matcher) return ICUSHIM_OUT_OF_MEMORY;
  UErrorCode status = U_ZERO_ERROR;
  matcher->regex = uregex_clone(pattern->regex, &status);
  if (!U_FAILURE(status)) configure(matcher, limits, &status);
  if (U_FAILURE(status)) return icushim_matcher_close(matcher), status;
  *out = matcher;
  return ICUSHIM_OK;
}

void icushim_matcher_close(icushim_matcher *matcher) {
  if (!matcher) return;
  if (matcher->regex) uregex_close(matcher->regex);
  if (matcher->text) utext_close(matcher->text);
  free(matcher);
}

/// A search that finds nothing goes through all of the text, so a longer text may cost more: ten
/// states a byte, and a second a megabyte, where these are more than the limits.
static int32_t set_limits(icushim_matcher *matcher) {
  UErrorCode status = U_ZERO_ERROR;
  int64_t steps = matcher->length / 1000, seconds = matcher->length >> 20;
  if (steps < matcher->limits.steps) steps = matcher->limits.steps;
  matcher->seconds = seconds < matcher->limits.seconds ? matcher->limits.seconds : seconds;
  uregex_setTimeLimit(matcher->regex, steps < 1 ? 1 : (int32_t)steps, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

static int32_t set_text(icushim_matcher *matcher, const uint8_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  const char *bytes = length == 0 ? "" : (const char *)text;
  matcher->text = utext_openUTF8(matcher->text, bytes, length, &status);
  uregex_setUText(matcher->regex, matcher->text, &status);
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}

int32_t icushim_matcher_begin_text(icushim_matcher *matcher, const uint8_t *text, size_t length) {
  if (length > INT32_MAX) return ICUSHIM_TOO_LARGE;
  matcher->length = (int64_t)length;
  matcher->end = matcher->fresh = 0;
  matcher->last_empty = 0;
  int32_t status = set_limits(matcher);
  return status == ICUSHIM_OK ? set_text(matcher, text, (int32_t)length) : status;
}

void icushim_matcher_end_text(icushim_matcher *matcher) {
  set_text(matcher, NULL, 0);  // so that the regular expression holds no pointer into the caller's
}

/// The next match, or 0. The search for it has all of its time.
static UBool find(icushim_matcher *matcher, UErrorCode *status) {
  matcher->deadline = seconds_now() + (time_t)matcher->seconds;
  UBool found = uregex_findNext(matcher->regex, status);
  if (*status != ICUSHIM_REGEX_TIME_LIMIT || matcher->fresh == matcher->end) return found;
  *status = U_ZERO_ERROR;
  matcher->fresh = matcher->end;
  uregex_setRegion64(matcher->regex, matcher->end, matcher->length, status);
  found = uregex_findNext(matcher->regex, status);
  // Behind an empty match the same one is found again: the one behind it is asked for.
  if (found && matcher->last_empty && uregex_end64(matcher->regex, 0, status) == matcher->end) {
    found = uregex_findNext(matcher->regex, status);
  }
  return found;
}

int32_t icushim_matcher_next(icushim_matcher *matcher, int32_t *bounds, int32_t capacity,
                             int32_t *count, int32_t *position) {
  UErrorCode status = U_ZERO_ERROR;
  *count = 0;
  while (*count < capacity && find(matcher, &status) && !U_FAILURE(status)) {
    int64_t start = uregex_start64(matcher->regex, 0, &status);
    matcher->end = uregex_end64(matcher->regex, 0, &status);
    matcher->last_empty = start == matcher->end;
    bounds[2 * *count] = (int32_t)start;
    bounds[2 * *count + 1] = (int32_t)matcher->end;
    ++*count;
  }
  *position = (int32_t)matcher->end;
  return U_FAILURE(status) ? status : ICUSHIM_OK;
}
