#!/usr/bin/env python3
"""Checks what tshark reports about a keyring file with errors, and that it uses the rest of the file.

    problems.py CAPTURE.pcapng     a capture whose keyring has at least two keys
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import random
import re
import sys
from pathlib import Path

from checks import Checks
from tshark import Tshark, complaints_of
from verdicts import FIELDS, expected

# A wrong entry, the line in it that the message must name, and words of the message.
MISTAKES = [
    ('key', 1, "a name"),
    ('key x', 1, "no ends"),
    ('key x\n    ends * *', 1, "no secret"),
    ('key x\n    secret "s"', 1, "no ends"),
    ('key x\n    ends *\n\nkey y ends * 192.0.2.9 secret "s"', 2, "missing"),
    ('key x\n    ends 192.0.2.1 192.0.2\n    secret "s"', 2, "an end is"),
    ('key x\n    ends 192.0.2.1\n         192.0.2.1/8 # host bits\n    secret "s"', 3, "an end is"),
    ('key x ends * *\n# a comment\n\n    secret correct horse', 4, "a secret is"),
    ('key x ends * *\n    secret "no end', 2, "closing quote"),
    ('key x ends * *\n    secret \'no end"', 2, "closing quote"),
    ('key x ends * *\n    secret "bad \\q escape"', 2, "escape"),
    ('key x ends * *\n    secret "too much"text', 2, "text follows"),
    ('key x ends * *\n    secret ""', 2, "empty"),
    ('key x ends * *\n    secret hex 123', 2, "hexadecimal"),
    ('key x ends * *\n    secret hex', 2, "a secret is"),
    ('key x ends * *\n    secret base64 a2V5A', 2, "base64"),
    ('key x ends * * secret "s"\n    port 0', 2, "a port is"),
    ('key x ends * * secret "s"\n    port bgp', 2, "a port is"),
    ('key x ends * * secret "s"\n    algorithm sha1', 2, "an algorithm is"),
    ('key x ends * * secret "s"\n    send-id 256', 2, "a key id is"),
    ('key x ends * * secret "s"\n    from yesterday', 2, "a time is"),
    ('key x ends * * secret "s"\n    from 2026-02-01\n    until 2026-01-01', 1, "until"),
    ('key x ends * * secret "s"\n    port 179\n    port 179', 3, "given before"),
    ('key x ends * * secret "s"\n    passwort "s"', 2, "an attribute is"),
    ('key x ends * * secret "s"\n    surplus', 2, "an attribute is"),
]
MANY = 5000
FEW_LINES = 20


class Problems:
    """A capture whose verdicts are known, and its keyring as text."""

    def __init__(self, checks: Checks, tshark: Tshark, capture: Path) -> None:
        self.checks, self.tshark, self.capture = checks, tshark, capture
        self.keyring = capture.with_suffix(".keys").read_text()
        self.expected = sorted((row.frame, row.key, row.calculated) for row in expected(capture))

    def look(self, keyring: Path, *options: str) -> tuple[list[tuple[str, ...]], list[str]]:
        """Returns the frame, key and digest of each verdict that a keyring gives, and the lines of messages."""
        fields = [word for field in (FIELDS[0], *FIELDS[3:5]) for word in ("-e", field)]
        done = self.tshark.again("-2", "-r", self.capture, "-o", f"tcpauth.keyring:{keyring}",
                                 *options, "-Y", "tcpauth", "-T", "fields", *fields)
        assert done.returncode == 0, f"tshark exits with {done.returncode}: {done.stderr[-2000:]}"
        rows = [line.replace(":", "").split("\t") for line in done.stdout.splitlines()]
        return sorted(map(tuple, rows)), complaints_of(done)

    def that_works(self, what: str, keyring: Path, *words: str) -> None:
        """Checks that the keyring gives the expected verdicts, with one message that has WORDS; none without WORDS."""
        verdicts, complaints = self.look(keyring)
        self.checks.that(verdicts == self.expected, f"{what}: other verdicts: {verdicts}")
        found = [line for line in complaints if words and all(word in line for word in words)]
        enough = len(complaints) == 2 and len(found) == 1 if words else not complaints
        self.checks.that(enough, f"{what}: wanted {words}, found {complaints}")

    def that_is_told(self, what: str, keyring: Path, *words: str) -> None:
        """Checks that the keyring gives no key, and that a few lines name the file and have WORDS."""
        verdicts, complaints = self.look(keyring)
        self.checks.that(not any(key for _, key, _ in verdicts), f"{what}: a key came of it")
        self.checks.that(len(complaints) <= FEW_LINES, f"{what}: {len(complaints)} lines of complaints")
        self.checks.that(all(any(word in line for line in complaints) for word in (keyring.name, *words)),
                         f"{what}: wanted {words}, found {complaints}")


def check_mistakes(problems: Problems) -> None:
    """Tries the mistakes between the good keys and after them."""
    entries = re.split(r"\n(?=key )", "\n" + problems.keyring.strip())
    for turn, (mistake, line, words) in enumerate(MISTAKES):
        place = turn % len(entries) + 1
        before = "\n".join(entries[:place]) + "\n"
        keyring = problems.tshark.write("mistake.keys", before + mistake + "\n" + "\n".join(entries[place:]))
        at = f"{keyring}:{before.count(chr(10)) + line}: "
        problems.that_works(f"{mistake!r} in place {place}", keyring, at, words)


def check_files(problems: Problems) -> None:
    tshark, good = problems.tshark, problems.keyring
    (tshark.folder / "folder.keys").mkdir()
    problems.that_is_told("a missing file", tshark.folder / "missing.keys", "No such file")
    problems.that_is_told("a folder without keys", tshark.folder / "folder.keys", "there are no keys in it")
    problems.that_is_told("an unreadable file", tshark.write("unreadable.keys", good, 0o000), "denied")
    for mode in (0o640, 0o604, 0o660):
        exposed = tshark.write("exposed.keys", good, mode)
        problems.that_works(f"a file of mode {mode:o}", exposed, f"{exposed}: readable by other users", "chmod 600")
    problems.that_works("CRLF", tshark.write("crlf.keys", good.replace("\n", "\r\n")))
    problems.that_works("a byte order mark", tshark.write("mark.keys", "\ufeff" + good))
    problems.that_works("no newline at the end", tshark.write("end.keys", good.rstrip()))
    for name, content in (("empty", ""), ("blank", " \n\t\r\n"), ("comment", "# nothing")):
        verdicts, complaints = problems.look(tshark.write(f"{name}.keys", content))
        told = any(f"{name}.keys: there are no keys" in line for line in complaints)
        problems.checks.that(verdicts and not any(key for _, key, _ in verdicts) and told,
                             f"{name}: verdicts {verdicts}, complaints {complaints}")


def check_headings(problems: Problems) -> None:
    """The first line of a message says which keys tcpauth uses."""
    good, broken = problems.keyring, "key x ends * *\n"
    for name, content, mode, words in [
            ("exposed", good, 0o644, "uses all keys"), ("some", good + broken, 0o600, "uses all others"),
            ("none", broken, 0o600, "no keys"), ("empty", "# nothing\n", 0o600, "no keys")]:
        _, complaints = problems.look(problems.tshark.write(f"{name}.keys", content, mode))
        problems.checks.that(complaints and words in complaints[0], f"{name}: {complaints}")


def check_isns(problems: Problems) -> None:
    """Wrong initial sequence numbers in the preferences are no problem of the keys, and no reason for having none."""
    wrong, told = ["-o", "tcpauth.isns:192.0.2.1 179 1; 192.0.2.2 nonesuch"], "preference tcpauth.isns:2: "
    keyring = problems.tshark.write("good.keys", problems.keyring)
    missing = problems.tshark.folder / "missing.keys"
    for path, words in (keyring, ""), (missing, "no keys"):
        _, complaints = problems.look(path, *wrong)
        text = "\n".join(complaints)
        problems.checks.that(told in text and "initial sequence numbers in the preferences" in text
                             and "some keys" not in text and ("no keys" in text) == bool(words), f"{path}: {text}")


def check_one_line(problems: Problems) -> None:
    """A single line says that a keyring gives no keys, and names the file. It does not claim that there are other keys.

    The only secret in hidden.conf is encrypted (type 6), so the file gives no usable key.
    """
    tshark = problems.tshark
    hidden = "hostname r\nrouter bgp 1\n neighbor 192.0.2.9 remote-as 2\n neighbor 192.0.2.9 password 6 abc\n"
    table = ["-o", 'uat:tcpauth_keys:"x","198.51.100.1","198.51.100.2","179","MD5","unused"']
    for keyring, why in [
            (tshark.folder / "missing.keys", "No such file"), (tshark.write("locked.keys", "", 0o000), "denied"),
            (tshark.write("empty.keys", ""), "no keys in it"),
            (tshark.write("broken.keys", "key x ends * *\n"), "secret"),
            (tshark.write("hidden.conf", hidden), "the secret of none")]:
        for options, start in ([], "TCP authentication has no keys"), (table, "has only the keys of the key table"):
            verdicts, complaints = problems.look(keyring, *options)
            words = (start, str(keyring), why)
            told = len(complaints) == 1 and all(word in complaints[0] for word in words)
            problems.checks.that(told and not any(calculated for _, _, calculated in verdicts),
                                 f"{words}: {verdicts} {complaints}")


def check_garbage(problems: Problems) -> None:
    """tshark reports garbage in a few lines, and uses the keys that follow it."""
    noise = random.Random(2385)
    garbage = {
        "zero bytes": bytes(5_000_000),
        "binary": noise.randbytes(5_000_000),
        "letters": noise.randbytes(2_500_000).hex().encode(),
        "quotes": b'"' * 5_000_000,
        "entries": b"key\n" * 300_000,
        "attributes": b"key x " + b"ends " * 1_000_000,
        "unused keys": b"".join(b'key k ends 2001:db8::%x * secret "s"\n' % end for end in range(200_000)),
    }
    for name, content in garbage.items():
        keyring = problems.tshark.write("garbage.keys", content + b"\n" + problems.keyring.encode())
        verdicts, complaints = problems.look(keyring)
        problems.checks.that(len(complaints) <= FEW_LINES and max(map(len, complaints), default=0) < 1000,
                             f"{name}: {len(complaints)} complaints")
        problems.checks.that(verdicts == problems.expected, f"{name}: the keys behind it are not used")


def check_abbreviation(problems: Problems) -> None:
    keyring = problems.tshark.write("many.keys", "key x ends * * secret unquoted\n" * MANY + problems.keyring)
    verdicts, complaints = problems.look(keyring)
    problems.checks.that(verdicts == problems.expected, "the keys behind many bad ones are not used")
    told = [line for line in complaints if str(keyring) in line]
    rest = [int(number) for line in complaints for number in re.findall(r"and (\d+) more", line)]
    problems.checks.that(0 < len(told) <= FEW_LINES and [len(told) + sum(rest)] == [MANY] and len(rest) == 1,
                         f"of {MANY} problems {len(told)} are told, then {rest} more")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        problems = Problems(checks, tshark, Path(sys.argv[1]))
        for check in (check_mistakes, check_files, check_headings, check_isns, check_one_line, check_garbage, check_abbreviation):
            with checks.of(check.__name__):
                check(problems)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
