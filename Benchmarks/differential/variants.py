#!/usr/bin/env python3
"""Compares `tok` with Hugging Face's tokenizers on tokenizers that nobody published.

    parts of tokenizer.json ──▶ BPE, trained on Fixtures/corpora ──▶ a file ──▶ differential.compare

Some are shaped as those of well-known models are, some vary one part, the others are drawn by seed. From the
root of the repository:

    python3 Benchmarks/differential/variants.py --texts 5000
    python3 Benchmarks/differential/variants.py --drawn 200 --seed 7
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

import differential
from texts import corpora

SPLIT = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
DEEPSEEK = (
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
BLOOM = r" ?[^(\s|[.,!?…。，、।۔،])]+"


# Parts


def sequence(kind, *parts):
    return {"type": "Sequence", kind: list(parts)}


def byte_level(prefix=False, trim=True, pattern=True):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": trim, "use_regex": pattern}


def split(pattern, behavior="Isolated", invert=False, literal=False):
    return {"type": "Split", "pattern": {"String" if literal else "Regex": pattern}, "behavior": behavior, "invert": invert}


def replace(old, new, literal=True):
    return {"type": "Replace", "pattern": {"String" if literal else "Regex": old}, "content": new}


def metaspace(scheme="always", cut=True):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": cut}


def digits(individual):
    return {"type": "Digits", "individual_digits": individual}


def strip(start, stop, content="▁"):
    return {"type": "Strip", "content": content, "start": start, "stop": stop}


def template(first="<s>", last="</s>"):
    def special(name, kind=0):
        return [{"SpecialToken": {"id": name, "type_id": kind}}] if name else []

    def text(name, kind):
        return [{"Sequence": {"id": name, "type_id": kind}}]

    return {
        "type": "TemplateProcessing", "single": special(first) + text("A", 0) + special(last),
        "pair": special(first) + text("A", 0) + special(first, 1) + text("B", 1) + special(last, 1),
        "special_tokens": {name: {"id": name, "ids": [number], "tokens": [name]} for number, name in ((1, first), (2, last)) if name},
    }


def token(content, special=True, **flags):
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": not special, "special": special}
    return {"content": content, **plain, **flags}


LLAMA_NORMALIZER = sequence("normalizers", {"type": "Prepend", "prepend": "▁"}, replace(" ", "▁"))
LLAMA_DECODER = sequence("decoders", replace("▁", " "), {"type": "ByteFallback"}, {"type": "Fuse"}, strip(1, 0, " "))
GEMMA_DECODER = sequence("decoders", replace("▁", " "), {"type": "ByteFallback"}, {"type": "Fuse"})
BERT_NORMALIZER = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
BYTE_ALPHABET = [*map(chr, [*range(33, 127), *range(161, 173), *range(174, 256)]), *map(chr, range(256, 324))]
SPECIAL = ["<unk>", "<s>", "</s>"]


# Models


def shell(**parts):
    """A tokenizer.json without tokens."""
    model = {
        "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
        "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": {}, "merges": [],
    } | parts.pop("model", {})
    frame = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None,
        "post_processor": None, "decoder": None,
    }
    return frame | parts | {"model": model}


def trained(description, size=1500, bytes=False, alphabet=None):
    """The tokenizer with tokens and merges, as Hugging Face's trainer learns them with these parts."""
    import tokenizers

    model = description["model"]
    start = shell(normalizer=description["normalizer"], pre_tokenizer=description["pre_tokenizer"])
    learner = tokenizers.Tokenizer.from_str(json.dumps(start))
    more = {key: model[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if model[key]}
    if alphabet:
        more["limit_alphabet"] = alphabet
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=size, show_progress=False, special_tokens=SPECIAL,
        initial_alphabet=BYTE_ALPHABET if bytes else [], **more)
    lines = [line for path in corpora() for line in path.read_text("utf-8").splitlines(True)]
    learner.train_from_iterator(lines[::3], trainer)
    learnt = json.loads(learner.to_str())["model"]
    vocab = learnt["vocab"]
    if model["byte_fallback"]:
        for byte in range(256):
            vocab.setdefault(f"<0x{byte:02X}>", len(vocab))
    return description | {"model": model | {"vocab": vocab, "merges": learnt["merges"]}}


