"""Reads the words of pictures with tesseract.

That takes seconds for a whole window. So only the rows of pixels are read that differ from the picture of the same size
that was read last, with the lines of text that they belong to.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
from collections import Counter
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

ENLARGED = 3        # tesseract needs letters about 30 pixels high
# The text is dark on light, so tesseract need not look for other text; and few words are in a dictionary.
CONFIGURED = ["-c", "tessedit_do_invert=0", "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"]
MARGIN = 6          # rows that are read above and below a change
GAP = 24            # changes with fewer rows between them are read together
MOST_CHANGED = 0.8  # of the rows; if more of them changed, all are read
CERTAIN = 4         # requests for the words of one picture, after which all rows are read: something may be misread
KEPT = 20_000       # rows

Rows = list[bytes]  # of pixels, each of three bytes


class Word(NamedTuple):
    text: str
    x: int
    y: int
    width: int
    height: int
    line: tuple[str, ...]

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def rows(self) -> range:
        return range(self.y, self.y + self.height)

    def is_in(self, span: range) -> bool:
        return self.y < span.stop and self.y + self.height > span.start


@cache
def darkness(pixel: bytes, background: bytes) -> int:
    """Returns a grey: white for the background, and darker the more the pixel differs from it."""
    return 255 - max(abs(one - other) for one, other in zip(pixel, background))


@lru_cache(KEPT)
def most_common(row: bytes) -> tuple[bytes, int]:
    """Returns the most frequent colour of a row, and the number of its pixels."""
    return Counter(row[i:i + 3] for i in range(0, len(row), 3)).most_common(1)[0]


@lru_cache(KEPT)
def grey(row: bytes) -> bytes:
    """Returns the darkness of each pixel against the row's background."""
    background, _ = most_common(row)
    return bytes(darkness(row[i:i + 3], background) for i in range(0, len(row), 3))


def read_rows(rows: Rows, spans: list[range]) -> list[Word]:
    """Reads the rows in SPANS, which tesseract gets one below the other, with white between them."""
    width = len(rows[0]) // 3
    shown: list[int | None] = []
    for span in spans:
        shown += [*[None] * GAP * bool(shown), *span]
    pixels = b"".join(bytes([255]) * width if y is None else grey(rows[y]) for y in shown)
    enlarged = subprocess.run(["convert", "-size", f"{width}x{len(shown)}", "-depth", "8", "gray:-", "-resize",
                               f"{ENLARGED}00%", "pgm:-"], input=pixels, check=True, stdout=subprocess.PIPE).stdout
    table = subprocess.run(["tesseract", "-", "-", "--psm", "6", *CONFIGURED, "tsv"], input=enlarged, check=True,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           env=os.environ | {"OMP_THREAD_LIMIT": "1"}).stdout.decode()
    cells = (row.split("\t") for row in table.splitlines()[1:])
    words = [Word(cell[11], *(int(number) // ENLARGED for number in cell[6:10]), line=tuple(cell[2:5]))
             for cell in cells if len(cell) == 12 and cell[11].strip()]
    return [word._replace(y=next((y for y in shown[word.y:] if y is not None), spans[-1].stop - 1)) for word in words]


def spans_of(changed: set[int], height: int) -> list[range]:
    """Returns spans with all CHANGED rows and margins around them."""
    spans: list[range] = []
    for y in sorted(changed):
        first = y
        if spans and y - spans[-1].stop < GAP:
            first = spans.pop().start
        spans.append(range(first, y + 1))
    return [range(max(span.start - MARGIN, 0), min(span.stop + MARGIN, height)) for span in spans]


def changes(rows: Rows, before: Rows, words: list[Word]) -> list[range]:
    """Returns spans of ROWS with everything that differs from BEFORE, and no part of a line of text that WORDS, the
    words of BEFORE, have there."""
    changed = {y for y, row in enumerate(rows) if row != before[y]}
    while True:
        spans = spans_of(changed, len(rows))
        cut = {y for word in words if any(map(word.is_in, spans)) for y in word.rows}
        if cut <= changed:
            return spans
        changed |= cut


def joined(kept: list[Word], new: list[Word]) -> list[Word]:
    """Returns the words of both line by line, from the top; the lines of both have different names."""
    lines = [list(line) for words in ([word._replace(line=("kept", *word.line)) for word in kept], new)
             for _, line in groupby(words, lambda word: word.line)]
    return [word for line in sorted(lines, key=lambda line: min(word.middle[1] for word in line)) for word in line]


class Reading:
    """The words of a picture: of BEFORE, another picture's rows and words, those in lines that are still the same."""

    def __init__(self, rows: Rows, before: tuple[Rows, list[Word]] | None = None) -> None:
        self.requests = 0
        whole = [range(len(rows))]
        spans = changes(rows, *before) if before else whole
        self.is_whole = sum(map(len, spans)) > MOST_CHANGED * len(rows)
        if self.is_whole or not before:
            self.words = read_rows(rows, whole)
        else:
            kept = [word for word in before[1] if not any(map(word.is_in, spans))]
            self.words = joined(kept, read_rows(rows, spans) if spans else [])
