#!/usr/bin/env python3
"""Checks that a requested search of all sequence numbers finds what NAME.searched says, and can be cancelled.

    search.py NAME.pcapng...
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import Row, expected, found

SEARCH = ["-o", "tcpauth.search_sequence:TRUE"]


def searched(tshark: Tshark, capture: Path, passes: list[str]) -> list[Row]:
    return found(tshark, capture, [*SEARCH, *passes, "-Y", "tcpauth"])


def interrupted(tshark: Tshark, capture: Path) -> tuple[str, str]:
    """Interrupts a search that finds nothing as soon as tshark shows its progress.

    Returns tshark's standard output, and what it showed on its terminal until then.
    """
    keyring = tshark.keyring(tshark.write("vain.keys", 'key other\n    ends * *\n    secret "none of theirs"\n'))
    master, terminal = pty.openpty()
    process = subprocess.Popen(tshark.command("-r", capture, *keyring, *SEARCH), stdout=subprocess.PIPE, stderr=terminal,
                               env=tshark.environment(plugin=True), text=True)
    told = b""
    while b"%" not in told:
        told += os.read(master, 1000)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate()
    os.close(terminal)
    return printed, told.decode()


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        with checks.of("Ctrl-C"):
            printed, told = interrupted(tshark, Path(sys.argv[1]))
            checks.that("Searching" in told and "[Invalid MD5 digest]" in printed and len(printed.splitlines()) == 1,
                        f"Ctrl-C: {told!r}, then {printed!r}")
        for capture in map(Path, sys.argv[1:]):
            for passes in [], ["-2"]:
                with checks.of(capture.name):
                    wanted, got = expected(capture, ".searched"), searched(tshark, capture, passes)
                    wrong = [f"\n    not {one}\n    but {other}" for one, other in zip(wanted, got) if one != other]
                    checks.that(len(wanted) == len(got) and not wrong, f"{capture.name} {passes}:{''.join(wrong)}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
