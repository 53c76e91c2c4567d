#!/usr/bin/env python3
"""Compares the tables of tshark -z with sums of the verdicts that the reference expects.

    tables.py CAPTURE.pcapng...     captures without tunnels, where a frame has one segment
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from checks import Checks
from tshark import Tshark
from verdicts import STATUSES, Row, expected

FIELDS = ["frame.number", "frame.time_relative", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst",
          "tcp.dstport", "tcp.len", "tcp.options.mss_val", "tcp.seq_raw", "tcp.ack_raw", "tcp.flags",
          "ip.fragment.count", "ipv6.fragment.count"]
PROTOCOLS = {179: "BGP", 323: "RPKI-RTR", 639: "MSDP", 646: "LDP"}
FIN, SYN, RST, ACK = 1, 2, 4, 16
OFFLOAD_OFF = "turn segmentation offload off on the sender"
WIDEST = 100        # characters of a line; the lines of "=" are Wireshark's own
MILLISECONDS = Decimal("0.001")
RULE = re.compile(r"^=+$", re.MULTILINE)
TITLE = re.compile(r"TCP Authentication (.+):")

Cells = tuple[str, ...]


class Sight(NamedTuple):
    """The capture time of a frame, and Wireshark's own fields of its segment."""
    time: Decimal
    source: str
    port: int
    destination: str
    to: int
    length: int         # of the data
    mss: int            # the MSS that the sender announces, or 0
    sequence: int
    acknowledgment: int
    flags: int
    fragments: int      # of IPv4, and of IPv6
    fragments_6: int

    def behind(self) -> int:
        """Returns the sequence number that the receiver expects next."""
        return self.sequence + self.length + bool(self.flags & SYN) + bool(self.flags & FIN)

    def acknowledges(self, other: "Sight") -> bool:
        return self[1:5] == (*other[3:5], *other[1:3]) and self.flags & (ACK | RST) == ACK and \
            (self.acknowledgment - other.behind()) % 2**32 < 2**31

    def ends(self) -> list[tuple[str, int]]:
        """Returns both ends, in the order of the tables."""
        ends = (self.source, self.port), (self.destination, self.to)
        return sorted(ends, key=lambda end: (ip_address(end[0]), end[1]))

    def pair(self) -> str:
        return " <-> ".join(address for address, _ in self.ends())

    def direction(self) -> str:
        first, second = self.ends()
        return f"{first[1]} {'->' if first == (self.source, self.port) else '<-'} {second[1]}"

    def service(self) -> str:
        """Names the service by the port of a protocol that signs, otherwise by the lower port."""
        port = min(self.port, self.to, key=lambda port: (port not in PROTOCOLS, port))
        return PROTOCOLS.get(port, f"port {port}")


def sights(tshark: Tshark, capture: Path) -> dict[str, Sight]:
    """Returns Wireshark's own fields of the frames, by their numbers."""
    columns = [word for field in FIELDS for word in ("-e", field)]
    text = tshark.output("-r", capture, "-Y", "tcp", "-T", "fields", *columns, plugin=False)
    rows = (line.split("\t") for line in text.splitlines())
    return {frame: Sight(Decimal(time), source4 or source6, int(port), there4 or there6, int(to),
                         *(int(number or "0", 0) for number in numbers))
            for frame, time, source4, source6, port, there4, there6, to, *numbers in rows}


def statistics(tshark: Tshark, capture: Path, *wanted: str, passes: int = 2) -> str:
    """Returns the output of one run. Want each statistic once: Wireshark adds up the counts of equal ones."""
    words = [word for statistic in wanted for word in ("-z", f"tcpauth,{statistic}")]
    options = ["-2", "-q"] if passes == 2 else ["-q"]
    return tshark.output(*options, "-r", capture, *tshark.keyring_of(capture), *words)


def tables(text: str) -> dict[str, set[Cells]]:
    """Returns the rows of each table, each row after the title of its group."""
    return dict(map(table, RULE.split(text)[1::2]))


def table(text: str) -> tuple[str, set[Cells]]:
    title, _, titles, *rows = [line for line in text.splitlines() if line]      # the second line is the filter
    check_layout(titles, rows)
    return TITLE.fullmatch(title)[1].replace("-", "").lower(), set(cells(rows))


