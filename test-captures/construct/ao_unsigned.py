"""Captures of segments that an end does not sign with TCP-AO."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .ao_signer import BACK, CLIENT, GOOD, PORT, RIGHT, SERVER, Connection, key
from .capture import Capture, constructs, unsigned, unverified
from .tcp import Session


@constructs(key())
def cause_other_authentication_md5(capture: Capture) -> None:
    """The keyring has a key of TCP-AO, and both ends sign with MD5."""
    bgp = Session((CLIENT, 40000), (SERVER, PORT), b"password")
    verdict = unverified("no key").because("other authentication").saying("cause", "with MD5, option 19")
    for segment in bgp.client("S"), bgp.server("SA"), bgp.client("A"), bgp.client("PA", 19 * b"\xff"):
        capture.segment(segment, verdict)


@constructs(key())
def cause_one_side_unsigned_ao(capture: Capture) -> None:
    """The client signs with TCP-AO, and the server has no key."""
    def strip(data: bytes) -> bytes:
        at = data.index(BACK.option()[:4], 20)
        return data[:12] + bytes([data[12] - 0x40]) + data[13:at] + data[at + 16:]

    connection = Connection(capture, (RIGHT, BACK))
    connection.send(0, "S", b"", GOOD)
    connection.send(1, "SA", b"", unsigned("ao").because("one side unsigned"), strip)
    for _ in range(2):
        connection.send(0, "PA", 19 * b"\xff", GOOD)
        connection.send(1, "PA", 19 * b"\xff", unsigned("ao").because("one side unsigned"), strip)
