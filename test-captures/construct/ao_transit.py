"""Captures of segments signed with TCP-AO that devices on the path renumber, split, merge or strip, at one capture
point or two."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable
from dataclasses import dataclass, replace

from .ao_signer import (BACK, BAD, BOTH, GOOD, PORT, RIGHT, SYN_OPTIONS, WINDOW_SCALE, Attempts, Signer, framed, key, named,
                        summed)
from .capture import Capture, Cause, Verdict, constructs, unsigned, unverified
from .splits import SIZE, TABLE
from .tcp import KEEPALIVE, MSS, NOP, SACK_PERMITTED, Segment, option
from .two_points import INSIDE, OUTSIDE, two_points

CLIENTS, SERVERS = 0x9E3779B9, 0xFFFFF000   # the shifts that a firewall adds to each end's sequence numbers
NO_KEY = unverified("no key")
TIMESTAMPS = option(8, bytes([0, 0, 0, 7, 0, 0, 0, 9]))


@dataclass(frozen=True)
class Signed:
    """A segment as signed, and its bytes."""
    segment: Segment
    data: bytes

    def put(self, capture: Capture, verdict: Verdict, then: Callable[[bytes], bytes] = bytes, **other: object) -> int:
        """Adds the segment, changed by THEN; returns its frame."""
        capture.frame(framed(self.segment, summed(self.segment, then(self.data))), verdict, **other)
        return len(capture.packets)


class Conversation:
    """The signed segments of a connection. Each end signs the numbers that it sees: MOVED is added to those of the
    other end."""

    def __init__(self, port: int = 40000, signers: tuple[Signer, Signer] = (RIGHT, BACK), moved: tuple[int, int] = (0, 0),
                 isns: tuple[int, int] = (0x2000_0000, 0x3000_0000)) -> None:
        self.ports, self.signers, self.moved, self.isns = (port, PORT), signers, moved, isns
        self.sent = [0, 0]

    def send(self, end: int, flags: str, payload: bytes = b"", options: tuple[bytes, ...] | None = None,
             extension: int = 0) -> Signed:
        """Returns a signed segment. EXTENSION is added to the right sequence number extension."""
        other = 1 - end
        shown = self.isns[other] + self.moved[other]        # the other end's ISN, as this end sees it
        if options is None:
            options = SYN_OPTIONS if "S" in flags else ()
        segment = Segment(BOTH[end], BOTH[other], (self.ports[end], self.ports[other]), self.isns[end] + self.sent[end] & 0xFFFFFFFF,
                          shown + self.sent[other] & 0xFFFFFFFF if "A" in flags else 0, flags,
                          (*options, self.signers[end].option()), payload)
        signer = replace(self.signers[end], extension=extension + (self.isns[end] + self.sent[end] >> 32))
        self.sent[end] += len(payload) + ("S" in flags) + ("F" in flags)
        return Signed(segment, signer.sign(segment, (self.isns[end], shown if "A" in flags else 0)))


def number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at:at + 4], "big")


def renumber(own: int, others: int) -> Callable[[bytes], bytes]:
    """Adds OWN to the sequence number, and subtracts OTHERS from an acknowledgment number."""
    def change(data: bytes) -> bytes:
        acknowledgement = number(data, 8) - others if data[13] & 0x10 else number(data, 8)
        return (data[:4] + (number(data, 4) + own & 0xFFFFFFFF).to_bytes(4, "big")
                + (acknowledgement & 0xFFFFFFFF).to_bytes(4, "big") + data[12:])
    return change


def renumbered(sent: Signed, own: int, others: int) -> Verdict:
    was = {"sequence_number": sent.segment.sequence} if own else {}
    if others and "A" in sent.segment.flags:
        was["acknowledgment_number"] = sent.segment.acknowledgement
    return named("sequence number", **was) if was else GOOD


@constructs(key())
def cause_sequence_number_ao(capture: Capture) -> None:
    """A firewall renumbers the client, then both ends. The capture has all interfaces of the firewall as one, so each
    segment occurs twice. The receiver drops the SYN, and the client retransmits it."""
    for port, shifts in enumerate([(CLIENTS, 0), (CLIENTS, SERVERS)], 40000):
        talk = Conversation(port)
        syn = talk.send(0, "S")
        for _ in range(3):
            syn.put(capture, GOOD)
            syn.put(capture, renumbered(syn, shifts[0], shifts[1]), renumber(*shifts))


@constructs(key())
def cause_sequence_number_ao_two_points(capture: Capture) -> None:
    """The same at two points: SYNs, and the SYN-ACKs of a server that does not verify SYNs. In the second connection,
    both ends are renumbered, and their numbers start just before the last one."""
    two_points(capture)
    for port, (shifts, isns) in enumerate([((CLIENTS, 0), (0x2000_0000, 0x3000_0000)),
                                           ((CLIENTS, SERVERS), (0xFFFF_FFF0, 0xFFFF_FFFF))], 40000):
        talk = Conversation(port, moved=shifts, isns=isns)
        for end, flags in (0, "S"), (1, "SA"):
            sent = talk.send(end, flags)
            verdict = renumbered(sent, shifts[end], shifts[1 - end])
            before = sent.put(capture, GOOD, point=(INSIDE, OUTSIDE)[end])
            behind = sent.put(capture, verdict, renumber(shifts[end], shifts[1 - end]), point=(OUTSIDE, INSIDE)[end])
            capture.twin(before, behind, *[name.replace("_", " ") for name in verdict.cause.was])


def split(sent: Signed, size: int = SIZE) -> list[Signed]:
    """Returns the pieces into which a NIC splits a signed segment.

    Every piece has the options, only the last one FIN and PSH, and only the first one CWR.
    """
    header, payload = sent.data[:sent.segment.header_length], sent.segment.payload
    pieces = []
    for at in range(0, len(payload), size):
        flags = header[13]
        if at + size < len(payload):
            flags &= ~0x09
        if at > 0:
            flags &= ~0x80
        sequence = (sent.segment.sequence + at & 0xFFFFFFFF).to_bytes(4, "big")
        data = header[:4] + sequence + header[8:13] + bytes([flags]) + header[14:] + payload[at:at + size]
        pieces.append(Signed(sent.segment, data))
    return pieces


class Split:
    """A split segment, whose pieces are sent in any order, some twice, some never."""

    def __init__(self, capture: Capture, whole: Signed, verdict: Verdict = BAD, size: int = SIZE) -> None:
        self.capture, self.whole, self.verdict, self.pieces = capture, whole, verdict, split(whole, size)
        self.frames: dict[int, int] = {}    # the first frame of each piece, by its index
        self.copies: list[int] = []

    def send(self, *places: int) -> "Split":
        for place in places or range(len(self.pieces)):
            frame = self.pieces[place].put(self.capture, self.verdict)
            if self.frames.setdefault(place, frame) != frame:
                self.copies.append(frame)
        return self

    def end(self) -> None:
        """Gives all sent pieces their cause. The segment's length is unknown without a key, or if a piece is lost."""
        frames = tuple(frame for _, frame in sorted(self.frames.items()))
        known = self.verdict is BAD and len(self.frames) == len(self.pieces)
        length = {"length": len(self.whole.data)} if known else {}
        self.capture.explain([*frames, *self.copies], Cause("split", length, frames))


