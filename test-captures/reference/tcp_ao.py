"""TCP-AO (RFC 5925): traffic keys, MACs, and a receiver's checks of the segments of one connection."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from . import hmac
from .aes_cmac import aes_cmac
from .dissect import Segment
from .keys import Key
from .kmac import kmac256

HASHES = {"hmac-sha-1-96": "sha1", "hmac-sha-256-96": "sha256", "hmac-sha-256-128": "sha256", "hmac-md5-96": "md5",
          "hmac-sha-224-96": "sha224", "hmac-sha-384-96": "sha384", "hmac-sha-512-96": "sha512",
          "hkdf-sha-256-128": "sha256"}
BITS = {algorithm: 8 * hashlib.new(name).digest_size for algorithm, name in HASHES.items()}
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
TCP_AO = 29
HALF = 1 << 31
WHOLE = 1 << 32
LAST_NUMBERS, MAX_LATE = 1 << 24, 1 << 22     # what an end may send again, or has sent when an RST reaches it


def traffic_key(algorithm: str, master: bytes, context: bytes) -> bytes:
    """Derives a traffic key by RFC 5926, section 3.1; for HKDF and KMAC256 by draft-ietf-tcpm-tcp-ao-algs-07."""
    if algorithm == "hkdf-sha-256-128":
        return hmac.digest(hmac.digest(bytes(32), master, "sha256"), context + b"\1", "sha256")
    if algorithm == "kmac256-128":
        return kmac256(bytes(132), b"\0\0\0\1" + master + context, 256, b"KDF")
    if algorithm == "aes-128-cmac-96":
        key = master if len(master) == 16 else aes_cmac(bytes(16), master)
        return aes_cmac(key, b"\1TCP-AO" + context + (128).to_bytes(2, "big"))
    return hmac.digest(master, b"\1TCP-AO" + context + BITS[algorithm].to_bytes(2, "big"), HASHES[algorithm])


def mac(algorithm: str, key: bytes, message: bytes) -> bytes:
    if algorithm == "kmac256-128":
        return kmac256(key, message, 128)
    if algorithm == "aes-128-cmac-96":
        return aes_cmac(key, message)
    return hmac.digest(key, message, HASHES[algorithm])


class Isns(NamedTuple):
    """The initial sequence numbers of a segment's sender and receiver; None: unknown."""
    sender: int | None
    receiver: int | None
    told: tuple[bool, bool] = (False, False)    # whether the user specified them

    def known(self) -> bool:
        return None not in (self.sender, self.receiver)


