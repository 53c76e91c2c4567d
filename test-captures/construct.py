#!/usr/bin/env python3
"""Builds the constructed captures: NAME.pcapng, .keys, .causes and, from the reference, NAME.expected.

    construct.py            build all captures here
    construct.py --check    compare a fresh build with the files here; exit 1 if any differs

The code that builds a frame also has the intended verdict on it; the build fails if the reference disagrees.
NAME.causes lists the manipulated segments, if there are any. NAME.searched lists those whose cause is found only by a
search of all sequence numbers. NAME.twins lists the frames that carry the same segment, if there are several capture
points, and what changed between these. NAME.said lists words that tcpauth must show for a frame: of a hint, a cause, a
cure, a refusal or a key change.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import sys
import tempfile
from pathlib import Path

# Each module registers its captures.
from construct import (ao_carried, ao_changed, ao_cuts, ao_ends, ao_key_changes, ao_keys, ao_lifetimes, ao_published,  # noqa: F401
                       ao_signed, ao_signed_wrongly, ao_told, ao_transit, ao_unsigned, ao_young, behaviour, conclusions,
                       ip_headers, keyrings, lengths, links, missing, presence, published, renumbered, rewritten,
                       signers, splits, tcp_headers, translated, two_points)
from construct.capture import CONSTRUCTIONS, Capture, Construction, Verdict
from reference.judge import judge, table

HERE = Path(__file__).resolve().parent


def write(construction: Construction, folder: Path) -> tuple[Path, Capture]:
    """Writes the files of a capture."""
    capture = construction.build()
    file = folder / f"{construction.name}.pcapng"
    file.write_bytes(capture.encoded())
    texts = {".keys": construction.keys, ".causes": capture.causes(), ".searched": capture.causes("searched"),
             ".twins": capture.twins_text(), ".said": capture.said()}
    for suffix, text in texts.items():
        if text:
            file.with_suffix(suffix).write_text(text)
        else:
            file.with_suffix(suffix).unlink(missing_ok=True)
    file.with_suffix(".expected").write_text(table(judge(file, capture.isns)))
    return file, capture


def disagreements(file: Path, capture: Capture) -> list[str]:
    """Returns the frames for which the reference disagrees with the intended verdict."""
    said = verdicts(file.with_suffix(".expected"))
    return [f"{file.stem}, frame {frame}: intended {intended}, said {said.get(frame)}"
            for frame, intended in enumerate(capture.intended, 1) if intended != said.get(frame)]


def verdicts(expected: Path) -> dict[int, Verdict]:
    rows = [line.split("\t") for line in expected.read_text().splitlines()[1:]]
    return {int(frame): Verdict(status, reason, key) for frame, status, reason, key, _ in rows}


def differing(construction: Construction, fresh: Path) -> list[str]:
    """Returns the construction's files that differ between this folder and that of a fresh build."""
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
        built = [write(construction, folder) for construction in CONSTRUCTIONS]
        for construction, (file, capture) in zip(CONSTRUCTIONS, built, strict=True):
            problems = disagreements(file, capture)
            problems += [f"{file} differs from a fresh build" for file in differing(construction, folder)]
            print(*problems, sep="\n", end="\n" if problems else "")
            failed += bool(problems)
    print(f"{len(CONSTRUCTIONS) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
