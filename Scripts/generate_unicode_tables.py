#!/usr/bin/env python3
"""Writes UnicodeTables.generated.swift: what tokenizer patterns ask of Unicode, pinned.

    unicode-data 15.0 files ──┐
    unicodedata2 15.1 … 18.0 ─┼─▶  one row per code point  ──▶  runs + the few later changes
    regex (Unicode 18.0) ─────┘

One table serves every version from 15.0 on. A code point that a version lacks is known by its age;
a property that changed after a code point was assigned stands in a list of its own. Values older
than 15.0 are the newest ones cut back by age: Unicode publishes no single file that would say more,
and PUNCTUATION_HISTORY holds the two changes that a tokenizer in use depends on.

Run it from the root of the repository, on Debian 12 with `unicode-data` installed:

    for v in 15.1.0 16.0.0 17.0.0 18.0.0; do
      pip install --target DATA/unicodedata2-$v unicodedata2==$v
    done
    pip install --target DATA/regex regex==2026.11.15
    python3 Scripts/generate_unicode_tables.py DATA
"""

import subprocess
import sys
from pathlib import Path

UCD = Path("/usr/share/unicode")
OUTPUT = Path("Sources/Subword/Patterns/UnicodeTables.generated.swift")
LATER_VERSIONS = ["15.1", "16.0", "17.0", "18.0"]
CATEGORIES = (
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn"
).split()
UNASSIGNED = CATEGORIES.index("Cn")
SCALARS = range(0x110000)

# (scalar, first version that no longer says so, what was said). Rust's `unicode_categories`, which
# decides punctuation in Hugging Face's Bert and Punctuation pretokenizers, still has Unicode 8.
PUNCTUATION_HISTORY = [(0x166D, "12.0", "Po"), (0x111C9, "11.0", "Po")]


def ucd_ranges(name):
    """Yields (first, last, fields) for each line of a file of the Unicode Character Database."""
    for line in (UCD / name).read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) > 1:
            first, _, last = fields[0].partition("..")
            yield int(first, 16), int(last or first, 16), fields[1:]


def ucd_set(name, value):
    return {
        scalar
        for first, last, fields in ucd_ranges(name)
        if fields[0] == value
        for scalar in range(first, last + 1)
    }


def categories_of_15_0():
    result = ["Cn"] * len(SCALARS)
    for first, last, fields in ucd_ranges("extracted/DerivedGeneralCategory.txt"):
        result[first : last + 1] = [fields[0]] * (last + 1 - first)
    return result


def run_in(folder, code):
    """What `code` prints, with the packages of `folder` first in the search path."""
    prologue = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", prologue + code], check=True, capture_output=True, text=True
    ).stdout.split()


def categories_of(version, data):
    code = (
        "import unicodedata2 as u\n"
        f"assert u.unidata_version == '{version}.0', u.unidata_version\n"
        "print(*(u.category(chr(c)) for c in range(0x110000)))"
    )
    return run_in(data / f"unicodedata2-{version}.0", code)


def newest_alphabetic(data):
    code = (
        "import regex\n"
        "for c in range(0x110000):\n"
        "  if regex.match(r'\\p{Alphabetic}', chr(c)): print(c)"
    )
    return {int(word) for word in run_in(data / "regex", code)}


def newest_case_orbits(data):
    """Sets of scalars with one simple case folding, without the Turkic ones that `regex` adds."""
    code = (
        "import regex, regex._regex as r\n"
        "for c in range(0x110000):\n"
        "  if c in (0x49, 0x69): cases = {0x49, 0x69}\n"
        "  elif c in (0x130, 0x131): continue\n"
        "  else: cases = set(r.get_all_cases(int(regex.I | regex.U), c)) | {c}\n"
        "  if len(cases) > 1: print(*sorted(cases), sep=',')"
    )
    orbits = {tuple(map(int, word.split(","))) for word in run_in(data / "regex", code)}
    assert len({scalar for orbit in orbits for scalar in orbit}) == sum(map(len, orbits))
    return sorted(orbits)


def case_orbits_of_15_0():
    orbits = {}
    for first, _, (status, mapping, *_) in ucd_ranges("CaseFolding.txt"):
        if status in "CS":
            orbits.setdefault(int(mapping, 16), {int(mapping, 16)}).add(first)
    return {tuple(sorted(orbit)) for orbit in orbits.values()}


def key(version):
    return tuple(map(int, version.split(".")))


def ages(categories):
    """The version that assigned each code point; unassigned ones (noncharacters too) lack one."""
    result = {}
    for first, last, (version, *_) in ucd_ranges("DerivedAge.txt"):
        result |= {scalar: version for scalar in range(first, last + 1)}
    for version in LATER_VERSIONS:
        for scalar in SCALARS:
            if categories[version][scalar] != "Cn":
                result.setdefault(scalar, version)
    return {c: v for c, v in result.items() if categories[LATER_VERSIONS[-1]][c] != "Cn"}


def category_changes(categories):
    """(scalar, first version of the next value, value before it), for scalars once assigned."""
    changes = list(PUNCTUATION_HISTORY)
    for before, after in zip(["15.0"] + LATER_VERSIONS, LATER_VERSIONS):
        for scalar in SCALARS:
            old, new = categories[before][scalar], categories[after][scalar]
            if old != new and old != "Cn":
                changes.append((scalar, after, old))
    return sorted(changes)