def opened(capture: Capture, talk: Conversation) -> None:
    for end, flags in (0, "S"), (1, "SA"), (0, "A"):
        talk.send(end, flags).put(capture, GOOD)


@constructs(key())
def cause_split_ao(capture: Capture) -> None:
    """TCP-AO segments, alone and with timestamps that the MAC covers, are split into pieces with the MAC of the whole:
    in order, out of order, retransmitted, with one lost, and around the last sequence number. One segment ends without
    PSH, so only the next segment shows that its pieces are complete."""
    for port, (options, isns) in enumerate([((), (0x2000_0000, 0x3000_0000)),
                                            ((NOP, NOP, TIMESTAMPS), (0xFFFF_FA00, 0xFFFF_FF00))], 40000):
        talk = Conversation(port, isns=isns)
        opened(capture, talk)
        for end in 0, 1:
            Split(capture, talk.send(end, "PA", TABLE, options)).send().end()
            talk.send(1 - end, "A", b"", options).put(capture, GOOD)
            Split(capture, talk.send(end, "PA", TABLE[:900], options)).send().end()
            Split(capture, talk.send(end, "PAC", TABLE, options)).send(3, 0, 5, 1, 4, 2).end()
            Split(capture, talk.send(end, "PA", TABLE, options)).send(0, 1, 1, 2, 3, 0, 4, 5, 5, 3).end()
            Split(capture, talk.send(end, "PA", TABLE, options)).send(0, 1, 3, 4, 5).end()      # a piece is lost
            equal = Split(capture, talk.send(end, "A", TABLE[:2 * SIZE], options)).send()
            equal.end()
            Split(capture, talk.send(end, "FPA", TABLE, options)).send().end()


