#!/usr/bin/env bash
# `make run`: trains a vocabulary and shows how it cuts a sentence.
#
#     CORPUS, or this repository's own prose and programs  ──▶  tok train  ──▶  output/*.json
#     SENTENCE  ──▶  tok encode  ──▶  the cut in colour, then the identifiers
set -euo pipefail

readonly tok=$1
readonly tokenizer=output/run.tokenizer.json

if [ -n "${CORPUS:-}" ]; then
  files=("$CORPUS")
else
  files=()
  while IFS= read -r file; do files+=("$file"); done < <(
    find ./*.md Sources Tests Fixtures Benchmarks Scripts -type f \
      \( -name '*.md' -o -name '*.swift' -o -name '*.py' -o -path 'Fixtures/corpora/*.txt' \) \
      ! -name '*.generated.swift' | LC_ALL=C sort)
fi

echo "Training a vocabulary of $VOCAB tokens on ${CORPUS:-the ${#files[@]} texts of this repository}:"
"$tok" train "${files[@]}" --vocab "$VOCAB" --output "$tokenizer"
echo
"$tok" encode --tokenizer "$tokenizer" --format cut --text="$SENTENCE"
"$tok" encode --tokenizer "$tokenizer" --text="$SENTENCE"