class AoSegment:
    """A completely captured segment with one well-formed TCP-AO option."""

    def __init__(self, segment: Segment) -> None:
        self.frame = segment.carrier.frame
        self.data = segment.bytes.data
        self.addresses = segment.carrier.source, segment.carrier.destination
        self.ports = self.number(0, 2), self.number(2, 2)
        self.ends = b"".join(self.addresses) + self.data[:4]
        self.sequence, self.acknowledgement = self.number(4, 4), self.number(8, 4)
        self.flags, self.end = self.data[13], (self.data[12] >> 4) * 4
        self.option = self.place()
        self.length = self.data[self.option + 1]
        self.key_id = self.data[self.option + 2]
        self.received = self.data[self.option + 4:self.option + self.length]

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.data[at:at + size], "big")

    def place(self) -> int:
        at = 20
        while self.data[at] != TCP_AO:
            at += 1 if self.data[at] == 1 else self.data[at + 1]
        return at

    def following(self) -> int:
        """Returns the number after the last one that the segment occupies."""
        return (self.sequence + len(self.data) - self.end + bool(self.flags & SYN) + bool(self.flags & FIN)) % WHOLE

    def sender(self) -> tuple:
        return self.addresses[0], self.ports[0]

    def receiver(self) -> tuple:
        return self.addresses[1], self.ports[1]

    def context(self, isns: Isns) -> bytes:
        """Returns the context of the key derivation (RFC 5925, section 5.2)."""
        return self.ends + isns.sender.to_bytes(4, "big") + isns.receiver.to_bytes(4, "big")

    def message(self, extension: int, options_covered: bool) -> bytes:
        """Returns the MAC's input (RFC 5925, section 5.1). Its lengths are always those of the whole segment."""
        ends, size = b"".join(self.addresses), len(self.data)
        if len(ends) == 8:
            pseudo_header = ends + b"\0\6" + size.to_bytes(2, "big")
        else:
            pseudo_header = ends + size.to_bytes(4, "big") + b"\0\0\0\6"
        option = self.data[self.option:self.option + 4] + bytes(self.length - 4)
        before, behind = self.data[20:self.option], self.data[self.option + self.length:self.end]
        options = before + option + behind if options_covered else option
        header = self.data[:16] + b"\0\0" + self.data[18:20]
        return extension.to_bytes(4, "big") + pseudo_header + header + options + self.data[self.end:]

    def mac(self, key: Key, isns: Isns, extension: int, options_covered: bool) -> bytes:
        secret = traffic_key(key.algorithm, key.secret, self.context(isns))
        return mac(key.algorithm, secret, self.message(extension, options_covered))[:len(self.received)]

    def fits(self, key: Key, isns: Isns, extension: int) -> bool:
        if len(self.received) != key.mac_length:
            return False
        return any(self.mac(key, isns, extension, covered) == self.received for covered in modes(key))

    def proves(self, key: Key, isns: Isns, extension: int) -> bool:
        """Returns whether the key produces this MAC, perhaps with another length or with other options covered."""
        return any(self.mac(key, isns, extension, covered) == self.received for covered in (True, False))

    def fits_otherwise(self, key: Key, isns: Isns, extension: int) -> bool:
        """Returns whether the key produces this MAC with any algorithm, and with options covered or not."""
        return any(mac(algorithm, traffic_key(algorithm, key.secret, self.context(isns)),
                       self.message(extension, covered))[:len(self.received)] == self.received
                   for algorithm in (*HASHES, "aes-128-cmac-96", "kmac256-128") for covered in (True, False))

    def carries_id_of(self, key: Key) -> bool:
        """Returns whether the segment has the KeyID of the key for this direction."""
        return any(key_id in (None, self.key_id) for key_id in key.ids_of(self.addresses))


def modes(key: Key) -> list[bool]:
    return {"included": [True], "excluded": [False]}.get(key.options, [True, False])


@dataclass
class Direction:
    isn: int | None = None
    verified: bool = False          # whether a segment verified with this ISN
    latest: int | None = None       # the greatest verified sequence number, extended to 64 bits
    final: int | None = None        # the number after its last data, once it has sent them
    told: bool = False              # whether the user specified the ISN
    next: int | None = None         # the number after all captured segments; NEXT_BEFORE: after those before this one
    next_before: int | None = None
    acknowledged: int | None = None # the last acknowledgment number for it that verified

    def extended(self, sequence: int, isn: int) -> int:
        """Returns SEQUENCE extended to 64 bits: nearest to the latest one, or to the ISN.

        The first number of a direction whose ISN the user specified is the next one after that ISN.
        """
        if self.told and self.latest is None:
            return isn + (sequence - isn) % WHOLE
        near = isn if self.latest is None else self.latest
        return near + (sequence - near + HALF) % WHOLE - HALF

    def after_gap(self, sequence: int) -> Iterator[int]:
        """Yields the numbers that SEQUENCE may stand for if the capture lacks something before it: it follows the latest
        one, after up to 256 GiB. It is over 16 MiB from the latest one, or after the end of the last captured segment,
        or was acknowledged over 64 KiB ago."""
        near = self.isn if self.latest is None else self.latest
        ahead = (sequence - near) % WHOLE
        hole = self.next_before is not None and 0 < (sequence - self.next_before) % WHOLE < HALF
        old = self.acknowledged is not None and 1 << 16 < (self.acknowledged - sequence) % WHOLE < HALF
        if hole or old or (1 << 24) < ahead < WHOLE - (1 << 24):
            yield from range(near + ahead, near + ahead + 64 * WHOLE, WHOLE)

    def capture(self, isn: int) -> None:
        if not self.verified:
            self.isn = isn

    def prove(self, isn: int, told: bool) -> None:
        if not self.verified or self.isn != isn:
            self.told = told
        self.isn, self.verified = isn, True

    def is_beyond(self, number: int, late: int) -> bool:
        """Returns whether a closed connection no longer has this number: an end repeats only its last ones, or has
        sent up to LATE more before an RST reached it."""
        return self.final is not None and (number - self.final + LAST_NUMBERS) % WHOLE > LAST_NUMBERS + late

    def note(self, extended: int, isn: int) -> None:
        self.latest = max(extended, isn if self.latest is None else self.latest)