def ranges(scalars):
    result = []
    for scalar in sorted(scalars):
        if result and result[-1][1] == scalar:
            result[-1][1] = scalar + 1
        else:
            result.append([scalar, scalar + 1])
    return result


def runs(categories, age, age_index, alphabetic):
    previous = None
    for scalar in SCALARS:
        category = CATEGORIES.index(categories[scalar])
        row = category << 6 | age_index.get(age.get(scalar), 0) << 1 | (scalar in alphabetic)
        if row != previous:
            yield scalar << 11 | row
        previous = row


def literal(words, form):
    lines, line = [], "   "
    for word in words:
        text = " " + form.format(word) + ","
        if len(line) + len(text) > 100:
            lines.append(line)
            line = "   "
        line += text
    return "\n".join(lines + [line])


def version_word(version):
    major, minor = key(version)
    return major << 8 | minor


def main(data):
    categories = {"15.0": categories_of_15_0()}
    categories |= {version: categories_of(version, data) for version in LATER_VERSIONS}
    newest = LATER_VERSIONS[-1]
    age = ages(categories)
    versions = sorted(set(age.values()), key=key)
    age_index = {version: index + 1 for index, version in enumerate(versions)}

    in_15_0 = {scalar for scalar, version in age.items() if key(version) <= (15, 0)}
    alphabetic = newest_alphabetic(data)
    old_alphabetic = ucd_set("DerivedCoreProperties.txt", "Alphabetic")
    assert old_alphabetic <= alphabetic, "a lost Alphabetic needs a list of its own"
    white_space = ucd_set("PropList.txt", "White_Space")

    orbits = newest_case_orbits(data)
    old_orbits = case_orbits_of_15_0()
    cut = {tuple(c for c in orbit if c in in_15_0): orbit for orbit in orbits}
    cut = {old: orbit for old, orbit in cut.items() if len(old) > 1}
    assert old_orbits <= cut.keys(), "a changed case folding needs a list of its own"
    late = [cut[old] for old in cut if old not in old_orbits]
    assert all(len(orbit) == 2 for orbit in late)

    changes = [
        (scalar, version_word(version), CATEGORIES.index(old))
        for scalar, version, old in category_changes(categories)
    ]
    OUTPUT.write_text(
        TEMPLATE.format(
            newest=newest,
            ages=literal([0] + [version_word(version) for version in versions], "0x{:04X}"),
            runs=literal(runs(categories[newest], age, age_index, alphabetic), "0x{:08X}"),
            changes="\n".join("    (0x{:05X}, 0x{:04X}, {}),".format(*row) for row in changes),
            late_alphabetic=pairs(ranges((alphabetic & in_15_0) - old_alphabetic)),
            white_space=pairs(ranges(white_space)),
            orbits=literal(
                (c | (c == orbit[-1]) << 31 for orbit in orbits for c in orbit), "0x{:08X}"
            ),
            late_orbits=literal(sorted(orbit[0] for orbit in late), "0x{:04X}"),
        )
    )


def pairs(ranges):
    return "\n".join("    0x{:04X}..<0x{:04X},".format(*pair) for pair in ranges)


TEMPLATE = """\
// Generated by `python3 Scripts/generate_unicode_tables.py DATA`. Don't edit.
//
// What tokenizer patterns ask of Unicode, up to version {newest}; `UnicodeProperty.swift` reads it.
// Exact from version 15.0 on; older versions are cut back by age.
//
// Holds data of the Unicode Character Database, Copyright © 1991-2026 Unicode, Inc., under the
// Unicode License v3: see LICENSES/Unicode-3.0.txt.

// swift-format-ignore-file

enum UnicodeTables {{
  /// Unicode versions by age index, `major << 8 | minor`; index 0 means unassigned.
  static let ages: [UInt16] = [
{ages}
  ]

  /// Runs of code points with the same row: `start << 11 | category << 6 | age << 1 | alphabetic`.
  ///
  /// A run ends where the next one starts, the last one after U+10FFFF. `category` is the raw value
  /// of a `GeneralCategory`, `age` an index into ``ages``.
  static let runs: [UInt32] = [
{runs}
  ]

  /// Scalars whose category was another one `before` a version.
  static let categoryChanges: [(scalar: UInt32, before: UInt16, category: UInt8)] = [
{changes}
  ]

  /// Scalars that existed before version 16.0, which made them Alphabetic.
  static let alphabeticSince16: [Range<UInt32>] = [
{late_alphabetic}
  ]

  /// White_Space: the same in every version since 6.3.
  static let whiteSpace: [Range<UInt32>] = [
{white_space}
  ]

  /// Scalars with the same simple case folding, one orbit behind the other.
  ///
  /// Bit 31 marks the last scalar of an orbit. The Turkic foldings aren't in here.
  static let caseOrbits: [UInt32] = [
{orbits}
  ]

  /// First scalars of orbits that hold only since version 15.1, though their scalars are older.
  static let caseOrbitsSince15Dot1: [UInt32] = [
{late_orbits}
  ]
}}
"""

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
