"""Captures of segments with a field that was rewritten after signing."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from dataclasses import replace

from .capture import Capture, Verdict, bad, constructs, good, unverified
from .peers import KEYS, both
from .tcp import FLAGS, KEEPALIVE, NOP, SACK_PERMITTED, Segment, Session, bgp_open, option

KINDS = ("S", b""), ("A", b""), ("PA", KEEPALIVE), ("PA", bgp_open() + KEEPALIVE), ("FA", b""), ("R", b"")
NO_KEY = unverified("no key")


def kinds(bgp: Session) -> Iterator[Segment]:
    """Yields a segment of each kind from both ends."""
    for flags, payload in KINDS:
        yield bgp.client(flags, payload)
        yield bgp.server("SA" if flags == "S" else flags, payload)


def signed(segment: Segment) -> Segment:
    """Returns the segment with its digest computed, so that later changes do not affect it."""
    return replace(segment, options=tuple(map(segment.encoded_option, segment.options)))


def rewritten(capture: Capture, segment: Segment, verdict: Verdict, **fields: object) -> None:
    capture.segment(replace(signed(segment), **fields), verdict)


def bits(flags: str) -> str:
    """Returns the twelve bits after the data offset, as Wireshark shows them."""
    return f"0x{sum(FLAGS[letter] for letter in flags):04x}"


TRANSLATED = {"192.0.2.1": "203.0.113.1", "192.0.2.2": "203.0.113.2",
              "2001:db8::1": "2001:db8:1::1", "2001:db8::2": "2001:db8:1::2"}
# Has a key for a translated address, so a key applies to the segment, but not the one that signed it.
TRANSLATION_KEYS = KEYS + """
key gateway
    ends    203.0.113.2 192.0.2.1
    secret  "quite another"
"""


@constructs(TRANSLATION_KEYS)
def cause_source_address(capture: Capture) -> None:
    """Either end's address was translated in transit, in IPv4 and IPv6; one translated address has a key."""
    for bgp, _ in both():
        for segment in kinds(bgp):
            new = TRANSLATED[segment.source]
            verdict = bad("gateway") if new == "203.0.113.2" else NO_KEY
            rewritten(capture, segment, verdict.because("source address", source=segment.source), source=new)


@constructs(TRANSLATION_KEYS)
def cause_destination_address(capture: Capture) -> None:
    """The destination address of either end was translated in transit, in IPv4 and IPv6."""
    for bgp, _ in both():
        for segment in kinds(bgp):
            new, was = TRANSLATED[segment.destination], {"destination": segment.destination}
            verdict = bad("gateway") if new == "203.0.113.2" else NO_KEY
            rewritten(capture, segment, verdict.because("destination address", **was), destination=new)


@constructs(KEYS + """
key gateway
    ends    203.0.113.1 203.0.113.2
    secret  "quite another"
""")
def cause_both_addresses(capture: Capture) -> None:
    """Both addresses were translated in transit, in IPv4 and IPv6; the translated IPv4 ones have a key."""
    for bgp, key in both():
        verdict = bad("gateway") if key == "transit" else NO_KEY
        for segment in kinds(bgp):
            was = {"source": segment.source, "destination": segment.destination}
            rewritten(capture, segment, verdict.because("both addresses", **was),
                      source=TRANSLATED[segment.source], destination=TRANSLATED[segment.destination])


@constructs(KEYS)
def cause_source_port(capture: Capture) -> None:
    """The client's port was translated in transit, and so was a server's port that the key has."""
    for bgp, key in both():
        for segment in kinds(bgp):
            here, there = segment.ports
            verdict = (NO_KEY if here == 179 else bad(key)).because("source port", srcport=here)
            rewritten(capture, segment, verdict, ports=(61234, there))


@constructs(KEYS)
def cause_destination_port(capture: Capture) -> None:
    """The port of the client, to which the server sends, was translated in transit, and so was the server's."""
    for bgp, key in both():
        for segment in kinds(bgp):
            here, there = segment.ports
            verdict = (NO_KEY if there == 179 else bad(key)).because("destination port", dstport=there)
            rewritten(capture, segment, verdict, ports=(here, 61234))


@constructs(KEYS)
def cause_window(capture: Capture) -> None:
    """The window was reduced in transit; in a later segment of each end, to another value."""
    for bgp, key in both():
        for segment in kinds(bgp):
            rewritten(capture, segment, bad(key).because("window", window=4096), window=1000)
        for window in 65535, 0:
            segment = bgp.client("A", window=window)
            rewritten(capture, segment, bad(key).because("window", window=window), window=1000)


