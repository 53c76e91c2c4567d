#!/usr/bin/env python3
"""Compares each NAME.expected with what `tcpdump -M SECRET` says of its frames, for each key of NAME.keys.

    cross-check.py [FOLDER]     all captures of FOLDER (default: this folder)
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reference import keys

HERE = Path(__file__).resolve().parent
VERDICT = re.compile(r"md5\s+(valid|\(invalid\))")
SAYS_NOTHING, ANYTHING = None, "anything"

EXTENSION = "it takes the length of IPv6's extension headers for a part of the segment's"
SOURCE_ROUTE = "it takes the next hop of a source route for the destination"
NO_LENGTH = "it does not look into a datagram that says it has no length"
FIRST_FRAGMENT = "it takes a first fragment for the whole segment"
LAST_FRAGMENT = "it does not put fragments together"
WRONG_LENGTH = "it takes an option with a wrong length for as long as it should be, and goes on behind that"
TOO_LONG = "it believes an IP header that tells of more than there is, although the digest fits what there is"

# The frames about which tcpdump 4.99 is wrong, and why. The test fails if a row is no longer true.
TCPDUMP_IS_WRONG: list[tuple[str, list[int], str]] = [
    ("ipv6-extensions", [1, 3, 5, 7, 9, 11, 13, 15], EXTENSION),
    ("ipv4-source-route", [1, 3, 5, 13], SOURCE_ROUTE),
    ("tso-length-zero", [1], NO_LENGTH),
    ("will-break", [21, 22], NO_LENGTH),
    ("fragments-complete", [2, 5, 7, 13, 21, 24, 26, 32], FIRST_FRAGMENT),
    ("fragments-complete", [3, 8, 12, 14, 22, 27, 31, 33], LAST_FRAGMENT),
    ("cause-options-broken", [*range(7, 56, 12), *range(69, 118, 12)], WRONG_LENGTH),
    ("mirror-port", [97], TOO_LONG),
    ("mirror-port", [104], FIRST_FRAGMENT),
    ("mirror-port", [105], LAST_FRAGMENT),
    ("fragments-missing", [1, 2, 5, 8, 13, 14, 17, 20], FIRST_FRAGMENT),
    ("fragments-beyond-mss", [3, 5, 9, 11], FIRST_FRAGMENT),
    ("fragments-beyond-mss", [4, 6, 10, 12], LAST_FRAGMENT),
]
# Here it depends on the release: since 4.99.5, tcpdump looks into such a datagram and reports every digest there as
# invalid. It is right about this bad frame only by chance.
TCPDUMP_MAY_BE_WRONG: list[tuple[str, list[int], str]] = [("tso-length-zero", [2], NO_LENGTH)]


def frames(table: list[tuple[str, list[int], str]], capture: str) -> set[int]:
    return {frame for name, numbers, _ in table if name == capture for frame in numbers}


class Expected:
    """The verdicts in an .expected file."""

    def __init__(self, file: Path) -> None:
        lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
        self.rows = {int(row[0]): row[1:] for row in (line.split("\t") for line in lines[1:])}

    def from_tcpdump(self, frame: int, secret: bytes, secrets: dict[str, bytes]) -> str | None:
        """Returns the verdict that tcpdump must give with SECRET."""
        status, reason, key, _ = self.rows.get(frame, ("", "", "", ""))
        if key and key not in secrets:
            return SAYS_NOTHING     # signed with TCP-AO
        if status == "Good":
            return "valid" if secrets[key] == secret else "(invalid)"
        if status == "Bad":     # a key for another connection or another time might verify it
            return "(invalid)" if secrets[key] == secret else ANYTHING
        if status == "Illegal" or reason in ("no key", "key not valid at this time",
                                                   "unexpected signature"):
            return ANYTHING
        return SAYS_NOTHING     # it must find no digest, or one that it cannot check

    def good(self) -> set[int]:
        return {frame for frame, row in self.rows.items() if row[0] == "Good"}


def tcpdump(capture: Path, secret: bytes) -> dict[int, str | None]:
    """Returns tcpdump's verdict on each frame. A segment in a tunnel may have a line of its own, without a number."""
    with capture.open("rb") as file:    # from standard input, as tcpdump drops the rights to open the file
        said = subprocess.run(["tcpdump", "-M", secret, "-n", "-t", "-#", "-r", "-"],
                              stdin=file, capture_output=True, check=True)
    verdicts, frame = {}, 0
    for line in said.stdout.decode(errors="replace").splitlines():
        if number := re.match(r" *(\d+)  ", line):
            frame = int(number[1])
        if verdict := VERDICT.search(line):
            verdicts[frame] = verdict[1]
        else:
            verdicts.setdefault(frame, SAYS_NOTHING)
    return verdicts


def disagreements(capture: Path, expected: Expected, secret: bytes,
                  secrets: dict[str, bytes]) -> Iterator[int]:
    for frame, verdict in tcpdump(capture, secret).items():
        wanted = expected.from_tcpdump(frame, secret, secrets)
        if wanted is not ANYTHING and wanted != verdict:
            yield frame


def wireshark_checksums(capture: Path) -> set[int]:
    """Returns the frames whose TCP checksum Wireshark finds good. It covers the same pseudo-header as the digest."""
    said = subprocess.run(["tshark", "-r", capture, "-o", "tcp.check_checksum:TRUE",
                           "-Y", "tcp.checksum.status == 1", "-T", "fields", "-e", "frame.number"],
                          capture_output=True, check=True, text=True)
    return set(map(int, said.stdout.split()))


class Checks:
    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0

    def that(self, holds: bool, otherwise: str) -> None:
        self.passed += holds
        self.failed += not holds
        if not holds:
            print(otherwise)

    def capture(self, file: Path) -> None:
        capture = file.with_suffix(".pcapng")
        expected = Expected(file)
        secrets = {key.name: key.secret for key in keys.read(file.with_suffix(".keys")) if key.algorithm == "md5"}
        wrong = frames(TCPDUMP_IS_WRONG, file.stem)
        doubted = wrong | frames(TCPDUMP_MAY_BE_WRONG, file.stem)
        seen = set()
        for name, secret in secrets.items():
            if b"\0" in secret:     # a command line cannot contain a zero byte
                self.skipped += 1
                continue
            found = set(disagreements(capture, expected, secret, secrets))
            self.that(found <= doubted,
                      f"{file.stem}: tcpdump disagrees with key {name}: {sorted(found - doubted)}")
            seen |= found
        for frame in sorted(wrong - seen):
            self.that(False, f"{file.stem}: tcpdump is right about frame {frame} now; correct the table here")
        if wrong:
            doubtful = expected.good() & doubted - wireshark_checksums(capture)
            self.that(not doubtful, f"{file.stem}: Wireshark sees other pseudo-headers: {sorted(doubtful)}")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    checks = Checks()
    for file in sorted(folder.glob("*.expected")):
        checks.capture(file)
    print(f"{checks.skipped} keys skipped: no command line can hold a NUL byte")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return int(checks.failed > 0 or checks.passed == 0)


if __name__ == "__main__":
    sys.exit(main())
