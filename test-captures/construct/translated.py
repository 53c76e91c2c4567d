"""Captures of segments with translated addresses whose original ones the keyring does not name."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterable

from .capture import Capture, Verdict, bad, constructs, good, unverified
from .rewritten import kinds, rewritten
from .tcp import KEEPALIVE, Segment, Session

INSIDE, OUTSIDE, PEER, PEER_INSIDE = "10.0.0.1", "203.0.113.1", "192.0.2.2", "172.16.0.2"
SECRET = b"correct horse"


def translated(capture: Capture, segments: Iterable[Segment], verdict: Verdict, table: dict[str, str]) -> None:
    """Adds segments with the addresses that TABLE translates, with their causes."""
    for segment in segments:
        new = {end: table.get(getattr(segment, end), getattr(segment, end)) for end in ("source", "destination")}
        was = {end: getattr(segment, end) for end in new if new[end] != getattr(segment, end)}
        cause = "both addresses" if len(was) == 2 else f"{next(iter(was))} address"
        rewritten(capture, segment, verdict.because(cause, **was), **new)


@constructs("""
key inside
    ends    10.0.0.0/8 192.0.2.2
    secret  "correct horse"

key outside
    ends    203.0.113.0/24 192.0.2.2
    secret  "quite another"
""")
def cause_source_address_captured(capture: Capture) -> None:
    """A host behind NAT, captured on both sides of it. The keys have no host's address, but its network."""
    session = Session((INSIDE, 40001), (PEER, 179), SECRET)
    for segment in list(kinds(session))[::2]:
        capture.segment(segment, good("inside"))
        translated(capture, [segment], bad("outside"), {INSIDE: OUTSIDE})


@constructs("""
key public
    ends       203.0.113.1 192.0.2.2
    signed-as  10.0.0.1    *
    secret     "correct horse"
""")
def cause_source_address_signed_as(capture: Capture) -> None:
    """A host behind NAT, in both directions. The key has the address with which the host signs."""
    translated(capture, kinds(Session((INSIDE, 40001), (PEER, 179), SECRET)), bad("public"), {INSIDE: OUTSIDE})


@constructs("""
key public
    ends       203.0.113.1 192.0.2.2
    signed-as  10.0.0.1    172.16.0.2
    secret     "correct horse"

key public-6
    ends       2001:db8::1 2001:db8::2
    signed-as  fd00::1     fd00::2
    secret     "correct horse"
""")
def cause_both_addresses_signed_as(capture: Capture) -> None:
    """Both hosts are behind NAT. The key has the addresses with which they sign. IPv4 and IPv6."""
    for inside, outside, key in (((INSIDE, PEER_INSIDE), (OUTSIDE, PEER), "public"),
                                 (("fd00::1", "fd00::2"), ("2001:db8::1", "2001:db8::2"), "public-6")):
        session = Session((inside[0], 40001), (inside[1], 179), SECRET)
        translated(capture, kinds(session), bad(key), dict(zip(inside, outside)))


@constructs("""
key lab
    ends    10.0.0.0/8 172.16.0.0/12
    secret  "correct horse"
""")
def cause_both_addresses_captured(capture: Capture) -> None:
    """Both hosts are behind NAT, captured on both sides of it. The translated addresses have no key."""
    session = Session((INSIDE, 40001), (PEER_INSIDE, 179), SECRET)
    for segment in kinds(session):
        capture.segment(segment, good("lab"))
        translated(capture, [segment], unverified("no key"), {INSIDE: OUTSIDE, PEER_INSIDE: PEER})


@constructs("""
key inside
    ends    10.0.0.0/8 192.0.2.2
    secret  "correct horse"

key inside-6
    ends    fd00::/8 2001:db8::2
    secret  "correct horse"
""")
def cause_source_address_late(capture: Capture) -> None:
    """A host behind NAT. Its own address occurs only after its first segments: in one connection, and in attempts with
    a port each."""
    for inside, outside, peer, key in ((INSIDE, OUTSIDE, PEER, "inside"),
                                       ("fd00::1", "2001:db8:1::1", "2001:db8::2", "inside-6")):
        table, no_key = {inside: outside}, unverified("no key")
        session = Session((inside, 40001), (peer, 179), SECRET)
        translated(capture, [session.client("S"), session.client("A")], no_key, table)
        for port in range(40002, 40006):
            translated(capture, [Session((inside, port), (peer, 179), SECRET).client("S")], no_key, table)
        capture.segment(Session((inside, 40010), (peer, 179), SECRET).client("S"), good(key))
        translated(capture, [session.client("PA", KEEPALIVE)], no_key, table)


