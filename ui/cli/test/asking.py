#!/usr/bin/env python3
"""Tests that the command asks for a secret without showing it, and restores the terminal's settings."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import pty
import select
import signal
import termios
import time
import unittest

from program import FINE, FOUND, MISUSE, PROGRAM, Case

PATIENCE = 20
SECRET = "xqzvkw wjqyxk"


class Terminal:
    """A program on a pseudo-terminal that the test controls."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.shown = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            for number in signal.SIGINT, signal.SIGQUIT:    # shells let background programs ignore them
                signal.signal(number, signal.SIG_DFL)
            os.execve(command[0], command, environment)

    def wait_for(self, words: str, times: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.shown.count(words.encode()) < times:
            ready, _, _ = select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"waited for {words!r}, saw {self.shown!r}"
            try:
                self.shown += os.read(self.terminal, 4096)
            except OSError:
                raise AssertionError(f"it ended; waited for {words!r}, saw {self.shown!r}") from None

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def type(self, words: str) -> None:
        os.write(self.terminal, words.encode())

    def end(self) -> int:
        """Waits for the end of the program, and returns its exit code."""
        while True:
            try:
                more = os.read(self.terminal, 4096)
            except OSError:
                more = b""
            if not more:
                break
            self.shown += more
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class Asking(Case):
    def terminal(self, *arguments: str) -> Terminal:
        return Terminal([PROGRAM, *arguments], self.environment)

    def asked(self, *answers: str) -> Terminal:
        terminal = self.terminal("add", "k", "*", "*")
        for question, answer in zip(("Secret: ", "Again: "), answers):
            terminal.wait_for(question)
            self.assertFalse(terminal.echoes())
            terminal.type(answer)
        return terminal

    def test_it_is_asked_twice_and_not_shown(self) -> None:
        terminal = self.asked(f"{SECRET}\n", f"{SECRET}\n")
        self.assertEqual(terminal.end(), FINE)
        self.assertFalse(any(word.encode() in terminal.shown for word in SECRET.split()), terminal.shown)
        self.assertIn(f'"{SECRET}"', self.run_to(FINE, "list", "--secrets", "k")[0])

    def test_two_that_differ(self) -> None:
        self.assertEqual(self.asked(f"{SECRET}\n", "another\n").end(), FOUND)
        self.assertFalse(self.keyring.exists())

    def test_none(self) -> None:
        terminal = self.asked("\n", "\n")
        self.assertEqual(terminal.end(), FOUND)
        self.assertIn(b"must not be empty", terminal.shown)

    def test_the_end_of_input(self) -> None:
        for answers in ("\x04",), (f"{SECRET}\n", "\x04"):
            terminal = self.asked(*answers)
            self.assertEqual(terminal.end(), FOUND)
            self.assertIn(b"the input ended", terminal.shown)
        self.assertFalse(self.keyring.exists())

    def test_an_interrupt_ends_it_and_the_terminal_shows_again(self) -> None:
        for key, number in (("\x03", signal.SIGINT), ("\x1c", signal.SIGQUIT)):
            script = 'trap : INT QUIT; "$0" add k "*" "*"; echo "code $?"; sleep 60'
            terminal = Terminal(["/bin/sh", "-c", script, PROGRAM], self.environment)
            terminal.wait_for("Secret: ")
            terminal.type(f"half a secret{key}")
            terminal.wait_for(f"code {128 + number}")
            self.assertTrue(terminal.echoes())
            self.assertNotIn(b"half", terminal.shown)
            os.kill(terminal.process, signal.SIGKILL)
            terminal.end()
        self.assertFalse(self.keyring.exists())

    def test_a_stop_and_a_return(self) -> None:
        """After a stop, the command asks again. The test stops it from a shell with job control."""
        terminal = Terminal(["/bin/bash", "--norc", "-i"], self.environment | {"PS1": "ready> ", "T": PROGRAM})
        terminal.wait_for("ready> ")
        terminal.type('"$T" add k "*" "*"\n')
        terminal.wait_for("Secret: ")
        terminal.type("half a\x1a")
        terminal.wait_for("Stopped")
        terminal.type("fg\n")
        terminal.wait_for("Secret: ", 2)
        terminal.type(f"{SECRET}\n")
        terminal.wait_for("Again: ")
        terminal.type(f"{SECRET}\n")
        terminal.wait_for("ready> ", 3)
        terminal.type("exit\n")
        terminal.end()
        self.assertIn(f'"{SECRET}"', self.run_to(FINE, "list", "--secrets", "k")[0])

    def test_without_a_terminal(self) -> None:
        done = self.run_it("add", "k", "*", "*", start_new_session=True)
        self.assertEqual(done.returncode, MISUSE)
        self.assertIn(b"--secret-file", done.stderr)

    def test_export_to_a_terminal_wants_names(self) -> None:
        self.add("k", "*", "*", secret=SECRET)
        terminal = self.terminal("export")
        self.assertEqual([terminal.end(), SECRET.encode() in terminal.shown], [MISUSE, False])
        terminal = self.terminal("export", "k")
        self.assertEqual([terminal.end(), SECRET.encode() in terminal.shown], [FINE, True])


if __name__ == "__main__":
    unittest.main()
