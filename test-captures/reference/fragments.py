"""Reassembles fragmented IP datagrams."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Datagram:
    parts: dict[int, bytes] = field(default_factory=dict)   # by their offsets in the datagram
    length: int | None = None                               # None until the last fragment arrived
    first: Any = None                                       # the dissector's note about the first fragment

    def payload(self) -> bytes | None:
        """Returns the whole payload, or None while a part is missing."""
        joined = b""
        for at, part in sorted(self.parts.items()):
            if at != len(joined):
                return None
            joined += part
        return joined if len(joined) == self.length else None


class Reassembly:
    def __init__(self) -> None:
        self.datagrams: dict[Hashable, Datagram] = {}

    def add(self, name: Hashable, at: int, part: bytes, more: bool) -> Datagram:
        """Adds a fragment, and forgets the datagram if it is now complete."""
        datagram = self.datagrams.setdefault(name, Datagram())
        datagram.parts.setdefault(at, part)
        if not more:
            datagram.length = at + len(part)
        if datagram.payload() is not None:
            del self.datagrams[name]
        return datagram

    def left(self) -> Iterator[Any]:
        """Returns the notes about the first fragments of datagrams that stayed incomplete."""
        return (datagram.first for datagram in self.datagrams.values() if datagram.first)