@constructs(key(mac_length=4))
def cause_split_ao_short(capture: Capture) -> None:
    """MACs have four octets. Unrelated segments have the same one by chance, so the segments alone do not show that
    they are pieces."""
    signers = replace(RIGHT, length=4), replace(BACK, length=4)
    talk = Conversation(signers=signers)
    opened(capture, talk)
    for piece in split(talk.send(0, "PA", TABLE)):
        piece.put(capture, BAD)


@constructs(None)
def cause_split_ao_no_key(capture: Capture) -> None:
    """Pieces of TCP-AO segments are recognised without a key."""
    talk = Conversation()
    Split(capture, talk.send(0, "PA", TABLE), NO_KEY).send().end()
    Split(capture, talk.send(1, "PA", TABLE), NO_KEY).send().end()


@constructs(key())
def cause_split_ao_no_isn(capture: Capture) -> None:
    """The same without the handshake, so that no key can be tried."""
    talk = Conversation()
    talk.sent = [500_000, 700_000]
    for end in 0, 1:
        Split(capture, talk.send(end, "PA", TABLE), unverified("ISN unknown")).send().end()


@constructs(key())
def cause_merged_ao(capture: Capture) -> None:
    """LRO merged TCP-AO segments before they were captured. The result has the header and the MAC of the first one."""
    for port, options in (40000, ()), (40001, (NOP, NOP, TIMESTAMPS)):
        talk = Conversation(port)
        opened(capture, talk)
        for end in 0, 1:
            for lengths, flags in [((1460, 1460), ""), ((1460, 900), "P"), ((536, 536, 536, 100), "FP")]:
                payload = TABLE[:sum(lengths)]
                parts = [talk.send(end, "A", payload[:lengths[0]], options)]
                talk.sent[end] += sum(lengths[1:])
                added = 0x01 * ("F" in flags) | 0x08 * ("P" in flags)
                rest = payload[lengths[0]:]
                was = {"length": len(parts[0].data)}
                merged = replace(parts[0].segment, payload=payload)
                Signed(merged, parts[0].data).put(
                    capture, named("merged", **was),
                    lambda data, added=added, rest=rest: data[:13] + bytes([data[13] | added]) + data[14:] + rest)
                talk.sent[end] += "F" in flags


def passes(capture: Capture, sent: Signed, then: Callable[[bytes], bytes], *changed: str,
           verdicts: tuple[Verdict, Verdict] = (NO_KEY, NO_KEY)) -> None:
    """Adds a segment at both capture points; THEN changes it between them."""
    capture.twin(sent.put(capture, verdicts[0], point=INSIDE), sent.put(capture, verdicts[1], then, point=OUTSIDE), *changed)


