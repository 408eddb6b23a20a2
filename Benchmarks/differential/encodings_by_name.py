"""The patterns of encodings that `tok` knows by name, as their publishers spell them for tiktoken.

Sources: tokenization_qwen.py of Qwen, tokenization_kimi.py of Kimi K2, tokenizer.py of llama-models, and
tiktoken's openai_public.py, which is asked itself.
"""

import unicodedata

CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
SPACE = [r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"]
UPPER, LOWER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}", r"\p{Ll}\p{Lm}\p{Lo}\p{M}"


def words(upper, lower):
    start = r"[^\r\n\p{L}\p{N}]?"
    return [f"{start}[{upper}]*[{lower}]+{CONTRACTION}?", f"{start}[{upper}]+[{lower}]*{CONTRACTION}?"]


def llama(digits):
    return [CONTRACTION, r"[^\r\n\p{L}\p{N}]?\p{L}+", digits, r" ?[^\s\p{L}\p{N}]+[\r\n]*", *SPACE]


NO_HAN = r"&&[^\p{Han}]"
PATTERNS = {
    "llama3": llama(r"\p{N}{1,3}"),
    "qwen": llama(r"\p{N}"),
    "llama4": [*words(UPPER, LOWER), r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", *SPACE],
    "kimi": [r"[\p{Han}]+", *words(UPPER + NO_HAN, LOWER + NO_HAN), r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n]*", *SPACE],
}


def definition(name, ranks):
    """Pattern and special tokens of the encoding `name` over `ranks`."""
    from tiktoken_ext import openai_public

    if name in PATTERNS:
        return "|".join(PATTERNS[name]), {}
    openai_public.load_tiktoken_bpe = lambda *_, **__: ranks
    found = openai_public.ENCODING_CONSTRUCTORS[name]()
    return found["pat_str"], found["special_tokens"]


def prepared(name, text):
    """Qwen brings text to NFC, by the tables that Python has."""
    return unicodedata.normalize("NFC", text) if name == "qwen" else text
