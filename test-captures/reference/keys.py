"""Reads the keys and the known ISNs of a keyring file."""
# SPDX-License-Identifier: GPL-2.0-or-later

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

NANOSECONDS = 1_000_000_000
ALWAYS_BEFORE, ALWAYS_AFTER = -(1 << 80), 1 << 80
MAC_LENGTHS = {"md5": 16, "hmac-sha-1-96": 12, "aes-128-cmac-96": 12, "hmac-sha-256-96": 12, "hmac-sha-256-128": 16,
               "hkdf-sha-256-128": 16, "kmac256-128": 16, "hmac-md5-96": 12, "hmac-sha-224-96": 12,
               "hmac-sha-384-96": 12, "hmac-sha-512-96": 12}

WORD = re.compile(r"""
      (?P<comment>\#.*)
    | (?P<blank>\s+)
    | "(?P<double>(?:[^"\\\n]|\\.)*)"
    | '(?P<single>[^'\n]*)'
    | (?P<plain>[^\s"'\#]+)
""", re.VERBOSE)
ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.))")
ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b'"': b'"', b"\\": b"\\"}

End = IPv4Network | IPv6Network | None      # None: any address


@dataclass(frozen=True)
class Key:
    name: str
    place: int                      # the index in the file, from 0
    ends: tuple[End, End]
    secret: bytes
    port: int | None = None         # None: every port
    algorithm: str = "md5"
    since: int = ALWAYS_BEFORE      # nanoseconds since 1970, inclusive
    until: int = ALWAYS_AFTER       # exclusive
    sent_since: int | None = None   # when a router signs with the key; None: as since and until
    sent_until: int | None = None
    send_id: int | None = None      # of TCP-AO, at the first end; None: any
    recv_id: int | None = None
    options: str = "*"
    chain: str = ""                 # the key chain, "" if none
    shortened: int | None = None    # the length of the MAC; None: the algorithm's own

    @property
    def mac_length(self) -> int:
        return self.shortened or MAC_LENGTHS[self.algorithm]

    def ids_of(self, addresses: tuple[bytes, bytes]) -> list[int | None]:
        """Returns the KeyIDs that segments from the first to the second address may have; None in it means any."""
        ways = (addresses, self.send_id), (addresses[::-1], self.recv_id)
        return [key_id for (one, other), key_id in ways if within(one, self.ends[0]) and within(other, self.ends[1])]

    def serves(self, addresses: tuple[bytes, bytes], ports: tuple[int, int]) -> bool:
        """Returns whether the key applies to this connection: its ends in either order, its port at either end."""
        fits = any(within(one, self.ends[0]) and within(other, self.ends[1])
                   for one, other in (addresses, addresses[::-1]))
        return fits and (self.port is None or self.port in ports)

    def valid(self, time: int) -> bool:
        return not time or self.since <= time < self.until     # a frame without a time stamp has 0

    def sent(self, time: int) -> bool:
        since = self.since if self.sent_since is None else self.sent_since
        return not time or since <= time < (self.until if self.sent_until is None else self.sent_until)

    def rank(self) -> tuple[int, bool, int, int]:
        """Returns a sort key that puts the most specific key first."""
        bits = sum(end.prefixlen for end in self.ends if end)
        return -bits, self.port is None, -self.since, self.place


def within(address: bytes, end: End) -> bool:
    if end is None:
        return True
    one = ip_address(address)
    return one.version == end.version and one in end


def words(line: str) -> Iterator[tuple[str, bytes]]:
    """Yields how each word of a line is written (plain, single or double), and the word."""
    at = 0
    while at < len(line):
        found = WORD.match(line, at)
        if not found:
            raise ValueError(f"cannot read {line[at:]!r}")
        if found.lastgroup not in ("comment", "blank"):
            yield found.lastgroup, found[found.lastgroup].encode()
        at = found.end()


def entries(text: str) -> Iterator[list[tuple[str, bytes]]]:
    """Yields the words of each entry `key`, without the `key` that starts it."""
    entry = None
    for line in text.split("\n"):
        said = list(words(line))
        if said and said[0] in (("plain", b"key"), ("plain", b"isn")):
            if entry:
                yield entry
            entry = said[1:] if said[0][1] == b"key" else []
        elif said and entry is None:
            raise ValueError(f"outside any key: {line!r}")
        elif said:
            entry += said
    if entry:
        yield entry


def unescaped(match: re.Match) -> bytes:
    return bytes([int(match[1], 16)]) if match[1] else ESCAPED[match[2]]


def secret(entry: Iterator[tuple[str, bytes]]) -> bytes:
    how, value = next(entry)
    if how == "double":
        return ESCAPE.sub(unescaped, value)
    if how == "single":
        return value
    if value == b"hex":
        return bytes.fromhex(next(entry)[1].decode())
    if value == b"base64":
        return base64.b64decode(next(entry)[1], validate=True)
    raise ValueError(f"a secret is quoted, hex or base64, not {value!r}")


def end(word: str) -> End:
    return None if word == "*" else ip_network(word)


def number(word: str) -> int | None:
    return None if word == "*" else int(word)


def moment(word: str) -> int:
    when = datetime.fromisoformat(word)
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return round(when.timestamp()) * NANOSECONDS


def key(entry: list[tuple[str, bytes]], place: int) -> Key:
    rest = iter(entry)

    def word() -> str:
        return next(rest)[1].decode()

    fields: dict = {"name": word(), "place": place}
    for _, attribute in rest:
        match attribute.decode():
            case "ends": fields["ends"] = (end(word()), end(word()))
            case "port": fields["port"] = number(word())
            case "algorithm": fields["algorithm"] = word().lower()
            case "secret": fields["secret"] = secret(rest)
            case "from": fields["since"] = moment(word())
            case "until": fields["until"] = moment(word())
            case "signed-as": word(), word()    # not needed for checking
            case "send-id": fields["send_id"] = number(word())
            case "recv-id": fields["recv_id"] = number(word())
            case "mac-length": fields["shortened"] = number(word())
            case "options": fields["options"] = word()
            case "send-from": fields["sent_since"] = moment(word())
            case "send-until": fields["sent_until"] = moment(word())
            case "chain": fields["chain"] = word()
            case "preference" | "signature" | "number" | "instance": word()
            case unknown: raise ValueError(f"key {fields['name']}: what is {unknown!r}?")
    if fields.get("algorithm", "md5") not in MAC_LENGTHS:
        raise ValueError(f"key {fields['name']}: no such algorithm")
    return Key(**fields)


def isns(path: Path) -> dict[tuple[bytes, int], list[int]]:
    """Returns the initial sequence numbers in the keyring, by address and port."""
    found: dict[tuple[bytes, int], list[int]] = {}
    for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else []:
        match line.split("#")[0].split():
            case ["isn", address, port, number]:
                found.setdefault((ip_address(address).packed, int(port)), []).append(int(number))
    return found


def read(path: Path) -> list[Key]:
    """Returns the keys of a file, most specific first; none if the file does not exist."""
    if not path.exists():
        return []
    found = [key(entry, place) for place, entry in enumerate(entries(path.read_text(encoding="utf-8")))]
    return sorted(found, key=Key.rank)