@dataclass
class AoConnection:
    """What the segments of a connection show about it so far, in the order of the frames."""
    directions: dict[tuple, Direction] = field(default_factory=dict)
    previous: "AoConnection | None" = None      # the connection before it on the same ports
    proven: bool = False                        # a segment verified that is not a SYN, as a SYN may be replayed
    told: dict[tuple, list[int]] = field(default_factory=dict)      # the ISNs of ends that the user specified
    among: set[frozenset[int]] | None = None    # the only pairs of ISNs that a search of many tries; None: all
    reset: bool = False                         # an RST verified
    since: int = 0                              # the frame of its first segment, if it is a successor
    successor: "AoConnection | None" = None     # the next connection on these ports, of which no SYN was captured
    over: bool = False                          # all its segments have been checked, and may be checked again
    searched: list[int] = field(default_factory=list)   # the sequence numbers of segments that ISNs were searched with
    first: AoSegment | None = None              # the first segment, if its MAC is too short as a proof

    @property
    def before(self) -> "AoConnection | None":
        """The last proven connection, which still exists if the SYN of this one was forged or replayed."""
        previous = self.previous and self.previous.at(None)
        while previous and not previous.proven:
            previous = previous.previous
        return previous

    def at(self, frame: int | None) -> "AoConnection":
        """Returns the connection that FRAME belongs to, this one or a successor; with None, the last one."""
        use = self
        while use.successor and (frame is None or frame >= use.successor.since):
            use = use.successor
        return use

    def is_closed_before(self, segment: AoSegment) -> bool:
        """Returns whether both ends or an RST closed the connection, and SEGMENT has other numbers than its last."""
        sender, receiver = self.direction(segment.sender()), self.direction(segment.receiver())
        closed = self.reset or (sender.final is not None and receiver.final is not None)
        late = MAX_LATE if self.reset else 0
        beyond = sender.is_beyond(segment.sequence, late) or (
            segment.flags & ACK and receiver.is_beyond(segment.acknowledgement, late))
        return bool(closed and beyond and not segment.flags & SYN)

    def close(self, segment: AoSegment) -> None:
        """Records that an end has sent its last data, if SEGMENT, which verified, is a FIN or an RST."""
        if not segment.flags & (FIN | RST):
            return
        sender, receiver = self.direction(segment.sender()), self.direction(segment.receiver())
        sender.final = (segment.sequence + len(segment.data) - segment.end + bool(segment.flags & FIN)) % WHOLE
        self.reset |= bool(segment.flags & RST)
        if segment.flags & RST and segment.flags & ACK and receiver.final is None:
            receiver.final = segment.acknowledgement

    def direction(self, end: tuple) -> Direction:
        return self.directions.setdefault(end, Direction())

    def learn(self, segment: AoSegment) -> None:
        """Takes the ISNs from a SYN or SYN-ACK, which may be forged, unless other ISNs have verified."""
        if segment.flags & SYN:
            self.direction(segment.sender()).capture(segment.sequence)
            if segment.flags & ACK:
                self.direction(segment.receiver()).capture((segment.acknowledgement - 1) % WHOLE)

    def show(self, segment: AoSegment) -> None:
        """Takes the ISNs from a SYN or SYN-ACK that no key can be tried on; a key may be valid later."""
        if self.opener_with_data(segment) is None:
            self.learn(segment)

    def opener_with_data(self, segment: AoSegment) -> Isns | None:
        """Returns the ISNs if SEGMENT is a SYN-ACK that acknowledges data of the SYN, too (RFC 7413)."""
        opened = self.direction(segment.receiver()).isn
        if not segment.flags & SYN or not segment.flags & ACK or opened is None:
            return None
        return Isns(segment.sequence, opened) if 0 < (segment.acknowledgement - 1 - opened) % WHOLE < 1 << 16 else None

    def unknown_openers(self, segment: AoSegment) -> list[Isns]:
        """Returns the ISNs if SEGMENT is a SYN-ACK that acknowledges data of a SYN that was not captured."""
        if segment.flags & (SYN | ACK) != SYN | ACK or self.direction(segment.receiver()).isn is not None:
            return []
        return [Isns(segment.sequence, (segment.acknowledgement - 1 - sent) % WHOLE) for sent in range(1, 1461)]

    def isns(self, segment: AoSegment) -> Isns:
        if segment.flags & SYN:
            return Isns(segment.sequence, (segment.acknowledgement - 1) % WHOLE if segment.flags & ACK else 0)
        return Isns(self.direction(segment.sender()).isn, self.direction(segment.receiver()).isn)

    def guesses(self, segment: AoSegment) -> Iterator[Isns]:
        """Yields the ISNs for a segment that follows its sender's SYN and acknowledges only the receiver's SYN."""
        known = self.isns(segment)
        yield Isns((segment.sequence - 1) % WHOLE if known.sender is None else known.sender,
                   (segment.acknowledgement - 1) % WHOLE if known.receiver is None else known.receiver)

    def told_guesses(self, segment: AoSegment) -> Iterator[tuple[Isns, int]]:
        """Yields ISNs that the user specified, until they are proven, with the extensions of up to 32 GiB."""
        if segment.flags & SYN:
            return
        plain = next(self.guesses(segment))
        told = [[] if self.proven else self.told.get(end, [])
                for end in (segment.sender(), segment.receiver())]
        for wraps in range(8):
            for sender, known in [*((one, True) for one in told[0]), (plain.sender, self.direction(segment.sender()).told)]:
                extension = wraps + (segment.sequence < sender)
                for receiver, also in [*((one, True) for one in told[1]), (plain.receiver, False)]:
                    if known or (also and not wraps):
                        yield Isns(sender, receiver, (known, also)), extension

    def searches(self, segment: AoSegment) -> list[AoSegment]:
        """Returns the segments to search with: this one, and an earlier one for short MACs.

        The first of a connection may be forged, so another search is made with one of another sequence number.
        """
        suitable = segment.flags & (SYN | ACK | RST) == ACK and len(segment.data) - segment.end <= 256
        if segment.sequence in self.searched or len(self.searched) == 2 or not suitable or (self.first and self.first.data == segment.data):
            return []
        if not self.first and len(segment.received) < 8:
            self.first = segment
            return []
        self.searched.append(segment.sequence)
        first, self.first = self.first, None
        return [segment] + ([first] if first else [])

    def young_guesses(self, segment: AoSegment) -> Iterator[Isns]:
        """Yields the ISNs if the ends have sent little before this segment. Keeps verified ISNs.

        If the user specified just one of the ISNs, it yields those with this one first.
        """
        ends = segment.sender(), segment.receiver()
        verified = [self.direction(end).isn if self.direction(end).verified else None for end in ends]
        told = [self.told.get(end, [None])[0] if isn is None else isn for end, isn in zip(ends, verified)]
        for known in [told, verified] if told.count(None) == 1 and told != verified else [verified]:
            for one, other in young_amounts(known.count(None)):
                sender = (segment.sequence - 1 - one) % WHOLE if known[0] is None else known[0]
                receiver = (segment.acknowledgement - 1 - other) % WHOLE if known[1] is None else known[1]
                if self.among is None or frozenset((sender, receiver)) in self.among:
                    yield Isns(sender, receiver)

    def youngest_guesses(self, segment: AoSegment) -> Iterator[Isns]:
        """Yields the ISNs if both ends have sent at most 100 octets: fewer than tcpauth tries with other settings."""
        for one in range(101):
            for other in range(101):
                yield Isns((segment.sequence - 1 - one) % WHOLE, (segment.acknowledgement - 1 - other) % WHOLE)

    def counted(self, segment: AoSegment) -> bool:
        """Returns whether the extension is known; an ISN from the user does not show how often numbers wrapped."""
        direction = self.direction(segment.sender())
        return bool(segment.flags & SYN) or not direction.told or direction.latest is not None

    def extension(self, segment: AoSegment, isns: Isns) -> int:
        if segment.flags & SYN:
            return 0
        full = self.direction(segment.sender()).extended(segment.sequence, isns.sender)
        return (full >> 32) % WHOLE

    def note(self, segment: AoSegment, isns: Isns, extension: int) -> None:
        """Records that SEGMENT verified with ISNS, which proves them. Ignores a segment of an earlier connection."""
        acknowledges = not segment.flags & SYN or segment.flags & ACK
        receiver = self.direction(segment.receiver())
        if acknowledges and receiver.verified and receiver.isn != isns.receiver:
            return
        self.direction(segment.sender()).prove(isns.sender, isns.told[0])
        if acknowledges:
            receiver.prove(isns.receiver, isns.told[1])
        if segment.flags & ACK:
            receiver.acknowledged = segment.acknowledgement
        self.proven |= not segment.flags & SYN
        if not segment.flags & SYN:
            self.close(segment)
        sender = self.direction(segment.sender())
        sender.note(extension * WHOLE + segment.sequence, isns.sender)
        if sender.latest == extension * WHOLE + segment.sequence:
            sender.next = segment.following()


