#!/usr/bin/env python3
"""Checks that tcpauth proves no cause by chance, for 100,000 segments of all kinds with random digests.

    chance.py [SEGMENTS]
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import random
import sys
from collections import Counter
from collections.abc import Iterator

from checks import Checks
from tshark import Tshark

from construct.capture import NOTHING, Capture
from construct.peers import KEYS
from construct.tcp import KEEPALIVE, Segment, Session, bgp_update, option

SEGMENTS = 100_000
KINDS = [("S", b""), ("A", b""), ("FA", b""), ("R", b""),
         ("A", bgp_update()), ("PA", KEEPALIVE), ("PAU", KEEPALIVE)]
CONNECTIONS = 50
MORE_KEYS = """
key backup     ends 192.0.2.1 192.0.2.2 secret "0 a backup"
key expired    ends 192.0.2.1 192.0.2.2 until 2025-01-01 secret "2024"
key neighbour  ends 192.0.2.3 192.0.2.4 secret 'of a "neighbour" '
key neighbours ends 2001:db8::/32 * port 646 secret base64 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIj
"""


def segments(count: int) -> Iterator[Segment]:
    """Yields segments of parallel sessions, most of which have a key. Each segment has a random digest."""
    chance = random.Random(2385)
    hosts = ("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::2"), ("192.0.2.3", "192.0.2.9")
    sessions = [Session((one, 40000 + place), (other, chance.choice((179, 646))), None, first=place << 24)
                for place in range(CONNECTIONS) for one, other in [chance.choice(hosts)]]
    for _ in range(count):
        session = chance.choice(sessions)
        flags, payload = chance.choice(KINDS)
        yield chance.choice((session.client, session.server))(
            flags, payload * chance.randrange(1, 20), signature=option(19, chance.randbytes(16)),
            window=chance.randrange(1 << 16), urgent=chance.randrange(1 << 16) if "U" in flags else 0)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SEGMENTS
    capture, checks = Capture(), Checks()
    for segment in segments(count):
        capture.segment(segment, NOTHING)
    with Tshark() as tshark:
        file = tshark.write("random.pcapng", capture.encoded())
        tshark.write("random.keys", KEYS + MORE_KEYS)
        text = tshark.output("-r", file, "-o", f"tcpauth.keyring:{file.with_suffix('.keys')}",
                             "-T", "fields", "-e", "tcpauth.status", "-e", "tcpauth.cause")
    said = Counter(tuple(line.split("\t")) for line in text.splitlines())
    causes = {cause for _, cause in said} - {""}
    checks.that(not causes, f"proven by chance: {causes}")
    checks.that(said.total() == count and said["0", ""] > count / 2, f"not {count}, most of them bad: {said}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
