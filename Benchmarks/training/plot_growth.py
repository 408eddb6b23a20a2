#!/usr/bin/env python3
"""Draws what growth.py measured: plot_growth.py training-growth.json"""

import json
import pathlib
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

# The same figures give the same file.
matplotlib.rcParams.update({"svg.hashsalt": "tok", "svg.fonttype": "none"})


def main():
    path = pathlib.Path(sys.argv[1])
    record = json.loads(path.read_text())
    figure, panels = plt.subplots(2, 2, figsize=(9, 6), sharey="row", layout="constrained")
    draw(panels[:, 0], record["corpus"], "megabytes", "corpus (MB), 32,000 tokens")
    draw(panels[:, 1], record["vocabulary"], "learnt", f"tokens, on {record['fixed']} MB")
    panels[0, 0].set_ylabel("processor time (s)")
    panels[1, 0].set_ylabel("peak memory (MB)")
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})


def draw(panels, runs, key, label):
    sizes = [run[key] for run in runs]
    times = [run["user"] + run["system"] for run in runs]
    for panel, values in zip(panels, [times, [run["memory"] for run in runs]]):
        panel.plot(sizes, values, marker="o")
        panel.set_xscale("log")
        panel.set_xticks(sizes, [f"{size:,}" for size in sizes], rotation=30)
        panel.set_xticks([], minor=True)
        panel.set_ylim(bottom=0)
        panel.grid(alpha=0.3)
    panels[1].set_xlabel(label)


main()
