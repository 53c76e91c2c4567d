"""Captures of the same segments at two points: before and behind a device on the path."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .capture import Capture, Cause, Verdict, bad, constructs, good, unsigned, unverified
from .carriers import ethernet, ip
from .missing import after
from .peers import KEYS, both
from .rewritten import TRANSLATED, kinds, signed
from .splits import TABLE, split
from .tcp import KEEPALIVE, NOP, Segment, bgp_open, bgp_update, option

INSIDE, OUTSIDE = "inside", "outside"
NO_KEY = unverified("no key")


def at(capture: Capture, point: str, segment: Segment, verdict: Verdict = NO_KEY, **other) -> int:
    """Adds a segment at a capture point; returns its frame."""
    capture.frame(ethernet(ip(segment)), verdict, point=point, **other)
    return len(capture.packets)


def passes(capture: Capture, segment: Segment, *changed: str, verdicts: tuple[Verdict, Verdict] = (NO_KEY, NO_KEY),
           **fields: object) -> None:
    """Adds a segment at both capture points, with FIELDS changed between them."""
    before = signed(segment)
    capture.twin(at(capture, INSIDE, before, verdicts[0]),
                 at(capture, OUTSIDE, replace(before, **fields), verdicts[1]), *changed)


def two_points(capture: Capture) -> None:
    capture.points = [INSIDE, OUTSIDE]


@constructs(None)
def two_points_translated(capture: Capture) -> None:
    """Addresses and ports are translated between the points, in both directions."""
    two_points(capture)
    for bgp, _ in both():
        for segment in kinds(bgp):
            new = {"source": TRANSLATED[segment.source]} if segment.ports[1] == 179 else \
                  {"destination": TRANSLATED[segment.destination]}
            passes(capture, segment, f"{[*new][0]} address", **new)
            ports = (61234, 179) if segment.ports[1] == 179 else (179, 61234)
            name = "source" if segment.ports[1] == 179 else "destination"
            passes(capture, replace(segment, urgent=1), f"{name} address", f"{name} port", ports=ports, **new)


@constructs(None)
def two_points_numbers(capture: Capture) -> None:
    """A firewall adds to the client's sequence numbers, and subtracts the same from the acknowledgments of them, also
    around the last sequence number."""
    two_points(capture)
    for bgp, _ in both():
        for shift in 7, 0x80000000, 0xFFFFFFF0:
            for segment in kinds(bgp):
                if segment.ports[1] == 179:
                    passes(capture, segment, "sequence number", sequence=segment.sequence + shift & 0xFFFFFFFF)
                elif "A" in segment.flags:
                    passes(capture, segment, "acknowledgment number",
                           acknowledgement=segment.acknowledgement + shift & 0xFFFFFFFF)


@constructs(None)
def two_points_fields(capture: Capture) -> None:
    """Between the points, one field is rewritten, or two, or none, or one that no signature covers."""
    two_points(capture)
    for bgp, _ in both():
        for segment in kinds(bgp):
            passes(capture, segment)
            passes(capture, replace(segment, window=9), "window", window=1000)
            passes(capture, replace(segment, urgent=3), "urgent pointer", urgent=0)
            passes(capture, replace(segment, urgent=3, window=9), "window", "urgent pointer", urgent=0, window=1000)
            passes(capture, replace(segment, flags=segment.flags + "EC"), "flags", flags=segment.flags)
            longer = signed(replace(segment, window=7))
            passes(capture, longer, "data offset", options=(*longer.options, NOP, NOP, NOP, NOP))
        passes(capture, bgp.client("PA", KEEPALIVE), "data", payload=KEEPALIVE[:-1] + b"\x05")
        passes(capture, bgp.client("PA", bgp_update()), "data", payload=bytes(len(bgp_update())))
        clamped = signed(bgp.client("S"))
        passes(capture, clamped, options=(*clamped.options[:-1], option(2, b"\x04\xb0")))


@constructs(KEYS)
def two_points_window(capture: Capture) -> None:
    """A shaper reduces the window of the client's segments: they are good before it and bad behind it. The server's
    segments pass it in the other direction, and are good at both points."""
    two_points(capture)
    for bgp, key in both():
        for segment in kinds(bgp):
            if segment.ports[1] == 179:
                verdicts = good(key), bad(key).because("window", window=segment.window)
                passes(capture, segment, "window", verdicts=verdicts, window=1000)
            else:
                before = signed(segment)
                capture.twin(at(capture, OUTSIDE, before, good(key)), at(capture, INSIDE, before, good(key)))


@constructs(KEYS)
def two_points_stripped(capture: Capture) -> None:
    """A firewall overwrites option 19 with NOPs, or removes it. In a second session, another firewall also
    renumbers."""
    two_points(capture)
    for bgp, key in both():
        absent = unsigned(key)
        for shift in 0, 100_000:
            for segment in kinds(bgp):
                before = signed(segment)
                rest = before.options[3:]
                numbers = {"sequence": segment.sequence + shift} if segment.ports[1] == 179 else \
                          {"acknowledgement": segment.acknowledgement + shift}
                name = "sequence number" if segment.ports[1] == 179 else "acknowledgment number"
                renumbered = [name] if shift else []
                passes(capture, before, *renumbered, "option 19",
                       verdicts=(good(key), absent.because("option blanked")),
                       options=(NOP,) * 20 + rest, **numbers)
                if not shift:
                    before = signed(replace(segment, sequence=segment.sequence + 5000))
                    passes(capture, before, "data offset", "option 19",
                           verdicts=(good(key), absent.because("option removed")), options=rest)


@constructs(None)
def two_points_split(capture: Capture) -> None:
    """A NIC splits the client's routes between the points. The frames of the pieces name the frame of the whole."""
    two_points(capture)
    for bgp, _ in both():
        whole = signed(bgp.client("PA", TABLE))
        first = at(capture, INSIDE, whole)
        frames = [at(capture, OUTSIDE, piece) for piece in split(whole)]
        for frame in frames:
            capture.twin(first, frame, "length")
        capture.explain(frames, Cause("split", {}, tuple(frames)))


