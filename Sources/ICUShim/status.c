// What a status of ICU is called, and which Unicode it knows.

#include "icu.h"

const char *icushim_status_name(int32_t status) { return u_errorName((UErrorCode)status); }

void icushim_unicode_version(int32_t *major, int32_t *minor) {
  UVersionInfo version = {0};
  u_getUnicodeVersion(version);
  *major = version[0];
  *minor = version[1];
}
