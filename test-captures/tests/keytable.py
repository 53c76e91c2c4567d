#!/usr/bin/env python3
"""Checks that keys in the key table (a UAT) give the same verdicts as those in a keyring file.

    keytable.py CAPTURE.pcapng...
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from checks import Checks
from tshark import Tshark, complaints_of
from verdicts import expected, found

from reference import keys

Row = list[str]
COLUMNS = ["name", "end", "other end", "port", "algorithm", "secret", "send id", "recv id", "from", "until",
           "end signs as", "other end signs as", "options", "MAC length", "sent from", "sent until", "preference",
           "signature", "chain", "number", "instance"]
OLD_COLUMNS = 10    # the number of columns before "end signs as" was added
FORMER_COLUMNS = 13     # the number of columns before "MAC length" was added
RECENT = ["ao-mac-of-8", "sent-too-late"]   # captures whose keys need the columns after these
GOOD_ROW = ["name", "192.0.2.1", "192.0.2.2", "179", "MD5", "secret", *[""] * 15]
# Values that a column rejects, and words of the message about each.
REFUSED = [
    ("end", "192.0.2.256", "an end is"), ("end", "", "is missing"),
    ("other end", "192.0.2.1/24", "an end is"), ("other end", "", "is missing"),
    ("port", "65536", "a port is"), ("port", "bgp", "a port is"), ("algorithm", "MD6", "an algorithm is"),
    ("secret", "", "is missing"), ("secret", "0x", "hexadecimal"), ("secret", "0x6", "hexadecimal"),
    ("secret", "0x6b657", "hexadecimal"), ("secret", "0xkey", "hexadecimal"),
    ("send id", "256", "a key id is"), ("recv id", "-1", "a key id is"),
    ("from", "tomorrow", "a time is"), ("until", "2026-02-30", "a time is"),
    ("end signs as", "192.0.2.0/24", "signs as is an address"), ("other end signs as", "x", "signs as is an address"),
    ("options", "yes", "options are"), ("MAC length", "3", "the length of a MAC is"), ("sent from", "soon", "a time is"),
    ("sent until", "2026-02-30", "a time is"), ("preference", "best", "a preference is"),
    ("signature", "yes", "a signature is"), ("chain", "\n", "a name is"), ("number", "-1", "the number of a key"),
    ("instance", "\n", "a name is"),
]


def encoded(row: Row) -> str:
    """Returns ROW as Wireshark writes it."""
    def field(text: str) -> str:
        plain = set(range(0x20, 0x7F)) - set(b'"\\')
        return '"' + "".join(chr(byte) if byte in plain else f"\\x{byte:02x}"
                             for byte in text.encode(errors="surrogateescape")) + '"'
    return ",".join(map(field, row))


def hexadecimal(secret: bytes) -> str:
    return "0x" + secret.hex()


def text(secret: bytes) -> str:
    """Returns the secret as text; in hexadecimal if it has a zero byte, as the table's fields are C strings."""
    return hexadecimal(secret) if b"\0" in secret else secret.decode(errors="surrogateescape")


def row_of(key: keys.Key, notation: Callable[[bytes], str]) -> Row:
    ends = ["*" if end is None else str(end) for end in key.ends]
    port = "" if key.port is None else str(key.port)
    times = [moment(key.since), moment(key.until)]
    ids = ["" if one is None else str(one) for one in (key.send_id, key.recv_id)]
    sent = ["" if time is None else moment(time) for time in (key.sent_since, key.sent_until)]
    return [key.name, *ends, port, key.algorithm.upper(), notation(key.secret), *ids, *times, "", "", key.options,
            str(key.shortened or ""), *sent, "", "", "", ""]


