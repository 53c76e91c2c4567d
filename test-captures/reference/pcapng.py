"""Reads the frames of a pcapng file: number, time, link type, captured bytes and length on the wire."""
# SPDX-License-Identifier: GPL-2.0-or-later

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTION, INTERFACE, SIMPLE, ENHANCED = 0x0A0D0D0A, 1, 3, 6
SNAP_LENGTH_ABSENT = 0
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Frame:
    number: int
    time: int       # nanoseconds since 1970, UTC
    link_type: int
    captured: bytes
    length: int     # on the wire
    interface: int = 0


@dataclass(frozen=True)
class Interface:
    link_type: int
    snap_length: int
    ticks: int      # per second
    offset: int     # seconds to add to each time


def blocks(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Yields each block's type, the byte order of its section, and its body."""
    at, order = 0, "<"
    while at < len(data):
        if data[at:at + 4] == b"\x0a\x0d\x0d\x0a":
            order = "<" if data[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
        kind, length = struct.unpack_from(order + "II", data, at)
        if length < 12 or length % 4 or at + length > len(data):
            raise ValueError(f"not a pcapng block at byte {at}")
        yield kind, order, data[at + 8:at + length - 4]
        at += length


def options(body: bytes, order: str) -> dict[int, bytes]:
    found, at = {}, 0
    while at + 4 <= len(body):
        code, length = struct.unpack_from(order + "HH", body, at)
        if code == 0:
            break
        found[code] = body[at + 4:at + 4 + length]
        at += 4 + (length + 3) // 4 * 4
    return found


def interface(body: bytes, order: str) -> Interface:
    link_type, snap_length = struct.unpack_from(order + "HxxI", body)
    said = options(body[8:], order)
    resolution = said.get(9, b"\x06")[0]    # if_tsresol: a power of ten, or of two when its top bit is set
    ticks = 2 ** (resolution & 0x7F) if resolution & 0x80 else 10 ** resolution
    offset = struct.unpack(order + "q", said[14])[0] if 14 in said else 0
    return Interface(link_type, snap_length, ticks, offset)


def read(path: Path) -> Iterator[Frame]:
    interfaces: list[Interface] = []
    number = 0
    for kind, order, body in blocks(path.read_bytes()):
        if kind == SECTION:
            interfaces = []
        elif kind == INTERFACE:
            interfaces.append(interface(body, order))
        elif kind == ENHANCED:
            number += 1
            which, high, low, captured, length = struct.unpack_from(order + "IIIII", body)
            source = interfaces[which]
            time = (high << 32 | low) * NANOSECONDS // source.ticks + source.offset * NANOSECONDS
            yield Frame(number, time, source.link_type, body[20:20 + captured], length, which)
        elif kind == SIMPLE:                # has neither a time nor a captured length
            number += 1
            source = interfaces[0]
            length = struct.unpack_from(order + "I", body)[0]
            captured = length if source.snap_length == SNAP_LENGTH_ABSENT else min(length, source.snap_length)
            yield Frame(number, 0, source.link_type, body[4:4 + captured], length)
