#!/usr/bin/env python3
"""Checks the verdict's conclusions about the two directions of each session, and the form of its text.

    conclusions.py CAPTURE.pcapng...

The test derives the conclusions itself, from NAME.expected, NAME.causes and Wireshark's own fields of the segments.
It leaves out captures with tunnels, where a frame has two segments, and those with quoted segments.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from checks import Checks
from tshark import Tshark
from verdicts import PREFERENCES, Row, expected

LEFT_OUT = {"ipv6-extensions",       # tshark takes the addresses from the last extension header
            "tso-length-zero",      # tshark fills in the length
            "unexpected-signature", # most of its connections have no verdict
            "secrets"}              # its causes lack some of the mistyped passwords
WIDTH = 100
MOST = 8                # the maximum of conclusions about one direction
ATTEMPTS = 3            # and so are the SYNs of as many connections that nobody answers
CROSSING = 0.1          # the seconds within which a segment passes two capture points
STRAYS = 1              # one bad segment at the end is no sign of a changed password
REPEATED = 3            # a good segment is refused if it was sent so often and never acknowledged
NEVER_KEYED = {"corrupt", "options broken", "option blanked", "option removed", "other authentication",
               "RST unsigned", "SYN unsigned", "one side unsigned", "AO RNext not followed", "AO key unknown to peer",
               "AO good refused", "digest blank"}       # the causes that are recognised without a key, one of them also with one
GONE = {"options broken", "option blanked", "option removed", "other authentication", "RST unsigned"}
TOLD_OTHERWISE = {"", "SYN unsigned", "one side unsigned", "AO RNext not followed"}
WHY_REFUSED = {"AO key unknown to peer", "AO good refused"}
SIGN = {179, 323, 639, 646}         # the ports of protocols that sign
FIN, SYN, RST, ACK = 1, 2, 4, 16
FIELDS = ("frame.number", "frame.time_epoch", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport",
          "tcp.dstport", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len", "tcp.options.mss_val", "ip.len",
          "tcp.options.ao.keyid", "ip.fragment.count", "ipv6.fragment.count", "frame.interface_id")


@dataclass
class Sent:
    """A segment, with Wireshark's own fields and the verdict that the reference expects."""
    frame: int
    time: float
    source: str
    ports: tuple[int, int]      # from and to
    flags: int
    sequence: int
    acknowledgment: int
    length: int
    mss: int
    unsized: bool               # the IP header has no length
    row: Row
    keyed: bool                 # the capture has a keyring, so a key may prove the cause
    key_id: str                 # of TCP-AO; "" if it is not signed with that
    interface: str              # the capture point
    injected: bool              # the construction injected it, with other data than were signed
    restored: bool              # a key verifies it once its option has its kind again
    reassembled: bool           # it arrived in IP fragments
    stream: int = 0
    waits: bool = False         # it awaits an acknowledgment

    @property
    def ao(self) -> bool:
        return self.key_id != ""

    @property
    def span(self) -> int:
        return self.length + bool(self.flags & SYN) + bool(self.flags & FIN)

    @property
    def opens(self) -> bool:
        return self.flags & (SYN | ACK) == SYN

    @property
    def signed_sequence(self) -> int:
        was = dict(one.split("=") for one in self.row.was.split())
        return int(was.get("sequence_number", self.sequence))

    @property
    def proven(self) -> bool:
        return self.restored or (self.keyed and self.row.reason != "ISN unknown"
                                 and self.row.cause not in {"", *NEVER_KEYED})

    @property
    def unexplained(self) -> bool:
        return self.row.status == "Bad" and not self.row.cause


