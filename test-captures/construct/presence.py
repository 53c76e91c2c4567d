"""Captures of unsigned segments: those that should be signed, and those that get no verdict."""
# SPDX-License-Identifier: GPL-2.0-or-later

import struct
from collections.abc import Iterator

from .capture import (NOTHING, UNSIGNED_AMONG_SIGNED, Capture, bad, constructs, good, illegal, unsigned,
                      unverified)
from .carriers import UDP, ethernet, icmp_error, ip, ipv4
from .missing import handshake
from .peers import KEYS, SECRET, WRONG, both
from .tcp import KEEPALIVE, NOP, Segment, Session, Signature, bgp_open, option

AO = option(29, bytes([1, 2]) + bytes(12))
NO_KEY = unverified("no key")


@constructs(KEYS)
def not_present(capture: Capture) -> None:
    """Connections with a key. In some, segments of each kind have no signature; in one, none has."""
    for bgp, key in both():
        first, answer = (end.sequence for end in bgp.ends)      # of the SYN and of the SYN-ACK
        capture.segment(bgp.client("S", signature=None), unsigned(key).because("SYN unsigned"))
        capture.segment(bgp.client("S", sequence=first), good(key))
        capture.segment(bgp.server("SA", signature=None), unsigned(key))
        capture.segment(bgp.server("SA", sequence=answer, secret=WRONG), bad(key))
        capture.segment(bgp.client("A", signature=None), unsigned(key))
        capture.segment(bgp.client("PA", bgp_open(), signature=None), unsigned(key))
        capture.segment(bgp.server("PA", bgp_open()), good(key))
        sent = bgp.ends[0].sequence
        capture.segment(bgp.client("A", sequence=sent - 1, signature=None), unsigned(key))      # keep-alive
        capture.segment(bgp.server("A", window=0), good(key))
        probe = bgp.client("A", b"\xff", sequence=sent, signature=None)     # a window probe
        capture.segment(probe, unsigned(key))
        capture.segment(bgp.client("FA", signature=None), unsigned(key))
        capture.segment(bgp.server("RA", signature=None), unsigned(key).because("RST unsigned"))
        capture.segment(bgp.server("R", signature=None), unsigned(key).because("RST unsigned"))
    refused = Session(("192.0.2.1", 40009), ("192.0.2.2", 179), None)
    capture.segment(refused.client("S"), unsigned("transit").because("SYN unsigned"))
    capture.segment(refused.server("RA"), unsigned("transit").because("RST unsigned"))


@constructs(keys=None)
def signed_otherwise(capture: Capture) -> None:
    """No keys. In a connection with a signed segment, all others should be signed, too."""
    bgp = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), None)
    aside = Session(("192.0.2.1", 40002), ("192.0.2.2", 179), None)
    opening = UNSIGNED_AMONG_SIGNED.because("SYN unsigned")
    reset = UNSIGNED_AMONG_SIGNED.because("RST unsigned")
    capture.segment(bgp.client("S"), opening)                               # before the first signed segment
    capture.segment(aside.client("S"), NOTHING)                             # other ports, another connection
    capture.segment(bgp.server("SA"), UNSIGNED_AMONG_SIGNED)
    capture.segment(bgp.client("A", secret=SECRET), NO_KEY)
    capture.segment(bgp.client("S", sequence=1000), opening)                # the SYN, retransmitted
    capture.segment(bgp.server("PA", bgp_open()), UNSIGNED_AMONG_SIGNED)
    capture.segment(bgp.server("PA", KEEPALIVE, secret=SECRET), NO_KEY)
    capture.segment(bgp.client("RA"), reset)
    again = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), None, first=777000)
    capture.segment(again.client("S"), NOTHING)                             # another connection on the same ports
    capture.segment(again.server("SA"), NOTHING)
    capture.segment(again.client("PA", bgp_open()), NOTHING)
    third = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), SECRET, first=888000)
    capture.segment(third.client("S"), NO_KEY)                              # and a third connection, signed
    capture.segment(third.server("SA"), NO_KEY)
    capture.segment(third.client("A", signature=None), UNSIGNED_AMONG_SIGNED)
    capture.segment(aside.server("SA"), NOTHING)


