#!/usr/bin/env python3
"""Checks that tshark prints no secret, in any encoding.

    secret.py CAPTURE.pcapng...

It must not print one with valid keys, nor in messages about keyrings and key tables with a secret in the wrong place.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import base64
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks import Checks
from tshark import Tshark

from reference import keys

EVERYTHING = ["-V", "-x"]
FIELDS = ["tcpauth.status", "tcpauth.reason", "tcpauth.key", "tcpauth.calculated", "_ws.expert.message"]
VIEWS = [EVERYTHING, ["-2", "-V"], ["-T", "pdml"], ["-T", "json", "-x"], ["-T", "ek"], ["-q", "-z", "expert"],
         ["-T", "fields", *(word for field in FIELDS for word in ("-e", field))]]
SHORTEST = 6    # bytes; shorter secrets occur by chance

# Three words that occur nowhere else, and typical mistakes with a secret of three words, or of one.
SECRET = "xqzvkw wjqyxk pzfqvj"
MISTAKES = r"""
    ends * * secret {three}
    ends * * secret "{three}
    ends * * secret '{three}
    ends * * secret "{three}"{one}
    ends * * secret "{three}\q{one}"
    ends * * secret "\x{one}"
    ends * * secret hex {one}
    ends * * secret hex "{three}"
    ends * * secret base64 {one}
    ends * * secret base64 {three}
    ends * * secret text "{three}"
    ends * * secret {one} secret "{three}"
    ends * * secret "{three}" secret "{three}"
    ends * * secret "{three}" {one}
    ends * * secret "{three}" "{three}"
    ends * * {three}
    ends * * password "{three}"
    ends * * "{three}"
    ends * * = "{three}"
    ends {three}
    ends * "{three}" secret "{three}"
    ends {one} * secret "{three}"
    ends * * secret "{three}" port {one}
    ends * * secret "{three}" port "{three}"
    ends * * secret "{three}" algorithm {one}
    ends * * secret "{three}" send-id {one}
    ends * * secret "{three}" recv-id {one}
    ends * * secret "{three}" from {one}
    ends * * secret "{three}" until {one}
    ends * * secret "{three}" from 2026-01-02 until 2026-01-01
    secret "{three}"
"""
SECRET_COLUMN = 5
NAME_COLUMNS = [0, 18, 20]   # the names of the key, of its chain and of its routing instance may be any words
TOGETHER = 10   # tshark abbreviates messages about more problems
GOOD_ROW = ["name", "*", "*", "179", "MD5", SECRET, *[""] * 15]


def disguises(secret: bytes) -> set[bytes]:
    """Returns the secret in the encodings that programs use, in lower case."""
    styles = ["%02x", "%02x:", "%02x ", "0x%02x, ", "\\x%02x", "\\%03o", "\\u%04x", "%%%02x", "&#x%x;"]
    found = {b"".join(style.encode() % byte for byte in secret).rstrip(b":, ") for style in styles}
    found |= {secret, *base64_within(secret)}
    try:
        found |= {secret.decode().encode(encoding) for encoding in ("utf-16-le", "utf-16-be")}
    except UnicodeDecodeError:
        pass
    return {disguise.lower() for disguise in found}


def base64_within(secret: bytes) -> Iterator[bytes]:
    """Yields the base64 digits that the secret alone determines, for each position in a longer text."""
    for lead in range(3):
        digits = base64.b64encode(bytes(lead) + secret)
        yield digits[(lead * 8 + 5) // 6:(lead + len(secret)) * 8 // 6]


def printed(tshark: Tshark, *arguments: str | Path, plugin: bool = True) -> bytes:
    done = tshark.again(*arguments, plugin=plugin)
    return (done.stdout + done.stderr).encode(errors="surrogateescape").lower()


def secrets_of(capture: Path) -> set[bytes]:
    """Returns the secrets to search for: none that is short, or part of a key's name, as tcpauth shows names."""
    keyring = keys.read(capture.with_suffix(".keys"))
    names = " ".join(key.name for key in keyring).encode()
    return {key.secret for key in keyring if len(key.secret) >= SHORTEST and key.secret not in names}


def leaks(secrets: Iterable[bytes], text: bytes, elsewhere: bytes = b"") -> list[bytes]:
    """Returns the encoded secrets that are in TEXT but not in ELSEWHERE."""
    return [disguise for secret in secrets for disguise in disguises(secret)
            if disguise in text and disguise not in elsewhere]


