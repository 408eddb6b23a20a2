#!/usr/bin/env python3
"""Writes the broken files of Fixtures/broken and Fixtures/broken-folders that no editor makes well:
ranks, tekken.json, GGUF, .model, and the folders of models. Their messages are written by hand, or
taken from `tok inspect` and then read.

    Scripts/broken_files.py
"""

import base64
import json
import pathlib
import shutil
import struct

FIXTURES = pathlib.Path(__file__).parent.parent / "Fixtures"


def flat(name, contents):
    if isinstance(contents, str):
        contents = contents.encode()
    (FIXTURES / "broken" / name).write_bytes(contents)


def folder(name, files):
    path = FIXTURES / "broken-folders" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    for file, contents in files.items():
        (path / file).write_bytes(contents.encode() if isinstance(contents, str) else contents)


# Post-processors that can't run, and a model's type that is no string.

WHOLE = json.loads((FIXTURES / "broken" / "merge-of-one.json").read_text())
WHOLE["model"]["merges"] = [["a", "b"], ["ab", "c"]]


def tokenizer(**parts):
    whole = json.loads(json.dumps(WHOLE))
    whole["model"].update(parts.pop("model", {}))
    whole.update(parts)
    return json.dumps(whole, indent=1) + "\n"


def template(single, pair, special=("<s>",)):
    def piece(name):
        if name in "AB":
            return {"Sequence": {"id": name, "type_id": 0}}
        return {"SpecialToken": {"id": name, "type_id": 0}}

    return {
        "type": "TemplateProcessing",
        "single": [piece(name) for name in single],
        "pair": [piece(name) for name in pair],
        "special_tokens": {
            name: {"id": name, "ids": [5], "tokens": [name]} for name in special
        },
    }


flat("model-type-as-number.json", tokenizer(model={"type": 1}))
flat("model-type-null.json", tokenizer(model={"type": None}))
flat("template-with-second-text.json", tokenizer(post_processor=template("AB", "AB")))
flat(
    "template-behind-template.json",
    tokenizer(
        post_processor={
            "type": "Sequence",
            "processors": [
                template(["<s>", "A", "<s>"], ["<s>", "A", "B"]), template("A", "AB")
            ],
        }
    ),
)
flat(
    "template-names-nobody.json",
    tokenizer(post_processor=template(["<x>", "A"], ["A", "B"])),
)

BAD = {"Regex": "a|[b"}
LOWER = {"type": "Lowercase"}
flat(
    "bad-pattern-in-normalizer.json",
    tokenizer(
        normalizer={
            "type": "Sequence",
            "normalizers": [LOWER, {"type": "Replace", "pattern": BAD, "content": "x"}],
        }
    ),
)
flat(
    "bad-pattern-in-decoder.json",
    tokenizer(decoder={"type": "Replace", "pattern": BAD, "content": "x"}),
)
flat(
    "bad-character-map.json",
    tokenizer(normalizer={"type": "Precompiled", "precompiled_charsmap": "BAA="}),
)

# Files of ranks.


def ranks(tokens):
    return "".join(f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in tokens)


BYTES = [(bytes([byte]), byte) for byte in range(256)]
ENCODING = '{"pattern": "\\\\S+|\\\\s+", "special_tokens": {"<s>": 300}}\n'

flat("ranks-without-a-space.tiktoken", "IQ== 0\nIg==1\n")
flat("ranks-cut-in-a-token.tiktoken", "IQ== 0\nIg= 1\n")
flat("ranks-no-base64.tiktoken", b"IQ== 0\nI\xff== 1\n")
flat("ranks-rank-negative.tiktoken", "IQ== 0\nIg== -1\n")
flat("ranks-rank-no-number.tiktoken", "IQ== 0\nIg== NaN\n")
flat("ranks-rank-with-zero.tiktoken", "IQ== 0\nIg== 01\n")
flat("ranks-empty-token.tiktoken", "IQ== 0\n 1\n")
flat("ranks-unknown-encoding.tiktoken", ranks(BYTES))

