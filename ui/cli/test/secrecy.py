#!/usr/bin/env python3
"""Tests that a run leaves no secret, in any encoding, in output, readable files, core dumps or freed memory."""
# SPDX-License-Identifier: GPL-2.0-or-later

import base64
import resource
import shlex
import signal
import subprocess
import time
import unittest
from pathlib import Path

from program import FINE, FOUND, MISUSE, PROGRAM, Case
from tracer import Traced

SECRETS = ["xqzvkw-wjqyxk-pzfqvj", "vwkzqx-kxyqjw-jvqfzp"]
ONE, TWO = SECRETS
KEYRING = f"""\
key one ends 192.0.2.1 192.0.2.2 port 179 secret "{ONE}"
key two ends 192.0.2.1 192.0.2.2 port 179 secret hex {TWO.encode().hex()}
key three ends 192.0.2.3 * until 2026-01-01 secret base64 {base64.b64encode(f"{ONE} ".encode()).decode()}
"""
FRR = f"frr version 8.4\nrouter bgp 64500\n neighbor 192.0.2.2 password {ONE}\n neighbor 192.0.2.3 password {TWO} x\n"
IOS = f"service timestamps\nrouter bgp 64500\n neighbor 192.0.2.2 password {ONE}\n neighbor 192.0.2.3 password 7 {TWO}\n"
MISTAKES = """\
secret {one}
secret "{one}
secret '{one}' {one}
secret "{one}\\q{one}"
secret hex {one}
secret base64 {one}
secret {one} secret "{one}"
{one}
password "{one}"
port {one} secret "{one}"
send-id "{one}"
from {one}
secret "{one}" from 2026-01-02 until 2026-01-01
"""
# Runs, one per line, that must not show or write a secret.
RUNS = """\
list
list --json
list --names one
list {one}
check
check --json
check frr.conf ios.conf mistakes
check --dialect ios mistakes
which 192.0.2.1 192.0.2.2
which --json 192.0.2.1 192.0.2.2
which {one} 192.0.2.2
import frr.conf ios.conf mistakes
import -n --dialect junos frr.conf mistakes
import --dialect native frr.conf ios.conf
export --output exported
export --format frr --output exported
export --format uat --output exported --force
export --format setkey --output exported --force
remove one
add one 192.0.2.1 * --secret-file -
add four 192.0.2.1 * --secret-file -
add five 192.0.2.1 2001:db8::1 --secret-file -
add six 192.0.2.1 * --hex --secret-file -
add seven 192.0.2.1 * --base64 --secret-file -
add eight 192.0.2.1 * --secret-file frr.conf
judge signed.pcapng
judge --json --annotate annotated.pcapng signed.pcapng
"""
SIGNED = Path(__file__).resolve().parents[3] / "test-captures" / "wrong-password.pcapng"


