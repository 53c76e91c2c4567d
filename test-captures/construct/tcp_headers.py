"""Captures of right and wrong TCP headers, and of truncated headers and segments."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .capture import NOTHING, Capture, bad, constructs, good, illegal, unsigned, unverified
from .carriers import ethernet, ip
from .peers import KEYS, SECRET, WRONG, both, session, session_6
from .tcp import (END, KEEPALIVE, MSS, NOP, SACK_PERMITTED, Option, Session, Signature, bgp_update, option)

TIMESTAMPS = option(8, bytes.fromhex("0000002a 00000000"))
AO = option(29, bytes([1, 2]) + bytes(12))
RIGHT, OTHER = Signature(SECRET), Signature(WRONG)
SHORT = unverified("cut short")


@constructs(KEYS)
def headers(capture: Capture) -> None:
    """Every field that the digest covers, options around the signature, and data lengths around MD5's blocks."""
    for bgp, key in both():
        def pair(flags: str, payload: bytes = b"", **other) -> None:
            capture.segment(bgp.client(flags, payload, **other), good(key))
            damaged = Signature(SECRET, damaged=True)
            capture.segment(bgp.client(flags, payload, signature=damaged, **other), bad(key))

        for flags in ("S", "SEC", "SEN", "SA", "SAE", "A", "PA", "AC", "PAE", "AN", "FA", "FPA", "R", "RA"):
            pair(flags)
        pair("PAU", KEEPALIVE, urgent=19)
        pair("A", window=0)
        pair("A", window=65535)
        pair("PA", KEEPALIVE, sequence=0xFFFFFFF0)
        pair("PA", KEEPALIVE, acknowledgement=0xFFFFFFFF)
        for length in (0, 1, 43, 44, 55, 56, 57, 63, 64, 65, 127, 128, 1460, 8960):
            pair("PA", (KEEPALIVE * 480)[:length])
        for flags, before, after in (
                ("S", (MSS, SACK_PERMITTED), ()), ("S", (), (MSS, SACK_PERMITTED)),
                ("S", (MSS,), (SACK_PERMITTED,)), ("A", (NOP, NOP, TIMESTAMPS), ()),
                ("A", (), (NOP, NOP, TIMESTAMPS)), ("A", (), (END, END)), ("A", (NOP,), (NOP,)),
                ("A", (), (NOP, NOP)), ("A", (NOP,) * 22, ()), ("A", (), ())):
            capture.segment(bgp.client(flags, options=(*before, RIGHT, *after)), good(key))
            capture.segment(bgp.client(flags, options=(*before, OTHER, *after)), bad(key))


@constructs(KEYS)
def malformed_options(capture: Capture) -> None:
    """Signatures that no receiver accepts, and options that hide one from the receiver."""
    bgp = session()

    def frame(verdict: object, *options: Option) -> None:
        capture.segment(bgp.client("PA", KEEPALIVE, options=options), verdict)

    for length in (0, 1, 2, 17, 19, 20):
        frame(illegal("length"), NOP, NOP, option(19, bytes(max(length - 2, 0)), length))
    for length in (0, 1, 2, 3):
        frame(illegal("length"), NOP, NOP, option(29, bytes(max(length - 2, 0)), length))
    frame(illegal("length"), NOP, NOP, option(19, bytes(8), 40))
    frame(illegal("length"), NOP, NOP, option(19, bytes(15)), NOP, RIGHT)   # the right one comes too late
    frame(illegal("beyond header"), NOP, NOP, option(19, bytes(12), 18))
    frame(illegal("beyond header"), NOP, NOP, NOP, b"\x13")                 # even its length byte is missing
    frame(illegal("beyond header"), NOP, NOP, option(29, bytes(12), 20))
    frame(illegal("beyond header"), RIGHT, option(29, bytes(8), 28))
    frame(illegal("repeated"), RIGHT, RIGHT)
    frame(illegal("repeated"), RIGHT, OTHER)
    frame(illegal("repeated"), OTHER, NOP, NOP, RIGHT)
    frame(illegal("repeated"), AO, AO)
    frame(illegal("MD5 and TCP-AO"), RIGHT, NOP, NOP, AO)
    frame(illegal("MD5 and TCP-AO"), AO, RIGHT)
    ao = unverified("no key").because("other authentication")
    frame(ao, AO)
    frame(unverified("no MAC").because("other authentication"), option(29, b"\x01\x02"))      # the shortest one
    for endless in option(8, b"", 0), option(8, b"", 1), option(8, b"", 40):    # no receiver walks beyond it
        frame(unsigned("transit").because("options broken"), endless, RIGHT)
        frame(good("transit"), RIGHT, endless)
        frame(bad("transit"), OTHER, endless)
    frame(unsigned("transit").because("options broken"), END, RIGHT)
    frame(unsigned("transit").because("options broken"), MSS, END, RIGHT)
    frame(unsigned("transit").because("options broken"), END, b"\x02", RIGHT)   # the end of options has no length
    frame(good("transit"), RIGHT, END, RIGHT)           # the second signature follows the end of options
    frame(good("transit"), RIGHT, END, b"\x02", RIGHT)
    frame(bad("transit"), OTHER, END, RIGHT)
    frame(unsigned("transit"), option(253, b"\x13\x12" + bytes(16)))        # a signature inside another option


