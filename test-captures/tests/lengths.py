#!/usr/bin/env python3
"""Checks which segments tcpauth.will_break warns of: good ones with more data than their receiver accepts.

    lengths.py CAPTURE.pcapng...

The test takes the receiver's MSS and the length of the data from Wireshark's own fields.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark

GOOD = "1"
FIELDS = ("frame.number", "tcp.stream", "tcp.srcport", "tcp.len", "tcp.options.mss_val", "tcpauth.status",
          "ip.fragment.count", "ipv6.fragment.count")
UNSIZED = "ip[2:2] == 00:00 && tcp.len > 0"     # the length is left for the NIC to fill in


def wanted(lines: list[str], unsized: list[str]) -> list[str]:
    """Returns the frames that need the warning; each line has the FIELDS of a frame."""
    found, announced = [], {}
    for frame, stream, port, length, mss, status, *fragments in (line.split("\t") for line in lines):
        if mss:
            announced[stream, port] = int(mss)
        by_others = [value for end, value in announced.items() if end[0] == stream and end[1] != port]
        long = int(length) > by_others[0] if by_others else frame in unsized
        if status == GOOD and long and not any(fragments):
            found.append(frame)
    return found


def check(checks: Checks, tshark: Tshark, capture: Path) -> int:
    arguments = ["-r", capture, *tshark.keyring_of(capture)]

    def ask(*passes: str, fields: tuple[str, ...] = ("frame.number",)) -> list[str]:
        columns = [word for field in fields for word in ("-e", field)]
        return tshark.output(*arguments, *passes, "-T", "fields", *columns).splitlines()

    frames = wanted(ask("-Y", "tcp", fields=FIELDS), ask("-Y", UNSIZED))
    for passes in ["-Y"], ["-2", "-Y"], ["-2", "-R"]:
        said = ask(*passes, "tcpauth.will_break")
        same = len(said) == len(frames) if "-R" in passes else said == frames
        checks.that(same, f"{capture.name}, {passes}: warned of {said}, not of {frames}")
    return len(frames)


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        counts = [check(checks, tshark, Path(name)) for name in sys.argv[1:]]
    checks.that(any(counts) and not all(counts), "some captures have such segments, and some have none")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
