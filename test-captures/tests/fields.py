#!/usr/bin/env python3
"""Checks the values of fields that no other test compares: algorithms, retransmissions, key rollovers, how ISNs were
found, the number of many pieces, and a limit.

    fields.py CAPTURE.pcapng...     some of them with retransmissions or key rollovers of MD5 in NAME.said
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import lines_of

from construct.capture import NOTHING, Capture
from construct.peers import KEYS, session
from construct.splits import split
from construct.tcp import KEEPALIVE, bgp_update

Values = dict[str, str]     # frame -> the value of a field, of those that have it

PIECES = 70                 # of more than 64, not all are linked
ROLLOVERS = 64              # the most that are listed of two ends
# The first frame that is short enough for a search shows what the ends had sent: see construct/ao_young.py.
FOUND = {"ao-young-late": dict.fromkeys("124", "192.0.2.1 had sent 450 bytes before frame 3, 192.0.2.2 70 bytes")
         | {"3": "192.0.2.2 had sent 70 bytes before this frame, 192.0.2.1 450 bytes"}}
TIMES = re.compile(r"retransmitted (\d+) times")


def shown(tshark: Tshark, capture: Path, field: str, *where: str) -> Values:
    text = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), *where, "-T", "fields", "-e", "frame.number",
                         "-e", field)
    return {frame: value for frame, value in (line.split("\t") for line in text.splitlines()) if value}


def found_by(tshark: Tshark, capture: Path, words: str) -> set[str]:
    text = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-Y", words, "-T", "fields", "-e", "frame.number")
    return set(text.split())


def check_said(checks: Checks, tshark: Tshark, capture: Path) -> set[str]:
    """Returns what NAME.said has."""
    file = capture.with_suffix(".said")
    if not file.exists():
        return set()
    said = lines_of(file, ("frame", "what", "words"))
    times = {frame: found[1] for frame, what, words in said if what == "receiver" and (found := TIMES.search(words))}
    changed = {frame for frame, what, _ in said if what == "rollover"}
    got = shown(tshark, capture, "tcpauth.retransmissions")
    checks.that(got == times, f"{capture.name}: the retransmissions are {got}, not {times}")
    rolled = found_by(tshark, capture, "tcpauth.rollover")
    checks.that(rolled == changed, f"{capture.name}: the keys change in {rolled}, not in {changed}")
    return {what for what, values in (("receiver", times), ("rollover", changed)) if values}


def check_algorithms(checks: Checks, tshark: Tshark, capture: Path) -> None:
    for option, name in ("tcp.options.md5", "MD5"), ("tcp.options.ao", "TCP-AO"):
        values = set(shown(tshark, capture, "tcpauth.algorithm", "-Y", f"{option} && tcpauth.status <= 1").values())
        checks.that(values <= {name}, f"{capture.name}: segments with {option} have the algorithms {values}")
    signed = found_by(tshark, capture, "tcpauth.status <= 1")
    named = set(shown(tshark, capture, "tcpauth.algorithm", "-Y", "tcpauth.status <= 1"))
    checks.that(signed == named, f"{capture.name}: {signed - named} have no algorithm")


def check_found(checks: Checks, tshark: Tshark, capture: Path) -> None:
    found, wanted = shown(tshark, capture, "tcpauth.isn.found"), FOUND.get(capture.stem, {})
    checks.that(found == wanted, f"{capture.name}: the ISNs are found by {found}, not {wanted}")


def written(tshark: Tshark, name: str, capture: Capture, keys: str) -> Path:
    tshark.write(f"{name}.keys", keys)
    return tshark.write(f"{name}.pcapng", capture.encoded())


def check_pieces(checks: Checks, tshark: Tshark) -> None:
    """A signed segment in many pieces: each piece has their number."""
    bgp, capture = session(), Capture()
    data = (bgp_update() * 1300)[:PIECES * 800]
    pieces = split(bgp.client("PA", data), size=800)
    for piece in pieces:
        capture.segment(piece, NOTHING)
    values = shown(tshark, written(tshark, "pieces", capture, KEYS), "tcpauth.pieces")
    wanted = {str(frame): str(PIECES) for frame in range(1, PIECES + 1)}
    checks.that(len(pieces) == PIECES and values == wanted, f"the numbers of {len(pieces)} pieces are {values}")


def check_limit(checks: Checks, tshark: Tshark) -> None:
    """Each segment has another key. The change that is one too many says so, and only that."""
    bgp, capture = session(), Capture()
    secrets = [f"secret {number}" for number in range(ROLLOVERS + 5)]
    for secret in secrets:
        capture.segment(bgp.client("PA", KEEPALIVE, secret=secret.encode()), NOTHING)
    keys = "".join(f"key {name.replace(' ', '')} ends 192.0.2.1 192.0.2.2 secret \"{name}\"\n" for name in secrets)
    file = written(tshark, "limit", capture, keys)
    changes = found_by(tshark, file, "tcpauth.rollover")
    checks.that(changes == {str(frame) for frame in range(2, ROLLOVERS + 2)}, f"the keys change in {changes}")
    limit = found_by(tshark, file, "tcpauth.limit")
    checks.that(limit == {str(ROLLOVERS + 2)}, f"a limit is reached in {limit}")


def main(captures: list[str]) -> int:
    checks, found = Checks(), set()
    with Tshark() as tshark:
        for capture in map(Path, captures):
            found |= check_said(checks, tshark, capture)
            check_algorithms(checks, tshark, capture)
            check_found(checks, tshark, capture)
        check_pieces(checks, tshark)
        check_limit(checks, tshark)
    checks.that(found == {"receiver", "rollover"}, f"the captures have {found}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
