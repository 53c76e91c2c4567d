"""Wireshark on a desktop: its settings, and what a user does with it and sees in it."""
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

from desktop import Desktop, wait_for
from picture import Picture, Word

ROOT = Path(__file__).resolve().parents[3]
PLUGINS = Path(os.environ.get("TCPAUTH_PLUGINS", ROOT / "build" / "plugins"))
PROFILE = "TCP Authentication"
OUR_PROFILE = ROOT / "ui" / "wireshark" / "profile"
OUR_RULES = OUR_PROFILE / "colorfilters"
WIRESHARKS_RULES = Path("/usr/share/wireshark/colorfilters")
ROW_LEAST = 8  # pixels; what is lower is no row of a list

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
    """For each of the columns, since Wireshark 4.4 knows widths by the columns' places alone."""
    columns = re.findall(r'"(%[^"]+)"', preferences)
    widths = ", ".join(f'"{column}", {WIDTHS.get(column, OTHER_WIDTH)}' for column in columns)
    return f"column.width: {widths}\n"


def rule_colours() -> dict[bytes, str]:
    """The backgrounds of our colouring rules that go by statuses, and for which each is."""
    colours = {}
    for condition, background in re.findall(r"(?m)^@[^@]+@([^@]+)@\[([\d,]+)\]", OUR_RULES.read_text()):
        colour = bytes(int(part) >> 8 for part in background.split(","))
        if statuses := re.findall(r'tcpauth.status == "([^"]+)"', condition):
            colours[colour] = " or ".join(statuses)
    return colours


