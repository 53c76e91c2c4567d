"""TCP segments, and sessions of two ends that exchange them, signed (RFC 2385) or not."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hashlib
import struct
from dataclasses import dataclass
from ipaddress import ip_address

NOP, END = b"\x01", b"\x00"
MSS = b"\x02\x04\x05\xb4"
SACK_PERMITTED = b"\x04\x02"
FLAGS = {letter: 1 << bit for bit, letter in enumerate("FSRPAUECNXYZ")}    # ECE, CWR, NS, reserved


@dataclass(frozen=True)
class Signature:
    """A placeholder for an option 19 in a list of options, until the segment is encoded."""
    secret: bytes
    damaged: bool = False       # whether a bit of the digest is flipped

    def __len__(self) -> int:
        return 18


Option = bytes | Signature


def option(kind: int, value: bytes, length: int | None = None) -> bytes:
    return bytes([kind, len(value) + 2 if length is None else length]) + value


@dataclass(frozen=True)
class Segment:
    source: str                     # the addresses of the pseudo-header
    destination: str
    ports: tuple[int, int]
    sequence: int
    acknowledgement: int = 0
    flags: str = "A"
    options: tuple[Option, ...] = ()
    payload: bytes = b""
    window: int = 4096
    urgent: int = 0

    @property
    def header_length(self) -> int:
        return 20 + (sum(map(len, self.options)) + 3) // 4 * 4

    def fixed_header(self) -> bytes:
        """Returns the first 20 bytes of the header, with a checksum of 0."""
        bits = self.header_length // 4 << 12 | sum(FLAGS[letter] for letter in self.flags)
        return struct.pack("!HHIIHHHH", *self.ports, self.sequence, self.acknowledgement,
                           bits, self.window, 0, self.urgent)

    def pseudo_header(self) -> bytes:
        length = self.header_length + len(self.payload)
        ends = ip_address(self.source).packed + ip_address(self.destination).packed
        return ends + (struct.pack("!HH", 6, length) if len(ends) == 8 else struct.pack("!II", length, 6))

    def digest(self, secret: bytes) -> bytes:
        return hashlib.md5(self.pseudo_header() + self.fixed_header() + self.payload + secret).digest()

    def encoded_option(self, one: Option) -> bytes:
        if isinstance(one, bytes):
            return one
        digest = self.digest(one.secret)
        return option(19, bytes([digest[0] ^ one.damaged]) + digest[1:])

    def encoded(self) -> bytes:
        header = self.fixed_header() + b"".join(map(self.encoded_option, self.options))
        rest = header.ljust(self.header_length, END) + self.payload
        return rest[:16] + checksum(self.pseudo_header() + rest) + rest[18:]


def checksum(data: bytes) -> bytes:
    """Returns the Internet checksum (RFC 1071)."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", total ^ 0xFFFF)


@dataclass
class End:
    address: str
    port: int
    sequence: int       # the next sequence number to send


class Session:
    """Two ends that exchange segments in order, and sign them with the session's secret, if it has one."""

    def __init__(self, client: tuple[str, int], server: tuple[str, int], secret: bytes | None,
                 first: int = 1000) -> None:
        self.ends = End(*client, first), End(*server, first * 5)
        self.secret = secret

    def client(self, flags: str = "A", payload: bytes = b"", **other) -> Segment:
        return self.send(*self.ends, flags, payload, other)

    def server(self, flags: str = "A", payload: bytes = b"", **other) -> Segment:
        return self.send(*reversed(self.ends), flags, payload, other)

    def send(self, sender: End, receiver: End, flags: str, payload: bytes, other: dict) -> Segment:
        """Returns the next segment. OTHER has fields that differ, or a secret or signature for this segment only."""
        secret = other.pop("secret", self.secret)
        signature = other.pop("signature", Signature(secret) if secret is not None else None)
        signed = (NOP, NOP, signature) if signature is not None else ()
        fields = {"options": (*signed, MSS) if "S" in flags else signed,
                  "sequence": sender.sequence,
                  "acknowledgement": receiver.sequence if "A" in flags else 0}
        segment = Segment(sender.address, receiver.address, (sender.port, receiver.port),
                          flags=flags, payload=payload, **(fields | other))
        if "sequence" not in other:
            sender.sequence += len(payload) + ("S" in flags) + ("F" in flags)
        return segment


def bgp_open(system: int = 64500, identifier: bytes = b"\xc0\x00\x02\x01") -> bytes:
    return bgp(1, struct.pack("!BHH", 4, system, 90) + identifier + b"\x00")


def bgp_update(prefix: bytes = b"\x18\xcb\x00\x71") -> bytes:
    """Returns an UPDATE that announces PREFIX; by default 203.0.113.0/24."""
    attributes = (b"\x40\x01\x01\x00"                           # origin: IGP
                  b"\x40\x02\x06\x02\x01\x00\x00\xfb\xf4"       # path: 64500
                  b"\x40\x03\x04\xc0\x00\x02\x01")              # next hop: 192.0.2.1
    return bgp(2, b"\x00\x00" + struct.pack("!H", len(attributes)) + attributes + prefix)


def bgp(kind: int, body: bytes = b"") -> bytes:
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(body), kind) + body


KEEPALIVE = bgp(4)
NOT_SEARCHED = 300 * b"x"      # data too long for the search for initial sequence numbers, which takes time
