#!/usr/bin/env python3
"""Does what verdicts.py does, and checks that filters, statistics and expert information agree on the numbers.

    passes.py CAPTURE.pcapng...
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from checks import Checks
from tshark import Tshark
from verdicts import (LATE_CAUSES, PASSES, STATUSES, Configured, Row, check, check_configured, compare,
                      expected, late, rows_of, shown)

from reference import keys, pcapng
from reference.dissect import Dissector
from reference.judge import Judge


class Expert(NamedTuple):
    """The expert information for a status. Segments quoted in ICMP errors have none."""
    filter: str
    severity: str
    summary: str


EXPERTS = {
    "Bad": Expert("tcpauth.md5.bad || tcpauth.ao.bad", "Errors", "Invalid "),
    "Not present": Expert("tcpauth.md5.missing || tcpauth.ao.missing", "Errors", "No "),
    "Illegal": Expert("tcpauth.md5.illegal || tcpauth.ao.illegal", "Errors", "Illegal "),
    "Unverified": Expert("tcpauth.md5.unverified || tcpauth.ao.unverified", "Chats", "Unverified "),
}
NOT_LONGEST = Expert("tcpauth.md5.not_longest", "Notes", "Verified, but not by the most specific key")
NOT_SENT = Expert("tcpauth.not_sent_now", "Notes", "Verified, but by a key outside its send lifetime")
COUNTED = ["one pass", "two passes"]
REMARKED = " || ".join(expert.filter for expert in EXPERTS.values())

Test = Callable[[Row], bool]

SECTION = re.compile(r"(\w+) \(\d+\)")
EXPERT_LINE = re.compile(r" *(\d+) +Security +TCP-Auth +(.*)")


def filters(rows: list[Row]) -> dict[str, Test]:
    """Returns filters, each with the test that tells whether it finds the frame of a row."""
    found = {"tcpauth": lambda row: True,
             "tcpauth.calculated": lambda row: bool(row.calculated),
             REMARKED: lambda row: row.status != "Good"}
    for number, status in enumerate(STATUSES):
        found[f"tcpauth.status == {number}"] = found[f'tcpauth.status == "{status}"'] = \
            lambda row, status=status: row.status == status
    for status, expert in EXPERTS.items():
        found[expert.filter] = lambda row, status=status: row.status == status
    for field in ("reason", "key", "cause"):
        for value in {getattr(row, field) for row in rows} - {""}:
            found[f'tcpauth.{field} == "{value}"'] = \
                lambda row, field=field, value=value: getattr(row, field) == value
    return found


def not_longest(capture: Path, rows: list[Row]) -> int:
    """Returns the number of segments that are Good by a key although a more specific key is configured."""
    keyring, dissector = keys.read(capture.with_suffix(".keys")), Dissector()
    good = {int(row.frame): row.key for row in rows if row.status == "Good"}
    count = 0
    for frame in pcapng.read(capture):
        segment = dissector.segment(frame)
        if segment and frame.number in good:
            serving = [key for key in Judge(keyring).serving(segment)
                       if key.valid(frame.time) and key.algorithm == "md5"]
            used = next((key for key in serving if key.name == good[frame.number]), None)
            count += used is not None and used.rank()[0] > serving[0].rank()[0]
    return count


def not_sent(capture: Path, rows: list[Row]) -> int:
    """Returns the number of segments that are Good by a key outside its send lifetime."""
    keyring = {key.name: key for key in keys.read(capture.with_suffix(".keys"))}
    times = {frame.number: frame.time for frame in pcapng.read(capture)}
    return sum(row.status == "Good" and not keyring[row.key].sent(times[int(row.frame)]) for row in rows)


class Counts:
    """tshark's counts in a capture: frames by filter, expert information by severity and summary."""

    def __init__(self, text: str, asked: list[str]) -> None:
        row, = [line.split("|") for line in text.splitlines() if "<>" in line]
        self.frames = {name: int(row[2 + 2 * column]) for column, name in enumerate(asked)}
        self.experts: Counter[tuple[str, str]] = Counter()
        severity = ""
        for line in text.splitlines():
            if section := SECTION.fullmatch(line):
                severity = section[1]
            elif expert := EXPERT_LINE.fullmatch(line):
                self.experts[severity, expert[2]] += int(expert[1])

    def of(self, expert: Expert) -> int:
        return sum(count for (severity, summary), count in self.experts.items()
                   if severity == expert.severity and summary.startswith(expert.summary))


class Counted:
    """The checks of one capture."""

    def __init__(self, checks: Checks, tshark: Tshark, capture: Path) -> None:
        self.checks, self.tshark, self.capture = checks, tshark, capture
        self.rows, self.late = expected(capture), late(capture)
        self.notes = {NOT_LONGEST: not_longest(capture, self.rows), NOT_SENT: not_sent(capture, self.rows)}

    def that(self, what: str, count: int, test: Test, knows_all: bool) -> None:
        """Checks that COUNT is the number of expected rows that TEST accepts; a first pass may miss some of them.

        It also may not know yet that a signed segment is unexpected.
        """
        strays = [] if knows_all else [row for row in self.rows if row.reason == "unexpected signature"]
        late = [] if knows_all else [row for row in self.rows
                                     if row.reason in self.late or row.pieces or row.cause in LATE_CAUSES]
        count_of_all = sum(map(test, self.rows))
        least = count_of_all - sum(map(test, late)) - sum(map(test, strays))
        most = count_of_all + sum(test(row._replace(reason="no key")) and not test(row) for row in strays)
        self.checks.that(least <= count <= most,
                         f"{self.capture.name}, {what}: {count}, not {least} to {most}")

    def statistics(self, name: str) -> None:
        """Checks the counts of filters and expert information in the run that shows the verdicts."""
        passes, tests = PASSES[name], filters(self.rows)
        knows_all = "-2" in passes
        asked = [*tests, *(note.filter for note in self.notes)]
        statistics = ",".join(["io,stat,0", *asked])
        text = shown(self.tshark, self.capture, [*passes, "-z", statistics, "-z", "expert"])
        compare(self.checks, f"{self.capture.name}, {name}", self.capture, passes, rows_of(text))
        counts = Counts(text, asked)
        for name, test in tests.items():
            self.that(f"io,stat {name} {passes}", counts.frames[name], test, knows_all)
        for status, expert in EXPERTS.items():
            self.that(f"expert {expert.summary} {passes}", counts.of(expert),
                      lambda row, status=status: row.status == status and row.reason != "quoted", knows_all)
        for note, count in self.notes.items():
            found = counts.frames[note.filter], counts.of(note)
            self.checks.that(found == (count, count),
                             f"{self.capture.name}, {note.filter} {passes}: {found}, not {count}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark, Configured() as configured:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                counted = Counted(checks, tshark, capture)
                for name in COUNTED:
                    counted.statistics(name)
            check(checks, tshark, capture, [name for name in PASSES if name not in COUNTED])
            check_configured(checks, configured, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
