"""The libraries that decide what is right, each for its own format, and what both sides are asked.

A peer has `questions`, `tokens` and `added` to make texts of, and `ids`, every identifier that it knows.
"""

import base64
import gzip
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Callable

import encodings_by_name as encodings

ALL_DETAILS = ["--format", "json", "--offsets", "scalars", "--details", "words,types,special,attention"]


@dataclass
class Question:
    """What is asked about a text, or about a list of identifiers."""

    name: str
    arguments: list
    """The verb of the command and its flags."""
    answer: Callable
    """What the library answers to a list of texts, or of lists of identifiers."""
    share: int = 1
    """It is asked about one of so many."""
    about: str = "texts"
    """`texts`, `ids` of texts, or `random ids`."""
    part: Callable = field(default=lambda answer: answer)
    """What of the command's answer is compared."""

    def command(self, tok, path):
        verb, *flags = self.arguments
        return [tok, verb, "--tokenizer", str(path), "--input-format", "jsonl", *flags]


def encode(name, flags, answer, **more):
    return Question(name, ["encode", *flags], answer, **more)


def decodings(answer, flags=(), name="decoded"):
    """The text of identifiers: those of texts, and any."""
    arguments = ["decode", *flags]
    return [
        Question(name, arguments, answer, 4, "ids"),
        Question(f"{name}, random ids", arguments, answer, 8, "random ids"),
    ]


