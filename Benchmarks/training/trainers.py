"""How each trainer is asked for the same thing: byte-level BPE over GPT-2's pattern.

A trainer is a function that makes ready and gives two others: one that trains (this is timed,
reading the file included) and one that turns what came out into a `Learnt` (this is not).

Trainers that want a list of texts get the file in slices, so cut that all count the same pretokens.
"""

import hashlib
import json
import pathlib
import tempfile

from measuring import measured_call, measured_command
from slicing import slices

GPT2 = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def measure(name, corpus, size, threads, tok):
    """Trains once; the cost, and digests of what was learnt."""
    if name == "tok":
        return tok_itself(corpus, size, threads, tok)
    train, learnt = PEERS[name](corpus, size)
    result, cost = measured_call(train)
    return cost | digests(*learnt(result))


def tok_itself(corpus, size, threads, tok):
    with tempfile.TemporaryDirectory() as folder:
        output = str(pathlib.Path(folder, "tokenizer.json"))
        command = [tok, "train", corpus, "--vocab", str(size), "--threads", str(threads)]
        cost = measured_command(command + ["--output", output, "--json"])
        return cost | digests(*learnt_by_huggingface(pathlib.Path(output).read_text()))


def tokenizers(corpus, size):
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    byte_level = pre_tokenizers.ByteLevel
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = byte_level(add_prefix_space=False, use_regex=True)
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, special_tokens=[],
        initial_alphabet=byte_level.alphabet())

    def train():
        tokenizer.train_from_iterator(slices(corpus), trainer=trainer)
        return tokenizer

    return train, lambda tokenizer: learnt_by_huggingface(tokenizer.to_str())


def gigatoken(corpus, size):
    import gigatoken

    def learnt(result):
        vocabulary, merges = result
        return [vocabulary[i] for i in range(len(vocabulary))], merges

    return lambda: gigatoken.train_bpe(pathlib.Path(corpus).read_bytes(), size, []), learnt


def rustbpe(corpus, size):
    import rustbpe

    tokenizer = rustbpe.Tokenizer()

    def train():
        tokenizer.train_from_iterator(slices(corpus), size, pattern=GPT2)
        return tokenizer.get_mergeable_ranks()

    return train, lambda ranks: (by_rank((bytes(token), rank) for token, rank in ranks), None)


def bpeasy(corpus, size):
    import bpeasy

    def train():
        # It borrows the strings, so they have to live until it is done.
        texts = list(slices(corpus))
        return bpeasy.train_bpe(iter(texts), GPT2, 1 << 30, size)

    return train, lambda vocabulary: (by_rank(vocabulary.items()), None)


PEERS = {
    "tokenizers": tokenizers, "gigatoken": gigatoken, "rustbpe": rustbpe, "bpeasy": bpeasy,
}


def by_rank(ranks):
    return [token for token, _ in sorted(ranks, key=lambda pair: pair[1])]


def learnt_by_huggingface(text):
    """Tokens in the order of their identifiers, and merges, from the text of a tokenizer.json."""
    model = json.loads(text)["model"]
    byte_of = {character: byte for byte, character in enumerate(stand_ins())}

    def token(spelling):
        return bytes(byte_of[character] for character in spelling)

    merges = [merge if isinstance(merge, list) else merge.split(" ") for merge in model["merges"]]
    tokens = [token(spelling) for spelling in sorted(model["vocab"], key=model["vocab"].get)]
    return tokens, [(token(left), token(right)) for left, right in merges]


def stand_ins():
    """The character that stands for each byte in the files of byte-level vocabularies."""
    plain = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    free = iter(range(0x100, 0x200))
    return [chr(byte if byte in plain else next(free)) for byte in range(256)]


def digests(tokens, merges):
    """Of the learnt tokens in order, and of the merges where a trainer tells them."""
    learnt = [token.hex() for token in tokens if len(token) > 1]
    found = {"learnt": len(learnt), "tokens": digest(learnt)}
    if merges is not None:
        found["merges"] = digest(f"{left.hex()} {right.hex()}" for left, right in merges)
    return found


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