def numbered(description, added):
    """The tokenizer with added tokens, numbered as the library numbers them."""
    vocab, free = description["model"]["vocab"], len(description["model"]["vocab"])
    tokens = []
    for one in added:
        tokens.append({"id": vocab.get(one["content"], free)} | one)
        free += one["content"] not in vocab
    return description | {"added_tokens": tokens}


def file(added=(), size=1500, bytes=False, alphabet=None, **parts):
    specials = [token(name) for name in SPECIAL]
    return numbered(trained(shell(**parts), size, bytes, alphabet), [*specials, *added])


def bytewise(pre_tokenizer, added=(), **parts):
    """A byte-level tokenizer; all have a decoder and a post-processor of that kind unless they say otherwise."""
    usual = {"decoder": byte_level(), "post_processor": byte_level(trim=False)}
    return file(added, bytes=True, pre_tokenizer=pre_tokenizer, **(usual | parts))


def piecewise(normalizer, pre_tokenizer, added=(), model=(), **parts):
    """A tokenizer of characters with bytes for what it doesn't know."""
    model = {"unk_token": "<unk>", "fuse_unk": True, "byte_fallback": True} | dict(model)
    usual = {"decoder": LLAMA_DECODER, "post_processor": template(last=None)}
    return file(added, alphabet=400, model=model, normalizer=normalizer, pre_tokenizer=pre_tokenizer, **(usual | parts))


# Shapes of well-known models


def llama3():
    return bytewise(
        sequence("pretokenizers", split(LLAMA3), byte_level(pattern=False)), [token("<|begin_of_text|>"), token("<|eot_id|>")],
        model={"ignore_merges": True}, post_processor=sequence("processors", byte_level(prefix=True, trim=False), template(last=None)))


def qwen2():
    return bytewise(
        sequence("pretokenizers", split(QWEN), byte_level(trim=False, pattern=False)),
        [token("<|im_start|>"), token("<|im_end|>"), token("<tool_call>", special=False, normalized=False)], normalizer={"type": "NFC"},
        post_processor=byte_level(trim=False, pattern=False), model={"continuing_subword_prefix": "", "end_of_word_suffix": ""})


def deepseek():
    parts = [split(r"\p{N}{1,3}"), split("[一-龥぀-ゟ゠-ヿ]+"), split(DEEPSEEK), byte_level(trim=True, pattern=False)]
    return bytewise(
        sequence("pretokenizers", *parts), [token("<｜begin▁of▁sentence｜>"), token("<｜User｜>", special=False, normalized=False)],
        normalizer=sequence("normalizers"), post_processor=template("<s>", None))


def phi3():
    added = [token("<|assistant|>", rstrip=True), token("<|user|>", rstrip=True), token("</s>", special=False, normalized=False, rstrip=True)]
    return piecewise(LLAMA_NORMALIZER, None, added)


def neox():
    runs = [token(" " * count, special=False) for count in range(24, 1, -1)]
    return bytewise(byte_level(trim=True), runs, normalizer={"type": "NFC"}, post_processor=byte_level(trim=True))


def falcon():
    parts = [{"type": "Punctuation", "behavior": "Contiguous"}, byte_level(), digits(False), split("[0-9][0-9][0-9]")]
    return bytewise(sequence("pretokenizers", *parts), [token(">>TITLE<<"), token(">>QUESTION<<")], post_processor=byte_level(trim=True))