@constructs(keys=None)
def signed_syn_alone(capture: Capture) -> None:
    """No keys. A client signs only its SYN, as a scanner does, or as one that does without TCP-AO if the server has none:
    its connection counts as unsigned. If it drops the unsigned SYN-ACK, it requires signatures."""
    for server in 80, 179:
        for ours in Signature(SECRET), AO:
            scan = Session(("192.0.2.1", 40000 + server), ("192.0.2.2", server), None, first=1000 if ours is AO else 77000)
            capture.segment(scan.client("S", signature=ours), UNEXPECTED)
            for segment in (scan.server("SA"), scan.client("A"), scan.client("PA", KEEPALIVE), scan.server("PA", KEEPALIVE),
                            scan.server("FA"), scan.client("FA"), scan.server("A")):
                capture.segment(segment, NOTHING)
    strict = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), None)
    first, answer = (end.sequence for end in strict.ends)
    for _ in range(3):
        capture.segment(strict.client("S", sequence=first, secret=SECRET), NO_KEY)
        capture.segment(strict.server("SA", sequence=answer), UNSIGNED_AMONG_SIGNED.because("one side unsigned"))


@constructs(keys=None)
def signed_once(capture: Capture) -> None:
    """No keys. Only the first or the last segment of each connection is signed, with MD5 or TCP-AO."""
    midway = Session(("192.0.2.3", 40001), ("192.0.2.4", 646), None)        # begun before the capture
    capture.segment(midway.client("PA", bytes(18), secret=SECRET), NO_KEY)
    capture.segment(midway.server("A"), UNSIGNED_AMONG_SIGNED)
    alone = Session(("192.0.2.5", 40001), ("192.0.2.6", 8080), None)
    capture.segment(alone.client("S"), UNSIGNED_AMONG_SIGNED.because("SYN unsigned"))
    capture.segment(alone.server("SA"), UNSIGNED_AMONG_SIGNED)
    capture.segment(alone.client("A", secret=WRONG), NO_KEY)
    ao = Session(("2001:db8::1", 40001), ("2001:db8::2", 179), None)
    capture.segment(ao.client("S", options=(AO,)), NO_KEY.because("digest blank"))
    capture.segment(ao.server("SA"), UNSIGNED_AMONG_SIGNED)
    capture.segment(ao.client("A"), UNSIGNED_AMONG_SIGNED)
    capture.segment(ao.server("RA", options=(NOP, NOP, option(19, bytes(16)))), NO_KEY.because("digest blank"))


def stray(session: Session, **other) -> Segment:
    """Returns a signed segment injected into a connection: the next one has the same sequence numbers."""
    return session.client("PA", b"GET /forged", sequence=session.ends[0].sequence, **{"secret": SECRET} | other)


def conversation(session: Session) -> Iterator[Segment]:
    yield from handshake(session)
    yield session.client("PA", b"GET / HTTP/1.0\r\n\r\n")
    yield session.server("A")
    yield session.server("PA", b"HTTP/1.0 200 OK\r\n\r\nhello\n")
    yield session.client("A")


def web(client: str = "192.0.2.1", port: int = 40001, server_port: int = 443, **other) -> Session:
    return Session((client, port), ("2001:db8::2" if ":" in client else "192.0.2.2", server_port), None, **other)


UNEXPECTED = unverified("unexpected signature")
STRAYS = (({}, UNEXPECTED), ({"options": (AO,)}, UNEXPECTED),
          ({"options": (option(19, bytes(4)), NOP, NOP)}, illegal("length")),
          ({"options": (Signature(SECRET), Signature(SECRET))}, illegal("repeated")))


@constructs(keys=None)
def unexpected_signature(capture: Capture) -> None:
    """No keys. Signed segments occur in connections that both ends opened unsigned, or whose other segments are
    unsigned. They make no other segment suspicious. A connection on the same ports that is signed from the start is
    another one."""
    for client in "192.0.2.1", "2001:db8::1":
        for number, (other, verdict) in enumerate(STRAYS):
            for place in range(3, 8):
                session = web(client, 41000 + 10 * number + place)
                for at, segment in enumerate(conversation(session)):
                    if at == place:
                        capture.segment(stray(session, **other), verdict)
                    capture.segment(segment, NOTHING)
                if place == 7:
                    capture.segment(stray(session, **other), verdict)
                    capture.segment(session.server("SA", secret=SECRET), UNEXPECTED)
            midway = web(client, 42000 + number)        # begun before the capture
            for flags in "A", "PA":
                capture.segment(midway.client(flags, b"data"), NOTHING)
                capture.segment(midway.server(flags, b"data"), NOTHING)
            capture.segment(stray(midway, **other), verdict)
            capture.segment(midway.server("PA", b"data"), NOTHING)
            capture.segment(midway.client("PA", b"data"), NOTHING)
        signed = web(client, 42000, first=700_000)      # a signed connection on the same ports
        signed.secret = SECRET
        for segment in handshake(signed):
            capture.segment(segment, NO_KEY)
        capture.segment(signed.client("PA", b"data", signature=None), UNSIGNED_AMONG_SIGNED)
        third = web(client, 42000, first=900_000)       # and a third, unsigned
        for segment in conversation(third):
            capture.segment(segment, NOTHING)
        capture.segment(stray(third), UNEXPECTED)
        capture.segment(third.server("FA"), NOTHING)


