"""Random texts that find differences between tokenizers: one generator a kind of text.

A generator is a function of a `Source` and gives one text. `Source` holds the random numbers and what
texts are made of: words and lines of corpora, the vocabulary's own tokens, its added tokens.
"""

import random
import unicodedata
from pathlib import Path

SPACES = " \t\n\r\x0b\x0c\x1c\x85\xa0\u1680\u2000\u2003\u2009\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
MARKS = "".join(chr(c) for c in range(0x300, 0x370)) + "\u064b\u0651\u093c\u094d\u0e31\u0eba\u0eca\u3099\u20dd\ufe0f\u200d"
APOSTROPHES = "'\u2019\u02bc`\u00b4"
BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
SEQUENCES = [
    "👨‍👩‍👧‍👦", "🧑🏿‍🚀", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪", "🇯", "#️⃣", "1️⃣", "❤️‍🔥", "👁️‍🗨️", "👩🏽‍❤️‍💋‍👨🏻", "🏳️‍🌈", "⌚︎", "👍🏽", "😀\u200d", "\u200d😀",
]
EMOJI = "😀👍🏽👨‍👩‍👧‍👦🇩🇪🇯🇵❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿🧑🏿‍🚀⌚️#️⃣"
LOOKALIKES = [
    "<|", "|>", "<|endoftext|>", "<s>", "</s>", "<unk>", "[UNK]", "[CLS]", "<pad>", "<0x41>", "<0xE4>",
    "<0x", "▁", "▁▁", "Ġ", "Ċ", "</w>", "##", "@@", "<|im_start|>", "<|begin_of_text|>", "[INST]", "\ufffd",
]
CJK = [(0x4E00, 0x9FFF), (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0xFF00, 0xFFEF)]
CATEGORIES = {}
for code in range(0x110000):
    CATEGORIES.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
SURROGATES = CATEGORIES.pop("Cs")
NUMERALS = CATEGORIES["Nd"] + CATEGORIES["Nl"] + CATEGORIES["No"]
REORDERED = [c for name in ("Mn", "Mc") for c in CATEGORIES[name] if unicodedata.combining(c)]
DECOMPOSED = [chr(c) for c in range(0x30000) if unicodedata.decomposition(chr(c)) or 0xAC00 <= c < 0xD7A4]
CASED = [c for name in ("Lu", "Ll", "Lt") for c in CATEGORIES[name]]
# Where Unicode 14 to 17 put new characters: some tables know them, some don't.
NEWER = [
    (0x0870, 0x089F), (0x0C5C, 0x0C5E), (0x0CDC, 0x0CF4), (0x0ECE, 0x0ECF), (0x1ACF, 0x1AEB), (0x1C89, 0x1C8A), (0x20C0, 0x20C2),
    (0x2427, 0x2429), (0x2FFC, 0x2FFF), (0x31E3, 0x31EF), (0xA7C0, 0xA7DC), (0xA7F0, 0xA7F4), (0x10570, 0x105F3), (0x10780, 0x107BA),
    (0x10940, 0x1095F), (0x10D40, 0x10D8F), (0x10EC2, 0x10EFF), (0x11240, 0x11241), (0x11380, 0x113E2), (0x116D0, 0x116E3),
    (0x11B00, 0x11B09), (0x11B60, 0x11B67), (0x11BC0, 0x11BF9), (0x11DB0, 0x11DEF), (0x11F00, 0x11F5A), (0x13430, 0x13455),
    (0x13460, 0x13470), (0x16100, 0x16139), (0x16D40, 0x16D79), (0x16EA0, 0x16ED3), (0x18CFF, 0x18D1E), (0x1AFF0, 0x1AFFE),
    (0x1CC00, 0x1CEFF), (0x1DF00, 0x1DF2A), (0x1E030, 0x1E08F), (0x1E4D0, 0x1E4F9), (0x1E5D0, 0x1E5FF), (0x1E6C0, 0x1E6FF),
    (0x1F6D8, 0x1F6DF), (0x1F777, 0x1F77F), (0x1F8B2, 0x1F8D8), (0x1FA54, 0x1FAFF), (0x1FBCB, 0x1FBFA), (0x2B738, 0x2B81D),
    (0x2CEA2, 0x2CEAD), (0x2EBF0, 0x2EE5D), (0x31350, 0x33479),
]
JAMO = [(0x1100, 0x115F), (0x1160, 0x11A7), (0x11A8, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB), (0xAC00, 0xD7A3)]
DIGITS = "0123456789" * 6 + "٠١٢३४５６²³¹½¼Ⅷ〇一二三𝟘𝟙①๓"
CODE = [
    "def ", "return", "(x, y)", "{\n", "}\n", "    ", "\t", "->", "==", "!=", "//", "/* */", "#include <a.h>\n", "self.",
    "0x1F", "1e-9", '"\\n"', "a_b", "camelCase", "HTTPServer", ";\n", "::", "<T>", "\r\n", "$x", "@a", "&&", "||=", "...",
]


