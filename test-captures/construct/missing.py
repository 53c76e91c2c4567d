"""Captures of missing signatures, by the way in which they go missing."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from .capture import START, UNSIGNED_AMONG_SIGNED, Capture, Verdict, constructs, good, unsigned, unverified
from .peers import KEYS, both, session
from .rewritten import signed
from .tcp import END, KEEPALIVE, MSS, NOP, SACK_PERMITTED, Option, Segment, Session, Signature, bgp_open, option

NO_KEY = unverified("no key")


def after(seconds: float) -> str:
    """Returns the time SECONDS after the start of a capture."""
    return (datetime.fromisoformat(START) + timedelta(seconds=seconds)).isoformat()


def handshake(bgp: Session) -> Iterator[Segment]:
    yield bgp.client("S")
    yield bgp.server("SA")
    yield bgp.client("A")


def without(segment: Segment, *instead: Option) -> Segment:
    """Returns the segment with INSTEAD in the place of its signature; its checksum will be right."""
    options = [part for one in segment.options
               for part in (instead if isinstance(one, Signature) else (one,))]
    return replace(segment, options=tuple(options))


def cut_out(segment: Segment) -> Segment:
    """Returns the segment without its signature and the NOPs that align it."""
    return replace(segment, options=tuple(one for one in segment.options if len(one) not in (1, 18)))


@constructs(KEYS)
def cause_options_broken(capture: Capture) -> None:
    """A receiver's walk through the options does not reach the signature, since an option before it has an impossible
    length, or the list ends before it. All kinds of segments. If no signature follows, this is not the cause."""
    impossible, ended = "before the MD5 option has an impossible length", "end-of-list option comes before the MD5"
    ao = option(29, b"\x01\x02" + bytes(12))
    broken = {option(8, b"", 0): impossible, option(2, b"\x05\xb4", 1): impossible, option(5, b"", 60): impossible,
              option(2, b"\x05\xb4", 24): impossible, END: ended, MSS + END * 2: ended}
    for bgp, key in both():
        for flags, payload in ("S", b""), ("PA", bgp_open()), ("A", b""), ("FA", b""), ("R", b""):
            for before, words in broken.items():
                verdict = unsigned(key).because("options broken")
                segment = bgp.client(flags, payload)
                signature = next(one for one in segment.options if isinstance(one, Signature))
                capture.segment(replace(segment, options=(before, signature)), verdict.saying("cause", words))
                capture.segment(replace(segment, options=(before, NOP, NOP, ao)),
                                verdict.saying("cause", words.replace("MD5", "TCP-AO")))
        capture.segment(bgp.server("A"), good(key))
        capture.segment(bgp.client("S", options=(option(8, b"", 0), NOP * 10)), unsigned(key).because("SYN unsigned"))


@constructs(KEYS)
def cause_option_blanked(capture: Capture) -> None:
    """A firewall overwrites signatures with NOPs and corrects the checksum, in one direction and in both."""
    for bgp, key in both():
        blanked = unsigned(key).because("option blanked")
        for segment in handshake(bgp):
            capture.segment(without(segment, NOP * 18), blanked)
        for flags, payload in ("PA", bgp_open()), ("PA", KEEPALIVE), ("FA", b""), ("R", b""):
            capture.segment(without(bgp.client(flags, payload), NOP * 18), blanked)
            capture.segment(bgp.server(flags, payload), good(key))
        # beside other options; 16 NOPs are too short for a signature, although no sender needs so many
        capture.segment(bgp.client("S", options=(MSS, SACK_PERMITTED, NOP * 18)), blanked)
        capture.segment(bgp.client("A", options=(NOP * 16,)), unsigned(key))


@constructs(KEYS)
def cause_option_blanked_in_part(capture: Capture) -> None:
    """A firewall overwrites the kind of the MD5 option, its kind and its length, or the whole option with zeros. Options
    that are as strange, but have no right digest, are not explained so."""
    kinds = [bytes([kind, 18]) for kind in (0, 1, 18, 200, 253)] + [NOP * 2, END * 2]
    for bgp, key in both():
        blanked = unsigned(key).because("option blanked")
        restored = blanked.saying("cause", "the digest is still in it")
        for head in kinds:
            for flags, payload in ("S", b""), ("A", b""), ("PA", bgp_open()), ("FA", b""), ("R", b""):
                segment = bgp.client(flags, payload)
                capture.segment(segment, good(key))
                options = [head + one[2:] if len(one) == 18 else one for one in signed(segment).options]
                capture.segment(replace(segment, options=tuple(options)), restored)
        for head in kinds[3:]:
            stranger = head + bytes(range(100, 116))
            capture.segment(bgp.client("PA", KEEPALIVE, options=(NOP, NOP, stranger)), unsigned(key))
        zeroed = blanked.saying("cause", "overwritten with zeros")
        capture.segment(without(bgp.client("PA", KEEPALIVE), END * 18), zeroed)
        capture.segment(bgp.client("S", options=(MSS, SACK_PERMITTED, NOP * 2, END * 18)), zeroed)
        capture.segment(bgp.client("A", options=(MSS, END * 16)), unsigned(key))


@constructs(KEYS)
def cause_option_removed(capture: Capture) -> None:
    """Captured on both sides of a firewall and merged: each segment occurs with its signature, then without."""
    for bgp, key in both():
        removed = unsigned(key).because("option removed")
        seconds = 0.0 if key == "transit" else 60.0
        for segment in (*handshake(bgp), bgp.client("PA", bgp_open()), bgp.server("PA", bgp_open()),
                        bgp.client("PA", KEEPALIVE), bgp.server("A"), bgp.client("FA")):
            seconds += 1
            capture.segment(segment, good(key), at=after(seconds))
            capture.segment(cut_out(segment), removed, at=after(seconds + 0.004))
        # retransmitted without a signature: the reason is unknown, perhaps the host lost the key
        again = unsigned(key).saying("hint", "header is 20 bytes shorter")
        capture.segment(cut_out(segment), again, at=after(seconds + 0.5))
        capture.segment(cut_out(replace(segment, sequence=1)), again, at=after(seconds + 0.501))


@constructs(KEYS)
def injected(capture: Capture) -> None:
    """Unsigned segments with the sequence numbers of signed ones and other data: of the same length and of others,
    overlapping in part, at once and later. These are not injected: the same data, the same data in other pieces, and
    keep-alives."""
    for bgp, key in both():
        start = 0 if key == "transit" else 60
        for second, segment in enumerate((*handshake(bgp), *(bgp.client("PA", KEEPALIVE) for _ in range(3)))):
            capture.segment(segment, good(key), at=after(start + second))
        forged = unsigned(key).saying("hint", "it was injected")
        neither = unsigned(key).saying("hint", "header is 20 bytes shorter")
        real, other = bgp_open() * 40, b"forged"
        number = bgp.ends[0].sequence
        capture.segment(bgp.client("PA", real), good(key), at=after(start + 10))

        def passes(data: bytes, at: int, verdict: Verdict, seconds: float = 10.05) -> None:
            segment = bgp.client("PA", data, sequence=number + at, signature=None)
            capture.segment(segment, verdict, at=after(start + seconds))

        passes(real, 0, unsigned(key).because("option removed"))
        passes(real[:-1] + b"?", 0, forged)
        passes(real[:-1] + b"?" + other, 0, forged)
        passes(real[:20] + other, 0, forged)
        passes(other, 0, forged)
        passes(other, 20, forged)
        passes(KEEPALIVE[-5:] + other * len(real), -5, forged)
        passes(KEEPALIVE[-5:] + other, -5, forged)
        passes(b"?" * 19, -19, forged)
        passes(real[:100], 0, neither)
        passes(real[10:], 10, neither)
        passes(real + other, 0, neither)
        passes(KEEPALIVE + real, -19, neither)
        passes(other, len(real), neither)
        passes(b"\x00", len(real) - 1, neither)
        passes(b"\x00", -1, neither)
        passes(real[:-1] + b"?", 0, forged, 14)
        passes(real, 0, neither, 15)
        capture.segment(bgp.server("PA", KEEPALIVE), good(key), at=after(start + 16))
        answer = bgp.server("PA", b"x" * 19, sequence=bgp.ends[1].sequence - 19, signature=None)
        capture.segment(answer, forged, at=after(start + 17))


@constructs(KEYS)
def cause_other_authentication(capture: Capture) -> None:
    """A peer uses TCP-AO, or the option of draft-bonica-tcp-auth in 253 and 254."""
    mac = bytes(range(12))
    in_253, in_254 = option(253, b"\x81\x05" + mac), option(254, b"\x02\x3f" + mac)
    ao, fast_open = option(29, b"\x01\x02" + mac), option(254, b"\xf9\x89" + mac)
    for bgp, key in both():
        for segment in (*handshake(bgp), bgp.client("PA", bgp_open()), bgp.server("PA", KEEPALIVE)):
            for name, one in ("253", in_253), ("254", in_254):
                verdict = unsigned(key).because("other authentication")
                capture.segment(with_option(segment, one),
                                verdict.saying("cause", f"draft-bonica-tcp-auth, option {name}"))
        # TCP Fast Open in an experimental option, RFC 7413 appendix A, of the same length
        capture.segment(with_option(segment, fast_open), unsigned(key))
    bgp = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), None)
    for segment in handshake(bgp):
        capture.segment(with_option(segment, ao), unverified("no key")
                        .because("other authentication").saying("cause", "TCP-AO, option 29"))


def with_option(segment: Segment, one: bytes) -> Segment:
    bare = cut_out(segment)
    return replace(bare, options=(*bare.options, one))


@constructs(KEYS)
def cause_rst_unsigned(capture: Capture) -> None:
    """RSTs of hosts without a key: at the end of a session, ignored, from a device on the path, and in answer to a
    SYN."""
    def established(number: int, port: int) -> Session:
        bgp = Session(("192.0.2.1", port), ("192.0.2.2", 179), session().secret)
        for place, segment in enumerate((*handshake(bgp), bgp.client("PA", KEEPALIVE), bgp.server("A"))):
            capture.segment(segment, good("transit"), at=after(60 * number + place))
        return bgp

    def reset(what: str) -> Verdict:
        return unsigned("transit").because("RST unsigned").saying("cause", what)

    ends = established(0, 40001)
    capture.segment(ends.server("R", signature=None), reset("nothing of the connection follows it"), at=after(20))

    ignored = established(1, 40002)
    lost = reset("the other end ignored it and went on")
    for second in 20, 21, 23:
        capture.segment(ignored.server("R", signature=None), lost, at=after(60 + second))
        capture.segment(ignored.client("A"), good("transit"), at=after(60 + second + 0.1))
    capture.segment(ignored.client("A"), good("transit"), at=after(60 + 27))

    foreign = established(2, 40003)
    capture.segment(foreign.server("R", signature=None),
                    reset("RST unsigned: its alleged sender went on to sign: a device on the path sent it")
                    .saying("cure", "[Cure: look for what sends RSTs in its name"), at=after(120 + 20))
    capture.segment(foreign.server("PA", KEEPALIVE), good("transit"), at=after(120 + 30))

    refused = Session(("192.0.2.1", 40004), ("192.0.2.2", 179), session().secret)
    capture.segment(refused.client("S"), good("transit"), at=after(180))
    capture.segment(refused.server("RA", signature=None), unsigned("transit").because("RST unsigned"),
                    at=after(180.001))
    # another connection on the same ports, an hour later
    again = Session(("192.0.2.1", 40004), ("192.0.2.2", 179), session().secret, first=555000)
    for place, segment in enumerate((*handshake(again), again.client("PA", KEEPALIVE))):
        capture.segment(segment, good("transit"), at=after(3600 + place))

    closed = Session(("192.0.2.1", 40005), ("192.0.2.2", 179), session().secret)
    for second in range(2):
        capture.segment(closed.client("S", sequence=1000), good("transit"), at=after(3660 + second))
        capture.segment(closed.server("RA", signature=None),
                        reset("it answers a SYN: its sender does not listen on that port")
                        .saying("cure", "[Cure: configure the session on the sender of the RST"),
                        at=after(3660.001 + second))


@constructs(KEYS)
def cause_syn_unsigned(capture: Capture) -> None:
    """Peers without a key connect. They get no answer, an answer without a signature, or an RST. One peer has a key,
    but a firewall removes the signature of its SYN."""
    for bgp, key in both():
        call = bgp.client("S", signature=None)
        opening = unsigned(key).because("SYN unsigned")
        for second in 1, 2, 4:
            capture.segment(call, opening.saying("cause", "it is never answered"),
                            at=after(second if key == "transit" else 60 + second))
    unkeyed = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), None)
    capture.segment(unkeyed.client("S"), opening_of("transit"))
    capture.segment(unkeyed.server("SA"), unsigned("transit"))
    for flags in "A", "PA":
        capture.segment(unkeyed.client(flags), unsigned("transit"))
        capture.segment(unkeyed.server(flags), unsigned("transit"))
    refused = Session(("192.0.2.1", 40003), ("192.0.2.2", 179), None)
    capture.segment(refused.client("S"), opening_of("transit"))
    capture.segment(refused.server("RA"), unsigned("transit").because("RST unsigned")
                    .saying("cause", "RST unsigned: it answers an unsigned segment")
                    .saying("cure", "[Cure: find out why the other end does not sign"))
    stripped = Session(("192.0.2.1", 40004), ("192.0.2.2", 179), session().secret)
    for second, segment in enumerate((cut_out(stripped.client("S")), stripped.server("SA"), stripped.client("A"))):
        verdict = opening_of("transit").saying("cause", "its sender signs other segments") \
            .saying("cure", "removes TCP option 19 from SYNs") if second == 0 else good("transit")
        capture.segment(segment, verdict, at=after(200 + second))


def opening_of(key: str) -> Verdict:
    return unsigned(key).because("SYN unsigned")


@constructs(KEYS + """
key once
    ends    192.0.2.1 192.0.2.3
    secret  "correct horse"
