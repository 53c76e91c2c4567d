#!/usr/bin/env python3
"""Checks the filters for TCP-AO alone, whose items are hidden: which frames they find, and that the tree lacks them.

    filters.py CAPTURE.pcapng...        captures of TCP-AO; each filter must find something in one of them
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import expected

# Filters that also find segments signed with MD5, by those that find the others of these.
GENERAL = {"tcpauth.ao.good_refused": "tcpauth.receiver", "tcpauth.ao.will_break": "tcpauth.will_break"}
NAMES = ["tcpauth.ao.current", "tcpauth.ao.not_configured_mode", *GENERAL]
# The findings are generated items of the option with the signature.
FINDINGS = re.compile(r" {8}TCP Option - [^\n]*\n(?: {12}[^\n]*\n)*? {12}\[Signature Status: ")
LABELS = ["Current key", "Another option mode", "Good TCP-AO"]


def shown_in(tshark: Tshark, capture: Path, *arguments: str) -> str:
    return tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), *arguments)


def frames_of(tshark: Tshark, capture: Path) -> list[dict[str, str]]:
    """Returns the fields of each frame. A field's name as a filter finds the frames where it is not empty."""
    fields = ["frame.number", "tcp.options.ao", *NAMES, *GENERAL.values()]
    text = shown_in(tshark, capture, "-T", "fields", *(word for field in fields for word in ("-e", field)))
    return [dict(zip(fields, line.split("\t"), strict=True)) for line in text.splitlines()]


def check(checks: Checks, tshark: Tshark, capture: Path) -> set[str]:
    """Returns the filters that found something."""
    rows, frames = expected(capture), frames_of(tshark, capture)
    other_mode = {row.frame for row in rows if row.cause == "AO options mode"}
    wanted = {
        "tcpauth.ao.not_configured_mode": other_mode,
        **{name: {frame["frame.number"] for frame in frames if frame[other] and frame["tcp.options.ao"]}
           for name, other in GENERAL.items()},
    }
    for name, numbers in wanted.items():
        found = {frame["frame.number"] for frame in frames if frame[name]}
        checks.that(found == numbers, f"{capture.name}: {name} finds {found}, not {numbers}")
    current = {frame["frame.number"]: frame["tcpauth.ao.current"] for frame in frames}
    for row in rows:
        if row.status in ("Good", "Unverified"):    # nothing proves that an unverified segment's key is current
            key = row.key if row.status == "Good" else ""
            checks.that(current[row.frame] == key, f"{capture.name}: frame {row.frame} has the current key "
                                                   f"{current[row.frame]!r}, not {key!r}")
    tree = shown_in(tshark, capture, "-V")
    checks.that(not any(label in tree for label in LABELS), f"{capture.name}: the tree has hidden items")
    signed = sum(bool(frame["tcp.options.ao"]) for frame in frames)
    checks.that(len(FINDINGS.findall(tree)) == signed > 0, f"{capture.name}: findings are not in {signed} options")
    return {name for name, numbers in wanted.items() if numbers} | {
        "tcpauth.ao.current" for row in rows if row.status == "Good"}


def main(captures: list[str]) -> int:
    checks, useful = Checks(), set()
    with Tshark() as tshark:
        for capture in map(Path, captures):
            useful |= check(checks, tshark, capture)
    checks.that(useful == set(NAMES), f"nothing is found by {set(NAMES) - useful}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
