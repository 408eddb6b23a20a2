#!/usr/bin/env python3
"""Writes Fixtures/normalization: what Hugging Face's normalizers give, text and offsets.

    every scalar in five surroundings, random texts ──▶ tokenizers' normalizers
        ──▶ count and digests ──▶ a test normalizes the same texts and compares

Only figures are kept, and two character maps of our own. Run it from the root of the repository
with the version named below; DATA is the folder that the tests know as TOK_TEST_DATA, which has the
map of a published model. Takes some ten minutes on two cores.

    pip install tokenizers==0.23.3
    python3 Scripts/reference_normalizers.py DATA

The digests are two CRC-32: over the UTF-8 of each normalized text and 0xFF behind it; and over the
origin of each of its scalars, start and end in bytes of the text, as 16-bit numbers, low byte first.
"""

import base64
import itertools
import json
import struct
import sys
import zlib
from multiprocessing import Pool
from pathlib import Path

import tokenizers
from charsmaps import charsmap, precompiled
from tokenizers import PreTokenizedString, Regex
from tokenizers import normalizers as nm

FOLDER = Path("Fixtures/normalization")
VERSION = "0.23.3"
PUBLISHED = "vocabularies/t5-small/tokenizer.json"
SEED = 2026
MASK = 2**64 - 1
SCALARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
# Scalars of all kinds that a step knows.
LETTERS = (
    "\0\x01\b\t\n\r\x7f\x85\x8f\xad   \xa0aAbBeEsSxX12.-_'©éÉàǖȩßİıſΣσς\u0300\u0301\u0307\u0308\u0316"
    "\u0327\u0331\u0344\u0345\u0374\u037e\u0387\u0591\u05b4\u0600\u0903\u0915\u0915\u0924\u0928\u093c"
    "\u094d\u094d\u0958\u09be\u09c7\u0bc6\u0bd7\u0e33\u0f43\u0f71\u0f72\u0f73\u1026\u1100\u1161"
    "\u11a8\u1160\u1e9e\u1fb3\u200b\u200c\u200d\u2028\u2126\u2581\u3000\u304b\u3099\uac00\uac01\ufa0e"
    "\u4e2d\u2f00\ufb01\ufb03\ufb1f\ufdfa\ufe0f\ufeff\uff21\uff76\uff9e\ufffd\ue000\u0378"
    "\U00011d42\U0001d15f\U0001d400\U0001f1eb\U0001f1f7\U0001f600\U0002f800\U00010400"
)
# For every text of up to six.
FEW = "a \u0301\xe9x"
# A rule of each kind: one scalar by one, by more, by none; several by one; a key that starts another.
RULES = {
    "a": "A", "b": "", "é": "e", "e\u0301": "É", "x": "xyz", "ﬁ": "fi", "\u3000": " ", "ss": "ß",
    "\u0915": "k", "か\u3099": "が", "😀": ":)", "\n": " ", "1": "one", "\u00ad": "", "12": "dozen",
}
LEADS = {bytes([lead]): b"%c" % (lead & 0x7F or 1) for lead in range(1, 0xF5)}
MAPS = {
    "clusters": charsmap(LEADS),
    "rules": charsmap({key.encode(): text.encode() for key, text in RULES.items()}),
}
SURROUNDINGS = [("", ""), ("a", "b"), ("e", "\u0301"), ("", "\u0327\u0301"), ("\uac00", "A")]


def bert(clean=False, ideographs=False, accents=False, lower=False):
    return nm.BertNormalizer(clean, ideographs, accents, lower)


def asking(data):
    """The normalizers that ask what a scalar is."""
    yield "nfc", nm.NFC()
    yield "nfd", nm.NFD()
    yield "nfkc", nm.NFKC()
    yield "nfkd", nm.NFKD()
    yield "lowercase", nm.Lowercase()
    yield "strip-accents", nm.StripAccents()
    yield "nmt", nm.Nmt()
    yield "byte-level", nm.ByteLevel()
    yield "bert-clean", bert(clean=True)
    yield "bert-ideographs", bert(ideographs=True)
    yield "bert-accents", bert(accents=True)
    yield "bert", bert(True, True, None, True)
    yield "replace-spaces", nm.Replace(Regex(r"\s+"), " ")
    yield "nfd-strip-accents", nm.Sequence([nm.NFD(), nm.StripAccents()])
    for name, bytes_of_map in MAPS.items():
        yield f"precompiled-{name}", precompiled(bytes_of_map)
    description = json.loads((data / PUBLISHED).read_text(encoding="utf-8"))["normalizer"]
    yield "precompiled-published", precompiled(
        base64.b64decode(description["precompiled_charsmap"])
    )


