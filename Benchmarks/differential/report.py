"""results/differential.md, from the lines of results/differential.jsonl."""

import json

HEAD = """# Differences from the peers

Written by `differential.py --report` from [differential.jsonl](differential.jsonl), which has a line for each
run: commit, SHA-256 of the vocabulary, versions, seed, command, and how much each question compared.

- *Random texts* have up to 40 characters, one of fifty more; they are of {kinds} kinds, drawn by seed.
- *Code points* are all 1,112,064 scalars of Unicode, each in {contexts} contexts.
- *Answers* are what was compared: identifiers of every text; of a share of them also offsets, words, masks,
  special tokens the other way, and the text of identifiers, of texts and of any.

| vocabulary | peer | random texts | code points | answers | differences |
|---|---|--:|--:|--:|--:|
"""


def latest(path):
    """The last run of each vocabulary in each mode."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(line["vocabulary"], line["mode"]): line for line in lines}


def rows(runs):
    for name in sorted({name for name, _ in runs}):
        texts, scalars = runs.get((name, "random texts")), runs.get((name, "every scalar"))
        both = [run for run in (texts, scalars) if run]
        answers = sum(sum(run["compared"].values()) for run in both)
        cells = [f"{run['texts']:,}" if run else "" for run in (texts, scalars)]
        yield f"| {name} | {both[0]['peer']} | {cells[0]} | {cells[1]} | {answers:,} | {sum(run['differences'] for run in both)} |\n"


def write(path):
    import texts

    head = HEAD.format(kinds=len(texts.KINDS), contexts=len(texts.CONTEXTS))
    path.with_suffix(".md").write_text(head + "".join(rows(latest(path))), "utf-8")
