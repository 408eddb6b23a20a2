"""Character maps as sentencepiece writes them, for the scripts that ask Hugging Face's library.

    {key: replacement}  ──▶  charsmap: length of the trie, the trie, the replacements, each ended by 0

The trie is a double array as Darts-clone lays it out: a unit has its label in bits 0-7, bit 8 if a
key ends there, and from bit 10 on (shifted by 8 more if bit 9 is set) what to XOR to get to its
children; the value of a key is the child with label 0.
"""

import base64
import json
import struct

from tokenizers import Tokenizer, models


def charsmap(rules):
    """The map that writes `rules[key]` for `key`, both bytes; no key is empty."""
    texts, places = b"", {}
    for key, text in rules.items():
        places[key] = len(texts)
        texts += text + b"\0"
    trie = double_array(places)
    return struct.pack(f"<{len(trie) + 1}I", 4 * len(trie), *trie) + texts


def double_array(values):
    units, used, bases = [0] * 256, {0}, set()
    pending = [(0, 0, b"")]
    while pending:
        place, label, prefix = pending.pop()
        keys = [key for key in values if key.startswith(prefix)]
        children = sorted({key[len(prefix)] for key in keys if key != prefix})
        ends = prefix in values
        base = free_base(used, bases, ([0] if ends else []) + children)
        units += [0] * ((base | 255) + 1 - len(units))
        units[place] = label | ends << 8 | offset_bits(place ^ base)
        if ends:
            used.add(base)
            units[base] = 1 << 31 | values[prefix]
        for child in children:
            used.add(base ^ child)
            pending.append((base ^ child, child, prefix + bytes([child])))
    return units


def free_base(used, bases, labels):
    """A place whose children are free; it is nobody else's, or one node had another's children."""
    base = 1
    while base in bases or any(base ^ label in used for label in labels):
        base += 1
    bases.add(base)
    return base


def offset_bits(offset):
    return offset << 10 if offset < 1 << 21 else offset >> 8 << 10 | 1 << 9


def precompiled(data):
    """Hugging Face's normalizer for the bytes of a charsmap."""
    description = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(data).decode()}
    tokenizer = json.loads(Tokenizer(models.WordLevel({"a": 0}, "a")).to_str())
    tokenizer["normalizer"] = description
    return Tokenizer.from_str(json.dumps(tokenizer)).normalizer
