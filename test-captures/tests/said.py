#!/usr/bin/env python3
"""Compares hints, causes, cures, refusals and key changes in the tree with NAME.said.

    said.py CAPTURE.pcapng...

Two passes must show all its lines; neither one pass nor two may show other hints, refusals or key changes.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import sys
from collections import defaultdict
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import lines_of

FRAME = re.compile(r"Frame (\d+): ")
# The beginning of a line of the tree, and its name in NAME.said.
BEGINNINGS = {"[Hint: ": "hint", "[Cause: ": "cause", "[Cure: ": "cure", "[Never acknowledged: ": "receiver",
              "[Key change: ": "rollover"}
ALONE = {"hint", "receiver", "rollover"}    # must not appear where NAME.said has none

Said = dict[tuple[str, str], str]           # frame and what -> the line


def said(text: str) -> Said:
    found, frame = {}, ""
    for line in text.splitlines():
        if begins := FRAME.match(line):
            frame = begins[1]
        for beginning, what in BEGINNINGS.items():
            if line.strip().startswith(beginning):
                found[frame, what] = line.strip()
    return found


def check(checks: Checks, tshark: Tshark, capture: Path, passes: list[str]) -> None:
    wanted = defaultdict(list)
    for frame, what, words in lines_of(capture.with_suffix(".said"), ("frame", "what", "words")):
        wanted[frame, what].append(words)
    found = said(tshark.output("-r", capture, *tshark.keyring_of(capture), *passes, "-Y", "tcpauth", "-V"))
    for place in found:
        checks.that(place in wanted or place[1] not in ALONE,
                    f"{capture.name} {passes}, frame {place[0]}: unexpected {found[place]}")
    for place, words in wanted.items() if passes else ():
        line = found.get(place, f"no {place[1]}")
        checks.that(all(word in line for word in words), f"{capture.name}, frame {place[0]}: {line}, not {words}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            for passes in [], ["-2"]:
                with checks.of(capture.name):
                    check(checks, tshark, capture, passes)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
