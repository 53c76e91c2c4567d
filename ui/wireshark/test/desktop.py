"""A virtual screen with a window manager: its programs, windows, keys and mouse."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from picture import Picture

PATIENCE = 120.0  # seconds; a machine may be busy, and a longer wait is a failure anyway
PAUSE = 0.25  # seconds between two looks, each of which takes as long on a busy machine
# Prefixes of variables that would bring in settings of the user who runs the tests.
FOREIGN = ("DBUS_", "QT_", "WIRESHARK_", "XDG_")

PROGRAMS = ["Xvfb", "convert", "openbox", "setpriv", "tesseract", "xdotool", "xwininfo"]

Result = TypeVar("Result")


def wait_for(what: str, condition: Callable[[], Result]) -> Result:
    """Returns the first true value of CONDITION. Raises an AssertionError that names WHAT after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < end, f"waited {PATIENCE:.0f} s in vain for {what}"
        time.sleep(PAUSE)
    return result


class Desktop:
    """A desktop that starts on entry. On exit, it stops every program that it started, by its process id.

    If the test is killed, the kernel terminates Xvfb, and the X clients end with Xvfb.
    """

    def __init__(self, pictures: Path, width: int = 1280, height: int = 800) -> None:
        self.pictures = pictures
        self.width, self.height = width, height
        self.processes: list[subprocess.Popen] = []

    def __enter__(self) -> "Desktop":
        self.home = tempfile.TemporaryDirectory(prefix="tcpauth-desktop-")
        self.screen = Path(self.home.name) / "screen"
        self.screen.mkdir()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        self.environment |= {"HOME": self.home.name, "XDG_RUNTIME_DIR": self.home.name, "LC_ALL": "C.UTF-8",
                             "TZ": "UTC", "QT_QPA_PLATFORM": "xcb"}
        try:
            self.environment["DISPLAY"] = self._start_screen()
            self.start(["openbox", "--sm-disable"])
            wait_for("the window manager", lambda: self._xdotool("get_num_desktops"))
            self._xdotool("mousemove", *self._corner())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self.processes):
            self.stop(process)
        self.home.cleanup()

    def _start_screen(self) -> str:
        """Starts Xvfb, which chooses a free display and reports its number."""
        reader, writer = os.pipe()
        self.start(["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(writer), "-fbdir", str(self.screen),
                    "-nolisten", "tcp", "-noreset", "-dpi", "96", "-screen", "0", f"{self.width}x{self.height}x24"],
                   pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            display = pipe.readline().strip()
        assert display, "Xvfb did not start"
        return f":{display}"

    def start(self, command: Sequence[str], folder: Path | None = None, pass_fds: Sequence[int] = (),
              **variables: str) -> subprocess.Popen:
        """Starts a program with additional environment variables."""
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=folder, env=self.environment | variables, pass_fds=pass_fds,
                                   stdin=nothing, stdout=nothing, stderr=nothing)
        self.processes.append(process)
        return process

    def stop(self, process: subprocess.Popen) -> None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _xdotool(self, *arguments: str | int) -> str:
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE,
                              check=False)
        return done.stdout if done.returncode == 0 else ""

    def windows(self, title: str) -> list[str]:
        """Returns the visible windows whose title matches the regular expression TITLE."""
        return self._xdotool("search", "--onlyvisible", "--name", title).split()

    def active(self) -> str:
        """Returns the window with the keyboard focus."""
        return self._xdotool("getactivewindow").strip()

    def resize(self, window: str, width: int, height: int) -> None:
        self._xdotool("windowmove", window, 0, 0)
        self._xdotool("windowsize", "--sync", window, width, height)

    def keys(self, *keys: str) -> None:
        self._xdotool("key", "--delay", 60, *keys)

    def type(self, text: str) -> None:
        if text:
            self._xdotool("type", "--delay", 30, text)

    def click(self, window: str, place: tuple[int, int], button: int = 1) -> None:
        """Clicks at a position in a window, then moves the mouse to the corner of the screen."""
        self._mouse(window, place, "click", button)

    def scroll(self, window: str, place: tuple[int, int], notches: int) -> None:
        """Turns the wheel down over a position in a window."""
        self._mouse(window, place, "click", "--repeat", notches, 5)

    def _mouse(self, window: str, place: tuple[int, int], *action: str | int) -> None:
        self._xdotool("mousemove", "--window", window, *place, *action, "mousemove", *self._corner())

    def _corner(self) -> tuple[int, int]:
        return self.width - 1, self.height - 1

    def look(self, window: str = "") -> Picture:
        """Returns a picture of the screen, or of a window without its frame and with all that covers it."""
        x, y, width, height = self._place(window) if window else (0, 0, self.width, self.height)
        columns = slice(max(x, 0) * 4, (x + width) * 4)
        rows = [row[columns] for row in self._screen_rows()[max(y, 0):y + height]]
        shown = b"".join(rows)
        pixels = bytearray(len(shown) // 4 * 3)
        for colour in range(3):     # each pixel of the screen is blue, green, red and an unused byte
            pixels[colour::3] = shown[2 - colour::4]
        return Picture(len(rows[0]) // 4, len(rows), bytes(pixels))

    def _place(self, window: str) -> tuple[int, int, int, int]:
        """Returns the place and size of a window on the screen. Raises an error if it has closed."""
        said = subprocess.run(["xwininfo", "-id", window], env=self.environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True).stdout
        values = dict(line.strip().split(":") for line in said.splitlines() if line.count(":") == 1)
        names = "Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"
        return tuple(int(values[name]) for name in names)

    def _screen_rows(self) -> list[bytes]:
        """Returns the rows of the screen, from the file that Xvfb draws in: an X window dump (XWDFile.h)."""
        dump = (self.screen / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">20I", dump[:80])
        header_size, row_size, colours = header[0], header[12], header[19]
        first = header_size + colours * 12
        return [dump[first + y * row_size:first + (y + 1) * row_size] for y in range(self.height)]

    def read(self, window: str = "") -> Picture:
        """Returns a picture for OCR, which takes seconds: once nothing moves, or after some looks."""
        picture = self.look(window)
        for _ in range(10):
            before = picture
            time.sleep(PAUSE)
            picture = self.look(window)
            if picture.pixels == before.pixels:
                break
        return picture

    def save(self, name: str) -> None:
        """Saves a picture of the screen."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.look().save(self.pictures / f"{name}.png")