def putting(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replaces OLD in the options by NEW, which may have another length."""
    def change(data: bytes) -> bytes:
        at = data.index(old, 20)
        words = (len(new) - len(old)) // 4
        return data[:12] + bytes([data[12] + (words << 4)]) + data[13:at] + new + data[at + len(old):]
    return change


@constructs(None)
def two_points_options_ao(capture: Capture) -> None:
    """Between the points, TCP options that a MAC may cover are rewritten, overwritten, removed, or not changed."""
    two_points(capture)
    attempts = Attempts(capture)
    unknown = option(76, bytes([1, 2]))
    for options, then, changed in [
            (SYN_OPTIONS, bytes, ()),
            (SYN_OPTIONS, putting(MSS, option(2, b"\x05\x50")), ("MSS",)),
            (SYN_OPTIONS, putting(MSS, 4 * NOP), ("MSS",)),
            (SYN_OPTIONS, putting(MSS, b""), ("data offset", "MSS")),
            (SYN_OPTIONS, putting(WINDOW_SCALE, option(3, b"\0")), ("window scale",)),
            (SYN_OPTIONS, putting(SACK_PERMITTED, 2 * NOP), ("SACK permitted",)),
            (SYN_OPTIONS, lambda data: putting(MSS, option(2, b"\x05\x50"))(putting(SACK_PERMITTED, 2 * NOP)(data)),
             ("MSS", "SACK permitted")),
            ((MSS, unknown), putting(unknown, option(76, bytes([1, 3]))), ("other options",)),
            ((NOP, NOP, SACK_PERMITTED, MSS), putting(NOP + NOP + SACK_PERMITTED + MSS, MSS + NOP + NOP + SACK_PERMITTED),
             ("other options",))]:
        segment, isn = attempts.syn(RIGHT, options)
        passes(capture, Signed(segment, RIGHT.sign(segment, (isn, 0))), then, *changed)
    talk = Conversation()
    for end in 0, 1:
        late = option(8, bytes([0, 0, 1, 0, 0, 0, 0, 9]))
        passes(capture, talk.send(end, "PA", KEEPALIVE, (NOP, NOP, TIMESTAMPS)), putting(TIMESTAMPS, late), "timestamps")
        sack = option(5, bytes(range(8)))
        passes(capture, talk.send(end, "A", b"", (NOP, NOP, sack)), putting(sack, option(5, bytes(8))), "SACK")


@constructs(key())
def two_points_options_covered_ao(capture: Capture) -> None:
    """The same. The key says that the MAC covers options: segments with a changed option are bad at the second
    point."""
    two_points(capture)
    attempts = Attempts(capture)
    for then, changed, cause, words, was in [
            (putting(MSS, option(2, b"\x05\x50")), "MSS", "AO MSS", "", {"mss": 1460}),
            (putting(SACK_PERMITTED, 2 * NOP), "SACK permitted", "AO option changed", "SACK-permitted was overwritten with NOPs",
             {})]:
        segment, isn = attempts.syn(RIGHT)
        passes(capture, Signed(segment, RIGHT.sign(segment, (isn, 0))), then, changed,
               verdicts=(GOOD, named(cause, words, **was)))
    talk = Conversation(40009)
    opened(capture, talk)
    elsewhere = "the same segment has other options elsewhere in the capture"
    sack = option(5, bytes(range(8)))
    for end, flags, payload, covered, then, changed in [
            (0, "PA", KEEPALIVE, TIMESTAMPS, option(8, bytes([0, 0, 1, 0, 0, 0, 0, 9])), "timestamps"),
            (1, "A", b"", sack, option(5, bytes(8)), "SACK")]:
        passes(capture, talk.send(end, flags, payload, (NOP, NOP, covered)), putting(covered, then), changed,
               verdicts=(GOOD, named("AO option changed", elsewhere)))


@constructs(key(options="excluded"))
def two_points_options_excluded_ao(capture: Capture) -> None:
    """The same. The key says that the MAC does not cover options: all segments are good at both points."""
    two_points(capture)
    signer = replace(RIGHT, covered=False)
    segment, isn = Attempts(capture).syn(signer)
    passes(capture, Signed(segment, signer.sign(segment, (isn, 0))), putting(MSS, option(2, b"\x05\x50")), "MSS",
           verdicts=(GOOD, GOOD))


@constructs(key())
def cause_option_removed_ao(capture: Capture) -> None:
    """A firewall removes TCP-AO from the client's segments, and also renumbers one of the connections. Captured at two
    points."""
    two_points(capture)
    removed = unsigned("ao").because("option removed").saying("cure", "TCP option 29")
    for port, shift in enumerate((0, CLIENTS), 40000):
        talk = Conversation(port, moved=(shift, 0))

        def strip(data: bytes, shift: int = shift) -> bytes:
            at = data.index(RIGHT.option()[:4], 20)
            return renumber(shift, 0)(data[:12] + bytes([data[12] - 0x40]) + data[13:at] + data[at + 16:])

        numbers = ["sequence number"] if shift else []
        for _ in range(2):
            syn = talk.send(0, "S")
            talk.sent = [0, 0]
            passes(capture, syn, strip, *numbers, "data offset", "option 29", verdicts=(GOOD, removed))


@constructs(key())
def cause_ao_settings_extension(capture: Capture) -> None:
    """The server's extension is 1 before its first wrap, and another setting differs, too. The data have timestamps."""
    for port, (signer, words) in enumerate([
            (replace(BACK, covered=False), "the options it covers and its sequence number extension"),
            (replace(BACK, algorithm="hmac-sha-256-96"), "its algorithm and its sequence number extension")], 40000):
        talk = Conversation(port)
        opened(capture, talk)
        talk.signers = RIGHT, signer
        sent = talk.send(1, "PA", KEEPALIVE, (NOP, NOP, TIMESTAMPS), extension=1)
        sent.put(capture, named("AO settings", words, sne=1))


@constructs(key() + 'key plain\n    ends 192.0.2.1 192.0.2.2\n    port 179\n    secret "of MD5"\n')
def searched_syn_ao(capture: Capture) -> None:
    """A firewall renumbers the client, and nobody behind it answers the SYN, so nothing shows the shift. The ISN is
    near 0, where a search of all numbers starts; searching all of them takes an hour."""
    talk = Conversation(isns=(0x1234, 0x3000_0000))
    syn = talk.send(0, "S")
    for _ in range(3):
        syn.put(capture, BAD.once_searched("sequence number", sequence_number=0x1234), renumber(CLIENTS, 0))
