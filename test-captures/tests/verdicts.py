#!/usr/bin/env python3
"""Compares what tcpauth says of each frame of a capture with what the reference expects, in every kind of pass.

    verdicts.py CAPTURE.pcapng...
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path
from typing import NamedTuple

from tshark import Tshark

STATUSES = ["Bad", "Good", "Unverified", "Not present", "Illegal"]
FIELDS = ["frame.number", "tcpauth.status", "tcpauth.reason", "tcpauth.key", "tcpauth.calculated"]
PASSES = {
    "one pass": ["-Y", "tcpauth"],
    "one pass with the whole tree": ["-Y", "tcpauth || frame", "-V"],
    "two passes": ["-2", "-Y", "tcpauth"],
    "two passes, read filter": ["-2", "-R", "tcpauth"],
}

# Wireshark shows the fragments of a datagram that it waits for in vain as IP, not as TCP, unless told not to wait.
PREFERENCES = {"fragments-missing": ["-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"]}


class Row(NamedTuple):
    frame: str
    status: str
    reason: str
    key: str
    calculated: str


def expected(capture: Path) -> list[Row]:
    lines = [line for line in capture.with_suffix(".expected").read_text().splitlines()
             if not line.startswith("#")]
    assert lines[0].split("\t") == list(Row._fields), "the first line names the columns"
    return [Row(*line.split("\t")) for line in lines[1:]]


def found(tshark: Tshark, capture: Path, passes: list[str]) -> list[Row]:
    columns = [word for field in FIELDS for word in ("-e", field)]
    preferences = tshark.keyring_of(capture) + PREFERENCES.get(capture.stem, [])
    text = tshark.output("-r", capture, *preferences, *passes, "-T", "fields", *columns)
    rows = [line.split("\t") for line in text.splitlines()]
    return [Row(frame, STATUSES[int(status)], reason, key, calculated.replace(":", ""))
            for frame, status, reason, key, calculated in rows if status]


def differences(wanted: list[Row], got: list[Row], passes: list[str], may_be_late: set[str]) -> list[str]:
    """The first pass may miss what only later frames tell: that the connection is signed.

    A read filter is applied in the first pass, and the frames it leaves are numbered anew.
    """
    if "-R" in passes:
        wanted, got = ([row._replace(frame="") for row in rows] for rows in (wanted, got))
    second = "-2" in passes and "-R" not in passes
    late = set() if second else {row for row in wanted if row.reason in may_be_late}
    missing = [f"expected {row}" for row in wanted if row not in got and row not in late]
    return missing + [f"found    {row}" for row in got if row not in wanted]


def late(capture: Path) -> set[str]:
    """The reasons that rest on later frames: a segment cut short may owe it to them that it is mentioned at all."""
    reasons = {"connection signed"}
    return reasons if capture.with_suffix(".keys").exists() else reasons | {"cut short"}


def main() -> int:
    passed = failed = 0
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            for name, passes in PASSES.items():
                wrong = differences(expected(capture), found(tshark, capture, passes), passes, late(capture))
                print("".join(f"{capture.name}, {name}: {line}\n" for line in wrong), end="")
                passed += not wrong
                failed += bool(wrong)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main())
