#!/usr/bin/env python3
"""Compares the kernel counters that the verdict names with those that the receiver's Linux kernel incremented.

    counted.py CAPTURE.pcapng...

Each line of NAME.counted has the address of a host, a counter, and by how much it grew during the recording.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from checks import Checks
from tshark import Tshark

WELL = {"TCPAOGood", "SyncookiesSent", "SyncookiesRecv"}


def refused(capture: Path) -> dict[str, set[str]]:
    """Returns the counters of the segments that each address dropped."""
    found = defaultdict(set)
    for line in capture.with_suffix(".counted").read_text().splitlines():
        address, counter, _ = line.split("\t")
        if counter not in WELL:
            found[address].add(counter)
    return found


def check(checks: Checks, tshark: Tshark, capture: Path) -> None:
    counted = refused(capture)
    output = tshark.output("-r", capture, *tshark.keyring_of(capture), "-q", "-z", "tcpauth,verdict,json")
    for line in filter(lambda line: line.startswith("{"), output.splitlines()):
        told = json.loads(line)
        for words in re.findall(r"Linux counts ([\w ]+)", told["text"]):
            named = set(words.split(" or "))
            checks.that(bool(named & counted[told["to"]]),
                        f"{capture.name}: {told['to']} counted {counted[told['to']] or 'nothing'}, not {named}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                check(checks, tshark, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
