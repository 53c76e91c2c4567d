"""Captures of segments longer than their receiver's MSS: not split yet, or merged."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .capture import Capture, Verdict, bad, constructs, good
from .carriers import ethernet, ip
from .peers import KEYS, WRONG, both
from .rewritten import signed
from .tcp import KEEPALIVE, MSS, NOP, SACK_PERMITTED, Segment, Signature, bgp_update

SHORT_MSS = b"\x02\x04\x02\x18"     # 536
TABLE = bgp_update() * 200          # longer than any MSS here


@constructs(KEYS)
def will_break(capture: Capture) -> None:
    """Good segments up to the MSS of the other end and above it. The MSS differs between the ends. A NIC will split
    longer ones, or the capture merged them."""
    for bgp, key in both():
        capture.segment(bgp.client("PA", TABLE[:2000]), good(key))      # no end has announced an MSS yet
        signature = Signature(bgp.secret)
        capture.segment(bgp.client("S", options=(NOP, NOP, signature, SACK_PERMITTED, MSS)), good(key))
        capture.segment(bgp.server("SA", options=(SHORT_MSS, NOP, NOP, signature)), good(key))
        for length in 0, 19, 535, 536, 537, 1460, 1461, 8960:
            capture.segment(bgp.client("PA", TABLE[:length]), good(key))
            capture.segment(bgp.server("PA", TABLE[:length]), good(key))
        capture.segment(bgp.client("PA", TABLE[:8960], secret=WRONG), bad(key))
        if key == "transit":
            capture.frame(ethernet(ip(bgp.client("PA", KEEPALIVE), total_length=0)), good(key))
            capture.frame(ethernet(ip(bgp.client("PA", TABLE[:600]), total_length=0)), good(key))


@constructs(KEYS)
def cause_merged(capture: Capture) -> None:
    """LRO made one segment of several signed ones before they were captured, with the options of the first and the
    flags of all. They have equal lengths or not, up to the MSS or to multiples of it. The client's MSS is unknown."""
    for bgp, key in both():
        capture.segment(bgp.server("SA", options=(MSS, NOP, NOP, Signature(bgp.secret))), good(key))
        for lengths in (1440, 1440, 1440, 700), (1460, 1460), (2920, 2920, 11), (19, 19), (1, 1459), (536, 8000):
            for flags in "A", "PA", "FPA":
                segments = [bgp.client("A", TABLE[:length]) for length in lengths[:-1]]
                merged(capture, [*segments, bgp.client(flags, TABLE[:lengths[-1]])], bad(key))
        merged(capture, [bgp.server("A", TABLE[:1440])] * 2, bad(key))
        merged(capture, [bgp.server("PA", TABLE[:1440])] * 3, bad(key))
        merged(capture, [bgp.client("PA", TABLE[:1440]), bgp.client("PA", TABLE[:1440])], bad(key))


def merged(capture: Capture, segments: list[Segment], verdict: Verdict) -> None:
    """Adds the segments merged by a NIC: into the first one, with the flags of all."""
    first = segments[0]
    flags = "".join(dict.fromkeys("".join(segment.flags for segment in segments)))
    whole = replace(signed(first), flags=flags, payload=b"".join(segment.payload for segment in segments))
    was = first.header_length + len(first.payload)
    capture.segment(whole, verdict.because("merged", length=was))
