#!/usr/bin/env python3
"""Checks that a live capture is checked packet by packet, not only when it ends.

    live.py CAPTURE.pcapng

The capture is fed to tshark through a pipe, as a capturing program would, and every verdict must be there
before the next packet is sent.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import subprocess
import sys
from pathlib import Path

from tshark import Tshark
from verdicts import STATUSES, expected


def packets(capture: Path) -> list[bytes]:
    """The capture as a pcap file's header and its records."""
    data = subprocess.run(["editcap", "-F", "pcap", capture, "-"], capture_output=True, check=True).stdout
    parts, at = [data[:24]], 24
    while at < len(data):
        end = at + 16 + int.from_bytes(data[at + 8:at + 12], "little")
        parts.append(data[at:end])
        at = end
    return parts


def judge_live(tshark: Tshark, capture: Path) -> list[tuple[str, str]]:
    """Frame and status of every frame, each read before the next packet is written."""
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
