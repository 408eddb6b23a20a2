"""Writes Fixtures/formats/parts.jsonl: how Hugging Face's tokenizers reads and writes the parts of a tokenizer.json.

    python3 Scripts/reference_parts.py > Fixtures/formats/parts.jsonl

The first line names the library and holds a small file as the library writes it. Every other line has a
member of that file (`key`), a text for it (`read`), and what the library writes for it again
(`written`), or null where it refuses the file. Needs tokenizers 0.23.3.
"""

import itertools
import json
import os
import sys

import tokenizers
from tokenizers import Tokenizer

# A panic of the library is a refusal like any other.
os.environ["RUST_BACKTRACE"] = "0"

BASE = {
    "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
    "pre_tokenizer": None, "post_processor": None, "decoder": None,
    "model": {
        "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
        "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
        "vocab": {"<unk>": 0, "a": 1, "b": 2, "ab": 3}, "merges": [["a", "b"]],
    },
}
ABSENT = object()
BOOLS = [True, False, None, 1, "true", ABSENT]
STRINGS = ["x", "", "▁", "\u00e9\"\\\n", None, 1, ABSENT]
CHARACTERS = ["▁", " ", "xy", "", None, ABSENT]
COUNTS = [0, 1, 5, -1, 1.0, 2**63, "1", None, ABSENT]
PATTERNS = [{"String": "a"}, {"Regex": "\\s+"}, "a", {}, {"Text": "a"}, None, ABSENT]
BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous", "removed", None, ABSENT]


def members(**choices):
    """Every value of each member beside the first of all others."""
    first = {name: values[0] for name, values in choices.items()}
    yield first
    for name, values in choices.items():
        for value in values[1:]:
            yield {**first, name: value}


def parts(type, **choices):
    for chosen in members(**choices):
        yield {"type": type, **{name: value for name, value in chosen.items() if value is not ABSENT}}


def untyped(part):
    return {name: value for name, value in part.items() if name != "type"}


BYTE_LEVEL = dict(add_prefix_space=BOOLS, trim_offsets=BOOLS, use_regex=BOOLS)
METASPACE = dict(
    replacement=CHARACTERS, prepend_scheme=["never", "always", "first", "First", None, ABSENT],
    split=BOOLS, add_prefix_space=[ABSENT, *BOOLS[:-1]], str_rep=[ABSENT, "▁", None])

