#!/usr/bin/env python3
"""Builds the constructed captures: NAME.pcapng, .keys, .causes and, from the reference, NAME.expected.

    construct.py            build them all here
    construct.py --check    compare a fresh build with the files here; exit 1 if any differs

Beside each frame stands what its author wants said of it; where the reference says something else, it fails.
NAME.causes tells what was done to which segment; there is none where nothing was done. NAME.searched tells it where
it is found only by searching all sequence numbers. NAME.twins tells which frames carry one segment, where there is
more than one point of capture, and what was changed between these.
NAME.said tells which words are to be found beside it: of a hint, of a cause, of the receiver's fault, of a roll-over.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

# Each of these registers its captures.
from construct import (ao_carried, ao_causes, ao_cuts, ao_ends, ao_key_changes, ao_lifetimes,  # noqa: F401
                       ao_published, ao_signed, ao_told, ao_transit, ao_young, behaviour, conclusions, ip_headers, keyrings, lengths,
                       links, missing, presence, published, renumbered, rewritten, signers, splits, tcp_headers,
                       translated, two_points)
from construct.capture import CONSTRUCTIONS, Construction, Verdict

HERE = Path(__file__).resolve().parent


def build(construction: Construction, folder: Path) -> list[str]:
    """Writes one capture's files; returns what the reference says otherwise than intended."""
    capture = construction.build()
    file = folder / f"{construction.name}.pcapng"
    file.write_bytes(capture.encoded())
    if construction.keys is not None:
        file.with_suffix(".keys").write_text(construction.keys)
    if causes := capture.causes():
        file.with_suffix(".causes").write_text(causes)
    if searched := capture.causes("searched"):
        file.with_suffix(".searched").write_text(searched)
    if twins := capture.twins_text():
        file.with_suffix(".twins").write_text(twins)
    if said := capture.said():
        file.with_suffix(".said").write_text(said)
    subprocess.run([sys.executable, HERE / "reference.py", "--write", file], check=True)
    said = verdicts(file.with_suffix(".expected"))
    return [f"{construction.name}, frame {frame}: intended {intended}, said {said.get(frame)}"
            for frame, intended in enumerate(capture.intended, 1) if intended != said.get(frame)]


def verdicts(expected: Path) -> dict[int, Verdict]:
    rows = [line.split("\t") for line in expected.read_text().splitlines()[1:]]
    return {int(frame): Verdict(status, reason, key) for frame, status, reason, key, _ in rows}


def differing(construction: Construction, fresh: Path) -> list[str]:
    """The construction's files that are not the same here as in the folder of a fresh build."""
    kinds = ("pcapng", "keys", "causes", "searched", "twins", "said", "expected")
    files = [f"{construction.name}.{kind}" for kind in kinds]
    return [file for file in files if content(HERE / file) != content(fresh / file)]


def content(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="compare with the files here, change nothing")
    check = arguments.parse_args().check
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if check else HERE
        for construction in CONSTRUCTIONS:
            problems = build(construction, folder)
            problems += [f"{file} differs from a fresh build" for file in differing(construction, folder)]
            print(*problems, sep="\n", end="\n" if problems else "")
            failed += bool(problems)
    print(f"{len(CONSTRUCTIONS) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
