#!/usr/bin/env python3
"""Checks that tcpauth adds its own fields to what Wireshark shows, and changes nothing else of it.

    transparent.py VIEW CAPTURE.pcapng...

With the plugin, the output without its own fields and its words in the Info column is identical to that without the
plugin. With its protocol disabled, the whole output is identical. VIEW is one of VIEWS. The test merges the captures
into one, with all their keys.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import re
import subprocess
import sys
from itertools import islice, zip_longest
from pathlib import Path

from checks import Checks
from tshark import DISABLED, Tshark
from verdicts import PREFERENCES

# Each view builds the tree in another way: the whole tree, only the requested fields, or none.
VIEWS = {
    "pdml": ["-T", "pdml"],
    "pdml-two-passes": ["-2", "-T", "pdml"],
    "json": ["-T", "json"],
    "fields": ["-T", "fields", "-e", "frame.protocols", "-e", "tcp.seq", "-e", "tcp.options"],
    "packet-list": [],
    "pdml-without-tcp": ["--disable-protocol", "tcp", "-T", "pdml"],
}
SILENT = ["fields", "pdml-without-tcp"]     # views without anything from the plugin
ALSO_DISABLED = ["pdml", "pdml-two-passes", "packet-list"]

MOMENT = re.compile(r"^<pdml .*\n", re.MULTILINE)      # has the time of the run
# An element of ours with what it holds, up to its closing tag, which has the same indentation.
OURS = re.compile(r'\n( *)<(field|proto) name="tcpauth[".].*(?:(?<=/>)|((?:\n.*)*?)\n\1</\2>)(?=\n)')
NAME = re.compile(r'\n *<\w+ name="([^"]*)"')
IN_THE_LIST = re.compile(r"\[((Invalid|No|Illegal|Unverified) (MD5|AO|TCP-AO) (digest|option)(: [\w -]+)?"
                         r"|Good, but will be split)\] ")
MAY_STAND_IN_OURS = re.compile(r"tcpauth(\..*)?|_ws\.expert(\..*)?")


def shown(text: str) -> str | list:
    """Returns what two runs show alike. Of JSON, members with equal names and the order of all are kept."""
    return json.loads(text, object_pairs_hook=list) if text.startswith("[") else MOMENT.sub("", text, 1)


def pdml_without_ours(text: str) -> str:
    """Removes our elements with their expert information. They must not contain elements of other protocols."""
    def nothing(ours: re.Match) -> str:
        for name in NAME.findall(ours[3] or ""):
            assert MAY_STAND_IN_OURS.fullmatch(name), f"an element of ours holds {name}"
        return ""
    return OURS.sub(nothing, text)


def json_without_ours(text: str) -> list:
    """Removes our members."""
    def members(pairs: list[tuple[str, object]]) -> list:
        return [pair for pair in pairs if not pair[0].startswith("tcpauth")]
    return json.loads(text, object_pairs_hook=members)


def without_ours(text: str) -> str | list:
    if text.startswith("<?xml"):
        return pdml_without_ours(shown(text))
    return json_without_ours(text) if text.startswith("[") else IN_THE_LIST.sub("", text)


def difference(before: str | list, after: str | list) -> str:
    """Returns the first lines that differ; an empty string if none does."""
    if before == after:
        return ""
    before, after = (text if isinstance(text, str) else json.dumps(text, indent=1) for text in (before, after))
    pairs = zip_longest(before.splitlines(), after.splitlines())
    differing = (f"\n    before: {one}\n    after:  {other}" for one, other in pairs if one != other)
    return "".join(islice(differing, 3))


def compare(checks: Checks, tshark: Tshark, view: str, arguments: list[str | Path]) -> None:
    """Shows a capture without the plugin, with it and with its protocol switched off."""
    keyring = tshark.keyring(tshark.folder / "all.keys")
    absent = tshark.output(*arguments, *VIEWS[view], plugin=False)
    present = tshark.output(*arguments, *VIEWS[view], *keyring)
    assert present != absent or view in SILENT, "the plugin says nothing"
    changed = difference(shown(absent), without_ours(present))
    checks.that(not changed, f"{view} of {arguments}: the plugin makes a difference{changed}")
    if view in ALSO_DISABLED:
        disabled = tshark.output(*arguments, *VIEWS[view], *keyring, *DISABLED)
        changed = difference(shown(absent), shown(disabled))
        checks.that(not changed, f"{view} of {arguments}: the disabled plugin makes a difference{changed}")


def merged(tshark: Tshark, captures: list[Path]) -> Path:
    """Returns a capture of all captures, one after the other, each with its own interfaces; beside it are all keys."""
    whole = tshark.folder / "all.pcapng"
    subprocess.run(["mergecap", "-a", "-I", "none", "-w", whole, *captures], check=True)
    keys = [capture.with_suffix(".keys") for capture in captures]
    tshark.write("all.keys", b"".join(file.read_bytes() for file in keys if file.exists()))
    return whole


def main() -> int:
    checks = Checks()
    view, captures = sys.argv[1], [Path(capture) for capture in sys.argv[2:]]
    with Tshark() as tshark:
        looks = [["-r", merged(tshark, captures)],
                 *(["-r", capture, *PREFERENCES[capture.stem]] for capture in captures if capture.stem in PREFERENCES)]
        for arguments in looks:
            with checks.of(view):
                compare(checks, tshark, view, arguments)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
