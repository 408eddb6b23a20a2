#!/usr/bin/env python3
"""Writes Fixtures/patterns/…-pretokens.txt: how the reference cuts texts by a list of patterns.

    Fixtures/patterns/published.txt, constructs.txt ──▶ tokenizers' Split(Regex(…), "isolated")
        ──▶ number of pretokens and digest ──▶ a test cuts the same texts and compares

Only figures are kept. Run it from the root of the repository with the version named below:

    pip install tokenizers==0.23.3
    python3 Scripts/reference_pretokens.py

A digest is the 64-bit FNV-1a over the start and the end of each pretoken, counted in scalars, a byte
each, and 255 behind each text.
"""

from pathlib import Path

import tokenizers
from tokenizers import Regex, pre_tokenizers

FOLDER = Path("Fixtures/patterns")
VERSION = "0.23.3"
SEED = 2026
MASK = 2**64 - 1
# What constructs are about; some stand twice, so that they meet often.
FEW = "aabbsst \n1²SßfFi."
SCALARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def numbers(state):
    """SplitMix64."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def random_texts(alphabet, anything):
    """One to 24 scalars: every `anything`-th from all there are, the others from the alphabet."""
    draws = numbers(SEED)
    for _ in range(20_000):
        yield "".join(
            SCALARS[draw % len(SCALARS)] if is_any else alphabet[draw % len(alphabet)]
            for is_any, draw in (
                (next(draws) % anything == 0, next(draws)) for _ in range(next(draws) % 24 + 1)
            )
        )


def digest(pattern, texts):
    splitter = pre_tokenizers.Split(Regex(pattern), "isolated")
    value, count = 0xCBF29CE484222325, 0
    for text in texts:
        pieces = splitter.pre_tokenize_str(text)
        count += len(pieces)
        for bound in [bound for _, bounds in pieces for bound in bounds] + [255]:
            value = ((value ^ bound) * 0x100000001B3) & MASK
    return f"{count}\t{value:016x}"


def patterns(name):
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return [line.split("\t", 1) for line in lines if line and line[0] != "#"]


def alphabet(name):
    """The letters of all patterns of the file, and a few that they don't spell."""
    letters = {letter for _, pattern in patterns(name) for letter in pattern}
    return sorted(letters | set(" \t\n\rabAB01'-_²½ſKİßẞﬀﬁﬃﬆéÉ中あア한я\u0301\u0307\u3000\u0345"))


def write(name, kinds):
    letters = alphabet(name)
    lines = [
        f"# How the reference cuts by the patterns in {name}.txt: figures only.",
        f"# Made by `python3 Scripts/reference_pretokens.py` with tokenizers {VERSION}.",
        "# pattern, texts, number of pretokens, digest; separated by tabs. See the script.",
        "random\t" + " ".join(f"{ord(letter):04X}" for letter in letters),
        "few\t" + " ".join(f"{ord(letter):04X}" for letter in FEW),
    ]
    for pattern_name, pattern in patterns(name):
        for kind, texts in kinds.items():
            lines.append(f"{pattern_name}\t{kind}\t{digest(pattern, texts(letters))}")
    (FOLDER / f"{name}-pretokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    assert tokenizers.__version__ == VERSION
    every = {"between-letters": lambda _: ("a" + scalar + "b" for scalar in SCALARS)}
    random = {"random": lambda letters: random_texts(letters, 4)}
    few = {"few": lambda _: random_texts(FEW, MASK)}
    write("published", every | random)
    write("constructs", random | few)


if __name__ == "__main__":
    main()
