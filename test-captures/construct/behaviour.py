"""Captures of the behaviour of ends: missing acknowledgments, key rollovers, and patterns of bad segments."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .capture import Capture, Verdict, bad, constructs, good
from .carriers import TCP, ethernet, ipv4, ipv6
from .missing import after, handshake
from .peers import KEYS, SECRET, WRONG, both, session
from .rewritten import bits, rewritten
from .tcp import KEEPALIVE, NOP, Segment, Session, Signature, bgp_open, bgp_update, checksum, option

DAMAGED = Signature(SECRET, damaged=True)       # a bad signature without a cause
RIGHT_CHECKSUM = "checksum is correct"
OTHER_DATA = "has other data at the same sequence numbers"


def carried(segment: Segment, data: bytes) -> bytes:
    """Returns a frame with DATA as the segment."""
    version = ipv6 if ":" in segment.source else ipv4
    return ethernet(version(segment.source, segment.destination, TCP, data))


def turned_over(segment: Segment, place: int) -> bytes:
    """Returns the frame with a bit flipped after digest and checksum were computed."""
    data = bytearray(segment.encoded())
    data[place] ^= 0x04
    return carried(segment, bytes(data))


def partial(segment: Segment) -> bytes:
    """Returns the frame with the sum of the pseudo-header (RFC 9293), as a sender leaves it for the NIC to complete."""
    data = segment.encoded()
    sum_of_pseudo_header = bytes(byte ^ 0xFF for byte in checksum(segment.pseudo_header()))
    return carried(segment, data[:16] + sum_of_pseudo_header + data[18:])


def stale(segment: Segment) -> bytes:
    """Returns the frame with an arbitrary checksum, as other systems leave it for the NIC to replace."""
    data = segment.encoded()
    return carried(segment, data[:16] + b"\xde\xad" + data[18:])


@constructs(KEYS)
def cause_corrupt(capture: Capture) -> None:
    """Bits are flipped in transit: in the data, in the digest, or in a number. Some hosts leave checksums to their
    NIC."""
    for bgp, key in both():
        for segment in handshake(bgp):
            capture.segment(segment, good(key))
        corrupt = bad(key).because("corrupt")
        for place in -1, 50, 25, 5, 9:
            capture.frame(turned_over(bgp.client("PA", bgp_open()), place), corrupt)
            capture.segment(bgp.server("PA", KEEPALIVE), good(key))
        capture.segment(bgp.client("PA", KEEPALIVE, signature=DAMAGED), bad(key).saying("hint", RIGHT_CHECKSUM))
        capture.frame(partial(bgp.client("PA", KEEPALIVE, secret=WRONG)), bad(key))

    for port, offloaded in (40002, partial), (40003, stale):
        bgp = Session(("192.0.2.1", port), ("192.0.2.2", 179), SECRET)
        for segment in handshake(bgp):
            capture.frame(offloaded(segment), good("transit"))
        for segment in bgp.client("PA", KEEPALIVE, signature=DAMAGED), bgp.server("A", signature=DAMAGED):
            capture.frame(offloaded(segment), bad("transit"))


@constructs(KEYS)
def unacknowledged(capture: Capture) -> None:
    """Good segments are retransmitted; others only look like retransmissions: keep-alives, probes, losses, two capture
    points."""
    for number, (bgp, key) in enumerate(both()):
        def sent(segment: Segment, seconds: float, times: int = 0, start=60 * number, key=key) -> None:
            verdict = good(key).saying("receiver", f"retransmitted {times} times") if times > 1 else good(key)
            capture.segment(segment, verdict, at=after(start + seconds))

        opening = bgp.client("S")
        for times, second in enumerate((0, 1, 3)):
            sent(opening, second, times)
        sent(bgp.server("SA"), 3.1)
        sent(bgp.client("A"), 3.2)
        first = bgp.client("PA", bgp_open())
        for times, second in enumerate((4, 4.2, 4.6, 5.4)):
            sent(first, second, times)
            sent(first, second + 0.01, times)                   # captured twice
        sent(bgp.server("A"), 5.5)
        for second in 10, 11, 12, 13:                           # keep-alives, without data and with one byte
            sent(bgp.client("A", sequence=bgp.ends[0].sequence - 1), second)
            sent(bgp.client("A", b"\x00", sequence=bgp.ends[0].sequence - 1), second + 0.3)
        sent(bgp.server("A", window=0), 14)
        for second in 15, 16, 17, 18:                           # probes of that window
            sent(bgp.client("A", b"\xff", sequence=bgp.ends[0].sequence), second)
        sent(bgp.server("A"), 19)
        lost = bgp.client("PA", KEEPALIVE)
        for second in 20, 20.3:                                 # lost once
            sent(lost, second)
        sent(bgp.server("A"), 20.4)


@constructs("""
key old
    ends    192.0.2.1 192.0.2.2
    secret  "correct horse"

