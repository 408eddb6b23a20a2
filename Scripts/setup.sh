#!/usr/bin/env bash
# Looks for what the package needs beside Swift, and installs it where that is one command.
#
#     make run, make test  ──▶  setup.sh  ──▶  silence, or what is installed, or what to install
#
# ICU normalizes text. OpenBLAS is for the transformer, which comes later: without it this version
# builds all the same, so only a missing ICU is an error. Where a change is decided about (CI=true) no
# test may be left out: those that kill the command or make its calls fail need strace.
set -euo pipefail

readonly needed_swift=6.3
packages=(libicu-dev libopenblas-dev pkg-config)
[ "${CI:-}" != true ] || packages+=(strace)
readonly packages
readonly log=output/setup.log

fail() {
  echo "setup: $*" >&2
  exit 1
}

check_swift() {
  command -v swift >/dev/null ||
    fail "swift is not there; install Swift $needed_swift or later from https://www.swift.org/install"
  local found
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p')
  [ -n "$found" ] || fail "swift --version names no version; install Swift $needed_swift or later"
  is_at_least "$found" "$needed_swift" ||
    fail "this is Swift $found; install $needed_swift or later from https://www.swift.org/install"
}

# Whether version $1 is $2 or later: 6.10 is later than 6.3.
is_at_least() {
  [ "${1%%.*}" -gt "${2%%.*}" ] ||
    { [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${1#*.}" -ge "${2#*.}" ]; }
}

has() {
  pkg-config --exists "$@" 2>/dev/null
}

# Without pkg-config the compiler still finds headers in the usual folder.
has_icu() {
  has icu-i18n || [ -e /usr/include/unicode/unorm2.h ]
}

has_tools() {
  [ "${CI:-}" != true ] || command -v strace >/dev/null
}

install_with_apt() {
  local root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || return 1
    root=(sudo)
    [ -t 0 ] || root+=(-n)
  fi
  mkdir -p output
  echo "setup: installing ${packages[*]} (apt-get${root[*]:+, with sudo}); $log has what it says" >&2
  {
    ${root[@]+"${root[@]}"} apt-get update -qq &&
      ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${packages[@]}"
  } >"$log" 2>&1 || {
    echo "setup: apt-get failed; see the end of $log" >&2
    return 1
  }
}

check_swift
[ "$(uname -s)" = Darwin ] && exit 0 # macOS brings ICU and BLAS along.
has icu-i18n openblas && has_tools && exit 0
command -v apt-get >/dev/null && install_with_apt && exit 0
has_tools || fail "strace is missing, which tests need; install it, then try again"
has_icu && exit 0
fail "ICU's headers are missing; install ${packages[*]} (Debian's names), then try again"
