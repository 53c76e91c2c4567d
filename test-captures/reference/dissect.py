"""Finds the TCP segment in a frame and its tunnels, with the addresses that its signer used."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .fragments import Reassembly
from .pcapng import Frame

ICMP_ERRORS = {3, 4, 5, 11, 12}     # unreachable, quench, redirect, time exceeded, parameter problem
ICMPV6_ERRORS = {1, 2, 3, 4}        # unreachable, packet too big, time exceeded, parameter problem
SOURCE_ROUTES = {131, 137}          # loose, strict
VXLAN_PORT = 4789


class NotCaptured(Exception):
    """The capture lacks a header before the segment."""


@dataclass(frozen=True)
class Stretch:
    """Some captured bytes, and their length on the wire."""
    data: bytes
    length: int

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.part(at, size), "big")

    def part(self, at: int, size: int) -> bytes:
        if len(self.data) < at + size:
            raise NotCaptured
        return self.data[at:at + size]

    def after(self, count: int) -> "Stretch":
        return Stretch(self.data[count:], max(self.length - count, 0))

    def first(self, count: int) -> "Stretch":
        return Stretch(self.data[:count], count)

    def whole(self) -> bool:
        return len(self.data) >= self.length


@dataclass(frozen=True)
class Carrier:
    """What the headers before some bytes tell about these bytes."""
    frame: Frame
    source: bytes = b""         # as in TCP's pseudo-header: the final destination
    destination: bytes = b""
    quoted: bool = False        # inside an ICMP error
    fragment: bool = False      # the first fragment of an incomplete datagram
    path: tuple[tuple[str, int], ...] = ()      # the VLAN tags, labels and tunnels around it, with their numbers

    def through(self, kind: str, number: int) -> "Carrier":
        return replace(self, path=(*self.path, (kind, number)))


@dataclass(frozen=True)
class Segment:
    carrier: Carrier
    bytes: Stretch


class Dissector:
    def __init__(self) -> None:
        self.fragments = Reassembly()

    def segment(self, frame: Frame) -> Segment | None:
        """Returns the segment that FRAME carries or completes."""
        links = {1: self.ethernet, 101: self.ip, 113: self.cooked, 276: self.cooked_2}
        try:
            return links[frame.link_type](Stretch(frame.captured, frame.length), Carrier(frame))
        except NotCaptured:
            return None

    def incomplete(self) -> Iterator[Segment]:
        """Yields the beginnings of segments that lack a fragment. Call after the last frame."""
        for protocol, bytes_, carrier in self.fragments.left():
            try:
                if segment := self.protocol(protocol, bytes_, replace(carrier, fragment=True)):
                    yield segment
            except NotCaptured:
                pass

    # Links. Each method below takes the bytes from its own header on, and their carrier.

    def ethernet(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.ether_type(bytes_.number(12, 2), bytes_.after(14), carrier)

    def cooked(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.ether_type(bytes_.number(14, 2), bytes_.after(16), carrier)

    def cooked_2(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.ether_type(bytes_.number(0, 2), bytes_.after(20), carrier)

    def ether_type(self, ether_type: int, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        reader = {0x0800: self.ip, 0x86DD: self.ip, 0x8100: self.vlan, 0x88A8: self.vlan,
                  0x8847: self.mpls, 0x6558: self.ethernet}.get(ether_type)
        return reader(bytes_, carrier) if reader else None

    def vlan(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        tagged = carrier.through("VLAN", bytes_.number(0, 2) & 0xFFF)
        return self.ether_type(bytes_.number(2, 2), bytes_.after(4), tagged)

    def mpls(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        bottom_of_stack = bytes_.number(2, 1) & 1
        labelled = carrier.through("MPLS", bytes_.number(0, 4) >> 12)
        return (self.ip if bottom_of_stack else self.mpls)(bytes_.after(4), labelled)

    # The Internet Protocol.

    def ip(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        reader = {4: self.ipv4, 6: self.ipv6}.get(bytes_.number(0, 1) >> 4)
        return reader(bytes_, carrier) if reader else None

    def ipv4(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        header_length = (bytes_.number(0, 1) & 0x0F) * 4
        header = bytes_.part(0, header_length)
        total_length = bytes_.number(2, 2) or bytes_.length     # 0: a super-segment, too long for the field
        payload = bytes_.first(total_length).after(header_length)
        carrier = replace(carrier, source=header[12:16], destination=ipv4_destination(header))
        place = bytes_.number(6, 2)
        offset, more = (place & 0x1FFF) * 8, bool(place & 0x2000)
        if not offset and not more:
            return self.protocol(header[9], payload, carrier)
        name = header[12:20], header[9], header[4:6]
        return self.fragment(name, (offset, more), (header[9], payload, carrier))

    def ipv6(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        length = bytes_.number(4, 2)
        addresses = bytes_.part(8, 32)
        carrier = replace(carrier, source=addresses[:16], destination=addresses[16:])
        return self.protocol(bytes_.number(6, 1), bytes_.after(40).first(length), carrier)

    def protocol(self, protocol: int, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        """Dissects by the protocol number of an IPv4 header, which is the next header of an IPv6 header."""
        reader = {0: self.extension, 1: self.icmp, 4: self.ip, 6: self.tcp, 17: self.udp, 41: self.ip,
                  43: self.routing, 44: self.ipv6_fragment, 47: self.gre, 58: self.icmpv6,
                  60: self.extension}.get(protocol)
        return reader(bytes_, carrier) if reader else None

    def extension(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        """Skips hop-by-hop or destination options."""
        length = (bytes_.number(1, 1) + 1) * 8
        return self.protocol(bytes_.number(0, 1), bytes_.after(length), carrier)

    def routing(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        length, kind, segments_left = (bytes_.number(1, 1) + 1) * 8, bytes_.number(2, 1), bytes_.number(3, 1)
        if segments_left:
            final = {0: length - 16,    # RFC 2460: the last address
                     4: 8}[kind]        # RFC 8754: the first address, as its list is reversed
            carrier = replace(carrier, destination=bytes_.part(final, 16))
        return self.extension(bytes_, carrier)

    def ipv6_fragment(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        protocol, place, identification = bytes_.number(0, 1), bytes_.number(2, 2), bytes_.part(4, 4)
        offset, more = place & 0xFFF8, bool(place & 1)
        if not offset and not more:     # an atomic fragment (RFC 6946)
            return self.protocol(protocol, bytes_.after(8), carrier)
        name = carrier.source, carrier.destination, identification
        return self.fragment(name, (offset, more), (protocol, bytes_.after(8), carrier))

    def fragment(self, name: tuple, place: tuple[int, bool],
                 meaning: tuple[int, Stretch, Carrier]) -> Segment | None:
        protocol, bytes_, carrier = meaning
        offset, more = place
        if carrier.quoted or not bytes_.whole():    # such fragments are never reassembled
            return None if offset else self.protocol(protocol, bytes_, replace(carrier, fragment=True))
        datagram = self.fragments.add(name, offset, bytes_.data, more)
        if offset == 0:
            datagram.first = meaning
        payload = datagram.payload()
        if payload is None:
            return None
        return self.protocol(datagram.first[0], Stretch(payload, len(payload)), carrier)

    # Protocols over IP.

    def tcp(self, bytes_: Stretch, carrier: Carrier) -> Segment:
        return Segment(carrier, bytes_)

    def gre(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        flags = bytes_.number(0, 2)
        optional_fields = (flags & 0xB000).bit_count()      # checksum, key, sequence number
        if flags & 0x2000:
            carrier = carrier.through("GRE", bytes_.number(8 if flags & 0x8000 else 4, 4))
        return self.ether_type(bytes_.number(2, 2), bytes_.after(4 + 4 * optional_fields), carrier)

    def udp(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        if bytes_.number(2, 2) != VXLAN_PORT:
            return None
        return self.ethernet(bytes_.after(16), carrier.through("VXLAN", bytes_.number(12, 4) >> 8))

    def icmp(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.quoted(bytes_, carrier) if bytes_.number(0, 1) in ICMP_ERRORS else None

    def icmpv6(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.quoted(bytes_, carrier) if bytes_.number(0, 1) in ICMPV6_ERRORS else None

    def quoted(self, bytes_: Stretch, carrier: Carrier) -> Segment | None:
        return self.ip(bytes_.after(8), replace(carrier, quoted=True))


def ipv4_destination(header: bytes) -> bytes:
    """Returns the final destination: the last address of a source route with hops left, otherwise the header's."""
    at = 20
    while at + 2 < len(header) and header[at] != 0:
        if header[at] == 1:
            at += 1
            continue
        length, pointer = header[at + 1], header[at + 2]
        if header[at] in SOURCE_ROUTES and pointer <= length:
            return header[at + length - 4:at + length]
        at += max(length, 2)
    return header[16:20]
