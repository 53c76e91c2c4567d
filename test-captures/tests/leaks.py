#!/usr/bin/env python3
"""Checks with valgrind that the plugin makes no invalid memory access, and frees the memory that it allocates.

    leaks.py CAPTURE.pcapng

A leak counts only if the plugin is among its callers; Wireshark's own leaks do not count.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from checks import Checks
from keytable import InProfile, WithBadRows
from tshark import Tshark

SKIPPED = 77
VALGRIND = ["valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible",
            "--keep-debuginfo=yes",     # Wireshark unloads plugins before it exits
            "--num-callers=40", "--xml=yes"]
BROKEN = """
key without-secret ends * *
key bad-secret ends * * secret hex "no digits"
key bad-time ends * * secret "s" from yesterday
key bad-end ends nowhere * secret "s"
key unclosed ends * * secret "s
"""


class WithBrokenEntries(WithBadRows):
    """Has broken entries in the keyring and in the key table."""

    def keyring_of(self, capture: Path) -> list[str]:
        keyring = capture.with_suffix(".keys").read_text()
        return [*super().keyring_of(capture),
                "-o", f"tcpauth.keyring:{self.write('broken.keys', BROKEN + keyring, 0o644)}"]


class WithoutFile(InProfile):
    """Has the keys in the key table, and names a keyring that does not exist."""

    def keyring_of(self, capture: Path) -> list[str]:
        return [*super().keyring_of(capture), "-o", f"tcpauth.keyring:{self.folder / 'missing.keys'}"]


def faults(report: Path) -> list[str]:
    """Returns every error that is not a leak, and the leaks of the plugin, each with its callers, innermost first."""
    found = []
    for error in ElementTree.parse(report).iter("error"):
        frames = [(frame.findtext("obj", ""), frame.findtext("fn", "?")) for frame in error.iter("frame")]
        kind = error.findtext("kind", "")
        if not kind.startswith("Leak_") or any(Path(library).name == "tcpauth.so" for library, _ in frames):
            what = error.findtext("what") or error.findtext("xwhat/text", "")
            found.append(f"{kind}: {what}: {' < '.join(function for _, function in frames)}")
    return found


def check(checks: Checks, kind: Callable[..., Tshark], capture: Path) -> None:
    with kind(WIRESHARK_DEBUG_WMEM_OVERRIDE="simple", G_SLICE="always-malloc") as tshark:
        report = tshark.folder / "valgrind.xml"
        tshark.launcher = [*VALGRIND, f"--xml-file={report}"]
        done = tshark.run("-r", capture, *tshark.keyring_of(capture), "-2", "-V")
        what = f"{capture.name}, {kind.__name__}"
        checks.that(done.returncode == 0, f"{what}: tshark exits with {done.returncode}: {done.stderr}")
        checks.that("Signature Status" in done.stdout, f"{what}: the plugin said nothing")
        found = faults(report)
        checks.that(not found, f"{what}:\n    " + "\n    ".join(found))


def main() -> int:
    if not shutil.which("valgrind"):
        print("no valgrind here")
        return SKIPPED
    checks = Checks()
    for kind in (Tshark, WithBrokenEntries, WithoutFile):
        check(checks, kind, Path(sys.argv[1]))
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