def young_amounts(unknown: int) -> Iterator[tuple[int, int]]:
    """Yields the octets that the two ends may have sent, as many as tcpauth tries if UNKNOWN of their ISNs are unknown.

    With an algorithm other than HMAC-SHA-1 and HMAC-SHA-256, tcpauth tries fewer in the second search of a connection.
    """
    if unknown == 1:
        yield from ((amount, amount) for amount in range(1_500_000))
    elif unknown == 2:
        for total in range(2001):
            yield from ((one, total - one) for one in range(max(0, total - 1000), min(total, 1000) + 1))
        for one in range(906, 45_001):      # the same data, and up to five keep-alives more or less
            yield from ((one, one + keepalives * 19) for keepalives in range(-5, 6))


@dataclass(frozen=True)
class Finding:
    status: str
    reason: str = ""
    key: str = ""
    calculated: str = ""


def other_settings(segment: AoSegment, keys: list[Key]) -> list[Key]:
    """Returns the keys with the segment's KeyID with other algorithms, and those with other KeyIDs."""
    return [key for key in keys if not segment.carries_id_of(key)] + [
        replace(key, algorithm=algorithm) for key in keys if segment.carries_id_of(key)
        for algorithm in ("hmac-sha-1-96", "hmac-sha-256-96") if HASHES.get(key.algorithm) != HASHES[algorithm]]