class Tokenizers:
    """tokenizer.json, or vocab.json with merges.txt: https://pypi.org/project/tokenizers"""

    def __init__(self, path):
        self.name = f"tokenizers {version('tokenizers')}"
        self.tokenizer, self.as_text = self.read(path), self.read(path)
        self.as_text.encode_special_tokens = True
        self.ids = sorted(self.tokenizer.get_vocab().values())
        self.added = [t.content for t in self.tokenizer.get_added_tokens_decoder().values()]
        self.tokens = [self.tokenizer.decode([i], skip_special_tokens=False) for i in self.ids]
        self.questions = [
            encode("ids", ["--format", "jsonl", "--special-tokens", "parse"], self.encode),
            encode("ids, special tokens as text", ["--format", "jsonl"], self.encode_as_text, share=10),
            encode("offsets, words, masks", ["--add-special-tokens", "--special-tokens", "parse", *ALL_DETAILS], self.details, share=10),
            *decodings(lambda lists: self.tokenizer.decode_batch(lists, skip_special_tokens=False)),
            *decodings(self.tokenizer.decode_batch, ["--skip-special-tokens"], "decoded without special tokens"),
        ]

    def read(self, path):
        import tokenizers

        if path.name == "vocab.json":
            tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE.from_file(str(path), str(path.with_name("merges.txt"))))
            tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
            tokenizer.decoder = tokenizers.decoders.ByteLevel()
        else:
            tokenizer = tokenizers.Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def encode(self, texts):
        return [e.ids for e in self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def encode_as_text(self, texts):
        return [e.ids for e in self.as_text.encode_batch_fast(texts, add_special_tokens=False)]

    def details(self, texts):
        return [
            {
                "ids": e.ids, "pieces": e.tokens, "offsets": [list(pair) for pair in e.offsets], "words": e.word_ids,
                "types": e.type_ids, "special": e.special_tokens_mask, "attention": e.attention_mask,
            }
            for e in self.tokenizer.encode_batch(texts)
        ]


class Tiktoken:
    """Ranks, with an .encoding.json beside them or of a known encoding: https://pypi.org/project/tiktoken"""

    def __init__(self, path, encoding=None):
        import tiktoken

        self.name = f"tiktoken {version('tiktoken')}"
        ranks = dict(self.ranks(path))
        if encoding:
            pattern, special = encodings.definition(encoding, ranks)
        else:
            beside = json.loads(path.with_suffix(".encoding.json").read_text("utf-8"))
            pattern, special = beside["pattern"], beside["special_tokens"]
        self.prepared = lambda texts: [encodings.prepared(encoding, text) for text in texts]
        self.encoding = tiktoken.Encoding(path.stem, pat_str=pattern, mergeable_ranks=ranks, special_tokens=special)
        self.added = list(special) or ["<|endoftext|>"]
        self.ids = sorted([*ranks.values(), *special.values()])
        self.tokens = [token.decode("utf-8", "replace") for token in ranks]
        self.questions = self.asked(["--encoding", encoding] if encoding else [], special, encoding == "qwen")

    def ranks(self, path):
        for line in path.read_bytes().splitlines():
            token, rank = line.split()
            yield base64.b64decode(token), int(rank)

    def asked(self, flags, special, is_normalized):
        questions = [
            encode("ids", ["--format", "jsonl", *flags], self.ordinary),
            encode("where tokens start", ["--format", "json", "--offsets", "scalars", *flags], self.starts, share=10,
                   part=lambda answer: [start for start, _ in answer["offsets"]]),
            encode("ids, special tokens parsed", ["--format", "jsonl", "--special-tokens", "parse", *flags], self.parse, share=10),
        ]
        # Where the library sees a changed text, it has no places in the text itself; of the encodings
        # without a list of special tokens the patterns are compared alone.
        questions = [q for q in questions if not (q.name.startswith("where") and is_normalized or "parsed" in q.name and not special)]
        return questions + decodings(lambda lists: [self.encoding.decode(ids) for ids in lists], flags)

    def ordinary(self, texts):
        return self.encoding.encode_ordinary_batch(self.prepared(texts), num_threads=2)

    def parse(self, texts):
        return self.encoding.encode_batch(texts, num_threads=2, allowed_special="all", disallowed_special=())

    def starts(self, texts):
        return [self.encoding.decode_with_offsets(self.encoding.encode_ordinary(text))[1] for text in texts]


class SentencePiece:
    """.model: https://pypi.org/project/sentencepiece"""

    def __init__(self, path):
        import sentencepiece

        self.name = f"sentencepiece {version('sentencepiece')}"
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.ids = list(range(self.processor.get_piece_size()))
        self.tokens = [self.processor.id_to_piece(i).replace("▁", " ") for i in self.ids]
        self.added = [self.processor.id_to_piece(i) for i in self.ids if self.processor.is_control(i)] or ["<s>"]
        self.questions = [
            encode("ids", ["--format", "jsonl"], self.processor.encode),
            encode("offsets in bytes", ["--format", "json", "--offsets", "bytes"], self.offsets, share=10,
                   part=lambda answer: answer["offsets"]),
            *decodings(lambda lists: self.processor.decode(lists) if lists else []),
        ]

    def offsets(self, texts):
        return [[[p.begin, p.end] for p in self.processor.encode(text, return_type="proto").pieces] for text in texts]


class Mistral:
    """tekken.json: https://pypi.org/project/mistral-common"""

    def __init__(self, path):
        from mistral_common.tokens.tokenizers.base import SpecialTokenPolicy
        from mistral_common.tokens.tokenizers.tekken import Tekkenizer

        self.name = f"mistral-common {version('mistral-common')}"
        self.tokenizer = Tekkenizer.from_file(path)
        self.ids = list(range(self.tokenizer.n_words))
        self.tokens = [self.decoded([i], SpecialTokenPolicy.KEEP) for i in self.ids]
        self.added = self.tokens[: self.tokenizer.num_special_tokens]
        self.questions = [
            encode("ids", ["--format", "jsonl"], lambda texts: [self.tokenizer.encode(t, bos=False, eos=False) for t in texts]),
            encode("ids with beginning and end", ["--format", "jsonl", "--add-special-tokens"],
                   lambda texts: [self.tokenizer.encode(t, bos=True, eos=True) for t in texts], share=10),
            *decodings(lambda lists: [self.decoded(ids, SpecialTokenPolicy.KEEP) for ids in lists]),
            *decodings(lambda lists: [self.decoded(ids, SpecialTokenPolicy.IGNORE) for ids in lists],
                       ["--skip-special-tokens"], "decoded without special tokens"),
        ]

    def decoded(self, ids, policy):
        return self.tokenizer.decode(ids, special_token_policy=policy)


def unpacked(path):
    """The file, or one with what a packed file holds."""
    if path.suffix != ".gz":
        return path
    target = Path(tempfile.mkdtemp(prefix="tok-differential-")) / path.stem
    with gzip.open(path) as source, target.open("wb") as output:
        shutil.copyfileobj(source, output)
    return target


def peer(path, encoding=None):
    """The peer for the file at `path`, by its name and by what lies beside it."""
    if encoding:
        return Tiktoken(path, encoding)
    if path.name.startswith("tekken"):
        return Mistral(path)
    if path.suffix == ".json":
        return Tokenizers(path)
    return Tiktoken(path) if path.with_suffix(".encoding.json").exists() else SentencePiece(path)