NORMALIZERS = [
    *parts("NFC"), *parts("NFD"), *parts("NFKC"), *parts("NFKD"), *parts("Lowercase"), *parts("Nmt"),
    *parts("StripAccents"), *parts("ByteLevel"), *parts("NFX"), *parts("nfc"), *parts("Bert"),
    *parts("Strip", strip_left=BOOLS, strip_right=BOOLS),
    *parts("Replace", pattern=PATTERNS, content=STRINGS), *parts("Prepend", prepend=STRINGS),
    *(part for type in ["Bert", "BertNormalizer"] for part in parts(
        type, clean_text=BOOLS, handle_chinese_chars=BOOLS, strip_accents=BOOLS, lowercase=BOOLS)),
    {"strip_left": True, "strip_right": False}, {"prepend": "x"}, {"pattern": {"String": "a"}, "content": "b"},
    {"clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
    {"normalizers": [{"type": "NFC"}, {"type": "Lowercase"}]},
    {"type": "Sequence", "normalizers": []}, {"type": "Sequence"}, {"type": "Sequence", "normalizers": [None]},
    {"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}]}, {}, [], "NFC", 1, True,
]
PRETOKENIZERS = [
    *parts("Whitespace"), *parts("WhitespaceSplit"), *parts("UnicodeScripts"), *parts("BertPreTokenizer"),
    *parts("ByteLevel", **BYTE_LEVEL), *parts("Metaspace", **METASPACE),
    *parts("Split", pattern=PATTERNS, behavior=BEHAVIORS, invert=BOOLS),
    *parts("Digits", individual_digits=BOOLS), *parts("Punctuation", behavior=BEHAVIORS),
    *parts("CharDelimiterSplit", delimiter=CHARACTERS), *parts("Delimiter", delimiter=CHARACTERS),
    *parts("FixedLength", length=COUNTS[1:]), {"type": "Sequence"}, {"individual_digits": True}, {},
    {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Digits", "individual_digits": True}]},
]
TOKENS = [["a", 1], ["", 0], ["a", -1], ["a", 2**32], ["a"], ["a", 1, 1], [1, "a"], None, ABSENT]
SEQUENCE = {"Sequence": {"id": "A", "type_id": 0}}
SECOND = {"Sequence": {"id": "B", "type_id": 1}}
SPECIAL = {"SpecialToken": {"id": "[S]", "type_id": 2}}
BRACKETS = {"[S]": {"id": "[S]", "ids": [1, 2], "tokens": ["a", "b"]}, "A": {"id": "A", "ids": [3], "tokens": ["ab"]}}
PROCESSORS = [
    *parts("BertProcessing", sep=TOKENS, cls=TOKENS),
    *parts("RobertaProcessing", sep=TOKENS, cls=TOKENS, trim_offsets=BOOLS[:-1], add_prefix_space=BOOLS[:-1]),
    *parts("ByteLevel", **BYTE_LEVEL),
    *parts(
        "TemplateProcessing",
        single=[[SPECIAL, SEQUENCE], [], "$A", ["$A"], [{"Sequence": {"id": "C", "type_id": 0}}],
                [{"Sequence": {"id": "A"}}], [{"Sequence": {"id": "A", "type_id": -1}}], [{}], None, ABSENT],
        pair=[[SPECIAL, SEQUENCE, SECOND], [SEQUENCE], None, ABSENT],
        special_tokens=[BRACKETS, [], None, ABSENT]),
    {"sep": ["a", 1], "cls": ["b", 2]},
    {"sep": ["a", 1], "cls": ["b", 2], "trim_offsets": True, "add_prefix_space": False},
    {"single": [SEQUENCE], "pair": [SEQUENCE, SECOND], "special_tokens": {}},
    {"type": "Sequence", "processors": [next(parts("ByteLevel", **BYTE_LEVEL)),
                                        next(parts("BertProcessing", sep=TOKENS, cls=TOKENS))]}, {},
]
DECODERS = [
    *parts("ByteFallback"), *parts("Fuse"), *parts("ByteLevel", **BYTE_LEVEL), *parts("Metaspace", **METASPACE),
    *parts("WordPiece", prefix=STRINGS, cleanup=BOOLS), *parts("BPEDecoder", suffix=STRINGS),
    *parts("CTC", pad_token=STRINGS, word_delimiter_token=STRINGS, cleanup=BOOLS),
    *parts("Strip", content=CHARACTERS, start=COUNTS, stop=COUNTS),
    *parts("Replace", pattern=PATTERNS, content=STRINGS),
    {"suffix": "</w>"}, {"prefix": "##", "cleanup": True}, {"content": " ", "start": 1, "stop": 0},
    {"pad_token": "p", "word_delimiter_token": "|", "cleanup": True}, {},
    {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]},
]
TRUNCATION = list(map(untyped, parts(
    "", max_length=COUNTS, stride=[0, *COUNTS[3:]], strategy=["LongestFirst", "OnlyFirst", "OnlySecond", "longest_first", None, ABSENT],
    direction=["Right", "Left", "right", None, ABSENT])))
PADDING = list(map(untyped, parts(
    "", strategy=["BatchLongest", {"Fixed": 5}, {"Fixed": -1}, {}, "Fixed", None, ABSENT],
    direction=["Left", "Right", "left", None, ABSENT], pad_to_multiple_of=[None, 8, -1, ABSENT],
    pad_id=[0, 7, -1, 2**32, None, ABSENT], pad_type_id=[0, 1, -1, ABSENT], pad_token=STRINGS)))
FLAGS = dict(single_word=BOOLS, lstrip=BOOLS, rstrip=BOOLS, normalized=BOOLS, special=BOOLS)
ADDED = [
    *([untyped(part)] for part in parts("", id=[4, 9, -1, 2**32, 1.0, None, ABSENT], content=["<s>", "a", "é\n", "", None, ABSENT], **FLAGS)),
    [{**untyped(next(parts("", id=[id], content=[content], **FLAGS))), "special": special}
     for id, content, special in [(5, "<x>", False), (4, "<y>", True), (1, "ab", True), (7, "<x>", False)]],
    {}, None,
]
MODEL = BASE["model"]


def model(**changes):
    return {name: value for name, value in {**MODEL, **changes}.items() if value is not ABSENT}


MODELS = [
    *(model(type=type) for type in ["BPE", ABSENT, "bpe", 1]),
    *(model(**{name: value}) for name in ["unk_token"] for value in ["<unk>", None, 1, ABSENT]),
    *(model(**{name: value}) for name in ["continuing_subword_prefix", "end_of_word_suffix"] for value in [None, 1, "x", ABSENT]
      if not (name[0] == "c" and value == "x")),
    model(continuing_subword_prefix="##", vocab={"a": 0, "##b": 1, "ab": 2}, merges=[["a", "##b"]]),
    *(model(**{name: value}) for name in ["fuse_unk", "byte_fallback", "ignore_merges"] for value in BOOLS),
    *(model(dropout=value) for value in [0, 1, 0.1, 0.123456789, 1e-7, -0.1, 1.5, "0.1", ABSENT]),
    *(model(merges=merges) for merges in [
        ["a b"], [], ["#version: 0.2", "a b"], ["ab"], ["a  b"], [["a"]], [["a", "b", "ab"]], [["b", "a"]], [["x", "b"]], {}, None, ABSENT]),
    *(model(vocab=vocab) for vocab in [
        {"b": 7, "a": 3, "ab": 0}, {"a": -1, "b": 2, "ab": 3}, {"a": 1.0, "b": 2, "ab": 3}, {"a": "1", "b": 2, "ab": 3},
        {"a": 2**32, "b": 2, "ab": 3}, [], None, ABSENT]),
]


def case(key, value):
    text = json.dumps({**BASE, key: value}, ensure_ascii=False)
    try:
        whole = Tokenizer.from_str(text).to_str()
    except BaseException:
        return {"key": key, "read": json.dumps(value, ensure_ascii=False), "written": None}
    start = whole.index(f'"{key}":') + len(key) + 3
    names = list(BASE)
    following = names[names.index(key) + 1] if key != names[-1] else None
    end = whole.index(f',"{following}":', start) if following else len(whole) - 1
    return {"key": key, "read": json.dumps(value, ensure_ascii=False), "written": whole[start:end]}


def main():
    head = {"tokenizers": tokenizers.__version__, "file": Tokenizer.from_str(json.dumps(BASE)).to_str()}
    print(json.dumps(head, ensure_ascii=False))
    lists = {
        "normalizer": NORMALIZERS, "pre_tokenizer": PRETOKENIZERS, "post_processor": PROCESSORS, "decoder": DECODERS,
        "truncation": TRUNCATION, "padding": PADDING, "added_tokens": ADDED, "model": MODELS,
    }
    for line in dict.fromkeys(
            json.dumps(case(key, value), ensure_ascii=False) for key, values in lists.items() for value in values):
        print(line)


main()
