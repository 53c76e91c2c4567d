"""Undoes the changes that a recording made to signed segments. The digest proves that the original is right."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

from . import keys, pcapng
from .dissect import Dissector, Segment, Stretch
from .judge import Header, digest, judge

FIN, SYN, RST, PSH = 0x01, 0x02, 0x04, 0x08


@dataclass(frozen=True)
class Row:
    """A row of NAME.causes."""
    frame: int
    cause: str
    was: str = ""
    pieces: str = ""


Restored = Iterator[tuple[str, Segment]]     # a possible original value, and the segment with it


def with_bytes(segment: Segment, at: int, part: bytes) -> Segment:
    data = segment.bytes.data
    return replace(segment, bytes=Stretch(data[:at] + part + data[at + len(part):], segment.bytes.length))


def source_address(*addresses: str) -> Callable[[Segment], Restored]:
    """Restores one of ADDRESSES as the source."""
    return lambda segment: ((f"source={one}", replace(segment, carrier=replace(
        segment.carrier, source=ip_address(one).packed))) for one in addresses)


def destination_address(*addresses: str) -> Callable[[Segment], Restored]:
    return lambda segment: ((f"destination={one}", replace(segment, carrier=replace(
        segment.carrier, destination=ip_address(one).packed))) for one in addresses)


def sequence_number(capture: Path) -> Callable[[Segment], Restored]:
    """Restores the sequence number of another segment of the capture."""
    def restored(segment: Segment) -> Restored:
        for other in filter(None, map(Dissector().segment, pcapng.read(capture))):
            number = Header(other).sequence
            yield f"sequence_number={number}", with_bytes(segment, 4, number.to_bytes(4, "big"))
    return restored


def window(segment: Segment) -> Restored:
    return ((f"window={was}", with_bytes(segment, 14, was.to_bytes(2, "big"))) for was in range(1 << 16))


def flags(segment: Segment) -> Restored:
    offset = segment.bytes.data[12] & 0xF0
    return ((f"flags=0x{was:04x}", with_bytes(segment, 12, bytes([offset | was >> 8, was & 0xFF])))
            for was in range(1 << 12))


def untouched(segment: Segment) -> Restored:
    yield "", segment


@dataclass(frozen=True)
class Manipulation:
    cause: str
    restore: Callable[[Segment], Restored] = untouched
    typed: Callable[[bytes], bytes] = bytes     # how the sender changed the key


@dataclass(frozen=True)
class Omission:
    """Why segments have no signature, and which ones."""
    cause: str
    concerns: Callable[[Segment], bool]


def opening(segment: Segment) -> bool:
    return bool(segment.bytes.data[13] & SYN)


def reset(segment: Segment) -> bool:
    return bool(segment.bytes.data[13] & RST)


def sent_by(address: str) -> Callable[[Segment], bool]:
    return lambda segment: segment.carrier.source == ip_address(address).packed


class Recording:
    def __init__(self, capture: Path) -> None:
        self.secrets = [key.secret for key in keys.read(capture.with_suffix(".keys"))]
        dissector = Dissector()
        frames = {frame.number: dissector.segment(frame) for frame in pcapng.read(capture)}
        self.bad = {row.frame: frames[row.frame] for row in judge(capture)
                    if Header(frames[row.frame]).signatures and row.status != "Good"}
        self.unsigned = {row.frame: frames[row.frame] for row in judge(capture) if row.status == "Not present"}

    def gives(self, segment: Segment, typed: Callable[[bytes], bytes] = bytes) -> bool:
        """Returns whether a secret produces the digest in the segment."""
        received = Header(segment).signatures[0].value
        return any(digest(segment, typed(secret)) == received for secret in self.secrets)

    def rows(self, manipulations: list[Manipulation]) -> Iterator[Row]:
        """Yields a row for every segment that is not good; there must be a manipulation that explains it."""
        for frame, segment in self.bad.items():
            yield next(Row(frame, manipulation.cause, was)
                       for manipulation in manipulations
                       for was, restored in manipulation.restore(segment)
                       if self.gives(restored, manipulation.typed))

    def omitted(self, omissions: list[Omission]) -> Iterator[Row]:
        """Yields a row for every missing signature; there must be an omission that explains it."""
        for frame, segment in self.unsigned.items():
            yield next(Row(frame, omission.cause) for omission in omissions if omission.concerns(segment))

    def split(self) -> Iterator[Row]:
        """Yields a row for every piece of a split segment. All pieces carry the digest of the whole segment."""
        groups: dict[tuple, dict[int, int]] = {}
        for frame, segment in self.bad.items():
            pieces = groups.setdefault(self.name(segment), {})
            pieces.setdefault(Header(segment).sequence, frame)
        for frame, segment in self.bad.items():
            pieces = [piece for _, piece in sorted(groups[self.name(segment)].items())]
            whole = joined([self.bad[piece] for piece in pieces])
            assert self.gives(whole), f"frame {frame} is no piece of what {pieces} carry"
            yield Row(frame, "split", f"length={whole.bytes.length}",
                      ",".join(str(piece) for piece in pieces if piece != frame))

    @staticmethod
    def name(segment: Segment) -> tuple:
        return segment.carrier.source, Header(segment).ports, Header(segment).signatures[0].value


def joined(pieces: list[Segment]) -> Segment:
    """Returns a segment with the header of the first piece, FIN and PSH of the last, and the data of all."""
    first, last = pieces[0].bytes.data, pieces[-1].bytes.data
    header = first[:13] + bytes([first[13] | last[13] & (FIN | PSH)]) + first[14:Header(pieces[0]).length]
    data = header + b"".join(piece.bytes.data[Header(piece).length:] for piece in pieces)
    return replace(pieces[0], bytes=Stretch(data, len(data)))