def check_layout(titles: str, rows: list[str]) -> None:
    bars = [place for place, sign in enumerate(titles) if sign == "|"]
    for line in [titles, *rows]:
        assert len(line) <= WIDEST, f"{len(line)} characters are in {line}"
        assert not line.endswith("|") or [place for place, sign in enumerate(line) if sign == "|"] == bars, \
            f"not aligned to\n{titles}:\n{line}"


def cells(rows: Iterable[str]) -> Iterator[Cells]:
    group = ""
    for row in rows:
        if row.endswith("|"):
            yield group, *(cell.strip() for cell in row.removesuffix("|").split("|"))
        else:
            group = row


def fitting(text: str, width: int) -> str:
    """Returns TEXT as a column of WIDTH shows it: only its beginning and its end, if it is too long."""
    tail = width - 1 - (width - 1) // 2
    return text if len(text) <= width else f"{text[:width - 1 - tail]}…{text[-tail:]}"


def names(sight: Sight) -> list[tuple[str, str]]:
    """Returns the pair and the name of each row that counts a segment."""
    return [(sight.pair(), "all"), (sight.pair(), sight.direction())]


def conclusions(text: str) -> dict[tuple[str, str], str]:
    """Returns the conclusion about each direction of each session, by the pair and the name of its row."""
    found = {}
    for row in map(json.loads, (line for line in text.splitlines() if line.startswith("{"))):
        ends = sorted([row["from"], row["to"]], key=ip_address)
        arrow = "->" if row["from"] == ends[0] else "<-"
        found[" <-> ".join(ends), f"{row['protocol']} {arrow}"] = row["conclusion"]
    return found


def leading(causes: Counter[str], shown: str) -> str:
    """Returns the most frequent cause; on a tie, the one that is SHOWN."""
    most = [fitting(cause, 16) for cause, count in causes.items() if count == max(causes.values())]
    return shown if shown in most else next(iter(most), "")


@dataclass
class Peers:
    """A row of the table of peers."""
    statuses: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    will_break: int = 0

    def see(self, row: Row, will_break: bool) -> None:
        self.statuses[row.status] += 1
        self.causes.update([row.cause] if row.cause else [])
        self.will_break += will_break

    def cells(self, conclusion: str) -> Cells:
        return (fitting(conclusion, 16), str(self.statuses.total()),
                *(str(self.statuses[status]) for status in STATUSES), str(self.will_break))

    def conclusion(self, shown: str) -> str:
        return leading(self.causes, shown) or ("will break" if self.will_break else "")


def wanted_peers(rows: list[Row], seen: dict[str, Sight], found: set[Cells],
                 concluded: dict[tuple[str, str], str]) -> set[Cells]:
    """Returns the rows of the table of peers. A direction without segments has a row, too."""
    peers: dict[tuple[str, str], Peers] = defaultdict(Peers)
    breaking = set(beyond_mss(rows, seen))
    for row in rows:
        sight = seen[row.frame]
        for name in [*names(sight), (sight.pair(), f"{sight.service()} {sight.direction().split()[1]}")]:
            peers[name].see(row, row.frame in breaking)
        for arrow in "->", "<-":
            peers[sight.pair(), f"{sight.service()} {arrow}"].will_break += 0
    shown = {cells[:2]: cells[2] for cells in found}
    sums = {name for name in peers if name[1].endswith(("->", "<-"))}
    return {(*name, *row.cells(concluded.get(name, "") if name in sums else row.conclusion(shown.get(name, ""))))
            for name, row in peers.items()}


def wanted_times(rows: list[Row], seen: dict[str, Sight]) -> set[Cells]:
    frames: dict[Cells, list[str]] = defaultdict(list)
    for row in rows:
        for name in names(seen[row.frame]):
            frames[*name, row.status].append(row.frame)
    return {(*name, str(len(which)), *(cell for frame in (which[0], which[-1])
                                       for cell in (frame, f"{seen[frame].time:.6f}")))
            for name, which in frames.items()}


def beyond_mss(rows: list[Row], seen: dict[str, Sight]) -> Iterator[str]:
    """Yields the good frames with more data than the MSS that their receiver announced, unless in IP fragments."""
    accepted: dict[tuple[str, int, str, int], int] = {}
    good = {row.frame for row in rows if row.status == "Good"}
    for frame, sight in seen.items():
        if sight.mss:
            accepted[sight.source, sight.port, sight.destination, sight.to] = sight.mss
        limit = accepted.get((sight.destination, sight.to, sight.source, sight.port))
        if frame in good and limit and sight.length > limit and not sight.fragments + sight.fragments_6:
            yield frame