""")
def cause_one_side_unsigned(capture: Capture) -> None:
    """The client signs and the server does not, and the reverse. A server sends one unsigned segment only."""
    for bgp, key in both():
        unsigned_side = unsigned(key).because("one side unsigned") \
            .saying("cause", "the sender has no key, or a device before the capture strips TCP option 19") \
            .saying("cure", "[Cure: check the sender's password and firewalls in between")
        third = good(key).saying("receiver", "retransmitted 2 times")
        for verdict in good(key), good(key), third:
            capture.segment(bgp.client("S", sequence=1000), verdict)
            capture.segment(bgp.server("SA", sequence=5000, signature=None), unsigned_side)
    bgp = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), session().secret)
    capture.segment(bgp.client("S", signature=None), opening_of("transit"))
    capture.segment(bgp.server("SA"), good("transit"))
    for payload in bgp_open(), KEEPALIVE:
        capture.segment(bgp.client("PA", payload, signature=None),
                        unsigned("transit").because("one side unsigned"))
        capture.segment(bgp.server("PA", payload), good("transit"))
    bgp = Session(("192.0.2.1", 40003), ("192.0.2.3", 179), session().secret)
    capture.segment(bgp.client("S"), good("once"))
    capture.segment(bgp.server("SA", signature=None), unsigned("once"))


@constructs(keys=None)
def cause_one_side_unsigned_early(capture: Capture) -> None:
    """No keys. The client's unsigned segments come before the first signed one of the other end."""
    early = UNSIGNED_AMONG_SIGNED.because("one side unsigned")
    bgp = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), session().secret)
    opening = UNSIGNED_AMONG_SIGNED.because("SYN unsigned")
    capture.segment(bgp.client("S", signature=None), opening)
    capture.segment(bgp.client("A", signature=None), early)
    capture.segment(bgp.client("S", signature=None, sequence=1000, options=(NOP * 20,)),
                    UNSIGNED_AMONG_SIGNED.because("option blanked"))
    capture.segment(bgp.server("SA"), NO_KEY)
    capture.segment(bgp.client("A", signature=None), early)
    capture.segment(bgp.client("R", signature=None), UNSIGNED_AMONG_SIGNED.because("RST unsigned"))
