#!/usr/bin/env python3
"""How time and memory of tok's training grow with the corpus and with the vocabulary.

    growth.py                       about five minutes; needs 600 MB in the temporary folder
    growth.py --rounds 5 --sizes 1 10 100 --vocabularies 1000 32000

Writes a table and a plot: Benchmarks/results/training-growth.md, .svg, and .json with all figures.
The corpora are drawn from english, multilingual and code by redraw.py.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from measuring import RESULTS, ROOT, circumstances, measured_command, medians, test_data

SOURCES = ["english", "multilingual", "code"]
HERE = pathlib.Path(__file__).resolve().parent


def main():
    options = parse()
    record = circumstances() | vars(options)
    del record["tok"]  # a path says nothing elsewhere
    with tempfile.TemporaryDirectory() as folder:
        record["corpus"] = [
            {"megabytes": size} | train(options, folder, size, 32_000) for size in options.sizes]
        record["vocabulary"] = [
            {"tokens": count} | train(options, folder, options.fixed, count)
            for count in options.vocabularies]
    RESULTS.mkdir(exist_ok=True)
    report = RESULTS / "training-growth"
    report.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n")
    report.with_suffix(".md").write_text(table(record), encoding="utf-8")
    # In a process of its own: it takes matplotlib, and whoever measures has to stay small.
    subprocess.run(
        [sys.executable, str(HERE / "plot_growth.py"), str(report.with_suffix(".json"))],
        check=True)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tok", default=str(ROOT / ".build" / "debug" / "tok"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 5, 25, 100, 300])
    parser.add_argument(
        "--vocabularies", type=int, nargs="+",
        default=[1_000, 4_000, 16_000, 32_000, 64_000, 128_000, 256_000])
    parser.add_argument("--fixed", type=int, default=100, help="megabytes, for --vocabularies")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def train(options, folder, megabytes, vocabulary):
    corpus = drawn(folder, megabytes, options.seed)
    output = pathlib.Path(folder, "tokenizer.json")
    command = [
        options.tok, "train", str(corpus), "--vocab", str(vocabulary), "--json",
        "--threads", str(options.threads), "--output", str(output)]
    costs = [measured_command(command) for _ in range(options.rounds)]
    learnt = len(json.loads(output.read_text())["model"]["vocab"])
    return medians(costs) | {"learnt": learnt}


def drawn(folder, megabytes, seed):
    path = pathlib.Path(folder, f"{megabytes}.txt")
    if not path.exists():
        inputs = [str(test_data(name)) for name in SOURCES]
        command = [sys.executable, str(HERE / "redraw.py"), str(megabytes), str(seed), str(path)]
        subprocess.run(command + inputs, check=True)
    return path


def table(record):
    return f"""# How training grows

Written by `python3 Benchmarks/training/growth.py`; don't edit. Medians of {record["rounds"]} runs
on {record["threads"]} thread(s). {record["machine"]}, {record["system"]}, {record["date"]}, commit
{record["commit"]}, load {record["load"]} at the start.

The corpora are paragraphs of english.txt, multilingual.txt and code.txt in shuffled order (seed
{record["seed"]}). These hold 59 MB: the larger corpora repeat them, so from there on they have no
new words, and time grows as it does for text that says much the same again.

## With the corpus, at 32,000 tokens

| corpus | time | processor time | peak memory | MB a second |
|--:|--:|--:|--:|--:|
{rows(record["corpus"], corpus_row)}

## With the vocabulary, on {record["fixed"]} MB

| tokens | time | processor time | peak memory |
|--:|--:|--:|--:|
{rows(record["vocabulary"], vocabulary_row)}

![Time and memory over the size of the corpus and of the vocabulary](training-growth.svg)
"""


def rows(runs, row):
    return "\n".join(row(run) for run in runs)


def corpus_row(run):
    return f"| {run['megabytes']} MB | {figures(run)} | {run['megabytes'] / run['wall']:.0f} |"


def vocabulary_row(run):
    return f"| {run['learnt']:,} | {figures(run)} |"


def figures(run):
    time = run["user"] + run["system"]
    return f"{run['wall']:.2f} s | {time:.2f} s | {run['memory']:.0f} MB"


if __name__ == "__main__":
    main()