def cures(tshark: Tshark, capture: Path) -> dict[str, str]:
    """Returns what the tree of each frame with a cause tells to do, up to the first semicolon."""
    text = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-Y", "tcpauth.cure",
                         "-T", "fields", "-e", "frame.number", "-e", "tcpauth.cure")
    return {frame: cure.split(";")[0] for frame, cure in (line.split("\t") for line in text.splitlines())}


def wanted_causes(rows: list[Row], seen: dict[str, Sight], told: dict[str, str]) -> set[Cells]:
    """Returns the rows of the table of causes: one for each cure that the trees have TOLD."""
    frames: dict[tuple[str, str], list[str]] = defaultdict(list)
    for frame in beyond_mss(rows, seen):
        frames["will break", OFFLOAD_OFF].append(frame)
    for row in rows:
        if row.cause or row.status == "Bad":
            frames[row.cause or "not known", told.get(row.frame, "none found")].append(row.frame)
    return {("Causes", cause, str(len(which)), which[0], cure) for (cause, cure), which in frames.items()}


def is_near(one: int, other: int) -> bool:
    """Returns whether both sequence numbers may be of one connection; those of the tests are short."""
    return abs(one - other) < 10_000


@dataclass
class Change:
    """A switch of one end to another key."""
    frame: str
    sight: Sight
    old: str
    new: str
    others: str     # the other end's key, or empty if it is unknown
    lost: int = 0   # transmissions of both ends that are never acknowledged
    seconds: str = ""
    start: "Change | None" = None   # the change that began the disagreement which this one ends
    before: int = 0     # the sequence number of the last segment under the old key
    continued: int = 0  # segments with new data under the old key since

    def cells(self) -> Cells:
        two_sessions = self.continued > 1
        return (self.sight.pair(), self.frame, f"{self.sight.time:.6f}", fitting(self.sight.source, 15),
                fitting(self.old, 17), fitting(self.new, 17), "at once" if two_sessions else self.seconds,
                str(0 if two_sessions else (self.start or self).lost))

    def goes_on(self, row: Row, sight: Sight) -> bool:
        """Returns whether the segment continues the session under the old key."""
        if (row.key, sight.source) != (self.old, self.sight.source) or not is_near(sight.sequence, self.before):
            return False
        self.continued += sight.length > 0 and sight.sequence > self.before
        self.before = sight.sequence
        return True


@dataclass
class Transmission:
    """A segment that takes sequence numbers and is never acknowledged."""
    sender: str
    key: str        # empty if no key verifies it
    counted: bool = False


@dataclass
class Service:
    """The keys of two addresses on the server's port."""
    keys: dict[str, str] = field(default_factory=dict)              # by address
    sequences: dict[str, int] = field(default_factory=dict)         # of the last segments under these keys
    of_connections: dict[tuple, str] = field(default_factory=dict)  # by direction of a connection
    sent: list[Transmission] = field(default_factory=list)
    start: Change | None = None                                     # the change that began the current disagreement
    changes: list[Change] = field(default_factory=list)

    def see(self, row: Row, sight: Sight, is_lost: bool) -> None:
        key = row.key if row.status == "Good" else ""
        if key:
            self.verify(row, sight)
        if is_lost:
            self.sent.append(Transmission(sight.source, key))
            if self.start and (not key or key != self.keys.get(sight.destination)):
                self.count(self.start, self.sent[-1:])

    @staticmethod
    def count(change: Change, sent: list[Transmission]) -> None:
        for transmission in sent:
            change.lost += not transmission.counted
            transmission.counted = True

    def verify(self, row: Row, sight: Sight) -> None:
        connection = sight[1:5]
        if row.key != self.keys.get(sight.source) and \
                not is_near(sight.sequence, self.sequences.get(sight.source, sight.sequence)) and \
                any(change.goes_on(row, sight) for change in reversed(self.changes)):
            return
        if row.key not in (self.keys.get(sight.source), self.of_connections.get(connection)):
            if sight.source in self.keys:
                self.change(row, sight)
            self.keys[sight.source] = row.key
        if self.keys[sight.source] == row.key:
            self.sequences[sight.source] = sight.sequence
            self.sent = [one for one in self.sent if one.sender != sight.source or one.key]
        self.of_connections[connection] = row.key

    def change(self, row: Row, sight: Sight) -> None:
        change = Change(row.frame, sight, self.keys[sight.source], row.key,
                        self.keys.get(sight.destination, ""), before=self.sequences[sight.source])
        self.changes.append(change)
        self.count(self.start or change, [one for one in self.sent if not one.key and one.sender == sight.source
                                          or one.key not in ("", row.key) and one.sender != sight.source])
        if change.others != row.key:
            change.seconds = "not over" if change.others else "not known"
            self.start = self.start or (change if change.others else None)
        elif self.start:
            lasted = (sight.time - self.start.sight.time).quantize(MILLISECONDS)
            change.seconds = self.start.seconds = str(lasted)
            change.start, self.start = self.start, None
        else:
            change.seconds = "0.000"


