#!/usr/bin/env python3
"""Checks that tcpauth adds its own fields to what Wireshark shows, and changes nothing else of it.

    transparent.py CAPTURE.pcapng...

With the plugin, all that is not its own is the same to the byte, but for what it puts before the Info column. With its
protocol switched off, all is.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import re
import sys
from itertools import islice, zip_longest
from pathlib import Path

from checks import Checks
from tshark import DISABLED, Tshark
from verdicts import PREFERENCES

# Each builds the tree in another way: all of it, only what is asked for, none at all.
VIEWS = {
    "PDML": ["-T", "pdml"],
    "PDML in two passes": ["-2", "-T", "pdml"],
    "JSON": ["-T", "json"],
    "fields": ["-T", "fields", "-e", "frame.protocols", "-e", "tcp.seq", "-e", "tcp.options"],
    "packet list": [],
    "PDML without TCP": ["--disable-protocol", "tcp", "-T", "pdml"],
}
ALSO_DISABLED = ["PDML", "PDML in two passes", "packet list"]

MOMENT = re.compile(r'(?<=<pdml )(.*)time="[^"]*"')
# An element of ours: what stands in it is indented further, to the closing tag in its own column.
OURS = re.compile(r'^( *)<(field|proto) name="tcpauth[".][^>]*(/>\n|>\n(\1 .*\n)*\1</\2>\n)', re.MULTILINE)
NAME = re.compile(r'<\w+ name="([^"]*)"')
IN_THE_LIST = re.compile(r"\[(Invalid|No|Illegal|Unverified) (MD5|TCP-AO) (digest|option)(: [\w -]+)?\] ")
MAY_STAND_IN_OURS = re.compile(r"tcpauth(\..*)?|_ws\.expert(\..*)?")


def without_moment(pdml: str) -> str:
    return MOMENT.sub(r"\1", pdml, count=1)


def pdml_without_ours(text: str) -> str:
    """Takes out our elements, with the expert information in them; nothing of others may stand there."""
    def take_out(element: re.Match) -> str:
        foreign = [name for name in NAME.findall(element[0]) if not MAY_STAND_IN_OURS.fullmatch(name)]
        assert not foreign, f"an element of ours holds {foreign}"
        return ""
    return OURS.sub(take_out, without_moment(text))


def json_without_ours(text: str) -> str:
    """Keeps the order of all members, and those of the same name."""
    def members(pairs: list[tuple[str, object]]) -> list:
        return [(name, value) for name, value in pairs if name.split(".")[0] != "tcpauth"]
    return json.dumps(json.loads(text, object_pairs_hook=members), indent=1)


def without_ours(text: str) -> str:
    if text.startswith("<?xml"):
        return pdml_without_ours(text)
    return json_without_ours(text) if text.startswith("[") else IN_THE_LIST.sub("", text)


def difference(before: str, after: str) -> str:
    """The first lines that differ; empty if none does."""
    lines = zip_longest(before.splitlines(), after.splitlines()) if before != after else ()
    differing = (f"\n    before: {one}\n    after:  {other}" for one, other in lines if one != other)
    return "".join(islice(differing, 3))


def compare(checks: Checks, tshark: Tshark, capture: Path, view: str) -> None:
    arguments = ["-r", capture, *PREFERENCES.get(capture.stem, []), *VIEWS[view]]
    keyring = tshark.keyring_of(capture)
    absent = tshark.output(*arguments, plugin=False)
    present = tshark.output(*arguments, *keyring)
    changed = difference(without_ours(absent), without_ours(present))
    checks.that(not changed, f"{capture.name}, {view}: the plugin makes a difference{changed}")
    if view in ALSO_DISABLED:
        disabled = tshark.output(*arguments, *keyring, *DISABLED)
        changed = difference(without_moment(absent), without_moment(disabled))
        checks.that(not changed, f"{capture.name}, {view}: the disabled plugin makes a difference{changed}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            for view in VIEWS:
                with checks.of(f"{capture.name}, {view}"):
                    compare(checks, tshark, capture, view)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
