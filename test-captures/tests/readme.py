#!/usr/bin/env python3
"""Runs the filters and the commands of the README and of tcpauth(7); each filter must find something.

    readme.py ONE.pcapng TWO.pcapng CAPTURE.pcapng...

The commands read the first capture, or the second one if they merge two capture points. Each filter is tried on all
captures at once, and if it finds no frame, on one after the other. The README must have at most 1,400 words.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import subprocess
import sys
from pathlib import Path

from checks import Checks
from transparent import merged
from tshark import ROOT, UNPRIVILEGED, Tshark, complaints_of
from verdicts import PREFERENCES, expected

from reference import keys

README = (ROOT / "README.md").read_text()
MANUAL = (ROOT / "plugin" / "tcpauth.7").read_text().replace("\\(dq", '"').replace("\\e\n", "\\\n")
MOST_WORDS = 1400
COMMAND = Path(os.environ["TCPAUTH"])

# The output that a command must have, by a part of the command. {bad} is the number of segments that are to be Bad.
PRINTED = {
    "tcpauth import": r"^frr.conf: 1 key added$",
    "tcpauth list": r"(?m)^192.0.2.2 +\* +192.0.2.2 +179 +MD5$",
    "tcpauth which": r"(?m)^1 +192.0.2.2 +",
    "tcpauth check": r"^$",
    "mail -s": r"mailed[\s\S]*SPLIT AFTER SIGNING\. +{bad} of ",
    "--json -k": r"^$",
    "tcpauth judge": r"SPLIT AFTER SIGNING\. +{bad} of ",
    "-z expert": r"Errors \({bad}\)[\s\S]*Invalid MD5 digest from ",
    "io,stat": r"<> *[\d.]+ *\| *{bad} *\| *[1-9]\d* *\| *0 *\| *0 *\|",
    "gui.column": r"(?m)^ *3 Good *$[\s\S]*^ *23 Bad *$",
    "mergecap": r"^$",
    "tcpauth.rewritten": r"(?m)^2\t1\twindow$",
    "-e tcpauth.key": r"(?m)^3\t1\t\tfrankfurt-transit\t$[\s\S]*^23\t0\t\tfrankfurt-transit\tsplit$",
    "-T fields": r"(?m)^23\tsplit$",
    "-T json": r'"tcpauth.cause": \[\s*"split"',
    "-T pdml": r'name="tcpauth.status" showname="Signature Status: Bad',
    "lua_script": r"(?m)^Bad[^\n]*\t{bad}$",
    "tcpauth,peers": r"split +\| +{bad} \|[\s\S]*(?m:^179 -> 52593 )",
    "tcpauth,times": r"Roll-Overs[\s\S]*(?m:^all +\|Bad +\| +{bad} \| +22 \|)",
    "tcpauth,path": r"(?m)^ +1 \| +2 \| +1 \|192\.0\.2\.1 +\|window 4096 -> 1000 ",
    "tcpauth,verdict": r"SPLIT AFTER SIGNING\. +{bad} of ",
    "": r"\[Invalid MD5 digest",
}


def filters() -> list[str]:
    """Returns the filters in the lists of the manual and of the README."""
    table = MANUAL.split(".Sh DISPLAY FILTERS\n")[1].split(".Sh ")[0]
    return re.findall(r"(?m)^\.It Li (.+)$", table) + re.findall(r"(?m)^    (tcpauth\..*?)  +#", README)


def displays(manual: str) -> list[str]:
    """Returns the manual's literal displays, indented like those of the README."""
    shown = re.findall(r"(?ms)^\.Bd -literal[^\n]*\n(.*?)^\.Ed", manual) + re.findall(r"(?m)^\.Dl (.*)$", manual)
    return ["\n".join(f"    {line}" for line in display.splitlines()) for display in shown]


