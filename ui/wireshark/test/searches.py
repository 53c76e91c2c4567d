"""Tests of searches that run only on request, since they may take long."""
# SPDX-License-Identifier: GPL-2.0-or-later

import time
from pathlib import Path

from desktop import Desktop, wait_for
from expectations import capture, expected
from wireshark import Wireshark

LOOKS = 10  # for the sign of a search
PAUSE = 3   # seconds before each of them
KEYS = 50   # to be tried in a long search


def search_until(wireshark: Wireshark, sign: str) -> None:
    """Chooses the search until SIGN appears: on a busy machine, the menu may close before the entry is chosen.

    SIGN may be late on such a machine, and while the search runs, no menu opens: so this looks for SIGN several times.
    """
    def searched() -> bool:
        wireshark.choose_tool("Search for")
        for _ in range(LOOKS):
            time.sleep(PAUSE)
            if wireshark.text_with(sign):
                return True
        return False
    wait_for(sign, searched)


def rewritten_sequence_number_is_searched_for_from_the_menu(desktop: Desktop) -> None:
    """The search with the selected SYN proves the cause for all segments of its connection, and for no others."""
    with Wireshark(desktop, *capture("searched-syn")) as wireshark:
        wireshark.wait_for_verdicts(expected("searched-syn"))
        assert not wireshark.text_with("sequence number"), "it is found without being searched for"
        search_until(wireshark, "[Invalid MD5 digest: sequence number]")
        desktop.save("found")
        wireshark.filter('tcpauth.cause == "sequence number"')
        wait_for("those of the connection", lambda: wireshark.status_with("Displayed: 3 "))


def search_for_a_sequence_number_is_cancelled(desktop: Desktop) -> None:
    """The search would take long and find nothing: there are many keys, all wrong, so that it takes longer than the
    test takes to read the screen. It can be started again after a cancel."""
    keyring = Path(desktop.home.name) / "other.keys"
    keyring.write_text("".join(f'key other-{i} ends 192.0.2.1 192.0.2.2 secret "none of theirs {i}"\n'
                               for i in range(KEYS)))
    with Wireshark(desktop, capture("searched-syn")[0], keyring) as wireshark:
        wait_for("a bad row", lambda: wireshark.text_with("[Invalid MD5 digest]"))
        for _ in range(2):
            search_until(wireshark, "Searching sequence numbers")
            desktop.save("searching")
            wireshark.cancel("Searching sequence numbers")
        assert not wireshark.message(), "there is a message"


def isns_of_an_older_session_are_found_from_the_menu(desktop: Desktop) -> None:
    """The ends have sent more data than the automatic search covers."""
    with Wireshark(desktop, *capture("ao-young-is-not")) as wireshark:
        wireshark.wait_for_verdicts(expected("ao-young-is-not"))
        wireshark.go_to(7)
        wireshark.choose_tool("Find")
        wireshark.filter('frame.number == 7 && tcpauth.status == "Good"')
        wait_for("its verdict", lambda: wireshark.status_with("Displayed: 1 "))


def fill_in(desktop: Desktop, wireshark: Wireshark, **answers: str) -> None:
    """Types into the lines of the dialog for ISNs, whose first words are the names of the arguments, and confirms."""
    dialog = wait_for("the dialog", lambda: desktop.windows("ISNs"))[0]
    column = wireshark.word(dialog, "Cancel").middle[0]
    for first_word, text in answers.items():
        desktop.click(dialog, (column, wireshark.line(dialog, first_word).middle[1]))
        desktop.keys("ctrl+a")
        desktop.type(text)
    desktop.save("isns")
    desktop.keys("Return")


def isns_typed_into_the_dialog_are_used_at_once(desktop: Desktop) -> None:
    """The number of one end alone is refused: without the address and the port, it would be ignored."""
    with Wireshark(desktop, *capture("ao-young-is-not")) as wireshark:
        wireshark.wait_for_verdicts(expected("ao-young-is-not"))
        wireshark.go_to(3)
        wireshark.choose_tool("ISNs")
        fill_in(desktop, wireshark, Or="1000", Other="192.0.2.2 179 2000")
        wireshark.wait_for_message("An end is: ADDRESS PORT NUMBER")
        desktop.keys("Return")
        fill_in(desktop, wireshark, Or="192.0.2.1 40000 1000")
        wireshark.filter('frame.number == 3 && tcpauth.status == "Good"')
        wait_for("its verdict", lambda: wireshark.status_with("Displayed: 1 "))