class Source:
    """What texts are made of."""

    def __init__(self, seed, tokens, added, corpora):
        self.random = random.Random(seed)
        self.tokens = tokens or ["a"]
        self.added = added or ["<|endoftext|>"]
        self.lines = [line for path in corpora for line in path.read_text("utf-8").splitlines(True)] or ["a b\n"]
        self.words = sorted({word for line in self.lines for word in line.split()})

    def pick(self, items):
        return items[self.random.randrange(len(items))]

    def many(self, items, most):
        return [self.pick(items) for _ in range(self.random.randrange(most + 1))]

    def scalar(self, low=0, high=0x10FFFF):
        while True:
            code = self.random.randint(low, high)
            if not 0xD800 <= code < 0xE000:
                return chr(code)

    def space(self):
        return "".join(self.many(SPACES if self.random.random() < 0.3 else " \n\t", 4))


def words(s):
    return "".join(w + s.pick([" ", " ", "  ", "\n", ""]) for w in s.many(s.words, 12))


def lines(s):
    return "".join(s.many(s.lines, 3))


def mutated_line(s):
    text = list(s.pick(s.lines))
    for _ in range(s.random.randrange(1, 6)):
        place = s.random.randrange(len(text) + 1)
        match s.random.randrange(4):
            case 0: text.insert(place, s.scalar())
            case 1: text.insert(place, s.pick(SPACES + MARKS + APOSTROPHES))
            case 2: del text[place : place + s.random.randrange(4)]
            case 3: text[place:place] = text[place : place + s.random.randrange(9)]
    return "".join(text)


def ascii_characters(s):
    return "".join(chr(s.random.randrange(128)) for _ in range(s.random.randrange(40)))


def any_unicode(s):
    return "".join(s.scalar() for _ in range(s.random.randrange(20)))


def one_block(s):
    start = s.random.randrange(0x3200) * 16
    return "".join(s.scalar(start, min(start + 127, 0x10FFFF)) if not 0xD780 <= start < 0xE000 else s.pick(" a") for _ in range(s.random.randrange(24)))


def white_space(s):
    return "".join(s.space() + s.pick([s.pick(s.words), "", "."]) for _ in range(s.random.randrange(10)))


def numbers(s):
    return "".join(s.pick(DIGITS) if s.random.random() < 0.8 else s.pick(" .,-+eE%/:x\n") for _ in range(s.random.randrange(30)))


def combining_marks(s):
    return "".join(s.pick("aeoEŁéAα가क 1\n你") + "".join(s.many(MARKS, 4)) for _ in range(s.random.randrange(12)))


def ideographs(s):
    return "".join(s.scalar(*s.pick(CJK)) if s.random.random() < 0.95 else s.pick("。、,a1 ") for _ in range(s.random.randrange(40)))


def code(s):
    return "".join(s.pick(CODE) if s.random.random() < 0.8 else s.pick(s.words) for _ in range(s.random.randrange(20)))


def emoji(s):
    return "".join(s.pick(EMOJI) if s.random.random() < 0.8 else s.pick(" a\u200d\ufe0f") for _ in range(s.random.randrange(20)))


