"""Tests of the menus: filters, explanations, reports and statistics."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import struct
from pathlib import Path

from desktop import Desktop, wait_for
from expectations import CAPTURES, Row, capture, expected, references
from wireshark import Wireshark


SLOW_LISTENER = """\
local listener = Listener.new("frame")
function listener.packet()
    local sign = io.open("{sign}")
    if sign then
        sign:close()
        os.execute("sleep 0.3")
    end
end
"""


def menu_shows_what_is_bad_missing_or_unverified(desktop: Desktop) -> None:
    """The entries find missing signatures of MD5 and of TCP-AO; none of them finds an illegal option."""
    rows = references("truncated")
    with Wireshark(desktop, *capture("truncated")) as wireshark:
        wireshark.wait_for_verdicts(expected("truncated"))
        for entry, status in ("Bad", "Bad"), ("Missing", "Not present"), ("Unverified", "Unverified"):
            wireshark.choose_tool(f"Show {entry}")
            count = sum(row.status == status for row in rows)
            wait_for(f"{count} that are {status}", lambda: wireshark.status_with(f"Displayed: {count} "))
        desktop.save("unverified")


def why_window_has_the_proof_field_by_field(desktop: Desktop) -> None:
    """The window shows the received and the signed bytes, but no secret."""
    with Wireshark(desktop, *capture("cause-window"), list_height=300) as wireshark:
        wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
        wireshark.go_to(5)
        wireshark.choose_tool("Why Is This Segment Bad?")
        window = wireshark.wait_for_dialog("frame 5$")
        desktop.resize(window, 900, 780)
        text = wait_for("the verdict", lambda: wireshark.text_with("WINDOW REWRITTEN", window))
        desktop.save("why")
        for _ in range(10):
            desktop.click(window, (600, 400), 5)    # turns the wheel down
        text += wait_for("what was signed", lambda: wireshark.text_with("> window 4096 10 00", window))
        for words in "Cause: window", "exempt the session from shapers", "window 1000 03 e8", "calculated":
            assert words in text, f"no {words} in {text}"
        assert "correct horse" not in text, text


def verdict_is_in_the_statistics_menu(desktop: Desktop) -> None:
    """Inside the virtual machine all segments are Good, but the verdict warns of splitting, and names the cure."""
    with Wireshark(desktop, *capture("story-before"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        window = wireshark.choose_statistic("Verdict")
        desktop.resize(window, 900, 780)
        text = wait_for("the verdict", lambda: wireshark.text_with("WILL BREAK ON THE WIRE", window))
        desktop.save("verdict")
        for words in "12281 bytes", "ethtool -K IFACE tso off", "GOOD. All 31 segments verify":
            assert wireshark.text_with(words, window), f"no {words} in {text}"


def verdict_distinguishes_no_capture_from_one_without_packets(desktop: Desktop) -> None:
    empty = Path(desktop.home.name) / "empty.pcap"
    empty.write_bytes(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    with Wireshark(desktop, empty) as wireshark:
        window = wireshark.choose_statistic("Verdict")
        wait_for("the verdict", lambda: wireshark.text_with("The capture has no packets.", window))
        desktop.keys("Escape")
        wait_for("the window to close", lambda: not desktop.windows("TCP Authentication Verdict"))
        desktop.keys("ctrl+w")
        wait_for("no capture", lambda: wireshark.status_with("Ready to load"))
        wireshark.choose(lambda: desktop.keys("alt+s"), "TCP Authentication Verdict")
        wireshark.wait_for_message("There is no capture to judge")


def verdict_on_unsigned_segments_tells_what_to_compare(desktop: Desktop) -> None:
    _, keys = capture("cause-window")
    with Wireshark(desktop, CAPTURES / "plain.pcapng", keys) as wireshark:
        window = wireshark.choose_statistic("Verdict")
        wait_for("the advice", lambda: wireshark.text_with("update-source", window))


def verdict_is_never_on_a_part_of_the_packets(desktop: Desktop) -> None:
    """A listener in Lua delays each packet while SIGN exists. Meanwhile, another verdict is asked for,
    and the first one is cancelled."""
    sign, script = (Path(desktop.home.name) / name for name in ("sign", "slow.lua"))
    script.write_text(SLOW_LISTENER.format(sign=sign))
    wireshark = Wireshark(desktop, *capture("story-after"))
    wireshark.options = ["-X", f"lua_script:{script}"]
    with wireshark:
        wait_for("the packets", lambda: wireshark.status_with("Packets: "))
        sign.touch()
        for _ in range(2):
            wireshark.choose(lambda: desktop.keys("alt+s"), "TCP Authentication Verdict")
            wait_for("the progress", lambda: wireshark.status_with("Recalculating statistics"))
        wireshark.wait_for_message("Wireshark is processing the packets")
        desktop.save("twice")
        desktop.keys("Return")
        wait_for("the message to close", lambda: not wireshark.message())
        wireshark.cancel("Recalculating statistics on all packets")
        sign.unlink()
        assert not desktop.windows("TCP Authentication Verdict"), "there is a verdict on a part"
        assert wireshark.choose_statistic("Verdict")


def unsigned_packet_has_nothing_to_explain(desktop: Desktop) -> None:
    with Wireshark(desktop, CAPTURES / "plain.pcapng") as wireshark:
        wait_for("the packets", lambda: wireshark.status_with("Packets: "))
        wireshark.choose_tool("Why Is This Segment Bad?")
        wireshark.wait_for_message("Nothing to explain")


def packet_of_a_live_capture_is_explained(desktop: Desktop) -> None:
    """Wireshark captures from a pipe that stays open. Without a selected packet, it asks for one."""
    pipe = Path(desktop.home.name) / "pipe"
    os.mkfifo(pipe)
    packets, keyring = capture("cause-window")
    wireshark = Wireshark(desktop, pipe, keyring, list_height=300)
    wireshark.opening = ["-k", "-i", str(pipe)]
    with os.fdopen(os.open(pipe, os.O_RDWR), "wb") as writer:
        writer.write(packets.read_bytes())
        writer.flush()
        with wireshark:
            explain_of_live_capture(desktop, wireshark)


def explain_of_live_capture(desktop: Desktop, wireshark: Wireshark) -> None:
    wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
    wireshark.filter("tcpauth.md5.missing")
    wait_for("an empty list", lambda: wireshark.status_with("Displayed: 0 "))
    wireshark.choose_tool("Why Is This Segment Bad?")
    wireshark.wait_for_message("Select a packet")
    desktop.keys("Return")
    wireshark.filter("tcp")
    wait_for("bad rows again", lambda: "Bad or Illegal" in wireshark.verdicts())
    wireshark.go_to(5)
    wireshark.choose_tool("Why Is This Segment Bad?")
    wireshark.wait_for_dialog("frame 5$")
    desktop.save("live")


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
        wireshark.wait_for_message("exists")
        desktop.save("exists")
        assert report.read_text() == "precious"


def check_report(text: str, bad: list[Row]) -> None:
    """Checks that a report has the verdict, all tables, and some bad segments with cause, digest and signed window.

    It must list the frames of the other bad segments.
    """
    titles = "Peers", "Times", "Causes", "Roll-Overs", "Keys"
    for words in "WINDOW REWRITTEN", *titles, f"bad, missing or illegal: {len(bad)};":
        assert words in text, f"no {words} in {text}"
    digests = [digest.replace(" ", "") for digest in re.findall("(?m)^  calculated +(.*)$", text)]
    windows = re.findall(r"(?m)^  > window +(\d+) ", text)
    frames, causes = re.findall(r"(?m)^Frame (\d+)$", text), re.findall("(?m)^Cause: (.*)$", text)
    wanted = {(row.frame, row.cause, row.calculated, row.was.removeprefix("window=")) for row in bad}
    shown = set(zip(frames, causes, digests, windows, strict=True))
    assert len(shown) == 4 and shown <= wanted, f"{wanted} are not what is told in {text}"
    others = [map(int, words.split("-")) for line in re.findall("Frames like it [(][0-9]+[)]: (.*)[.]", text)
              for words in line.split(", ")]
    listed = {frame for first, *last in others for frame in range(first, (last or [first])[0] + 1)}
    assert listed | set(map(int, frames)) == {int(row.frame) for row in bad}, text
    assert "correct horse" not in text


def packet_has_a_menu_of_its_own_since_4_2(desktop: Desktop) -> None:
    with Wireshark(desktop, *capture("cause-window"), list_height=300) as wireshark:
        wait_for("bad rows", lambda: "Bad or Illegal" in wireshark.verdicts())
        known = set(desktop.windows(".*"))
        title = wireshark.word_in_head("Length")

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
    """The table has complete names, and sorts the largest count of bad segments first."""
    rows = references("story-after")
    bad = sum(row.status == "Bad" for row in rows)
    with Wireshark(desktop, *capture("story-after"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        table = wireshark.choose_statistic("Peers")
        desktop.resize(table, 1000, 500)
        sums = f"192.0.2.1 <-> 192.0.2.2 split {len(rows)} {bad} {len(rows) - bad}"
        wait_for("the sums", lambda: wireshark.text_with(sums, table))
        for _ in range(2):  # the first click sorts upwards, the second one downwards
            desktop.click(table, wireshark.word(table, "Bad").middle)

        def ports() -> list[str]:
            return re.findall(r"(?m)^179 \S+ (\d+) ", desktop.read(table).text())

        wait_for("the most first", lambda: ports()[:2] == ["52593", "51573"])
        lines = desktop.read(table).text().splitlines()
        places = [next(place for place, line in enumerate(lines) if words in line)
                  for words in ("(Totals)", "192.0.2.2 -> 192.0.2.1", "179 <- ")]
        assert places == sorted(places), f"totals are among their rows: {lines}"
        desktop.save("peers")
        wireshark.enter(table, "Display", "tcpauth.cause")
        desktop.click(table, wireshark.word(table, "Apply").middle)  # Return may choose a completion instead
        wait_for("the bad ones", lambda: wireshark.text_with(f"192.0.2.1 <-> 192.0.2.2 split {bad} {bad} 0", table))


def table_of_keys_tells_who_asked_and_who_followed(desktop: Desktop) -> None:
    """The table has the keys of each end, the frames that request them and the router's numbers of the keys.

    Of Wireshark 4.6, OCR reads the KeyID 12 before "ao-2" as "12.".
    """
    with Wireshark(desktop, *capture("ao-key-changes"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        table = wireshark.choose_statistic("Keys")
        desktop.resize(table, 1000, 500)
        followed = "ao-2 1 1 6 6 5 100.000 key 2 of chain bgp"
        wait_for("who followed", lambda: wireshark.text_with(followed, table))
        wait_for("who did not", lambda: wireshark.text_with("192.0.2.1 62 0 0 11 not followed", table))
        desktop.save("keys")


def table_of_the_path_lists_what_each_hop_changed(desktop: Desktop) -> None:
    """The table has a segment and its six pieces at the other capture point, with the lengths of data and segment."""
    with Wireshark(desktop, CAPTURES / "two-points-split.pcapng", list_height=300) as wireshark:
        wait_for("the packets", lambda: wireshark.status_with("Packets: "))
        table = wireshark.choose_statistic("Path")
        desktop.resize(table, 1000, 500)
        wait_for("the pieces", lambda: wireshark.text_with("length 3008 -> 536 (signed length 3048 -> 576)", table))
        text = wait_for("the hop", lambda: wireshark.text_with("B: outside (interface 1); length", table))
        desktop.save("path")
        assert re.search(r"1 2 6 192\.0\.2\.1 length", text), text


def graph_draws_what_is_bad(desktop: Desktop) -> None:
    """Wireshark adds a line for the active display filter, and names it "Filtered"."""
    with Wireshark(desktop, *capture("story-after"), list_height=300) as wireshark:
        wait_for("good rows", lambda: "Good" in wireshark.verdicts())
        wireshark.choose_tool("Show Bad")
        wait_for("bad rows alone", lambda: "Good" not in wireshark.verdicts())
        desktop.keys("alt+s", "i")
        graph = wireshark.wait_for_dialog("I/O Graph")
        desktop.resize(graph, 1000, 700)
        title = wireshark.word(graph, "Enabled")
        desktop.click(graph, (title.x + 120, title.y + 22))  # selects another row, as OCR cannot read the selected one
        wait_for("the line", lambda: wireshark.text_with("Filtered", graph))
        desktop.save("graph")
