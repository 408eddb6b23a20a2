#!/usr/bin/env python3
"""Writes NormalizationTables.generated.swift: what the steps of Hugging Face's normalizers know.

    every scalar ──▶ tokenizers' Lowercase, StripAccents, BertNormalizer, Precompiled
                 ──▶ ranges of the scalars that they change, and how

Each step has the tables of its own version of Unicode (Rust's, those of `unicode_categories`, of
`unicode-normalization-alignments`, of `unicode-segmentation`), so the reference itself is asked.
Run it from the root of the repository:

    pip install tokenizers==0.23.3
    python3 Scripts/generate_normalization_tables.py

Where a text has a boundary between grapheme clusters shows in a character map that writes one
letter for whatever starts with a given byte: a cluster of up to 5 bytes becomes one letter, a
longer one becomes a letter a scalar. ´ below is a mark of two bytes, that makes it show.
"""

from pathlib import Path

import tokenizers
from charsmaps import charsmap, precompiled
from tokenizers import normalizers

OUTPUT = Path("Sources/Subword/Normalization/NormalizationTables.generated.swift")
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
ACUTE, ZWJ, KA, VIRAMA, NUMBER = "\u0301", "\u200d", "\u0915", "\u094d", "\u0600"
CHOSEONG, JUNGSEONG, JONGSEONG = "\u1100", "\u1160", "\u11a8"


def bert(clean=False, accents=False):
    return normalizers.BertNormalizer(
        clean_text=clean, handle_chinese_chars=False, strip_accents=accents, lowercase=False
    )


def scalars(predicate):
    return {c for c in SCALARS if predicate(chr(c))}


def lowercase():
    """Runs of scalars that have the same distance to their lower case: (first, last, step, to)."""
    lower = {c: normalizers.Lowercase().normalize_str(chr(c)) for c in SCALARS}
    assert [(c, text) for c, text in lower.items() if len(text) > 1] == [(0x130, "i\u0307")]
    runs = []
    for c in SCALARS:
        if c == 0x130 or lower[c] == chr(c):
            continue
        distance = ord(lower[c]) - c
        step = c - runs[-1][1] if runs else 0
        if runs and runs[-1][3] == distance and step < 3 and runs[-1][2] in (0, step):
            runs[-1][1:3] = c, step
        else:
            runs.append([c, c, 0, distance])
    return [(first, last, max(step, 1), first + distance) for first, last, step, distance in runs]


def nonspacing_marks():
    """Nonspacing marks that the decomposition in front leaves in one piece."""
    strip, decompose = bert(accents=True), normalizers.NFD()
    found = set()
    for c in SCALARS:
        text = decompose.normalize_str("a" + chr(c))
        found |= set(map(ord, text)) - set(map(ord, strip.normalize_str(text)))
    return found


def grapheme_classes():
    leads = {bytes([lead]): b"%c" % (lead & 0x7F or 1) for lead in range(1, 0xF5)}
    normalize = precompiled(charsmap(leads)).normalize_str

    def becomes(length, before, after):
        return scalars(lambda c: len(normalize(before + c + after)) == length)

    joining = becomes(1, "a", "")
    prepend = becomes(1, "", "a")
    extend = becomes(5, "©", ZWJ + "©" + ACUTE) & joining
    linker = becomes(4, KA, KA + ACUTE) & joining
    in_conjuncts = becomes(5, KA + VIRAMA, KA + ACUTE) & joining
    after_v = becomes(3, NUMBER + JUNGSEONG, "") - joining
    after_t = becomes(3, NUMBER + JONGSEONG, "") - joining
    before_l = becomes(3, "", CHOSEONG + ACUTE) - prepend
    before_v = becomes(3, "", JUNGSEONG + ACUTE) - prepend
    assert in_conjuncts - extend == {ord(ZWJ)}
    assert set(range(0xAC00, 0xD7A4)) <= becomes(3, "", JONGSEONG + ACUTE) - after_v
    assert set(range(0xAC00, 0xD7A4, 28)) == before_v - after_v - before_l
    return {
        "prepend": prepend,
        "control": becomes(2, "", ACUTE + ACUTE) - set(range(0x20, 0x7F)),
        "pictographic": becomes(3, "©" + ZWJ, "") - joining,
        "consonant": becomes(4, "", VIRAMA + KA + ACUTE) - joining,
        "linker": linker,
        "extendInConjuncts": in_conjuncts & extend - linker,
        "extend": extend - in_conjuncts,
        "zeroWidthJoiner": {ord(ZWJ)},
        "spacingMark": joining - extend - {ord(ZWJ)},
        "regionalIndicator": set(range(0x1F1E6, 0x1F200)),
        "hangulL": before_l,
        "hangulV": after_v & before_v,
        "hangulT": after_t & after_v,
        "hangulLVT": set(range(0xAC00, 0xD7A4)),
    }


