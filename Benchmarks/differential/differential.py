#!/usr/bin/env python3
"""Compares `tok` with a vocabulary's own library on random texts, until it finds a difference or is done.

    random texts ──▶ tok encode ──▶ ids ═══ ids ◀── tokenizers, tiktoken or sentencepiece
    random ids   ──▶ tok decode ──▶ text ═══ text ◀──

From the root of the repository, with the libraries installed that the files need:

    python3 Benchmarks/differential/differential.py gpt2/tokenizer.json --texts 1000000
    python3 Benchmarks/differential/differential.py *.tiktoken --every-scalar

Prints a line a file and the shortest failing text of each kind. Ends with 1 if there is a difference.
"""

import argparse
import json
import subprocess
import sys
import time

import texts as generators
from peers import peer

BATCH = 20_000


class Ours:
    """The command."""

    def __init__(self, command, path, flags):
        self.command, self.path, self.flags = command, str(path), flags

    def run(self, verb, flags, values):
        lines = "".join(json.dumps(value) + "\n" for value in values)
        command = [self.command, verb, "--tokenizer", self.path, "--input-format", "jsonl", *flags]
        done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(values), f"{len(answers)} answers to {len(values)} lines"
        return answers

    def encode(self, texts):
        return self.run("encode", ["--format", "jsonl", *self.flags], texts)

    def decode(self, lists):
        return self.run("decode", [], lists)


def differing(values, ours, theirs):
    """The numbers of the values that two functions answer differently."""
    return [i for i, (a, b) in enumerate(zip(ours(values), theirs(values))) if a != b]


def shrunk(value, ours, theirs):
    """The value with as much as possible taken out that still differs."""
    size = max(1, len(value) // 2)
    while size:
        cut = [value[:i] + value[i + size :] for i in range(0, len(value), size)]
        still = differing(cut, ours, theirs) if cut else []
        if still:
            value = cut[still[0]]
        else:
            size //= 2
        size = min(size, len(value))
    return value


class Tally:
    """What has been compared, and what differed."""

    def __init__(self):
        self.compared, self.failed, self.shown = {}, {}, 0

    def compare(self, kinds, values, ours, theirs):
        for kind in kinds:
            self.compared[kind] = self.compared.get(kind, 0) + 1
        for index in differing(values, ours, theirs):
            kind = kinds[index]
            self.failed[kind] = self.failed.get(kind, 0) + 1
            if self.failed[kind] == 1:
                self.show(kind, shrunk(values[index], ours, theirs), ours, theirs)

    def show(self, kind, value, ours, theirs):
        print(f"  {kind}: {ascii(value)}\n    tok  {ascii(ours([value])[0])}\n    peer {ascii(theirs([value])[0])}", flush=True)


def random_texts(source, count):
    for number in range(count):
        kind = generators.KINDS[number % len(generators.KINDS)]
        yield kind.__name__, kind(source)


def batches(pairs):
    batch = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def random_ids(source, them, count):
    return [[source.pick(them.ids) for _ in range(source.random.randrange(1, 13))] for _ in range(count)]


def compare(path, arguments):
    started, them = time.monotonic(), peer(path)
    ours, tally = Ours(arguments.tok, path, them.flags), Tally()
    source = generators.Source(arguments.seed, them.tokens, them.added, generators.corpora())
    if arguments.every_scalar:
        pairs = (("every scalar", text) for text in generators.every_scalar())
    else:
        pairs = random_texts(source, arguments.texts)
    for batch in batches(pairs):
        kinds, values = [kind for kind, _ in batch], [text for _, text in batch]
        tally.compare(kinds, values, ours.encode, them.encode)
        lists = [ids for ids in them.encode(values) if ids]
        tally.compare(["decode"] * len(lists), lists, ours.decode, them.decode)
        lists = random_ids(source, them, len(values) // 4)
        tally.compare(["decode random ids"] * len(lists), lists, ours.decode, them.decode)
    failed = sum(tally.failed.values())
    seconds = time.monotonic() - started
    print(f"{path}: {them.name}, seed {arguments.seed}: {failed} of {sum(tally.compared.values())} differ, {seconds:.0f} s", flush=True)
    for kind, count in sorted(tally.failed.items()):
        print(f"  {kind}: {count} of {tally.compared[kind]}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", help="tokenizer.json, ranks with an .encoding.json beside them, or .model")
    parser.add_argument("--tok", default=".build/debug/tok", help="the command")
    parser.add_argument("--texts", type=int, default=100_000, help="random texts a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-scalar", action="store_true", help="every code point in context instead")
    arguments = parser.parse_args()
    failed = sum(compare(generators.Path(file), arguments) for file in arguments.files)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