@constructs(KEYS)
def cause_window_shaped(capture: Capture) -> None:
    """A shaper gives every segment of several connections another window, up to the last one. The senders' own windows
    shrink as data arrive, and grow again."""
    for number in range(6):
        for bgp, key in both():
            bgp.ends[0].port += number
            for place in range(8):
                window = 64240 - 1460 * place - 19 * number
                payload = (b"", KEEPALIVE, bgp_open(), b"", (KEEPALIVE * 80)[:1460])[place % 5]
                for sender in bgp.client, bgp.server:
                    segment = sender("PA" if payload else "A", payload, window=window)
                    rewritten(capture, segment, bad(key).because("window", window=window),
                              window=900 + 37 * place + 300 * number)


@constructs(KEYS)
def cause_flags(capture: Capture) -> None:
    """ECN bits, NS, PSH and the reserved bits were cleared in transit, or set."""
    for bgp, key in both():
        for was, now in (("SEC", "S"), ("SECN", "S"), ("PAE", "PA"), ("PAC", "PA"), ("PA", "A"), ("A", "PA"),
                         ("PAN", "PA"), ("PAXYZ", "PA"), ("A", "AX"), ("A", "AN"), ("FPA", "FA")):
            payload = b"" if "S" in was else KEEPALIVE
            for segment in bgp.client(was, payload), bgp.server(was, payload):
                rewritten(capture, segment, bad(key).because("flags", flags=bits(was)), flags=now)


@constructs(KEYS)
def cause_window_and_flags(capture: Capture) -> None:
    """Two devices rewrite the window and the flags of a segment: ECN bits of SYNs, whose windows nobody knows, and PSH,
    after an unchanged segment has shown the window. Then one clears URG and the urgent pointer, too, once an ACK has
    proven the window."""
    for bgp, key in both():
        for was in "SEC", "SECN":
            segment = bgp.client(was, window=64240)
            cause = bad(key).because("window", window=64240, flags=bits(was))
            rewritten(capture, segment, cause, window=1000, flags="S")
        for was in "SAE", "SAC", "SAN":
            segment = bgp.server(was, window=65535)
            cause = bad(key).because("window", window=65535, flags=bits(was))
            rewritten(capture, segment, cause, window=1001, flags="SA")
        for sender in bgp.client, bgp.server:
            capture.segment(sender("A", window=64000), good(key))
            cause = bad(key).because("window", window=64000, flags=bits("PA"))
            rewritten(capture, sender("PA", KEEPALIVE, window=64000), cause, window=1000, flags="A")
            rewritten(capture, sender("A", window=501), bad(key).because("window", window=501), window=1000)
            cause = bad(key).because("window", window=501, flags=bits("PAU"), urgent_pointer=19)
            segment = sender("PAU", KEEPALIVE, window=501, urgent=19)
            rewritten(capture, segment, cause, window=1000, flags="PA", urgent=0)


@constructs(KEYS)
def cause_urgent_pointer(capture: Capture) -> None:
    """The urgent pointer was cleared in transit, with URG or without it, or set."""
    for bgp, key in both():
        for flags, was, now in ("PAU", 19, 0), ("PA", 19, 0), ("PA", 19, 7), ("PA", 0, 19):
            segment = bgp.client(flags, KEEPALIVE, urgent=was)
            rewritten(capture, segment, bad(key).because("urgent pointer", urgent_pointer=was), urgent=now)
        for pointer, payload in (19, KEEPALIVE), (1, bgp_open()), (65535, KEEPALIVE), (0, KEEPALIVE), (700, b""):
            for sender in bgp.client, bgp.server:       # the data are no longer urgent
                segment = sender("PAU", payload, urgent=pointer)
                was = {"flags": bits("PAU"), "urgent_pointer": pointer} if pointer else {"flags": bits("PAU")}
                cause = "urgent pointer" if pointer else "flags"
                rewritten(capture, segment, bad(key).because(cause, **was), flags="PA", urgent=0)


@constructs(KEYS)
def cause_data_offset(capture: Capture) -> None:
    """Options were added or removed in transit, which changes the data offset; the data are the same."""
    timestamps = NOP + NOP + b"\x08\x0a" + bytes(8)
    for bgp, key in both():
        for segment in kinds(bgp):
            was = bad(key).because("data offset", hdr_len=segment.header_length)
            options = signed(segment).options
            rewritten(capture, segment, was, options=(*options, SACK_PERMITTED, NOP, NOP))      # with an option added
            if segment.header_length + len(timestamps) <= 60:
                rewritten(capture, segment, was, options=(timestamps, *options))
        for segment in kinds(bgp):
            longer = replace(segment, options=(timestamps, *segment.options))
            was = bad(key).because("data offset", hdr_len=longer.header_length)
            rewritten(capture, longer, was, options=signed(longer).options[1:])                 # with an option removed
        clamped = signed(bgp.client("S"))       # no MD5 signature covers options
        capture.segment(replace(clamped, options=(*clamped.options[:-1], option(2, b"\x04\xb0"))), good(key))
        capture.segment(replace(clamped, options=(*clamped.options[:-1], *[NOP] * 4)), good(key))
