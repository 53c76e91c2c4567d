"""Runs tshark many times after one start: each run is a fork of a tshark that has registered all its protocols."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PLUGIN = os.environ.get("TCPAUTH_FORKED")
WORDS = 400     # of a command line, besides the file; each fork has as many as its server, which SAME fills up
SAME = "-l"     # in output to a file it changes nothing, however often it is repeated

# tshark evaluates these options before it registers its protocols. A server must have the EARLY ones of its runs; a run
# with one of NEVER needs a tshark of its own.
EARLY = ("-P", "-V", "-x")
NEVER = ("-C", "-D", "-G", "-O", "-X", "-h", "-i", "-v", "--")

Start = Callable[..., subprocess.Popen]


def early(arguments: list[str]) -> tuple[str, ...] | None:
    """Returns the options that the server must have for a run; None if no server can do the run."""
    if not PLUGIN or len(arguments) > WORDS or any(word.startswith(NEVER) for word in arguments):
        return None
    return tuple(word for word in EARLY if word in arguments)


class Server:
    """A tshark that waits for runs. All of them read the same file."""

    def __init__(self, folder: Path, capture: Path, early: tuple[str, ...], start: Start) -> None:
        self.folder, self.capture = folder, capture
        with (folder / "complaints").open("w") as complaints:
            self.process = start(*self.padded(list(early)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=complaints, text=True)

    def padded(self, arguments: list[str]) -> list[str]:
        """Returns all the words after "tshark"."""
        return ["-r", str(self.capture), *[SAME] * (WORDS - len(arguments)), *arguments]

    def run(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs tshark with ARGUMENTS, which do not name the file."""
        out, err, words = (self.folder / name for name in ("out", "err", "words"))
        whole = ["tshark", *self.padded(arguments)]
        words.write_bytes(b"".join(os.fsencode(word) + b"\0" for word in (out, err, *whole)))
        answer = self.ask(words)
        assert answer, f"tshark serves no runs: {(self.folder / 'complaints').read_text()}"
        said = [file.read_text(errors="surrogateescape") for file in (out, err)]
        return subprocess.CompletedProcess(whole, os.waitstatus_to_exitcode(int(answer)), *said)

    def ask(self, words: Path) -> str:
        """Requests a run, and returns its status; an empty string if the server is gone."""
        with suppress(BrokenPipeError):
            print(words, file=self.process.stdin, flush=True)
        return self.process.stdout.readline()

    def stop(self) -> None:
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
