"""Captures of segments with IP options, extension headers, fragments, and in ICMP errors."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable
from dataclasses import replace

from .capture import NOTHING, Capture, bad, constructs, good, unsigned, unverified
from .carriers import (DESTINATION_OPTIONS, FRAGMENT, HOP_BY_HOP, ROUTER_ALERT, ROUTING, TCP, ethernet,
                       fragments, icmp_error, ip, ipv4, ipv6, ipv6_fragment, padding_options, route,
                       routing_type_0, segment_routing)
from .peers import KEYS, SECRET, WRONG, both, session, session_6
from .tcp import KEEPALIVE, NOP, Session, Signature, bgp_update, option

TABLE = bgp_update() * 30


@constructs(KEYS)
def ipv6_extensions(capture: Capture) -> None:
    """Extension headers: the pseudo-header has none of their length, and a routing header's
    final destination. In it, 2001:db8::a is a hop on the way to 2001:db8::2."""
    hop, final = "2001:db8::a", "2001:db8::2"
    bgp = session_6()

    def pair(destination: str, first_header: int, extend: Callable[[int, bytes], bytes]) -> None:
        for secret, verdict in (SECRET, good("transit-6")), (WRONG, bad("transit-6")):
            extended = extend(TCP, bgp.client("PA", KEEPALIVE, secret=secret).encoded())
            capture.frame(ethernet(ipv6("2001:db8::1", destination, first_header, extended)), verdict)

    pair(final, HOP_BY_HOP, padding_options)
    pair(final, DESTINATION_OPTIONS, padding_options)
    pair(final, FRAGMENT, ipv6_fragment)
    pair(hop, ROUTING, lambda *what: routing_type_0(*what, [hop, final], segments_left=1))
    pair(final, ROUTING, lambda *what: routing_type_0(*what, [hop, hop], segments_left=0))
    pair(hop, ROUTING, lambda *what: segment_routing(*what, [hop, final], segments_left=1))
    pair(final, ROUTING, lambda *what: segment_routing(*what, [hop, final], segments_left=0))
    pair(hop, HOP_BY_HOP, lambda *what: padding_options(ROUTING, routing_type_0(
        DESTINATION_OPTIONS, padding_options(*what), [final], segments_left=1)))
    astray = replace(bgp.client("PA", KEEPALIVE), destination=hop)      # signed for the hop, as its checksum
    routed = routing_type_0(TCP, astray.encoded(), [final], segments_left=1)
    capture.frame(ethernet(ipv6("2001:db8::1", hop, ROUTING, routed)), bad("transit-6").because("corrupt"))


@constructs(KEYS)
def ipv4_source_route(capture: Capture) -> None:
    """IPv4 options: with a source route that has hops left, the pseudo-header has its final destination.
    In it, 192.0.2.10 is a hop on the way to 192.0.2.2."""
    hop, final = "192.0.2.10", "192.0.2.2"
    loose, strict, record = 131, 137, 7
    bgp = session()
    ways = [(hop, route(loose, "192.0.2.11", final)),
            (hop, route(strict, final)),
            (hop, NOP * 4 + route(loose, final)),
            (final, route(loose, "192.0.2.10", "192.0.2.11", pointer=12)),      # no hops are left
            (final, route(record, "192.0.2.10", "0.0.0.0", pointer=8)),
            (final, ROUTER_ALERT)]
    for destination, options in ways:
        for secret, verdict in (SECRET, good("transit")), (WRONG, bad("transit")):
            payload = bgp.client("PA", KEEPALIVE, secret=secret).encoded()
            capture.frame(ethernet(ipv4("192.0.2.1", destination, TCP, payload, options=options)), verdict)
    astray = replace(bgp.client("PA", KEEPALIVE), destination=hop).encoded()    # signed for the hop
    capture.frame(ethernet(ipv4("192.0.2.1", hop, TCP, astray, options=route(loose, final))),
                  bad("transit").because("corrupt"))    # so the checksum is for the hop, too


@constructs(KEYS)
def fragments_complete(capture: Capture) -> None:
    """Segments in IP fragments, all of them captured. The verdict is on the frame that completes a datagram."""
    ways = [([728], [0, 1], SECRET), ([728], [1, 0], SECRET), ([480, 480], [2, 0, 1], SECRET),
            ([8, 16, 400], [0, 1, 2, 3], SECRET), ([728], [0, 1], WRONG), ([480, 480], [1, 2, 0], WRONG)]
    for bgp, key in both():
        capture.segment(bgp.client("PA", KEEPALIVE), good(key))
        for name, (sizes, order, secret) in enumerate(ways):
            pieces = fragments(bgp.client("PA", TABLE, secret=secret), sizes, name)
            for which in order[:-1]:
                capture.frame(ethernet(pieces[which]), NOTHING)
            capture.frame(ethernet(pieces[order[-1]]), good(key) if secret is SECRET else bad(key))
        first, last = fragments(bgp.client("PA", TABLE, signature=None), [728], 50)
        capture.frame(ethernet(first), NOTHING)
        capture.frame(ethernet(last), unsigned(key))


@constructs(KEYS)
def fragments_beyond_mss(capture: Capture) -> None:
    """Segments longer than their receiver's MSS in IP fragments: no NIC will split these."""
    for bgp, key in both():
        for flags in "SA", "S":
            send = bgp.server if flags == "SA" else bgp.client
            capture.segment(send(flags, options=(b"\x02\x04\x02\x18", NOP, NOP, Signature(bgp.secret))), good(key))
        for name, send in enumerate([bgp.client, bgp.server]):
            first, last = fragments(send("PA", TABLE), [728], name)
            capture.frame(ethernet(first), NOTHING)
            capture.frame(ethernet(last), good(key))


