#!/usr/bin/env python3
"""Tests that the manual page and the completions have the commands and options of the program."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from program import FINE, PROGRAM, Case

ROOM = Path(__file__).resolve().parents[1]
MANUAL = ROOM / "tcpauth.1"
BASH, ZSH, FISH = (ROOM / "completion" / name for name in ("tcpauth.bash", "_tcpauth", "tcpauth.fish"))
COMMON = {"--keyring", "--help"}


class Pages(Case):
    def commands(self) -> list[str]:
        found = re.findall(r"(?m)^  (\w+) +\w", self.run_to(FINE, "--help")[0].split("Commands:")[1])
        self.assertGreater(len(found), 6)
        return found

    def options(self, command: str) -> set[str]:
        return set(re.findall(r"(?m)^  (?:-\w, )?(--[\w-]+)", self.run_to(FINE, command, "--help")[0]))

    def test_the_manual_has_every_command_and_option(self) -> None:
        text = MANUAL.read_text()
        for command in self.commands():
            section = re.search(rf"(?ms)^\.It Cm {command}\b(.*?)(?=^\.It Cm|^\.S[sh])", text)
            self.assertTrue(section, command)
            for option in self.options(command) - COMMON:
                self.assertRegex(section.group(1), rf"(?m)^\.It Fl (.* )?{option[1:]}\b", f"{command} {option}")

    def test_the_manual_has_no_other(self) -> None:
        """The manual names no option that the program does not have."""
        known = set().union(*map(self.options, self.commands())) | {"--version"}
        named = re.findall(r"\b(?:Fl|Fl \w ,|Fl \w Ar \w+ , Fl) (-[\w-]+)", MANUAL.read_text())
        self.assertEqual({f"-{name}" for name in named} - known, set())

    def test_the_manual_has_every_conclusion(self) -> None:
        sources = (ROOM.parents[1] / "plugin" / "diagnose" / "session").glob("*.c")
        names = {name for source in sources for name in re.findall(r'\.name = "([a-z ]+)"', source.read_text())}
        section = re.search(r"(?ms)^\.It Cm conclusion(.*?)^\.It", MANUAL.read_text()).group(1)
        self.assertEqual(set(re.findall(r"(?m)^\.Ql ([a-z ]+?)(?: ,)?$", section)), names)

    def test_the_manual_is_well_formed(self) -> None:
        if not shutil.which("mandoc"):
            self.skipTest("there is no mandoc")
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "style", MANUAL], capture_output=True, text=True).stdout
        self.assertEqual([line for line in lint.splitlines() if "referenced manual not found" not in line], [])

    def bash(self, line: str) -> list[str]:
        """Returns bash's completions at the end of the line."""
        script = f"""source {BASH}; compopt() {{ echo files; }}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
                     _tcpauth; printf '%s\\n' "${{COMPREPLY[@]}}" """
        path = f"{Path(PROGRAM).resolve().parent}:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=self.folder,
                              env=self.environment | {"PATH": path})
        self.assertEqual(done.stderr, "")
        return done.stdout.split("\n")[:-1]

    def test_bash(self) -> None:
        self.write("keyring", "key fra1 ends * * secret 'x'\nkey 'fra 2' ends * * secret 'x'\nkey b ends * * secret 'x'")
        self.assertEqual(sorted(self.bash("tcpauth ''")), sorted(self.commands()))
        for command in self.commands():
            self.assertEqual(set(self.bash(f"tcpauth {command} --")), self.options(command))
        self.assertEqual(self.bash("tcpauth remove fra"), ["fra1", "fra\\ 2"])
        self.assertEqual(self.bash("tcpauth list --keyring keyring b"), ["b"])
        self.assertEqual(self.bash("tcpauth --keyring keyring export b"), ["b"])
        self.assertIn("uat", self.bash("tcpauth export -f ''"))
        self.assertEqual(self.bash("tcpauth import --dialect frr"), ["frr"])
        self.assertIn("files", self.bash("tcpauth import x"))

    @unittest.skipUnless(shutil.which("fish"), "there is no fish")
    def test_fish(self) -> None:
        self.write("keyring", "key fra1 ends * * secret 'x'\nkey b ends * * secret 'x'")
        for line, offered in (("tcpauth ", set(self.commands())), ("tcpauth remove f", {"fra1"}),
                              ("tcpauth import --dialect frr", {"frr"}), ("tcpauth -k keyring list b", {"b"})):
            self.assertEqual(self.fish(line), offered, line)
        for command in self.commands():
            offered = self.fish(f"tcpauth {command} --")
            self.assertEqual(offered, self.options(command), command)

    def fish(self, line: str) -> set[str]:
        path = f"{Path(PROGRAM).resolve().parent}:{os.environ['PATH']}"
        script = f"source {FISH}; complete --do-complete '{line}'"
        done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, text=True, cwd=self.folder,
                              env=self.environment | {"PATH": path})
        self.assertEqual(done.stderr, "")
        return {offer.split("\t")[0] for offer in done.stdout.splitlines()}

    def test_zsh_has_every_command_and_option(self) -> None:
        """Checks the text of the completion, and its syntax with zsh, which completes nothing without a terminal."""
        text = ZSH.read_text()
        for command in self.commands():
            self.assertRegex(text, rf"'{command}:")
            part = re.search(rf"(?s)\n +{command}\)(.*?);;", text).group(1)
            for option in self.options(command) - COMMON:
                self.assertRegex(part, rf"{option}\b")
        if shutil.which("zsh"):
            subprocess.run(["zsh", "-n", ZSH], check=True)


if __name__ == "__main__":
    unittest.main()