def check_capture(checks: Checks, capture: Path) -> None:
    secrets = secrets_of(capture)
    checks.that(bool(secrets), f"{capture.name}: no secret to look for")
    with Tshark(WIRESHARK_LOG_LEVEL="noisy") as tshark:
        elsewhere = printed(tshark, "-r", capture, *EVERYTHING, plugin=False)
        for view in VIEWS:
            text = printed(tshark, "-r", capture, *tshark.keyring_of(capture), *view)
            found = leaks(secrets, text, elsewhere)
            checks.that(b"md5 digest" in text, f"{capture.name}, {view}: the plugin said nothing")
            checks.that(not found, f"{capture.name}, {view}: {found}")


def check_text(checks: Checks, what: str, text: bytes) -> None:
    """Checks that a text has not even one word of the secret."""
    found = leaks(SECRET.encode().split(), text)
    lines = [line for line in text.splitlines() if any(disguise in line for disguise in found)]
    checks.that(not found, f"{what}: {found} in {lines[:5]}")


def check_keyrings(checks: Checks, capture: Path) -> None:
    """Writes a keyring for every few mistakes. tshark must report each one, so that there is a text to search."""
    mistakes = [line.format(three=SECRET, one=SECRET.split()[0]) for line in MISTAKES.strip().splitlines()]
    with Tshark(WIRESHARK_LOG_LEVEL="noisy") as tshark:
        for first in range(0, len(mistakes), TOGETHER):
            some = mistakes[first:first + TOGETHER]
            keyring = tshark.write("keyring", "".join(f"key name {line}\n" for line in some))
            text = printed(tshark, "-r", capture, "-V", "-o", f"tcpauth.keyring:{keyring}")
            check_text(checks, "a message about a keyring", text)
            for line, mistake in enumerate(some, 1):
                checks.that(f"keyring:{line}: ".encode() in text, f"nothing is said about: {mistake}")


def check_tables(checks: Checks, capture: Path) -> None:
    """Tries rows that have the secret in another column too, and one with a malformed secret."""
    wrong = [GOOD_ROW[:column] + [SECRET] + GOOD_ROW[column + 1:] for column in range(len(GOOD_ROW))
             if column not in NAME_COLUMNS]
    next(row for row in wrong if row == GOOD_ROW)[SECRET_COLUMN] = f"0x{SECRET}"
    with Tshark(WIRESHARK_LOG_LEVEL="noisy") as tshark:
        for row in wrong:
            check_row(checks, tshark, capture, ",".join(f'"{value}"' for value in row))


def check_row(checks: Checks, tshark: Tshark, capture: Path, row: str) -> None:
    """Tries a wrong row on the command line, then in the profile."""
    argument = f"uat:tcpauth_keys:{row}"
    refusal = printed(tshark, "-r", capture, "-o", argument)
    checks.that(b"invalid -o flag" in refusal, f"nothing is said about: {argument}")
    check_text(checks, "a message about -o", refusal.replace(argument.encode().lower(), b""))  # Wireshark repeats it
    table = tshark.write("settings/tcpauth_keys", row + "\n")
    warning = printed(tshark, "-r", capture)
    table.unlink()
    checks.that(b"error loading table" in warning, f"nothing is said about the row {row}")
    check_text(checks, "a message about the key table", warning)


def check_long_row(checks: Checks, capture: Path) -> None:
    """Wireshark discards surplus fields, and quotes them in its own warning. tcpauth must not repeat the secret."""
    text = ",".join(f'"{value}"' for value in [*GOOD_ROW, SECRET])
    echo = f"More fields than required. Discarding ',\"{SECRET}\"'.".lower().encode()
    with Tshark(WIRESHARK_LOG_LEVEL="noisy") as tshark:
        tshark.write("settings/tcpauth_keys", text + "\n")
        from_file = printed(tshark, "-r", capture, *EVERYTHING)
    with Tshark(WIRESHARK_LOG_LEVEL="noisy") as tshark:
        from_option = printed(tshark, "-r", capture, *EVERYTHING, "-o", f"uat:tcpauth_keys:{text}")
    for where, warning in ("the key table", from_file), ("-o", from_option):
        checks.that(warning.count(echo) == 1 and b"md5 digest" in warning, f"{where}: no warning, or no capture")
        check_text(checks, f"a message about too many fields in {where}", warning.replace(echo, b""))


def main() -> int:
    checks = Checks()
    captures = [Path(capture) for capture in sys.argv[1:]]
    for capture in captures:
        check_capture(checks, capture)
    for check in (check_keyrings, check_tables, check_long_row):
        check(checks, captures[0])
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
