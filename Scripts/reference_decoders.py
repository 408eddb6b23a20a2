#!/usr/bin/env python3
"""Writes Fixtures/decoders/decoded.jsonl: what the reference makes of lists of tokens.

    random lists of odd tokens, random decoders ──▶ tokenizers.decoders ──▶ text, a line a case
        ──▶ a test decodes the same lists and compares

Run it from the root of the repository with the version named below:

    pip install tokenizers==0.23.3
    python3 Scripts/reference_decoders.py

A line is a JSON list: the decoders as tokenizer.json spells them, the tokens, the text. Decoders of
sentencepiece are not among them. Cases where the reference stops with a panic are left out: a `Strip`
whose two ends meet.
"""

import json
import os
import random
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, decoders, models

VERSION = "0.23.3"
SEED = 2026
CASES = 1200
TARGET = Path("Fixtures/decoders/decoded.jsonl")

SCRAPS = (
    "a b ab ba aa ▁ ▁a ▁▁b Ġ Ġa ĠĠ Ċ ä ½ é ã ģ Ĥ Ã © ## ##a b##a </w> a</w> a</w>b </w></w> <pad> | a|b "
    "<0x41> <0xE4> <0xBD> <0xA0> <0xff> <0x+1> <0x-1> <0xG0> <0x0A> <0xF0> <0x9F> <0x98> <0x80> "
    "' . , ? ! n't 'm 's 've 're do not do 's é̂ 你 😀 � x1 12 <s>"
).split(" ") + ["", " ", "  ", " .", " do not", "a b", " ' ", "\n"]
LITERALS = ["a", "ab", "aa", "▁", " ", "", "b", "😀", "aba", "</w>", " ."]
REGEXES = [r"a+", r"a*", r"\s+", r"[ab]", r"(?<=a)b", r"\d", r"^a|b$", r"\p{L}", r"x?", r"(a)(b)?"]
CONTENTS = ["", " ", "x", "ab", "▁", "é"]


def random_decoder(chance):
    kind = chance.choice(
        ["ByteLevel", "ByteFallback", "Metaspace", "WordPiece", "BPEDecoder", "CTC", "Fuse", "Strip"]
        + 3 * ["Replace"]
    )
    match kind:
        case "ByteLevel":
            return {"type": kind, "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
        case "Metaspace":
            scheme = chance.choice(["always", "never", "first"])
            return {"type": kind, "replacement": chance.choice("▁a "), "prepend_scheme": scheme, "split": True}
        case "WordPiece":
            return {"type": kind, "prefix": chance.choice(["##", "", "a"]), "cleanup": chance.random() < 0.6}
        case "BPEDecoder":
            return {"type": kind, "suffix": chance.choice(["</w>", "", "a", "b"])}
        case "CTC":
            return {
                "type": kind,
                "pad_token": chance.choice(["<pad>", "", "a"]),
                "word_delimiter_token": chance.choice(["|", "", "b"]),
                "cleanup": chance.random() < 0.6,
            }
        case "Strip":
            return {
                "type": kind,
                "content": chance.choice(" a▁"),
                "start": chance.choice([0, 0, 1, 2, 9]),
                "stop": chance.choice([0, 0, 0, 1, 2]),
            }
        case "Replace":
            if chance.random() < 0.5:
                pattern = {"String": chance.choice(LITERALS)}
            else:
                pattern = {"Regex": chance.choice(REGEXES)}
            return {"type": kind, "pattern": pattern, "content": chance.choice(CONTENTS)}
        case _:
            return {"type": kind}


def random_token(chance):
    return "".join(chance.choice(SCRAPS) for _ in range(chance.choice([1, 1, 1, 1, 2, 3])))


def decoder_of(steps):
    tokenizer = Tokenizer(models.BPE())
    file = json.loads(tokenizer.to_str())
    file["decoder"] = {"type": "Sequence", "decoders": steps}
    return Tokenizer.from_str(json.dumps(file)).decoder


def main():
    assert tokenizers.__version__ == VERSION, f"this needs tokenizers {VERSION}"
    chance = random.Random(SEED)
    lines = []
    while len(lines) < CASES:
        steps = [random_decoder(chance) for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 4]))]
        tokens = [random_token(chance) for _ in range(chance.randrange(7))]
        try:
            text = decoder_of(steps).decode(tokens)
        except BaseException as error:  # a panic isn't an Exception
            if type(error).__name__ != "PanicException":
                raise
            continue
        lines.append(json.dumps([steps, tokens, text], ensure_ascii=False, separators=(",", ":")))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} cases")


if __name__ == "__main__":
    os.environ.setdefault("RUST_BACKTRACE", "0")
    main()
