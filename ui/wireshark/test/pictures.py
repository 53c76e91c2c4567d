"""Makes the pictures of the README."""
# SPDX-License-Identifier: GPL-2.0-or-later

from pathlib import Path

from desktop import Desktop, wait_for
from expectations import capture
from picture import Picture
from wireshark import Wireshark


def bad_digest(desktop: Desktop, wireshark: Wireshark) -> Picture:
    """Returns a picture of a bad segment among others, good and bad, with its details."""
    wireshark.go_to(23)
    wireshark.find_expert_info("Invalid MD5 digest from 192.0.2.1(179) to 192.0.2.2")
    desktop.scroll(wireshark.window, (400, 250), 2)
    wireshark.scroll_details(1)
    wait_for("all of it", lambda: wireshark.text_with("[Signed segment length"))
    return wireshark.look()


def peers(desktop: Desktop, wireshark: Wireshark) -> Picture:
    table = wireshark.choose_statistic("Peers")
    desktop.resize(table, 1000, 260)
    for _ in range(2):  # the largest counts first
        desktop.click(table, wireshark.word(table, "Bad").middle)
    wait_for("the sums on top", lambda: "Totals" in desktop.read(table).text().splitlines()[1])
    return desktop.look(table)


def why(desktop: Desktop, wireshark: Wireshark) -> Picture:
    wireshark.go_to(5)
    wireshark.choose_tool("Why Is This Segment Bad?")
    window = wireshark.wait_for_dialog("frame 5$")
    desktop.resize(window, 860, 700)
    wait_for("the proof", lambda: wireshark.text_with("what was signed gives exactly the digest received", window))
    return desktop.look(window)


PICTURES = {
    "bad-digest": ("story-after", bad_digest),
    "peers": ("story-after", peers),
    "why": ("cause-window", why),
}


def make_pictures(folder: Path) -> None:
    """Makes the pictures, with few colours and without dithering, so that the files are small."""
    for name, (file, make) in PICTURES.items():
        with Desktop(folder, 1120, 800) as desktop:
            with Wireshark(desktop, *capture(file), list_height=330, row_lines=False) as wireshark:
                wait_for("verdicts", wireshark.verdicts)
                make(desktop, wireshark).save(folder / f"{name}.png", "+dither", "-colors", "128")