for name, tokens, encoding in [
    ("ranks-token-twice", BYTES + [(b"a", 256)], ENCODING),
    ("ranks-rank-twice", BYTES + [(b"ab", 255)], ENCODING),
    ("ranks-rank-huge", BYTES + [(b"ab", 4_000_000_000)], ENCODING),
    ("ranks-rank-beyond-64-bits", BYTES + [(b"ab", 10**30)], ENCODING),
    ("ranks-without-a-byte", BYTES[1:], ENCODING),
    ("ranks-special-on-a-token", BYTES, ENCODING.replace("300", "97")),
    ("ranks-special-negative", BYTES, ENCODING.replace("300", "-1")),
    ("ranks-special-huge", BYTES, ENCODING.replace("300", "4000000000")),
    ("ranks-encoding-cut", BYTES, ENCODING[:30]),
    ("ranks-encoding-with-bad-pattern", BYTES, ENCODING.replace("\\\\S+|", "(")),
    ("ranks-encoding-nested", BYTES, '{"pattern": ' + "[" * 5_000),
    ("ranks-encoding-without-pattern", BYTES, '{"special_tokens": {}}\n'),
    ("ranks-encoding-with-a-name-twice", BYTES, ENCODING.replace("300", '300, "<s>": 301')),
]:
    folder(name, {"a.tiktoken": ranks(tokens), "a.encoding.json": encoding})

# tekken.json.


def tekken(change=lambda file: None):
    file = {
        "config": {
            "pattern": "\\S+|\\s+", "num_vocab_tokens": 257, "default_vocab_size": 260,
            "default_num_special_tokens": 3, "version": "v3",
        },
        "vocab": [
            {"rank": rank, "token_bytes": base64.b64encode(token).decode(), "token_str": None}
            for rank, token in enumerate([token for token, _ in BYTES] + [b"ab"])
        ],
        "special_tokens": [
            {"rank": rank, "token_str": name, "is_control": True}
            for rank, name in enumerate(["<unk>", "<s>", "</s>"])
        ],
    }
    change(file)
    return json.dumps(file)


flat("tekken-cut.json", tekken()[:9000])
flat("tekken-not-utf8.json", tekken().encode().replace(b"</s>", b"</\xff>"))
flat("tekken-no-base64.json", tekken(lambda f: f["vocab"][9].update(token_bytes="*")))
flat("tekken-token-twice.json", tekken(lambda f: f["vocab"][256].update(token_bytes="YQ==")))
flat("tekken-ranks-out-of-order.json", tekken(lambda f: f["vocab"][256].update(rank=7)))
flat("tekken-size-negative.json", tekken(lambda f: f["config"].update(default_vocab_size=-1)))
flat("tekken-size-huge.json", tekken(lambda f: f["config"].update(default_vocab_size=10**12)))
flat("tekken-size-no-number.json", tekken().replace('_size": 260', '_size": NaN'))
flat(
    "tekken-special-count-huge.json",
    tekken(lambda f: f["config"].update(default_num_special_tokens=10**9, default_vocab_size=10**9 + 9)),
)
flat("tekken-special-twice.json", tekken(lambda f: f["special_tokens"][2].update(token_str="<s>")))
flat("tekken-bad-pattern.json", tekken(lambda f: f["config"].update(pattern="(a")))
flat("tekken-nested.json", '{"config": {"pattern": ' + '{"a":' * 5_000)
flat("tekken-without-a-byte.json", tekken(lambda f: (
    f["vocab"].pop(255), f["vocab"][255].update(rank=255),
    f["config"].update(default_vocab_size=259))))

# GGUF.


def text(value):
    value = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(value)) + value


def gguf(members, version=3, count=None):
    body = b"".join(text(key) + struct.pack("<I", kind) + value for key, kind, value in members)
    return b"GGUF" + struct.pack("<IQQ", version, 0, len(members) if count is None else count) + body


