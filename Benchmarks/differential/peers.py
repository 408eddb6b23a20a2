"""The libraries that decide what is right, each for its own format.

A peer has `encode(texts)` and `decode(lists of ids)`, `tokens` and `added` to make texts of, `bound`, one
more than the largest identifier, and `flags`: what `tok encode` is told to do the same.
"""

import base64
import json
from pathlib import Path


class Tokenizers:
    """tokenizer.json: https://pypi.org/project/tokenizers"""

    flags = ["--special-tokens", "parse"]
    decode_flags = []

    def __init__(self, path):
        import tokenizers

        self.name = f"tokenizers {tokenizers.__version__}"
        self.tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        vocabulary = self.tokenizer.get_vocab()
        self.bound = max(vocabulary.values()) + 1
        self.ids = sorted(vocabulary.values())
        self.added = [t.content for t in self.tokenizer.get_added_tokens_decoder().values()]
        self.tokens = [self.tokenizer.decode([i], skip_special_tokens=False) for i in self.ids]

    def encode(self, texts):
        return [e.ids for e in self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def decode(self, lists):
        return self.tokenizer.decode_batch(lists, skip_special_tokens=False)


class Tiktoken:
    """Ranks with an .encoding.json beside them: https://pypi.org/project/tiktoken"""

    flags = ["--special-tokens", "text"]
    decode_flags = []

    def __init__(self, path):
        import tiktoken

        self.name = f"tiktoken {tiktoken.__version__}"
        beside = path.with_suffix(".encoding.json")
        definition = json.loads(beside.read_text("utf-8"))
        ranks = {}
        for line in path.read_bytes().splitlines():
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
        self.encoding = tiktoken.Encoding(
            path.stem, pat_str=definition["pattern"], mergeable_ranks=ranks, special_tokens=definition["special_tokens"]
        )
        self.added = list(definition["special_tokens"])
        self.ids = sorted([*ranks.values(), *definition["special_tokens"].values()])
        self.bound = self.ids[-1] + 1
        self.tokens = [token.decode("utf-8", "replace") for token in ranks]

    def encode(self, texts):
        return self.encoding.encode_ordinary_batch(texts, num_threads=2)

    def decode(self, lists):
        return [self.encoding.decode(ids) for ids in lists]


class SentencePiece:
    """.model: https://pypi.org/project/sentencepiece"""

    flags = ["--special-tokens", "text"]
    decode_flags = []

    def __init__(self, path):
        import sentencepiece

        self.name = f"sentencepiece {sentencepiece.__version__}"
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.bound = self.processor.get_piece_size()
        self.ids = list(range(self.bound))
        self.tokens = [self.processor.id_to_piece(i).replace("▁", " ") for i in self.ids]
        self.added = [self.processor.id_to_piece(i) for i in self.ids if self.processor.is_control(i)]

    def encode(self, texts):
        return self.processor.encode(texts)

    def decode(self, lists):
        return self.processor.decode(lists) if lists else []


def peer(path):
    """The peer for the file at `path`, by what it holds."""
    path = Path(path)
    if path.suffix == ".json":
        return Tokenizers(path)
    is_ranks = path.suffix == ".tiktoken" or path.with_suffix(".encoding.json").exists()
    return Tiktoken(path) if is_ranks else SentencePiece(path)
