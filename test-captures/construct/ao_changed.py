"""Captures of segments that devices on the path change after they were signed with TCP-AO."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Callable
from dataclasses import replace

from .ao_signer import (BACK, BAD, CLIENT, GOOD, PORT, RIGHT, SERVER, SYN_OPTIONS, WINDOW_SCALE, Attempts, Connection, Signer,
                        key, named, opened)
from .capture import Capture, constructs, unsigned, unverified
from .tcp import MSS, NOP, SACK_PERMITTED, option


def replacing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert data.count(old, 20) == 1
        return data[:20] + data[20:].replace(old, new)
    return change


@constructs(key())
def cause_ao_mss(capture: Capture) -> None:
    """A router on the path clamps the MSS, which the MAC covers: to a common value, and from an unusual one."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO MSS", mss=1460), then=replacing(MSS, option(2, b"\x05\x50")))
    odd = (option(2, (1357).to_bytes(2, "big")), *SYN_OPTIONS[1:])
    attempts.send(RIGHT, named("AO MSS", mss=1357), odd, then=replacing(odd[0], option(2, b"\x04\xc4")))


def without(lost: bytes) -> Callable[[bytes], bytes]:
    """Removes the option LOST, of four bytes, and shortens the header."""
    def change(data: bytes) -> bytes:
        at = data.index(lost, 20)
        return data[:12] + bytes([data[12] - 0x10]) + data[13:at] + data[at + len(lost):]
    return change


@constructs(key())
def cause_ao_option_changed(capture: Capture) -> None:
    """A device on the path rewrites, blanks or removes an option that the MAC covers."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO option changed", wscale=7), then=replacing(WINDOW_SCALE, option(3, b"\0")))
    attempts.send(RIGHT, named("AO option changed", "SACK-permitted was overwritten with NOPs"),
                  then=replacing(SACK_PERMITTED, 2 * NOP))
    attempts.send(RIGHT, named("AO option changed", "the window scale was overwritten with NOPs"),
                  then=replacing(WINDOW_SCALE, 3 * NOP))
    attempts.send(RIGHT, named("AO option changed", "the MSS was overwritten with NOPs"), then=replacing(MSS, 4 * NOP))
    for lost, words in [(NOP + NOP + SACK_PERMITTED, "SACK-permitted was removed"),
                        (NOP + WINDOW_SCALE, "the window scale was removed"), (MSS, "the MSS was removed")]:
        attempts.send(RIGHT, named("AO option changed", words, hdr_len=48), then=without(lost))


@constructs(key())
def cause_ao_option_changed_twice(capture: Capture) -> None:
    """A firewall clamps the MSS and changes another option of the same SYN."""
    def clamped(data: bytes) -> bytes:
        return replacing(MSS, option(2, b"\x05\x50"))(data)
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO option changed", "the MSS and the window scale were rewritten", mss=1460, wscale=7),
                  then=lambda data: clamped(replacing(WINDOW_SCALE, option(3, b"\2"))(data)))
    attempts.send(RIGHT, named("AO option changed", "the window scale was overwritten with NOPs", mss=1460),
                  then=lambda data: clamped(replacing(WINDOW_SCALE, 3 * NOP)(data)))
    attempts.send(RIGHT, named("AO option changed", "SACK-permitted was overwritten with NOPs", mss=1460),
                  then=lambda data: clamped(replacing(SACK_PERMITTED, 2 * NOP)(data)))
    attempts.send(RIGHT, named("AO option changed", "the window scale was removed", hdr_len=48, mss=1460),
                  then=lambda data: clamped(without(NOP + WINDOW_SCALE)(data)))


def arranged(*options: bytes) -> Callable[[bytes], bytes]:
    """Replaces all options by OPTIONS and padding. An empty one stands for TCP-AO."""
    def change(data: bytes) -> bytes:
        at = data.index(RIGHT.option()[:4], 20)
        new = b"".join(one or data[at:at + 16] for one in options)
        new += bytes(-len(new) % 4)
        return data[:12] + bytes([(20 + len(new)) << 2]) + data[13:20] + new + data[(data[12] >> 4) * 4:]
    return change


@constructs(key())
def cause_ao_option_changed_moved(capture: Capture) -> None:
    """A device on the path puts the options that the MAC covers in another order, or aligns them differently."""
    attempts = Attempts(capture)
    stamp = option(8, bytes([0, 0, 0, 7, 0, 0, 0, 9]))
    linux = (MSS, SACK_PERMITTED, stamp, NOP, WINDOW_SCALE)
    moved, padded = "the options were put in another order", "the padding between the options was changed"
    attempts.send(RIGHT, named("AO option changed", moved), then=arranged(b"", MSS, SACK_PERMITTED, WINDOW_SCALE))
    attempts.send(RIGHT, named("AO option changed", padded), then=arranged(MSS, SACK_PERMITTED, WINDOW_SCALE, b""))
    attempts.send(RIGHT, named("AO option changed", moved), linux, arranged(stamp, MSS, NOP, WINDOW_SCALE, SACK_PERMITTED, b""))
    attempts.send(RIGHT, named("AO option changed", padded, hdr_len=56), linux,
                  arranged(MSS, NOP, NOP, SACK_PERMITTED, NOP, NOP, stamp, NOP, WINDOW_SCALE, b""))
    attempts.send(RIGHT, BAD.saying("hint", "in a form that was not tried"), linux,
                  arranged(stamp[:-1] + b"\1", MSS, NOP, WINDOW_SCALE, SACK_PERMITTED, b""))


@constructs(key())
def hint_ao_option_overwritten(capture: Capture) -> None:
    """A firewall overwrites options, which the MAC covers, with NOPs: timestamps, and an unknown one. With the NOPs before
    it, the latter leaves nine NOPs, which are too few to show that."""
    attempts = Attempts(capture)
    for lost, words in [(option(8, b"\x11" * 8), "its options have 12 consecutive NOPs"),
                        (option(200, b"\x11" * 5), "checksum is correct")]:
        for _ in range(2):
            attempts.send(RIGHT, BAD.saying("hint", words), (MSS, NOP * 2, lost), replacing(lost, NOP * len(lost)))


@constructs(key())
def cause_option_blanked_ao(capture: Capture) -> None:
    """A firewall overwrites TCP-AO with NOPs in all segments of the client, and leaves the server's alone."""
    blanked = unsigned("ao").because("option blanked").saying("cure", "TCP option 29")

    def blank(data: bytes) -> bytes:
        at = data.index(RIGHT.option()[:4], 20)
        return data[:at] + 16 * NOP + data[at + 16:]

    connection = Connection(capture, (RIGHT, BACK))
    connection.send(0, "S", b"", blanked, blank)
    connection.send(1, "SA", b"", GOOD)
    connection.send(0, "A", b"", blanked, blank)
    connection.send(0, "PA", 19 * b"\xff", blanked, blank)