class Wireshark:
    """Opens a capture with settings of its own, and is stopped at the end."""

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
        """Has our profile among the user's own, as install-personal puts it there."""
        shutil.copytree(OUR_PROFILE, self.our_profile)
        return self

    def with_our_profile(self) -> "Wireshark":
        """Starts with our profile, where the user did nothing yet but choose a keyring."""
        self.beside_our_profile()
        keyring = re.findall("(?m)^tcpauth.keyring: .*", (self.settings / "preferences").read_text())
        with (self.our_profile / "preferences").open("a") as preferences:
            preferences.write("\n".join([QUIET, *keyring]))
        widths = (OUR_PROFILE / "recent").read_text()
        (self.our_profile / "recent").write_text(self.recent + widths)
        self.options = ["-C", PROFILE]
        return self

    def private(self, keyring: Path) -> Path:
        """A copy of the keyring as its owner should keep it; a checkout's files are for all to read."""
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
        self.window = wait_for("Wireshark's window", lambda: self.desktop.windows(title))[0]
        return self

    def __exit__(self, error: type | None, *_) -> None:
        if error:
            self.desktop.save("failed")
        self.desktop.stop(self.process)
        self.folder.cleanup()

    def release(self) -> tuple[int, ...]:
        """(4, 0) for 4.0.17."""
        said = subprocess.run(["wireshark", "--version"], check=True, capture_output=True, text=True,
                              env=self.desktop.environment).stdout
        found = re.match(r"Wireshark (\d+)\.(\d+)", said)
        assert found, f"no release in {said}"
        return int(found[1]), int(found[2])

    def look(self) -> Picture:
        return self.desktop.look(self.window)

    def wait_for_dialog(self, title: str) -> str:
        """The window of this title, as soon as it has the keyboard."""
        def in_front() -> str:
            active = self.desktop.active()
            return active if active in self.desktop.windows(title) else ""
        return wait_for(f"a window {title}", in_front)

    def message(self) -> str:
        """The window that has the keyboard, if it is another than the main window. Messages have no title."""
        return self.desktop.active().removeprefix(self.window)

    def wait_for_message(self, part: str) -> str:
        """What a message says, once there is one that says PART; until then other windows may come and go.

        PART should stand in one line: OCR may read signs between two of them, out of the icon beside.
        """
        def find() -> str:
            with suppress(subprocess.CalledProcessError):  # it has gone
                message = self.message()
                return self.text_with(part, message) if message else ""
            return ""
        return wait_for(f"a message that says {part}", find)

    def verdicts(self) -> list[str]:
        """For each row of the packet list that one of our rules colours the statuses which that rule is for.

        Not for the selected row, which has a colour of its own.
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
        """Where in a window a word stands that starts so."""
        def find() -> list[Word]:
            return [word for word in self.desktop.look(window).words() if word.text.startswith(start)]
        return wait_for(f"the word {start}", find)[0]

    def text_with(self, part: str, window: str = "") -> str:
        """What is to be read in a window, if PART is, wherever its lines are broken."""
        text = self.desktop.look(window or self.window).text()
        return text if "".join(part.split()) in "".join(text.split()) else ""

    def line(self, window: str, start: str) -> Word:
        """Where in a window a line begins whose words start so; what OCR takes for signs may be frames."""
        def find() -> list[Word]:
            words = [word for word in self.desktop.look(window).words() if re.search(r"\w", word.text)]
            lines = [list(line) for _, line in groupby(words, lambda word: word.line)]
            return [line[0] for line in lines if " ".join(word.text for word in line).startswith(start)]
        return wait_for(f"the line {start}", find)[0]

    def choose(self, open_menu: Callable[[], None], *entries: str) -> None:
        """Chooses an entry in the menu that is opened so, and one in each menu that this opens.

        By the keyboard, for Wireshark 4.4 takes some clicks as a wish to close the menu.
        """
        known = set(self.desktop.windows(".*"))
        open_menu()
        for entry in entries:
            opened = wait_for(f"the menu of {entry}", lambda: set(self.desktop.windows(".*")) - known)
            menu = next(iter(opened))
            self._go_down(menu, self.line(menu, entry).middle[1])
            self.desktop.keys("Return")
            known |= opened

    def _go_down(self, menu: str, y: int) -> None:
        """To the entry there, until it has another background than the others."""
        def is_there() -> bool:
            time.sleep(0.5)
            backgrounds = self.desktop.look(menu).backgrounds()
            return backgrounds[y] != max(backgrounds, key=backgrounds.count)
        wait_for("the entry", lambda: is_there() or self.desktop.keys("Down"))

    def choose_tool(self, entry: str) -> None:
        self.choose(lambda: self.desktop.keys("alt+t"), "TCP Authentication", entry)

    def choose_statistic(self, name: str) -> str:
        """The window that it opens."""
        self.choose(lambda: self.desktop.keys("alt+s"), f"TCP Authentication {name}")
        return self.wait_for_dialog(f"TCP Authentication {name}")

    def enter(self, window: str, question: str, text: str) -> None:
        """Types into the field to the right of a question."""
        line = self.line(window, question)
        self.desktop.click(window, (line.x + 210, line.middle[1]))  # behind the longest question
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
        """Edit > Find Packet..., for a string in the packets' details; the item that has it is selected."""
        self.desktop.keys("ctrl+f")
        wait_for("the search", lambda: self.text_with("Cancel") or self.text_with("Backwards"))
        # From what is searched to the text: Wireshark 4.4 has other boxes in a row of their own.
        way = 2 if self.text_with("Backwards") else 4
        self.desktop.keys("shift+Tab", "s", *["shift+Tab"] * (way - 1), "Home", "Down", *["Tab"] * way)
        self.desktop.type(text)
        self.desktop.keys("Return")
        wait_for("the name of the item", lambda: self.text_with("Expert Info (_ws.expert)"))
        self.scroll_details(1)  # it may be half hidden
        wait_for("the expert info", lambda: self.text_with(f"[Expert Info (Error/Security): {text}"))
        self.desktop.keys("Escape")

    def scroll_details(self, notches: int) -> None:
        self.desktop.scroll(self.window, (self.desktop.width // 2, self.desktop.height - 150), notches)

    def copy_from_our_profile(self, window: str) -> None:
        """Chooses the first in the menu of the button "Copy from", where the user's own profiles stand."""
        self.desktop.click(window, self.word(window, "from").middle)
        time.sleep(1)
        self.desktop.keys("Down", "Return")

    def wait_for_lines(self, name: str, start: str) -> None:
        """Until all lines of our profile's file that begin so are in the user's own file of this name."""
        def lines(folder: Path) -> set[str]:
            file = folder / name
            text = file.read_text() if file.exists() else ""
            return {line for line in text.splitlines() if line.startswith(start)}
        wait_for(f"our lines in {name}", lambda: lines(OUR_PROFILE) <= lines(self.settings))

    def open_preferences(self) -> str:
        """Edit > Preferences > Protocols > TCP-Auth. A minus would close a branch of the tree."""
        def choose() -> None:
            self.desktop.type("Protocols")
            self.desktop.keys("Right")
            time.sleep(1)
            self.desktop.type("TCP")
            self.desktop.keys("Down")
        return self._open_page(choose, "Keyring file")

    def open_filter_buttons(self) -> str:
        """Edit > Preferences > Filter Buttons."""
        return self._open_page(lambda: self.desktop.type("Filter"), "Button Label")

    def _open_page(self, choose: Callable[[], None], sign: str) -> str:
        """The preferences, at the page with SIGN on it.

        What is typed into their tree without a pause is searched as one name.
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