@dataclass
class Direction:
    """All segments that one of two peers sent to the other, in order."""
    sent: list[Sent] = field(default_factory=list)
    accepted: bool = False          # the other peer acknowledged at least one of them
    accepted_at: int = 0            # the frame that last did so
    reset_at: int = 0               # the frame of the other peer's last RST
    mss: dict[int, int] = field(default_factory=dict)   # the MSS that the sender announced, by stream

    def having(self, status: str) -> list[Sent]:
        return [one for one in self.sent if one.row.status == status]

    def keeps_key_of(self, one: Sent) -> bool:
        """Returns whether all later segments of ONE's connection have its KeyID."""
        return all(later.key_id == one.key_id for later in self.sent
                   if later.frame > one.frame and later.ports == one.ports)

    @property
    def since(self) -> list[Sent]:
        """The segments since the other peer last acknowledged any."""
        return [one for one in self.sent if one.frame > self.accepted_at]

    @cached_property
    def signs(self) -> bool:
        return len(self.having("Not present")) < len(self.sent)

    @cached_property
    def unsigned(self) -> list[Sent]:
        return [one for one in self.having("Not present") if one.row.cause not in GONE]

    @cached_property
    def has_no_known_key(self) -> bool:
        bad = self.having("Bad")
        return (bool(bad) and not self.having("Good") and not any(one.proven for one in bad)
                and any(not one.row.cause for one in bad))

    @cached_property
    def has_another_password(self) -> bool:
        nat64 = bool(self.sent) and self.sent[0].source.startswith("64:ff9b::")
        return self.has_no_known_key and not nat64 and not any(one.ao for one in self.having("Bad"))

    @cached_property
    def changes(self) -> list[tuple[Sent, list[Sent]]]:
        """Each first segment under another key, with the unexplained bad segments before it.

        A late or retransmitted segment of a TCP-AO connection is no change: its key was current when it was first sent.
        """
        found, last, waiting, sent = [], None, [], {}
        for one in self.sent:
            if one.ao and one.sequence < sent.get(one.stream, 0):
                continue
            sent[one.stream] = one.sequence + one.length
            if one.unexplained:
                waiting.append(one)
            elif one.row.status == "Good":
                if last and self.goes_on(one, last):
                    continue
                lingers = last and one.stream < last.stream and one.row.key != last.row.key
                if last and one.row.key != last.row.key and not (lingers and one.row.key in self.keys_of(one)):
                    found.append((one, waiting))
                last, waiting = (last if lingers and one.row.key in self.keys_of(one) else one), []
        return found

    def goes_on(self, one: Sent, last: Sent) -> bool:
        """Returns whether ONE goes on where its own key signed before, far from LAST, which has another key."""
        own = [before.sequence for before in self.having("Good")
               if before.frame < one.frame and before.row.key == one.row.key]
        return one.row.key != last.row.key and bool(own) and near(one.sequence, own[-1]) \
            and not near(one.sequence, last.sequence)

    @cached_property
    def at_once(self) -> Sent | None:
        """The first segment under a key that is used beside the one before it; None if there is none."""
        if not self.changes:
            return None
        first = self.changes[-1][0]
        old = [one for one in self.having("Good") if one.frame < first.frame][-1].row.key
        return first if sum(one.length > 0 for one in self.having("Good")
                            if one.frame > first.frame and one.row.key == old) >= 2 else None

    def keys_of(self, last: Sent) -> set[str]:
        """The keys that verify earlier segments of the same stream."""
        return {one.row.key for one in self.sent
                if one.stream == last.stream and one.frame < last.frame and one.row.status == "Good"}


def near(one: int, other: int) -> bool:
    """Returns whether two sequence numbers may be of one connection."""
    return min((one - other) % (1 << 32), (other - one) % (1 << 32)) < 1 << 24


def numbers(text: str) -> int:
    return int(text, 0) if text else 0


def segments(lines: list[str], capture: Path) -> list[tuple[tuple[str, str], Sent]] | None:
    """Returns the segments with a verdict, from lines of FIELDS; None if a frame has two segments."""
    rows = {int(row.frame): row for row in expected(capture)}
    said = capture.with_suffix(".said")
    lines_said = said.read_text().splitlines() if said.exists() else []
    injected, restored = ({line.split("\t")[0] for line in lines_said if words in line}
                          for words in ("injected", "is still in it"))
    found = []
    for line in lines:
        frame, time, *addresses, source, target, flags, sequence, acknowledgment, length, mss, size, key_id, \
            parts, parts_6, point = \
            line.split("\t")
        if "," in line:
            return None
        if int(frame) in rows:
            ends = "".join(addresses[::2]), "".join(addresses[1::2])
            found.append((ends, Sent(int(frame), float(time or 0), ends[0], (numbers(source), numbers(target)),
                                     numbers(flags), numbers(sequence), numbers(acknowledgment), numbers(length),
                                     numbers(mss), size == "0", rows[int(frame)],
                                     capture.with_suffix(".keys").exists(), key_id, point, frame in injected,
                                     frame in restored, bool(parts or parts_6))))
    return found if len(found) == len(rows) else None