def guessed(segment: AoSegment, keys: list[Key], connection: AoConnection,
            opened_with_data: Isns | None, openers: list[Isns], parallel: AoConnection | None) -> Iterator[tuple[Isns, int, AoConnection, bool]]:
    """Yields ISNs and extensions that this segment's MAC may prove, each with its connection on these ports, and
    whether a key with other settings has proven them.

    OPENED_WITH_DATA are those of a SYN-ACK that may acknowledge data; OPENERS, if its SYN was not captured. PARALLEL
    is another connection of the same ends, which exists at the same time.
    """
    doubtful = not segment.flags & SYN and not connection.proven and connection.before is not None
    named = [key for key in keys if segment.carries_id_of(key)]
    if opened_with_data:
        yield opened_with_data, 0, connection, False
    for use in [connection, connection.before] if doubtful else [connection]:
        isns = use.isns(segment)
        for candidate in [isns] if isns.known() else use.guesses(segment):
            yield candidate, use.extension(segment, candidate), use, False
    if parallel and not segment.flags & SYN and parallel.isns(segment).known():
        isns = parallel.isns(segment)
        yield isns, parallel.extension(segment, isns), parallel, False
    known = not doubtful and connection.isns(segment).known() and connection.counted(segment)
    if known and not segment.flags & SYN:
        for full in connection.direction(segment.sender()).after_gap(segment.sequence):
            yield connection.isns(segment), full // WHOLE, connection, False
    yield from ((*guess, connection, False) for guess in connection.told_guesses(segment))
    yield from ((isns, 0, connection, False) for isns in openers)
    searched = [] if known else connection.searches(segment)
    for settings, guesses in ((other_settings(segment, keys), connection.youngest_guesses(segment)),
                              (named, connection.young_guesses(segment))):      # the longest search last
        samples = [Sample(one, settings) for one in searched]
        for isns in guesses if samples and settings else []:
            if all(one.proves(turned(isns, one.segment.sender() != segment.sender())) for one in samples):
                yield isns, int(segment.sequence <= isns.sender), connection, settings is not named


