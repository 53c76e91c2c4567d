"""Wireshark on a desktop: its settings, the actions of a user, and what its windows show."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from desktop import PAUSE, Desktop, wait_for
from ocr import Word
from picture import Picture

ROOT = Path(__file__).resolve().parents[3]
PLUGINS = Path(os.environ.get("TCPAUTH_PLUGINS", ROOT / "build" / "plugins"))
PROFILE = "TCP Authentication"
OUR_PROFILE = ROOT / "ui" / "wireshark" / "profile"
OUR_RULES = OUR_PROFILE / "colorfilters"
WIRESHARKS_RULES = Path("/usr/share/wireshark/colorfilters")
ROW_LEAST = 8  # pixels; the minimum height of a row of a list
HEAD = 160  # pixels; the height of the menus, the display filter with its buttons, a search and the columns' titles
STATUS_BAR = 30  # pixels
SOON = 2.0  # seconds, after which a key has had its effect, unless it was missed
STOP = 116  # pixels from the text of a progress to the button that cancels the task
MARGIN, COLUMN = 15, 200     # pixels before the first word of an entry, and after that in which its column goes on

QUIET = """\
gui.update.enabled: FALSE
gui.ask_unsaved: FALSE
gui.qt.font_name: DejaVu Sans Mono,10,-1,5,50,0,0,0,0,0
capture.no_interface_load: TRUE
"""
COLUMNS = """\
gui.column.format:
\t"No.", "%m",
\t"Time", "%t",
\t"Source", "%s",
\t"Destination", "%d",
\t"Protocol", "%p",
\t"Length", "%L",
\t"Signature", "%Cus:tcpauth.status:0:R",
\t"Info", "%i"
capture.no_interface_load: TRUE
"""
RECENT = """\
gui.geometry_main_maximized: TRUE
gui.toolbar_main_show: FALSE
gui.byte_view_show: FALSE
gui.time_precision: MSEC
"""
WIDTHS = {"%m": 50, "%t": 60, "%s": 90, "%d": 90, "%p": 70, "%L": 55, "%i": 500,
          "%Cus:tcpauth.status:0:R": 90}
OTHER_WIDTH = 150


def column_widths(preferences: str) -> str:
    """Returns widths for all columns, since Wireshark 4.4 assigns widths only by the columns' positions."""
    columns = re.findall(r'"(%[^"]+)"', preferences)
    widths = ", ".join(f'"{column}", {WIDTHS.get(column, OTHER_WIDTH)}' for column in columns)
    return f"column.width: {widths}\n"


def rule_colours() -> dict[bytes, str]:
    """Returns the backgrounds of our colouring rules for statuses, each with its statuses."""
    colours = {}
    for condition, background in re.findall(r"(?m)^@[^@]+@([^@]+)@\[([\d,]+)\]", OUR_RULES.read_text()):
        colour = bytes(int(part) >> 8 for part in background.split(","))
        if statuses := re.findall(r'tcpauth.status == "([^"]+)"', condition):
            colours[colour] = " or ".join(statuses)
    return colours


