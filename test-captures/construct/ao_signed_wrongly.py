"""Captures of segments whose sender does not compute the MAC or the traffic key as RFC 5925 and RFC 5926 require."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hmac
from collections.abc import Callable
from dataclasses import replace

from .ao_signer import BACK, GOOD, PORT, RIGHT, Attempts, Connection, Parts, Signer, framed, key, named, opened
from .capture import Capture, constructs
from .tcp import MSS, NOP


@constructs(key())
def cause_ao_trailing_padding(capture: Capture) -> None:
    """The padding of the options after TCP-AO is sent, but the MAC does not cover it."""
    def send(cover: Callable[[Parts], Parts], words: str, *, shorter: bool = False) -> None:
        signer = replace(RIGHT, cover=cover)
        segment, isn = Attempts(capture).syn(signer, (MSS,))
        segment = replace(segment, options=(MSS, signer.option(), 4 * NOP), ports=(40000 + len(capture.packets), PORT))
        was = {"hdr_len": 40} if shorter else {}
        capture.frame(framed(segment, signer.sign(segment, (isn, 0))), named("AO trailing padding", words, **was))

    def lengths(parts: Parts) -> Parts:
        header = parts.header[:12] + bytes([parts.header[12] - 0x10]) + parts.header[13:]
        return replace(parts, options=parts.options[:-4], header=header,
                       pseudo_header=parts.pseudo_header[:-2] + (40).to_bytes(2, "big"))

    send(lambda parts: replace(parts, options=parts.options[:-4]), "the padding after the last option is left out")
    send(lengths, "in the lengths, too", shorter=True)
    send(lambda parts: replace(parts, options=parts.options[:-4] + bytes(4)), "the padding after the last option was zero")


@constructs(key())
def cause_ao_sne(capture: Capture) -> None:
    """The server's extension is 1 before its numbers have wrapped once."""
    connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), 40000)
    connection.signers = RIGHT, replace(BACK, extension=1)
    for _ in range(3):
        connection.send(1, "PA", 19 * b"\xff", named("AO SNE", sne=1))


@constructs(key(algorithm="hmac-sha-256-96"))
def cause_ao_sne_sha_256(capture: Capture) -> None:
    """SYNs are signed with the extension 1. HMAC-SHA-256 has two names, but they are one algorithm."""
    attempts = Attempts(capture)
    for _ in range(2):
        attempts.send(Signer("hmac-sha-256-96", extension=1), named("AO SNE", sne=1))


@constructs(key())
def cause_ao_isn_role(capture: Capture) -> None:
    """The server uses other numbers as the ISNs, or the traffic key of another kind of segment."""
    def numbers(change: Callable[[int, int], tuple[int, int]], *, turned: bool = False) -> Callable[[tuple], tuple]:
        def roles(context: tuple) -> tuple:
            addresses, ports, isns = context
            return ((addresses[::-1], ports[::-1]) if turned else (addresses, ports)) + (change(*isns),)
        return roles
    client, server = 0x2000_0000, 0x3000_0000
    cases = [
        (numbers(lambda own, other: (other, own)), "exchanges source and destination ISN", client, server),
        (numbers(lambda own, other: (own, 0)), "the destination ISN as 0", server, 0),
        (numbers(lambda own, other: (own + 1, other + 1)), "the first numbers after the handshake", server + 1, client + 1),
        (numbers(lambda own, other: (other, 0), turned=True), "the SYN that it answers", client, 0),
        (numbers(lambda own, other: (other, own), turned=True), "of the other direction", client, server),
        (numbers(lambda own, other: (own, other), turned=True), "exchanges source and destination address", server, client)]
    for port, (roles, words, source, destination) in enumerate(cases, 40000):
        isns = {"isn.source": source, "isn.destination": destination}
        verdict = named("AO ISN role", words, **isns)
        connection = Connection(capture, (RIGHT, replace(BACK, roles=roles)), port)
        connection.send(0, "S", b"", GOOD)
        connection.send(1, "SA", b"", verdict)


@constructs(key())
def cause_ao_covered_wrongly(capture: Capture) -> None:
    """The MAC covers other bytes than RFC 5925 requires."""
    ao = RIGHT.option()
    bare = 20 + len(ao)

    def lengths(parts: Parts) -> Parts:
        header = parts.header[:12] + bytes([bare // 4 << 4]) + parts.header[13:]
        return replace(parts, header=header, pseudo_header=parts.pseudo_header[:-2] + bare.to_bytes(2, "big"))

    def front(parts: Parts) -> Parts:
        return replace(parts, options=ao + parts.options.replace(ao, b""))

    cases: list[tuple[Callable[[Parts], Parts], str, dict]] = [
        (lambda parts: replace(parts, extension=b""), "the sequence number extension is left out", {}),
        (lambda parts: replace(parts, pseudo_header=b""), "the pseudo-header is left out", {}),
        (lambda parts: replace(parts, options=parts.options.replace(ao, ao[:2] + bytes(len(ao) - 2))),
         "KeyID and RNextKeyID are taken as zero", {}),
        (front, "TCP-AO is the first option", {}),
        (lengths, "the lengths are those without the other options", {"hdr_len": bare}),
        (lambda parts: replace(lengths(parts), pseudo_header=parts.pseudo_header),
         "the data offset is that without the other options", {})]
    attempts = Attempts(capture)
    for cover, words, was in cases:
        attempts.send(replace(RIGHT, cover=cover), named("AO covered wrongly", words, **was))


@constructs(key(secret='"twenty octets long!!"'))
def cause_ao_kdf_wrongly(capture: Capture) -> None:
    """The traffic key is not derived as RFC 5926 requires."""
    secret, size = b"twenty octets long!!", (160).to_bytes(2, "big")

    def derived(counter: bytes = b"\1", label: bytes = b"TCP-AO", size: bytes = size) -> Callable[[str, bytes, bytes], bytes]:
        return lambda algorithm, master, context: hmac.digest(master, counter + label + context + size, "sha1")

    def without_ports(algorithm: str, master: bytes, context: bytes) -> bytes:
        return hmac.digest(master, b"\1TCP-AO" + context[:8] + context[12:] + size, "sha1")

    attempts = Attempts(capture)
    for derive, words in [
            (derived(b"\0\0\0\1"), "the counter has 4 octets"), (derived(b"\0"), "the counter begins with 0"),
            (derived(b""), "there is no counter"), (derived(label=b""), "there is no label"),
            (derived(label=b"TCP-AO\0"), "the label ends with a zero octet"),
            (derived(size=(20).to_bytes(2, "big")), "the length is in octets"), (derived(size=b""), "there is no length"),
            (derived(size=(160).to_bytes(4, "big")), "the length has 4 octets"),
            (without_ports, "the context has no ports"),
            (lambda algorithm, master, context: master, "the master key itself is the traffic key")]:
        attempts.send(replace(RIGHT, secret=secret, derive=derive), named("AO KDF wrongly", words))


@constructs(key())
def cause_ao_rst_quirk(capture: Capture) -> None:
    """A listener answers with an RST, signed as if it were the segment that it answers."""
    def answered(destination: bool) -> Callable[[tuple], tuple]:
        def roles(context: tuple) -> tuple:
            addresses, ports, isns = context
            return addresses[::-1], ports[::-1], (isns[1], isns[0] if destination else 0)
        return roles
    words = "it has the traffic key of the other direction"
    for port, destination in (40000, True), (40001, False):
        connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), port)
        connection.signers = RIGHT, replace(BACK, roles=answered(destination))
        connection.send(1, "RA", b"", named("AO RST quirk", words))
