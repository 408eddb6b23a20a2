#!/usr/bin/env python3
"""Writes Fixtures/conformance/hugging-face-bpe.txt: what Hugging Face's BpeTrainer learns.

    DATA/corpora/*.txt ──▶ tokenizers' BpeTrainer ──▶ count and digest of merges and of vocabulary
                                                  ──▶ a test trains the same and compares

Only figures are kept. Run it from the root of the repository with the version named below; DATA is
the folder that the tests know as TOK_TEST_DATA. Takes some ten minutes on two cores.

    pip install tokenizers==0.23.3
    python3 Scripts/hugging_face_digests.py DATA

A digest is the 64-bit FNV-1a of lines, each ended by a line feed: "left right" for every merge in
order, and the token for every identifier in order, as tokenizer.json spells them.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import tokenizers
from tokenizers import Regex, Tokenizer, models, normalizers, trainers
from tokenizers import pre_tokenizers as pt

sys.path.append("Benchmarks/training")
from slicing import slices  # noqa: E402

OUTPUT = Path("Fixtures/conformance/hugging-face-bpe.txt")
VERSION = "0.23.3"
CORPORA = ["english", "multilingual", "code"]
SPECIALS = ["<|endoftext|>", "the", "Ġof", "e", "不可"]

TAIL = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
START = r"[^\r\n\p{L}\p{N}]?"
PATTERNS = {
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "cl100k": CONTRACTIONS + "|" + START + r"\p{L}+|\p{N}{1,3}" + TAIL,
    "qwen2": CONTRACTIONS + "|" + START + r"\p{L}+|\p{N}" + TAIL,
    "o200k": f"{START}{UPPER}*{LOWER}+{CONTRACTIONS}?|{START}{UPPER}+{LOWER}*{CONTRACTIONS}?"
    + r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
PATTERNS["llama3"] = PATTERNS["cl100k"]
NORMALIZERS = {"nfc": normalizers.NFC, "nfkc": normalizers.NFKC}


def rows():
    """The trainings: (pretokenizer, units, normalizer or "-", options, size)."""
    for size in [1000, 8000, 32000, 100000]:
        yield "gpt2", "bytes", "-", {}, size
    for size in [8000, 32000]:
        yield "gpt2", "characters", "-", {}, size
    yield "whitespace", "characters", "-", {}, 8000
    for pattern in ["cl100k", "o200k", "llama3", "qwen2"]:
        yield pattern, "bytes", "-", {}, 8000
    yield "gpt2", "characters", "-", {"limit_alphabet": 100}, 4000
    for units in ["bytes", "characters"]:
        yield "gpt2", units, "-", {"min_frequency": 50}, 100000
        yield "gpt2", units, "-", {"max_token_length": 6}, 4000
        yield "gpt2", units, "-", {"special_tokens": SPECIALS}, 4000
        yield "gpt2", units, "nfc", {}, 4000
        yield "gpt2", units, "nfkc", {}, 4000


def pretokenizer(name, units):
    if name == "whitespace":
        return pt.Whitespace()
    split = pt.Split(Regex(PATTERNS[name]), "isolated")
    if units == "characters":
        return split
    return pt.Sequence([split, pt.ByteLevel(add_prefix_space=False, use_regex=False)])


def check_limit(path, limit):
    """Of characters that are equally frequent it depends on a hash seed which ones are kept."""
    with open(path, encoding="utf-8", newline="") as file:
        frequency = sorted(Counter(file.read()).values(), reverse=True)
    assert frequency[limit - 1] > frequency[limit], f"{path}: a tie at limit_alphabet {limit}"


def train(path, pattern, units, normalizer, options, size):
    if "limit_alphabet" in options:
        check_limit(path, options["limit_alphabet"])
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pretokenizer(pattern, units)
    if normalizer != "-":
        tokenizer.normalizer = NORMALIZERS[normalizer]()
    alphabet = pt.ByteLevel.alphabet() if units == "bytes" else []
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=alphabet, **options
    )
    tokenizer.train_from_iterator(slices(path), trainer=trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [" ".join(merge) for merge in model["merges"]]
    return merges, sorted(model["vocab"], key=model["vocab"].get)


def fnv1a(lines):
    digest = 0xCBF29CE484222325
    for line in lines:
        for byte in line.encode() + b"\n":
            digest = (digest ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{digest:016x}"


def main():
    assert tokenizers.__version__ == VERSION, f"wants tokenizers {VERSION}"
    corpora = Path(sys.argv[1]) / "corpora"
    lines = [
        "# What Hugging Face's BpeTrainer learns: figures only.",
        f"# Made by `python3 Scripts/hugging_face_digests.py DATA` with tokenizers {VERSION}.",
        "# corpus, pretokenizer, units, normalizer, options, size; merges and tokens, each as",
        "# count and 64-bit FNV-1a of its lines; separated by tabs",
    ]
    for corpus in CORPORA:
        for row in rows():
            pattern, units, normalizer, options, size = row
            merges, tokens = train(corpora / f"{corpus}.txt", *row)
            figures = [len(merges), fnv1a(merges), len(tokens), fnv1a(tokens)]
            shown = json.dumps(options, ensure_ascii=False)
            line = [corpus, pattern, units, normalizer, shown, size, *figures]
            lines.append("\t".join(map(str, line)))
            print(lines[-1], flush=True)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
