#!/usr/bin/env python3
"""Writes Fixtures/conformance/segmentation.txt: what the reference libraries make of random models.

    random BPE models, every combination of options   ──▶ tokenizers' BPE.tokenize ──▶ digests
    random SentencePiece models of type BPE           ──▶ sentencepiece            ──▶ digests
    a model with dropout, many times                  ──▶ tokenizers' BPE.tokenize ──▶ frequencies
                                                      ──▶ a test draws the same and compares

Only figures are kept. Run it from the root of the repository with the versions named below:

    pip install tokenizers==0.23.3 sentencepiece==0.2.3
    python3 Scripts/segmentation_digests.py

Models and texts are drawn by SplitMix64, in the order in which `DrawnModel.swift` of the tests draws
them. A digest is the 64-bit FNV-1a over identifier, start and end of each token, two bytes each with
the lower one first, and a byte 255 behind each text.
"""

import struct
from collections import Counter
from pathlib import Path

import sentencepiece
import tokenizers
from tokenizers import models

OUTPUT = Path("Fixtures/conformance/segmentation.txt")
MASK = 2**64 - 1
LETTERS = ["a", "b", "é", "中", "😀"]
PREFIXES = ["", "##", "b"]
SUFFIXES = ["", "</w>", "a"]
COMBINATIONS = 4 * 3 * 2 * 2 * 3 * 3
SCORES = [0.0, -0.0, -1.0, -2.0, -3.0, -1.5, 2.0, 0.5]
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = range(1, 7)


class Draws:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        word = self.state
        word = ((word ^ word >> 30) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ word >> 27) * 0x94D049BB133111EB) & MASK
        return (word ^ word >> 31) % bound