def clip():
    return file(
        [token("<|startoftext|>", normalized=True), token("<|endoftext|>")], bytes=True,
        normalizer=sequence("normalizers", {"type": "NFC"}, replace(r"\s+", " ", literal=False), {"type": "Lowercase"}),
        pre_tokenizer=sequence("pretokenizers", split(CLIP, "Removed", invert=True), byte_level()),
        model={"unk_token": "</s>", "continuing_subword_prefix": "", "end_of_word_suffix": "</w>"}, decoder=byte_level(),
        post_processor={"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": False, "add_prefix_space": False})


def whisper():
    added = [token("<|startoftranscript|>"), token("<|en|>"), *(token(f"<|{n / 50:.2f}|>", special=False, normalized=False) for n in range(1501))]
    return bytewise(byte_level(), added, post_processor=template("<s>", "</s>"))


def gemma():
    added = [token("\n" * n, special=False, normalized=False) for n in range(2, 12)]
    added += [token("▁" * n, special=False, normalized=False) for n in range(2, 12)] + [token("<start_of_turn>", special=False, normalized=False)]
    return piecewise(replace(" ", "▁"), split(" ", "MergedWithPrevious", literal=True), added, decoder=GEMMA_DECODER)


def mistral():
    return piecewise(None, metaspace("first", cut=False), [token("[INST]"), token("[/INST]")])


def bloom():
    parts = sequence("pretokenizers", split(BLOOM), byte_level(trim=True, pattern=False))
    return bytewise(parts, post_processor=byte_level(prefix=True, trim=False, pattern=False))


def openai_gpt():
    return file(
        normalizer=BERT_NORMALIZER, pre_tokenizer={"type": "BertPreTokenizer"}, alphabet=300,
        model={"unk_token": "<unk>", "continuing_subword_prefix": "", "end_of_word_suffix": "</w>"},
        decoder={"type": "BPEDecoder", "suffix": "</w>"})


def modernbert():
    """Byte-level by a normalizer, cut before."""
    return file(
        [token("|||IP_ADDRESS|||", special=False), token("[MASK]", lstrip=True)], bytes=True, normalizer={"type": "NFC"},
        pre_tokenizer=byte_level(trim=True), decoder=byte_level(), post_processor=template())


def starcoder():
    return bytewise(sequence("pretokenizers", digits(True), byte_level()), [token("<fim_prefix>"), token("<jupyter_code>")])


