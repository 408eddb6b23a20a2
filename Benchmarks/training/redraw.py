#!/usr/bin/env python3
"""Makes a large corpus out of smaller ones.

    redraw.py MEGABYTES SEED OUTPUT INPUT...

The paragraphs of all inputs (what blank lines separate) are shuffled and written; when all are
used they are shuffled and written again, until there is enough. So below the size of the inputs no
paragraph comes twice, and above it no new words come: real corpora go on growing their vocabulary.
"""

import pathlib
import random
import sys


def main():
    megabytes, seed, output, *inputs = sys.argv[1:]
    paragraphs = []
    for path in inputs:
        paragraphs += [part for part in pathlib.Path(path).read_bytes().split(b"\n\n") if part]
    generator = random.Random(int(seed))
    missing = int(float(megabytes) * 1e6)
    with open(output, "wb") as file:
        while missing > 0:
            generator.shuffle(paragraphs)
            for paragraph in paragraphs:
                missing -= file.write(paragraph + b"\n\n")
                if missing <= 0:
                    break


main()
