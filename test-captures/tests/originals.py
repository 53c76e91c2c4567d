#!/usr/bin/env python3
"""Checks that filters compare the signed fields as Wireshark's own: addresses by prefix, numbers by value.

    originals.py CAPTURE.pcapng...      captures with proven causes
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import ORIGINALS, expected

NETWORKS = ["192.0.2.0/24", "198.51.100.0/25", "10.0.0.0/8", "2001:db8::/64", "2001:db8:1::/48"]
RETIRED = ["sequence_number", "acknowledgment_number", "window"]


def signed(capture: Path) -> list[tuple[str, dict[str, str]]]:
    """Returns the signed values of each frame, by their names."""
    return [(row.frame, dict(word.split("=") for word in row.was.split())) for row in expected(capture)]


def filters(capture: Path) -> Iterator[tuple[str, set[str]]]:
    """Yields filters, each with the frames that it must find."""
    rows = signed(capture)
    for end in "source", "destination":
        for network in map(ip_network, NETWORKS):
            field = end if network.version == 4 else f"{end}_ipv6"
            yield f"tcpauth.was.{field} == {network}", \
                {frame for frame, was in rows if end in was and ip_address(was[end]) in network}
    for field, name in ORIGINALS.items():
        if ORIGINALS[field] not in ("source", "destination", "flags", "hdr_len", "wscale"):
            yield f"tcpauth.was.{field} >= 4096", {frame for frame, was in rows if int(was.get(name, 0)) >= 4096}


def check(checks: Checks, tshark: Tshark, capture: Path) -> None:
    for words, wanted in filters(capture):
        text = tshark.output("-2", "-r", capture, *tshark.keyring_of(capture), "-Y", words,
                             "-T", "fields", "-e", "frame.number")
        found = set(text.split())
        checks.that(found == wanted, f"{capture.name}: {words} finds {sorted(found)}, not {sorted(wanted)}")


def offered(tshark: Tshark) -> set[str]:
    """Returns the names of fields that Wireshark completes."""
    return {line.split("\t")[2] for line in tshark.output("-G", "fields").splitlines()}


def main(arguments: list[str]) -> int:
    checks = Checks()
    with Tshark() as tshark:
        for capture in map(Path, arguments):
            check(checks, tshark, capture)
        names = offered(tshark)
        checks.that("tcpauth.was.source" in names, "the fields are not listed")
        checks.that("tcpauth.hook" not in names, "what no segment has is offered")
        for name in RETIRED:
            checks.that(f"tcpauth.was.{name}" not in names, f"there are two names for {name}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
