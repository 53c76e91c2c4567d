#!/usr/bin/env python3
"""Writes NAME.causes of the recorded captures: what the recordings did to the segments.

    causes.py            write them
    causes.py --check    compare with the files here; exit 1 if any differs
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import sys
from dataclasses import astuple
from pathlib import Path

from construct.capture import HEAD
from reference import restore
from reference.restore import Manipulation, Omission, Recording

HERE = Path(__file__).resolve().parent

# What each recording did to segments that were signed well: see record/.
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
# Why there are segments without a signature in them.
OMITTED = {
    "missing-password": [Omission("SYN unsigned", restore.opening)],
    "restart-rst": [Omission("RST unsigned", restore.reset)],
    "cause-option-blanked-recorded": [Omission("option blanked", restore.sent_by("192.0.2.2")),
                                      Omission("RST unsigned", restore.reset)],  # FRR's host to what it cannot take
}
# What was sent again since its receiver, a Linux, counted it as TCPAOBad.
REFUSED = {"ao-last-isn": {6: "AO good refused"}}


def causes(name: str) -> str:
    if name in REFUSED:
        return HEAD + "".join(f"{frame}\t{cause}\t\t\n" for frame, cause in REFUSED[name].items())
    recording = Recording(HERE / f"{name}.pcapng")
    if name in OMITTED:
        rows = recording.omitted(OMITTED[name])
    else:
        rows = recording.split() if name in SPLIT else recording.rows(MANIPULATED[name])
    return HEAD + "".join("\t".join(map(str, astuple(row))) + "\n" for row in rows)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare with the files here, change nothing")
    check = arguments.parse_args().check
    names, failed = [*SPLIT, *OMITTED, *REFUSED, *MANIPULATED], 0
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
