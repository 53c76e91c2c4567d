#!/usr/bin/env python3
"""Checks the preference tcpauth.isns, and what tcpauth shows about ISNs that a search found.

    isns.py OLD.pcapng YOUNG.pcapng RFC.pcapng

OLD begins with five segments of a session between 192.0.2.1:40000 (ISN 1000) and 192.0.2.2:179 (ISN 2000). The last
of them is forged, and the ends have sent too much for a search to find these numbers. YOUNG begins with a session whose
ends have sent 155 and 174 bytes. RFC begins with the four segments of each of the sections 4.1 and 4.2 of RFC 9235.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import SANITIZERS, Tshark

UNVERIFIED, GOOD, BAD = "2", "1", "0"
TOLD = "192.0.2.1 40000 1000; isn 192.0.2.2 179 2000 ;"
FOUND = "192.0.2.1 had sent 155 bytes before this capture, 192.0.2.2 174 bytes"


# RFC 9235: the ISNs of the active and of the passive end, and whether the MAC covers the other options
SECTIONS = ((0xFBFBAB5A, 0x11C14261, "covered"), (0xCB0EFBEE, 0xACD5B5E1, "not covered"))


class Isns:
    def __init__(self, checks: Checks, tshark: Tshark) -> None:
        self.checks, self.tshark = checks, tshark

    def shown(self, capture: Path, isns: str, *fields: str) -> tuple[list[list[str]], str]:
        columns = [word for field in fields for word in ("-e", field)]
        done = self.tshark.again("-2", "-r", capture, *self.tshark.keyring_of(capture), "-o", f"tcpauth.isns:{isns}",
                                 "-T", "fields", *columns)
        return [line.split("\t") for line in done.stdout.splitlines()], done.stderr

    def statuses(self, capture: Path, isns: str, wanted: list[str], words: str = "") -> None:
        rows, complaints = self.shown(capture, isns, "tcpauth.status")
        got = [row[0] for row in rows[:5]]
        self.checks.that(got == wanted, f"{isns!r}: {got}, not {wanted}")
        self.checks.that(words in complaints if words else "isns" not in complaints, f"{isns!r}: {complaints}")

    def terms(self, rfc: Path) -> None:
        """The items have the values with which the traffic keys were derived: in a SYN, the other ISN is zero."""
        wanted = [[str(source), str(destination), options, "HMAC-SHA-1-96", "0"]
                  for active, passive, options in SECTIONS
                  for source, destination in ((active, 0), (passive, active), (active, passive), (passive, active))]
        rows, _ = self.shown(rfc, "", "tcpauth.isn.source", "tcpauth.isn.destination", "tcpauth.options",
                             "tcpauth.ao.algorithm", "tcpauth.sne")
        self.checks.that(rows[:8] == wanted, f"{rows[:8]}, not {wanted}")

    def preference(self, old: Path) -> None:
        self.statuses(old, TOLD, 4 * [GOOD] + [BAD])
        for wrong in "nonsense", "192.0.2.1 40000":
            self.statuses(old, f"{wrong}; {TOLD}", 4 * [GOOD] + [BAD], "preference tcpauth.isns:1: ")
        tree = self.tshark.output("-r", old, *self.tshark.keyring_of(old), "-o", f"tcpauth.isns:{TOLD}", "-O", "tcp")
        self.checks.that("[Source ISN: 1000, from the keyring or the preferences: the MAC proves it]" in tree, tree[:3000])

    def failed_searches(self, old: Path) -> None:
        self.statuses(old, "", 5 * [UNVERIFIED])
        self.statuses(old, TOLD.replace("1000", "1001"), 5 * [UNVERIFIED])
        self.statuses(old, "192.0.2.1 40000", 5 * [UNVERIFIED], "preference tcpauth.isns:1: ")

    def search(self, young: Path) -> None:
        rows, _ = self.shown(young, "", "tcpauth.isn.found", "tcpauth.isn.frame", "_ws.expert.message")
        self.checks.that(rows[0][0] == FOUND, f"found: {rows[0]}")
        self.checks.that(rows[0][1] == "" and {row[1] for row in rows[1:5]} == {"1"}, f"frames: {rows[:5]}")
        said = ["Initial sequence numbers found by a search" in row[2] for row in rows[:6]]
        self.checks.that(said == [True] + 5 * [False], f"expert: {said}")

    def verdict(self, capture: Path) -> str:
        done = self.tshark.again("-2", "-r", capture, *self.tshark.keyring_of(capture), "-q", "-z", "tcpauth,verdict")
        return " ".join(done.stdout.split())

    def verdict_of_found(self, young: Path) -> None:
        found = self.verdict(young)
        for end, sent in ("192.0.2.1", 155), ("192.0.2.2", 174):
            self.checks.that(f"ISNs found: {end} had sent {sent} to 1000 bytes before this capture." in found, found)

    def verdict_of_failed(self, old: Path) -> None:
        """The verdict has the extent of the search, and what to do next."""
        failed = self.verdict(old)
        for words in "a search (at most 1,000 bytes sent by each end, or only keepalives) failed", "Find ISNs", "isn lines":
            self.checks.that(words in failed, f"{words!r} is not in {failed}")


def main() -> int:
    checks = Checks()
    old, young, rfc = map(Path, sys.argv[1:])
    with Tshark() as tshark:
        isns = Isns(checks, tshark)
        isns.terms(rfc)
        isns.preference(old)
        isns.search(young)
        isns.verdict_of_found(young)
        if not SANITIZERS:      # each takes ten seconds there; verdicts/young has failed searches, too
            isns.failed_searches(old)
            isns.verdict_of_failed(old)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
