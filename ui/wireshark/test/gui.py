#!/usr/bin/env python3
"""Uses the plugin in Wireshark's windows as a user does, and looks whether the screen shows what it must.

    gui.py PICTURES                 run the tests; how the screen looked is left in the folder PICTURES
    gui.py --pictures FOLDER        make those of the README
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import csv
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from desktop import PROGRAMS, Desktop, wait_for
from picture import Picture
from wireshark import PLUGINS, ROOT, Wireshark, rule_colours

CAPTURES = ROOT / "test-captures"
sys.path.append(str(CAPTURES / "tests"))  # its tests know what the reference expects
import verdicts  # noqa: E402
from verdicts import Row  # noqa: E402

SKIPPED = 77


def capture(name: str) -> tuple[Path, Path]:
    return CAPTURES / f"{name}.pcapng", CAPTURES / f"{name}.keys"


def references(name: str) -> list[Row]:
    """What the reference expects of the frames."""
    return verdicts.expected(CAPTURES / f"{name}.pcapng")


def expected(name: str) -> list[str]:
    """The statuses that the reference expects, as the rows of the packet list must show them.

    Wireshark selects the first frame, and so gives its row another colour.
    """
    rule = {status: statuses for statuses in rule_colours().values() for status in statuses.split(" or ")}
    return [rule[row.status] for row in references(name) if row.frame != "1"]


def rules_colour_each_verdict(desktop: Desktop) -> None:
    wanted = expected("truncated")
    assert set(wanted) == set(rule_colours().values()), "the capture has no longer every verdict"
    with Wireshark(desktop, *capture("truncated")) as wireshark:
        wireshark.wait_for_verdicts(wanted)
        desktop.save("rules")


def profile_has_columns_colours_and_buttons(desktop: Desktop) -> None:
    file, keys = capture("story-after")
    wanted = expected("story-after")
    stripes = [status for status, _ in groupby(wanted)]  # no line separates rows of one colour
    with Wireshark(desktop, file, keys).with_our_profile() as wireshark:
        text = wait_for("the causes", lambda: wireshark.text_with("split [Invalid MD5 digest: split]"))
        assert "Length Status Key Cause Info" in text, f"other columns: {text}"
        shown = wireshark.verdicts()
        assert len(shown) > 2 and shown == stripes[:len(shown)], f"the rows are {shown}"
        desktop.save("profile")
        for label, status in (("Missing", "Not present"), ("Bad", "Bad")):
            desktop.click(wireshark.window, wireshark.word(wireshark.window, label).middle)
            count = sum(status in verdict for verdict in wanted)
            wait_for(f"{count} that are {status}", lambda: wireshark.text_with(f"Displayed: {count} "))
        desktop.save("filtered")


def colours_and_buttons_can_be_copied_from_the_profile(desktop: Desktop) -> None:
    """Into one's own profile, below what is there."""
    with Wireshark(desktop, *capture("truncated"), our_rules=False).beside_our_profile() as wireshark:
        desktop.keys("alt+v", "c")
        dialog = wireshark.wait_for_dialog("Coloring Rules Default")
        wireshark.copy_from_our_profile(dialog)
        wait_for("our rules in the dialog", lambda: wireshark.text_with("TCP signature good", dialog))
        desktop.save("rules")
        hint = wireshark.word(dialog, "Double")  # "Double click to edit", below the list
        desktop.click(dialog, (hint.x, hint.y - 40))  # the list's empty part
        desktop.keys("Return")  # OK
        wireshark.wait_for_lines("colorfilters", "@")

        preferences = wireshark.open_filter_buttons()
        wireshark.copy_from_our_profile(preferences)
        wait_for("our buttons in the dialog", lambda: wireshark.text_with("Unverified", preferences))
        desktop.save("buttons")
        comment = wireshark.word(preferences, "Comment")  # the title of the list's last column
        desktop.click(preferences, (comment.x, comment.y + 250))  # the list's empty part
        desktop.keys("Return")  # OK, which it is only while no button has the keyboard
        wireshark.wait_for_lines("dfilter_buttons", '"')


