"""results/differential.md, from the lines of results/differential.jsonl."""

import json

HEAD = """# Differences from the peers

Written by `differential.py --report` from [differential.jsonl](differential.jsonl), which has a line for each
run: commit, SHA-256 of the vocabulary, versions, seed, command, and how much each question compared.

- *Random texts* have up to 40 characters, one of fifty more; they are of {kinds} kinds, drawn by seed.
- *Code points* are all 1,112,064 scalars of Unicode, each in {contexts} contexts or more.
- *Answers* are what was compared: identifiers of every text; of a share of them also offsets, words, masks,
  special tokens the other way, and the text of identifiers, of texts and of any.

| vocabulary | peer | random texts | code points | answers | differences |
|---|---|--:|--:|--:|--:|
"""


TAIL = """
Tokenizers that nobody published, shaped as those of known models, varied one part at a time, or drawn:

"""


def latest(path):
    """The last run of each vocabulary in each mode."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(line["vocabulary"], line["mode"]): line for line in lines}


def rows(runs):
    for name in sorted({name for name, mode in runs if mode != "variants"}):
        texts, scalars = runs.get((name, "random texts")), runs.get((name, "every scalar"))
        both = [run for run in (texts, scalars) if run]
        answers = sum(sum(run["compared"].values()) for run in both)
        cells = [f"{run['texts']:,}" if run else "" for run in (texts, scalars)]
        yield f"| {name} | {both[0]['peer']} | {cells[0]} | {cells[1]} | {answers:,} | {sum(run['differences'] for run in both)} |\n"


def variants(runs):
    """What was compared on tokenizers that nobody published, with a share of the questions as above."""
    lines = [run for (_, mode), run in runs.items() if mode == "variants"]
    for run in lines:
        number = f"{run['tokenizers']} tokenizers, each on {run['texts']:,} random texts: {run['differences']} differences"
        yield f"- `{run['command']}`, commit {run['commit']}: {number}.\n"


def write(path):
    import texts

    runs = latest(path)
    contexts = min(run["contexts"] for run in runs.values() if run.get("contexts"))
    head = HEAD.format(kinds=len(texts.KINDS), contexts=contexts)
    path.with_suffix(".md").write_text(head + "".join(rows(runs)) + TAIL + "".join(variants(runs)), "utf-8")
