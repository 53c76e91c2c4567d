"""Generates captures for the benchmark: data and acknowledgments between one host and many peers."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path

PEERS = 50
SECRET = b"benchmark-secret"
KEYRING = f'key bench ends 192.0.2.1 192.0.2.0/24 port 179 secret "{SECRET.decode()}"\n'
WRONG_KEYRING = KEYRING.replace(SECRET.decode(), "something-else")
AO_ALGORITHMS = {"sha1": "hmac-sha-1-96", "sha256": "hmac-sha-256-96", "cmac": "aes-128-cmac-96"}
HERE = bytes([192, 0, 2, 1])
DATA = bytes(range(256)) * 6
WINDOW = 1000
FULL, KEEPALIVE = 1428, 19     # bytes of data in a full segment, and in a BGP keep-alive

PCAP_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
ETHERNET = bytes.fromhex("020000000002 020000000001 0800")


def other_keys(count: int) -> str:
    """Returns keys for COUNT other peers, which are addresses and networks."""
    return "".join(f'key other-{number} ends 192.0.2.1 10.{number >> 8 & 255}.{number & 255}.0/{24 + number % 9} '
                   f'port 179 secret "other-{number}"\n' for number in range(count))


def segment(ends: tuple[bytes, bytes], ports: tuple[int, int], numbers: tuple[int, int], data: bytes,
            signed: bool, window: int = WINDOW) -> bytes:
    """Returns a TCP segment with an MD5 signature over the window WINDOW, or unsigned with a timestamps option."""
    length = 40 if signed else 32
    flags = 0x18 if data else 0x10
    header = struct.pack("!HHIIBBHHH", *ports, *numbers, length // 4 << 4, flags, WINDOW, 0, 0)
    if not signed:
        return header + b"\x01\x01\x08\x0a" + bytes(8) + data
    pseudo = ends[0] + ends[1] + struct.pack("!BBH", 0, 6, length + len(data))
    digest = hashlib.md5(pseudo + header + data + SECRET).digest()
    return header[:14] + struct.pack("!H", window) + header[16:] + b"\x01\x01\x13\x12" + digest + data


def ao_keyring(algorithm: str) -> str:
    return KEYRING + f"    algorithm {AO_ALGORITHMS[algorithm]} send-id 1 recv-id 1 options included\n"


def ao_segment(ports: tuple[int, int], numbers: tuple[int, int], data: bytes, flags: int) -> bytes:
    """Returns a TCP segment with timestamps and TCP-AO, whose MAC is still zero."""
    header = struct.pack("!HHIIBBHHH", *ports, *numbers, 12 << 4, flags, WINDOW, 0, 0)
    return header + b"\x01\x01\x08\x0a" + bytes(8) + b"\x1d\x10\x01\x01" + bytes(12) + data


def write_ao(path: Path, segments: int) -> None:
    """Writes a capture as write() does, of segments that still need their MACs. It begins with the handshakes."""
    sent, number = [1] * PEERS, 0
    with path.open("wb") as file:
        file.write(PCAP_HEADER)

        def send(peer: int, ours: bool, numbers: tuple[int, int], data: bytes, flags: int) -> None:
            nonlocal number
            ends, ports = (HERE, bytes([192, 0, 2, 100 + peer])), (40000 + peer, 179)
            if not ours:
                ends, ports = ends[::-1], ports[::-1]
            file.write(record(number, ends, ao_segment(ports, numbers, data, flags)))
            number += 1

        for peer in range(PEERS):
            send(peer, True, (0, 0), b"", 0x02)
            send(peer, False, (0, 1), b"", 0x12)
        for index in range(segments // 2 - PEERS):
            turn, peer = divmod(index, PEERS)
            data = DATA[:(KEEPALIVE, FULL)[turn % 2]]
            send(peer, True, (sent[peer], 1), data, 0x18)
            sent[peer] += len(data)
            send(peer, False, (1, sent[peer]), b"", 0x10)


def record(number: int, ends: tuple[bytes, bytes], tcp: bytes) -> bytes:
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), number & 0xFFFF, 0x4000, 64, 6, 0, *ends)
    frame = ETHERNET + ip + tcp
    seconds, rest = divmod(number, 10000)
    return struct.pack("<IIII", 1_700_000_000 + seconds, rest * 100, len(frame), len(frame)) + frame


def write(path: Path, segments: int, *, signed: bool, window: int = WINDOW,
          lengths: Sequence[int] = (KEEPALIVE, FULL)) -> None:
    """Writes a capture. Half of the segments carry data, of LENGTHS in turn; the others acknowledge them."""
    sent = [1] * PEERS
    port = 179 if signed else 8179
    with path.open("wb") as file:
        file.write(PCAP_HEADER)
        for number in range(0, segments, 2):
            turn, peer = divmod(number // 2, PEERS)
            there = bytes([192, 0, 2, 100 + peer])
            data = DATA[:lengths[turn % len(lengths)]]
            ours = segment((HERE, there), (40000 + peer, port), (sent[peer], 1), data, signed, window)
            sent[peer] += len(data)
            theirs = segment((there, HERE), (port, 40000 + peer), (1, sent[peer]), b"", signed, window)
            file.write(record(number, (HERE, there), ours) + record(number + 1, (there, HERE), theirs))