@constructs("""
key neighbor
    ends    10.0.0.5 192.0.2.2
    secret  "another one"

key inside
    ends    10.0.0.1 192.0.2.2
    secret  "correct horse"

key outside
    ends    203.0.113.1 192.0.2.2
    secret  "correct horse"

key inside-6
    ends    fd00::/8 2001:db8::2
    secret  "correct horse"

key outside-6
    ends    2001:db8:1::1 2001:db8::2
    secret  "correct horse"

key far
    ends    10.0.0.9 192.0.2.9
    secret  "battery staple"
""")
def cause_source_address_and_port(capture: Capture) -> None:
    """NAT of ports: it gives each connection of a host another source port as well. What the host sends was captured
    outside, and what its peer answers was captured inside. The address of another host is tried first. In IPv6, the key
    has only the host's network, and the answers show its address. Then only the inside has a key."""
    for inside, outside, peer, key in ((INSIDE, OUTSIDE, PEER, ""), ("fd00::1", "2001:db8:1::1", "2001:db8::2", "-6")):
        for port in 40001, 40002:
            for segment in list(kinds(Session((outside, port + 20000), (peer, 179), SECRET)))[1::2]:
                verdict = bad("inside" + key).because("destination address", destination=outside, dstport=port + 20000)
                rewritten(capture, segment, verdict.saying("cause", "the port was rewritten, too"), destination=inside,
                          ports=(179, port))
            for segment in list(kinds(Session((inside, port), (peer, 179), SECRET)))[::2]:
                verdict = bad("outside" + key).because("source address", source=inside, srcport=port)
                rewritten(capture, segment, verdict.saying("cause", "the port was rewritten, too"), source=outside,
                          ports=(port + 20000, 179))
    for port in 40001, 40002:
        verdict = unverified("no key").because("source address", source="10.0.0.9", srcport=port)
        rewritten(capture, Session(("10.0.0.9", port), ("192.0.2.9", 179), b"battery staple").client("S"),
                  verdict.saying("cause", "the port was rewritten, too"), source="203.0.113.9", ports=(port + 20000, 179))


@constructs("""
key inside
    ends    10.0.0.1 192.0.2.2
    secret  "correct horse"

key outside
    ends    203.0.113.1 192.0.2.2
    secret  "correct horse"
""")
def cause_source_address_renumbered(capture: Capture) -> None:
    """A firewall translates the client and randomises its sequence numbers, as an ASA does, and its two sides are in one
    file. No search finds two such changes, but the same segment is there as it was signed. Another device rewrites the
    window and clears ECN bits."""
    session = Session((INSIDE, 40001), (PEER, 179), SECRET)
    for segment in list(kinds(session))[::2]:
        capture.segment(segment, good("inside"))
        verdict = bad("outside").because("source address", source=INSIDE, sequence_number=segment.sequence)
        rewritten(capture, segment, verdict.saying("cause", "the sequence number was rewritten, too"), source=OUTSIDE,
                  sequence=segment.sequence + 0x9E3779B9 & 0xFFFFFFFF)
    for segment in list(kinds(Session((PEER, 179), (OUTSIDE, 40001), SECRET)))[::2]:
        if "A" not in segment.flags:
            continue
        capture.segment(segment, good("outside"))
        verdict = bad("inside").because("destination address", destination=OUTSIDE,
                                        acknowledgment_number=segment.acknowledgement)
        rewritten(capture, segment, verdict.saying("cause", "the sequence number was rewritten, too"), destination=INSIDE,
                  acknowledgement=segment.acknowledgement - 0x9E3779B9 & 0xFFFFFFFF)
    syn = Session((INSIDE, 40002), (PEER, 179), SECRET).client("SEC")
    capture.segment(syn, good("inside"))
    rewritten(capture, syn, bad("inside").because("window", window=syn.window, flags="0x00c2", urgent_pointer=0)
              .saying("cause", "other fields were rewritten, too"), window=1000, flags="S", urgent=7)


@constructs("""
key well-known
    ends    2001:db8::5 64:ff9b::/96
    secret  "correct horse"

key client
    ends    2001:db8::7 *
    port    179
    secret  "correct horse"

key own-prefix
    ends    2001:db8::6 2001:db8:122:344::/64
    secret  "correct horse"

key inside
    ends    192.0.2.0/24 203.0.113.1
    secret  "battery staple"
""")
def cause_both_addresses_nat64(capture: Capture) -> None:
    """NAT64 translates IPv6 addresses into IPv4 ones and back, and no key names the pair that was signed: the key has the
    network that embeds the IPv4 address of the server, in two lengths, or the address of one end and any other. The
    embedded addresses are those of RFC 6052. A server signs with its own address, and the translator gives it another,
    of a prefix that no key has."""
    no_key, detail = unverified("no key"), "NAT64 or a similar translation"
    for inside, embedded in (("2001:db8::5", "64:ff9b::c633:6407"), ("2001:db8::7", "64:ff9b::c633:6407"),
                             ("2001:db8::6", "2001:db8:122:344:c6:3364:700:0")):
        session = Session((inside, 40001), (embedded, 179), SECRET)
        translated(capture, kinds(session), no_key.saying("cause", detail),
                   {inside: "203.0.113.9", embedded: "198.51.100.7"})
    for embedded in ("64:ff9b::c000:221", "2001:db8:c000:221::", "2001:db8:1c0:2:21::", "2001:db8:122:c000:2:2100::",
                     "2001:db8:122:3c0:0:221::", "2001:db8:122:344:c0:2:2100:0", "2001:db8:122:344::c000:221"):
        session = Session(("192.0.2.33", 179), ("203.0.113.1", 40001), b"battery staple")
        table = {"192.0.2.33": embedded, "203.0.113.1": "2001:db8:5::5"}
        for segment in list(kinds(session))[::2]:
            translated(capture, [segment], no_key.saying("cause", detail), table)
