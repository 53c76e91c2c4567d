"""A capture under construction: its frames, their intended verdicts, and its pcapng form."""
# SPDX-License-Identifier: GPL-2.0-or-later

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from .carriers import ethernet, ip
from .tcp import Segment

ETHERNET, RAW, COOKED, COOKED_2 = 1, 101, 113, 276      # link types
SNAP_LENGTH = 262144
START = "2026-03-01T12:00:00"
MICROSECONDS = 1_000_000
BETWEEN_FRAMES = 100_000
HEAD = "frame\tcause\twas\tpieces\n"            # the first line of NAME.causes and NAME.searched
TWINS_HEAD = "frame\ttwins\tchanged\n"          # the first line of NAME.twins
INTERFACE_NAME = 2                              # the option of a pcapng interface block


@dataclass(frozen=True)
class Cause:
    """The cause of a bad segment, and its signed values: tcpauth.cause and tcpauth.was.*."""
    name: str
    was: dict[str, object]
    pieces: tuple[int, ...] = ()    # the frames with the pieces of a split segment

    def row(self, frame: int) -> str:
        was = " ".join(f"{name}={value}" for name, value in self.was.items())
        others = ",".join(str(piece) for piece in self.pieces if piece != frame)
        return f"{frame}\t{self.name}\t{was}\t{others}\n"


@dataclass(frozen=True)
class Verdict:
    status: str
    reason: str = ""
    key: str = ""
    cause: Cause | None = field(default=None, compare=False)    # the reference does not look for causes

    searched: Cause | None = field(default=None, compare=False)  # the cause that only a long search finds

    says: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def saying(self, what: str, words: str) -> "Verdict":
        """Returns the verdict with WORDS that the line WHAT of the tree must have, for example the cause."""
        return replace(self, says=(*self.says, (what, words)))

    def because(self, cause: str, **was: object) -> "Verdict":
        return replace(self, cause=Cause(cause, was))

    def once_searched(self, cause: str, **was: object) -> "Verdict":
        return replace(self, searched=Cause(cause, was))


NOTHING = None


def good(key: str) -> Verdict:
    return Verdict("Good", "", key)


def bad(key: str) -> Verdict:
    return Verdict("Bad", "", key)


def unverified(reason: str) -> Verdict:
    return Verdict("Unverified", reason)


def illegal(reason: str) -> Verdict:
    return Verdict("Illegal", reason)


def unsigned(key: str) -> Verdict:
    return Verdict("Not present", "key configured", key)


UNSIGNED_AMONG_SIGNED = Verdict("Not present", "connection signed")


class Capture:
    def __init__(self, link_type: int = ETHERNET) -> None:
        self.link_type = link_type
        self.packets: list[bytes] = []
        self.intended: list[Verdict | None] = []
        self.clock = moment(START)
        self.points: list[str] = []     # the names of the capture points; empty for a single one without a name
        self.isns: set[frozenset[int]] | None = None    # the pairs to search among; None if the reference searches all
        self.twins: dict[int, list[tuple[int, tuple[str, ...]]]] = {}    # the twins of each frame, with the changes

    def frame(self, data: bytes, verdict: Verdict | None, *, captured: int | None = None,
              at: str | None = None, point: str | None = None) -> None:
        """Adds a frame truncated to CAPTURED bytes, at the time AT (UTC) or soon after the last frame."""
        self.clock = moment(at) if at else self.clock + BETWEEN_FRAMES
        kept = data if captured is None else data[:captured]
        interface = self.points.index(point) if point else 0
        fields = struct.pack("<IIIII", interface, self.clock >> 32, self.clock & 0xFFFFFFFF, len(kept), len(data))
        self.packets.append(block(6, fields + kept))
        self.intended.append(verdict)

    def timeless(self, data: bytes, verdict: Verdict | None) -> None:
        """Adds a frame without a time stamp: a Simple Packet Block."""
        self.packets.append(block(3, struct.pack("<I", len(data)) + data))
        self.intended.append(verdict)

    def segment(self, segment: Segment, verdict: Verdict | None, **other) -> None:
        """Adds an Ethernet frame with a segment."""
        self.frame(ethernet(ip(segment)), verdict, **other)

    def search_among(self, *isns: tuple[int, int]) -> None:
        """Tells the reference the ISNs of the connections, so that it tries no others where a search is in vain."""
        self.isns = {frozenset(pair) for pair in isns}

    def explain(self, frames: Iterable[int], cause: Cause) -> None:
        """Sets the cause of frames that were added before."""
        for frame in frames:
            self.intended[frame - 1] = replace(self.intended[frame - 1], cause=cause)

    def twin(self, one: int, other: int, *changed: str) -> None:
        """Records that two frames carry the same segment, except for the CHANGED fields."""
        self.twins.setdefault(one, []).append((other, changed))
        self.twins.setdefault(other, []).append((one, changed))

    def twins_text(self) -> str:
        """Returns the text of NAME.twins; empty if there is only one capture point."""
        rows = [f"{frame}\t{','.join(str(other) for other, _ in sorted(twins))}\t"
                f"{','.join(change for _, changed in sorted(twins) for change in changed)}\n"
                for frame, twins in sorted(self.twins.items())]
        return TWINS_HEAD + "".join(rows) if self.points else ""

    def causes(self, which: str = "cause") -> str:
        """Returns the text of NAME.causes or NAME.searched; empty if no segment has such a cause."""
        causes = [(frame, getattr(verdict, which)) for frame, verdict in enumerate(self.intended, 1) if verdict]
        rows = [cause.row(frame) for frame, cause in causes if cause]
        return HEAD + "".join(rows) if rows else ""

    def said(self) -> str:
        """Returns the text of NAME.said; empty if no words are expected."""
        rows = [f"{frame}\t{what}\t{words}\n" for frame, verdict in enumerate(self.intended, 1)
                if verdict for what, words in verdict.says]
        return "frame\twhat\twords\n" + "".join(rows) if rows else ""

    def encoded(self) -> bytes:
        section = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
        interfaces = [interface(self.link_type, name) for name in self.points or [""]]
        return section + b"".join(interfaces + self.packets)


def interface(link_type: int, name: str) -> bytes:
    padded = name.encode() + bytes(-len(name) % 4)
    options = struct.pack("<HH", INTERFACE_NAME, len(name)) + padded + bytes(4) if name else b""
    return block(1, struct.pack("<HHI", link_type, 0, SNAP_LENGTH) + options)


def moment(text: str) -> int:
    time = datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
    return int(time.timestamp()) * MICROSECONDS + time.microsecond


def block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


@dataclass(frozen=True)
class Construction:
    name: str
    keys: str | None        # the text of the keyring file
    build: Callable[[], Capture]


CONSTRUCTIONS: list[Construction] = []


def constructs(keys: str | None, link_type: int = ETHERNET) -> Callable:
    """Registers a function that fills a capture. Its name names the files, its docstring heads the keyring."""
    def register(fill: Callable[[Capture], None]) -> Callable[[Capture], None]:
        def build() -> Capture:
            capture = Capture(link_type)
            fill(capture)
            return capture

        head = "".join(f"# {line.strip()}\n" for line in fill.__doc__.strip().splitlines())
        text = None if keys is None else f"{head}\n{keys.strip()}\n"
        CONSTRUCTIONS.append(Construction(fill.__name__.replace("_", "-"), text, build))
        return fill
    return register
