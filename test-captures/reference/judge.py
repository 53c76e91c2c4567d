"""Checks every segment of a capture with the keys, as a receiver does that follows RFC 2385 and RFC 5925."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from itertools import takewhile
from pathlib import Path

from . import keys, pcapng, tcp_ao
from .dissect import Dissector, Segment

MD5_SIGNATURE, TCP_AO = 19, 29
END_OF_OPTIONS, NO_OPERATION = 0, 1
SIGNATURE_LENGTH, SHORTEST_AO = 18, 4
SIGNING_PORTS = {179, 646, 639, 323}    # BGP, LDP, MSDP, RPKI-RTR
SYN_AND_ACK = 0x12
SYN, ACK = 0x02, 0x10
HEAD = "frame\tstatus\treason\tkey\tcalculated\n"     # of CAPTURE.expected


@dataclass(frozen=True)
class Row:
    frame: int
    status: str
    reason: str = ""
    key: str = ""
    calculated: str = ""


@dataclass(frozen=True)
class Option:
    kind: int
    length: int | None      # None: the length byte is missing
    value: bytes
    fits: bool              # the option ends within the header

    def has_wrong_length(self) -> bool:
        if self.length is None:
            return False
        return self.length != SIGNATURE_LENGTH if self.kind == MD5_SIGNATURE else self.length < SHORTEST_AO


@dataclass
class Connection:
    """The segments between two sockets, from one SYN to the next."""
    opened_by: int | None = None    # the sequence number of the SYN
    answers: set[tuple[int, int]] = field(default_factory=set)      # the ISNs of SYN-ACKs
    passed: list["Passed"] = field(default_factory=list)
    ao: tcp_ao.AoConnection = field(default_factory=tcp_ao.AoConnection)
    link: tuple | None = None       # the interface, VLANs and tunnels of the segment that opened it
    parallel: dict[int, "Connection"] = field(default_factory=dict)     # by frames, which may belong to that one instead

    def opened_anew(self, header: "Header") -> int | None:
        """Returns the ISN of the end that opens another connection with this segment; None if it opens none.

        A SYN-ACK of TCP-AO with other ISNs, after segments that are no part of a handshake, answers a SYN that was not
        captured.
        """
        if header.opens:
            return header.sequence if header.sequence != self.opened_by else None
        if not header.answers or header.isns in self.answers or self.opened_by in header.isns:
            return None
        self.answers.add(header.isns)
        return header.isns[1] if any(one.signed and not one.syn for one in self.passed) else None

    def next(self, opened_by: int, link: tuple) -> "Connection":
        return Connection(opened_by, ao=tcp_ao.AoConnection(previous=self.ao), link=link)

    @property
    def signed(self) -> bool:
        """Whether the ends sign. A single signed segment does not show that, as anybody may have sent it."""
        if not any(one.signed for one in self.passed):
            return False
        before = list(takewhile(lambda one: not one.signed, self.passed))
        first = self.passed[len(before)]
        callers = {one.sender for one in before if one.syn and not one.ack}
        answered = any(one.syn and one.ack and one.sender not in callers for one in before) and callers
        if answered and any(not one.syn and one.sender in callers for one in before):
            return False                # both ends completed the handshake without a signature
        handshake = any(one.signed and one.syn for one in self.passed) or (answered and first.sender in callers)
        if handshake and not self.goes_on_unsigned():
            return True                 # a segment of the handshake is signed
        return any(self.mostly_signed(sender) for sender in {one.sender for one in self.passed})

    def goes_on_unsigned(self) -> bool:
        """Whether an end signed its SYN, but nothing after an unsigned SYN-ACK."""
        first = next(one for one in self.passed if one.signed)
        rest = self.passed[self.passed.index(first):]
        answers = [at for at, one in enumerate(rest)
                   if one.syn and one.ack and not one.signed and one.sender != first.sender]
        signed = [at for at, one in enumerate(rest) if one.signed and not (one.syn and not one.ack and at < answers[0])] \
            if answers else []
        return bool(first.syn and not first.ack and answers and not signed)

    def mostly_signed(self, sender: tuple) -> bool:
        signed = [one.signed for one in self.passed if one.sender == sender and (one.signed or not one.syn)]
        return sum(signed) > len(signed) / 2


@dataclass(frozen=True)
class Passed:
    """What a segment shows about whether its connection is signed."""
    sender: tuple
    syn: bool
    ack: bool
    signed: bool


class Header:
    """The captured part of a TCP header."""

    def __init__(self, segment: Segment) -> None:
        data = segment.bytes.data
        self.ports = int.from_bytes(data[0:2], "big"), int.from_bytes(data[2:4], "big")
        self.sequence = int.from_bytes(data[4:8], "big")
        self.flags = data[13] if len(data) > 13 else None
        self.opens = self.flags is not None and self.flags & SYN_AND_ACK == SYN
        self.length = (data[12] >> 4) * 4 if len(data) > 12 else None
        self.whole = self.length is not None and len(data) >= self.length
        self.signatures = signatures(data, self.length) if self.length else []
        self.answers = (self.flags is not None and self.flags & SYN_AND_ACK == SYN_AND_ACK
                        and any(one.kind == TCP_AO for one in self.signatures))
        self.isns = self.sequence, (int.from_bytes(data[8:12], "big") - 1) % (1 << 32)      # if it answers
        self.handshake_number = self.isns[not self.opens] if self.flags is not None and self.flags & SYN else None

    def plausible(self, segment: Segment) -> bool:
        """Returns whether the segment has room for its header, as far as that is known."""
        if segment.carrier.fragment:
            return self.length is None or self.length >= 20
        return 20 <= (self.length or 20) <= segment.bytes.length


def signatures(data: bytes, end: int) -> list[Option]:
    """Returns the options 19 and 29 that a receiver reaches, in order, in a header of END bytes."""
    found, at = [], 20
    while at < min(end, len(data)) and data[at] != END_OF_OPTIONS:
        kind = data[at]
        if kind == NO_OPERATION:
            at += 1
            continue
        length = data[at + 1] if at + 1 < min(end, len(data)) else None
        fits = length is not None and at + length <= end
        if kind in (MD5_SIGNATURE, TCP_AO):
            found.append(Option(kind, length, data[at + 2:at + (length or 0)], fits))
        if length is None or length < 2 or not fits:
            break
        at += length
    return found


def digest(segment: Segment, secret: bytes) -> bytes:
    """Returns the MD5 digest over pseudo-header, TCP header without options and with checksum 0, payload, secret."""
    carrier, data = segment.carrier, segment.bytes.data
    length = len(data)
    addresses = carrier.source + carrier.destination
    if len(carrier.source) == 4:
        pseudo_header = addresses + b"\x00\x06" + length.to_bytes(2, "big")     # RFC 9293, 3.1
    else:
        pseudo_header = addresses + length.to_bytes(4, "big") + b"\x00\x00\x00\x06"     # RFC 8200, 8.1
    header = data[:16] + b"\x00\x00" + data[18:20]
    payload = data[(data[12] >> 4) * 4:]
    return hashlib.md5(pseudo_header + header + payload + secret).digest()


def illegality(options: list[Option]) -> str | None:
    """Returns why a receiver with any key rejects these options, whatever they contain; None if it does not."""
    if any(option.has_wrong_length() for option in options):
        return "length"
    if not all(option.fits for option in options):
        return "beyond header"
    kinds = [option.kind for option in options]
    if len(set(kinds)) > 1:
        return "MD5 and TCP-AO"
    return "repeated" if len(kinds) > 1 else None


class Judge:
    def __init__(self, keyring: list[keys.Key], isns: dict[tuple[bytes, int], list[int]] | None = None,
                 among: set[frozenset[int]] | None = None) -> None:
        self.keyring, self.isns, self.among = keyring, isns or {}, among

    def row(self, segment: Segment, connection: Connection) -> Row | None:
        frame, header = segment.carrier.frame.number, Header(segment)
        if segment.carrier.quoted:
            return Row(frame, "Unverified", "quoted") if header.signatures else None
        expected = self.missing(segment, connection)
        if not header.whole:
            return Row(frame, "Unverified", incompleteness(segment)) if expected else None
        if not header.signatures:
            return expected
        if reason := illegality(header.signatures):
            return Row(frame, "Illegal", reason)
        if reason := incompleteness(segment):
            return self.fitting(segment, header) or Row(frame, "Unverified", reason)
        row = self.judged(segment, header.signatures[0], connection)
        if connection.signed or row.status == "Good" or self.named(segment):
            return row
        return Row(frame, "Unverified", "unexpected signature")

    def again(self, row: Row, segment: Segment, connection: Connection) -> Row:
        """Returns the row of a segment, now that all segments of its connection are known."""
        connection.ao.over = True
        return self.row(segment, connection) or row

    def fitting(self, segment: Segment, header: Header) -> Row | None:
        """Returns a Good row if a key verifies the captured bytes, although the IP header claims more of them."""
        frame, carrier = segment.carrier.frame, segment.carrier
        if carrier.fragment or len(frame.captured) < frame.length or header.signatures[0].kind == TCP_AO:
            return None
        row = self.verified(segment, header.signatures[0].value)
        return row if row.status == "Good" else None

    def judged(self, segment: Segment, signature: Option, connection: Connection) -> Row:
        if signature.kind == TCP_AO:
            return self.judged_by_ao(segment, connection)
        return self.verified(segment, signature.value)

    def judged_by_ao(self, segment: Segment, connection: Connection) -> Row:
        frame = segment.carrier.frame
        if not tcp_ao.AoSegment(segment).received:
            return Row(frame.number, "Unverified", "no MAC")
        serving = [key for key in self.serving(segment) if key.algorithm != "md5"]
        candidates = [key for key in serving if key.valid(frame.time)]
        if not candidates:
            connection.ao.at(frame.number).show(tcp_ao.AoSegment(segment))
            return Row(frame.number, "Unverified", "key not valid at this time" if serving else "no key")
        connection.ao.told, connection.ao.among = self.isns, self.among
        parallel = connection.parallel.get(frame.number)
        found = tcp_ao.judge(tcp_ao.AoSegment(segment), candidates, connection.ao, parallel and parallel.ao)
        return Row(frame.number, *astuple(found))

    def named(self, segment: Segment) -> bool:
        """Returns whether a key requires this connection to be signed, at any time."""
        signs = SIGNING_PORTS.intersection(Header(segment).ports)
        return any(key.port is not None or signs for key in self.serving(segment))

    def missing(self, segment: Segment, connection: Connection) -> Row | None:
        """Returns the row of an unsigned segment of this connection, or None if it needs no signature."""
        frame = segment.carrier.frame
        ports = Header(segment).ports
        for key in self.serving(segment):
            accuses = key.port is not None or SIGNING_PORTS.intersection(ports)
            if accuses and key.valid(frame.time):
                return Row(frame.number, "Not present", "key configured", key.name)
        if connection.signed:
            return Row(frame.number, "Not present", "connection signed")
        return None

    def verified(self, segment: Segment, received: bytes) -> Row:
        frame = segment.carrier.frame
        serving = [key for key in self.serving(segment) if key.algorithm == "md5"]
        candidates = [key for key in serving if key.valid(frame.time)]
        if not candidates:
            return Row(frame.number, "Unverified", "key not valid at this time" if serving else "no key")
        for key in candidates:
            if (calculated := digest(segment, key.secret)) == received:
                return Row(frame.number, "Good", "", key.name, calculated.hex())
        first = candidates[0]
        return Row(frame.number, "Bad", "", first.name, digest(segment, first.secret).hex())

    def serving(self, segment: Segment) -> list[keys.Key]:
        """Returns the keys that apply to the segment's connection at any time, most specific first."""
        addresses = segment.carrier.source, segment.carrier.destination
        return [key for key in self.keyring if key.serves(addresses, Header(segment).ports)]