class Cut:
    """Adds truncated segments. A number of captured bytes below 0 counts the bytes that are missing."""

    def __init__(self, capture: Capture, session: Session, before: int = 14 + 20) -> None:
        self.capture, self.session, self.before = capture, session, before

    def frame(self, verdict: object, captured: int, flags: str = "PA", payload: bytes = KEEPALIVE,
              **other) -> None:
        data = ethernet(ip(self.session.client(flags, payload, **other)))
        kept = captured + (self.before if captured >= 0 else len(data))
        self.capture.frame(data, verdict, captured=kept)


@constructs(KEYS)
def truncated(capture: Capture) -> None:
    """Frames are truncated by the snapshot length. Unless the captured bytes decide, the verdict is neither good nor
    bad."""
    bgp = session()
    cut = Cut(capture, bgp)
    capture.segment(bgp.client("S"), good("transit"))
    cut.frame(SHORT, -1)
    cut.frame(SHORT, -10, secret=WRONG)
    for captured in (40, 39, 30, 24, 23, 22, 21, 20, 16, 12, 8, 4):     # the option starts at 22
        cut.frame(SHORT, captured)
    cut.frame(NOTHING, 0)                                               # not even the ports
    cut.frame(SHORT, 26, "S", b"", options=(MSS, SACK_PERMITTED, RIGHT))
    cut.frame(SHORT, 22, "S", b"", signature=None)                      # the rest may have a signature
    cut.frame(unsigned("transit"), 25, signature=None)
    cut.frame(illegal("length"), 28, options=(NOP, NOP, option(19, bytes(4))))

    for part in b"", KEEPALIVE[:9]:     # a digest that is right for the captured part, not for the segment
        captured = bgp.client("PA", part)
        matching = option(19, captured.digest(SECRET))
        cut.frame(SHORT, 40 + len(part), sequence=captured.sequence, options=(NOP, NOP, matching))

    padded = ethernet(ip(bgp.server("A"))) + bytes(20)
    capture.frame(padded, good("transit"), captured=len(padded) - 10)   # only padding is missing
    capture.segment(bgp.server("PA", bgp_update()), good("transit"))
    capture.segment(bgp.server("PA", bgp_update(), secret=WRONG), bad("transit"))

    cut = Cut(capture, session_6(), before=14 + 40)
    for captured in (-1, 40, 30, 20, 4):
        cut.frame(SHORT, captured)
    capture.segment(cut.session.client("PA", KEEPALIVE), good("transit-6"))


@constructs(keys=None)
def truncated_no_keys(capture: Capture) -> None:
    """Truncated frames of connections without a key, some of which are known to be signed."""
    web = Cut(capture, Session(("192.0.2.3", 40003), ("192.0.2.4", 80), None))
    web.frame(NOTHING, 22, "S", b"")
    web.frame(NOTHING, 24)
    web.frame(NOTHING, 12)
    bgp = Cut(capture, Session(("192.0.2.5", 40005), ("192.0.2.6", 179), SECRET))
    bgp.frame(SHORT, 20)                                                # a later segment is signed
    bgp.frame(SHORT, 30)
    bgp.frame(SHORT, -1)
    bgp.frame(SHORT, 8)
    capture.segment(bgp.session.client("PA", KEEPALIVE), unverified("no key"))
    hidden = Cut(capture, Session(("192.0.2.7", 40007), ("192.0.2.8", 179), SECRET))
    for captured in (22, 20, 8, 0):                                     # its signatures start at 22
        hidden.frame(NOTHING, captured)
    seen = Cut(capture, Session(("192.0.2.9", 40009), ("192.0.2.10", 179), SECRET))
    seen.frame(SHORT, 23)                                               # only the kind