class Wireshark:
    """A Wireshark that opens a capture with its own settings on entry, and is stopped on exit."""

    def __init__(self, desktop: Desktop, capture: Path, keyring: Path | None = None, our_rules: bool = True,
                 list_height: int = 580, row_lines: bool = True) -> None:
        self.desktop, self.capture = desktop, capture
        self.folder = tempfile.TemporaryDirectory(dir=desktop.home.name)
        self.settings = Path(self.folder.name)
        self.our_profile = self.settings / "profiles" / PROFILE
        self.launcher: list[str] = []
        self.opening = ["-r", str(capture)]
        self.options: list[str] = []
        preferences = [QUIET, COLUMNS, f"gui.packet_list_separator.enabled: {str(row_lines).upper()}\n",
                       f"tcpauth.keyring: {self.private(keyring).name}\n" if keyring else ""]
        rules = [OUR_RULES.read_text() if our_rules else "", WIRESHARKS_RULES.read_text()]
        (self.settings / "preferences").write_text("".join(preferences))
        self.recent = f"{RECENT}gui.geometry_main_upper_pane: {list_height}\n"
        (self.settings / "recent").write_text(self.recent + column_widths(COLUMNS))
        (self.settings / "colorfilters").write_text("".join(rules))

    def beside_our_profile(self) -> "Wireshark":
        """Puts our profile among the user's own profiles, as install-personal does."""
        shutil.copytree(OUR_PROFILE, self.our_profile)
        return self

    def with_our_profile(self) -> "Wireshark":
        """Starts with our profile, in which the user has only chosen a keyring."""
        self.beside_our_profile()
        keyring = re.findall("(?m)^tcpauth.keyring: .*", (self.settings / "preferences").read_text())
        with (self.our_profile / "preferences").open("a") as preferences:
            preferences.write("\n".join([QUIET, *keyring]))
        widths = (OUR_PROFILE / "recent").read_text()
        (self.our_profile / "recent").write_text(self.recent + widths)
        self.options = ["-C", PROFILE]
        return self

    def private(self, keyring: Path) -> Path:
        """Returns a copy of the keyring with mode 0600; the files of a checkout are readable by other users."""
        copy = self.settings / keyring.name
        copy.touch(mode=0o600)
        copy.write_bytes(keyring.read_bytes())
        return copy

    def __enter__(self) -> "Wireshark":
        command = [str(ROOT / "packaging" / "unprivileged"), *self.launcher, "wireshark", *self.opening,
                   *self.options]
        variables = {"WIRESHARK_CONFIG_DIR": str(self.settings), "WIRESHARK_PLUGIN_DIR": str(PLUGINS)}
        self.process = self.desktop.start(command, self.settings, **variables)
        title = re.escape(self.capture.name)
        try:
            self.window = wait_for("Wireshark's window", lambda: self.desktop.windows(title))[0]
        except AssertionError as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, error: type | None, *_) -> None:
        if error:
            self.desktop.save("failed")
        self.desktop.stop(self.process)
        self.folder.cleanup()

    def release(self) -> tuple[int, ...]:
        """Returns Wireshark's release, for example (4, 0) for 4.0.17."""
        said = subprocess.run(["wireshark", "--version"], check=True, capture_output=True, text=True,
                              env=self.desktop.environment).stdout
        found = re.match(r"Wireshark (\d+)\.(\d+)", said)
        assert found, f"no release in {said}"
        return int(found[1]), int(found[2])

    def look(self) -> Picture:
        return self.desktop.look(self.window)

    def wait_for_dialog(self, title: str) -> str:
        """Waits until a window of this title has the keyboard focus, and returns it."""
        def in_front() -> str:
            active = self.desktop.active()
            return active if active in self.desktop.windows(title) else ""
        return wait_for(f"a window {title}", in_front)

    def message(self) -> str:
        """Returns the window with the keyboard focus, unless it is the main window. Messages have no title."""
        return self.desktop.active().removeprefix(self.window)

    def wait_for_message(self, part: str) -> str:
        """Waits for a message that contains PART, and returns its text. Other windows may open and close until then.

        PART should fit on one line: between lines, OCR may read characters from the icon beside them.
        """
        def find() -> str:
            with suppress(subprocess.CalledProcessError):  # the window has closed
                message = self.message()
                return self.text_with(part, message) if message else ""
            return ""
        return wait_for(f"a message that says {part}", find)

    def verdicts(self) -> list[str]:
        """Returns the statuses of each row of the packet list that one of our rules colours.

        Leaves out the selected row, which has its own colour.
        """
        colours, backgrounds = rule_colours(), self.look().backgrounds()
        rows, start = [], 0
        for y in range(1, len(backgrounds) + 1):
            if y == len(backgrounds) or backgrounds[y] != backgrounds[start]:
                if y - start >= ROW_LEAST and backgrounds[start] in colours:
                    rows.append(colours[backgrounds[start]])
                start = y
        return rows

    def wait_for_verdicts(self, wanted: list[str]) -> None:
        wait_for(f"rows that are {wanted}", lambda: self.verdicts() == wanted)

    def word(self, window: str, start: str) -> Word:
        """Returns the first word in a window that begins with START."""
        return self._word(lambda: self.desktop.read(window), start)

    def word_in_head(self, start: str) -> Word:
        """Returns the first word in the main window's head that begins with START."""
        return self._word(lambda: self.desktop.read(self.window).top(HEAD), start)

    def _word(self, look: Callable[[], Picture], start: str) -> Word:
        def find() -> list[Word]:
            return [word for word in look().words() if word.text.startswith(start)]
        return wait_for(f"the word {start}", find)[0]

    def text_with(self, part: str, window: str = "") -> str:
        """Returns the text of a window if it contains PART, wherever lines break; otherwise an empty string."""
        return self._text_with(part, self.desktop.read(window or self.window))

    def head_with(self, part: str) -> str:
        """Returns the text of the main window's head if it contains PART; otherwise an empty string."""
        return self._text_with(part, self.desktop.read(self.window).top(HEAD))

    def status_with(self, part: str) -> str:
        """Returns the text of the main window's status bar if it contains PART; otherwise an empty string."""
        return self._text_with(part, self.desktop.read(self.window).bottom(STATUS_BAR))

    def _text_with(self, part: str, picture: Picture) -> str:
        text = picture.text()
        return text if "".join(part.split()) in "".join(text.split()) else ""

    def line(self, window: str, start: str) -> Word:
        """Returns the first word of the line that begins with START. OCR reads frames as words without letters."""
        def find() -> list[Word]:
            words = [word for word in self.desktop.read(window).words() if re.search(r"\w", word.text)]
            lines = [list(line) for _, line in groupby(words, lambda word: word.line)]
            return [line[0] for line in lines if " ".join(word.text for word in line).startswith(start)]
        return wait_for(f"the line {start}", find)[0]

    def choose(self, open_menu: Callable[[], None], *entries: str) -> None:
        """Chooses the first entry in the menu that OPEN_MENU opens, and each next one in the menu opened by that.

        Uses the keyboard, as some clicks close the menus of Wireshark 4.4.
        """
        known = set(self.desktop.windows(".*"))
        open_menu()
        for entry in entries:
            opened = wait_for(f"the menu of {entry}", lambda: set(self.desktop.windows(".*")) - known)
            menu = next(iter(opened))
            self._go_down(menu, self.line(menu, entry))
            self.desktop.keys("Return")
            known |= opened

    def _go_down(self, menu: str, entry: Word) -> None:
        """Moves down to the entry that begins with the word ENTRY, until its background differs from the others.

        A menu may have several columns, so this looks only at the one of ENTRY.
        """
        picture = self.desktop.look(menu)

        def is_there() -> bool:
            colours = picture.colours(max(entry.x - MARGIN, 0), entry.x + COLUMN)
            return colours[entry.middle[1]] != max(colours, key=colours.count)

        def move() -> None:
            nonlocal picture
            before, end = picture.pixels, time.monotonic() + SOON
            self.desktop.keys("Down")
            while (picture := self.desktop.look(menu)).pixels == before and time.monotonic() < end:
                time.sleep(PAUSE)
        wait_for("the entry", lambda: is_there() or move())

    def choose_tool(self, entry: str) -> None:
        self.choose(lambda: self.desktop.keys("alt+t"), "TCP Authentication", entry)

    def choose_statistic(self, name: str) -> str:
        """Opens a statistic, and returns its window."""
        self.choose(lambda: self.desktop.keys("alt+s"), f"TCP Authentication {name}")
        return self.wait_for_dialog(f"TCP Authentication {name}")

    def cancel(self, task: str) -> None:
        """Clicks on the button beside the progress of TASK until it has ended: on a busy machine, a click may be lost."""
        last = self.word(self.window, task.split()[-1])

        def ended() -> bool:
            self.desktop.click(self.window, (last.x + last.width + STOP, last.middle[1]))
            return not self.status_with(task)
        wait_for("the end", ended)

    def enter(self, window: str, question: str, text: str) -> None:
        """Types into the field to the right of a question."""
        line = self.line(window, question)
        self.desktop.click(window, (line.x + 210, line.middle[1]))  # to the right of the longest question
        self.desktop.keys("ctrl+a")
        self.desktop.type(text)

    def go_to(self, frame: int) -> None:
        self.desktop.keys("ctrl+g")
        self.desktop.type(str(frame))
        self.desktop.keys("Return")

    def filter(self, text: str) -> None:
        self.desktop.keys("ctrl+slash", "ctrl+a")
        self.desktop.type(text)
        self.desktop.keys("Return")

    def find_expert_info(self, text: str) -> None:
        """Uses Edit > Find Packet... to select the item with TEXT in the packets' details."""
        self.desktop.keys("ctrl+f")
        wait_for("the search", lambda: self.head_with("Cancel") or self.head_with("Backwards"))
        # The number of Tabs from the choice of what to search to the text; Wireshark 4.4 has some boxes in another row.
        way = 2 if self.head_with("Backwards") else 4
        self.desktop.keys("shift+Tab", "s", *["shift+Tab"] * (way - 1), "Home", "Down", *["Tab"] * way)
        self.desktop.type(text)
        self.desktop.keys("Return")
        wait_for("the name of the item", lambda: self.status_with("Expert Info (_ws.expert)"))
        self.scroll_details(1)  # the item may be half hidden
        wait_for("the expert info", lambda: self.text_with(f"[Expert Info (Error/Security): {text}"))
        self.desktop.keys("Escape")

    def scroll_details(self, notches: int) -> None:
        self.desktop.scroll(self.window, (self.desktop.width // 2, self.desktop.height - 150), notches)

    def copy_from_our_profile(self, window: str) -> None:
        """Chooses the first entry in the menu of the button "Copy from", which begins with the user's own profiles."""
        self.desktop.click(window, self.word(window, "from").middle)
        time.sleep(1)
        self.desktop.keys("Down", "Return")

    def wait_for_lines(self, name: str, start: str) -> None:
        """Waits until the user's own file NAME has all lines of our profile's file that begin with START."""
        def lines(folder: Path) -> set[str]:
            file = folder / name
            text = file.read_text() if file.exists() else ""
            return {line for line in text.splitlines() if line.startswith(start)}
        wait_for(f"our lines in {name}", lambda: lines(OUR_PROFILE) <= lines(self.settings))

    def open_preferences(self) -> str:
        """Opens Edit > Preferences > Protocols > TCP-Auth. Types no minus, which would close a branch of the tree."""
        def choose() -> None:
            self.desktop.type("Protocols")
            self.desktop.keys("Right")
            time.sleep(1)
            self.desktop.type("TCP")
            self.desktop.keys("Down")
        return self._open_page(choose, "Keyring file")

    def open_filter_buttons(self) -> str:
        """Opens Edit > Preferences > Filter Buttons."""
        return self._open_page(lambda: self.desktop.type("Filter"), "Button Label")

    def _open_page(self, choose: Callable[[], None], sign: str) -> str:
        """Opens the preferences at the page that CHOOSE chooses and that has SIGN on it; returns their window.

        The tree takes letters that are typed without a pause as one name to search.
        """
        self.desktop.keys("ctrl+shift+p")
        window = self.wait_for_dialog("Preferences")

        def chosen() -> str:
            self.desktop.keys("Home")
            time.sleep(1)
            choose()
            return self.text_with(sign, window)

        wait_for(f"the page with {sign}", chosen)
        return window

    def set_keyring(self, keyring: Path) -> None:
        preferences = self.open_preferences()
        left, right = self.word(preferences, "Keyring"), self.word(preferences, "Browse")
        self.desktop.click(preferences, (left.middle[0], right.middle[1]))
        self.desktop.keys("ctrl+a")
        self.desktop.type(str(keyring))
        self.desktop.keys("Return")  # OK
