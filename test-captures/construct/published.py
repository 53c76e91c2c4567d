"""Captures of segments with published digests."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .capture import Capture, bad, constructs, good
from .carriers import TCP, ethernet, ipv4
from .tcp import NOP, checksum, option

CLIENT, SERVER = "192.168.56.40", "192.168.56.20"
ACK_HEADER = bytes.fromhex("00b3d105 15f72762 291b6878 a0100073 00000000")
ACK_DIGEST = bytes.fromhex("eaf8d1f1da3f03c90b42709e9508fc73")
SYN_HEADER = bytes.fromhex("d12100b3 6e73c1c3 00000000 d0023908 00000000")
SYN_DIGEST = bytes.fromhex("9a75888344bf20488ebef3ee5b16dd2a")


def datagram(source: str, destination: str, header: bytes, digest: bytes) -> bytes:
    """Returns a frame with a published header, the digest, and NOPs up to the data offset."""
    options = option(19, digest)
    segment = header + options + NOP * ((header[12] >> 4) * 4 - 20 - len(options))
    ends = ipv4(source, destination, TCP, b"")[12:20]
    sum_ = checksum(ends + b"\x00\x06" + len(segment).to_bytes(2, "big") + segment)
    return ethernet(ipv4(source, destination, TCP, segment[:16] + sum_ + segment[18:]))


@constructs(keys="""
key the-syn
    ends    192.168.56.20 192.168.56.40
    port    53537
    secret  "longbutstilllamepassword"

key the-ack
    ends    192.168.56.20 192.168.56.40
    port    53509
    secret  "lolcats"
""")
def published_digests(capture: Capture) -> None:
    """The two test vectors of John the Ripper's format tcp-md5 (src/tcp_md5_fmt_plug.c), each also with the digest of
    the other."""
    capture.frame(datagram(CLIENT, SERVER, SYN_HEADER, SYN_DIGEST), good("the-syn"))
    capture.frame(datagram(SERVER, CLIENT, ACK_HEADER, ACK_DIGEST), good("the-ack"))
    capture.frame(datagram(CLIENT, SERVER, SYN_HEADER, ACK_DIGEST), bad("the-syn"))
    capture.frame(datagram(SERVER, CLIENT, ACK_HEADER, SYN_DIGEST), bad("the-ack"))