def moment(time: int) -> str:
    if time in (keys.ALWAYS_BEFORE, keys.ALWAYS_AFTER):
        return ""
    return datetime.fromtimestamp(time // keys.NANOSECONDS, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def rows_of(capture: Path, notation: Callable[[bytes], str] = text) -> list[Row]:
    """Returns the keyring's keys in the order of its file."""
    keyring = sorted(keys.read(capture.with_suffix(".keys")), key=lambda key: key.place)
    return [row_of(key, notation) for key in keyring]


class OnCommandLine(Tshark):
    def keyring_of(self, capture: Path) -> list[str]:
        return [word for row in rows_of(capture) for word in ("-o", f"uat:tcpauth_keys:{encoded(row)}")]


class InProfile(Tshark):
    """Writes the rows, with hexadecimal secrets, to the file in which Wireshark keeps them."""

    def table(self, capture: Path) -> list[Row]:
        return rows_of(capture, hexadecimal)

    def keyring_of(self, capture: Path) -> list[str]:
        lines = [encoded(row) + "\n" for row in self.table(capture)]
        self.write("settings/tcpauth_keys", "".join(lines))
        return []


class WithOldRows(InProfile):
    """Writes the table's file with its first OLD_COLUMNS columns."""

    def table(self, capture: Path) -> list[Row]:
        return [row[:OLD_COLUMNS] for row in super().table(capture)]


class WithFormerRows(InProfile):
    """Writes the table's file with its first FORMER_COLUMNS columns."""

    def table(self, capture: Path) -> list[Row]:
        return [row[:FORMER_COLUMNS] for row in super().table(capture)]


class WithShortOption(OnCommandLine):
    """Gives the old columns on the command line, where a row may end after the secret if the rest is empty."""

    def keyring_of(self, capture: Path) -> list[str]:
        return [word for row in rows_of(capture)
                for word in ("-o", f"uat:tcpauth_keys:{encoded(row[:6] if not any(row[6:]) else row[:OLD_COLUMNS])}")]


class WithBadRows(InProfile):
    """Has a bad row before each good one, and one after the last. Each must affect only itself."""

    def table(self, capture: Path) -> list[Row]:
        bad = [*GOOD_ROW[:3], "bgp", *GOOD_ROW[4:]]
        return [row for good in super().table(capture) for row in (bad, good)] + [bad]

    def output(self, *arguments: str | Path, plugin: bool = True) -> str:
        done = self.again(*arguments, plugin=plugin)
        assert done.returncode == 0, f"tshark exits with {done.returncode}: {done.stderr}"
        assert "a port is" in done.stderr, f"tshark says of a bad row: {done.stderr}"
        return done.stdout


class WithKeyring(OnCommandLine):
    """Has the first key in the table and the others in a keyring file; the table's keys come first."""

    def keyring_of(self, capture: Path) -> list[str]:
        words = capture.with_suffix(".keys").read_text()
        first, *others = ("\n" + words).split("\nkey ")[1:]
        keyring = self.write("others.keys", "".join(f"key {entry}\n" for entry in others))
        return [*super().keyring_of(capture)[:2], "-o", f"tcpauth.keyring:{keyring}"]


def check_verdicts(checks: Checks, tshark: Tshark, capture: Path) -> None:
    wanted, got = expected(capture), found(tshark, capture, ["-2", "-Y", "tcpauth"])
    missing, surplus = set(wanted) - set(got), set(got) - set(wanted)
    checks.that(wanted and not missing and not surplus,
                f"{capture.name}, {type(tshark).__name__}: missing {missing}, too much {surplus}")


def check_notes(checks: Checks, capture: Path) -> None:
    """The keyring file and the key table give the same number of "not sent now" notes."""
    counts = set()
    for kind in Tshark, OnCommandLine, InProfile:
        with kind() as tshark:
            lines = tshark.output("-r", capture, *tshark.keyring_of(capture), "-Y", "tcpauth.not_sent_now")
            counts.add(len(lines.splitlines()))
    checks.that(len(counts) == 1 and min(counts) > 0, f"{capture.name}: not sent now {counts}")


def check_refusals(checks: Checks, capture: Path) -> None:
    for column, value, words in REFUSED:
        row = list(GOOD_ROW)
        row[COLUMNS.index(column)] = value
        with Tshark() as tshark:
            done = tshark.run("-r", capture, "-o", f"uat:tcpauth_keys:{encoded(row)}")
            said = [line for line in complaints_of(done) if words in line]
            checks.that(done.returncode != 0 and said, f"{row} is not refused in these words: {done.stderr}")


def main() -> int:
    checks = Checks()
    captures = [Path(capture) for capture in sys.argv[1:]]
    recent = [capture for capture in captures if capture.stem in RECENT]
    for kind in (OnCommandLine, InProfile, WithOldRows, WithFormerRows, WithShortOption, WithBadRows, WithKeyring):
        with kind() as tshark:
            all_columns = kind in (OnCommandLine, InProfile)
            for capture in [one for one in captures if all_columns or one not in recent]:
                with checks.of(f"{capture.name}, {kind.__name__}"):
                    check_verdicts(checks, tshark, capture)
    check_notes(checks, recent[-1])
    check_refusals(checks, captures[0])
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
