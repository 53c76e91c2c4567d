"""A picture of a screen: the colours of a list's rows, and the words that OCR reads."""
# SPDX-License-Identifier: GPL-2.0-or-later

import subprocess
from hashlib import sha256
from pathlib import Path

from ocr import CERTAIN, Reading, Rows, Word, most_common

readings: dict[bytes, Reading] = {}     # by the digest of the picture
latest: dict[tuple[int, int], tuple[Rows, list[Word]]] = {}     # the rows and words by the picture's size


class Picture:
    """A picture with three bytes for each pixel, row by row from the top."""

    def __init__(self, width: int, height: int, pixels: bytes) -> None:
        self.width, self.height, self.pixels = width, height, pixels

    def save(self, path: Path, *options: str) -> None:
        ppm = b"P6 %d %d 255\n" % (self.width, self.height) + self.pixels
        subprocess.run(["convert", "ppm:-", "-strip", *options, str(path)], input=ppm, check=True)

    def top(self, height: int) -> "Picture":
        """Returns the highest lines as a picture of their own."""
        return Picture(self.width, height, self.pixels[:self.width * height * 3])

    def bottom(self, height: int) -> "Picture":
        """Returns the lowest lines as a picture of their own."""
        return Picture(self.width, height, self.pixels[-self.width * height * 3:])

    def rows(self) -> Rows:
        return [self.pixels[start:start + self.width * 3] for start in range(0, len(self.pixels), self.width * 3)]

    def backgrounds(self) -> list[bytes]:
        """Returns for each row the colour of at least half of its pixels, or an empty string."""
        return [colour if count * 2 >= self.width else b"" for colour, count in map(most_common, self.rows())]

    def colours(self, left: int, right: int) -> list[bytes]:
        """Returns for each row the most frequent colour of its pixels from LEFT to RIGHT."""
        return [most_common(row[left * 3:right * 3])[0] for row in self.rows()]

    def words(self) -> list[Word]:
        """Returns the words, dark on light or light on dark. Caches them, as the same menus open often."""
        size, rows = (self.width, self.height), self.rows()
        name = sha256(b"%d %d " % size + self.pixels).digest()
        reading = readings.get(name) or Reading(rows, latest.get(size))
        if reading.requests == CERTAIN and not reading.is_whole:
            reading = Reading(rows)
        reading.requests += 1
        readings[name], latest[size] = reading, (rows, reading.words)
        return reading.words

    def text(self) -> str:
        """Returns the words, line by line."""
        lines: dict[tuple[str, ...], list[str]] = {}
        for word in self.words():
            lines.setdefault(word.line, []).append(word.text)
        return "\n".join(map(" ".join, lines.values()))
