#!/usr/bin/env python3
"""Writes NAME.causes of the recorded captures: what the recordings did to segments, or configured at their ends.

    causes.py            write the files
    causes.py --check    compare them with the files here; exit 1 if any differs
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from construct.capture import HEAD
from record.kernel.sessions import SESSIONS
from reference import pcapng, restore
from reference.dissect import Dissector
from reference.judge import judge
from reference.restore import Manipulation, Omission, Recording, Row

HERE = Path(__file__).resolve().parent

# What each recording did to correctly signed segments: see record/.
MANIPULATED = {
    "cause-source-address-recorded": [Manipulation("source address", restore.source_address("192.0.2.1"))],
    "cause-destination-address-recorded":
        [Manipulation("destination address", restore.destination_address("192.0.2.9"))],
    "cause-sequence-number-recorded":
        [Manipulation("sequence number", restore.sequence_number(HERE / "cause-sequence-number-recorded.pcapng"))],
    "cause-window-recorded": [Manipulation("window", restore.window)],
    "cause-flags-recorded": [Manipulation("flags", restore.flags)],
    "cause-key-variant-recorded": [Manipulation("key variant", typed=lambda secret: secret + b"\n"),
                                   Manipulation("key variant", typed=lambda secret: secret[:16]),
                                   Manipulation("key variant", typed=bytes.upper)],
}
SPLIT = ["story-after"]
# Why segments of these recordings have no signature.
OMITTED = {
    "missing-password": [Omission("SYN unsigned", restore.opening)],
    "restart-rst": [Omission("RST unsigned", restore.reset)],
    "cause-option-blanked-recorded": [Omission("option blanked", restore.sent_by("192.0.2.2")),
                                      Omission("RST unsigned", restore.reset)],  # from FRR's host
}
# The causes of good segments, by frame. In ao-last-isn, the receiver, a Linux, counted the segment as TCPAOBad. In the
# others, the receiver has deleted the key, or the segment has the old key although the request for another had arrived.
TOLD = {"ao-last-isn": {6: "AO good refused"},
        "kernel-ao-key-deleted": dict.fromkeys((15, 17, 19), "AO key unknown to peer"),
        "kernel-ao-not-followed": {13: "AO RNext not followed"}}
# These recordings configured the cause, which applies to every segment that is not good.
SET_UP = [name for name, session in SESSIONS.items() if session.cause]
PLACES = {"sequence_number": slice(4, 8), "window": slice(14, 16)}      # of the fields in a TCP header


def original(was: str, capture: Path) -> str:
    """Returns WAS, with a value such as "@3" replaced by that of the field in frame 3, which is unchanged."""
    field, _, frame = was.partition("=@")
    if not frame:
        return was
    segments = map(Dissector().segment, pcapng.read(capture))
    header = next(one.bytes.data for one in segments if one.carrier.frame.number == int(frame))
    return f"{field}={int.from_bytes(header[PLACES[field]], 'big')}"


def set_up(name: str) -> Iterator[Row]:
    session, capture = SESSIONS[name], HERE / f"{name}.pcapng"
    was = original(session.was, capture)
    return (Row(row.frame, session.cause, was) for row in judge(capture) if row.status != "Good")


def causes(name: str) -> str:
    if name in TOLD:
        return HEAD + "".join(f"{frame}\t{cause}\t\t\n" for frame, cause in TOLD[name].items())
    if name in SET_UP:
        return written(set_up(name))
    recording = Recording(HERE / f"{name}.pcapng")
    if name in OMITTED:
        rows = recording.omitted(OMITTED[name])
    else:
        rows = recording.split() if name in SPLIT else recording.rows(MANIPULATED[name])
    return written(rows)


def written(rows: Iterator[Row]) -> str:
    return HEAD + "".join("\t".join(map(str, astuple(row))) + "\n" for row in rows)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare with the files here, change nothing")
    check = arguments.parse_args().check
    names, failed = [*SPLIT, *OMITTED, *TOLD, *MANIPULATED, *SET_UP], 0
    for name in names:
        file, said = HERE / f"{name}.causes", causes(name)
        if not check:
            file.write_text(said)
        elif not file.exists() or file.read_text() != said:
            print(f"{file.name} differs")
            failed += 1
    print(f"{len(names) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
