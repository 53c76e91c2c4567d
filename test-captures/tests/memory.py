#!/usr/bin/env python3
"""Checks that a long session takes no more memory with the plugin than without, be it signed well or badly.

Hours of keep-alives are replayed as fast as tshark reads. What is compared is how much more memory tshark
has taken after four times as many of them, so that neither what it takes at first counts nor what is
remembered of the latest segments alone.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
import sys
from pathlib import Path

from checks import Checks
from tshark import ROOT, Tshark

sys.path.append(str(ROOT / "packaging" / "speed"))
import traffic  # noqa: E402  (beside the bench, not in a package)

FEW, MANY = 25_000, 100_000     # segments
NOISE = 16                      # bytes a segment; memory comes in pages, and tables grow by doubling
KEYRINGS = {"Good": traffic.KEYRING, "Bad": traffic.WRONG_KEYRING}
NOTHING = "frame.number == 0"


class Run:
    """One pass over the first segments of a capture: how many a filter finds, and the most memory it took."""

    def __init__(self, tshark: Tshark, capture: Path, segments: int, verdict: str = "") -> None:
        wanted = f'tcpauth.status == "{verdict}"' if verdict else NOTHING
        keyring = ["-o", f"tcpauth.keyring:{tshark.write('keys', KEYRINGS[verdict])}"] if verdict else []
        plugin = bool(verdict)
        command = tshark.command("-r", capture, "-c", segments, "-q", "-z", f"io,stat,0,{wanted}", *keyring,
                                 plugin=plugin)
        process = subprocess.Popen(command, env=tshark.environment(plugin), text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, f"tshark fails: {status}"
        row, = [line.split("|") for line in text.splitlines() if "<>" in line]
        self.found, self.memory = int(row[2]), usage.ru_maxrss * 1024


def growth(tshark: Tshark, capture: Path, verdict: str = "") -> float:
    """Bytes a segment."""
    few, many = (Run(tshark, capture, segments, verdict) for segments in (FEW, MANY))
    if verdict:
        assert (few.found, many.found) == (FEW, MANY), f"{many.found} of {MANY} segments are {verdict}"
    return (many.memory - few.memory) / (MANY - FEW)


def main() -> int:
    checks = Checks()
    with Tshark(GLIBC_TUNABLES="glibc.malloc.arena_max=1") as tshark:
        plain, capture = tshark.folder / "hours.pcap", tshark.folder / "hours.pcapng"
        traffic.write(plain, MANY, signed=True, lengths=[traffic.KEEPALIVE])
        # The format of live captures, which tells the interface of each frame.
        subprocess.run(["editcap", "-F", "pcapng", plain, capture], check=True)
        without = growth(tshark, capture)
        for verdict in KEYRINGS:
            added = growth(tshark, capture, verdict) - without
            print(f"{verdict}: {added:+.0f} bytes a segment beside tshark's own {without:.0f}")
            checks.that(added < NOISE, f"{verdict}: the plugin takes {added:.0f} bytes a segment")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
