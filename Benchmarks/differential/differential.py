#!/usr/bin/env python3
"""Compares `tok` with a vocabulary's own library on random texts, or on every code point.

    texts ──▶ tok encode ──▶ ids, offsets, words ═══ ids, offsets, words ◀── tokenizers, tiktoken, …
    ids   ──▶ tok decode ──▶ text                ═══ text                ◀──

From the root of the repository, with the libraries installed that the files need:

    python3 Benchmarks/differential/differential.py gpt2/tokenizer.json --texts 1000000
    python3 Benchmarks/differential/differential.py *.tiktoken --every-scalar
    python3 Benchmarks/differential/differential.py --report

Prints a line a file and the shortest failing text of each kind. Ends with 1 if there is a difference.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections import Counter, deque
from dataclasses import replace
from datetime import date
from pathlib import Path

import report
import texts as generators
from peers import peer, unpacked
from stream import Stream, answers_at_once

BATCH = 20_000
RECORD = Path("Benchmarks/results/differential.jsonl")


def shrunk(value, differs):
    """The value with as much as possible taken out that still differs."""
    size = max(1, len(value) // 2)
    while size:
        cut = [value[:i] + value[i + size :] for i in range(0, len(value), size)]
        still = differs([part for part in cut if part])
        value, size = (still[0], size) if still else (value, size // 2)
        size = min(size, len(value))
    return value


def answers(question, values):
    """The library's answers; None where it stops with a panic, which takes the answers beside it along."""
    try:
        return list(question.answer(values))
    except Exception:
        raise
    except BaseException as panic:  # Rust's panics are no Exception
        if type(panic).__name__ != "PanicException":
            raise
    if len(values) == 1:
        return [None]
    half = len(values) // 2
    return answers(question, values[:half]) + answers(question, values[half:])


class Lane:
    """One question: a process of the command, the library, and what waits for comparison."""

    def __init__(self, question, tok, path):
        self.question, self.command = question, question.command(tok, path)
        self.stream, self.pending = Stream(self.command), deque()
        self.compared, self.stopped, self.failed = 0, 0, Counter()

    def ask(self, kinds, values):
        """Asks both sides, and compares what has come so far."""
        kinds, values = kinds[:: self.question.share], values[:: self.question.share]
        self.stream.send(values)
        expected = answers(self.question, values)
        self.pending.append((kinds, values, expected))
        self.compare()
        return expected

    def compare(self, waiting=False):
        while self.pending:
            kinds, values, expected = self.pending[0]
            found = self.stream.answers(len(values), waiting)
            if found is None:
                return
            self.pending.popleft()
            for kind, value, ours, theirs in zip(kinds, values, found, expected, strict=True):
                self.stopped += theirs is None
                self.compared += theirs is not None
                if theirs is not None and self.question.part(ours) != theirs:
                    self.note(kind, value)

    def note(self, kind, value):
        self.failed[kind] += 1
        if self.failed[kind] == 1 and len(self.failed) <= 6:
            self.show(kind, shrunk(value, self.differing))

    def ours(self, values):
        return [self.question.part(answer) for answer in answers_at_once(self.command, values)]

    def differing(self, values):
        both = zip(values, self.ours(values), answers(self.question, values), strict=True) if values else []
        return [value for value, ours, theirs in both if theirs is not None and ours != theirs]

    def show(self, kind, value):
        ours, theirs = self.ours([value])[0], self.question.answer([value])[0]
        if isinstance(ours, dict):
            keys = [key for key in ours if ours[key] != theirs.get(key)]
            ours, theirs = {key: ours[key] for key in keys}, {key: theirs.get(key) for key in keys}
        print(f"  {self.question.name}, {kind}: {ascii(value)}\n    tok  {ascii(ours)}\n    peer {ascii(theirs)}", flush=True)

    def finish(self):
        self.stream.close()
        self.compare(waiting=True)
        self.stream.end()


def batches(pairs):
    batch = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def random_ids(source, ids, count):
    return [[source.pick(ids) for _ in range(source.random.randrange(1, 13))] for _ in range(count)]