def stand_ins():
    """The character that stands for each byte."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {
        byte: chr(0x100 + index) for index, byte in enumerate(others)
    }


STAND_INS = stand_ins()


def spell(text):
    return "".join(STAND_INS[byte] for byte in text.encode())


class BPEModel:
    """A model of the options that are the digits of `number`."""

    def __init__(self, number, seed):
        draws = Draws(seed)
        self.is_of_bytes = number % 4 in (0, 3)
        self.falls_back = number % 4 in (2, 3)
        gaps = number // 4 % 3
        self.fuses = number // 12 % 2 == 1
        self.ignores_merges = number // 24 % 2 == 1
        self.prefix = PREFIXES[number // 48 % 3]
        self.suffix = SUFFIXES[number // 144 % 3]
        self.tokens = []
        for unit in self.units():
            for place in range(4):
                token = (self.prefix if place & 1 else "") + unit + (self.suffix if place & 2 else "")
                if gaps == 0 or draws.below(4) > 0:
                    self.add(token)
        if self.falls_back:
            for byte in [*b"#/<>abw", *range(0x80, 0xF1)]:
                if draws.below(40) > 0:
                    self.add(f"<0x{byte:02X}>")
        self.unknown = None
        if gaps == 2:
            self.unknown = self.tokens[draws.below(len(self.tokens))]
            if draws.below(3) > 0:
                self.unknown = "[UNK]"
                self.add(self.unknown)
        self.merges = self.draw_merges(draws)
        self.step = 1 + draws.below(2)

    def units(self):
        if not self.is_of_bytes:
            return LETTERS
        return [STAND_INS[byte] for byte in sorted(set("".join(LETTERS).encode()))]

    def add(self, token):
        if token not in self.tokens:
            self.tokens.append(token)

    def draw_merges(self, draws):
        merges = []
        for _ in range(8 + draws.below(60)):
            left = self.tokens[draws.below(len(self.tokens))]
            right = self.tokens[draws.below(len(self.tokens))]
            start = right[: len(self.prefix)]
            if len(start) < len(self.prefix) or not start.isascii():
                continue
            joined = left + right[len(self.prefix) :]
            if len(joined.encode()) > 24:
                continue
            self.add(joined)
            merges.append((left, right))
            if draws.below(4) == 0:
                merges.append((left, right))
        for index in range(len(merges) - 1, 0, -1):
            other = draws.below(index + 1)
            merges[index], merges[other] = merges[other], merges[index]
        return merges

    def reference(self):
        options = {
            "unk_token": self.unknown,
            "continuing_subword_prefix": self.prefix or None,
            "end_of_word_suffix": self.suffix or None,
        }
        return models.BPE(
            vocab={token: index * self.step for index, token in enumerate(self.tokens)},
            merges=self.merges,
            fuse_unk=self.fuses,
            byte_fallback=self.falls_back,
            ignore_merges=self.ignores_merges,
            **{name: value for name, value in options.items() if value is not None},
        )


def texts(draws, letters):
    for number in range(40):
        length = 30 + draws.below(20) if number % 10 == 9 else draws.below(8)
        yield "".join(letters[draws.below(len(letters))] for _ in range(length))


def places(start, end, text):
    """Which bytes of `text` the stand-ins from byte `start` to byte `end` stand for."""
    bytes_of = [i for i, byte in enumerate(text.encode()) for _ in STAND_INS[byte].encode()]
    return (bytes_of[start], bytes_of[end - 1] + 1) if end <= len(bytes_of) else (start, end)


class Digest:
    def __init__(self):
        self.value = 0xCBF29CE484222325
        self.count = 0

    def add(self, tokens):
        data = b"".join(struct.pack("<HHH", *token) for token in tokens) + b"\xff"
        for byte in data:
            self.value = (self.value ^ byte) * 0x100000001B3 & MASK
        self.count += len(tokens)

    def __str__(self):
        return f"{self.count}\t{self.value:016x}"


def bpe_rows():
    for number in range(COMBINATIONS):
        digest = Digest()
        for repetition in range(3):
            seed = number * 100 + repetition
            model = BPEModel(number, seed)
            reference = model.reference()
            for text in texts(Draws(seed + 1_000_000), LETTERS + ["z"]):
                tokens = reference.tokenize(spell(text) if model.is_of_bytes else text)
                found = [(token.id, *token.offsets) for token in tokens]
                if model.is_of_bytes:
                    found = [(id, *places(start, end, text)) for id, start, end in found]
                digest.add(found)
        yield f"bpe\t{number}\t{digest}"


# MARK: SentencePiece


def field(number, value):
    """A field of a protobuf message: bytes, a float or a number."""
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    return varint(number << 3) + varint(value)


def varint(value):
    result = b""
    while value >= 0x80:
        result += bytes([value & 0x7F | 0x80])
        value >>= 7
    return result + bytes([value])


def fields(message):
    """The fields of a message that has only numbers and bytes."""
    position = 0

    def number():
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while position < len(message):
        key = number()
        value = number()
        if key & 7 == 2:
            position += value
            value = message[position - value : position]
        yield key >> 3, value


def piece_model(number, seed):
    """The pieces, their scores and types, and whether bytes stand for what is unknown."""
    draws = Draws(seed)
    falls_back = number % 2 == 1
    has_unused = number // 2 % 2 == 1
    has_user_defined = number // 4 % 2 == 1
    has_control = number // 8 % 2 == 1
    pieces = {"<unk>": (0.0, UNKNOWN)}
    if falls_back:
        for byte in range(256):
            pieces[f"<0x{byte:02X}>"] = (0.0, BYTE)
    for _ in range(6 + draws.below(40)):
        length = 1 + draws.below(5)
        piece = "".join(LETTERS[draws.below(3)] for _ in range(length))
        score = SCORES[draws.below(len(SCORES))]
        kind = [NORMAL] * 6 + [UNUSED] * 3 + [USER_DEFINED, CONTROL]
        kind = kind[draws.below(len(kind))]
        if kind == UNUSED and not has_unused or kind == CONTROL and not has_control:
            kind = NORMAL
        if kind == USER_DEFINED and not has_user_defined:
            kind = NORMAL
        if piece not in pieces:
            pieces[piece] = (score, kind)
    return pieces, falls_back


def sentencepiece_reference(pieces, falls_back):
    message = b"".join(
        field(1, field(1, piece.encode()) + field(2, score) + field(3, kind))
        for piece, (score, kind) in pieces.items()
    )
    message += field(2, field(3, 2) + field(35, int(falls_back)))
    message += field(3, field(3, 0) + field(4, 0) + field(5, 0))
    return sentencepiece.SentencePieceProcessor(model_proto=message)


def sentencepiece_rows():
    for number in range(16):
        digest = Digest()
        for repetition in range(40):
            seed = 500_000 + number * 100 + repetition
            reference = sentencepiece_reference(*piece_model(number, seed))
            for text in texts(Draws(seed + 1_000_000), LETTERS + ["z"]):
                found = []
                for key, value in fields(reference.encode(text, out_type="serialized_proto")):
                    if key == 2:
                        piece = dict(fields(value))
                        found.append((piece[2], piece.get(4, 0), piece.get(5, 0)))
                assert [token[0] for token in found] == reference.encode(text)
                digest.add(found)
        yield f"sentencepiece\t{number}\t{digest}"


# MARK: Dropout

MERGES = "a+a aa+a aa+aa b+a a+b ba+aa ab+a aaa+b".split()


def dropout_rows(samples=100_000):
    merges = [tuple(merge.split("+")) for merge in MERGES]
    tokens = list(dict.fromkeys(["a", "b"] + ["".join(merge) for merge in merges]))
    vocabulary = {token: index for index, token in enumerate(tokens)}
    for dropout in [0.1, 0.5, 0.9]:
        model = models.BPE(vocab=vocabulary, merges=merges, dropout=dropout)
        for text in ["aaab", "abaaab"]:
            counts = Counter(
                " ".join(token.value for token in model.tokenize(text)) for _ in range(samples)
            )
            for segmentation, count in sorted(counts.items()):
                yield f"dropout\t{dropout}\t{segmentation}\t{count}"


def main():
    assert tokenizers.__version__ == "0.23.3" and sentencepiece.__version__ == "0.2.3"
    lines = [
        "# What the reference libraries make of random models: figures only.",
        "# Made by `python3 Scripts/segmentation_digests.py` with tokenizers 0.23.3 and",
        "# sentencepiece 0.2.3; the script says what is drawn and digested.",
        "# bpe or sentencepiece, number of the options, number of tokens, digest; separated by tabs",
        "# dropout, likelihood, tokens, how often of 100,000 times; chance of its own each run",
    ]
    lines += [*bpe_rows(), *sentencepiece_rows(), *dropout_rows()]
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