def roberta():
    processor = {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": True, "add_prefix_space": False}
    return bytewise(byte_level(), [token("<mask>", lstrip=True)], post_processor=processor)


def o200k():
    return bytewise(sequence("pretokenizers", split(O200K), byte_level(pattern=False)), model={"ignore_merges": True})


MODELS = [llama3, qwen2, deepseek, phi3, neox, falcon, clip, whisper, gemma, mistral, bloom, openai_gpt, modernbert, starcoder, roberta, o200k]


# One part at a time


def splits():
    for behavior in SPLIT:
        for invert in (False, True):
            for pattern, literal in (("a", True), (" ", True), (r"\s+|\p{L}{1,3}", False), (r"\w+", False)):
                cut = split(pattern, behavior, invert, literal)
                name = f"split {pattern} {behavior}{' inverted' if invert else ''}"
                yield name, lambda cut=cut: bytewise(sequence("pretokenizers", cut, byte_level(pattern=False)))
                if pattern == " ":
                    yield name + " alone", lambda cut=cut: piecewise(None, cut)


def spaces():
    for scheme in ("always", "never", "first"):
        for cut in (True, False):
            parts = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": cut}
            yield f"metaspace {scheme} {cut}", lambda parts=parts: piecewise(None, parts, [token("<a>", special=False)], decoder=parts)
    for prefix in (True, False):
        for trim in (True, False):
            for pattern in (True, False):
                part = byte_level(prefix, trim, pattern)
                yield f"byte level {prefix} {trim} {pattern}", lambda part=part: bytewise(part, [token("<a>", special=False)], post_processor=part)


def unknowns():
    for fuse in (True, False):
        for fallback in (True, False):
            for unknown in ("<unk>", None):
                model = {"fuse_unk": fuse, "byte_fallback": fallback, "unk_token": unknown}
                yield f"unknown {unknown} fused {fuse} fallback {fallback}", lambda model=model: piecewise(LLAMA_NORMALIZER, None, model=model)
    yield "dropout 0", lambda: bytewise(byte_level(), model={"dropout": 0.0})
    yield "prefix and suffix", lambda: file(
        pre_tokenizer={"type": "Whitespace"}, alphabet=300, decoder={"type": "WordPiece", "prefix": "##", "cleanup": True},
        model={"unk_token": "<unk>", "continuing_subword_prefix": "##", "end_of_word_suffix": "</w>"})
    yield "prefix", lambda: file(
        pre_tokenizer={"type": "WhitespaceSplit"}, alphabet=300, decoder={"type": "WordPiece", "prefix": "##", "cleanup": False},
        model={"unk_token": "<unk>", "continuing_subword_prefix": "##"})
    yield "ignored merges of characters", lambda: piecewise(LLAMA_NORMALIZER, None, model={"ignore_merges": True})
    yield "fallback without some bytes", without_bytes


def without_bytes():
    made = piecewise(LLAMA_NORMALIZER, None)
    for byte in (0xE4, 0x00, 0xF0):
        made["model"]["vocab"].pop(f"<0x{byte:02X}>")
    return made


def old_spelling():
    """As files of 2020: no type of the model, merges as text, a Metaspace that knows one switch."""
    made = piecewise(None, {"type": "Metaspace", "replacement": "▁", "str_rep": "▁", "add_prefix_space": True})
    model = made["model"]
    for key in ("type", "byte_fallback", "ignore_merges"):
        model.pop(key)
    model["merges"] = [" ".join(merge) if isinstance(merge, list) else merge for merge in model["merges"]]
    made["pre_tokenizer"].pop("str_rep")
    return made


NORMALIZERS = [
    None, {"type": "NFC"}, {"type": "NFD"}, {"type": "NFKC"}, {"type": "NFKD"}, {"type": "Lowercase"}, {"type": "Nmt"},
    {"type": "Strip", "strip_left": True, "strip_right": True}, {"type": "Strip", "strip_left": False, "strip_right": True},
    {"type": "StripAccents"}, sequence("normalizers", {"type": "NFD"}, {"type": "StripAccents"}), BERT_NORMALIZER,
    {"type": "BertNormalizer", "clean_text": False, "handle_chinese_chars": True, "strip_accents": True, "lowercase": False},
    {"type": "Prepend", "prepend": "▁"}, {"type": "ByteLevel"}, replace("a", ""), replace("é", "e\u0301"), replace(r"\s{2,}", " ", False),
    replace("[0-9]", "0", False), replace("e", "ee"), LLAMA_NORMALIZER,
]
PRETOKENIZERS = [
    None, byte_level(), byte_level(prefix=True), byte_level(pattern=False), {"type": "Whitespace"}, {"type": "WhitespaceSplit"},
    {"type": "BertPreTokenizer"}, {"type": "UnicodeScripts"}, digits(True), digits(False), {"type": "CharDelimiterSplit", "delimiter": "e"},
    *({"type": "Punctuation", "behavior": behavior} for behavior in SPLIT), {"type": "FixedLength", "length": 3},
    metaspace("first"), metaspace("always", False), metaspace("never"), split(LLAMA3), split(QWEN, "Removed", True), split(" ", "MergedWithNext", literal=True),
    split(r"\d{1,3}(?=(?:\d{3})*\b)", "Isolated"), split(DEEPSEEK),
]
DECODERS = [
    None, byte_level(), LLAMA_DECODER, GEMMA_DECODER, metaspace("first"), metaspace("never"), {"type": "WordPiece", "prefix": "##", "cleanup": True},
    {"type": "BPEDecoder", "suffix": "</w>"}, {"type": "Fuse"}, {"type": "ByteFallback"}, strip(2, 0, "e"), strip(0, 1, "e"), replace("a", "b"),
    {"type": "CTC", "pad_token": "<s>", "word_delimiter_token": "a", "cleanup": True}, replace(r"\s+", " ", False),
]
ADDED = ["<a>", "</a>", "<", "the", " the", "th", "  ", "é", "e\u0301", "A B", "中", "<a> ", "1", "\n", "▁", "<s>x", "ſ", "’s", "İ"]


def one_at_a_time():
    for number, normalizer in enumerate(NORMALIZERS):
        yield f"normalizer {number}", lambda n=normalizer: bytewise(byte_level(), [token("The", special=False), token("É", special=False)], normalizer=n)
        yield f"normalizer {number} by characters", lambda n=normalizer: piecewise(n, metaspace("never"), [token("The", special=False)])
    for number, pretokenizer in enumerate(PRETOKENIZERS):
        yield f"pretokenizer {number} by characters", lambda p=pretokenizer: piecewise(None, p, [token("The", special=False)])
        yield f"pretokenizer {number} before bytes", lambda p=pretokenizer: bytewise(sequence("pretokenizers", *[p][: p is not None], byte_level(pattern=False)))
    for number, decoder in enumerate(DECODERS):
        yield f"decoder {number}", lambda d=decoder: piecewise(LLAMA_NORMALIZER, None, decoder=d)
        yield f"decoder {number} of bytes", lambda d=decoder: bytewise(byte_level(), decoder=d)


# SentencePiece

PIECES = [
    {}, {"byte_fallback": True}, {"byte_fallback": True, "normalization_rule_name": "identity", "remove_extra_whitespaces": False},
    {"add_dummy_prefix": False}, {"remove_extra_whitespaces": False}, {"treat_whitespace_as_suffix": True},
    {"normalization_rule_name": "nfkc"}, {"normalization_rule_name": "nfkc_cf"}, {"normalization_rule_name": "nmt_nfkc_cf"},
    {"user_defined_symbols": ["<sep>", "the", "▁of", "é", "<a>b"]}, {"control_symbols": ["<cls>", "<sep>"]},
    {"split_by_whitespace": False}, {"split_digits": True, "byte_fallback": True}, {"split_by_unicode_script": False},
    {"allow_whitespace_only_pieces": True, "remove_extra_whitespaces": False, "byte_fallback": True}, {"character_coverage": 0.9},
    {"unk_piece": "[UNK]", "bos_id": -1, "eos_id": -1}, {"unk_surface": "?"}, {"vocabulary_output_piece_score": False, "hard_vocab_limit": False},
    {"user_defined_symbols": [" ", "  ", "\n"], "byte_fallback": True, "normalization_rule_name": "identity", "remove_extra_whitespaces": False},
    {"treat_whitespace_as_suffix": True, "add_dummy_prefix": False, "byte_fallback": True}, {"pad_id": 3, "unk_id": 2, "bos_id": 0, "eos_id": 1},
]


def model(options):
    """A SentencePiece model of the fixtures' corpora."""
    import io

    import sentencepiece

    output = io.BytesIO()
    lines = [line for path in corpora() for line in path.read_text("utf-8").splitlines()][::3]
    settings = {"vocab_size": 1800, "character_coverage": 0.995, "model_type": "bpe", "minloglevel": 2} | options
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=output, **settings)
    return output.getvalue()


