#!/usr/bin/env python3
"""Compares the table of tshark -z tcpauth,keys with one made from the KeyIDs that Wireshark itself shows.

    keys.py CAPTURE.pcapng...       captures of TCP-AO without tunnels, forgeries or loss
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from checks import Checks
from tables import Cells, sights, statistics, tables
from tshark import Tshark
from verdicts import expected

from reference import keys as keyrings

ENOUGH = 3      # segments that an end sends after a request without following it


class Ids(NamedTuple):
    key_id: str
    asks_for: str


@dataclass
class Key:
    """A row of the table: a key of one end."""
    name: str = ""
    frames: tuple[str, ...] = ()
    good: int = 0
    asked: str = ""
    after: str = ""

    def cells(self, pair: str, end: str, key_id: str) -> Cells:
        first, last = (self.frames[0], self.frames[-1]) if self.frames else ("", "")
        return pair, end, key_id, self.name, str(len(self.frames)), str(self.good), first, last, self.asked, self.after


@dataclass
class Request:
    frame: str
    time: Decimal
    key_id: str
    waited: int = 0


def ids_of(tshark: Tshark, capture: Path) -> dict[str, Ids]:
    fields = "-e", "frame.number", "-e", "tcp.options.ao.keyid", "-e", "tcp.options.ao.rnextkeyid"
    text = tshark.output("-r", capture, "-Y", "tcp.options.ao", "-T", "fields", *fields, plugin=False)
    return {frame: Ids(*ids) for frame, *ids in (line.split("\t") for line in text.splitlines())}


class Followed(NamedTuple):
    """A request, and the first segment that follows it."""
    asked: str
    frame: str
    after: Decimal


def wanted_keys(tshark: Tshark, capture: Path) -> tuple[set[Cells], set[Followed]]:
    seen, verdicts, ids = sights(tshark, capture), {row.frame: row for row in expected(capture)}, ids_of(tshark, capture)
    keys: dict[tuple[str, str, str], Key] = {}
    current: dict[tuple, Ids] = {}              # of each end of each connection
    requests: dict[tuple, Request] = {}         # to each end
    followed = set()
    for frame, (key_id, asks_for) in ids.items():
        sight, row = seen[frame], verdicts[frame]
        end, other = sight[1:5], (*sight[3:5], *sight[1:3])
        key = keys.setdefault((sight.pair(), sight.source, key_id), Key())
        key.frames += (frame,)
        key.good += row.status == "Good"
        key.name = row.key or key.name
        if request := requests.get(end):
            request.waited += 1
            if request.key_id == key_id:
                key.asked, key.after = request.frame, f"{(sight.time - request.time) * 1000:.3f}"
                followed.add(Followed(request.frame, frame, sight.time - request.time))
                del requests[end]
            elif request.waited == ENOUGH:
                keys[sight.pair(), sight.source, request.key_id].after = "not followed"
        if other in current and asks_for not in (current[other].key_id, getattr(current.get(end), "asks_for", None)):
            requests[other] = Request(frame, sight.time, asks_for)
            asked = keys.setdefault((sight.pair(), sight.destination, asks_for), Key())
            asked.asked, asked.after = frame, ""
        current[end] = Ids(key_id, asks_for)
    return {key.cells(*name) for name, key in keys.items()}, followed


def followed_in(tshark: Tshark, capture: Path) -> tuple[set[Followed], set[tuple[str, str]]]:
    """Returns what the segments that follow requests show, and what those that make them show."""
    def shown(name: str, *others: str) -> list[list[str]]:
        columns = [word for field in ("frame.number", name, *others) for word in ("-e", field)]
        return [line.split("\t") for line in tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-Y", name,
                                                           "-T", "fields", *columns).splitlines()]

    following = {Followed(asked, frame, Decimal(after))
                 for frame, after, asked in shown("tcpauth.ao.followed_after", "tcpauth.ao.asked_in")}
    return following, {tuple(row) for row in shown("tcpauth.ao.followed_in")}


def requested_names(tshark: Tshark, capture: Path) -> set[tuple[str, str, str]]:
    """Returns the requests that tshark shows, each with the name of the key that the keyring has for it."""
    fields = "-e", "frame.number", "-e", "tcpauth.ao.asked_for", "-e", "tcpauth.ao.rnext"
    text = tshark.output("-r", capture, *tshark.keyring_of(capture), "-Y", "tcpauth.ao.asked_for", "-T", "fields", *fields)
    return {tuple(line.split("\t")) for line in text.splitlines()}


def chains_differ(tshark: Tshark, capture: Path) -> list[str]:
    """Returns the lines with a key and another key chain than the keyring has for it."""
    chains = {key.name: key.chain for key in keyrings.read(capture.with_suffix(".keys"))}
    text = tshark.output("-r", capture, *tshark.keyring_of(capture), "-Y", "tcpauth.key", "-T", "fields",
                         "-e", "tcpauth.key", "-e", "tcpauth.chain")
    return [line for line in text.splitlines() if line != "\t".join((name := line.split("\t")[0], chains[name]))]


def wanted_names(tshark: Tshark, capture: Path, requests: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Returns REQUESTS with the names that the reference finds in the keyring."""
    seen, keyring = sights(tshark, capture), keyrings.read(capture.with_suffix(".keys"))
    wanted = set()
    for frame, key_id, _ in requests:
        sight = seen[frame]
        ends = ip_address(sight.destination).packed, ip_address(sight.source).packed
        names = [key.name for key in keyring if key.algorithm != "md5" and key.serves(ends, (sight.to, sight.port))
                 and int(key_id) in key.ids_of(ends)]
        wanted.add((frame, key_id, names[0] if names else ""))
    return wanted


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                requests = requested_names(tshark, capture)
                names = wanted_names(tshark, capture, requests)
                checks.that(requests == names, f"{capture.name}: expected {names - requests}, found {requests - names}")
                wrong = chains_differ(tshark, capture)
                checks.that(not wrong, f"{capture.name}: {wrong[:5]}")
                wanted, followed = wanted_keys(tshark, capture)
                found = followed_in(tshark, capture)
                both = followed, {(request.asked, request.frame) for request in followed}
                checks.that(found == both, f"{capture.name}: expected {both}, found {found}")
                for passes in 1, 2:
                    found = tables(statistics(tshark, capture, "keys", passes=passes))["keys"]
                    checks.that(found == wanted,
                                f"{capture.name}: expected {wanted - found}, found {found - wanted} in {passes} passes")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
