"""Runs the program under test. Each test has its own folder."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["TCPAUTH"]     # the path of the program
FINE, FOUND, MISUSE, FILE = 0, 1, 3, 3    # the exit codes of the program


def clean_environment(folder: Path) -> dict[str, str]:
    """Returns an environment without the user's settings, but with the options of sanitizers."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return kept | {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}


# a keyring of two keys
TWO = """\
# Frankfurt
key fra1
    ends    192.0.2.1 192.0.2.2     # no order
    port    179
    secret  "correct horse"
    until   2026-07-01

key 'fra 2'  ends 192.0.2.0/24 *  secret hex 00ff
# the end
"""

# the JSON members that most keys do not use, with their defaults
OF_FEW = {"mac-length": None, "send-from": None, "send-until": None, "preference": None, "signature": "required",
          "chain": None, "number": None, "instance": None}


class Case(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tcpauth-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.keyring = self.folder / "keyring"
        self.environment = clean_environment(self.folder) | {"TCPAUTH_KEYRING": str(self.keyring)}

    def write(self, name: str, content: str | bytes, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    def start(self, *arguments: object, **options: object) -> subprocess.Popen:
        return subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder,
                                **{"env": self.environment} | options)

    def run_it(self, *arguments: object, given: str | bytes = b"", **options: object) -> subprocess.CompletedProcess:
        """Runs the program, and returns its exit code and its output as bytes."""
        given = given.encode() if isinstance(given, str) else given
        return subprocess.run([PROGRAM, *(argument if isinstance(argument, bytes) else str(argument) for argument in arguments)],
                              cwd=self.folder, input=given, timeout=120,
                              capture_output=True, **{"env": self.environment} | options)

    def run_to(self, code: int, *arguments: object, given: str | bytes = b"") -> tuple[str, str]:
        """Runs the program, which must exit with CODE; returns its standard output and standard error."""
        done = self.run_it(*arguments, given=given)
        out, complaints = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, code, f"{arguments}: {out}{complaints}")
        return out, complaints

    def add(self, name: str, *arguments: object, secret: str | bytes = "secret") -> tuple[str, str]:
        return self.run_to(FINE, "add", name, *arguments, "--secret-file", "-", given=secret)