def array(kind, values, count=None):
    return struct.pack("<IQ", kind, len(values) if count is None else count) + b"".join(values)


def stand_ins():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]


TOKENS = [text(token) for token in stand_ins() + ["ab", "<|end|>"]]
MODEL = ("tokenizer.ggml.model", 8, text("gpt2"))
PRE = ("tokenizer.ggml.pre", 8, text("gpt-2"))
TYPES = ("tokenizer.ggml.token_type", 9, array(5, [struct.pack("<i", 1)] * 257 + [struct.pack("<i", 3)]))
MERGES = ("tokenizer.ggml.merges", 9, array(8, [text("a b")]))


def members(tokens=None, types=TYPES, merges=MERGES):
    return [MODEL, PRE, ("tokenizer.ggml.tokens", 9, tokens or array(8, TOKENS)), types, merges]


flat("gguf-cut.gguf", gguf(members())[:300])
flat("gguf-version.gguf", gguf(members(), version=9))
flat("gguf-huge-member-count.gguf", gguf(members(), count=2**60))
flat("gguf-huge-text.gguf", gguf([("a", 8, struct.pack("<Q", 2**62))]))
flat("gguf-huge-array.gguf", gguf(members(tokens=array(8, TOKENS, count=2**61))))
flat("gguf-nested-arrays.gguf", gguf([("a", 9, array(9, [array(9, [])]))]))
flat("gguf-unknown-kind.gguf", gguf([("a", 77, b"")]))
flat("gguf-key-twice.gguf", gguf(members() + [MODEL]))
flat("gguf-token-twice.gguf", gguf(members(tokens=array(8, TOKENS[:256] + [text("a"), TOKENS[257]]))))
flat("gguf-token-not-utf8.gguf", gguf(members(tokens=array(8, TOKENS[:257] + [text(b"\xff")]))))
flat("gguf-merge-outside.gguf", gguf(members(merges=("tokenizer.ggml.merges", 9, array(8, [text("a c")])))))
flat("gguf-merge-of-one.gguf", gguf(members(merges=("tokenizer.ggml.merges", 9, array(8, [text("ab")])))))
flat("gguf-type-unknown.gguf", gguf(members(types=(TYPES[0], 9, array(5, [struct.pack("<i", -1)] * 258)))))
flat("gguf-too-few-types.gguf", gguf(members(types=(TYPES[0], 9, array(5, [struct.pack("<i", 1)] * 9)))))

flat("gguf-unknown-key.gguf", gguf(members() + [("tokenizer.ggml.pretokenizer", 8, text("[a-z]+"))]))
flat("gguf-piece-twice.gguf", gguf([
    ("tokenizer.ggml.model", 8, text("llama")),
    ("tokenizer.ggml.tokens", 9, array(8, [text("<unk>"), text("a"), text("b"), text("a")])),
    ("tokenizer.ggml.scores", 9, array(6, [struct.pack("<f", 0)] * 4))]))

# .model of sentencepiece.


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def piece(spelling, score=0.0, kind=1):
    return field(1, field(1, spelling) + field(2, score) + field(3, kind))


START = piece(b"<unk>", kind=2) + piece(b"a", -1.0)
END = field(2, field(3, 2)) + field(3, b"")

flat("pieces-cut.model", (START + piece(b"ab", -2.0) + END)[:-8])
flat("pieces-score-no-number.model", START + piece(b"b", float("nan")) + END)
flat("pieces-twice.model", START + piece(b"a", -2.0) + END)
flat("pieces-empty.model", START + piece(b"", -2.0) + END)
flat("pieces-not-utf8.model", START + piece(b"\xff", -2.0) + END)
flat("pieces-type-unknown.model", START + piece(b"b", kind=9) + END)
flat("pieces-huge-length.model", START + b"\x0a" + varint(2**62) + b"b")
flat("pieces-long-number.model", START + b"\x0a" + b"\xff" * 11)
flat("pieces-group.model", START + b"\x0b" + END)
flat("pieces-unknown-field.model", START + field(77, b"x") + END)
flat("pieces-unigram.model", START + field(2, field(3, 1)))
flat("pieces-map-cut.model", START + field(2, field(3, 2)) + field(3, field(2, b"\x04\x00")))
flat("pieces-without-unknown.model", piece(b"a", -1.0) + END)
flat("pieces-bytes-missing.model", START + piece(b"<0x00>", kind=6) + field(2, field(3, 2) + field(35, 1)))

