#!/usr/bin/env python3
"""One end of a signed TCP connection without a daemon. It sends some BGP keep-alives once it is connected.

    signed.py listen ADDRESS PORT PEER SECRET     SECRET is in hexadecimal
    signed.py connect ADDRESS PORT PEER SECRET
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import socket
import struct
import sys
import time

TCP_MD5SIG = 14
ADDRESS_STORAGE = 128   # bytes of a struct sockaddr_storage
LONGEST_SECRET = 80
KEEPALIVE = b"\xff" * 16 + b"\x00\x13\x04"


def signed(peer: str, secret: bytes) -> socket.socket:
    """Returns a socket that signs and verifies segments to and from PEER (struct tcp_md5sig of linux/tcp.h)."""
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    address = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(peer)).ljust(ADDRESS_STORAGE, b"\0")
    one.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG,
                   address + struct.pack(f"=BBHI{LONGEST_SECRET}s", 0, 0, len(secret), 0, secret))
    return one


def main() -> None:
    what, address, port, peer, secret = sys.argv[1:]
    one = signed(peer, bytes.fromhex(secret))
    if what == "listen":
        one.bind((address, int(port)))
        one.listen()
        print("ready", flush=True)
        one = one.accept()[0]
    else:
        one.bind((address, 0))
        one.connect((peer, int(port)))
    for _ in range(3):
        one.send(KEEPALIVE)
        time.sleep(0.3)
    one.close()


main()