def service(ports: tuple[int, int]) -> int:
    low, high = sorted(ports)
    return high if high in SIGN and low not in SIGN else low


class Session:
    """The segments between two peers for one service."""

    def __init__(self) -> None:
        self.directions: dict[tuple[str, str], Direction] = {}
        self.streams: dict[frozenset, tuple[int, int | None]] = {}      # number and initial sequence number
        self.connections = 0
        # By stream and sender: the acknowledged sequence number, and the next one.
        self.waiting: dict[tuple[int, str], tuple[int, int]] = {}

    def add(self, ends: tuple[str, str], one: Sent) -> None:
        one.stream = self.stream_of(ends, one)
        own = self.directions.setdefault(ends, Direction())
        other = self.directions.setdefault(ends[::-1], Direction())
        own.sent.append(one)
        if one.flags & RST:
            other.reset_at = one.frame
        if one.mss:
            own.mss[one.stream] = one.mss
        acknowledged, behind = self.waiting.get((one.stream, ends[1]), (None, None))
        if acknowledged is not None and one.flags & ACK and not one.flags & RST:
            if 0 < (one.acknowledgment - acknowledged) % 2**32 <= (behind - acknowledged) % 2**32:
                other.accepted, other.accepted_at = True, one.frame
                self.waiting[one.stream, ends[1]] = one.acknowledgment, behind
        if one.row.status != "Not present":
            acknowledged, behind = self.waiting.get((one.stream, ends[0]), (one.sequence, one.sequence))
            end = (one.sequence + one.span) % 2**32
            later = one.span and 0 < (end - behind) % 2**32 < 2**31
            self.waiting[one.stream, ends[0]] = acknowledged, end if later else behind
            one.waits = bool(one.span) and 0 < (end - acknowledged) % 2**32 < 2**31

    def stream_of(self, ends: tuple[str, str], one: Sent) -> int:
        pair = frozenset(zip(ends, one.ports, strict=True))
        number, first = self.streams.get(pair, (None, None))
        if number is None or (one.opens and first is not None and one.signed_sequence != first):
            self.connections += 1
            number, first = self.connections, one.signed_sequence if one.opens else None
            self.streams[pair] = number, first
        return number


def sessions(found: list[tuple[tuple[str, str], Sent]]) -> list[Session]:
    by_peers: dict[tuple, Session] = {}
    for ends, one in found:
        by_peers.setdefault((frozenset(ends), service(one.ports)), Session()).add(ends, one)
    return list(by_peers.values())


def will_break(own: Direction, other: Direction) -> list[Sent]:
    return [one for one in own.having("Good")
            if one.length and not one.reassembled and (one.length > other.mss[one.stream] if one.stream in other.mss else one.unsized)]


def changed_behind(own: Direction) -> bool:
    """Whether a segment is good at one capture point, and it or a piece of it has a cause at another, or is renumbered
    at the same one."""
    def same(one: Sent, good: Sent) -> bool:
        return ((one.signed_sequence - good.sequence) % 2**32 < max(good.length, 1)
                or (one.length == good.length and one.flags == good.flags and 0 <= one.time - good.time < CROSSING))

    return any((one.interface != good.interface or one.signed_sequence != one.sequence) and same(one, good)
               for one in own.sent if one.row.cause for good in own.having("Good"))