def added_tokens(s):
    return "".join(s.pick([s.pick(s.added), s.space(), s.pick(s.words), s.pick(s.added)[:-1]]) for _ in range(s.random.randrange(9)))


def vocabulary(s):
    return "".join(s.many(s.tokens, 14))


def vocabulary_in_parts(s):
    return "".join(t[: s.random.randrange(len(t) + 1)] for t in s.many(s.tokens, 14))


def contractions(s):
    return "".join(s.pick(s.words) + s.pick(APOSTROPHES) + s.pick(["s", "S", "t", "re", "VE", "ll", "m", "d", "ſ", "x", ""]) + s.space() for _ in range(s.random.randrange(8)))


def cases(s):
    text = s.pick(s.lines)[:60]
    return s.pick([text.upper(), text.title(), text.swapcase(), text + "İıſKÅßŒǅ"])


def runs(s):
    return "".join(s.pick([s.pick(SPACES), s.pick("aA0.-_=\n中é"), s.pick(s.words)]) * s.random.choice([1, 2, 3, 7, 16, 65, 130]) for _ in range(s.random.randrange(5)))


def controls(s):
    return "".join(s.pick([s.pick(BIDI), chr(s.random.randrange(32)), chr(s.random.randrange(0x7F, 0xA0)), s.pick("אבשلام ab")]) for _ in range(s.random.randrange(20)))


def normal_forms(s):
    text = s.pick(s.lines)[:50] + "".join(s.scalar(0xA0, 0x2FFF) for _ in range(6)) + s.pick("ﬁ½Ａ각가ệḍ̇")
    return unicodedata.normalize(s.pick(["NFC", "NFD", "NFKC", "NFKD"]), text)


def unassigned(s):
    return "".join(s.pick([s.scalar(0xE000, 0xF8FF), s.scalar(0xFFF0, 0xFFFF), s.scalar(0x1F000, 0x1FFFF), s.scalar(0x30000, 0x10FFFF), "\u0378", "a", " "]) for _ in range(s.random.randrange(16)))


def lookalikes(s):
    return "".join(s.pick([s.pick(LOOKALIKES), s.pick(s.words), s.space()]) for _ in range(s.random.randrange(10)))


def line_ends(s):
    return "".join(s.pick(["\r\n", "\r", "\n", "\n\n", "\u2028", " \n", "\n ", "\x85", s.pick(s.words), "."]) for _ in range(s.random.randrange(16)))


def spliced(s):
    first, second = s.pick(KINDS[:-1])(s), s.pick(KINDS[:-1])(s)
    return first[: s.random.randrange(len(first) + 1)] + second[s.random.randrange(len(second) + 1) :]


def categories(s):
    """Characters of every general category, the rare ones as often as the others."""
    return "".join(s.pick(s.pick(ALL_CATEGORIES)) if s.random.random() < 0.8 else s.pick(" aA1.'\n") for _ in range(s.random.randrange(20)))


def numerals(s):
    return "".join(s.pick(NUMERALS if s.random.random() < 0.6 else "0123456789") if s.random.random() < 0.8 else s.pick(" .,a\u0301") for _ in range(s.random.randrange(24)))


def newer(s):
    """Characters that are newer than the tables of some libraries."""
    return "".join(s.scalar(*s.pick(NEWER)) if s.random.random() < 0.6 else s.pick("a1 .é\u0301中'\n") for _ in range(s.random.randrange(20)))


def jamo(s):
    return "".join(s.scalar(*s.pick(JAMO)) if s.random.random() < 0.9 else s.pick(" a\u0301\u302e") for _ in range(s.random.randrange(20)))


def disordered_marks(s):
    """Marks of many combining classes in any order, behind letters that have canonical parts."""
    return "".join(s.pick(DECOMPOSED if s.random.random() < 0.7 else "aeo 1A") + "".join(s.many(REORDERED, 4)) for _ in range(s.random.randrange(10)))


def compositions(s):
    """Texts in parts and parts that make a whole."""
    text = "".join(s.pick(DECOMPOSED) for _ in range(s.random.randrange(1, 12)))
    return unicodedata.normalize(s.pick(["NFC", "NFD", "NFKC", "NFKD"]), text)