key new
    ends    192.0.2.1 192.0.2.2
    secret  "another horse"

key old-6
    ends    2001:db8::1 2001:db8::2
    secret  "correct horse"

key new-6
    ends    2001:db8::1 2001:db8::2
    secret  "another horse"
""")
def roll_over(capture: Capture) -> None:
    """The key changes within a session, first at the client. It changes again in a new session, while the old one
    continues."""
    new_secret = b"another horse"
    for old, new, bgp in ("old", "new", session()), ("old-6", "new-6", both()[1][0]):
        start = len(capture.packets) * 10

        def at(seconds: float) -> str:
            return after(start + seconds)

        for second, segment in enumerate(handshake(bgp)):
            capture.segment(segment, good(old), at=at(second))
        bgp.secret = new_secret
        begins, ends = len(capture.packets) + 1, len(capture.packets) + 5
        disagreement = (f"used different keys for 3.250 s, from frame {begins} to frame {ends}; "
                        "1 of 4 signed segments were bad")
        capture.segment(bgp.client("PA", KEEPALIVE),
                        good(new).saying("rollover", f"key changed from {old} to {new}; the ends {disagreement}"),
                        at=at(4))
        capture.segment(bgp.server("PA", KEEPALIVE, secret=SECRET), good(old), at=at(5))
        capture.segment(bgp.server("PA", KEEPALIVE, secret=b"neither"),
                        bad(old).saying("hint", RIGHT_CHECKSUM), at=at(6))
        capture.segment(bgp.client("A"), good(new), at=at(7))
        capture.segment(bgp.server("A"), good(new).saying(
            "rollover", f"key changed from {old} to {new} after 1 bad segment; the ends {disagreement}"), at=at(7.25))
        capture.segment(bgp.client("A"), good(new), at=at(8))

    bgp = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), SECRET)
    back = good("old").saying("rollover", "key changed from new to old; the other end still signs with new")
    capture.segment(bgp.client("S"), back)
    lingering = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), new_secret)
    capture.segment(lingering.client("A"), good("new"))         # of a connection that still has the other key


@constructs("""
key old
    ends    192.0.2.1 192.0.2.2
    secret  "correct horse"

key new
    ends    192.0.2.1 192.0.2.2
    secret  "another horse"
""")
def roll_over_lost(capture: Capture) -> None:
    """The server changes its key first; each end drops the other's segments until the client follows."""
    new_secret = b"another horse"
    lost = "the ends used different keys for 0.800 s, from frame 4 to frame 12; 0 of 8 signed segments were bad; " \
           "8 segments were lost"
    bgp = session()
    for segment in handshake(bgp):
        capture.segment(segment, good("old"))
    near, far = (end.sequence for end in bgp.ends)
    change = good("new").saying("rollover", f"key changed from old to new; {lost}")
    for verdict in change, good("new"):
        capture.segment(bgp.server("PA", KEEPALIVE, secret=new_secret, sequence=far), verdict)
        capture.segment(bgp.client("PA", KEEPALIVE, sequence=near), good("old"))
    for port in range(40002, 40006):
        capture.segment(Session(("192.0.2.1", port), ("192.0.2.2", 179), SECRET).client("S"), good("old"))
    again = Session(("192.0.2.1", 40006), ("192.0.2.2", 179), new_secret)
    for segment, verdict in zip(handshake(again), (change, good("new"), good("new"))):
        capture.segment(segment, verdict)