def refused(own: Direction, other: Direction) -> list[Sent]:
    """Returns the good segments that the other peer does not acknowledge, to the end of the capture, if that says
    something."""
    waiting = [one for one in own.since if one.row.status == "Good" and one.waits]
    answered = {one.stream for one in other.sent}      # others have no answers in the capture, unless they have SYNs alone
    repeats = Counter((one.stream, one.sequence, one.length) for one in own.having("Good")
                      if one.waits and (one.opens or one.stream in answered))
    last = max((repeats[one.stream, one.sequence, one.length] for one in waiting), default=0)
    attempts = len({one.stream for one in own.since if one.opens and one.frame > own.reset_at})
    in_vain = attempts >= ATTEMPTS and all(one.opens for one in waiting)
    if any(one.row.cause in WHY_REFUSED for one in own.sent) or changed_behind(own):
        return []
    if not waiting or (last < REPEATED and not in_vain):
        return []
    if own.accepted and (any(one.row.status != "Good" for one in own.since) or will_break(own, other)
                         or any(first.frame >= waiting[0].frame for first, _ in own.changes)):
        return []
    return waiting if own.accepted else own.having("Good")


def causes(own: Direction) -> list[tuple[str, list[Sent]]]:
    """Returns the causes by frequency, the most frequent first; on a tie, the one that was seen first leads."""
    by_name = sorted((one for one in own.sent if one.row.cause not in TOLD_OTHERWISE), key=lambda one: one.row.cause)
    found = [(name, list(group)) for name, group in groupby(by_name, key=lambda one: one.row.cause)]
    return sorted(found, key=lambda pair: (-len(pair[1]), pair[1][0].frame))


def password(own: Direction, other: Direction, patterns: bool) -> list[tuple[str, list[Sent]]]:
    """Returns the conclusions from bad segments without a cause."""
    lost = [one for _, before in own.changes for one in before]
    rest = [one for one in own.sent if one.unexplained and one not in lost]
    found = [("keys changed", lost)] if lost else []
    good = own.having("Good")
    if not rest or own.has_another_password:
        return found
    if proven := [one.frame for one in own.having("Bad") if one.proven]:
        opened = any(one.opens and one.frame > proven[-1] for one in rest)
        patterns = patterns or not opened or proven[-1] > rest[0].frame
    by_size = good and max(one.length for one in good) < min(one.length for one in own.having("Bad"))
    others = [one for one in rest if not one.flags & RST]
    apart = good and (good[-1].frame < rest[0].frame or rest[-1].frame < good[0].frame)
    if apart and len(others) > STRAYS and not by_size and not patterns:
        return [*found, ("changed password", rest)]
    return [*found, ("unexplained", rest)]


def missing(own: Direction, other: Direction) -> list[tuple[str, list[Sent]]]:
    if not own.unsigned:
        return []
    if not own.signs:
        unanswered = not other.sent and all(one.opens for one in own.unsigned)
        return [("not signed" if other.signs or unanswered else "nobody signs", own.unsigned)]
    signed = [one for one in own.sent if one.row.status != "Not present"]
    stopped = signed[-1].frame < own.unsigned[0].frame and not all(one.injected for one in own.unsigned)
    return [("stopped signing" if stopped else "some unsigned", own.unsigned)]


def conclusions(own: Direction, other: Direction, patterns: bool) -> list[tuple[str, list[Sent]]]:
    """Returns the conclusions about OWN, the leading one first, each with the segments it is about."""
    found = []
    both = own.has_no_known_key and other.has_no_known_key and own.accepted and other.accepted
    if both or own.has_another_password:
        found.append(("wrong key" if both else "another password", own.having("Bad")))
    of_bad = [] if both else password(own, other, patterns)
    found += [one for one in of_bad if one[0] == "changed password"] + causes(own)
    found += [one for one in of_bad if one[0] != "changed password"]
    long = will_break(own, other)
    if long and not any(one.row.cause == "split" for one in own.sent):
        found.append(("will break", long))
    found += missing(own, other)
    if illegal := own.having("Illegal"):
        found.append(("illegal", illegal))
    if own.at_once:
        found.append(("two keys", [own.at_once]))
    elif own.changes and not any(name == "keys changed" for name, _ in found):
        found.append(("keys changed", [own.changes[-1][0]]))
    if unanswered := refused(own, other):
        found.append(("refused", unanswered))
    if unchecked := [one for one in own.having("Unverified")
                     if not one.proven and one.row.cause not in ("other authentication", "digest blank")]:
        found.append(("not checked", unchecked))
    if kept := [one for one in own.sent if one.row.cause == "AO RNext not followed" and own.keeps_key_of(one)]:
        found.append(("key not followed", kept))
    return found[:MOST] or [("good", own.having("Good"))]