def run(lanes, them, source, pairs):
    """Asks every question about every text, or about its share of them."""
    count = 0
    for batch in batches(pairs):
        kinds, texts = [kind for kind, _ in batch], [text for _, text in batch]
        ids = []
        for lane in lanes:
            match lane.question.about:
                case "texts":
                    told = lane.ask(kinds, texts)
                    ids = ids or told
                case "ids":
                    lists = [pair for pair in zip(kinds, ids, strict=True) if pair[1]]
                    lane.ask([kind for kind, _ in lists], [found for _, found in lists])
                case "random ids":
                    lane.ask(["random"] * len(texts), random_ids(source, them.ids, len(texts)))
        count += len(texts)
    for lane in lanes:
        lane.finish()
    return count


def asked(questions, every_scalar):
    """Of code points the identifiers count: the rest is asked about fewer of them."""
    if not every_scalar:
        return questions
    kept = [q for q in questions if q.about != "random ids" and "special" not in q.name]
    return [replace(q, share=q.share if q.share == 1 else q.share * 4) for q in kept]


def shown_name(path, encoding=None):
    name = f"{path.parent.name}/{path.name}".removesuffix(".gz")
    return f"{name} as {encoding}" if encoding else name


def compare(path, arguments):
    started = time.monotonic()
    file = unpacked(path)
    them = peer(file, arguments.encoding)
    source = generators.Source(arguments.seed, them.tokens, them.added, generators.corpora())
    lanes = [Lane(question, arguments.tok, file) for question in asked(them.questions, arguments.every_scalar)]
    pairs = generators.every_scalar() if arguments.every_scalar else generators.random_texts(source, arguments.texts)
    count = run(lanes, them, source, pairs)
    failed = sum(sum(lane.failed.values()) for lane in lanes)
    seconds = time.monotonic() - started
    compared = {lane.question.name: lane.compared for lane in lanes}
    print(f"{shown_name(path, arguments.encoding)}: {them.name}, seed {arguments.seed}: {failed} of {sum(compared.values())} differ, {seconds:.0f} s", flush=True)
    for lane in lanes:
        if lane.stopped:
            print(f"  {lane.question.name}: the library stops on {lane.stopped}", flush=True)
        for kind, number in lane.failed.most_common():
            print(f"  {lane.question.name}, {kind}: {number}", flush=True)
    if arguments.record:
        record(path, them, arguments, count, compared, failed, seconds)
    return failed


def record(path, them, arguments, count, compared, failed, seconds):
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
    options = "--every-scalar" if arguments.every_scalar else f"--texts {arguments.texts}"
    line = {
        "date": date.today().isoformat(), "commit": commit.stdout.strip(), "vocabulary": shown_name(path, arguments.encoding),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "peer": them.name, "seed": arguments.seed,
        "mode": "every scalar" if arguments.every_scalar else "random texts", "texts": count,
        "contexts": len(generators.CONTEXTS) if arguments.every_scalar else None, "compared": compared,
        "differences": failed, "seconds": round(seconds),
        "command": f"Benchmarks/differential/differential.py {shown_name(path)} {options} --seed {arguments.seed} --record",
    }
    with RECORD.open("a", encoding="utf-8") as output:
        output.write(json.dumps(line) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, help="tokenizer.json, vocab.json, ranks with an .encoding.json beside them, .model, tekken.json")
    parser.add_argument("--tok", default=".build/release/tok", help="the command")
    parser.add_argument("--texts", type=int, default=100_000, help="random texts a file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-scalar", action="store_true", help="every code point in context instead")
    parser.add_argument("--encoding", help="the encoding of ranks, as tok knows it by name: qwen, kimi, o200k_harmony, …")
    parser.add_argument("--record", action="store_true", help=f"add a line a file to {RECORD}")
    parser.add_argument("--report", action="store_true", help=f"write {RECORD.with_suffix('.md')} from it and end")
    arguments = parser.parse_args()
    if arguments.report:
        return report.write(RECORD)
    failed = sum(compare(file, arguments) for file in arguments.files)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