def incompleteness(segment: Segment) -> str | None:
    if not segment.bytes.whole():
        return "cut short"
    return "fragment missing" if segment.carrier.fragment else None


def connections(segments: Iterable[Segment]) -> list[tuple[Segment, Connection]]:
    """Returns each segment with its connection, which also has the later segments.

    Two routing instances may have the same addresses, so connections of the same ends may exist at once, each on an
    interface, on a VLAN or in a tunnel of its own.
    """
    current: dict[frozenset, Connection] = {}
    opened: dict[tuple[frozenset, tuple], Connection] = {}
    unopened: dict[frozenset, dict[tuple, Connection]] = {}     # those of TCP-AO without a handshake, by their links
    found = []
    for segment in segments:
        header = Header(segment)
        ends = frozenset(zip((segment.carrier.source, segment.carrier.destination), header.ports))
        link = segment.carrier.frame.interface, segment.carrier.path
        connection = current.setdefault(ends, Connection())
        if connection.opened_by is None and header.handshake_number is None and \
                [one.kind for one in header.signatures] == [TCP_AO]:
            links = unopened.setdefault(ends, {})
            connection = links.setdefault(link, Connection() if links else connection)
        parallel = opened.get((ends, link)) if connection.link not in (None, link) else None
        if parallel and header.handshake_number not in (None, connection.opened_by) \
                and header.handshake_number == parallel.opened_by:
            connection, parallel = parallel, None
        if not segment.carrier.quoted:
            if (opened_by := connection.opened_anew(header)) is not None:
                connection = current[ends] = opened[ends, link] = connection.next(opened_by, link)
                parallel = None
            if parallel:
                connection.parallel[segment.carrier.frame.number] = parallel
            if header.signatures or (header.whole and header.flags is not None):
                sender = segment.carrier.source, header.ports[0]
                connection.passed.append(Passed(sender, bool(header.flags & SYN), bool(header.flags & ACK),
                                                bool(header.signatures)))
        found.append((segment, connection))
    return found


def judge(capture: Path, among: set[frozenset[int]] | None = None) -> list[Row]:
    """Returns the rows of a capture. If AMONG names the ISNs that its ends really have, each search tries no others:
    they would not fit, and would take most of the time."""
    dissector = Dissector()
    segments = [segment for frame in pcapng.read(capture) if (segment := dissector.segment(frame))]
    segments += dissector.incomplete()
    segments = [one for one in segments if len(one.bytes.data) >= 4 and Header(one).plausible(one)]
    segments.sort(key=lambda segment: segment.carrier.frame.number)
    keyring = Judge(keys.read(capture.with_suffix(".keys")), keys.isns(capture.with_suffix(".keys")), among)
    judged = [(keyring.row(*one), *one) for one in connections(segments)]
    return [keyring.again(*one) if one[0].reason == "ISN unknown" else one[0] for one in judged if one[0]]


def table(rows: list[Row]) -> str:
    """Returns the text of CAPTURE.expected."""
    return HEAD + "".join("\t".join(map(str, astuple(row))) + "\n" for row in rows)