def turned(isns: Isns, really: bool) -> Isns:
    return Isns(isns.receiver, isns.sender) if really else isns


class Sample:
    """A segment of a young connection, prepared for many ISNs."""

    def __init__(self, segment: AoSegment, keys: list[Key]) -> None:
        self.segment, self.keys = segment, keys
        self.messages = [sorted({segment.message(extension, covered) for covered in (True, False)}) for extension in (0, 1)]

    def proves(self, isns: Isns) -> bool:
        context = self.segment.context(isns)
        for key in self.keys:
            secret = traffic_key(key.algorithm, key.secret, context)
            for message in self.messages[self.segment.sequence <= isns.sender]:
                if mac(key.algorithm, secret, message).startswith(self.segment.received):
                    return True
        return False


def judge(segment: AoSegment, keys: list[Key], connection: AoConnection, parallel: AoConnection | None) -> Finding:
    """Checks a segment with KEYS: those valid for its connection and time, most specific first. There must be one.

    The segment may belong to PARALLEL instead.
    """
    named = [key for key in keys if segment.carries_id_of(key)]
    over, told = connection.over, connection.told
    connection = connection.at(segment.frame.number)
    if over:
        return review(segment, named, connection)
    if not parallel and connection.is_closed_before(segment):
        connection.successor = AoConnection(previous=connection, since=segment.frame.number, told=told,
                                            among=connection.among)
        connection = connection.successor
    opened_with_data = connection.opener_with_data(segment)
    openers = connection.unknown_openers(segment)
    sender = connection.direction(segment.sender())
    sender.next_before = sender.next
    if sender.next is None or 0 < (segment.following() - sender.next) % WHOLE < HALF:
        sender.next = segment.following()
    connection.learn(segment)
    for isns, extension, use, otherwise in guessed(segment, keys, connection, opened_with_data, openers, parallel):
        for key in [key for key in named if segment.fits(key, isns, extension)]:
            use.note(segment, isns, extension)
            return Finding("Good", "", key.name, segment.received.hex())
        if named and (otherwise or any(segment.proves(key, isns, extension) for key in named)):     # this proves the ISNs, too
            use.note(segment, isns, extension)
            return bad(segment, named[0], isns, extension)
        for key in [key for key in keys if not named and segment.fits(key, isns, extension)]:     # with another KeyID
            use.note(segment, isns, extension)
            return Finding("Bad", "", key.name, segment.received.hex())
    doubtful = not segment.flags & SYN and not connection.proven and connection.before is not None
    isns = opened_with_data or connection.isns(segment)
    if doubtful or not isns.known() or not connection.counted(segment):
        return Finding("Unverified", "ISN unknown" if named else "KeyID unknown")
    extension = connection.extension(segment, isns)
    if named:
        return bad(segment, named[0], isns, extension)
    for key in [key for key in keys if segment.fits_otherwise(key, isns, extension)]:
        return Finding("Bad", "", key.name)
    return Finding("Unverified", "KeyID unknown")


def review(segment: AoSegment, named: list[Key], connection: AoConnection) -> Finding:
    """Checks a segment again with the ISNs that later segments proved."""
    isns = connection.isns(segment)
    for key in named if isns.known() else []:
        if segment.fits(key, isns, int(segment.sequence <= isns.sender)):
            return Finding("Good", "", key.name, segment.received.hex())
    return Finding("Unverified", "ISN unknown")


def bad(segment: AoSegment, key: Key, isns: Isns, extension: int) -> Finding:
    """Returns a Bad finding with the MAC that KEY, as configured, produces."""
    return Finding("Bad", "", key.name, segment.mac(key, isns, extension, modes(key)[0]).hex())
