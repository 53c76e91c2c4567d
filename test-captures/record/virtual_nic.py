"""The network card of the founding story: it has signed segments cut in slices, as hardware does.

    python3 virtual_nic.py MSS GUEST-TAP HOST-TAP

makes two TAP devices and carries frames between them, as the network card of a virtual machine does. What
the guest sends in segments longer than MSS goes on as GSO packets (IFF_VNET_HDR), which the kernel on the
other side slices into segments of MSS bytes with a copy of all options. The signature is an option like any
other to it, so every slice carries the digest of the whole.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import contextlib
import fcntl
import os
import select
import struct
import sys

TUNSETIFF, IFF_TAP, IFF_NO_PI, IFF_VNET_HDR = 0x400454CA, 0x0002, 0x1000, 0x4000
NEEDS_CSUM, GSO_TCPV4 = 1, 1
VNET_HEADER = struct.Struct("=BBHHHH")  # flags, gso_type, hdr_len, gso_size, csum_start, csum_offset
NOTHING_TO_DO = VNET_HEADER.pack(0, 0, 0, 0, 0, 0)
ETHERNET, TCP_CHECKSUM = 14, 16


def open_tap(name: str) -> int:
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI | IFF_VNET_HDR))
    return tap


def ones_sum(data: bytes) -> int:
    """The Internet checksum's sum over an even number of bytes, not inverted."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def tcp_start(frame: bytearray) -> int:
    """Where a frame's TCP header begins; 0 if there is none. The story needs nothing but IPv4."""
    is_tcp = frame[12:14] == b"\x08\x00" and frame[ETHERNET + 9] == 6
    return ETHERNET + (frame[ETHERNET] & 0x0F) * 4 if is_tcp else 0


def to_host(frame: bytearray, mss: int) -> bytes:
    """The header before a guest's frame: of long segments, checksum and cutting are left to the kernel."""
    tcp = tcp_start(frame)
    payload = tcp + (frame[tcp + 12] >> 4) * 4
    end = ETHERNET + int.from_bytes(frame[ETHERNET + 2:ETHERNET + 4])
    if not tcp or end - payload <= mss:
        return NOTHING_TO_DO
    pseudo_header = frame[ETHERNET + 12:ETHERNET + 20] + struct.pack("!HH", 6, end - tcp)
    struct.pack_into("!H", frame, tcp + TCP_CHECKSUM, ones_sum(pseudo_header))
    return VNET_HEADER.pack(NEEDS_CSUM, GSO_TCPV4, payload, mss, tcp, TCP_CHECKSUM)


def to_guest(frame: bytearray) -> bytes:
    """The header before a frame for the guest: the card vouches for checksums, so the guest verifies none."""
    tcp = tcp_start(frame)
    return VNET_HEADER.pack(NEEDS_CSUM, 0, 0, 0, tcp, TCP_CHECKSUM) if tcp else NOTHING_TO_DO


def carry(mss: int, guest: int, host: int) -> None:
    """Carries frames both ways until the process is stopped."""
    while True:
        for tap in select.select([guest, host], [], [])[0]:
            frame = bytearray(os.read(tap, 1 << 17)[VNET_HEADER.size:])
            with contextlib.suppress(OSError):  # a machine that is switched off gets nothing
                if tap == guest:
                    os.write(host, to_host(frame, mss) + frame)
                else:
                    os.write(guest, to_guest(frame) + frame)


def main() -> None:
    mss, guest, host = int(sys.argv[1]), open_tap(sys.argv[2]), open_tap(sys.argv[3])
    print("ready", flush=True)
    carry(mss, guest, host)


main()
