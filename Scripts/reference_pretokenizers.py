#!/usr/bin/env python3
"""Writes Fixtures/pretokenization/reference-pieces.txt: what the reference's pretokenizers give.

    every scalar, short texts, random texts ──▶ tokenizers' pre_tokenize_str ──▶ count and digest
                                            ──▶ a test cuts the same texts and compares

Only figures are kept. Run it from the root of the repository with the version named below; takes
some ten minutes.

    pip install tokenizers==0.23.3
    python3 Scripts/reference_pretokenizers.py

The digest is the CRC-32 over all pieces of all texts: a piece's UTF-8, 0xFF, and where it starts and
ends in the text, counted in scalars, as two 16-bit numbers, low byte first; 0xFE behind each text.
"""

import functools
import itertools
import struct
import sys
import zlib
from multiprocessing import Pool
from pathlib import Path

import tokenizers
from tokenizers import Regex
from tokenizers import pre_tokenizers as pt

OUTPUT = Path("Fixtures/pretokenization/reference-pieces.txt")
VERSION = "0.23.3"
MASK = 2**64 - 1
SCALARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
BEHAVIORS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
# Letters of all kinds that a step knows, for random texts.
ALPHABET = (
    "\0\t\n\r  \x85\xa0\u2009\u2028\u3000aAbBsStTdD  019٣²ⅷ½_-'’\"!.,/()+$€©<>▁Ġéß"
    "αяא中日あアーｱ한ไا\u0301\u0953\u061c\u0589\u200d\ufe0f\ufffd\ue000😀🇫𝟘\u0378-- "
)
# For every text of up to five.
FEW = "a ▁1-"
OTHERS = "b\n.中ア"

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
DEEPSEEK = (
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def byte_level(prefix=False, regex=False):
    return pt.ByteLevel(add_prefix_space=prefix, use_regex=regex)


def split(pattern, behavior="isolated", inverted=False):
    return pt.Split(pattern, behavior, invert=inverted)


def steps():
    """The steps that ask what a scalar is: tried on every scalar."""
    yield "byte-level", byte_level(regex=True)
    yield "byte-level-prefix", byte_level(True, True)
    yield "byte-level-plain", byte_level()
    yield "byte-level-prefix-plain", byte_level(True)
    for scheme in ["always", "first", "never"]:
        yield f"metaspace-{scheme}", pt.Metaspace(prepend_scheme=scheme)
    yield "whitespace", pt.Whitespace()
    yield "whitespace-split", pt.WhitespaceSplit()
    yield "digits", pt.Digits(individual_digits=False)
    yield "digits-individually", pt.Digits(individual_digits=True)
    for behavior in BEHAVIORS:
        yield f"punctuation-{behavior}", pt.Punctuation(behavior)
    yield "delimiter", pt.CharDelimiterSplit("-")
    yield "fixed-length-3", pt.FixedLength(3)
    yield "scripts", pt.UnicodeScripts()
    yield "bert", pt.BertPreTokenizer()


def variants():
    """Steps that differ in what they do with matches, and sequences."""
    for scheme in ["always", "first", "never"]:
        yield f"metaspace-{scheme}-whole", pt.Metaspace(prepend_scheme=scheme, split=False)
    yield "metaspace-hyphen", pt.Metaspace(replacement="-", prepend_scheme="always")
    yield "fixed-length-1", pt.FixedLength(1)
    patterns = {
        "letter": "a", "word": "-a", "nothing": "", "runs": Regex(r"\s+|1+"),
        "maybe": Regex("1*"), "ahead": Regex("a(?= )|-"), "back": Regex(r"(?<=a)1|\n"),
    }
    for name, pattern in patterns.items():
        for behavior in BEHAVIORS:
            yield f"split-{name}-{behavior}", split(pattern, behavior)
            yield f"split-{name}-{behavior}-inverted", split(pattern, behavior, True)
    for name, parts in sequences().items():
        yield name, pt.Sequence(parts)


def sequences():
    metaspace = pt.Metaspace
    return {
        "llama3": [split(Regex(CL100K)), byte_level()],
        "clip": [split(Regex(CLIP), "removed", True), byte_level(regex=True)],
        "deepseek": [
            split(Regex(r"\p{N}{1,3}")), split(Regex("[一-龥぀-ゟ゠-ヿ]+")), split(Regex(DEEPSEEK)),
            byte_level(),
        ],
        "falcon": [
            pt.Punctuation("contiguous"), byte_level(regex=True), pt.Digits(individual_digits=False),
            split(Regex("[0-9][0-9][0-9]")),
        ],
        "starcoder": [pt.Digits(individual_digits=True), byte_level(regex=True)],
        "words": [pt.WhitespaceSplit(), pt.Punctuation("isolated")],
        "t5": [pt.WhitespaceSplit(), metaspace(prepend_scheme="always")],
        "metaspace-first-behind": [pt.WhitespaceSplit(), metaspace(prepend_scheme="first")],
        "metaspace-twice": [metaspace(prepend_scheme="always"), metaspace("-", "first")],
        "stand-ins-cut": [byte_level(True, True), pt.Digits(individual_digits=False)],
        "stand-ins-twice": [byte_level(True), byte_level(True, True)],
        "stand-ins-first": [byte_level(True, True), metaspace("-", "first", False)],
        "marks-in-bytes": [metaspace(prepend_scheme="first"), byte_level(True, True)],
        "scripts-cut": [pt.BertPreTokenizer(), pt.UnicodeScripts(), pt.FixedLength(2)],
        "prefix-each": [pt.WhitespaceSplit(), byte_level(True, True)],
        "punctuation-digits": [
            pt.Punctuation("merged_with_previous"), pt.Digits(individual_digits=False),
            split(" ", "merged_with_next"),
        ],
    }


def numbers(state):
    """SplitMix64."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


@functools.cache
def random_texts():
    """One to 24 scalars: three of four from the alphabet, the others from all there are."""
    return list(draw_texts(numbers(2026)))


def draw_texts(draws):
    for _ in range(100_000):
        count = next(draws) % 24 + 1
        pairs = [(next(draws) % 4 == 0, next(draws)) for _ in range(count)]
        yield "".join(
            SCALARS[draw % len(SCALARS)] if is_any else ALPHABET[draw % len(ALPHABET)]
            for is_any, draw in pairs
        )


def short_texts():
    for letters in [FEW, OTHERS]:
        for count in range(6):
            for text in itertools.product(letters, repeat=count):
                yield "".join(text)


def in_context(before, behind):
    for start in range(0, len(SCALARS), 64):
        yield "".join(before + scalar + behind for scalar in SCALARS[start : start + 64])


TEXTS = {
    "alone": lambda: iter(SCALARS),
    "in-runs": lambda: in_context("", ""),
    "between-letters": lambda: in_context("a", "b"),
    "between-spaces": lambda: in_context(" ", " "),
    "behind-digits": lambda: in_context("'1", ""),
    "short": short_texts,
    "random": random_texts,
}


def digest(pretokenizer, texts):
    value, count, bounds = 0, 0, struct.Struct("<HH").pack
    for text in texts:
        pieces = pretokenizer.pre_tokenize_str(text)
        count += len(pieces)
        packed = b"".join(piece.encode() + b"\xff" + bounds(*place) for piece, place in pieces)
        value = zlib.crc32(packed + b"\xfe", value)
    return f"{count}\t{value:08x}"


def row(job):
    name, kind = job
    return f"{name}\t{kind}\t{digest(ALL[name], TEXTS[kind]())}"


ALL = dict(steps()) | dict(variants())


def main():
    assert tokenizers.__version__ == VERSION, f"wants tokenizers {VERSION}"
    jobs = [(name, kind) for name, _ in steps() for kind in TEXTS]
    jobs += [(name, kind) for name, _ in variants() for kind in ["short", "random"]]
    jobs += [(name, kind) for name in sequences() for kind in ["in-runs", "between-spaces"]]
    lines = [
        "# What the reference's pretokenizers give: figures only.",
        f"# Made by `python3 Scripts/reference_pretokenizers.py` with tokenizers {VERSION}.",
        "# pretokenizer, texts, number of pieces, digest; separated by tabs. See the script.",
        "alphabet\t" + " ".join(f"{ord(letter):04X}" for letter in ALPHABET),
    ]
    with Pool(int(sys.argv[1]) if len(sys.argv) > 1 else 1) as pool:
        for line in pool.imap(row, jobs, chunksize=4):
            lines.append(line)
            print(line, flush=True)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
