#!/usr/bin/env python3
"""Compares the tables that tshark -z makes with the sums of what the reference expects of each frame.

    tables.py CAPTURE.pcapng...     captures without tunnels, where a frame has one segment
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checks import Checks
from tshark import Tshark
from verdicts import STATUSES, expected

FIELDS = ["frame.number", "frame.time_relative", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst",
          "tcp.dstport"]


class Sight(NamedTuple):
    """When a frame was captured, and from where to where its segment goes."""
    time: float
    source: str
    port: str
    destination: str
    to: str

    def start(self) -> str:
        return f"{self.source}({self.port})"

    def end(self) -> str:
        return f"{self.destination}({self.to})"


def sights(tshark: Tshark, capture: Path) -> dict[str, Sight]:
    """What Wireshark itself says of the frames."""
    columns = [word for field in FIELDS for word in ("-e", field)]
    text = tshark.output("-r", capture, "-Y", "tcp", "-T", "fields", *columns, plugin=False)
    rows = (line.split("\t") for line in text.splitlines())
    return {frame: Sight(float(time), source4 or source6, port, there4 or there6, to)
            for frame, time, source4, source6, port, there4, there6, to in rows}


def table(tshark: Tshark, capture: Path, *words: str) -> Iterator[list[str]]:
    """The rows of a table, and the titles of its groups as rows of one cell."""
    text = tshark.output("-2", "-q", "-r", capture, *tshark.keyring_of(capture), "-z", ",".join(["tcpauth", *words]))
    lines = [line for line in text.splitlines() if line and not line.startswith("===")]
    for line in lines[3:]:      # behind the table's title, its filter and the columns' titles
        yield [cell.strip() for cell in line.removesuffix("|").split("|")]


def wanted_peers(statuses: dict[str, str], seen: dict[str, Sight]) -> set[tuple[str, ...]]:
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for frame, status in statuses.items():
        sight = seen[frame]
        pair = " and ".join(sorted([sight.source, sight.destination]))
        counts[pair, sight.start(), sight.to][status] += 1
        counts[pair, "all", ""][status] += 1
    return {(*row, str(count.total()), *(str(count[status]) for status in STATUSES)) for row, count in counts.items()}


def peers(rows: Iterator[list[str]]) -> set[tuple[str, ...]]:
    found, pair = set(), ""
    for row in rows:
        if len(row) == 1:
            pair = row[0]
            continue
        start, to, total, bad, good, unverified, missing, illegal, _, _ = row
        found.add((pair, start, to, total, bad, good, unverified, missing, illegal))
    return found


def wanted_times(statuses: dict[str, str], seen: dict[str, Sight]) -> set[tuple[str, ...]]:
    times: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for frame, status in statuses.items():
        times[seen[frame].start(), seen[frame].end(), status].append(seen[frame].time)
    return {(*row, str(len(when)), f"{min(when):.6f}", f"{max(when):.6f}") for row, when in times.items()}


def check(checks: Checks, tshark: Tshark, capture: Path) -> None:
    statuses = {row.frame: row.status for row in expected(capture)}
    seen = sights(tshark, capture)
    wanted, found = wanted_peers(statuses, seen), peers(table(tshark, capture, "peers"))
    checks.that(found == wanted, f"{capture.name}, peers: expected {wanted - found}, found {found - wanted}")

    wanted, found = wanted_times(statuses, seen), {tuple(row) for row in table(tshark, capture, "times") if row[1:]}
    checks.that(found == wanted, f"{capture.name}, times: expected {wanted - found}, found {found - wanted}")

    causes = [row for row in table(tshark, capture, "causes") if row[1:]]
    bad = sum(status == "Bad" for status in statuses.values())
    checks.that(sum(int(row[1]) for row in causes) >= bad, f"{capture.name}, causes: {causes} leave out some of {bad}")

    good = {frame: status for frame, status in statuses.items() if status == "Good"}
    wanted = wanted_peers(good, seen)
    found = peers(table(tshark, capture, "peers", 'tcpauth.status == "Good"'))
    checks.that(found == wanted, f"{capture.name}, filtered: expected {wanted - found}, found {found - wanted}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                check(checks, tshark, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
