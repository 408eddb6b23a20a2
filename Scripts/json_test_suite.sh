#!/bin/sh
# Puts JSONTestSuite's files into the folder of test data, for JSONTestSuiteTests.
#
#     Scripts/json_test_suite.sh [FOLDER]      the folder that TOK_TEST_DATA names, or ../shared
set -eu
folder="${1:-${TOK_TEST_DATA:-../shared}}/json-test-suite"
git clone --quiet https://github.com/nst/JSONTestSuite "$folder"
git -C "$folder" checkout --quiet 1ef36fa01286573e846ac449e8683f8833c5b26a