# Folders of models.

VOCABULARY = '{"a": 0, "b": 1, "c": 2, "ab": 3}'
PAIR = {"vocab.json": VOCABULARY, "merges.txt": "#version: 0.2\na b\n"}

for name, files in {
    "empty": {"readme.md": "nothing\n"},
    "vocabulary-cut": {"vocab.json": VOCABULARY[:20]},
    "vocabulary-not-utf8": {"vocab.json": VOCABULARY.encode().replace(b'"c"', b'"\xff"')},
    "vocabulary-identifier-no-number": {"vocab.json": VOCABULARY.replace("2", "NaN")},
    "vocabulary-identifier-negative": {"vocab.json": VOCABULARY.replace("2", "-2")},
    "vocabulary-identifier-huge": {"vocab.json": VOCABULARY.replace("2", "3000000000")},
    "vocabulary-identifier-as-fraction": {"vocab.json": VOCABULARY.replace("2", "2.5")},
    "vocabulary-token-twice": {"vocab.json": VOCABULARY.replace("c", "b")},
    "vocabulary-nested": {"vocab.json": '{"a": 0, "b": ' + "[" * 5_000},
    "merges-outside-vocabulary": {"merges.txt": "#version: 0.2\na b\nb c\n"},
    "merges-of-one": {"merges.txt": "#version: 0.2\na b\nab\n"},
    "merges-of-three": {"merges.txt": "a b c\n"},
    "merges-not-utf8": {"merges.txt": b"a \xff\n"},
    "config-cut": {"tokenizer_config.json": '{"bos_token": "<s>", '},
    "config-as-list": {"tokenizer_config.json": "[]\n"},
    "config-nested": {"tokenizer_config.json": '{"a": ' + "[" * 5_000},
    "config-class-as-number": {"tokenizer_config.json": '{"tokenizer_class": 1}\n'},
    "config-class-unknown": {"tokenizer_config.json": '{"tokenizer_class": "NobodysTokenizer"}\n'},
    "config-flag-as-text": {"tokenizer_config.json": '{"add_bos_token": "yes"}\n'},
    "config-name-as-number": {"tokenizer_config.json": '{"bos_token": 1}\n'},
    "config-name-without-content": {"tokenizer_config.json": '{"bos_token": {"lstrip": true}}\n'},
    "config-added-no-identifier": {
        "tokenizer_config.json": '{"added_tokens_decoder": {"x": {"content": "<s>"}}}\n'
    },
    "config-added-identifier-negative": {
        "tokenizer_config.json": '{"added_tokens_decoder": {"-1": {"content": "<s>"}}}\n'
    },
    "config-added-without-content": {
        "tokenizer_config.json": '{"added_tokens_decoder": {"4": {"special": true}}}\n'
    },
    "config-not-utf8": {"tokenizer_config.json": b'{"bos_token": "\xff"}\n'},
    "config-key-twice": {"tokenizer_config.json": '{"bos_token": "a", "bos_token": "b"}\n'},
    "added-tokens-as-list": {"added_tokens.json": "[1]\n"},
    "added-tokens-identifier-huge": {"added_tokens.json": '{"<s>": 99999999999}\n'},
    "special-tokens-map-cut": {"special_tokens_map.json": '{"bos_token"'},
}.items():
    folder(name, files if name == "empty" else PAIR | files)
