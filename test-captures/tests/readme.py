#!/usr/bin/env python3
"""Runs what the README shows: its filters, each of which must find something, and its commands on captures.

    readme.py ONE.pcapng TWO.pcapng CAPTURE.pcapng...

The commands look at the first capture or, where they merge two points, at the second; the filters at all until one
has what they seek.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import subprocess
import sys
from pathlib import Path

from checks import Checks
from tshark import ROOT, UNPRIVILEGED, Tshark, complaints_of
from verdicts import PREFERENCES, expected

from reference import keys

README = (ROOT / "README.md").read_text()

# What a command must print, by what stands in it; {bad} is how many segments the reference expects to be Bad.
PRINTED = {
    "-z expert": r"Errors \({bad}\)[\s\S]*Invalid MD5 digest",
    "io,stat": r"<> *[\d.]+ *\| *{bad} *\| *[1-9]\d* *\| *0 *\| *0 *\|",
    "gui.column": r"(?m)^ *3 Good [\s\S]*^ *23 Bad ",
    "mergecap": r"^$",
    "tcpauth.rewritten": r"(?m)^2\t1\twindow$",
    "-T fields": r"(?m)^23\t0\t\tfrankfurt-transit\t",
    "-T json": r'"tcpauth.cause": \[\s*"split"',
    "-T pdml": r'name="tcpauth.status" showname="Signature Status: Bad',
    "lua_script": r"(?m)^Bad[^\n]*\t{bad}$",
    "tcpauth,peers": r"split +\| +{bad} \|[\s\S]*(?m:^179 -> 52593 )",
    "tcpauth,times": r"Roll-Overs[\s\S]*(?m:^all +\|Bad +\| +{bad} \| +22 \|)",
    "tcpauth,verdict": r"SPLIT AFTER SIGNING\. +{bad} of ",
    "": r"\[Invalid MD5 digest",
}


def filters() -> list[str]:
    table = README.split("| filter | finds |\n")[1].split("\n\n")[0]
    return re.findall(r"(?m)^\| `([^`]+)` \|", table)


def commands() -> list[str]:
    """The commands on captures in the README's blocks, those over several lines as one."""
    joined = re.sub(r" \\\n +", " ", README)
    return re.findall(r"(?m)^    ((?:tshark|mergecap) .*)$", joined)


def found_in(tshark: Tshark, capture: Path, conditions: list[str]) -> set[str]:
    """Those of the conditions that a frame of the capture meets, asked for in one run."""
    preferences = tshark.keyring_of(capture) + PREFERENCES.get(capture.stem, [])
    counts = tshark.output("-2", "-n", "-q", "-r", capture, *preferences, "-z", ",".join(["io,stat,0", *conditions]))
    cells = [int(cell) for cell in re.findall(r"(?<=\|) *(\d+) *(?=\|)", counts.splitlines()[-2])]
    return {condition for condition, frames in zip(conditions, cells[::2], strict=True) if frames}


def check_filters(checks: Checks, tshark: Tshark, captures: list[Path]) -> None:
    sought = filters()
    for capture in captures:
        found = found_in(tshark, capture, sought) if sought else set()
        sought = [condition for condition in sought if condition not in found]
        checks.passed += len(found)
    for condition in sought:
        checks.that(False, f"{condition} finds nothing in any capture")


def prepare(tshark: Tshark, capture: Path, two_points: Path) -> None:
    """The files that the commands name."""
    for file, point in ("a.pcapng", "inside"), ("b.pcapng", "outside"):
        seen = f'frame.interface_name == "{point}"'
        tshark.output("-r", two_points, "-Y", seen, "-w", tshark.write(file, b""))
    tshark.write("session.pcapng", capture.read_bytes())
    tshark.write("session.keys", capture.with_suffix(".keys").read_bytes())
    password = keys.read(capture.with_suffix(".keys"))[0].secret.decode()
    tshark.write("frr.conf", f"router bgp 64500\n neighbor 192.0.2.2 password {password}\n")
    tshark.write("verdicts.lua", re.findall(r"(?s)```lua\n(.*?)```", README)[0])


def check_command(checks: Checks, tshark: Tshark, command: str, bad: int) -> None:
    wanted = next(printed for part, printed in PRINTED.items() if part in command)
    done = subprocess.run([str(UNPRIVILEGED), "bash", "-c", command], cwd=tshark.folder, capture_output=True,
                          env=tshark.environment(plugin=True), text=True, check=False)
    checks.that(done.returncode == 0 and not complaints_of(done), f"{command}\nfails: {done.stderr}")
    checks.that(bool(re.search(wanted.replace("{bad}", str(bad)), done.stdout)),
                f"{command}\nprints no {wanted}, but\n{done.stdout[:2000]}")


def main() -> int:
    checks = Checks()
    captures = [Path(capture) for capture in sys.argv[1:]]
    with Tshark() as tshark:
        with checks.of("filters"):
            check_filters(checks, tshark, captures)
        prepare(tshark, captures[0], captures[1])
        bad = sum(row.status == "Bad" for row in expected(captures[0]))
        for command in commands():
            check_command(checks, tshark, command, bad)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