def others():
    yield "strip", nm.Strip()
    yield "strip-left", nm.Strip(right=False)
    yield "strip-right", nm.Strip(left=False)
    yield "prepend", nm.Prepend("▁x")
    yield "replace-literal", nm.Replace(" ", "▁")
    yield "replace-by-nothing", nm.Replace("a", "")
    yield "replace-by-more", nm.Replace("a ", "ééé")
    yield "replace-nothing", nm.Replace("", "-")
    yield "replace-optional", nm.Replace(Regex("x*"), "-")
    yield "replace-looking", nm.Replace(Regex(r"(?<=a)\s|\p{L}(?=x)"), "é_")
    yield "llama", nm.Sequence([nm.Prepend("▁"), nm.Replace(" ", "▁")])
    yield "clip", nm.Sequence([nm.NFC(), nm.Replace(Regex(r"\s+"), " "), nm.Lowercase()])
    yield "nfkc-lowercase", nm.Sequence([nm.NFKC(), nm.Lowercase(), nm.Replace(" ", "▁")])
    yield "nmt-nfkc-bytes", nm.Sequence([nm.Nmt(), nm.NFKC(), nm.Strip(), nm.ByteLevel()])
    yield "bert-cased", bert(True, True, None, False)


def numbers(state):
    """SplitMix64."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def random_texts(count=100_000):
    """One to 24 scalars: every sixteenth from all there are, the others from the letters."""
    draws = numbers(SEED)
    for _ in range(count):
        yield "".join(
            SCALARS[draw % len(SCALARS)] if is_any else LETTERS[draw % len(LETTERS)]
            for is_any, draw in (
                (next(draws) % 16 == 0, next(draws)) for _ in range(next(draws) % 24 + 1)
            )
        )


def short_texts():
    for length in range(7):
        for letters in itertools.product(FEW, repeat=length):
            yield "".join(letters)


def every_scalar():
    """Lines of 256 scalars, each in one of the surroundings."""
    for before, after in SURROUNDINGS:
        for start in range(0, len(SCALARS), 256):
            yield "\n".join(before + c + after for c in SCALARS[start : start + 256])


def both_ends():
    for c in SCALARS:
        yield c + "a" + c


TEXTS = {
    "random": random_texts, "short": short_texts, "scalars": every_scalar, "ends": both_ends,
}
ANY_SCALAR = Regex("(?m).")


def normalized(normalizer, text):
    """The normalized text, and the start and the end of each scalar's origin."""
    string = PreTokenizedString(text)
    string.normalize(lambda whole: normalizer.normalize(whole))
    string.split(lambda _, whole: whole.split(ANY_SCALAR, "isolated"))
    pieces = string.get_splits(offset_referential="original", offset_type="byte")
    if len(pieces) == 1 and pieces[0][0] == "":
        return "", []
    return "".join(piece[0] for piece in pieces), [b for piece in pieces for b in piece[1]]


def row(job):
    name, kind, data = job
    normalizer = dict(itertools.chain(asking(data), others()))[name]
    count, texts, origins = 0, 0, 0
    for text in TEXTS[kind]():
        result, bounds = normalized(normalizer, text)
        assert len(bounds) == 2 * len(result) and result == normalizer.normalize_str(text)
        count += len(result)
        texts = zlib.crc32(result.encode() + b"\xff", texts)
        origins = zlib.crc32(struct.pack(f"<{len(bounds)}H", *bounds), origins)
    return "\t".join([name, kind, str(count), f"{texts:08x}", f"{origins:08x}"])


def main():
    assert tokenizers.__version__ == VERSION, f"wants tokenizers {VERSION}"
    data = Path(sys.argv[1])
    everything = [name for name, _ in itertools.chain(asking(data), others())]
    jobs = [(name, "scalars", data) for name, _ in asking(data)]
    jobs += [("strip", "ends", data)]
    jobs += [(name, kind, data) for kind in ["random", "short"] for name in everything]
    lines = [
        "# What Hugging Face's normalizers give: figures only.",
        "# Made by `python3 Scripts/reference_normalizers.py DATA` with tokenizers " + VERSION + ".",
        "# normalizer, texts, scalars, digest of the texts, digest of the origins; see the script.",
        "letters\t" + " ".join(f"{ord(c):04X}" for c in LETTERS),
        "few\t" + " ".join(f"{ord(c):04X}" for c in FEW),
    ]
    with Pool(2) as pool:
        for line in pool.imap(row, jobs):
            lines.append(line)
            print(line, flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, bytes_of_map in MAPS.items():
        (FOLDER / f"{name}.charsmap").write_bytes(bytes_of_map)
    (FOLDER / "reference-normalizers.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