@constructs(KEYS)
def fragments_missing(capture: Capture) -> None:
    """Segments in IP fragments, one of which was not captured, so nothing shows whether the digest is right. Wireshark
    gives such a first fragment to TCP only with ip.defragment and ipv6.defragment off."""
    missing = unverified("fragment missing")
    for bgp, key in both():
        for name, kept in enumerate([[0], [0, 2], [2, 0], [1, 2]]):
            pieces = fragments(bgp.client("PA", TABLE), [480, 480], name)
            for which in kept:
                capture.frame(ethernet(pieces[which]), NOTHING if which else missing)
        for name, (segment, size, verdict) in enumerate([
                (bgp.client("PA", TABLE, secret=WRONG), 728, missing),
                (bgp.client("PA", TABLE, signature=None), 728, unsigned(key)),
                (bgp.client("PA", TABLE), 24, missing)], 20):       # the header continues in the next fragment
            capture.frame(ethernet(fragments(segment, [size], name)[0]), verdict)
        capture.segment(bgp.client("PA", KEEPALIVE), good(key))
        capture.segment(bgp.client("PA", KEEPALIVE, secret=WRONG), bad(key))
    stranger = Session(("192.0.2.3", 40003), ("192.0.2.4", 8080), None).client("PA", TABLE)
    capture.frame(ethernet(fragments(stranger, [728], 30)[0]), NOTHING)


@constructs(KEYS)
def tso_length_zero(capture: Capture) -> None:
    """Frames in a sender's capture, before its NIC splits them, with an IPv4 total length of 0."""
    bgp = session()

    def frame(verdict: object, captured: int | None = None, **other) -> None:
        segment = bgp.client("PA", TABLE * 3, **other)
        capture.frame(ethernet(ip(segment, total_length=0)), verdict, captured=captured)

    frame(good("transit"))
    frame(bad("transit"), secret=WRONG)
    frame(unsigned("transit"), signature=None)
    frame(unverified("cut short"), captured=96)
    capture.segment(bgp.server("A"), good("transit"))


@constructs(KEYS)
def icmp_quotes(capture: Capture) -> None:
    """ICMP errors that quote a segment, all of it or its beginning. A quoted segment gets no verdict as good or bad.
    One without a signature gets none at all, even if its connection has a key."""
    quoted = unverified("quoted")
    for (bgp, key), ip_header in zip(both(), (20, 40)):
        end = bgp.ends[0].address

        def error(kind: int, code: int, quote: bytes, verdict: object) -> None:
            capture.frame(ethernet(icmp_error(end[:-1] + "9", end, kind, code, quote)), verdict)

        too_big, time_exceeded = ((3, 4), (11, 0)) if key == "transit" else ((2, 0), (3, 0))
        error(*too_big, ip(bgp.client("PA", KEEPALIVE)), quoted)
        error(*too_big, ip(bgp.client("PA", KEEPALIVE, secret=WRONG)), quoted)
        error(*too_big, ip(bgp.client("PA", KEEPALIVE))[:ip_header + 40], quoted)       # without the payload
        error(*too_big, ip(bgp.client("PA", KEEPALIVE))[:ip_header + 30], quoted)       # within the digest
        error(*too_big, ip(bgp.client("PA", KEEPALIVE))[:ip_header + 8], NOTHING)       # the minimum of RFC 792
        error(*too_big, ip(bgp.client("PA", KEEPALIVE, signature=None)), NOTHING)
        error(*too_big, ip(bgp.client("PA", KEEPALIVE, options=(option(19, bytes(5)),))), quoted)
        error(*time_exceeded, ip(bgp.client("S")), quoted)
        capture.segment(bgp.client("PA", KEEPALIVE), good(key))
        capture.segment(bgp.server("PA", KEEPALIVE, secret=WRONG), bad(key))
