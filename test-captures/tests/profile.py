#!/usr/bin/env python3
"""Checks that our profile uses the keyring of the default profile, and that no other profile does.

    profile.py CAPTURE.pcapng
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark

OURS = "TCP Authentication"


def reasons(tshark: Tshark, capture: Path, profile: str, keyring: str = "") -> set[str]:
    """Returns the reasons why segments are Unverified, in a profile that names KEYRING, or none."""
    folder = tshark.folder / "settings" / "profiles" / profile
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "preferences").write_text(f"tcpauth.keyring: {keyring}\n" if keyring else "# nothing yet\n")
    text = tshark.output("-C", profile, "-r", capture, "-Y", "tcpauth", "-T", "fields", "-e", "tcpauth.reason")
    return set(text.splitlines())


def main(arguments: list[str]) -> int:
    checks, capture = Checks(), Path(arguments[0])
    with Tshark() as tshark:
        checks.that("no key" in reasons(tshark, capture, OURS), "there are keys before any was configured")
        default = tshark.private(capture.with_suffix(".keys"))
        other = tshark.write("other.keys", "key other\n    ends 203.0.113.1 203.0.113.2\n    secret \"a\"\n")
        (tshark.folder / "settings" / "preferences").write_text(f"# Of the user.\n\ntcpauth.keyring: {default}\n")
        checks.that("no key" not in reasons(tshark, capture, OURS), "the default profile's keyring is not used")
        checks.that("no key" in reasons(tshark, capture, OURS, str(other)), "its own keyring does not lead")
        checks.that("no key" in reasons(tshark, capture, "Another"), "another profile takes the keyring")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
