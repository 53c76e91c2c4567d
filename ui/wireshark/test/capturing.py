#!/usr/bin/env python3
"""Captures a BGP session live in Wireshark's window, corrects the keyring meanwhile, and restarts the capture.

    capturing.py PICTURES       writes pictures of the screen to the folder PICTURES
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import sys
from pathlib import Path

from desktop import PROGRAMS, Desktop, wait_for
from wireshark import PLUGINS, ROOT, STATUS_BAR, Wireshark

sys.path.append(str(ROOT / "test-captures"))
from record.apart import step_apart
from record.daemons import Bird, Frr
from record.lab import Host, Lab, wait_until
from record.recordings import FOUR, Key

SKIPPED = 77
KEY = Key("athens-peering", FOUR, "example-of-athens")
MISTYPED = Key(KEY.name, FOUR, "example-of-Athens")


class Capturing(Wireshark):
    """A Wireshark that captures at a host from its start."""

    def __init__(self, desktop: Desktop, host: Host, keyring: Path) -> None:
        super().__init__(desktop, Path("eth0"), keyring)
        self.keyring = self.settings / keyring.name
        self.launcher = ["ip", "netns", "exec", host.namespace]
        self.opening = ["-i", "eth0", "-k"]
        preferences = self.settings / "preferences"
        preferences.write_text(re.sub("capture.no_interface_load: .*", "", preferences.read_text()))

    def rows_are(self, status: str, least: int) -> bool:
        """Returns whether all rows that our rules colour have STATUS, and there are at least LEAST of them."""
        rows = self.verdicts()
        return len(rows) >= least and all(status in row.split(" or ") for row in rows)

    def captured(self) -> int:
        """Returns the number of packets in the status bar; 0 if OCR cannot read it."""
        found = re.search(r"Packets: (\d+)", self.look().bottom(STATUS_BAR).text())
        return int(found[1]) if found else 0


def watch(desktop: Desktop, lab: Lab) -> None:
    left, right = lab.host("left"), lab.host("right")
    lab.cable(left, right)
    left.plug_in(FOUR[0])
    right.plug_in(FOUR[1])
    keyring = lab.directory / "live.keys"
    keyring.write_text(str(MISTYPED))
    with Capturing(desktop, left, keyring) as wireshark:
        frr = Frr(left, FOUR[1], KEY.secret)
        Bird(right, FOUR[0], KEY.secret)
        wait_until(frr.established, "the BGP session", 60)
        wait_for("bad rows", lambda: wireshark.rows_are("Bad", 8))
        desktop.save("mistyped")

        wireshark.keyring.write_text(str(KEY))
        wireshark.choose_tool("Reload Keys")
        wireshark.wait_for_message("1 key; of")
        desktop.keys("Return")
        wait_for("good rows in their place", lambda: wireshark.rows_are("Good", 8))
        before = wait_for("their number", wireshark.captured)
        wait_for("more packets", lambda: wireshark.captured() > before + 8)
        wait_for("good rows below them", lambda: wireshark.rows_are("Good", 16))
        desktop.save("corrected")

        before = wait_for("their number", wireshark.captured)
        desktop.keys("ctrl+r")                     # Capture > Restart
        wait_for("fewer packets", lambda: 0 < wireshark.captured() < before)
        wait_for("good rows of the new capture", lambda: wireshark.rows_are("Good", 4))
        desktop.save("restarted")
        assert frr.established(), "the session broke"

        verdict = wireshark.choose_statistic("Verdict")
        wait_for("a verdict on the first packets", lambda: wireshark.text_with("The capture goes on", verdict))
        desktop.save("going-on")
        desktop.keys("Escape")
        desktop.keys("alt+c", "t")                 # Capture > Stop
        wait_for("a file that can be saved", lambda: wireshark.status_with(".pcapng"))
        verdict = wireshark.choose_statistic("Verdict")
        said = wait_for("a verdict", lambda: wireshark.text_with("GOOD. All", verdict))
        assert "goes on" not in said, said


def main() -> int:
    if reason := step_apart("wireshark", *PROGRAMS):
        print(reason)
        return SKIPPED
    assert list(PLUGINS.glob("*/epan/tcpauth.so")), f"no plugin in {PLUGINS}"
    with Desktop(Path(sys.argv[1])) as desktop, Lab() as lab:
        watch(desktop, lab)
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
