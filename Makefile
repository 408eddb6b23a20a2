# What people do with this package, one word each. `make` alone lists the words.

VOCAB ?= 4000
CORPUS ?=
SENTENCE ?= The tokenizer cuts unfamiliar words into familiar pieces.
JOBS ?= 2
PEERS_PYTHON ?= python3

# Variables reach recipes through the environment, so that no file's name is read as shell code.
export CORPUS SENTENCE VOCAB
# With a terminal on standard input a crash would wait for a key.
export SWIFT_BACKTRACE = enable=no

TOK = .build/debug/tok
SWIFT_FILES = Sources Tests Benchmarks Package.swift

.PHONY: help setup build run test format lint bench docs

help:  ## list these words (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup:  ## install what is missing beside Swift; says what it does
	@Scripts/setup.sh

build: setup
	@mkdir -p output
	@echo "Building tok; the first time takes a minute or two."
	@swift build --product tok -j $(JOBS) >output/build.log 2>&1 || { cat output/build.log; exit 1; }

run: build  ## train a vocabulary and cut a sentence with it: make run [CORPUS=FILE] [VOCAB=4000]
	@Scripts/run.sh $(TOK)

test: setup  ## run all tests
	swift test -j $(JOBS) --disable-xctest

format:  ## bring the sources into the house's format
	swift format --in-place --recursive --parallel $(SWIFT_FILES)

lint:  ## complain about what isn't in the house's format
	swift format lint --strict --recursive --parallel $(SWIFT_FILES)

bench: build  ## time training beside the peers, English, 32,000 tokens: see Benchmarks/README.md
	$(PEERS_PYTHON) Benchmarks/training/peers.py

docs: export TOK_DOCS = 1
docs: setup  ## write the documentation as a web site into site/
	swift package --allow-writing-to-directory site generate-documentation \
	  --target Subword --output-path site --disable-indexing --transform-for-static-hosting \
	  --hosting-base-path subword --warnings-as-errors
