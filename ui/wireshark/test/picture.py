"""A picture of a screen: the colours of a list's rows, and the words that OCR reads."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ENLARGED = 3  # tesseract needs letters about 30 pixels high
NOT_INVERTED = ["-c", "tessedit_do_invert=0"]   # the text is dark on light, so tesseract need not look for other text

read: dict[bytes, list["Word"]] = {}    # the words, by the digest of the picture


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


@cache
def darkness(pixel: bytes, background: bytes) -> int:
    """Returns a grey: white for the background, and darker the more the pixel differs from it."""
    return 255 - max(abs(one - other) for one, other in zip(pixel, background))


class Picture:
    """A picture from a binary PPM file with three bytes per pixel."""

    def __init__(self, ppm: bytes) -> None:
        header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", ppm)
        assert header, "not a PPM picture"
        self.ppm = ppm
        self.width, self.height = int(header[1]), int(header[2])
        self.pixels = ppm[header.end():]

    def save(self, path: Path, *options: str) -> None:
        subprocess.run(["convert", "ppm:-", "-strip", *options, str(path)], input=self.ppm, check=True)

    def bottom(self, height: int) -> "Picture":
        """Returns the lowest lines as a picture of their own."""
        return Picture(b"P6 %d %d 255\n" % (self.width, height) + self.pixels[-self.width * height * 3:])

    def _lines(self) -> Iterator[list[bytes]]:
        for start in range(0, len(self.pixels), self.width * 3):
            yield [self.pixels[i:i + 3] for i in range(start, start + self.width * 3, 3)]

    def backgrounds(self) -> list[bytes]:
        """Returns for each line the colour of at least half of its pixels, or an empty string."""
        most = (Counter(line).most_common(1)[0] for line in self._lines())
        return [colour if count * 2 >= self.width else b"" for colour, count in most]

    def words(self) -> list[Word]:
        """Returns the words, dark on light or light on dark. Caches them, as the same menus open often."""
        name = sha256(self.ppm).digest()
        if name not in read:
            read[name] = self._read()
        return read[name]

    def _read(self) -> list[Word]:
        grey = bytearray()
        for line in self._lines():
            background = Counter(line).most_common(1)[0][0]
            grey += bytes(darkness(pixel, background) for pixel in line)
        enlarged = subprocess.run(["convert", "-size", f"{self.width}x{self.height}", "-depth", "8", "gray:-",
                                   "-resize", f"{ENLARGED}00%", "pgm:-"], input=grey, check=True,
                                  stdout=subprocess.PIPE).stdout
        table = subprocess.run(["tesseract", "-", "-", "--psm", "6", *NOT_INVERTED, "tsv"], input=enlarged, check=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env=os.environ | {"OMP_THREAD_LIMIT": "1"}).stdout.decode()
        cells = (row.split("\t") for row in table.splitlines()[1:])
        return [Word(cell[11], *(int(number) // ENLARGED for number in cell[6:10]), line=tuple(cell[2:5]))
                for cell in cells if len(cell) == 12 and cell[11].strip()]

    def text(self) -> str:
        """Returns the words, line by line."""
        lines: dict[tuple[str, ...], list[str]] = {}
        for word in self.words():
            lines.setdefault(word.line, []).append(word.text)
        return "\n".join(map(" ".join, lines.values()))