def pieces():
    for options in PIECES:
        name = ", ".join(f"{key} {value}" for key, value in options.items()) or "as they come"
        yield f"sentencepiece, {name}", lambda options=options: model(options)


# Drawn


def drawn(seed):
    """Parts put together by chance."""
    draw = random.Random(seed)
    several = lambda items, most: [item for item in draw.sample(items, draw.randint(0, most)) if item]  # noqa: E731
    bytes = draw.random() < 0.5
    last = [byte_level(draw.random() < 0.3, draw.random() < 0.5, draw.random() < 0.3)] if bytes else []
    added = [token(c, draw.random() < 0.4, **{k: draw.random() < 0.3 for k in ("lstrip", "rstrip", "single_word", "normalized")})
             for c in draw.sample(ADDED, draw.randint(0, 6))]
    processors = [byte_level(draw.random() < 0.5, draw.random() < 0.7), template(), {
        "type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": draw.random() < 0.7, "add_prefix_space": draw.random() < 0.5}]
    model = {
        "unk_token": draw.choice(["<unk>", None]), "fuse_unk": draw.random() < 0.5, "byte_fallback": not bytes and draw.random() < 0.5,
        "ignore_merges": draw.random() < 0.3, "end_of_word_suffix": draw.choice([None, None, "</w>"]),
    }
    if model["byte_fallback"]:
        # Bytes of a suffix have places behind the text there.
        model["end_of_word_suffix"] = None
    return file(
        added, size=1200, bytes=bytes, alphabet=None if bytes else draw.choice([60, 400]), model=model,
        normalizer=sequence("normalizers", *several(NORMALIZERS, 2)), pre_tokenizer=sequence("pretokenizers", *several(PRETOKENIZERS, 2), *last),
        post_processor=draw.choice([None, *processors, sequence("processors", *processors[:2])]),
        decoder=sequence("decoders", *several(DECODERS, 3)) if draw.random() < 0.6 else draw.choice(DECODERS))