LONG_NAMES = """
key "Zürich internet exchange summer 2025"
    ends    2001:db8:1111:2222:3333:4444:5555:6661 2001:db8:1111:2222:3333:4444:5555:6662
    secret  "correct horse"

key "Zürich internet exchange summer 2026"
    ends    2001:db8:1111:2222:3333:4444:5555:6661 2001:db8:1111:2222:3333:4444:5555:6662
    secret  "another horse"
"""


@constructs(LONG_NAMES)
def long_names(capture: Capture) -> None:
    """Addresses, ports and names of keys have the maximum length. The key changes at both ends."""
    old, new = (good(f"Zürich internet exchange summer {year}") for year in (2025, 2026))
    ends = (f"2001:db8:1111:2222:3333:4444:5555:666{end}" for end in (1, 2))
    ldp = Session((next(ends), 50001), (next(ends), 50002), SECRET)
    for segment in handshake(ldp):
        capture.segment(segment, old)
    ldp.secret = b"another horse"
    change = f"key changed from {old.key} to {new.key}"
    capture.segment(ldp.client("A"), new.saying("rollover", change))
    capture.segment(ldp.server("A", signature=DAMAGED), bad(old.key).saying("hint", RIGHT_CHECKSUM))
    capture.segment(ldp.server("A"), new.saying("rollover", change))


def pattern(capture: Capture, segment: Segment, verdict: Verdict, hint: str) -> None:
    if verdict.status == "Bad":
        segment = replace(segment, options=tuple(DAMAGED if isinstance(one, Signature) else one
                                                 for one in segment.options))
        verdict = verdict.saying("hint", hint)
    capture.segment(segment, verdict)


@constructs(KEYS)
def hint_sack(capture: Capture) -> None:
    """A sender's signatures are wrong in all segments with selective acknowledgments, as Linux's once were."""
    for bgp, key in both():
        for sequence in range(6):
            sack = (NOP, NOP, option(5, bytes(7) + bytes([sequence])), NOP, NOP, Signature(SECRET))
            pattern(capture, bgp.client("PA", KEEPALIVE), good(key), "")
            pattern(capture, bgp.client("A", options=sack), bad(key), "carries SACK blocks")


@constructs(KEYS)
def hint_length(capture: Capture) -> None:
    """A sender's signatures are wrong in segments above some length."""
    for bgp, key in both():
        for length in 1300, 1000, 1200, 1100:
            pattern(capture, bgp.client("PA", KEEPALIVE), good(key), "")
            pattern(capture, bgp.client("A", bytes(length)), bad(key), "with 1000 or more bytes of data")


@constructs(KEYS)
def hint_idle(capture: Capture) -> None:
    """A device on the path changes the first segment after each idle period."""
    start = 0.0
    for bgp, key in both():
        for silence in 31, 30.5, 40, 33:
            for payload in bgp_open(), KEEPALIVE, bgp_update():
                capture.segment(bgp.client("PA", payload), good(key), at=after(start := start + 0.2))
            start += silence
            segment = bgp.client("PA", KEEPALIVE, signature=DAMAGED)
            capture.segment(segment, bad(key).saying("hint", "after an idle period of at least 30.500 s"), at=after(start))


@constructs(KEYS)
def hint_proven(capture: Capture) -> None:
    """A firewall clears flags in all segments of one direction. In the last one it changes more, which no search
    finds."""
    for bgp, key in both():
        for _ in range(25):
            segment = bgp.client("PAE", KEEPALIVE)
            rewritten(capture, segment, bad(key).because("flags", flags=bits("PAE")), flags="PA")
            capture.segment(bgp.server("A"), good(key))
        words = "in this direction, 25 bad segments have a proven cause, the last one flags"
        rewritten(capture, bgp.client("PAE", bgp_open()), bad(key).saying("hint", words),
                  flags="PA", window=17, urgent=18)


