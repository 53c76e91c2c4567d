#!/usr/bin/env python3
"""Checks sealed keyrings in tshark and the command tcpauth, with the test's own gpg-agent and pinentry.

    sealed.py CAPTURE.pcapng
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from checks import Checks
from tshark import PLUGINS, UNPRIVILEGED, Tshark, complaints_of

COMMAND = PLUGINS.parent / "tcpauth"
SECRET = "xqzvkw wjqyxk pzfqvj"
LOCKED = "keyring locked"

# Answers with the content of the file "answer", and adds a line to the file "asked" for each question.
PINENTRY = """#!/bin/sh
echo OK
while read -r line; do
    case $line in
        GETPIN*) echo asked >>"{folder}/asked"
            case $(cat "{folder}/answer") in
                cancel) echo "ERR 83886179 Operation cancelled" ;;
                *) echo "D $(cat "{folder}/answer")"; echo OK ;;
            esac ;;
        BYE*) echo OK; exit ;;
        *) echo OK ;;
    esac
done
"""


class Sealed:
    """A GnuPG home with keys without a passphrase (plain, other) and with one (asked), and a keyring to seal."""

    def __init__(self, checks: Checks, tshark: Tshark, capture: Path, folder: Path) -> None:
        self.checks, self.tshark, self.capture, self.folder = checks, tshark, capture, folder
        self.home, self.pinentry = folder / "gnupg", folder / "pinentry"
        self.home.mkdir(0o700)
        (folder / "tmp").mkdir(0o500)     # no program may write there
        self.pinentry.write_text(PINENTRY.format(folder=folder))
        self.pinentry.chmod(0o755)
        settings = f"pinentry-program {self.pinentry}\nallow-loopback-pinentry\n"
        (self.home / "gpg-agent.conf").write_text(settings)
        tshark.settings |= {"GNUPGHOME": str(self.home), "TMPDIR": str(folder / "tmp")}
        for name, passphrase in (("plain", ""), ("asked", "good"), ("other", "")):
            self.gpg("--pinentry-mode", "loopback", "--passphrase", passphrase,
                     "--quick-gen-key", f"{name}@example.net", "default", "default", "never")
        self.original = capture.with_suffix(".keys").read_text() + f'\nkey new ends * * secret "{SECRET}"\n'
        self.expected = self.look(self.fresh())[0]

    def gpg(self, *arguments: str) -> None:
        subprocess.run(["gpg", "--homedir", self.home, "--batch", "--quiet", *arguments], check=True,
                       capture_output=True, timeout=120)

    def restart(self, answer: str) -> None:
        """Stops the agent, so that it forgets all passphrases, and sets pinentry's answer."""
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=True, timeout=60)
        (self.folder / "answer").write_text(answer)
        (self.folder / "asked").unlink(missing_ok=True)

    def asked(self) -> int:
        asked = self.folder / "asked"
        return len(asked.read_text().splitlines()) if asked.exists() else 0

    def fresh(self) -> Path:
        return self.tshark.write("ring.keys", self.original)

    def command(self, keyring: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run([UNPRIVILEGED, COMMAND, "--keyring", keyring, *arguments], input=text, text=True,
                              capture_output=True, timeout=120, env=self.tshark.environment(True), check=False)

    def seal(self, *arguments: str) -> Path:
        keyring = self.fresh()
        done = self.command(keyring, "seal", *arguments)
        self.checks.that(done.returncode == 0 and not done.stderr, f"seal {arguments}: {done.stderr}")
        self.checks.that(SECRET not in keyring.read_text(), f"seal {arguments}: it is open")
        return keyring

    def look(self, keyring: Path, *options: str) -> tuple[list[str], list[str]]:
        fields = ["-T", "fields", "-e", "frame.number", "-e", "tcpauth.status", "-e", "tcpauth.reason"]
        done = self.tshark.run("-r", self.capture, "-o", f"tcpauth.keyring:{keyring}", *options, *fields)
        assert done.returncode == 0, f"tshark exits with {done.returncode}: {done.stderr}"
        return done.stdout.splitlines(), complaints_of(done)

    def that_opens(self, what: str, keyring: Path, times: int) -> None:
        rows, complaints = self.look(keyring, "-2")
        self.checks.that(rows == self.expected and not complaints, f"{what}: {rows}, {complaints}")
        self.checks.that(self.asked() == times, f"{what}: asked {self.asked()} times, not {times}")

    def that_is_locked(self, what: str, keyring: Path, *words: str, times: int | None = None) -> None:
        """Checks that no signature is verified, and that one message names the keyring and has WORDS."""
        rows, complaints = self.look(keyring, "-2")
        locked = [row for row in rows if row.endswith(f"\t2\t{LOCKED}")]
        self.checks.that(len(self.expected) == len(locked) == len(rows), f"{what}: {rows}")
        told = [line for line in complaints if str(keyring) in line and all(word in line for word in words)]
        self.checks.that(len(complaints) == len(told) == 1,
                         f"{what}: wanted {words}, found {complaints}")
        self.checks.that(times is None or self.asked() == times,
                         f"{what}: asked {self.asked()} times, not {times}")

    def that_nothing_is_open(self, what: str) -> None:
        paths = [*self.folder.rglob("*"), *self.tshark.folder.rglob("*")]
        files = [path for path in paths if path.is_file()]
        found = [path for path in files if SECRET.encode() in path.read_bytes()]
        self.checks.that(len(files) > 5 and not found, f"{what}: the secret is in {found}")


def check_recipient(sealed: Sealed) -> None:
    sealed.restart("good")
    plain = fingerprint(sealed, "plain")
    for name in "plain@example.net", "Plain <plain@example.net>", plain, f"0x{plain[-16:].lower()}", \
            " ".join(plain[at:at + 4] for at in range(0, 40, 4)):
        sealed.that_opens(f"without a passphrase, {name}", sealed.seal("-r", name), 0)
    keyring = sealed.seal("-r", "asked@example.net")
    sealed.that_nothing_is_open("sealed")
    sealed.that_opens("with a passphrase", keyring, 1)
    sealed.that_opens("a second time", keyring, 1)
    keyring.chmod(0o644)
    sealed.that_opens("readable by all", keyring, 1)
    sealed.gpg("--yes", "--output", str(keyring) + ".gpg", "--dearmor", str(keyring))
    sealed.that_opens("not armored", Path(f"{keyring}.gpg"), 1)
    sealed.that_nothing_is_open("opened")


def check_passphrase(sealed: Sealed) -> None:
    sealed.restart("good")
    keyring = sealed.seal("--passphrase")
    sealed.restart("good")
    sealed.that_opens("a passphrase alone", keyring, 1)
    for answer, words, times in (("cancel", "cancelled", 1), ("bad", "passphrase is wrong", 1)):
        sealed.restart(answer)
        sealed.that_is_locked(f"{answer}, a passphrase alone", keyring, words, times=times)


def check_locked(sealed: Sealed) -> None:
    """A keyring stays locked in each of these cases.

    The passphrase is cancelled, or wrong (gpg-agent then asks three times). The pinentry, the agent or the secret key
    is missing. The file is damaged.
    """
    keyring = sealed.seal("-r", "asked@example.net")
    for answer, words, times in (("cancel", "cancelled", 1), ("bad", "passphrase is wrong", 3)):
        sealed.restart(answer)
        sealed.that_is_locked(answer, keyring, words, times=times)
    sealed.restart("good")
    sealed.pinentry.rename(f"{sealed.pinentry}.away")
    sealed.that_is_locked("no pinentry", keyring, "pinentry")
    sealed.restart("good")
    Path(f"{sealed.pinentry}.away").rename(sealed.pinentry)
    (sealed.home / "gpg.conf").write_text("no-autostart\n")
    sealed.that_is_locked("no agent", keyring, "gpg-agent", times=0)
    (sealed.home / "gpg.conf").unlink()
    damaged = sealed.tshark.write("damaged.keys", keyring.read_bytes()[:-200])
    sealed.that_is_locked("damaged", damaged)
    keyring_of_other = sealed.seal("-r", "other@example.net")
    sealed.gpg("--yes", "--delete-secret-keys", fingerprint(sealed, "other"))
    sealed.that_is_locked("another's", keyring_of_other, "none of the secret keys")


def fingerprint(sealed: Sealed, name: str, domain: str = "example.net") -> str:
    command = ["gpg", "--homedir", sealed.home, "--with-colons", "--list-keys", f"{name}@{domain}"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return next(line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:"))


def check_no_gpg(sealed: Sealed) -> None:
    """Without gpg in PATH, the command says so. It starts without packaging/unprivileged, which needs PATH itself."""
    keyring = sealed.seal("-r", "plain@example.net")
    done = subprocess.run([COMMAND, "--keyring", keyring, "list"], capture_output=True, text=True, timeout=60,
                          env=sealed.tshark.environment(True) | {"PATH": "/nonexistent"}, check=False)
    sealed.checks.that(done.returncode == 3 and "gpg is not installed" in done.stderr, f"no gpg: {done}")


def check_edits(sealed: Sealed) -> None:
    """A changed keyring stays sealed to the same recipients, and unseal restores the original file."""
    sealed.restart("good")
    keyring = sealed.seal("-r", "asked@example.net", "-r", "plain@example.net")
    more = ("more", "192.0.2.1", "192.0.2.2", "--secret-file", "-")
    done = sealed.command(keyring, "add", *more, text=SECRET[::-1])
    sealed.checks.that(done.returncode == 0, f"add: {done.stderr}")
    sealed.that_nothing_is_open("added")
    names = sealed.command(keyring, "list").stdout
    sealed.checks.that("more" in names and "new" in names, f"added: {names}")
    for name in ("plain", "asked"):     # each recipient can decrypt it
        recipients = subprocess.run(["gpg", "--homedir", sealed.home, "--batch", "--list-packets", keyring],
                                    capture_output=True, text=True, timeout=60, check=False)
        found = recipients.stdout.count(":pubkey enc packet:")
        sealed.checks.that(found == 2, f"{name}: sealed to {found}")
    sealed.command(keyring, "remove", "more")
    done = sealed.command(keyring, "unseal")
    sealed.checks.that(done.returncode == 0, f"unseal: {done.stderr}")
    sealed.checks.that(keyring.read_text() == sealed.original, "unseal: the file is not what it was")
    sealed.checks.that(keyring.stat().st_mode & 0o777 == 0o600, "unseal: its mode is not 0600")


def check_refusals(sealed: Sealed) -> None:
    """A failed command leaves the file unchanged."""
    sealed.restart("cancel")
    keyring = sealed.fresh()
    for arguments, code in ((("-r", "nobody@example.net"), 1), ((), 3), (("--passphrase",), 3),
                            # parts of plain@example.net and its user
                            (("-r", "lain@example.net"), 1), (("-r", "plain@example"), 1), (("-r", "plain"), 1),
                            (("-r", "example.net"), 1), (("-r", "ain@exam"), 1), (("-r", "Plain <plain@example.net"), 1)):
        done = sealed.command(keyring, "seal", *arguments)
        sealed.checks.that(done.returncode == code and done.stderr != "", f"seal {arguments}: {done}")
        sealed.checks.that(keyring.read_text() == sealed.original, f"seal {arguments}: the file is changed")
    keyring = sealed.seal("-r", "asked@example.net")
    before = keyring.read_bytes()
    done = sealed.command(keyring, "add", "x", "*", "*", "--secret-file", "-", text="s")
    sealed.checks.that(done.returncode == 3 and keyring.read_bytes() == before, f"add, cancelled: {done}")
    left = list(keyring.parent.glob(".ring.keys*"))
    sealed.checks.that(not left, f"add, cancelled: it leaves {left} behind")
    sealed.fresh().unlink()


def check_added_address(sealed: Sealed) -> None:
    """gpg knows that a friend's key is the friend's. It does not know whose an address is that the friend added."""
    with tempfile.TemporaryDirectory(prefix="gpg-", dir="/tmp") as home:
        friends = ["--homedir", home, "--pinentry-mode", "loopback", "--passphrase", ""]
        sealed.gpg(*friends, "--quick-gen-key", "friend@example.com", "default", "default", "never")
        sealed.gpg(*friends, "--quick-add-uid", "friend@example.com", "added@example.com")
        sealed.gpg(*friends, "--output", str(sealed.folder / "friend"), "--export")
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=True, timeout=60)
    sealed.gpg("--import", str(sealed.folder / "friend"))
    sealed.gpg("--quick-lsign-key", "-u", "plain@example.net", fingerprint(sealed, "friend", "example.com"), "friend@example.com")
    for address, code in ("friend", 0), ("added", 1):
        done = sealed.command(sealed.fresh(), "seal", "-r", f"{address}@example.com", "-r", "plain@example.net")
        sealed.checks.that(done.returncode == code and ("theirs" in done.stderr) == bool(code), f"{address}: {done}")


def check_long(sealed: Sealed) -> None:
    """The command rejects a short file that decrypts to more than 64 MiB."""
    text = sealed.folder / "long"
    with text.open("wb") as file:
        file.truncate((64 << 20) + 1)
    keyring = sealed.folder / "long.keys"
    sealed.gpg("--trust-model", "always", "-r", "plain@example.net", "-o", str(keyring), "--encrypt", str(text))
    done = sealed.command(keyring, "list")
    size = keyring.stat().st_size
    sealed.checks.that(size < 1 << 20 and done.returncode == 3 and "more than 64 MiB" in done.stderr,
                       f"long, sealed in {size} bytes: {done}")


CHECKS = [check_recipient, check_passphrase, check_locked, check_no_gpg, check_edits, check_refusals, check_added_address, check_long]


def main() -> int:
    checks = Checks()
    os.environ.pop("GPG_TTY", None)
    # short, as the length of the name of the agent's socket is limited
    with Tshark() as tshark, tempfile.TemporaryDirectory(prefix="gpg-", dir="/tmp") as folder:
        sealed = Sealed(checks, tshark, Path(sys.argv[1]), Path(folder))
        try:
            for check in CHECKS:
                with checks.of(check.__name__):
                    check(sealed)
        finally:
            sealed.restart("")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
