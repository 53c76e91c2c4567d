"""Tests of the profile: its columns, colours and buttons, and a search by the words of a log."""
# SPDX-License-Identifier: GPL-2.0-or-later

from itertools import groupby

from desktop import Desktop, wait_for
from expectations import capture, expected
from wireshark import Wireshark, rule_colours


def rules_colour_each_verdict(desktop: Desktop) -> None:
    wanted = expected("truncated")
    assert set(wanted) == set(rule_colours().values()), "the capture has no longer every verdict"
    with Wireshark(desktop, *capture("truncated")) as wireshark:
        wireshark.wait_for_verdicts(wanted)
        desktop.save("rules")


def profile_has_columns_colours_and_buttons(desktop: Desktop) -> None:
    file, keys = capture("story-after")
    wanted = expected("story-after")
    stripes = [status for status, _ in groupby(wanted)]  # rows of one colour have no line between them
    with Wireshark(desktop, file, keys).with_our_profile() as wireshark:
        text = wait_for("the causes", lambda: wireshark.text_with("split [Invalid MD5 digest: split]"))
        assert "Length Status Key Cause Reason Info" in text, f"other columns: {text}"
        shown = wireshark.verdicts()
        assert len(shown) > 2 and shown == stripes[:len(shown)], f"the rows are {shown}"
        assert "Good frankfurt-transit" in text, f"names of keys are cut: {text}"
        desktop.save("profile")
        for label, status in (("Missing", "Not present"), ("Bad", "Bad")):
            desktop.click(wireshark.window, wireshark.word_in_head(label).middle)
            count = sum(status in verdict for verdict in wanted)
            wait_for(f"{count} that are {status}", lambda: wireshark.status_with(f"Displayed: {count} "))
        desktop.save("filtered")


def colours_and_buttons_can_be_copied_from_the_profile(desktop: Desktop) -> None:
    """A user copies them into the default profile, below its own rules and buttons."""
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
        desktop.keys("Return")  # OK, if no button has the keyboard focus
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
