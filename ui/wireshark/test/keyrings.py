"""Tests of keys: the key table, the form for a new key, keyring files, and sealed keyrings."""
# SPDX-License-Identifier: GPL-2.0-or-later

import csv
import stat
import subprocess
import time
from pathlib import Path

from desktop import Desktop, wait_for
from expectations import capture, expected, references
from wireshark import Wireshark


def key_typed_into_the_table_is_used_at_once(desktop: Desktop) -> None:
    wanted = expected("wrong-password")
    with Wireshark(desktop, capture("wrong-password")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        preferences = wireshark.open_preferences()
        desktop.click(preferences, wireshark.word(preferences, "Edit").middle)
        table = wireshark.wait_for_dialog("TCP authentication keys")
        desktop.keys("Tab", "space")  # the button that adds a row
        type_cells(desktop, "typed", "192.0.2.1", "192.0.2.300")
        wait_for("what is wrong", lambda: wireshark.text_with("an address", table))
        desktop.save("wrong-address")
        desktop.keys("shift+Tab")
        type_cells(desktop, "192.0.2.2", "179", "", "example-of-warsaw")
        desktop.keys("Return", "Tab")  # ends typing, leaves the table
        check_private(wireshark.settings / "tcpauth_keys")  # already private before it has a secret
        desktop.save("key-table")
        desktop.keys("Return")  # OK
        wait_for("the table to close", lambda: not desktop.windows("TCP authentication keys"))
        wireshark.wait_for_dialog("Preferences")
        desktop.keys("Tab", "Return")  # OK
        wireshark.wait_for_verdicts(wanted)
        check_table(wireshark.settings / "tcpauth_keys")


def key_added_for_the_selected_connection_is_used_at_once(desktop: Desktop) -> None:
    """A message about a wrong key names its field, and the user must type only the secret again. Another message tells
    how many segments the key verifies."""
    rows, wanted = references("wrong-password"), expected("wrong-password")
    good = sum(row.status == "Good" for row in rows)
    with Wireshark(desktop, capture("wrong-password")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        dialog = open_new_key(wireshark)
        text = wait_for("the ends", lambda: wireshark.text_with("192.0.2.1", dialog))
        assert "192.0.2.2" in text and "179" in text, text
        wireshark.enter(dialog, "Name", "typed")
        wireshark.enter(dialog, "Secret", "0xsecret")
        desktop.save("new-key")
        desktop.keys("Return")
        text = wireshark.wait_for_message("hexadecimal")
        desktop.save("wrong-secret")
        assert "Secret: the secret" in text and "0xsecret" not in text, text
        assert not (wireshark.settings / "tcpauth_keys").exists(), "a key that is none was saved"
        desktop.keys("Return")

        dialogs = wait_for("the question once more", lambda: set(desktop.windows("New Key")) - {dialog})
        dialog = dialogs.pop()
        text = wait_for("the name", lambda: wireshark.text_with("typed", dialog))
        assert "0xsecret" not in text, text
        wireshark.enter(dialog, "Secret", "example-of-warsaw")
        desktop.keys("Return")
        wireshark.wait_for_message(f"This key verifies {good} of {len(rows)} signed segments between its ends.")
        desktop.save("verified")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(wanted[1:])  # frame 3 is selected
        check_table(wireshark.settings / "tcpauth_keys")


def key_added_after_the_capture_was_closed_is_kept(desktop: Desktop) -> None:
    """There is nothing to try it on, so the message has only the number of keys."""
    with Wireshark(desktop, capture("wrong-password")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(expected("wrong-password")))
        dialog = open_new_key(wireshark)
        desktop.click(wireshark.window, (desktop.width // 2, desktop.height - 60))
        desktop.keys("ctrl+w")
        wait_for("no capture", lambda: wireshark.status_with("No Packets"))
        wireshark.enter(dialog, "Secret", "example-of-warsaw")
        desktop.keys("Return")
        assert ";" not in wireshark.wait_for_message("1 key")
        assert "example-of-warsaw" in (wireshark.settings / "tcpauth_keys").read_text()


def key_that_verifies_nothing_is_saved_only_if_the_user_insists(desktop: Desktop) -> None:
    """Wireshark tries the key before saving it. The user first goes back, then saves the key anyway."""
    rows = references("wrong-password")
    with Wireshark(desktop, capture("wrong-password")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(expected("wrong-password")))
        table = wireshark.settings / "tcpauth_keys"
        dialog = open_new_key(wireshark)
        desktop.keys("Tab", "Tab")  # from the button with the focus, by the other one, to the first line
        desktop.type("example-of-nowhere")
        desktop.keys("Return")
        question = wireshark.wait_for_dialog("Save This Key")
        wait_for("the count", lambda: wireshark.text_with(
            f"This key verifies 0 of {len(rows)} signed segments between its ends.", question))
        desktop.save("doubt")
        assert not table.exists(), "it was saved before the user answered"
        desktop.click(question, wireshark.word(question, "Back").middle)
        wait_for("the question to go", lambda: not desktop.windows("Save This Key"))
        dialogs = wait_for("the form once more", lambda: set(desktop.windows("New Key")) - {dialog})
        dialog = dialogs.pop()
        wait_for("the ends", lambda: wireshark.text_with("192.0.2.2", dialog))
        assert not table.exists(), "it was saved although the user went back"

        wireshark.enter(dialog, "Secret", "example-of-nowhere")
        desktop.keys("Return")
        question = wireshark.wait_for_dialog("Save This Key")
        desktop.click(question, wireshark.word(question, "Same").middle)
        wireshark.wait_for_message(f"of {len(rows)} signed segments 0 verified")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(["Bad or Illegal"] * (len(rows) - 1))
        assert "example-of-nowhere" in table.read_text()
        check_private(table)


def settings_of_a_tcp_ao_key_are_found_before_it_is_saved(desktop: Desktop) -> None:
    """The user knows only the secret. A wrong one is doubted, as with MD5. Wireshark finds the algorithm, the KeyIDs and
    that the other options are not covered, and saves them."""
    rows, wanted = references("ao-cmac-excluded-ipv6"), expected("ao-cmac-excluded-ipv6")
    with Wireshark(desktop, capture("ao-cmac-excluded-ipv6")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        dialog = open_new_key(wireshark)
        wireshark.enter(dialog, "Secret", "sixteen letters.")
        desktop.keys("Return")
        question = wireshark.wait_for_dialog("Save This Key")
        wait_for("the count", lambda: wireshark.text_with(
            f"This key verifies 0 of {len(rows)} signed segments between its ends.", question))
        desktop.click(question, wireshark.word(question, "Back").middle)
        dialogs = wait_for("the form once more", lambda: set(desktop.windows("New Key")) - {dialog})
        dialog = dialogs.pop()
        wireshark.enter(dialog, "Secret", "sixteen octets..")
        desktop.save("new-ao-key")
        desktop.keys("Return")
        text = wireshark.wait_for_message(f"This key verifies {len(rows)} of {len(rows)} signed segments")
        assert "AES-128-CMAC-96" in text.upper() and f"of {len(rows)} signed segments {len(rows)} verified" in text, text
        desktop.save("verified-ao")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(wanted)  # of all frames but the selected one
        table = wireshark.settings / "tcpauth_keys"
        cells = next(csv.reader(line for line in table.read_text().splitlines() if not line.startswith("#")))
        assert cells[4].lower() == "aes-128-cmac-96" and cells[6:8] == ["61", "84"] and cells[12] == "excluded", cells
        check_private(table)


def open_new_key(wireshark: Wireshark) -> str:
    """Opens the form for a key of frame 3's connection, and returns its window."""
    wireshark.go_to(3)
    wireshark.choose_tool("Add Key for This Connection")
    return wireshark.wait_for_dialog("New Key")


def type_cells(desktop: Desktop, *cells: str) -> None:
    for cell in cells:
        desktop.type(cell)
        desktop.keys("Tab")


def check_table(file: Path) -> None:
    rows = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    cells = next(csv.reader(rows))
    assert cells[:6] == ["typed", "192.0.2.1", "192.0.2.2", "179", "MD5", "example-of-warsaw"], cells
    check_private(file)


def check_private(file: Path) -> None:
    mode = stat.S_IMODE(file.stat().st_mode)
    assert mode == 0o600, f"{file.name} has mode {mode:o}"


def keyring_chosen_in_the_preferences_is_used_at_once(desktop: Desktop) -> None:
    file, keys = capture("wrong-password")
    wanted = expected("wrong-password")
    with Wireshark(desktop, file) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        wireshark.set_keyring(wireshark.private(keys))
        wireshark.wait_for_verdicts(wanted)


def changed_keyring_is_reloaded_from_the_menu(desktop: Desktop) -> None:
    file, keys = capture("wrong-password")
    wanted = expected("wrong-password")
    keyring = Path(desktop.home.name) / keys.name
    keyring.write_text("# none yet\n")
    with Wireshark(desktop, file, keyring) as wireshark:
        wireshark.wait_for_message("there are no keys in it")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        wireshark.private(keys)
        wireshark.choose_tool("Reload Keys")
        rows = references("wrong-password")
        good = sum(row.status == "Good" for row in rows)
        wireshark.wait_for_message(f"of {len(rows)} signed segments {good} verified")
        desktop.save("reloaded")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(wanted)


def wrong_line_of_a_keyring_is_named_and_costs_no_other(desktop: Desktop) -> None:
    file, keys = capture("wrong-password")
    keyring = Path(desktop.home.name) / "mistyped.keys"
    keyring.write_text('key mistyped\n    ends 192.0.2.1 192.0.2.300\n    secret "hush"\n' + keys.read_text())
    with Wireshark(desktop, file, keyring) as wireshark:
        text = wireshark.wait_for_message("mistyped.keys:2:")
        desktop.save("message")
        assert "hush" not in text, text
        desktop.keys("Return")
        wireshark.wait_for_verdicts(expected("wrong-password"))


PINENTRY = """#!/bin/sh
echo OK
while read -r line; do
    case $line in
        GETPIN*) echo asked >>"{folder}/asked"
            if [ -e "{folder}/knows" ]; then echo "D good"; echo OK; else echo "ERR 83886179 cancelled"; fi ;;
        BYE*) echo OK; exit ;;
        *) echo OK ;;
    esac
done
"""


def sealed_keyring_is_asked_for_once_and_unlocked_from_the_menu(desktop: Desktop) -> None:
    """The user cancels at first. Wireshark asks again after a reload of the capture, but not when it redissects."""
    folder = Path(desktop.home.name)
    (folder / "gnupg").mkdir(0o700)
    (folder / "pinentry").write_text(PINENTRY.format(folder=folder))
    (folder / "pinentry").chmod(0o755)
    (folder / "gnupg" / "gpg-agent.conf").write_text(f"pinentry-program {folder}/pinentry\n")
    desktop.environment["GNUPGHOME"] = str(folder / "gnupg")
    file, keys = capture("wrong-password")
    sealed = folder / "sealed.keys"

    def gpg(*arguments: str | Path) -> None:
        subprocess.run(list(map(str, arguments)), check=True, timeout=60, env=desktop.environment,
                       capture_output=True)

    def wait_for_questions(count: int) -> None:
        wait_for(f"question {count}", lambda: (folder / "asked").read_text().count("asked") >= count)
        time.sleep(2)
        assert (folder / "asked").read_text().count("asked") == count, "asked too often"

    gpg("gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", "good",
        "--output", sealed, "--symmetric", keys)
    try:
        with Wireshark(desktop, file, sealed) as wireshark:
            wireshark.wait_for_message("the keyring is locked: cancelled")
            wait_for_questions(1)
            desktop.keys("Return")
            desktop.keys("ctrl+d", "ctrl+d")                # ignores a frame, and undoes that
            wait_for_questions(1)
            assert not wireshark.message(), "there is another message"
            assert "Unverified" in wireshark.verdicts() and "Good" not in wireshark.verdicts()
            desktop.keys("ctrl+r")
            wait_for_questions(2)
            wait_for("a message", wireshark.message)
            desktop.keys("Return")
            (folder / "knows").touch()
            wireshark.choose_tool("Unlock Keyring")
            wait_for_questions(3)
            wireshark.wait_for_message("signed segments")
            desktop.keys("Return")
            wireshark.wait_for_verdicts(expected("wrong-password"))
            desktop.keys("ctrl+r")
            wait_for_questions(3)
    finally:
        gpg("gpgconf", "--kill", "all")