@constructs(None)
def two_points_again(capture: Capture) -> None:
    """Segments are retransmitted. A retransmission at one point is not a twin. One segment is lost between the points,
    and one was not captured at the first."""
    two_points(capture)
    for bgp, _ in both():
        segment = signed(bgp.client("PA", bgp_open()))
        one, again = at(capture, INSIDE, segment), at(capture, INSIDE, segment)
        capture.twin(one, at(capture, OUTSIDE, segment))
        capture.twin(again, at(capture, OUTSIDE, segment))
        at(capture, OUTSIDE, segment)
        at(capture, INSIDE, signed(bgp.client("PA", KEEPALIVE)))
        at(capture, OUTSIDE, signed(bgp.client("PA", KEEPALIVE)))


def later(start: float, milliseconds: float) -> dict[str, str]:
    return {"at": after(start + milliseconds / 1000)}


@constructs(KEYS)
def two_points_split_again(capture: Capture) -> None:
    """A segment is sent five times with one digest, since its pieces are refused. Each piece names its own
    transmission, even if a piece was lost, or if a clock is slow and the pieces seem to come first."""
    two_points(capture)
    for start, (bgp, key) in zip((0, 100), both()):
        whole = signed(bgp.client("PA", TABLE))
        first = {}      # the frame of each piece
        for time, lost, delay in (0, (), 1), (216, (), -2), (648, (0,), 1), (1512, (2, 3), 1), (3240, (5,), 1):
            pieces = [(time + delay + place / 10, place) for place in range(6) if place not in lost]
            frames = {}
            for moment, place in sorted([(time, None), *pieces], key=lambda one: one[0]):
                if place is None:
                    sent = at(capture, INSIDE, whole, good(key), **later(start, moment))
                else:
                    frames[place] = at(capture, OUTSIDE, split(whole)[place], bad(key), **later(start, moment))
            for place, frame in frames.items():
                capture.twin(sent, frame, "length")
                first.setdefault(place, frame)
            known = tuple(frame for _, frame in sorted(first.items()))
            if time == 0:
                cause = Cause("split", {"length": whole.header_length + len(TABLE)}, known)
            capture.explain(frames.values(), cause)


@constructs(None)
def two_points_resent(capture: Capture) -> None:
    """Segments are retransmitted before and after their twins were captured. The twin is the nearest one before. At a
    third point, they were captured once more."""
    middle = "middle"
    capture.points = [INSIDE, middle, OUTSIDE]
    for start, (bgp, _) in zip((0, 100), both()):
        segment = signed(bgp.client("PA", bgp_open()))

        def seen(milliseconds: float, point: str) -> int:
            return at(capture, point, segment, **later(start, milliseconds))

        one, through, out = seen(0, INSIDE), seen(2, middle), seen(4, OUTSIDE)
        capture.twin(one, through)
        capture.twin(through, out)
        seen(300, INSIDE)                                   # lost
        one, through = seen(900, INSIDE), seen(901, middle)     # lost at the second hop
        capture.twin(one, through)
        one, through, out = seen(2100, INSIDE), seen(2101, middle), seen(2103, OUTSIDE)
        capture.twin(one, through)
        capture.twin(through, out)
