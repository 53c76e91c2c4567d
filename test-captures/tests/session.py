#!/usr/bin/env python3
"""Captures a BGP session live while FRR and BIRD bring it up; BIRD's password is mistyped at first.

tshark runs at FRR's end of a cable between network namespaces, and is never restarted. It must show each segment as
Bad or Good when it arrives, and the cause "key variant" for the Bad ones.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys

from checks import Checks
from tshark import Tshark

from record.apart import step_apart
from record.daemons import Bird, Frr
from record.lab import Host, Lab, Program, wait_until
from record.recordings import FOUR, Key

SKIPPED = 77
KEY = Key("bucharest-upstream", FOUR, "example-of-bucharest")
FIELDS = ["ip.src", "tcp.flags.syn", "tcpauth.status", "tcpauth.key", "tcpauth.cause"]
BAD, GOOD = "0", "1"


class Capture:
    """A live capture at a host, with tshark's output so far."""

    def __init__(self, tshark: Tshark, host: Host) -> None:
        keyring = tshark.write("live.keys", str(KEY))
        words = [word for field in FIELDS for word in ("-e", field)]
        command = tshark.command("-i", "eth0", "-l", "-o", f"tcpauth.keyring:{keyring}", "-Y", "tcpauth",
                                 "-T", "fields", "-E", "separator=|", *words)
        self.program: Program = host.start(*command, **tshark.environment(plugin=True))
        self.program.wait_for_output("Capturing on")

    def rows(self, source: str) -> list[tuple[str, ...]]:
        """Returns the rows that tshark has printed for segments from SOURCE."""
        lines = self.program.log.read_text().splitlines()
        return [tuple(line.split("|")[1:]) for line in lines if line.startswith(f"{source}|")]

    def wait_for(self, source: str, *row: str) -> None:
        wait_until(lambda: row in self.rows(source), f"{row} from {source}", 60)

    def is_running(self) -> bool:
        return self.program.process.poll() is None


def watch(checks: Checks, capture: Capture, left: Host, right: Host) -> None:
    frr = Frr(left, FOUR[1], KEY.secret)
    bird = Bird(right, FOUR[0], f"{KEY.secret} ")
    capture.wait_for(FOUR[0], "1", GOOD, KEY.name, "")
    capture.wait_for(FOUR[1], "1", BAD, KEY.name, "key variant")
    checks.that(not frr.established(), "the session comes up in spite of the password")
    checks.that({row[1] for row in capture.rows(FOUR[1])} == {BAD}, "good segments come too early")

    bird.change_password(KEY.secret)
    wait_until(frr.established, "the BGP session", 60)
    keepalive = "0", GOOD, KEY.name, ""
    for source in FOUR:
        capture.wait_for(source, *keepalive)
    seen = len(capture.rows(FOUR[1]))
    wait_until(lambda: len(capture.rows(FOUR[1])) > seen + 2, "more segments", 60)
    checks.that(set(capture.rows(FOUR[1])[seen:]) == {keepalive}, "a segment of the session is not good")
    checks.that(capture.is_running(), "tshark has ended")


def main() -> int:
    if reason := step_apart():
        print(reason)
        return SKIPPED
    checks = Checks()
    with Tshark() as tshark, Lab() as lab:
        left, right = lab.host("left"), lab.host("right")
        lab.cable(left, right)
        left.plug_in(FOUR[0])
        right.plug_in(FOUR[1])
        watch(checks, Capture(tshark, left), left, right)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