def wanted(found: list[tuple[tuple[str, str], Sent]], patterns: bool) -> dict[tuple, dict]:
    """Returns the JSON object that the verdict should print for each direction."""
    objects = {}
    for session in sessions(found):
        for ends, own in session.directions.items():
            if not own.sent:
                continue
            list_ = conclusions(own, session.directions[ends[::-1]], patterns)
            names = ("good", "Good"), ("bad", "Bad"), ("missing", "Not present"), ("unverified", "Unverified"), \
                ("illegal", "Illegal")
            objects[*ends, service(own.sent[0].ports), own.sent[0].frame] = {
                "conclusion": list_[0][0],
                "also": [name for name, _ in list_[1:]],
                "segments": {name: len(own.having(status)) for name, status in names},
                "connections": session.connections,
                "causes": dict(Counter(one.row.cause for one in own.sent if one.row.cause)),
                "since": list_[0][1][0].frame,
            }
    return objects


def said(line: str) -> tuple[tuple[str, str], dict]:
    told = json.loads(line)
    told["since"] = told["since"]["frame"]
    members = "conclusion", "also", "segments", "connections", "causes", "since"
    return (told["from"], told["to"]), {name: told[name] for name in members}


def secrets(capture: Path) -> list[str]:
    keys = capture.with_suffix(".keys")
    lines = keys.read_text().splitlines() if keys.exists() else []
    found = [line.split(None, 1)[1].strip('" ') for line in lines if line.strip().startswith("secret ")]
    return [secret for secret in found if len(secret) > 3]


def check_form(checks: Checks, name: str, output: str, hidden: list[str]) -> None:
    text = [line for line in output.splitlines() if not line.startswith("{")]
    long = [line for line in text if len(line) > WIDTH]
    checks.that(not long, f"{name}: a line is longer than {WIDTH} characters")
    checks.that("1 of 1 " not in output and "All 1 " not in output, f"{name}: counts one of one")
    told = [secret for secret in hidden if secret in output]
    checks.that(not told, f"{name}: {len(told)} secrets are told")


def check(checks: Checks, tshark: Tshark, capture: Path) -> bool:
    """Returns false if the test leaves the capture out."""
    if capture.stem in LEFT_OUT:
        return False
    columns = [word for name in FIELDS for word in ("-e", name)]
    output = tshark.output("-r", capture, *tshark.keyring_of(capture), *PREFERENCES.get(capture.stem, []), "-2",
                           "-Y", "tcp", "-T", "fields", *columns,
                           "-z", "tcpauth,verdict", "-z", "tcpauth,verdict,json").splitlines()
    found = segments([line for line in output if "\t" in line], capture)
    if found is None:
        return False
    verdict = [line for line in output if "\t" not in line]
    check_form(checks, capture.name, "\n".join(verdict), secrets(capture))
    got = [said(line) for line in verdict if line.startswith("{")]
    objects = wanted(found, patterns="hint-" in capture.name)
    by_ends = [((source, target), one) for (source, target, *_), one in objects.items()]
    for ends, one in by_ends:
        checks.that((ends, one) in got, f"{capture.name}, {ends}: wanted\n    {one}, said\n    "
                    + "\n    ".join(str(other) for whose, other in got if whose == ends))
    checks.that(len(got) == len(by_ends), f"{capture.name}: {len(got)} directions, not {len(by_ends)}")
    return True


def main() -> int:
    checks = Checks()
    left_out = []
    with Tshark() as tshark:
        for capture in map(Path, sys.argv[1:]):
            with checks.of(capture.name):
                if not check(checks, tshark, capture):
                    left_out.append(capture.stem)
    print("left out:", *left_out)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
