#!/usr/bin/env python3
"""Writes Fixtures/encodings/: what Hugging Face's tokenizers gives for texts of a few letters.

    small tokenizers, drawn by seed ──▶ tokenizers ──▶ ids, offsets, words, masks, windows
                                                   ──▶ a test puts the same together and compares

Tokenizers and texts are made here; no text from elsewhere is kept. Run it from the root of the
repository with the version named below.

    pip install tokenizers==0.23.3
    python3 Scripts/encoding_cases.py

Each file holds one tokenizer.json a line and its cases: {"tokenizer": …, "cases": [{"text", "pair",
"special", "policy", "ids", …} …]}.
"""

import json
import os
import random
from pathlib import Path

os.environ["RUST_BACKTRACE"] = "0"

import tokenizers  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

OUTPUT = Path("Fixtures/encodings")
VERSION = "0.23.3"
SPACES = [" ", " ", "\n", "\u3000", "\t"]
LETTERS = ["a", "b", "A", "é", "_", "'", "1", "<", ">", "中", "😀", "e\u0301", "\u200d"]
BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
PREPEND = {
    "type": "Sequence",
    "normalizers": [
        {"type": "Prepend", "prepend": "▁"},
        {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
    ],
}
NORMALIZERS = [None, {"type": "Lowercase"}, {"type": "NFC"}, {"type": "NFD"}, PREPEND,
               {"type": "Strip", "strip_left": True, "strip_right": True},
               {"type": "Replace", "pattern": {"String": "a"}, "content": "bb"}]


def byte_alphabet():
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in kept]
    return {byte: chr(byte) for byte in kept} | {byte: chr(256 + i) for i, byte in enumerate(others)}


def model(draw, byte_level):
    """A BPE model over a few letters with some merges."""
    if byte_level:
        units = list(byte_alphabet().values())
        seeds = ["Ġ", "a", "b", "A", "Ã", "©", "Ċ", "<"]
    else:
        units = ["<unk>", *dict.fromkeys("".join(LETTERS) + "▁ Ġ \n\t")]
        seeds = ["▁", "a", "b", "A", " ", "é", "<"]
    vocab = {unit: number for number, unit in enumerate(units)}
    merges, tokens = [], list(seeds)
    for _ in range(draw.randint(0, 12)):
        left, right = draw.choice(tokens), draw.choice(tokens)
        if left + right not in vocab:
            vocab[left + right] = len(vocab)
            merges.append([left, right])
            tokens.append(left + right)
    return {
        "type": "BPE", "dropout": None, "unk_token": None if byte_level else "<unk>",
        "continuing_subword_prefix": None, "end_of_word_suffix": None,
        "fuse_unk": draw.random() < 0.5, "byte_fallback": False, "vocab": vocab, "merges": merges,
    }


def added_token(draw, content, number):
    def flag(chance):
        return draw.random() < chance

    return {
        "id": number, "content": content, "single_word": flag(0.3), "lstrip": flag(0.3),
        "rstrip": flag(0.3), "normalized": flag(0.5), "special": flag(0.5),
    }


def added_tokens(draw, vocab, normalizer):
    pool = ["<s>", "</s>", "<", "ab", "aba", "A", "é", " ", "  ", "a b", "<s>a", "中", "b>", "1"]
    tokens, free = [], len(vocab)
    for content in draw.sample(pool, draw.randint(0, 6)):
        tokens.append(added_token(draw, content, vocab.get(content, free)))
        free += content not in vocab
    if normalizer and normalizer["type"] == "Strip":
        # Of a token that normalizing leaves nothing of, the library makes cuts at every byte.
        for token in tokens:
            token["normalized"] &= bool(token["content"].strip())
    return tokens


def post_processor(draw):
    bert = {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 4]}
    roberta = {
        "type": "RobertaProcessing", "sep": ["</s>", 5], "cls": ["<s>", 6],
        "trim_offsets": draw.random() < 0.7, "add_prefix_space": draw.random() < 0.5,
    }
    template = {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": "[X]", "type_id": 2}}, {"Sequence": {"id": "A", "type_id": 0}},
        ],
        "pair": [
            {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[X]", "type_id": 1}},
            {"Sequence": {"id": "B", "type_id": draw.choice([0, 1, 5])}},
            {"SpecialToken": {"id": "[Y]", "type_id": 1}},
        ],
        "special_tokens": {
            "[X]": {"id": "[X]", "ids": [7], "tokens": ["[X]"]},
            "[Y]": {"id": "[Y]", "ids": [8, 9], "tokens": ["[Y", "]"]},
        },
    }
    byte_level = dict(BYTE_LEVEL, add_prefix_space=draw.random() < 0.5)
    sequence = {"type": "Sequence", "processors": draw.choice(
        [[byte_level, template], [template, byte_level], [roberta, template]])}
    return draw.choice([None, bert, roberta, template, byte_level, sequence])


