"""Captures that begin in a session signed with TCP-AO whose initial sequence numbers the user knows."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace
from pathlib import Path

from reference import pcapng

from .ao_signed import KEYS, NOT_FOUND, SERVER, AoSession
from .capture import Capture, bad, constructs, good
from .tcp import NOT_SEARCHED

RECORDED = Path(__file__).resolve().parents[1]
GOOD, BAD = good("ao"), bad("ao")
IPV6_PORTS = 14 + 40        # the offset of the TCP header in a frame without a VLAN tag
GIB = 1 << 30


def frames(name: str) -> list[bytes]:
    return [frame.captured for frame in pcapng.read(RECORDED / f"{name}.pcapng")]


def isn_line(address: str, port: int, number: int) -> str:
    return f"isn {address} {port} {number % (1 << 32)}\n"


SESSION = frames("ao-sha-256-128-ipv6")
CLIENT_ISN, SERVER_ISN = (int.from_bytes(syn[IPV6_PORTS + 4:IPV6_PORTS + 8], "big") for syn in SESSION[:2])
SESSION_KEY = """
key recorded
    ends       fd09::1 fd09::2
    port       179
    algorithm  hmac-sha-256-128
    secret     "{}"
    send-id    {}
    recv-id    {}
    options    included
"""
WITH_SECRET = SESSION_KEY.format("sha-256 in 16", 61, 84)
CLIENT_LINE, SERVER_LINE = isn_line("fd09::1", 45000, CLIENT_ISN), isn_line("fd09::2", 179, SERVER_ISN)


@constructs(CLIENT_LINE + SERVER_LINE + WITH_SECRET)
def ao_told(capture: Capture) -> None:
    """A recorded session without its first six segments. The user gives both initial sequence numbers."""
    for frame in SESSION[6:]:
        capture.frame(frame, good("recorded"))


@constructs(isn_line("fd09::1", 45000, CLIENT_ISN + 1) + SERVER_LINE + isn_line("fd09::2", 179, CLIENT_ISN) + WITH_SECRET)
def ao_told_wrong(capture: Capture) -> None:
    """The same. The client's number is wrong, but the session is so young that the right one is found."""
    for frame in SESSION[6:]:
        capture.frame(frame, good("recorded"))


@constructs(isn_line("fd09::1", 45001, CLIENT_ISN) + isn_line("fd09::2", 180, SERVER_ISN) + isn_line("fd09::3", 179, 1) +
            WITH_SECRET)
def ao_told_others(capture: Capture) -> None:
    """The same. The user's numbers are for other ports and another address, and change nothing."""
    for frame in SESSION[6:]:
        capture.frame(frame, good("recorded"))


@constructs(CLIENT_LINE + WITH_SECRET)
def ao_told_one(capture: Capture) -> None:
    """The first four segments are missing. The user gives only the client's number. It is enough, since the server has
    sent nothing before its first segment here."""
    for frame in SESSION[4:]:
        capture.frame(frame, good("recorded"))


@constructs(SERVER_LINE + WITH_SECRET)
def ao_told_one_of_two(capture: Capture) -> None:
    """Both ends have sent data before, so the client's number must be searched."""
    for frame in SESSION[6:]:
        capture.frame(frame, good("recorded"))


def isns(port: int, number: int) -> str:
    return isn_line("192.0.2.1", port, number)


def forged(session: AoSession) -> AoSession:
    return replace(session, secret=b"forged", sent=list(session.sent))


@constructs("".join(isn_line(SERVER[0], SERVER[1], number) for number in (77, 5000, 6000, 7000)) + isns(40001, 1) +
            isns(40001, 0xFFFFFF00) + isns(40002, 9000) + isns(40004, 100) + KEYS)
def ao_told_several(capture: Capture) -> None:
    """Sessions of one server, which has another number in each. The user gives two numbers for one client. In some
    sessions, numbers have wrapped before. A forged segment is Bad once a segment of its sender has verified, and not
    before."""
    first = AoSession((0xFFFFFF00, 5000), [0x200, 3 * GIB], client=("192.0.2.1", 40001))
    capture.frame(forged(first).data(0, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(first.data(0), GOOD)
    capture.frame(forged(first).data(0), BAD)
    capture.frame(forged(first).data(1, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(first.data(1), GOOD)
    capture.frame(forged(first).data(1), BAD)
    capture.frame(first.data(1, -500), GOOD)

    second = AoSession((9000, 6000), [9 * GIB + 5, GIB], client=("192.0.2.1", 40002))
    for end in 1, 0, 1, 0:
        capture.frame(second.data(end), GOOD)
    again = AoSession((0x80000000, 0x20000000), client=("192.0.2.1", 40002))
    capture.frame(again.syn(), GOOD)
    capture.frame(again.syn_ack(), GOOD)
    for end in 0, 1:
        capture.frame(again.data(end), GOOD)

    nobody_told = AoSession((300, 8000), [1000, 2000], client=("192.0.2.1", 40003))
    for end in 0, 1:
        capture.frame(nobody_told.data(end, payload=NOT_SEARCHED), NOT_FOUND)

    behind = AoSession((100, 7000), [1000, 2000], client=("192.0.2.1", 40004))
    capture.frame(AoSession((555, 0), secret=b"forged", client=("192.0.2.1", 40004)).syn(), BAD)
    for end in 0, 1:
        capture.frame(behind.data(end), GOOD)
    capture.frame(forged(behind).data(0), BAD)