@constructs(KEYS + """
key anywhere
    ends    192.0.2.1 192.0.2.2
    secret  "another horse"

key later
    ends    192.0.2.1 192.0.2.2
    port    8443
    from    2030-01-01T00:00:00Z
    secret  "another horse"
""")
def unexpected_signature_keys(capture: Capture) -> None:
    """Connections were opened unsigned, and then have signed segments. A key has their port or protocol, or not."""
    def opened(session: Session, verdict: object, opening: object = None) -> None:
        for segment in conversation(session):
            capture.segment(segment, opening if segment.flags == "S" else verdict)

    bgp = web(server_port=179)
    opened(bgp, unsigned("transit"), unsigned("transit").because("SYN unsigned"))
    capture.segment(stray(bgp, secret=WRONG), bad("transit"))
    capture.segment(stray(bgp), good("transit"))
    capture.segment(bgp.client("A"), unsigned("transit"))
    https = web()
    opened(https, NOTHING)
    capture.segment(stray(https, secret=WRONG), UNEXPECTED)
    capture.segment(stray(https, options=(AO,)), UNEXPECTED)
    capture.segment(stray(https, secret=b"another horse"), good("anywhere"))
    capture.segment(https.client("A"), NOTHING)
    ldp = web(server_port=646)          # a port on which connections are usually signed
    opened(ldp, unsigned("anywhere"), unsigned("anywhere").because("SYN unsigned"))
    capture.segment(stray(ldp, secret=WRONG), bad("anywhere"))
    named = web(server_port=8443)       # named by a key that is not valid yet
    opened(named, NOTHING)
    capture.segment(stray(named, secret=WRONG), bad("anywhere"))
    capture.segment(stray(named, options=(AO,)), unverified("no key").because("other authentication"))


@constructs(keys=None)
def no_keys(capture: Capture) -> None:
    """Signed connections without any key: every segment is unverified."""
    for bgp, _ in both():
        for segment in (bgp.client("S"), bgp.server("SA"), bgp.client("A"),
                        bgp.client("PA", bgp_open()), bgp.server("PA", bgp_open()),
                        bgp.client("PA", KEEPALIVE), bgp.server("FA"), bgp.client("R")):
            capture.segment(segment, NO_KEY)


@constructs(KEYS)
def plain(capture: Capture) -> None:
    """Ordinary traffic between hosts that have no key: no frame gets a verdict."""
    for client in "192.0.2.9", "2001:db8::9", "192.0.2.1":
        server = "2001:db8::80" if ":" in client else "192.0.2.80"
        web = Session((client, 40001), (server, 80), None)
        for segment in (web.client("S"), web.server("SA"), web.client("A"),
                        web.client("PA", b"GET / HTTP/1.0\r\n\r\n"),
                        web.server("PA", b"HTTP/1.0 200 OK\r\n\r\nhello\n"),
                        web.client("FA"), web.server("FA"), web.client("A"), web.client("R")):
            capture.segment(segment, NOTHING)
    other_peer = Session(("192.0.2.1", 40002), ("192.0.2.3", 179), None)    # the key is for 192.0.2.2
    capture.segment(other_peer.client("S"), NOTHING)
    ssh = Session(("192.0.2.1", 40003), ("192.0.2.2", 22), None)            # the key is for port 179
    capture.segment(ssh.client("S"), NOTHING)
    refusal = icmp_error("192.0.2.2", "192.0.2.1", 3, 3, ip(ssh.client("S")))
    capture.frame(ethernet(refusal), NOTHING)
    datagram = struct.pack("!HHHH", 179, 179, 27, 0) + KEEPALIVE            # UDP
    capture.frame(ethernet(ipv4("192.0.2.1", "192.0.2.2", UDP, datagram)), NOTHING)
