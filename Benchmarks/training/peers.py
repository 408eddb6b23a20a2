#!/usr/bin/env python3
"""Times the training of a BPE vocabulary: tok and its peers, side by side in one run.

    peers.py                                        English, 32,000 tokens, 1 thread, 3 rounds
    peers.py --corpus code --vocab 100000 --threads 1 2 --rounds 5
    peers.py --update-readme                        also writes the table into README.md

Every run is a fresh process. Rounds are interleaved, each trainer once a round, so that what else
the machine does hits all alike; the table has medians. The results go to
Benchmarks/results/training-peers.jsonl, a line for each run of this script.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
from importlib import metadata

from measuring import RESULTS, ROOT, circumstances, medians, test_data
from trainers import PEERS, measure

BEGIN = "<!-- Written by Benchmarks/training/peers.py --update-readme -->"
END = "<!-- end -->"


def main():
    options = parse()
    if options.worker:
        return print(json.dumps(measure(
            options.worker, options.corpus, options.vocab, options.threads[0], options.tok)))
    check(options)
    report = ""
    for threads in options.threads:
        record = compare(options, threads)
        save(record)
        report = table(record)
        print(f"\n{report}\n", flush=True)
        if options.update_readme and threads == options.threads[0]:
            update_readme(report)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="english", help="english, multilingual, code, a file")
    parser.add_argument("--vocab", type=int, default=32_000)
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=[*PEERS], default=[*PEERS])
    parser.add_argument("--timeout", type=int, default=600, help="seconds for one training")
    parser.add_argument("--tok", default=str(ROOT / ".build" / "debug" / "tok"))
    parser.add_argument("--update-readme", action="store_true")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    return parser.parse_args()


def check(options):
    if not os.path.exists(options.tok):
        raise SystemExit(f"{options.tok}: is not there; run swift build --product tok")
    missing = [peer for peer in options.peers if importlib.util.find_spec(peer) is None]
    if missing:
        raise SystemExit(
            f"{sys.executable}: lacks {' '.join(missing)}; see Benchmarks/README.md, or in short: "
            f"{sys.executable} -m pip install {' '.join(missing)}")
    options.corpus = str(test_data(options.corpus))


def compare(options, threads):
    """All rounds of all trainers, as a record to keep."""
    names = ["tok", *options.peers]
    runs = {name: [] for name in names}
    late = set()
    record = circumstances() | describe(options, threads)
    for number in range(options.rounds):
        for name in names:
            if name in late:
                continue
            run = run_worker(name, options, threads)
            if run is None:
                late.add(name)
                continue
            runs[name].append(run)
            print(f"round {number + 1}  {name:10}  {run['wall']:.2f} s", file=sys.stderr)
    record["trainers"] = {name: summary(runs[name], name in late) for name in names}
    return record


def describe(options, threads):
    path = pathlib.Path(options.corpus)
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "corpus": path.name, "bytes": path.stat().st_size, "sha256": digest,
        "vocabulary": options.vocab, "threads": threads, "rounds": options.rounds,
        "versions": {peer: metadata.version(peer) for peer in options.peers},
    }


def run_worker(name, options, threads):
    """Trains once in a fresh process; `None` when that takes too long."""
    command = [
        sys.executable, __file__, "--worker", name, "--corpus", options.corpus,
        "--vocab", str(options.vocab), "--threads", str(threads), "--tok", options.tok]
    environment = os.environ | {
        "RAYON_NUM_THREADS": str(threads), "PYTHONHASHSEED": "0",
        "TOKENIZERS_PARALLELISM": "true" if threads > 1 else "false"}
    try:
        found = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=options.timeout)
    except subprocess.TimeoutExpired:
        print(f"{name}: not done after {options.timeout} s", file=sys.stderr)
        return None
    if found.returncode != 0:
        raise SystemExit(f"{name}: failed:\n{found.stderr}")
    return json.loads(found.stdout.splitlines()[-1])


def summary(runs, is_late):
    if is_late or not runs:
        return {"timed_out": True}
    facts = {key: value for key, value in runs[-1].items() if not isinstance(value, float)}
    costs = [{k: v for k, v in run.items() if isinstance(v, float)} for run in runs]
    return facts | medians(costs) | {"walls": [round(cost["wall"], 3) for cost in costs]}


def save(record):
    RESULTS.mkdir(exist_ok=True)
    with open(RESULTS / "training-peers.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


# The table

def table(record):
    trainers = record["trainers"]
    rows = [row(name, trainers, record) for name in trainers]
    threads = "one thread" if record["threads"] == 1 else f"{record['threads']} threads"
    caption = (
        f"{record['corpus']} ({record['bytes'] / 1e6:.1f} MB), {record['vocabulary']:,} tokens, "
        f"{threads}, medians of {record['rounds']} runs in turn. {record['machine']}, "
        f"{record['system']}, {record['date']}, load {record['load']}.")
    head = [
        "| trainer | time | processor time | peak memory | time / tok | merges as tokenizers |",
        "|---|--:|--:|--:|--:|:-:|"]
    return "\n".join([*head, *rows, "", caption])


def row(name, trainers, record):
    label = f"**{name}**" if name == "tok" else f"{name} {record['versions'][name]}"
    found = trainers[name]
    if "timed_out" in found:
        return f"| {label} | too long | | | | |"
    ratio = found["wall"] / trainers["tok"]["wall"]
    return (
        f"| {label} | {found['wall']:.2f} s | {found['user'] + found['system']:.2f} s "
        f"| {found['memory']:.0f} MB | {ratio:.1f} | {agreement(found, trainers)} |")


def agreement(found, trainers):
    """Whether the merges are those of `tokenizers`; of those who tell none, the tokens."""
    reference = trainers.get("tokenizers", {})
    key = "merges" if "merges" in found else "tokens"
    if key not in reference:
        return "–"
    return "yes" if found[key] == reference[key] else "no"


def update_readme(report):
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    if not rest:
        raise SystemExit(f"{path}: the line {BEGIN} is gone; put it and {END} around the table")
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
