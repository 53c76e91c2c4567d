#!/usr/bin/env python3
"""Checks that Wireshark exports the same PDUs with and without tcpauth, and can read them without it.

    exported.py CAPTURE.pcapng...

If a dissector calls TCP through a table, as ESP does, the exported file has the name of the handler in that table.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import struct
import sys
from pathlib import Path

import transparent
from checks import Checks
from tshark import Tshark
from verdicts import PREFERENCES

from construct.capture import Capture
from construct.carriers import ethernet, ipv4, ipv6
from construct.tcp import KEEPALIVE, Session

ESP, TCP = 50, 6
NULL_ENCRYPTION = ["-o", "esp.enable_null_encryption_decode_heuristic:TRUE"]
# TCP exports the urgent pointer last. If the segment has none, these two bytes are uninitialised.
URGENT_POINTER = re.compile(rb"(\x00\x22\x00[\x13\x14].{17}).{2}", re.DOTALL)
KEYS = 'key esp ends * * port 179 secret "within ESP"\n'


def esp(payload: bytes, sequence: int) -> bytes:
    """Returns an ESP packet (RFC 4303) with NULL encryption and a check value of zeros."""
    padding = bytes(range(1, 1 + -(len(payload) + 2) % 4))
    return struct.pack("!II", 0x100, sequence) + payload + padding + bytes([len(padding), TCP]) + bytes(12)


def esp_capture() -> bytes:
    """Returns a capture of signed segments in ESP's transport mode. The last digest of each session is wrong."""
    capture = Capture()
    for addresses, ip in ((("192.0.2.1", "192.0.2.2"), ipv4), (("2001:db8::1", "2001:db8::2"), ipv6)):
        session = Session((addresses[0], 40000), (addresses[1], 179), b"within ESP")
        segments = [session.client("S"), session.server("SA"), session.client(payload=KEEPALIVE),
                    session.server(payload=KEEPALIVE, secret=b"another")]
        for sequence, segment in enumerate(segments, 1):
            payload = esp(segment.encoded(), sequence)
            capture.frame(ethernet(ip(segment.source, segment.destination, ESP, payload)), None)
    return capture.encoded()


def exported(tshark: Tshark, *arguments: str | Path, plugin: bool) -> Path:
    file = tshark.folder / f"exported-{plugin}.pcapng"
    tshark.output(*arguments, "-w", file, plugin=plugin)
    return file


def compare(checks: Checks, tshark: Tshark, capture: Path, layer: str) -> None:
    """Exports with and without the plugin, and shows the exported PDUs with and without it."""
    arguments = ["-r", capture, *PREFERENCES.get(capture.stem, []), *NULL_ENCRYPTION, "-U", layer]
    keyring = tshark.keyring_of(capture)
    before = exported(tshark, *arguments, plugin=False)
    after = exported(tshark, *arguments, *keyring, plugin=True)
    contents = [URGENT_POINTER.sub(rb"\1", file.read_bytes()) for file in (before, after)]
    checks.that(contents[0] == contents[1], f"{capture.name}, {layer}: the plugin changes what is exported")

    plain = tshark.output("-r", after, "-T", "pdml", plugin=False)
    shown = tshark.output("-r", after, *keyring, "-T", "pdml")
    checks.that('name="exported_pdu' in plain, f"{capture.name}, {layer}: nothing was exported")
    changed = transparent.difference(transparent.shown(plain), transparent.without_ours(shown))
    checks.that(not changed, f"{capture.name}, {layer}: what was exported looks different{changed}")


def main() -> int:
    checks = Checks()
    with Tshark() as tshark:
        tshark.write("esp.keys", KEYS)
        exports = [(tshark.write("esp.pcapng", esp_capture()), "OSI layer 3")]
        exports += [(Path(capture), "OSI layer 4") for capture in sys.argv[1:]]
        for capture, layer in exports:
            with checks.of(f"{capture.name}, {layer}"):
                compare(checks, tshark, capture, layer)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