def commands() -> list[str]:
    """Returns the commands on captures and keyrings, each joined to one line, and those that cron runs."""
    joined = re.sub(r" \\\n +", " ", "\n".join([README, *displays(MANUAL)]))
    found = re.findall(r"(?m)^    (?:0 \* \* \* \* )?((?:tshark|mergecap|tcpauth) .*?)(?:  +#.*)?$", joined)
    return [command for command in found if "syn.pcapng" not in command]     # it searches for a minute; see search.py


def found_in(tshark: Tshark, capture: Path, conditions: list[str]) -> set[str]:
    """Returns the CONDITIONS that at least one frame of the capture meets, found in one run."""
    preferences = tshark.keyring_of(capture) + PREFERENCES.get(capture.stem, [])
    counts = tshark.output("-2", "-n", "-q", "-r", capture, *preferences, "-z", ",".join(["io,stat,0", *conditions]))
    cells = [int(cell) for cell in re.findall(r"(?<=\|) *(\d+) *(?=\|)", counts.splitlines()[-2])]
    return {condition for condition, frames in zip(conditions, cells[::2], strict=True) if frames}


def check_filters(checks: Checks, tshark: Tshark, captures: list[Path]) -> None:
    sought = filters()
    for capture in [merged(tshark, captures), *captures]:
        found = found_in(tshark, capture, sought)
        sought = [condition for condition in sought if condition not in found]
        checks.passed += len(found)
        if not sought:
            break
    for condition in sought:
        checks.that(False, f"{condition} finds nothing in any capture")


def prepare(tshark: Tshark, capture: Path, two_points: Path) -> None:
    """Writes the files that the commands name."""
    for file, point in ("a.pcapng", "inside"), ("b.pcapng", "outside"):
        seen = f'frame.interface_name == "{point}"'
        tshark.output("-r", two_points, "-Y", seen, "-w", tshark.write(file, b""))
    tshark.write("session.pcapng", capture.read_bytes())
    tshark.write("session.keys", capture.with_suffix(".keys").read_bytes())
    password = keys.read(capture.with_suffix(".keys"))[0].secret.decode()
    tshark.write("frr.conf", f"router bgp 64500\n neighbor 192.0.2.2 password {password}\n")
    tshark.write("verdicts.lua", next(display for display in displays(MANUAL) if "Listener.new" in display))
    for folder, ring in ("ring", "bgp.keys"), ("lab", "lab.keys"):
        (tshark.folder / folder).mkdir()
        (tshark.folder / folder / "one.pcapng").write_bytes(capture.read_bytes())
        tshark.write(ring, capture.with_suffix(".keys").read_bytes())
    tshark.write("mail", "#!/bin/sh\necho mailed; cat\n", 0o700)


def check_command(checks: Checks, tshark: Tshark, command: str, bad: int) -> None:
    wanted = next(printed for part, printed in PRINTED.items() if part in command)
    path = f"{tshark.folder}:{COMMAND.resolve().parent}:{os.environ['PATH']}"
    environment = tshark.environment(plugin=True) | {"PATH": path, "XDG_CONFIG_HOME": str(tshark.folder)}
    done = subprocess.run([str(UNPRIVILEGED), "bash", "-c", command], cwd=tshark.folder, capture_output=True,
                          env=environment, text=True, check=False)
    found = "tcpauth judge" in command and "mail" not in command     # exits with 1, as segments are Bad
    checks.that(done.returncode == found and not complaints_of(done), f"{command}\nfails: {done.stderr}")
    checks.that(bool(re.search(wanted.replace("{bad}", str(bad)), done.stdout)),
                f"{command}\nprints no {wanted}, but\n{done.stdout[:2000]}")


def main() -> int:
    checks = Checks()
    captures = [Path(capture) for capture in sys.argv[1:]]
    with Tshark() as tshark:
        checks.that(len(README.split()) <= MOST_WORDS, f"the README has more than {MOST_WORDS} words")
        with checks.of("filters"):
            check_filters(checks, tshark, captures)
        prepare(tshark, captures[0], captures[1])
        bad = sum(row.status == "Bad" for row in expected(captures[0]))
        for command in commands():
            check_command(checks, tshark, command, bad)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
