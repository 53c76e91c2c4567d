"""How ends sign with TCP-AO, right or wrong, and the segments that they send."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address

from reference.tcp_ao import mac, traffic_key

from .capture import Capture, Verdict, bad, good
from .carriers import TCP, ethernet, ipv4, ipv6
from .tcp import MSS, NOP, SACK_PERMITTED, Segment, checksum, option

CLIENT, SERVER, PORT = "192.0.2.1", "192.0.2.2", 179
SECRET = b"correct horse"
BOTH = ("192.0.2.1", "192.0.2.2")
WINDOW_SCALE = option(3, b"\7")
SYN_OPTIONS = (MSS, NOP, NOP, SACK_PERMITTED, NOP, WINDOW_SCALE)
AO = 29


def key(name: str = "ao", ends: tuple[str, str] = BOTH, **other: object) -> str:
    fields = {"port": PORT, "algorithm": "hmac-sha-1-96", "secret": '"correct horse"', "send-id": 1, "recv-id": 2,
              "options": "included"} | {name.replace("_", "-"): value for name, value in other.items()}
    return f"key {name}\n    ends {ends[0]} {ends[1]}\n" + "".join(f"    {word} {value}\n" for word, value in fields.items()
                                                               if value is not None)


@dataclass(frozen=True)
class Parts:
    """The parts that a MAC covers, in this order; the MAC itself is zero."""
    extension: bytes
    pseudo_header: bytes
    header: bytes
    options: bytes
    payload: bytes

    def joined(self) -> bytes:
        return self.extension + self.pseudo_header + self.header + self.options + self.payload


@dataclass(frozen=True)
class Signer:
    """How an end signs: by default as in RFC 5925."""
    algorithm: str = "hmac-sha-1-96"
    secret: bytes = SECRET
    covered: bool = True
    length: int = 12
    ids: tuple[int, int] = (1, 2)
    extension: int = 0
    derive: Callable[[str, bytes, bytes], bytes] = traffic_key
    roles: Callable[[tuple], tuple] = lambda context: context       # addresses, ports and ISNs of sender and receiver
    cover: Callable[[Parts], Parts] = lambda parts: parts

    def option(self) -> bytes:
        return option(AO, bytes(self.ids) + bytes(self.length))

    def context(self, segment: Segment, isns: tuple[int, int]) -> bytes:
        addresses = ip_address(segment.source).packed, ip_address(segment.destination).packed
        addresses, ports, numbers = self.roles((addresses, segment.ports, isns))
        return (b"".join(addresses) + b"".join(port.to_bytes(2, "big") for port in ports)
                + b"".join((number % (1 << 32)).to_bytes(4, "big") for number in numbers))

    def parts(self, segment: Segment) -> Parts:
        options = b"".join(segment.options).ljust(segment.header_length - 20, b"\0")
        return Parts(self.extension.to_bytes(4, "big"), segment.pseudo_header(), segment.fixed_header(),
                     options if self.covered else self.option(), segment.payload)

    def sign(self, segment: Segment, isns: tuple[int, int]) -> bytes:
        """Returns the bytes of the segment, with its MAC."""
        secret = self.derive(self.algorithm, self.secret, self.context(segment, isns))
        code = mac(self.algorithm, secret, self.cover(self.parts(segment)).joined())[:self.length]
        options = b"".join(segment.options).ljust(segment.header_length - 20, b"\0")
        options = options.replace(self.option(), self.option()[:4] + code)
        return summed(segment, segment.fixed_header() + options + segment.payload)


def summed(segment: Segment, data: bytes) -> bytes:
    """Returns DATA with a correct TCP checksum, which any device sets that changes a segment."""
    data = data[:16] + b"\0\0" + data[18:]
    ends = ip_address(segment.source).packed + ip_address(segment.destination).packed
    length = len(data)
    pseudo_header = ends + ((6).to_bytes(2, "big") + length.to_bytes(2, "big") if len(ends) == 8
                            else length.to_bytes(4, "big") + (6).to_bytes(4, "big"))
    return data[:16] + checksum(pseudo_header + data) + data[18:]


def framed(segment: Segment, data: bytes) -> bytes:
    carry = ipv4 if ip_address(segment.source).version == 4 else ipv6
    return ethernet(carry(segment.source, segment.destination, TCP, data))


class Attempts:
    """The SYNs of a client, each in its own connection."""

    def __init__(self, capture: Capture, ends: tuple[str, str] = BOTH) -> None:
        self.capture, self.ends, self.port, self.isn = capture, ends, 40000, 0x1000

    def syn(self, signer: Signer, options: tuple[bytes, ...] = SYN_OPTIONS, **other: object) -> tuple[Segment, int]:
        self.port, self.isn = self.port + 1, self.isn + 0x10001
        segment = Segment(*self.ends, (self.port, PORT), self.isn, 0, "S", (*options, signer.option()))
        return replace(segment, **other), self.isn

    def send(self, signer: Signer, verdict: Verdict, options: tuple[bytes, ...] = SYN_OPTIONS,
             then: Callable[[bytes], bytes] = bytes, moved: dict | None = None) -> None:
        """Adds a SYN. THEN changes it after it was signed; MOVED has the fields that a translator replaces."""
        segment, isn = self.syn(signer, options)
        data = then(signer.sign(segment, (isn, 0)))
        on_the_way = replace(segment, **(moved or {}))
        data = b"".join(port.to_bytes(2, "big") for port in on_the_way.ports) + data[4:]
        self.capture.frame(framed(on_the_way, summed(on_the_way, data)), verdict)


class Connection:
    """A connection, which counts the bytes that each end has sent."""

    def __init__(self, capture: Capture, signers: tuple[Signer, Signer], port: int = 40000) -> None:
        self.capture, self.signers, self.ports = capture, signers, (port, PORT)
        self.isns, self.sent = (0x2000_0000, 0x3000_0000), [0, 0]

    def send(self, end: int, flags: str, payload: bytes, verdict: Verdict,
             then: Callable[[bytes], bytes] = bytes) -> None:
        own, other = end, 1 - end
        sequence, acknowledgement = (self.isns[one] + self.sent[one] for one in (own, other))
        options = (*(SYN_OPTIONS if "S" in flags else ()), self.signers[end].option())
        segment = Segment(BOTH[own], BOTH[other], (self.ports[own], self.ports[other]), sequence,
                          acknowledgement if "A" in flags else 0, flags, options, payload)
        isns = (self.isns[own], self.isns[other] if "A" in flags else 0)
        self.sent[own] += len(payload) + ("S" in flags)
        data = then(self.signers[end].sign(segment, isns))
        self.capture.frame(framed(segment, summed(segment, data)), verdict)


RIGHT = Signer()
BACK = Signer(ids=(2, 1))
GOOD, BAD = good("ao"), bad("ao")


def named(cause: str, words: str = "", **was: object) -> Verdict:
    verdict = BAD.because(cause, **was)
    return verdict.saying("cause", words) if words else verdict


def opened(capture: Capture, signers: tuple[Signer, Signer], verdicts: tuple[Verdict, Verdict], port: int) -> Connection:
    """Adds SYN, SYN-ACK and ACK. The ACK has no other options, so its MAC is right for both options modes."""
    connection = Connection(capture, signers, port)
    connection.send(0, "S", b"", verdicts[0])
    connection.send(1, "SA", b"", verdicts[1])
    connection.send(0, "A", b"", GOOD)
    return connection
