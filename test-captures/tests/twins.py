#!/usr/bin/env python3
"""Compares the twins that tcpauth finds in a capture with what NAME.twins says, in one pass and in two.

    twins.py CAPTURE.pcapng...

A capture without that file has one point of capture, and no twins.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark

FIELDS = ["frame.number", "tcpauth.twin", "tcpauth.changed"]
Row = tuple[str, str, str]


def expected(capture: Path) -> set[Row]:
    file = capture.with_suffix(".twins")
    lines = file.read_text().splitlines()[1:] if file.exists() else []
    return {tuple(line.split("\t")) for line in lines}


def found(tshark: Tshark, capture: Path, *arguments: str) -> set[Row]:
    columns = [word for field in FIELDS for word in ("-e", field)]
    text = tshark.output("-r", capture, *arguments, "-Y", "tcpauth.twin", "-T", "fields", *columns)
    return {tuple(line.split("\t")) for line in text.splitlines()}


def rewritten(tshark: Tshark, capture: Path, *arguments: str) -> set[str]:
    """The frames with the expert information."""
    text = tshark.output("-r", capture, *arguments, "-Y", "tcpauth.rewritten", "-T", "fields", "-e", "frame.number")
    return set(text.split())


def known_early(rows: set[Row]) -> set[str]:
    """The frames of which the first pass knows a twin: it came before."""
    return {frame for frame, twins, _ in rows if any(int(twin) < int(frame) for twin in twins.split(","))}


def check(checks: Checks, tshark: Tshark, capture: Path, keyring: list[str]) -> None:
    wanted = expected(capture)
    got = found(tshark, capture, *keyring, "-2")
    checks.that(got == wanted, f"{capture.name} {keyring}: {sorted(got ^ wanted)}")
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
