#!/usr/bin/env python3
"""Checks the filters for TCP-AO alone, whose items are hidden: which frames they find, and that the tree lacks them.

    filters.py CAPTURE.pcapng...        captures of TCP-AO; each filter must find something in one of them
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import expected

# Filters that also find segments signed with MD5, by those that find the others of these.
GENERAL = {"tcpauth.ao.good_refused": "tcpauth.receiver", "tcpauth.ao.will_break": "tcpauth.will_break"}
NAMES = ["tcpauth.ao.current", "tcpauth.ao.not_configured_mode", *GENERAL]
LABELS = ["Current key", "Another option mode", "Good TCP-AO"]


def found_by(tshark: Tshark, capture: Path, words: str, *fields: str) -> list[str]:
    shown = [word for field in ("frame.number", *fields) for word in ("-e", field)]
    text = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-Y", words, "-T", "fields", *shown)
    return text.splitlines()


def check(checks: Checks, tshark: Tshark, capture: Path) -> set[str]:
    """Returns the filters that found something."""
    rows = expected(capture)
    wanted = {
        "tcpauth.ao.not_configured_mode": [row.frame for row in rows if row.cause == "AO options mode"],
        **{name: found_by(tshark, capture, f"{other} && tcp.options.ao") for name, other in GENERAL.items()},
    }
    for name, frames in wanted.items():
        found = found_by(tshark, capture, name)
        checks.that(found == frames, f"{capture.name}: {name} finds {found}, not {frames}")
    good = [f"{row.frame}\t{row.key}" for row in rows if row.status == "Good"]
    found = found_by(tshark, capture, 'tcpauth.ao.current && tcpauth.status == "Good"', "tcpauth.ao.current")
    checks.that(found == good, f"{capture.name}: current keys {found}, not {good}")
    unproven = found_by(tshark, capture, 'tcpauth.ao.current && tcpauth.status == "Unverified"')
    checks.that(not unproven, f"{capture.name}: {unproven} have a current key that nothing proves")
    tree = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-V")
    checks.that("Signature Status" in tree and not any(label in tree for label in LABELS),
                f"{capture.name}: the tree has hidden items")
    return {name for name, frames in wanted.items() if frames} | ({"tcpauth.ao.current"} if good else set())


def main(captures: list[str]) -> int:
    checks, useful = Checks(), set()
    with Tshark() as tshark:
        for capture in map(Path, captures):
            useful |= check(checks, tshark, capture)
    checks.that(useful == set(NAMES), f"nothing is found by {set(NAMES) - useful}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
