"""The carriers of segments: IP with its options, extension headers and fragments; tunnels and links."""
# SPDX-License-Identifier: GPL-2.0-or-later

import struct
from ipaddress import ip_address

from .tcp import Segment, checksum

IPV4, IPV6, VLAN, QINQ, MPLS = 0x0800, 0x86DD, 0x8100, 0x88A8, 0x8847
ICMP, IP_IN_IP, TCP, UDP, IPV6_IN_IP, ROUTING, FRAGMENT, GRE, ICMPV6 = 1, 4, 6, 17, 41, 43, 44, 47, 58
HOP_BY_HOP, DESTINATION_OPTIONS = 0, 60
DO_NOT_FRAGMENT, MORE_FRAGMENTS = 0x4000, 0x2000
MAC_ADDRESSES = bytes.fromhex("020000000002 020000000001")


def ipv4(source: str, destination: str, protocol: int, payload: bytes, *, options: bytes = b"",
         identification: int = 1, place: int = DO_NOT_FRAGMENT, total_length: int | None = None) -> bytes:
    length = 20 + len(options)
    if total_length is None:
        total_length = length + len(payload)
    header = struct.pack("!BBHHHBBH", 0x40 | length // 4, 0xC0, total_length, identification,
                         place, 64, protocol, 0)
    header += ip_address(source).packed + ip_address(destination).packed + options
    return header[:10] + checksum(header) + header[12:] + payload


def ipv6(source: str, destination: str, next_header: int, payload: bytes) -> bytes:
    return (struct.pack("!IHBB", 0x6C000000, len(payload), next_header, 64)
            + ip_address(source).packed + ip_address(destination).packed + payload)


def ip(segment: Segment, **fields) -> bytes:
    """Returns a datagram with the segment; FIELDS are arguments of ipv4() or ipv6()."""
    version = ipv6 if ":" in segment.source else ipv4
    return version(segment.source, segment.destination, TCP, segment.encoded(), **fields)


# IPv4 options: kind, length, pointer, addresses; the pointer counts from 1.

def route(kind: int, *hops: str, pointer: int = 4) -> bytes:
    """Returns the option record route (7), loose (131) or strict (137) source route, padded to whole words."""
    addresses = b"".join(ip_address(hop).packed for hop in hops)
    return bytes([kind, 3 + len(addresses), pointer]) + addresses + b"\x00"


ROUTER_ALERT = b"\x94\x04\x00\x00"


# IPv6 extension headers, each with the bytes after it.

def padding_options(next_header: int, payload: bytes) -> bytes:
    """Returns hop-by-hop or destination options with padding only, before PAYLOAD."""
    return bytes([next_header, 0, 1, 4, 0, 0, 0, 0]) + payload


def routing_type_0(next_header: int, payload: bytes, hops: list[str], segments_left: int) -> bytes:
    """Returns a routing header of type 0 (RFC 2460, section 4.4), before PAYLOAD."""
    addresses = b"".join(ip_address(hop).packed for hop in hops)
    return struct.pack("!BBBBI", next_header, 2 * len(hops), 0, segments_left, 0) + addresses + payload


def segment_routing(next_header: int, payload: bytes, hops: list[str], segments_left: int) -> bytes:
    """Returns a segment routing header (RFC 8754), whose list is reversed, before PAYLOAD."""
    addresses = b"".join(ip_address(hop).packed for hop in reversed(hops))
    return struct.pack("!BBBBBBH", next_header, 2 * len(hops), 4, segments_left,
                       len(hops) - 1, 0, 0) + addresses + payload


def ipv6_fragment(next_header: int, payload: bytes, offset: int = 0, more: bool = False,
                  identification: int = 7) -> bytes:
    return struct.pack("!BBHI", next_header, 0, offset | more, identification) + payload


def fragments(segment: Segment, sizes: list[int], identification: int) -> list[bytes]:
    """Returns the fragments of a segment: one of each of SIZES, and one with the rest."""
    rest, at, pieces = segment.encoded(), 0, []
    for size in [*sizes, len(rest) - sum(sizes)]:
        more = at + size < len(rest)
        piece = rest[at:at + size]
        if ":" in segment.source:
            payload = ipv6_fragment(TCP, piece, at, more, identification)
            pieces.append(ipv6(segment.source, segment.destination, FRAGMENT, payload))
        else:
            pieces.append(ipv4(segment.source, segment.destination, TCP, piece, identification=identification,
                               place=at // 8 | (MORE_FRAGMENTS if more else 0)))
        at += size
    return pieces


# ICMP errors: type, code, checksum, 4 bytes that depend on the type, the beginning of the datagram.

def icmp_error(source: str, destination: str, kind: int, code: int, quote: bytes) -> bytes:
    message = bytes([kind, code]) + bytes(6) + quote
    if ":" in source:
        pseudo_header = (ip_address(source).packed + ip_address(destination).packed
                         + struct.pack("!II", len(message), ICMPV6))
        message = message[:2] + checksum(pseudo_header + message) + message[4:]
        return ipv6(source, destination, ICMPV6, message)
    message = message[:2] + checksum(message) + message[4:]
    return ipv4(source, destination, ICMP, message)


# Tunnels and tags.

def ether_type(packet: bytes) -> int:
    return IPV6 if packet[0] >> 4 == 6 else IPV4


def gre(packet: bytes, *, key: int | None = None, with_checksum: bool = False) -> bytes:
    flags = (0x2000 if key is not None else 0) | (0x8000 if with_checksum else 0)
    tail = (struct.pack("!I", key) if key is not None else b"") + packet
    head = struct.pack("!HH", flags, ether_type(packet))
    if with_checksum:
        head += checksum(head + bytes(4) + tail) + bytes(2)
    return head + tail


def vxlan(frame: bytes, network: int = 42) -> bytes:
    """Returns the UDP datagram with an Ethernet frame in VXLAN (RFC 7348), without a UDP checksum."""
    return struct.pack("!HHHHII", 50000, 4789, 16 + len(frame), 0, 0x08000000, network << 8) + frame


def tag(packet: bytes, vlan: int, kind: int | None = None) -> bytes:
    """Returns an 802.1Q tag before PACKET, without the EtherType before the tag, which is VLAN or QINQ."""
    return struct.pack("!HH", vlan, ether_type(packet) if kind is None else kind) + packet


def mpls(packet: bytes, *labels: int) -> bytes:
    stack = b"".join(struct.pack("!I", label << 12 | (place == len(labels)) << 8 | 64)
                     for place, label in enumerate(labels, 1))
    return ethernet(stack + packet, MPLS)


# Links.

def ethernet(payload: bytes, kind: int | None = None) -> bytes:
    return MAC_ADDRESSES + struct.pack("!H", ether_type(payload) if kind is None else kind) + payload


def cooked(packet: bytes) -> bytes:
    """Returns a frame of LINKTYPE_LINUX_SLL: packet type, ARPHRD type (Ethernet), address, protocol."""
    return struct.pack("!HHH8sH", 0, 1, 6, MAC_ADDRESSES[6:] + bytes(2), ether_type(packet)) + packet


def cooked_2(packet: bytes) -> bytes:
    """Returns a frame of LINKTYPE_LINUX_SLL2: protocol, interface 3, ARPHRD type (Ethernet), packet type, address."""
    return struct.pack("!HHIHBB8s", ether_type(packet), 0, 3, 1, 0, 6, MAC_ADDRESSES[6:] + bytes(2)) + packet
