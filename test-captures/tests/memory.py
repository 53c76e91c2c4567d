#!/usr/bin/env python3
"""Checks that a long session takes no more memory with the plugin than without, whether its signatures are Good or Bad,
and that a connection takes little, and a segment that was captured at two points.

tshark reads hours of keep-alives, and floods of connections with one segment each. The test measures how much more
memory tshark takes for four times as many segments. So neither its initial memory counts nor a fixed amount for the
latest segments.
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
NOISE = 16                      # bytes per segment; memory comes in pages, and tables grow by doubling
KEYRINGS = {"Good": traffic.KEYRING, "Bad": traffic.WRONG_KEYRING, "Not present": traffic.KEYRING}
LASTING = ["Good", "Bad"]
FLOODS = {"Good": 400, "Bad": 544, "Not present": 216}      # bytes per connection
TWINS = 256                     # bytes per segment at two capture points: each has a note on the other
TWO_GENERATIONS = 70_000        # of segments: more that wait for a twin take no more memory
SYN = 0x02
DATA = b"data" * 8
NOTHING = "frame.number == 0"


class Run:
    """A pass over the first segments of a capture: how many have the verdict, and the peak memory of tshark."""

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


def growth(tshark: Tshark, capture: Path, verdict: str = "", counts: tuple[int, int] = (FEW, MANY)) -> float:
    """Returns the bytes that tshark takes per segment."""
    few, many = (Run(tshark, capture, segments, verdict) for segments in counts)
    if verdict:
        assert (few.found, many.found) == counts, f"{many.found} of {counts[1]} segments are {verdict}"
    return (many.memory - few.memory) / (counts[1] - counts[0])


def write_flood(path: Path, connections: int, *, signed: bool, data: bytes = b"") -> None:
    """Writes connections of one segment each: a signed one, or an unsigned SYN."""
    with path.open("wb") as file:
        file.write(traffic.PCAP_HEADER)
        for number in range(connections):
            ends = bytes([192, 0, 2, 2 + number % 250]), traffic.HERE
            tcp = bytearray(traffic.segment(ends, (1024 + number // 250, 179), (number, 0), data, signed))
            if not signed:
                tcp[13] = SYN
            file.write(traffic.record(number, ends, bytes(tcp)))


def check_floods(tshark: Tshark, checks: Checks) -> None:
    for verdict, bound in FLOODS.items():
        capture = tshark.folder / "flood.pcap"
        write_flood(capture, MANY, signed=verdict != "Not present", data=DATA if verdict == "Bad" else b"")
        added = growth(tshark, capture, verdict) - growth(tshark, capture)
        print(f"{verdict}: {added:+.0f} bytes a connection")
        checks.that(added < bound, f"{verdict}: the plugin takes {added:.0f} bytes a connection")


def check_twins(tshark: Tshark, checks: Checks, plain: Path) -> None:
    """Checks a capture that has each segment of PLAIN at two capture points."""
    point, both = tshark.folder / "point.pcapng", tshark.folder / "points.pcapng"
    subprocess.run(["editcap", "-F", "pcapng", plain, point], check=True)
    subprocess.run(["mergecap", "-I", "none", "-w", both, point, point], check=True)
    counts = TWO_GENERATIONS, 2 * TWO_GENERATIONS
    added = growth(tshark, both, "Good", counts) - growth(tshark, both, counts=counts)
    print(f"twins: {added:+.0f} bytes a segment")
    checks.that(added < TWINS, f"twins: the plugin takes {added:.0f} bytes a segment")


def main() -> int:
    checks = Checks()
    with Tshark(GLIBC_TUNABLES="glibc.malloc.arena_max=1") as tshark:
        plain, capture = tshark.folder / "hours.pcap", tshark.folder / "hours.pcapng"
        traffic.write(plain, MANY, signed=True, lengths=[traffic.KEEPALIVE])
        # pcapng, as in live captures, names the interface of each frame.
        subprocess.run(["editcap", "-F", "pcapng", plain, capture], check=True)
        without = growth(tshark, capture)
        for verdict in LASTING:
            added = growth(tshark, capture, verdict) - without
            print(f"{verdict}: {added:+.0f} bytes a segment beside tshark's own {without:.0f}")
            checks.that(added < NOISE, f"{verdict}: the plugin takes {added:.0f} bytes a segment")
        check_floods(tshark, checks)
        check_twins(tshark, checks, plain)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
