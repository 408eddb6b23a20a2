#!/usr/bin/env python3
"""Writes Fixtures/unicode/reference-classes.txt: which scalars the reference engines put where.

    every scalar ──▶ tokenizers (Oniguruma, Rust regex, Rust std, unicode_categories), tiktoken
                 ──▶ count and digest of each class ──▶ a test computes the same from our tables

Only figures are kept. Run it from the root of the repository with the versions named below:

    pip install tokenizers==0.23.3 tiktoken==0.14.0
    python3 Scripts/reference_classes.py
"""

import re
from pathlib import Path

import tiktoken
import tokenizers
from tokenizers import Regex, pre_tokenizers

OUTPUT = Path("Fixtures/unicode/reference-classes.txt")
TABLES = Path("Sources/Subword/Patterns/PropertyTables.generated.swift")
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
CHUNKS = ["".join(map(chr, SCALARS[i : i + 20000])) for i in range(0, len(SCALARS), 20000)]
CATEGORIES = (
    "L M N P S Z C Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp "
    "Cc Cf Cs Co Cn"
).split()
POSIX = "alnum alpha ascii blank cntrl digit graph print punct space word xdigit".split()
BINARY = ["Uppercase", "Lowercase", "Emoji"]
ESCAPES = [r"\s", r"\d", r"\w", r"[\w]", r"\p{Alphabetic}", r"\p{White_Space}"]


def oniguruma(expression, texts=CHUNKS):
    splitter = pre_tokenizers.Split(Regex(expression), "removed", invert=True)
    return {ord(c) for text in texts for piece, _ in splitter.pre_tokenize_str(text) for c in piece}


def scripts():
    """The scripts of our tables that this version of Oniguruma knows."""
    names = re.search(r"names: \[String\] = \[(.*?)\n  \]", TABLES.read_text(), re.S).group(1)
    for group in re.findall(r'"(.*?)"', names):
        expression = rf"\p{{{group.split()[0]}}}"
        try:
            Regex(expression)
        except Exception:
            continue
        yield expression


def rust(expression, texts=CHUNKS):
    bytes_only = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding(
        "classes", pat_str=expression, mergeable_ranks=bytes_only, special_tokens={}
    )
    return {ord(c) for text in texts for c in encoding.decode(encoding.encode_ordinary(text))}


def pretokenized(pretokenizer, prefix, suffix, pieces):
    """The scalars that leave `pieces` pieces when they stand between `prefix` and `suffix`."""
    return {
        c
        for c in SCALARS
        if len(pretokenizer.pre_tokenize_str(prefix + chr(c) + suffix)) == pieces
    }


def folding(engine):
    """What `(?i:x)` matches beside x, for each cased x: {x: all that match}, without the lonely."""
    cased = sorted(engine(r"\p{Cased}"))
    text = "\n".join(map(chr, cased))  # a line each, so that no two make a multi-character folding
    matches = {c: engine(rf"(?i:\x{{{c:x}}})", [text]) for c in cased}
    return {c: found for c, found in matches.items() if found != {c}}


def fnv1a(text):
    digest = 0xCBF29CE484222325
    for byte in text.encode():
        digest = (digest ^ byte) * 0x100000001B3 % 2**64
    return digest


def lines_of_ranges(scalars):
    """The closed ranges, a line each: 0041-005A, then a line feed."""
    ranges = []
    for scalar in sorted(scalars):
        if ranges and ranges[-1][1] + 1 == scalar:
            ranges[-1][1] = scalar
        else:
            ranges.append([scalar, scalar])
    return "".join(f"{first:04X}-{last:04X}\n" for first, last in ranges)


def lines_of_folding(matches):
    """A scalar, a colon and all that match it, a line each: 0041: 0041 0061, then a line feed."""
    return "".join(
        f"{c:04X}: " + " ".join(f"{other:04X}" for other in sorted(found)) + "\n"
        for c, found in sorted(matches.items())
    )


def classes():
    expressions = [rf"\p{{{name}}}" for name in CATEGORIES] + ESCAPES
    for expression in expressions + [f"[[:{name}:]]" for name in POSIX]:
        yield "oniguruma", expression, "16.0", oniguruma(expression)
    for expression in [rf"\p{{{name}}}" for name in BINARY] + list(scripts()):
        yield "oniguruma", expression, "16.0", oniguruma(expression + "+")
    for expression in expressions:
        yield "rust", expression, "16.0", rust(expression)
    yield "pretokenizer", "WhitespaceSplit", "16.0", pretokenized(
        pre_tokenizers.WhitespaceSplit(), "a", "a", 2
    )
    # One piece: the scalar went on with the word; it came between two pieces or vanished otherwise.
    whitespace = pre_tokenizers.Whitespace()
    separated = pretokenized(whitespace, "a", "", 2) | {
        c for c in SCALARS if whitespace.pre_tokenize_str("a" + chr(c)) == [("a", (0, 1))]
    }
    yield "pretokenizer", "Whitespace", "16.0", set(SCALARS) - separated
    digits = pre_tokenizers.Digits(individual_digits=True)
    yield "pretokenizer", "Digits", "17.0", pretokenized(digits, "a", "a", 3)
    punctuation = pre_tokenizers.Punctuation()
    yield "pretokenizer", "Punctuation", "8.0", pretokenized(punctuation, "a", "a", 3)


def row(engine, expression, version, members, text):
    return "\t".join([engine, expression, version, str(len(members)), f"{fnv1a(text):016x}"])


def main():
    assert tokenizers.__version__ == "0.23.3" and tiktoken.__version__ == "0.14.0"
    lines = [
        "# Which scalars the reference engines put where: figures only.",
        "# Made by `python3 Scripts/reference_classes.py` with tokenizers 0.23.3, tiktoken 0.14.0.",
        "# engine, class, Unicode version, count, 64-bit FNV-1a of the ranges; separated by tabs",
    ]
    for engine, expression, version, scalars in classes():
        lines.append(row(engine, expression, version, scalars, lines_of_ranges(scalars)))
    for name, engine in (("oniguruma", oniguruma), ("rust", rust)):
        matches = folding(engine)
        lines.append(row(name, "(?i:x)", "16.0", matches, lines_of_folding(matches)))
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
