#!/usr/bin/env python3
"""Compares the verdict of tcpauth on each frame of a capture with the one that the reference expects, in all passes.

    verdicts.py NAME.pcapng...

If there is a file NAME.causes, exactly its frames must have a cause. If there is a router's configuration NAME.conf, it
must give the same verdicts as NAME.keys when used as the keyring.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checks import Checks
from tshark import SANITIZERS, Tshark

STATUSES = ["Bad", "Good", "Unverified", "Not present", "Illegal"]
FIELDS = ["frame.number", "tcpauth.status", "tcpauth.reason", "tcpauth.key", "tcpauth.calculated",
          "tcpauth.cause", "tcpauth.piece"]
# The fields of tcpauth.was, and their names in NAME.causes.
ORIGINALS = {"source": "source", "source_ipv6": "source", "destination": "destination",
             "destination_ipv6": "destination", "srcport": "srcport", "dstport": "dstport", "seq": "sequence_number",
             "ack": "acknowledgment_number", "window_size": "window", "flags": "flags",
             "urgent_pointer": "urgent_pointer", "hdr_len": "hdr_len", "length": "length", "mss": "mss",
             "wscale": "wscale", "sne": "sne", "isn.source": "isn.source", "isn.destination": "isn.destination"}
PASSES = {
    "one pass": ["-Y", "tcpauth"],
    "one pass with the whole tree": ["-Y", "tcpauth || frame", "-V"],
    "two passes": ["-2", "-Y", "tcpauth"],
    "two passes, read filter": ["-2", "-R", "tcpauth"],
}
if SANITIZERS:      # tshark takes many times as long: both passes build a tree, the second the whole one
    PASSES = {"two passes with trees": ["-2", "-R", "frame", "-Y", "tcpauth || frame", "-V"]}

# Wireshark shows fragments as mere IP if others of the datagram are missing, unless it does not reassemble.
PREFERENCES = {"fragments-missing": ["-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"]}


# Causes that may depend on later frames.
LATE_CAUSES = {"one side unsigned", "corrupt", "sequence number", "source address", "destination address",
               "both addresses"}


class Row(NamedTuple):
    frame: str
    status: str
    reason: str
    key: str
    calculated: str
    cause: str = ""     # this and the following come from NAME.causes
    was: str = ""
    pieces: str = ""

    def completed(self, whole: "Row") -> "Row":
        """Returns WHOLE, the row that later frames complete, if this row is consistent with it; otherwise this row."""
        if self.reason == "ISN unknown" and whole.status in ("Good", "Bad"):
            return whole
        if self.reason == "no key" and whole.reason == "unexpected signature":     # the connection goes on unsigned
            return whole
        if not self.cause and whole.cause in LATE_CAUSES:
            return self._replace(cause=whole.cause, was=whole.was)
        told, pieces = set(numbers(self.pieces)), numbers(whole.pieces)
        # If all pieces are alike and none is marked as the last, only the next segment shows which one was.
        is_open = self.cause == whole.cause == "split" and not self.was
        is_part = ((max(pieces, default=0) > int(self.frame) or is_open) and self.cause in ("", whole.cause)
                   and self.was in ("", whole.was) and told <= set(pieces))
        return self._replace(cause=whole.cause, was=whole.was, pieces=whole.pieces) if is_part else self


def numbers(pieces: str) -> list[int]:
    return [int(piece) for piece in pieces.split(",") if piece]


def lines_of(file: Path, columns: tuple[str, ...]) -> list[list[str]]:
    lines = [line.split("\t") for line in file.read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == list(columns), "the first line names the columns"
    return lines[1:]


def expected(capture: Path, causes: str = ".causes") -> list[Row]:
    file = capture.with_suffix(causes)
    rows = lines_of(file, ("frame", *Row._fields[5:])) if file.exists() else []
    explained = {frame: cause for frame, *cause in rows}
    verdicts = lines_of(capture.with_suffix(".expected"), Row._fields[:5])
    assert explained.keys() <= {row[0] for row in verdicts}, "a cause belongs to a verdict"
    return [Row(*row, *explained.get(row[0], ())) for row in verdicts]


def shown(tshark: Tshark, capture: Path, arguments: list[str]) -> str:
    fields = FIELDS + [f"tcpauth.was.{original}" for original in ORIGINALS]
    columns = [word for field in fields for word in ("-e", field)]
    preferences = tshark.keyring_of(capture) + PREFERENCES.get(capture.stem, [])
    return tshark.output("-r", capture, *preferences, *arguments, "-T", "fields", *columns)


def rows_of(text: str) -> list[Row]:
    """Returns the frames with a verdict. Statistics, which may follow them, have no tabs."""
    lines = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return [row_of(values) for values in lines if values[1]]


def found(tshark: Tshark, capture: Path, passes: list[str]) -> list[Row]:
    return rows_of(shown(tshark, capture, passes))


def row_of(values: list[str]) -> Row:
    frame, status, reason, key, calculated, cause, pieces, *originals = values
    was = " ".join(f"{name}={value}" for name, value in zip(ORIGINALS.values(), originals, strict=True) if value)
    return Row(frame, STATUSES[int(status)], reason, key, calculated.replace(":", ""), cause, was, pieces)


def differences(wanted: list[Row], got: list[Row], passes: list[str], may_be_late: set[str]) -> list[str]:
    """Returns a line for each difference. The first pass may miss facts that only later frames show.

    tshark applies a read filter in the first pass, and renumbers the frames that pass it.
    """
    leaves_out = "-R" in passes and "frame" not in passes
    if leaves_out:
        wanted, got = ([row._replace(frame="", pieces="") for row in rows] for rows in (wanted, got))
    elif "-2" not in passes:
        whole = {row.frame: row for row in wanted}
        got = [row.completed(whole.get(row.frame, row)) for row in got]
    second = "-2" in passes and not leaves_out
    lost, added = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
    missing = [f"expected {row}" for row in lost.elements() if second or row.reason not in may_be_late]
    return missing + [f"found    {row}" for row in added.elements()]


def late(capture: Path) -> set[str]:
    """Returns the reasons that depend on later frames, as "cut short" may without a keyring."""
    reasons = {"connection signed"}
    return reasons if capture.with_suffix(".keys").exists() else reasons | {"cut short"}


class Configured(Tshark):
    """A tshark that uses the router's configuration as its keyring."""

    def keyring_of(self, capture: Path) -> list[str]:
        return self.keyring(capture.with_suffix(".conf"))


def compare(checks: Checks, what: str, capture: Path, passes: list[str], rows: list[Row]) -> None:
    wrong = differences(expected(capture), rows, passes, late(capture))
    lines = "".join(f"\n    {line}" for line in wrong)
    checks.that(not wrong, f"{what}:{lines}")


def check(checks: Checks, tshark: Tshark, capture: Path, names: Iterable[str] = PASSES) -> None:
    for name in names:
        what = f"{capture.name}, {type(tshark).__name__}, {name}"
        with checks.of(what):
            compare(checks, what, capture, PASSES[name], found(tshark, capture, PASSES[name]))


def check_configured(checks: Checks, configured: Configured, capture: Path, names: Iterable[str] = PASSES) -> None:
    if capture.with_suffix(".conf").exists():
        check(checks, configured, capture, names)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("capture", type=Path, nargs="+")
    told = arguments.parse_args()
    checks = Checks()
    with Tshark() as tshark, Configured() as configured:
        for capture in told.capture:
            check(checks, tshark, capture)
            check_configured(checks, configured, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
