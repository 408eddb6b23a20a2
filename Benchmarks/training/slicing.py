"""Cuts a text into slices of some 64 KiB for trainers that want a list of texts.

A cut is made in front of a U+0020 behind something that isn't white space, where none of the known
patterns matches across: all pretokens are those of the whole text.
"""


def slices(path, size=1 << 16):
    rest = ""
    with open(path, encoding="utf-8", newline="") as file:
        while block := file.read(size):
            rest += block
            end = rest.rfind(" ")
            while end > 0 and rest[end - 1].isspace():
                end = rest.rfind(" ", 0, end)
            if end > 0:
                yield rest[:end]
                rest = rest[end:]
    if rest:
        yield rest