@constructs(KEYS)
def hint_direction_retries(capture: Capture) -> None:
    """All SYNs of one end are bad, and each attempt has its own port. All SYNs of the other end are good. In the last
    attempts a bit is flipped, as the right checksums of the earlier attempts show."""
    for bgp, key in both():
        client, server = (end.address for end in bgp.ends)
        for port in range(6):
            answer = Session((server, 50000 + port), (client, 179), SECRET)
            capture.segment(answer.client("S"), good(key))
            attempt = Session((client, 41000 + port), (server, 179), SECRET)
            one = attempt.client("S", signature=DAMAGED)
            capture.segment(one, bad(key).saying("hint", "all in the other are good"))
        for port in range(2):
            attempt = Session((client, 42000 + port), (server, 179), SECRET)
            capture.frame(turned_over(attempt.client("S"), 5), bad(key).because("corrupt"))


@constructs(KEYS)
def hint_direction(capture: Capture) -> None:
    """All segments of the server are bad, and all segments of the client are good."""
    for bgp, key in both():
        for payload in bgp_open(), KEEPALIVE, bgp_update(), KEEPALIVE:
            pattern(capture, bgp.client("PA", payload), good(key), "")
            pattern(capture, bgp.server("PA", payload), bad(key), "all in the other are good")


@constructs(KEYS)
def hint_some_data_differs(capture: Capture) -> None:
    """Somebody sends segments in the client's name that are longer than all good ones. Good ones have other data at the
    sequence numbers of the first one; the others are further on."""
    for bgp, key in both():
        for segment in handshake(bgp):
            capture.segment(segment, good(key))
        for _ in range(3):
            capture.segment(bgp.client("PA", KEEPALIVE), good(key))
            capture.segment(bgp.server("PA", KEEPALIVE), good(key))
        for place in range(5):
            forged = bgp.client("PA", 400 * b"?", sequence=bgp.ends[0].sequence + 400 * place, signature=Signature(b"forged"))
            hint = "with 400 or more bytes of data" if place else OTHER_DATA
            capture.segment(forged, bad(key).saying("hint", hint))
        for _ in range(2):
            capture.segment(bgp.client("PA", KEEPALIVE), good(key))
            capture.segment(bgp.server("PA", KEEPALIVE), good(key))


@constructs(KEYS)
def hint_data_differs(capture: Capture) -> None:
    """Somebody sends bad segments in the client's name: with other data than good ones have at the same sequence
    numbers, before these and after them; with the same data; and where no good one is."""
    for bgp, key in both():
        for segment in handshake(bgp):
            capture.segment(segment, good(key))

        def forge(payload: bytes, sequence: int, hint: str) -> None:
            forged = bgp.client("PA", payload, sequence=sequence, signature=Signature(b"forged"))
            capture.segment(forged, bad(key).saying("hint", hint))

        real, number = bgp_open() * 4, bgp.ends[0].sequence
        capture.segment(bgp.client("PA", real), good(key))
        forge(b"?" * 40, number, OTHER_DATA)
        forge(real[:10] + b"?", number, OTHER_DATA)
        forge(real[:40], number, RIGHT_CHECKSUM)
        capture.segment(bgp.server("PA", KEEPALIVE), good(key))
        number = bgp.ends[0].sequence
        forge(b"?" * 19, number, OTHER_DATA)
        forge(b"?" * 30, number - 5, OTHER_DATA)
        forge(b"?" * 30, number + 500, RIGHT_CHECKSUM)
        for payload in KEEPALIVE, bgp_update():
            capture.segment(bgp.client("PA", payload), good(key))
        capture.segment(bgp.server("PA", KEEPALIVE), good(key))