def is_lost(frame: int, sight: Sight, seen: dict[str, Sight]) -> bool:
    """Returns whether the segment needs an acknowledgment and gets none before its ports are reused."""
    for other, answer in seen.items():
        if {answer[1:3], answer[3:5]} != {sight[1:3], sight[3:5]}:
            continue
        if int(other) > frame and answer.flags & (SYN | ACK) == SYN and answer.sequence != sight.sequence:
            break
        if answer.acknowledges(sight):
            return False
    return sight.behind() != sight.sequence


def wanted_rollovers(rows: list[Row], seen: dict[str, Sight]) -> set[Cells]:
    services: dict[tuple[str, int], Service] = defaultdict(Service)
    for row in rows:
        sight = seen[row.frame]
        name = sight.pair(), min(sight.port, sight.to)
        if row.status in ("Good", "Bad") or row.status == "Not present" and name in services:
            services[name].see(row, sight, is_lost(int(row.frame), sight, seen))
    return {change.cells() for service in services.values() for change in service.changes}


def check_second_pass(checks: Checks, name: str, second: set[Cells], first: set[Cells]) -> None:
    """Checks that cures recommend -2 after one pass, and never after two."""
    advised = {row[-1] for row in first if row[1] == "not known"}
    checks.that(all("-2 may tell more" in cure for cure in advised), f"{name}: nothing of -2 in {advised}")
    checks.that(not any("-2" in row[-1] for row in second), f"{name}: -2 is recommended with -2: {second}")


def check(checks: Checks, tshark: Tshark, capture: Path) -> None:
    def compare(name: str, found: set[Cells], wanted: set[Cells]) -> None:
        checks.that(found == wanted, f"{capture.name}, {name}: expected {wanted - found}, found {found - wanted}")

    rows, seen = expected(capture), sights(tshark, capture)
    text = statistics(tshark, capture, "peers", "times", "rollovers", "causes", "verdict,json")
    found = tables(text)
    first = tables(statistics(tshark, capture, "rollovers", "causes", passes=1))
    compare("peers", found["peers"], wanted_peers(rows, seen, found["peers"], conclusions(text)))
    compare("times", found["times"], wanted_times(rows, seen))
    for passes, one in (1, first), (2, found):
        compare(f"roll-overs in {passes} passes", one["rollovers"], wanted_rollovers(rows, seen))

    compare("causes", found["causes"], wanted_causes(rows, seen, cures(tshark, capture)))
    check_second_pass(checks, capture.name, found["causes"], first["causes"])

    good = [row for row in rows if row.status == "Good"]
    only = 'tcpauth.status == "Good"'
    text = statistics(tshark, capture, f"peers,{only}", f"verdict,json,{only}")
    found = tables(text)["peers"]
    compare("filtered", found, wanted_peers(good, seen, found, conclusions(text)))


def check_wrong_arguments(checks: Checks, tshark: Tshark, capture: Path) -> None:
    """Nothing that follows the name of the verdict is ignored."""
    for rest in "x", ".tcp", ",jsonx", ",json.", ",json,nonesuch":
        done = tshark.run("-r", capture, "-q", "-z", f"tcpauth,verdict{rest}")
        checks.that(done.returncode != 0 and f"-z tcpauth,verdict{rest}: " in done.stderr,
                    f"tcpauth,verdict{rest} is {done.returncode}: {done.stderr}")
    found = tshark.output("-r", capture, "-q", "-z", "tcpauth,verdict,json.object")
    checks.that("{" not in found, f"tcpauth,verdict,json.object, a filter, prints {found}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        check_wrong_arguments(checks, tshark, Path(sys.argv[1]))
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                check(checks, tshark, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
