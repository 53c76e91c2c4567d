#!/usr/bin/env python3
"""Installs the plugin for one user and for all, and checks that Wireshark finds it; removes the user's one again.

    installed.py CAPTURE.pcapng
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from checks import Checks
from tshark import PLUGINS, ROOT, UNPRIVILEGED, Tshark
from verdicts import expected

BUILD = PLUGINS.parent
PROFILE = "TCP Authentication"
COLUMNS = ["No.", "Time", "Source", "Destination", "Protocol", "Length",
           "Status", "Key", "Cause", "Reason", "Info"]
FOR_ALL = ["bin/tcpauth", "share/man/man1/tcpauth.1", "share/man/man5/tcpauth-keyring.5",
           "share/man/man7/tcpauth.7", "share/bash-completion/completions/tcpauth",
           "share/zsh/site-functions/_tcpauth", "share/fish/vendor_completions.d/tcpauth.fish"]


def run(tshark: Tshark, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command in the environment of this tshark, which does not name the folder of the built plugin."""
    return subprocess.run([str(UNPRIVILEGED), *map(str, command)], env=tshark.environment(plugin=False),
                          capture_output=True, text=True, check=False)


def make(tshark: Tshark, target: str) -> str:
    done = run(tshark, "cmake", "--build", BUILD, "--target", target)
    assert done.returncode == 0, f"{target} fails: {done.stdout}{done.stderr}"
    return done.stdout


def check_profile(checks: Checks, tshark: Tshark, capture: Path) -> None:
    """Checks that the profile's columns show for each frame what the reference expects, and that its buttons work."""
    keyring = tshark.keyring_of(capture)
    text = tshark.output("-C", PROFILE, "-r", capture, *keyring, "-T", "psml", plugin=False)
    rows = [[cell.text or "" for cell in row] for row in ElementTree.fromstring(text)]
    checks.that(rows[0] == COLUMNS, f"the columns are {rows[0]}")
    wanted = {(row.frame, row.status, row.key) for row in expected(capture)}
    found = {(row[0], row[6], row[7]) for row in rows[1:] if row[6]}
    checks.that(found == wanted, f"in the columns: missing {wanted - found}, too much {found - wanted}")
    causes = {row[8] for row in rows[1:] if row[6] == "Bad"}
    checks.that("split" in causes, f"the causes in their column are {causes}")
    for label, condition in buttons():
        done = tshark.run("-r", capture, "-Y", condition, plugin=False)
        checks.that(done.returncode == 0, f"the button {label} filters in vain: {done.stderr}")


def buttons() -> list[tuple[str, str]]:
    text = (ROOT / "ui" / "wireshark" / "profile" / "dfilter_buttons").read_text()
    found = re.findall(r'(?m)^"TRUE","([^"]+)","([^"]+)","[^"]+"$', text)
    assert len(found) == sum(line.startswith('"') for line in text.splitlines()) > 0, "a line is no button"
    return [(label, condition.replace(r"\x22", '"')) for label, condition in found]


def check_personal(checks: Checks, capture: Path) -> None:
    with Tshark() as tshark:
        home = tshark.folder / "home"
        home.mkdir()
        tshark.settings = {"HOME": str(home), "WIRESHARK_CONFIG_DIR": str(home / "settings")}
        make(tshark, "install-personal")
        check_profile(checks, tshark, capture)
        make(tshark, "uninstall-personal")
        left = [path for path in home.rglob("*") if not path.is_dir()]
        checks.that(not left, f"left over: {left}")
        done = tshark.run("-r", capture, "-Y", "tcpauth", plugin=False)
        checks.that(done.returncode != 0, "the plugin is still there")
        check_changed_profile(checks, tshark, home / "settings" / "profiles" / PROFILE / "preferences")
        check_other_release(checks, tshark, home)
        check_beside_another(checks, tshark, home)


def check_changed_profile(checks: Checks, tshark: Tshark, preferences: Path) -> None:
    """Neither installing nor uninstalling changes a file of the profile that the user has edited."""
    make(tshark, "install-personal")
    preferences.write_text("tcpauth.keyring: mine.keys\n")
    make(tshark, "install-personal")
    make(tshark, "uninstall-personal")
    checks.that(preferences.exists() and "mine" in preferences.read_text(), "the user's own settings are gone")


def check_other_release(checks: Checks, tshark: Tshark, home: Path) -> None:
    """The script rejects a plugin built for another release of Wireshark, and writes nothing."""
    plugin = home / "9.9" / "epan" / "tcpauth.so"
    plugin.parent.mkdir(parents=True)
    plugin.write_bytes(b"")
    done = run(tshark, ROOT / "packaging" / "personal", "install", plugin)
    checks.that(done.returncode != 0 and "built for Wireshark 9.9" in done.stderr, f"it is not refused: {done}")
    checks.that(list(home.rglob("tcpauth.so")) == [plugin], "it was installed")


def check_beside_another(checks: Checks, tshark: Tshark, home: Path) -> None:
    """The script refuses to install beside a plugin for all users: Wireshark would load that one and warn."""
    plugin = next(PLUGINS.glob("*/epan/tcpauth.so"))
    for_all = tshark.folder / "no-plugins" / plugin.parts[-3] / "epan" / "tcpauth.so"
    for_all.parent.mkdir(parents=True)
    for_all.write_bytes(plugin.read_bytes())
    done = run(tshark, ROOT / "packaging" / "personal", "install", plugin)
    checks.that(done.returncode != 0 and "for all users" in done.stderr, f"it is not refused: {done}")
    checks.that(not list(home.glob("**/plugins/**/tcpauth.so")), "it was installed")


def check_for_all(checks: Checks, capture: Path) -> None:
    with Tshark() as tshark:
        root = tshark.folder / "root"
        done = run(tshark, "env", f"DESTDIR={root}", "cmake", "--install", BUILD, "--prefix", "/usr")
        assert done.returncode == 0, f"installing fails: {done.stdout}{done.stderr}"
        for name in FOR_ALL:
            checks.that((root / "usr" / name).is_file(), f"{name} is not installed")
        plugin = next(root.rglob("tcpauth.so"))
        checks.that(plugin.parts[-3:-1] == next(PLUGINS.glob("*/epan/tcpauth.so")).parts[-3:-1],
                    f"the plugin is in {plugin.parent}")
        profile = next(root.rglob(PROFILE))
        checks.that(profile.relative_to(root) == Path("usr/share/wireshark/profiles") / PROFILE,
                    f"the profile is in {profile}")
        tshark.settings = {"WIRESHARK_DATA_DIR": str(profile.parents[1]),
                           "WIRESHARK_PLUGIN_DIR": str(plugin.parents[2])}
        check_profile(checks, tshark, capture)


def main() -> int:
    checks = Checks()
    capture = Path(sys.argv[1])
    for check in (check_personal, check_for_all):
        with checks.of(check.__name__):
            check(checks, capture)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
