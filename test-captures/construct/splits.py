"""Captures of signed segments that segmentation offload then split."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .capture import Capture, Cause, Verdict, bad, constructs, good, unverified
from .peers import KEYS, session, session_6
from .rewritten import signed
from .tcp import KEEPALIVE, Segment, Session, bgp_update, option

TABLE = bgp_update() * 64       # 3008 bytes: six pieces
SIZE = 536                      # bytes of data in a piece


def split(whole: Segment, size: int = SIZE) -> list[Segment]:
    """Returns the pieces into which a NIC splits a signed segment.

    Every piece has the digest, only the last one FIN and PSH, and only the first one CWR.
    """
    whole = signed(whole)
    pieces = []
    for at in range(0, len(whole.payload), size):
        last, first = at + size >= len(whole.payload), at == 0
        kept = [flag for flag in whole.flags if (last or flag not in "FP") and (first or flag != "C")]
        pieces.append(replace(whole, sequence=whole.sequence + at & 0xFFFFFFFF, flags="".join(kept),
                              payload=whole.payload[at:at + size]))
    return pieces


class Split:
    """A split segment, whose pieces are sent in any order, some twice, some never."""

    def __init__(self, capture: Capture, whole: Segment, size: int = SIZE) -> None:
        self.capture, self.whole, self.pieces = capture, whole, split(whole, size)
        self.key = "transit-6" if ":" in whole.source else "transit"
        self.frames: dict[int, int] = {}    # the first frame of each piece, by its index
        self.copies: list[int] = []

    def send(self, *places: int) -> "Split":
        """Sends the pieces with these indices, counting from 0; without any, sends all pieces."""
        for place in places or range(len(self.pieces)):
            self.capture.segment(self.pieces[place], bad(self.key))
            frame = len(self.capture.packets)
            if self.frames.setdefault(place, frame) != frame:
                self.copies.append(frame)
        return self

    def end(self) -> None:
        """Gives all sent pieces their cause. The length of the segment is unknown if a piece is lost."""
        frames = tuple(frame for _, frame in sorted(self.frames.items()))
        complete = len(self.frames) == len(self.pieces)
        length = {"length": self.whole.header_length + len(self.whole.payload)} if complete else {}
        self.capture.explain([*frames, *self.copies], Cause("split", length, frames))


@constructs(KEYS)
def cause_split(capture: Capture) -> None:
    """Signed segments are split into pieces with the digest of the whole: two and many pieces, in order, out of order,
    retransmitted, interleaved, with one lost, with FIN, with CWR, and around the last sequence number."""
    for bgp in session(), session_6():
        key = "transit-6" if ":" in bgp.ends[0].address else "transit"
        capture.segment(bgp.client("S"), good(key))
        capture.segment(bgp.server("SA"), good(key))
        for sender in bgp.client, bgp.server:
            Split(capture, sender("PA", TABLE)).send().end()
            capture.segment(sender("PA", KEEPALIVE), good(key))
            Split(capture, sender("PA", TABLE[:900])).send().end()
            Split(capture, sender("PA", TABLE[:2 * SIZE])).send().end()     # into equal pieces
            Split(capture, sender("PA", TABLE), size=1440).send().end()
            Split(capture, sender("PAC", TABLE)).send().end()
            Split(capture, sender("PA", TABLE)).send(3, 0, 5, 1, 4, 2).end()
            Split(capture, sender("PA", TABLE)).send(*range(5, -1, -1)).end()
            Split(capture, sender("PA", TABLE)).send(0, 1, 1, 2, 3, 0, 4, 5, 5, 3).end()
            Split(capture, sender("PA", TABLE)).send(0, 1, 3, 4, 5).send(2).end()   # a piece comes late
            Split(capture, sender("PA", TABLE)).send(0, 1, 3, 4, 5).end()           # a piece is lost
            Split(capture, sender("PA", TABLE)).send(1, 2, 3, 4, 5).end()           # the first piece is lost
            Split(capture, sender("PA", TABLE)).send(0, 1, 2, 3, 4).end()           # the last piece is lost
            Split(capture, sender("PA", TABLE, sequence=0xFFFFFA00)).send(2, 3, 4, 5, 0, 1).end()
        there, back = Split(capture, bgp.client("PA", TABLE)), Split(capture, bgp.server("PA", TABLE))
        for place in range(6):                          # both at the same time, with acknowledgments
            there.send(place)
            back.send(place)
            capture.segment(bgp.client("A"), good(key))
        there.end()
        back.end()
        Split(capture, bgp.client("FPA", TABLE)).send().end()
        Split(capture, bgp.server("FPA", TABLE)).send().end()


@constructs(KEYS)
def cause_split_cut(capture: Capture) -> None:
    """The snapshot length cuts the data of the pieces, but not their headers. Their digests are equal, and they follow
    each other by the lengths of their IP headers. The last piece may be whole, and then is bad. Segments that are cut
    without having been split are not checked, even if they are sent twice."""
    cut = unverified("cut short")
    for bgp in session(), session_6():
        before, key = (74, "transit-6") if ":" in bgp.ends[0].address else (54, "transit")

        def send(pieces: list[Segment], verdicts: list[Verdict], frame: int = 128) -> None:
            frames = []
            for piece, verdict in zip(pieces, verdicts):
                room = before + 20 + len(piece.payload)
                capture.segment(piece, verdict, captured=min(frame, room))
                frames.append(len(capture.packets))
            if len({piece.sequence for piece in pieces}) > 1:
                capture.explain(frames, Cause("split", {}, tuple(frames)))

        capture.segment(bgp.client("S"), good(key))
        capture.segment(bgp.server("SA"), good(key))
        for sender in bgp.client, bgp.server:
            send(split(sender("PA", TABLE)), 6 * [cut])
            send(split(sender("PA", TABLE[:SIZE + 10])), [cut, bad(key)])
            whole = signed(sender("PA", TABLE[:SIZE]))
            send([whole, whole], 2 * [cut])
            send([signed(sender("PA", TABLE[:SIZE]))], [cut])
            capture.segment(sender("PA", KEEPALIVE), good(key))
        send(split(bgp.client("PA", TABLE)), 6 * [cut], before + 20)


@constructs(KEYS)
def constant_digests(capture: Capture) -> None:
    """Senders put the same digest into all segments, one of them zeros. The pieces of a split segment look different.
    The data follow each other with and without gaps. Nothing shows the cause but the zeros themselves."""
    def constant(key: str) -> Verdict:
        return bad(key) if any(digest) else bad(key).because("digest blank")

    for digest in bytes(16), bytes(range(16)):
        for bgp in session(), session_6():
            key = "transit-6" if ":" in bgp.ends[0].address else "transit"
            fake = {"signature": option(19, digest)}
            for segment in (bgp.client("S", **fake), bgp.server("SA", **fake), bgp.client("A", **fake),
                            *[bgp.client("A", TABLE[:SIZE], **fake) for _ in range(4)],
                            bgp.client("PA", TABLE[:100], **fake)):
                capture.segment(segment, constant(key))
            for sender in bgp.client, bgp.server:       # without the beginning
                for flags in "PA", "PA", "PA", "FPA":
                    capture.segment(sender(flags, KEEPALIVE, **fake), constant(key))
        late = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), None)
        for gap in range(0, 200_000, 50_000):
            capture.segment(late.client("A", TABLE[:SIZE], sequence=1000 + gap, **fake), constant("transit"))
        for window in range(5000, 5004):                # without gaps, but with different headers
            capture.segment(late.client("A", TABLE[:SIZE], window=window, **fake), constant("transit"))