def chosen(arguments):
    if arguments.drawn:
        seeds = range(arguments.seed, arguments.seed + arguments.drawn)
        return [(f"drawn {seed}", lambda seed=seed: drawn(seed)) for seed in seeds]
    named = [(make.__name__, make) for make in MODELS]
    named += [*pieces(), *splits(), *spaces(), *unknowns(), ("old spelling", old_spelling), *one_at_a_time()]
    return [(name, make) for name, make in named if arguments.only in name]


def made(name, make, folder):
    """The file of a tokenizer; None for what the library itself refuses."""
    import tokenizers

    stem = Path(folder) / "".join(letter if letter.isalnum() else "-" for letter in name)[:60]
    try:
        description = make()
        if isinstance(description, bytes):
            path = stem.with_suffix(".model")
            path.write_bytes(description)
        else:
            path = stem.with_suffix(".json")
            path.write_text(json.dumps(description), "utf-8")
            tokenizers.Tokenizer.from_file(str(path))
        return path
    except Exception as error:
        print(f"{name}: the library says {error}", flush=True)
        return None


def compare(name, make, arguments):
    """How many answers differ."""
    with tempfile.TemporaryDirectory() as folder:
        path = made(name, make, folder)
        try:
            return differential.compare(path, arguments) if path else 0
        except Exception as error:
            print(f"{name}: {type(error).__name__} {str(error)[:200]}", flush=True)
            if arguments.keep:
                shutil.copy(path, arguments.keep)
            return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tok", default=".build/release/tok", help="the command")
    parser.add_argument("--texts", type=int, default=5_000, help="random texts a tokenizer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="those with this in their name")
    parser.add_argument("--drawn", type=int, default=0, help="so many drawn ones instead of those with a name")
    parser.add_argument("--keep", help="a folder for files that couldn't be compared")
    arguments = parser.parse_args()
    arguments.encoding, arguments.every_scalar, arguments.record = None, False, False
    failed = {name: count for name, make in chosen(arguments) if (count := compare(name, make, arguments))}
    print(f"{len(failed)} of {len(chosen(arguments))} tokenizers differ: {', '.join(failed)}" if failed else f"{len(chosen(arguments))} tokenizers, no difference")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
