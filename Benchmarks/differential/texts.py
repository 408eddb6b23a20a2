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
EMOJI = "😀👍🏽👨‍👩‍👧‍👦🇩🇪🇯🇵❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿🧑🏿‍🚀⌚️#️⃣"
LOOKALIKES = [
    "<|", "|>", "<|endoftext|>", "<s>", "</s>", "<unk>", "[UNK]", "[CLS]", "<pad>", "<0x41>", "<0xE4>",
    "<0x", "▁", "▁▁", "Ġ", "Ċ", "</w>", "##", "@@", "<|im_start|>", "<|begin_of_text|>", "[INST]", "\ufffd",
]
CJK = [(0x4E00, 0x9FFF), (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0xFF00, 0xFFEF)]
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


KINDS = [
    words, lines, mutated_line, ascii_characters, any_unicode, one_block, white_space, numbers, combining_marks,
    ideographs, code, emoji, added_tokens, vocabulary, vocabulary_in_parts, contractions, cases, runs, controls,
    normal_forms, unassigned, lookalikes, line_ends, spliced,
]

CONTEXTS = ["{0}", "a{0}b", " {0} ", "{0}{0}", "1{0}1", "\n{0}'s", "e{0}\u0301"]


def every_scalar():
    """Each code point in each context."""
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000:
            yield "\0".join(context.format(chr(code)) for context in CONTEXTS)


def corpora():
    return sorted(Path("Fixtures/corpora").glob("*.txt"))