def letter_case(s):
    return "".join(s.pick(CASED) if s.random.random() < 0.7 else s.pick("ßſKİıΣςŉǰΐ'’ \u0307a") for _ in range(s.random.randrange(20)))


def emoji_sequences(s):
    return "".join(s.pick([s.pick(SEQUENCES), s.pick(SEQUENCES)[:-1], s.pick(SEQUENCES)[1:], s.pick(" a\u200d\ufe0f🏽")]) for _ in range(s.random.randrange(8)))


def beside_added_tokens(s):
    """Added tokens with white space, letters, marks and each other at their sides, whole and changed."""
    token = s.pick(s.added)
    forms = [token, token, token.upper(), token.lower(), token[1:], token[:-1], token + token[-1], token.replace(" ", "\u00a0"), f"{token}{token}"]
    sides = ["", "", " ", "  ", "\n", "\t", "\u3000", "a", "é", "_", "1", "\u0301", "\u200d", ".", "中", "\u00a0"]
    return "".join(s.pick(sides) + s.pick(forms) + s.pick(sides) for _ in range(s.random.randrange(1, 5)))


def stand_ins(s):
    """Text as files spell bytes, which must not be taken for those bytes."""
    word = s.pick(s.words)
    spelled = word.encode().decode("latin-1")
    return s.pick(["Ġ", "▁", "Ċ", " ", "", "##", "Ã"]) + s.pick([spelled, word, spelled[:-1]]) + s.pick(["</w>", "Ġ", "▁", "<0x0A>", ""])


def neighbours(s):
    """Words with one character changed into one that shares its first bytes."""
    text = list(s.pick(s.words)[:24] + s.pick(["", " ", "é", "中文", "한국", "😀"]))
    for _ in range(s.random.randrange(1, 4)):
        place = s.random.randrange(len(text))
        code = ord(text[place]) ^ (1 << s.random.randrange(8))
        if not 0xD800 <= code < 0xE000:
            text[place] = chr(code)
    return "".join(text)


def shouted_contractions(s):
    ends = ["s", "S", "ſ", "t", "T", "re", "RE", "rE", "ve", "Ve", "ll", "LL", "lL", "m", "M", "d", "D", "ſs", "K"]
    return "".join(s.pick([s.pick(s.words)[:8], "", "A", "1", "é", "中", "\u0301"]) + s.pick(APOSTROPHES if s.random.random() < 0.2 else "'") + s.pick(ends) + s.pick(["", " ", "\n", "e", "'"]) for _ in range(s.random.randrange(1, 7)))


KINDS = [
    words, lines, mutated_line, ascii_characters, any_unicode, one_block, white_space, numbers, combining_marks,
    ideographs, code, emoji, added_tokens, vocabulary, vocabulary_in_parts, contractions, cases, runs, controls,
    normal_forms, unassigned, lookalikes, line_ends, categories, numerals, newer, jamo, disordered_marks, compositions,
    letter_case, emoji_sequences, beside_added_tokens, stand_ins, neighbours, shouted_contractions, spliced,
]
ALL_CATEGORIES = list(CATEGORIES.values())
LONGEST = 40


def random_texts(source, count):
    """The kinds in turn; most texts are cut, so that many are compared in a given time."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        text = kind(source)
        if len(text) > LONGEST and source.random.random() > 0.02:
            start = source.random.randrange(len(text) - LONGEST + 1)
            text = text[start : start + LONGEST]
        yield kind.__name__, text


# The first and the last hold the code point at the start and the end of the text; NUL keeps the others apart.
CONTEXTS = ["{0}", "a{0}b", " {0} ", "{0}{0}", "e\u0301{0}\u0301", "x {0}"]


def every_scalar():
    """Each code point in each context."""
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000:
            yield "every scalar", "\0".join(context.format(chr(code)) for context in CONTEXTS)


def corpora():
    return sorted(Path("Fixtures/corpora").glob("*.txt"))
