#!/usr/bin/env python3
"""Checks the frames of a capture by RFC 2385 and RFC 5925, with its keyring; shares no code with the plugin.

    reference.py CAPTURE.pcapng            print CAPTURE.expected
    reference.py --write CAPTURE.pcapng    write CAPTURE.expected
    reference.py --check CAPTURE.pcapng    compare with CAPTURE.expected; exit 1 if they differ
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import difflib
import sys
from pathlib import Path

from reference.judge import judge, table


def expected(capture: Path) -> str:
    return table(judge(capture))


def without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def check(capture: Path) -> bool:
    """Returns whether CAPTURE.expected has the expected rows; prints the differences."""
    file = capture.with_suffix(".expected")
    written = without_comments(file.read_text()) if file.exists() else []
    said = without_comments(expected(capture))
    for line in difflib.unified_diff(written, said, str(file), "reference", n=0, lineterm=""):
        print(line)
    return written == said


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("captures", nargs="+", type=Path, metavar="CAPTURE.pcapng")
    what = arguments.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write CAPTURE.expected")
    what.add_argument("--check", action="store_true", help="compare with CAPTURE.expected")
    given = arguments.parse_args()
    agreed = 0
    for capture in given.captures:
        if given.check:
            agreed += check(capture)
        elif given.write:
            capture.with_suffix(".expected").write_text(expected(capture))
        else:
            print(expected(capture), end="")
    if given.check:
        print(f"{agreed} passed, {len(given.captures) - agreed} failed")
    return int(given.check and agreed < len(given.captures))


if __name__ == "__main__":
    sys.exit(main())
