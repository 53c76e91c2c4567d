"""Captures of signed segments in links and tunnels of many kinds."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable

from .capture import COOKED, COOKED_2, RAW, Capture, bad, constructs, good, unsigned, unverified
from .carriers import (DESTINATION_OPTIONS, GRE, IP_IN_IP, IPV6_IN_IP, QINQ, TCP, UDP, VLAN, cooked, cooked_2,
                       ethernet, fragments, gre, icmp_error, ip, ipv4, ipv6, mpls, padding_options, route, tag,
                       vxlan)
from .missing import handshake
from .peers import KEYS, SECRET, WRONG, both, session
from .tcp import END, KEEPALIVE, MSS, NOP, SACK_PERMITTED, Segment, Session, Signature, bgp_open, option

AO = option(29, bytes([1, 2]) + bytes(12))
SHORT = unverified("cut short")


def over_ipv4(protocol: int, payload: bytes) -> bytes:
    return ethernet(ipv4("198.51.100.1", "198.51.100.2", protocol, payload))


def over_ipv6(protocol: int, payload: bytes) -> bytes:
    return ethernet(ipv6("2001:db8:ff::1", "2001:db8:ff::2", protocol, payload))


def ip_protocol(packet: bytes) -> int:
    return IPV6_IN_IP if packet[0] >> 4 == 6 else IP_IN_IP


WAYS: list[Callable[[bytes], bytes]] = [
    lambda packet: ethernet(tag(packet, 100), VLAN),
    lambda packet: ethernet(tag(tag(packet, 100), 7, VLAN), QINQ),
    lambda packet: mpls(packet, 16),
    lambda packet: mpls(packet, 16, 17),
    lambda packet: over_ipv4(GRE, gre(packet)),
    lambda packet: over_ipv4(GRE, gre(packet, key=5, with_checksum=True)),
    lambda packet: over_ipv6(GRE, gre(packet)),
    lambda packet: over_ipv4(ip_protocol(packet), packet),
    lambda packet: over_ipv6(ip_protocol(packet), packet),
    lambda packet: over_ipv4(UDP, vxlan(ethernet(packet))),
    lambda packet: ethernet(packet) + bytes(6),
]


@constructs(KEYS)
def encapsulations(capture: Capture) -> None:
    """Segments inside VLAN tags, MPLS, GRE, IP in IP, VXLAN, and with bytes after them in the frame."""
    for bgp, key in both():
        for way in WAYS:
            capture.frame(way(ip(bgp.client("PA", KEEPALIVE))), good(key))
            capture.frame(way(ip(bgp.server("PA", KEEPALIVE, secret=WRONG))), bad(key))
    reset = ethernet(ip(session().client("R", signature=None)))
    capture.frame(reset.ljust(60, b"\x00"), unsigned("transit").because("RST unsigned"))


def mirrored(packet: bytes, end: int) -> bytes:
    """Returns the packet truncated by a mirror port, with unchanged lengths in its headers."""
    return packet[:len(packet) - end]


@constructs(KEYS)
def mirror_port(capture: Capture) -> None:
    """A mirror port cuts frames, and their recorded lengths as well, so only the IP header shows that bytes are
    missing: in the data, in the options, in the header, in tunnels, behind extension headers, and with a frame check
    sequence. If the digest matches the captured bytes, the segment is Good all the same. Complete segments are
    verified."""
    for bgp, key in both():
        def mirror(segment: Segment, end: int, verdict: object = SHORT) -> None:
            capture.frame(ethernet(mirrored(ip(segment), end)), verdict)

        for segment in handshake(bgp):
            capture.segment(segment, good(key))
        for end in 1, 18, 19:
            mirror(bgp.client("PA", KEEPALIVE), end)
            mirror(bgp.client("PA", KEEPALIVE, secret=WRONG), end)
            mirror(bgp.server("PA", bgp_open()), end)
        for end in 20, 30, 38, 40, 43, 44, 55:          # in the options, the header and before it
            mirror(bgp.client("PA", KEEPALIVE), end)
        mirror(bgp.client("PA", KEEPALIVE, options=(AO,)), 4, SHORT.because("other authentication"))
        mirror(bgp.client("PA", KEEPALIVE, signature=None), 4, unsigned(key))
        mirror(bgp.client("A", options=(MSS, NOP, NOP, SACK_PERMITTED), signature=None), 2)
        for behind in (MSS,), (END, NOP, NOP, NOP), (NOP * 12,):        # in the header, but after the signature
            mirror(bgp.client("A", options=(NOP, NOP, Signature(bgp.secret), *behind)), 3)
        for way in WAYS[:-1]:
            for segment in bgp.client("PA", bgp_open()), bgp.server("PA", bgp_open(), secret=WRONG):
                capture.frame(mirrored(way(ip(segment)), 10), SHORT)
        segment = bgp.client("PA", bgp_open())
        capture.frame(ethernet(mirrored(ip(segment), 20)) + b"FCS.", SHORT)
        capture.frame(ethernet(ip(bgp.client("A"))).ljust(120, b"\x00"), good(key))
        capture.segment(bgp.server("PA", KEEPALIVE, secret=WRONG), bad(key))
    bgp = session()
    fitting = bgp.client("PA", KEEPALIVE)
    capture.frame(ethernet(ip(fitting, total_length=200)), good("transit"))
    capture.frame(ethernet(ip(bgp.client("PA", KEEPALIVE, secret=WRONG), total_length=200)), SHORT)
    route_option = route(7, "198.51.100.1", "198.51.100.2")
    data = bgp.client("PA", KEEPALIVE).encoded()
    capture.frame(ethernet(mirrored(ipv4("192.0.2.1", "192.0.2.2", TCP, data, options=route_option), 5)), SHORT)
    far = both()[1][0]
    data = padding_options(TCP, far.client("PA", KEEPALIVE).encoded())
    capture.frame(ethernet(mirrored(ipv6("2001:db8::1", "2001:db8::2", DESTINATION_OPTIONS, data), 5)), SHORT)
    hidden = Session(("192.0.2.3", 40003), ("192.0.2.4", 179), SECRET)      # without a key
    capture.frame(ethernet(mirrored(ip(hidden.client("PA", bgp_open())), 9)), SHORT)
    capture.frame(ethernet(mirrored(ip(hidden.client("PA", bgp_open())), 50)), SHORT)
    error = icmp_error("192.0.2.9", "192.0.2.1", 3, 4, ip(bgp.client("PA", KEEPALIVE)))
    capture.frame(ethernet(mirrored(error, 9)), unverified("quoted"))
    first, last = fragments(bgp.client("PA", bytes(1000)), [728], 50)
    capture.frame(ethernet(first), None)
    capture.frame(ethernet(last), good("transit"))
    capture.frame(ethernet(mirrored(first, 9)), SHORT)


def conversations(capture: Capture, link: Callable[[bytes], bytes]) -> None:
    """Adds two short sessions, over IPv4 and IPv6; at their ends, a wrong digest and a frame cut by a mirror port."""
    for bgp, key in both():
        capture.frame(link(ip(bgp.client("S"))), good(key))
        capture.frame(link(ip(bgp.server("SA"))), good(key))
        capture.frame(link(ip(bgp.client("A"))), good(key))
        capture.frame(link(ip(bgp.client("PA", bgp_open()))), good(key))
        capture.frame(link(ip(bgp.server("PA", bgp_open(), secret=WRONG))), bad(key))
        capture.frame(link(mirrored(ip(bgp.client("PA", bgp_open())), 7)), SHORT)
        capture.frame(link(ip(bgp.client("R", signature=None))), unsigned(key).because("RST unsigned"))


@constructs(KEYS, link_type=COOKED)
def cooked_link(capture: Capture) -> None:
    """Captured on Linux's device `any` (LINKTYPE_LINUX_SLL)."""
    conversations(capture, cooked)


@constructs(KEYS, link_type=COOKED_2)
def cooked_link_2(capture: Capture) -> None:
    """Captured on Linux's device `any` (LINKTYPE_LINUX_SLL2)."""
    conversations(capture, cooked_2)


@constructs(KEYS, link_type=RAW)
def raw_ip(capture: Capture) -> None:
    """Captured without a link header (LINKTYPE_RAW), as on tunnel devices."""
    conversations(capture, bytes)