@constructs(key())
def cause_option_blanked_in_part_ao(capture: Capture) -> None:
    """A firewall overwrites the kind of TCP-AO, or its kind and its length, in all segments of both ends."""
    blanked = unsigned("ao").because("option blanked")

    def overwrites(head: bytes) -> Callable[[bytes], bytes]:
        def overwrite(data: bytes) -> bytes:
            at = data.index(b"\x1d\x10", 20)
            return data[:at] + head + data[at + len(head):]
        return overwrite

    for port, head in enumerate([b"\x00", b"\x1c", b"\xfd", b"\x01\x01"], 40000):
        connection = Connection(capture, (RIGHT, BACK), port)
        for end, flags, payload in [(0, "S", b""), (1, "SA", b""), (0, "A", b""), (0, "PA", 19 * b"\xff"),
                                    (1, "PA", 300 * b"\xff"), (1, "RA", b"")]:
            connection.send(end, flags, payload, blanked.saying("cause", "the MAC is still in it"), overwrites(head))
    connection = Connection(capture, (RIGHT, BACK), port + 1)
    connection.send(0, "S", b"", blanked.saying("cause", "overwritten with zeros"),
                    lambda data: data[:data.index(b"\x1d\x10", 20)] + bytes(16))


@constructs(key())
def cause_ao_nat(capture: Capture) -> None:
    """The sender derives its traffic key as for ends behind NAT: their addresses and ports are zero (RFC 6978)."""
    def zeros(context: tuple, *which: int) -> tuple:
        addresses, ports, isns = context
        return (tuple(bytes(4) if end in which else addresses[end] for end in (0, 1)),
                tuple(0 if end in which else ports[end] for end in (0, 1)), isns)
    attempts = Attempts(capture)
    for which, words in [((0,), "zeros for itself"), ((1,), "zeros for the receiver"), ((0, 1), "zeros for both ends")]:
        signer = replace(RIGHT, roles=lambda context, which=which: zeros(context, *which))
        attempts.send(signer, named("AO NAT", words))


@constructs(key() + key("inside", ("10.0.0.1", "192.0.2.2")))
def cause_source_address_ao(capture: Capture) -> None:
    """NAT translates the client's address. The keyring has the private address, which the traffic key and the
    pseudo-header have, too. The router clamps the MSS of one SYN as well."""
    attempts = Attempts(capture, ("10.0.0.1", SERVER))
    attempts.send(RIGHT, BAD.because("source address", source="10.0.0.1"), moved={"source": CLIENT})
    Attempts(capture).send(RIGHT, named("source port", srcport=40001), moved={"ports": (50001, PORT)})
    clamped = BAD.because("source address", source="10.0.0.1", mss=1460).saying("cause", "the MSS was rewritten, too")
    attempts.send(RIGHT, clamped, moved={"source": CLIENT}, then=replacing(MSS, option(2, b"\x05\x50")))


@constructs(key() + key("inside", ("10.0.0.1", "192.0.2.2"))
            + key("far", ("10.0.0.7", "192.0.2.7"), algorithm="hmac-sha-256-128"))
def cause_source_address_and_port_ao(capture: Capture) -> None:
    """NAT of ports translates clients, with and without a key for what they become."""
    for ends, signer, outside, verdict in [
            (("10.0.0.1", SERVER), RIGHT, CLIENT, BAD),
            (("10.0.0.7", "192.0.2.7"), Signer("hmac-sha-256-128", length=16), "203.0.113.7", unverified("no key"))]:
        attempts = Attempts(capture, ends)
        for port in 40001, 40002:
            attempts.send(signer, verdict.because("source address", source=ends[0], srcport=port)
                          .saying("cause", "the port was rewritten, too"), moved={"source": outside, "ports": (port + 9000, PORT)})


@constructs(key())
def cause_window_ao(capture: Capture) -> None:
    """A device on the path rewrites windows and flags. The MAC covers them, but the traffic key does not depend on
    them."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("window", window=4096), then=lambda data: data[:14] + b"\x20\x00" + data[16:])
    attempts.send(RIGHT, named("flags", flags="0x0002"), then=lambda data: data[:13] + b"\xc2" + data[14:])
    connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), 41000)
    for _ in range(3):
        connection.send(1, "PA", 19 * b"\xff", named("window", window=4096),
                        lambda data: data[:14] + b"\x00\x40" + data[16:])