def disguises(secret: str) -> set[bytes]:
    """Returns the encodings of a secret that programs use."""
    plain = secret.encode()
    found = {plain, plain[::-1], plain.hex().encode(), plain.hex().upper().encode(), plain.hex(":").encode(),
             secret.encode("utf-16-le"), b"".join(b"\\x%02x" % byte for byte in plain)}
    for lead in range(3):   # the base64 digits that depend on the secret alone, for each offset
        digits = base64.b64encode(bytes(lead) + plain)
        found.add(digits[(lead * 8 + 5) // 6:(lead + len(plain)) * 8 // 6])
    return found


def leaks(content: bytes) -> list[bytes]:
    return [disguise for secret in SECRETS for disguise in disguises(secret) if disguise in content]


class Secrecy(Case):
    def setUp(self) -> None:
        super().setUp()
        mistakes = "".join(f"key k{number} ends * * {line.format(one=ONE)}\n"
                           for number, line in enumerate(MISTAKES.splitlines()))
        self.write("keyring", KEYRING), self.write("frr.conf", FRR), self.write("ios.conf", IOS)
        self.write("mistakes", mistakes)
        self.write("signed.pcapng", SIGNED.read_bytes())

    def runs(self) -> list[list[str]]:
        """Returns the runs without a secret in their arguments, which the caller would have shown anyway."""
        return [line.split() for line in RUNS.splitlines() if "{one}" not in line]

    def test_the_disguises_are_known(self) -> None:
        self.assertTrue(all(leaks(content) for content in (
            ONE.encode(), base64.b64encode(b"a" + TWO.encode() + b"b"), f"0x{ONE.encode().hex()}".encode())))

    def test_nothing_is_printed(self) -> None:
        self.environment["G_MESSAGES_DEBUG"] = "all"
        for arguments in self.runs():
            done = self.run_it(*arguments, given=ONE)
            with self.subTest(arguments):
                self.assertEqual(leaks(done.stdout + done.stderr), [], done)
                self.assertIn(done.returncode, range(4))

    def test_an_argument_is_not_repeated_elsewhere(self) -> None:
        self.run_to(MISUSE, "which", ONE, "192.0.2.2")
        self.assertEqual(leaks("".join(self.run_to(MISUSE, "which", ONE, "192.0.2.2")).encode()), [])
        self.assertEqual(leaks("".join(self.run_to(MISUSE, "add", "k", ONE, "*")).encode()), [])
        self.assertEqual(leaks("".join(self.run_to(MISUSE, "add", "k", "*", "*", "--port", ONE)).encode()), [])

    def test_it_is_printed_when_asked_for_by_name(self) -> None:
        """Shows that the tests here can fail."""
        self.assertIn(ONE, self.run_to(FINE, "list", "--secrets", "one")[0])
        self.assertIn(ONE, self.run_to(FINE, "export", "one")[0])
        self.assertNotIn(TWO, self.run_to(FINE, "export", "one")[0])

    def test_no_file_that_holds_one_is_for_others(self) -> None:
        done = 0
        for arguments in self.runs():
            self.run_it(*arguments, given=ONE)
            for path in self.folder.rglob("*"):
                if leaks(path.read_bytes()):
                    self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)
                    done += path.name == "exported"
        self.assertGreater(done, 0)

    def test_no_core(self) -> None:
        """An aborted shell leaves a core dump here, but this program with a secret in its memory does not."""
        def unlimited() -> None:
            resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

        subprocess.run(["sh", "-c", "kill -ABRT $$"], cwd=self.folder, preexec_fn=unlimited)
        if not [path for path in self.folder.iterdir() if "core" in path.name]:
            self.skipTest("cores are not written into the current folder here")
        for path in list(self.folder.glob("*core*")):
            path.unlink()
        process = self.start("add", "k", "*", "*", "--secret-file", "-", stdin=subprocess.PIPE,
                             preexec_fn=unlimited)
        process.stdin.write(ONE.encode())
        process.stdin.flush()
        time.sleep(0.3)
        process.send_signal(signal.SIGABRT)
        self.assertEqual(process.wait(), -signal.SIGABRT)
        process.stdin.close()
        self.assertEqual(list(self.folder.glob("*core*")), [])


class Memory(Case):
    """The memory of a run at its exit. A core dump would contain the secrets that it did not wipe."""

    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", KEYRING), self.write("frr.conf", FRR), self.write("ios.conf", IOS)
        try:
            traced = self.traced("list")
            traced.finish()
            traced.memory()
            traced.end()
        except OSError as error:
            self.skipTest(f"this user may not look into the program: {error}")

    def traced(self, *arguments: str) -> Traced:
        paths = [str(self.folder / word) if (self.folder / word).exists() else word for word in arguments]
        return Traced([str(Path(PROGRAM).resolve()), *paths], self.environment, ONE.encode())

    def test_at_the_end_there_is_none(self) -> None:
        for line in ("list", "list --json", "list --secrets one two", "check", "check --json", "export",
                     "export --format uat", "export --format setkey one", "which 192.0.2.1 192.0.2.2",
                     "add k * * --secret-file -", "add k * * --secret-file - --hex", "import frr.conf ios.conf",
                     "remove two"):
            with self.subTest(line):
                traced = self.traced(*shlex.split(line))
                traced.finish()
                found = leaks(traced.memory())
                self.assertIn(traced.end(), (FINE, FOUND))
                self.assertEqual(found, [])

    def test_before_there_was_one(self) -> None:
        """Shows that the test above can fail: secrets are in memory before the exit."""
        traced = self.traced("check")
        found = []
        while traced.advance(1):
            found += leaks(traced.memory())
        self.assertTrue(found)


if __name__ == "__main__":
    unittest.main()