def pretokenizer(draw, byte_level):
    if byte_level:
        return dict(BYTE_LEVEL, add_prefix_space=draw.random() < 0.5, use_regex=draw.random() < 0.7)
    metaspace = {
        "type": "Metaspace", "replacement": "▁", "split": draw.random() < 0.7,
        "prepend_scheme": draw.choice(["always", "never", "first"]),
    }
    return draw.choice([None, metaspace, {"type": "WhitespaceSplit"}, {"type": "Whitespace"}])


def truncation(draw):
    if draw.random() < 0.4:
        return None
    length = draw.randint(4, 12)
    return {
        "direction": draw.choice(["Left", "Right"]), "max_length": length,
        "strategy": draw.choice(["LongestFirst", "OnlyFirst", "OnlySecond"]),
        "stride": draw.choice([0, 0, 1, 2]),
    }


def padding(draw):
    if draw.random() < 0.5:
        return None
    return {
        "strategy": draw.choice(["BatchLongest", {"Fixed": draw.randint(1, 12)}]),
        "direction": draw.choice(["Left", "Right"]),
        "pad_to_multiple_of": draw.choice([None, 4]), "pad_id": 2, "pad_type_id": 3,
        "pad_token": "[PAD]",
    }


def tokenizer(seed):
    draw = random.Random(seed)
    byte_level = draw.random() < 0.5
    bpe = model(draw, byte_level)
    normalizer = draw.choice(NORMALIZERS[:4] if byte_level else NORMALIZERS)
    return {
        "version": "1.0", "truncation": truncation(draw), "padding": padding(draw),
        "added_tokens": added_tokens(draw, bpe["vocab"], normalizer), "normalizer": normalizer,
        "pre_tokenizer": pretokenizer(draw, byte_level), "post_processor": post_processor(draw),
        "decoder": None, "model": bpe,
    }


def text(draw, added):
    pieces = LETTERS + SPACES + [token["content"] for token in added] * 2
    return "".join(draw.choice(pieces) for _ in range(draw.randint(0, 12)))


def described(encoding):
    return {
        "ids": encoding.ids, "types": encoding.type_ids, "tokens": encoding.tokens,
        "offsets": [list(pair) for pair in encoding.offsets], "words": encoding.word_ids,
        "sequences": encoding.sequence_ids, "special": encoding.special_tokens_mask,
        "attention": encoding.attention_mask,
    }


def case(library, draw, added):
    """One text or two, each whole or in words, with the answer; None where the library gives up."""
    as_words = draw.random() < 0.25
    inputs = [text(draw, added) for _ in range(draw.choice([1, 1, 2]))]
    if as_words:
        inputs = [[text(draw, added) for _ in range(draw.randint(0, 4))] for _ in inputs]
    special, parses = draw.random() < 0.6, draw.random() < 0.7
    library.encode_special_tokens = not parses
    limit = library.truncation and library.truncation["max_length"]
    if limit and special and library.num_special_tokens_to_add(len(inputs) == 2) > limit:
        # The library computes a room below 0, which wraps to one without end.
        return {"inputs": inputs, "adds": special, "parses": parses, "error": "no room"}
    try:
        encoding = library.encode(*inputs, is_pretokenized=as_words, add_special_tokens=special)
    except BaseException as error:  # Rust's panics are no Exception
        return {"inputs": inputs, "adds": special, "parses": parses, "error": str(error)[:60]}
    windows = [described(window) for window in encoding.overflowing]
    return {
        "inputs": inputs, "adds": special, "parses": parses, "encoding": described(encoding),
        "windows": windows,
    }


def main():
    assert tokenizers.__version__ == VERSION, tokenizers.__version__
    OUTPUT.mkdir(exist_ok=True)
    with (OUTPUT / "cases.jsonl").open("w", encoding="utf-8") as output:
        for seed in range(int(os.environ.get("SEEDS", 150))):
            description = tokenizer(seed)
            try:
                library = Tokenizer.from_str(json.dumps(description))
            except BaseException:  # noqa: S112
                continue
            draw = random.Random(-seed - 1)
            cases = [case(library, draw, description["added_tokens"]) for _ in range(12)]
            line = {"seed": seed, "tokenizer": description, "cases": cases}
            output.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
