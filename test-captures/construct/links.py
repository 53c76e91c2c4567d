"""Captures of signed segments in links and tunnels of many kinds."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable

from .capture import COOKED, COOKED_2, RAW, Capture, bad, constructs, good, unsigned
from .carriers import (GRE, IP_IN_IP, IPV6_IN_IP, QINQ, UDP, VLAN, cooked, cooked_2, ethernet, gre, ip, ipv4,
                       ipv6, mpls, tag, vxlan)
from .peers import KEYS, WRONG, both, session
from .tcp import KEEPALIVE, bgp_open


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


def conversations(capture: Capture, link: Callable[[bytes], bytes]) -> None:
    """Two short ones, over IPv4 and IPv6, with a wrong digest near the end of each."""
    for bgp, key in both():
        capture.frame(link(ip(bgp.client("S"))), good(key))
        capture.frame(link(ip(bgp.server("SA"))), good(key))
        capture.frame(link(ip(bgp.client("A"))), good(key))
        capture.frame(link(ip(bgp.client("PA", bgp_open()))), good(key))
        capture.frame(link(ip(bgp.server("PA", bgp_open(), secret=WRONG))), bad(key))
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
    """Without a link header (LINKTYPE_RAW), as tunnel devices are captured."""
    conversations(capture, bytes)