def bad_segment_is_found_by_the_words_of_a_log(desktop: Desktop) -> None:
    bad = [status for status in expected("story-after") if "Bad" in status]
    with Wireshark(desktop, *capture("story-after"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        wireshark.filter("tcpauth.md5.bad")
        wait_for("bad rows alone", lambda: set(wireshark.verdicts()) == set(bad))
        text = wait_for("their number", lambda: wireshark.text_with(f"Displayed: {len(bad)}"))
        assert "Expert Info" not in text, "the details are expanded already"
        wireshark.find_expert_info("Invalid MD5 digest from 192.0.2.1(179) to 192.0.2.2")
        desktop.save("found")
        text = wait_for("the status", lambda: wireshark.text_with("[Signature Status: Bad"))
        assert "secret" not in text and "example-of-frankfurt" not in text, text


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
        check_private(wireshark.settings / "tcpauth_keys")  # before there is a secret in it
        desktop.save("key-table")
        desktop.keys("Return")  # OK
        wait_for("the table to close", lambda: not desktop.windows("TCP authentication keys"))
        wireshark.wait_for_dialog("Preferences")
        desktop.keys("Tab", "Return")  # OK
        wireshark.wait_for_verdicts(wanted)
        check_table(wireshark.settings / "tcpauth_keys")


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


def wrong_line_of_a_keyring_is_named_and_costs_no_other(desktop: Desktop) -> None:
    file, keys = capture("wrong-password")
    keyring = Path(desktop.home.name) / "mistyped.keys"
    keyring.write_text('key mistyped\n    ends 192.0.2.1 192.0.2.300\n    secret "hush"\n' + keys.read_text())
    with Wireshark(desktop, file, keyring) as wireshark:
        message = wait_for("a message", wireshark.message)
        desktop.save("message")
        text = wait_for("file and line", lambda: wireshark.text_with("mistyped.keys:2:", message))
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
    """Cancelled at first; not asked for again when the capture is dissected anew, but when it is reloaded."""
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
            message = wait_for("a message", wireshark.message)
            wait_for("the reason", lambda: wireshark.text_with("the keyring is locked: cancelled", message))
            wait_for_questions(1)
            desktop.keys("Return")
            desktop.keys("ctrl+d", "ctrl+d")                # ignores a frame, and no longer
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
            wireshark.wait_for_verdicts(expected("wrong-password"))
            desktop.keys("ctrl+r")
            wait_for_questions(3)
    finally:
        gpg("gpgconf", "--kill", "all")


def menu_shows_what_is_bad_missing_or_unverified(desktop: Desktop) -> None:
    """Of the missing ones those that MD5 or TCP-AO should sign; an illegal option is none of these."""
    rows = references("truncated")
    with Wireshark(desktop, *capture("truncated")) as wireshark:
        wireshark.wait_for_verdicts(expected("truncated"))
        for entry, status in ("Bad", "Bad"), ("Missing", "Not present"), ("Unverified", "Unverified"):
            wireshark.choose_tool(f"Show {entry}")
            count = sum(row.status == status for row in rows)
            wait_for(f"{count} that are {status}", lambda: wireshark.text_with(f"Displayed: {count} "))
        desktop.save("unverified")


def why_window_has_the_proof_field_by_field(desktop: Desktop) -> None:
    """The bytes that arrived, and those that were signed; never what a key is."""
    with Wireshark(desktop, *capture("cause-window"), list_height=300) as wireshark:
        wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
        wireshark.go_to(5)
        wireshark.choose_tool("Why Is This Segment Bad?")
        window = wireshark.wait_for_dialog("frame 5$")
        desktop.resize(window, 900, 780)
        text = wait_for("what was signed", lambda: wireshark.text_with("> window 4096 10 00", window))
        desktop.save("why")
        for words in "Cause: window", "exempt the session from shapers", "window 1000 03 e8", "calculated":
            assert words in text, f"no {words} in {text}"
        assert "correct horse" not in text, text


def unsigned_packet_has_nothing_to_explain(desktop: Desktop) -> None:
    with Wireshark(desktop, CAPTURES / "plain.pcapng") as wireshark:
        wait_for("the packets", lambda: wireshark.text_with("Displayed: "))
        wireshark.choose_tool("Why Is This Segment Bad?")
        message = wait_for("a message", wireshark.message)
        wait_for("what is said", lambda: wireshark.text_with("it is not signed", message))


def key_added_for_the_selected_connection_is_used_at_once(desktop: Desktop) -> None:
    """What is wrong with it is told, and all but the secret need not be typed again."""
    wanted = expected("wrong-password")
    with Wireshark(desktop, capture("wrong-password")[0]) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        wireshark.go_to(3)
        wireshark.choose_tool("Add Key for This Connection")
        dialog = wireshark.wait_for_dialog("New Key")
        text = wait_for("the ends", lambda: wireshark.text_with("192.0.2.1", dialog))
        assert "192.0.2.2" in text and "179" in text, text
        wireshark.enter(dialog, "Name", "typed")
        wireshark.enter(dialog, "Secret", "0xsecret")
        desktop.save("new-key")
        desktop.keys("Return")
        message = wait_for("a message", lambda: wireshark.message().removeprefix(dialog))
        text = wait_for("what is wrong", lambda: wireshark.text_with("hexadecimal", message))
        assert "0xsecret" not in text, text
        assert not (wireshark.settings / "tcpauth_keys").exists(), "a key that is none was saved"
        desktop.keys("Return")

        dialogs = wait_for("the question once more", lambda: set(desktop.windows("New Key")) - {dialog})
        dialog = dialogs.pop()
        text = wait_for("the name", lambda: wireshark.text_with("typed", dialog))
        assert "0xsecret" not in text, text
        wireshark.enter(dialog, "Secret", "example-of-warsaw")
        desktop.keys("Return")
        wireshark.wait_for_verdicts(wanted[1:])  # frame 3 is selected
        check_table(wireshark.settings / "tcpauth_keys")


def changed_keyring_is_reloaded_from_the_menu(desktop: Desktop) -> None:
    file, keys = capture("wrong-password")
    wanted = expected("wrong-password")
    keyring = Path(desktop.home.name) / keys.name
    keyring.write_text("# none yet\n")
    with Wireshark(desktop, file, keyring) as wireshark:
        wireshark.wait_for_verdicts(["Unverified"] * len(wanted))
        wireshark.private(keys)
        wireshark.choose_tool("Reload Keys")
        wireshark.wait_for_verdicts(wanted)


def report_is_saved_whole_and_replaces_nothing(desktop: Desktop) -> None:
    with Wireshark(desktop, *capture("cause-window"), list_height=300) as wireshark:
        wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
        wireshark.choose_tool("Save Report")
        dialog = wireshark.wait_for_dialog("Save Report")
        wait_for("a proposal", lambda: wireshark.text_with("window.tcpauth.txt", dialog))
        report = wireshark.settings / "report.txt"
        wireshark.enter(dialog, "File", str(report))
        desktop.keys("Return")
        wireshark.wait_for_dialog("saved as")
        desktop.save("report")
        check_report(report.read_text(), references("cause-window"))
        desktop.keys("Escape")

        report.write_text("precious")
        wireshark.choose_tool("Save Report")
        dialog = wireshark.wait_for_dialog("Save Report")
        wireshark.enter(dialog, "File", str(report))
        desktop.keys("Return")
        message = wait_for("a message", lambda: wireshark.message().removeprefix(dialog))
        wait_for("the reason", lambda: wireshark.text_with("exists", message))
        desktop.save("exists")
        assert report.read_text() == "precious"


def check_report(text: str, bad: list[Row]) -> None:
    """All tables, and each bad segment with its cause, its digest and the window that was signed."""
    for words in "Peers", "Times", "Causes", "Roll-Overs", f"bad, missing or illegal: {len(bad)}\n":
        assert words in text, f"no {words} in {text}"
    digests = [digest.replace(" ", "") for digest in re.findall("(?m)^  calculated +(.*)$", text)]
    windows = re.findall(r"(?m)^  > window +(\d+) ", text)
    frames, causes = re.findall(r"(?m)^Frame (\d+)$", text), re.findall("(?m)^Cause: (.*)$", text)
    wanted = [(row.frame, row.cause, row.calculated, row.was.removeprefix("window=")) for row in bad]
    assert list(zip(frames, causes, digests, windows)) == wanted, f"{wanted} are not what is told in {text}"
    assert "correct horse" not in text


def packet_has_a_menu_of_its_own_since_4_2(desktop: Desktop) -> None:
    with Wireshark(desktop, *capture("cause-window"), list_height=300) as wireshark:
        wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
        known = set(desktop.windows(".*"))
        title = wireshark.word(wireshark.window, "Length")

        def open_menu() -> None:
            desktop.click(wireshark.window, (title.x, title.y + 60), 3)

        if wireshark.release() >= (4, 2):
            wireshark.choose(open_menu, "TCP Authentication", "Why Is This Segment Bad?")
            wireshark.wait_for_dialog("TCP Authentication: frame")
            desktop.save("why")
        else:
            open_menu()
            menu = wait_for("the menu", lambda: set(desktop.windows(".*")) - known).pop()
            text = wait_for("its entries", lambda: wireshark.text_with("Ignore/Unignore", menu))
            assert "TCP Authentication" not in text, text


def table_of_peers_is_sorted_and_filtered(desktop: Desktop) -> None:
    """With all names whole; the largest count of bad segments comes first."""
    rows = references("story-after")
    bad = sum(row.status == "Bad" for row in rows)
    with Wireshark(desktop, *capture("story-after"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        table = wireshark.choose_statistic("TCP Authentication Peers")
        desktop.resize(table, 1000, 500)
        sums = f"192.0.2.1 <-> 192.0.2.2 {len(rows)} {bad} {len(rows) - bad}"
        wait_for("the sums", lambda: wireshark.text_with(sums, table))
        for _ in range(2):  # first the least, then the most
            desktop.click(table, wireshark.word(table, "Bad").middle)

        def ports() -> list[str]:
            return re.findall(r"(?m)^179 \S+ (\d+) ", desktop.look(table).text())

        wait_for("the most first", lambda: ports()[:2] == ["52593", "51573"])
        desktop.save("peers")
        wireshark.enter(table, "Display", "tcpauth.cause")
        desktop.keys("Return")
        wait_for("the bad ones", lambda: wireshark.text_with(f"192.0.2.1 <-> 192.0.2.2 {bad} {bad} 0", table))


STOP = 116  # from the text of what is in progress to the button that ends it


def rewritten_sequence_number_is_searched_for_from_the_menu(desktop: Desktop) -> None:
    """What the selected SYN tells is proven at once for all of its connection, and for no other."""
    with Wireshark(desktop, *capture("searched-syn")) as wireshark:
        wireshark.wait_for_verdicts(expected("searched-syn"))
        assert not wireshark.text_with("sequence number"), "it is found without being searched for"
        wireshark.choose_tool("Search for")
        wait_for("the cause", lambda: wireshark.text_with("[Invalid MD5 digest: sequence number]"))
        desktop.save("found")
        wireshark.filter('tcpauth.cause == "sequence number"')
        wait_for("those of the connection", lambda: wireshark.text_with("Displayed: 3 "))


def search_for_a_sequence_number_is_cancelled(desktop: Desktop) -> None:
    """It would take long, and in vain, since the key is another one; it can be asked for again."""
    keyring = Path(desktop.home.name) / "other.keys"
    keyring.write_text('key other\n    ends 192.0.2.1 192.0.2.2\n    secret "none of theirs"\n')
    with Wireshark(desktop, capture("searched-syn")[0], keyring) as wireshark:
        wait_for("a bad row", lambda: wireshark.text_with("[Invalid MD5 digest]"))
        for _ in range(2):
            wireshark.choose_tool("Search for")
            text = wireshark.word(wireshark.window, "numbers")
            desktop.save("searching")
            desktop.click(wireshark.window, (text.x + text.width + STOP, text.middle[1]))
            wait_for("the end", lambda: not wireshark.text_with("Searching"))
        assert not wireshark.message(), "there is a message"


def picture_bad_digest(desktop: Desktop, wireshark: Wireshark) -> Picture:
    """A bad segment between others, good and bad, and what the plugin says of it."""
    wireshark.go_to(23)
    wireshark.find_expert_info("Invalid MD5 digest from 192.0.2.1(179) to 192.0.2.2")
    desktop.scroll(wireshark.window, (400, 250), 2)
    wireshark.scroll_details(1)
    wait_for("all of it", lambda: wireshark.text_with("[Calculated Digest"))
    return wireshark.look()


def picture_peers(desktop: Desktop, wireshark: Wireshark) -> Picture:
    table = wireshark.choose_statistic("TCP Authentication Peers")
    desktop.resize(table, 760, 220)
    for _ in range(2):  # the most first
        desktop.click(table, wireshark.word(table, "Bad").middle)
    wait_for("the sums on top", lambda: desktop.look(table).text().splitlines()[1].startswith("192.0.2.1 <-> "))
    return desktop.look(table)


def picture_why(desktop: Desktop, wireshark: Wireshark) -> Picture:
    wireshark.go_to(5)
    wireshark.choose_tool("Why Is This Segment Bad?")
    window = wireshark.wait_for_dialog("frame 5$")
    desktop.resize(window, 680, 680)
    wait_for("what was signed", lambda: wireshark.text_with("> window", window))
    return desktop.look(window)


PICTURES = {
    "bad-digest": ("story-after", picture_bad_digest),
    "peers": ("story-after", picture_peers),
    "why": ("cause-window", picture_why),
}


def make_pictures(folder: Path) -> None:
    """Small ones: few colours, and none mixed of dots."""
    for name, (file, make) in PICTURES.items():
        with Desktop(folder, 1120, 700) as desktop:
            with Wireshark(desktop, *capture(file), list_height=330, row_lines=False) as wireshark:
                wait_for("verdicts", wireshark.verdicts)
                make(desktop, wireshark).save(folder / f"{name}.png", "+dither", "-colors", "128")


TESTS: list[Callable[[Desktop], None]] = [
    rules_colour_each_verdict,
    profile_has_columns_colours_and_buttons,
    colours_and_buttons_can_be_copied_from_the_profile,
    bad_segment_is_found_by_the_words_of_a_log,
    key_typed_into_the_table_is_used_at_once,
    keyring_chosen_in_the_preferences_is_used_at_once,
    wrong_line_of_a_keyring_is_named_and_costs_no_other,
    sealed_keyring_is_asked_for_once_and_unlocked_from_the_menu,
    menu_shows_what_is_bad_missing_or_unverified,
    why_window_has_the_proof_field_by_field,
    unsigned_packet_has_nothing_to_explain,
    key_added_for_the_selected_connection_is_used_at_once,
    changed_keyring_is_reloaded_from_the_menu,
    report_is_saved_whole_and_replaces_nothing,
    packet_has_a_menu_of_its_own_since_4_2,
    table_of_peers_is_sorted_and_filtered,
    rewritten_sequence_number_is_searched_for_from_the_menu,
    search_for_a_sequence_number_is_cancelled,
]


def run_tests(pictures: Path) -> int:
    failed = 0
    shutil.rmtree(pictures, ignore_errors=True)
    for test in TESTS:
        try:
            with Desktop(pictures / test.__name__) as desktop:
                test(desktop)
        except Exception:  # whatever it is, the next test may tell more
            failed += 1
            print(f"{test.__name__}:\n{traceback.format_exc()}")
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return int(failed > 0)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    if missing := [program for program in ["wireshark", *PROGRAMS] if not shutil.which(program)]:
        print(f"not installed: {' '.join(missing)}; packaging/requirements test installs it")
        return SKIPPED
    if not list(PLUGINS.glob("*/epan/tcpauth.so")):
        print(f"no plugin is in {PLUGINS}; TCPAUTH_PLUGINS names the folder")
        return 1
    match sys.argv[1:]:
        case ["--pictures", folder]:
            make_pictures(Path(folder))
            return 0
        case [pictures]:
            return run_tests(Path(pictures))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