def ranges(members):
    result = []
    for c in sorted(members):
        if result and result[-1][1] == c:
            result[-1][1] = c + 1
        else:
            result.append([c, c + 1])
    return result



def class_runs(classes):
    number = {c: n + 1 for n, members in enumerate(classes.values()) for c in members}
    assert len(number) == sum(map(len, classes.values())), "a scalar has two classes"
    runs = [0]
    for c in range(1, 0x110000):
        if number.get(c, 0) != number.get(c - 1, 0):
            runs.append(c << 4 | number.get(c, 0))
    return [runs[0] | number.get(0, 0)] + runs[1:]


def lines(words):
    result, line = [], "   "
    for word in words:
        if len(line) + len(word) > 98:
            result.append(line)
            line = "   "
        line += f" {word},"
    return "\n".join(result + [line])


def pairs(members):
    return lines("0x{:04X}..<0x{:04X}".format(*pair) for pair in ranges(members))


def main():
    assert tokenizers.__version__ == "0.23.3"
    strip_accents, clean = normalizers.StripAccents(), bert(clean=True)
    classes = grapheme_classes()
    OUTPUT.write_text(
        TEMPLATE.format(
            lowercase=lines("(0x{:04X}, 0x{:04X}, {}, 0x{:04X})".format(*r) for r in lowercase()),
            marks=pairs(scalars(lambda c: strip_accents.normalize_str("a" + c) == "a")),
            nonspacing=pairs(nonspacing_marks()),
            others=pairs(scalars(lambda c: clean.normalize_str("a" + c) == "a") - {0xFFFD}),
            classes="\n".join(f"  case {name} = {n + 1}" for n, name in enumerate(classes)),
            graphemes=lines(f"0x{run:07X}" for run in class_runs(classes)),
        )
    )


TEMPLATE = """\
// Generated by `python3 Scripts/generate_normalization_tables.py`. Don't edit.
//
// What Hugging Face's normalizers know of Unicode, asked of tokenizers 0.23.3 scalar by scalar:
// each of them has the tables of its own version.
//
// Holds data of the Unicode Character Database, Copyright © 1991-2026 Unicode, Inc., under the
// Unicode License v3: see LICENSES/Unicode-3.0.txt.

// swift-format-ignore-file

enum NormalizationTables {{
  /// Lower case in Unicode 17: every `step`-th scalar from `first` to `last`, and what the first one
  /// becomes; the others keep the distance. Only U+0130 isn't here: it becomes two scalars.
  static let lowercase: [(first: UInt32, last: UInt32, step: UInt32, to: UInt32)] = [
{lowercase}
  ]

  /// Marks of any kind in Unicode 9: those that `StripAccents` takes away.
  static let combiningMarks: [Range<UInt32>] = [
{marks}
  ]

  /// Nonspacing marks in Unicode 8, without those that NFD takes apart: what `BertNormalizer` takes
  /// away.
  static let nonspacingMarks: [Range<UInt32>] = [
{nonspacing}
  ]

  /// What `BertNormalizer` has for control characters: Cc, Cf and Co in Unicode 8, without tab, line
  /// feed and carriage return.
  static let controls: [Range<UInt32>] = [
{others}
  ]

  /// Runs of scalars of one class of grapheme clusters in Unicode 17: `start << 4 | class`.
  ///
  /// A run ends where the next one starts, the last one after U+10FFFF.
  static let graphemeClasses: [UInt32] = [
{graphemes}
  ]
}}

/// How a scalar joins others to grapheme clusters; the raw values are those of the table, which has
/// `hangulLVT` for all syllables.
enum GraphemeClass: UInt8 {{
  case any = 0
{classes}
  case hangulLV = 15
}}
"""

if __name__ == "__main__":
    main()
