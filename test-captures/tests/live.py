#!/usr/bin/env python3
"""Checks that tcpauth checks a live capture packet by packet, not only when it ends.

    live.py CAPTURE.pcapng

The test writes the capture into a pipe to tshark, as a capturing program would. It reads the verdict of each packet
before it writes the next packet.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import subprocess
import sys
from pathlib import Path

from tshark import Tshark
from verdicts import STATUSES, expected


def packets(capture: Path) -> list[bytes]:
    """Returns the header and the records of the capture as a pcap file."""
    data = subprocess.run(["editcap", "-F", "pcap", capture, "-"], capture_output=True, check=True).stdout
    parts, at = [data[:24]], 24
    while at < len(data):
        end = at + 16 + int.from_bytes(data[at + 8:at + 12], "little")
        parts.append(data[at:end])
        at = end
    return parts


def judge_live(tshark: Tshark, capture: Path) -> list[tuple[str, str]]:
    """Returns the number and status of every frame with a verdict, each read before the next packet is written."""
    command = tshark.command("-i", "-", "-l", *tshark.keyring_of(capture),
                             "-T", "fields", "-e", "frame.number", "-e", "tcpauth.status")
    process = subprocess.Popen(command, env=tshark.environment(plugin=True), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    header, *records = packets(capture)
    process.stdin.write(header)
    rows = []
    for record in records:
        process.stdin.write(record)
        process.stdin.flush()
        frame, status = process.stdout.readline().decode().rstrip("\n").split("\t")
        if status:
            rows.append((frame, STATUSES[int(status)]))
    process.stdin.close()
    process.wait(timeout=60)
    return rows


def main() -> int:
    capture = Path(sys.argv[1])
    wanted = [(row.frame, row.status) for row in expected(capture)]
    with Tshark() as tshark:
        found = judge_live(tshark, capture)
    right = found == wanted and len(wanted) > 0
    if not right:
        print(f"expected {wanted}\nfound    {found}")
    print(f"{int(right)} passed, {int(not right)} failed")
    return int(not right)


if __name__ == "__main__":
    sys.exit(main())
