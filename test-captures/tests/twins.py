#!/usr/bin/env python3
"""Compares the twins that tcpauth finds in a capture, and the table of the path, with NAME.twins, in one pass and two.

    twins.py CAPTURE.pcapng...

A frame shows only the nearest of its twins. A capture without NAME.twins has one capture point, and no twins.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark

FIELDS = ["frame.number", "tcpauth.twin", "tcpauth.changed"]
Row = tuple[str, str, str]
Line = tuple[frozenset[str], int, str]


def expected(capture: Path) -> set[Row]:
    file = capture.with_suffix(".twins")
    lines = file.read_text().splitlines()[1:] if file.exists() else []
    return {tuple(line.split("\t")) for line in lines}


def nearest(rows: set[Row]) -> set[Row]:
    """Returns each frame with its last twin before it or, if it has none, the first twin after it.

    Of two frames, the row of the one that has no other twin names the changes.
    """
    by_frame = {frame: (twins.split(","), changes) for frame, twins, changes in rows}

    def shown(frame: str) -> Row:
        twins, changes = by_frame[frame]
        before = [twin for twin in twins if int(twin) < int(frame)]
        twin = max(before, key=int) if before else min(twins, key=int)
        return frame, twin, changes if len(twins) == 1 else by_frame[twin][1]

    return set(map(shown, by_frame))


def listed(rows: set[Row]) -> set[Line]:
    """Returns the lines of the path's table: two frames in any order, the number of pieces, the changes.

    A segment with several changed twins was split or merged. It has one line, with its first piece.
    """
    lines = set()
    changes_of = {frame: changes for frame, _, changes in rows}
    for frame, text, changes in rows:
        twins = text.split(",")
        if changes and len(twins) > 1:
            lines.add((frozenset({frame, min(twins, key=int)}), len(twins), changes_of[twins[0]]))
        elif changes and not any("," in others for other, others, _ in rows if other == twins[0]):
            lines.add((frozenset({frame, *twins}), 1, changes))
    return lines


def path(tshark: Tshark, capture: Path, *arguments: str) -> tuple[set[Line], list[int], int]:
    """Returns the lines of the table, the sums of its groups, and the length of the longest line."""
    text = tshark.output("-q", "-r", capture, *arguments, "-z", "tcpauth,path")
    lines, sums, group = set(), [], ""
    for line in text.splitlines()[4:]:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 1:
            group = line.rpartition("; ")[2]
        elif cells[2].isdigit():
            first, second, count = cells[:3]
            if not first:
                sums.append(int(count))
            else:
                lines.add((frozenset({first, second}), int(count), group.replace(", ", ",")))
    return lines, sums, max(len(line.rstrip()) for line in text.splitlines() if not line.startswith("="))


def found(tshark: Tshark, capture: Path, *arguments: str) -> set[Row]:
    columns = [word for field in FIELDS for word in ("-e", field)]
    text = tshark.output("-r", capture, *arguments, "-Y", "tcpauth.twin", "-T", "fields", *columns)
    return {tuple(line.split("\t")) for line in text.splitlines()}


def rewritten(tshark: Tshark, capture: Path, *arguments: str) -> set[str]:
    """Returns the frames with the expert information tcpauth.rewritten."""
    text = tshark.output("-r", capture, *arguments, "-Y", "tcpauth.rewritten", "-T", "fields", "-e", "frame.number")
    return set(text.split())


def known_early(rows: set[Row]) -> set[str]:
    """Returns the frames with an earlier twin, which the first pass knows."""
    return {frame for frame, twins, _ in rows if any(int(twin) < int(frame) for twin in twins.split(","))}


def check(checks: Checks, tshark: Tshark, capture: Path, keyring: list[str]) -> None:
    wanted = expected(capture)
    got = found(tshark, capture, *keyring, "-2")
    checks.that(got == nearest(wanted), f"{capture.name} {keyring}: {sorted(got ^ nearest(wanted))}")
    for passes in [], ["-2"]:
        lines, sums, width = path(tshark, capture, *keyring, *passes)
        checks.that(lines == listed(wanted), f"{capture.name} {keyring}, path: {lines ^ listed(wanted)}")
        checks.that(sum(sums) == len(lines) and width <= 100, f"{capture.name}: {sums} of {len(lines)}, {width} wide")
    changed = {frame for frame, _, changes in wanted if changes}
    told = rewritten(tshark, capture, *keyring, "-2")
    checks.that(told == changed, f"{capture.name} {keyring}, rewritten: {sorted(told ^ changed)}")
    early = {frame for frame, *_ in found(tshark, capture, *keyring)}
    checks.that(early == known_early(wanted), f"{capture.name} {keyring}, one pass: {sorted(early)}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                check(checks, tshark, capture, tshark.keyring_of(capture))
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
