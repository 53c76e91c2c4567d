"""The virtual NIC of the recording "story": it has signed segments split, as hardware does.

    python3 virtual_nic.py MSS GUEST-TAP HOST-TAP

makes two TAP devices and carries frames between them, like the NIC of a virtual machine. It passes on the guest's
segments that are longer than MSS as GSO packets (IFF_VNET_HDR). The kernel on the other side splits these into segments
of MSS bytes, and copies all options into each. To the kernel, the signature is an option like any other, so every piece
carries the digest of the whole segment.
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
    """Returns the Internet checksum of an even number of bytes, not inverted."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def tcp_start(frame: bytearray) -> int:
    """Returns the offset of the TCP header in a frame, or 0 if it has none. The recording needs only IPv4."""
    is_tcp = frame[12:14] == b"\x08\x00" and frame[ETHERNET + 9] == 6
    return ETHERNET + (frame[ETHERNET] & 0x0F) * 4 if is_tcp else 0


def to_host(frame: bytearray, mss: int) -> bytes:
    """Returns the header for a guest's frame. It leaves checksum and splitting of long segments to the kernel."""
    tcp = tcp_start(frame)
    payload = tcp + (frame[tcp + 12] >> 4) * 4
    end = ETHERNET + int.from_bytes(frame[ETHERNET + 2:ETHERNET + 4])
    if not tcp or end - payload <= mss:
        return NOTHING_TO_DO
    pseudo_header = frame[ETHERNET + 12:ETHERNET + 20] + struct.pack("!HH", 6, end - tcp)
    struct.pack_into("!H", frame, tcp + TCP_CHECKSUM, ones_sum(pseudo_header))
    return VNET_HEADER.pack(NEEDS_CSUM, GSO_TCPV4, payload, mss, tcp, TCP_CHECKSUM)


def to_guest(frame: bytearray) -> bytes:
    """Returns the header for a frame to the guest. It vouches for the checksum, so the guest does not verify it."""
    tcp = tcp_start(frame)
    return VNET_HEADER.pack(NEEDS_CSUM, 0, 0, 0, tcp, TCP_CHECKSUM) if tcp else NOTHING_TO_DO


def carry(mss: int, guest: int, host: int) -> None:
    """Carries frames both ways until the process is stopped."""
    while True:
        for tap in select.select([guest, host], [], [])[0]:
            frame = bytearray(os.read(tap, 1 << 17)[VNET_HEADER.size:])
            with contextlib.suppress(OSError):  # the receiving machine is switched off
                if tap == guest:
                    os.write(host, to_host(frame, mss) + frame)
                else:
                    os.write(guest, to_guest(frame) + frame)


def main() -> None:
    mss, guest, host = int(sys.argv[1]), open_tap(sys.argv[2]), open_tap(sys.argv[3])
    print("ready", flush=True)
    carry(mss, guest, host)


main()
