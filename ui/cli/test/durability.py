#!/usr/bin/env python3
"""Tests that a keyring stays complete and private however a command ends, and that parallel writers lose nothing."""
# SPDX-License-Identifier: GPL-2.0-or-later

import fcntl
import os
import random
import resource
import signal
import subprocess
import time
import unittest

from program import FILE, FINE, FOUND, PROGRAM, Case
from tracer import Traced

KILLS = 250
WRITERS, ADDITIONS = 4, 50
SECRET = "a secret that sings"
OLD = "# comment\n" + "".join(f"key k{number} ends 2001:db8::{number:x} * secret '{SECRET}'\n" for number in range(300))
ENTRY = f'\nkey new\n    ends       * *\n    secret     "{SECRET}"\n'
ADD = ["add", "new", "*", "*", "--secret-file", "-"]


class Killed(Case):
    """After a kill, the file must contain OLD, or OLD with ENTRY."""

    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", OLD)
        self.seen = {OLD: 0, OLD + ENTRY: 0}

    def look(self) -> None:
        """Checks the files after a kill, and restores the old keyring. Leftovers stay."""
        content = self.keyring.read_text()
        self.assertIn(content, self.seen, "the keyring is neither old nor new")
        self.seen[content] += 1
        names = {path.name for path in self.folder.iterdir()}
        self.assertLessEqual(names, {"keyring", ".keyring.lock", ".keyring.new"})
        self.assertEqual({path.stat().st_mode & 0o777 for path in self.folder.iterdir()}, {0o600})
        if content != OLD:
            self.write("keyring", OLD)

    def check_both_seen_and_clean_up(self) -> None:
        self.assertTrue(all(self.seen.values()), self.seen)
        self.run_to(FINE, *ADD, given=SECRET)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["keyring"], "leftovers stay")

    def test_at_random_moments(self) -> None:
        started = time.monotonic()
        self.run_to(FINE, *ADD, given=SECRET)
        whole_run = time.monotonic() - started
        self.write("keyring", OLD)
        for _ in range(KILLS):
            process = self.start(*ADD, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
            process.stdin.write(SECRET.encode())
            process.stdin.close()
            time.sleep(random.uniform(0, whole_run * 1.2))
            process.kill()
            process.wait()
            self.look()
        self.check_both_seen_and_clean_up()

    def test_before_and_after_every_system_call(self) -> None:
        ended = False
        calls = 0
        while not ended:
            calls += 1
            process = Traced([PROGRAM, *ADD], self.environment, SECRET.encode())
            ended = not process.advance(calls)
            process.kill()
            self.look()
        self.assertGreater(calls, 100)
        self.check_both_seen_and_clean_up()


class Whole(Case):
    def test_a_full_disk_changes_nothing(self) -> None:
        self.write("keyring", OLD)

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(OLD), len(OLD)))

        done = self.run_it(*ADD, given=SECRET, preexec_fn=limit)
        self.assertEqual(done.returncode, FILE)
        self.assertIn(b"keyring: File too large", done.stderr)
        self.assertEqual(self.keyring.read_text(), OLD)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["keyring"])
        done = self.run_it("import", "-", given="key more ends * * secret 'x'\n", preexec_fn=limit)
        self.assertEqual([done.returncode, done.stdout], [FILE, b""], "a key was added that is not there")

    def test_a_link_stays_and_its_target_is_written(self) -> None:
        (self.folder / "elsewhere").mkdir()
        target = self.write("elsewhere/target", OLD)
        self.keyring.symlink_to("link")
        (self.folder / "link").symlink_to("elsewhere/target")
        self.run_to(FINE, *ADD, given=SECRET)
        self.assertEqual(target.read_text(), OLD + ENTRY)
        self.assertEqual([os.readlink(self.keyring), os.readlink(self.folder / "link")], ["link", "elsewhere/target"])
        target.unlink()
        self.run_to(FINE, *ADD, given=SECRET)
        self.assertEqual(target.read_text(), ENTRY[1:])

    def test_a_missing_folder_is_told_with_the_keyring(self) -> None:
        self.assertIn("nowhere/keyring: cannot create the lock", self.run_to(FILE, *ADD, "-k", "nowhere/keyring", given=SECRET)[1])

    def test_the_mode_is_that_of_a_secret(self) -> None:
        for mode in (0o600, 0o644, 0o666, 0o400):
            self.write("keyring", OLD, mode)
            done = self.run_it(*ADD, given=SECRET, preexec_fn=lambda: os.umask(0))
            self.assertEqual([done.returncode, self.keyring.stat().st_mode & 0o777], [FINE, 0o600])

    @unittest.skipUnless(os.geteuid() == 0, "only root may give files away")
    def test_the_owner_stays(self) -> None:
        os.chown(self.write("keyring", OLD), 1234, 2345)
        self.run_to(FINE, *ADD, given=SECRET)
        status = self.keyring.stat()
        self.assertEqual([status.st_uid, status.st_gid, status.st_mode & 0o777], [1234, 2345, 0o600])


class Parallel(Case):
    def test_writers_lose_nothing(self) -> None:
        """Each writer is a shell, so that a command starts as soon as the previous one ended."""
        script = f'for i in $(seq {ADDITIONS}); do echo s | "$0" add w$1-$i "*" "*" --secret-file - || exit; done'
        writers = [self.start_shell(script, number) for number in range(WRITERS)]
        self.assertEqual([writer.wait() for writer in writers], [0] * WRITERS)
        names = self.run_to(FINE, "list", "--names")[0].split()
        self.assertEqual(sorted(names), sorted(f"w{writer}-{i + 1}" for writer in range(WRITERS)
                                               for i in range(ADDITIONS)))
        self.assertEqual([path.name for path in self.folder.iterdir()], ["keyring"])

    def start_shell(self, script: str, number: int) -> subprocess.Popen:
        return subprocess.Popen(["sh", "-c", script, PROGRAM, str(number)], cwd=self.folder, env=self.environment)

    def test_nobody_waits_for_standard_input(self) -> None:
        with self.start("import", "-", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as importing:
            time.sleep(0.5)
            self.run_to(FINE, *ADD, given=SECRET)
            importing.communicate(b"key imported ends * * secret 'x'\n")
        self.assertEqual(self.run_to(FOUND, "list", "--names", "new", "imported", "old")[0], "new\nimported\n")

    def test_one_that_holds_the_lock_is_told_of(self) -> None:
        with open(self.folder / ".keyring.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("another process is writing it", self.run_to(FILE, *ADD, given=SECRET)[1])
        self.run_to(FINE, *ADD, given=SECRET)


if __name__ == "__main__":
    unittest.main()
