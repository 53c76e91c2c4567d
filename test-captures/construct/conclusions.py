"""Captures of sessions, each with one conclusion of the verdict, in both families."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from dataclasses import replace

from .capture import Capture, bad, constructs, good, illegal, unsigned, unverified
from .carriers import VLAN, ethernet, ip, tag
from .missing import after, handshake
from .peers import KEYS, SECRET, WRONG, both
from .rewritten import rewritten
from .splits import Split
from .tcp import KEEPALIVE, NOP, Segment, Session, bgp_open, bgp_update, option


def talk(bgp: Session, exchanges: int = 3) -> Iterator[Segment]:
    """Yields data of the client, and data of the server that acknowledge them."""
    for _ in range(exchanges):
        yield bgp.client("PA", KEEPALIVE)
        yield bgp.server("PA", KEEPALIVE)


@constructs(KEYS)
def verdict_changed_password_late(capture: Capture) -> None:
    """The client gets another password. Each of its retransmissions comes later than any segment before, but no idle
    period of the connection explains that nothing is good any more."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        for _ in range(6):
            capture.clock += 2_000_000
            capture.segment(bgp.client("PA", KEEPALIVE, secret=WRONG, sequence=bgp.ends[0].sequence), bad(key))


@constructs(KEYS)
def verdict_wrong_key(capture: Capture) -> None:
    """Both ends have a password that the keyring lacks: the session is up, and nothing verifies."""
    for bgp, key in both():
        bgp.secret = WRONG
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, bad(key))


@constructs(KEYS)
def verdict_one_direction(capture: Capture) -> None:
    """Only one direction was captured, and its password is not the keyring's."""
    for bgp, key in both():
        bgp.secret = WRONG
        for segment in *handshake(bgp), *talk(bgp):
            if segment.source == bgp.ends[0].address:
                capture.segment(segment, bad(key))


@constructs(KEYS)
def verdict_one_direction_good(capture: Capture) -> None:
    """Only one direction was captured, and some segments are lost and retransmitted. The server acknowledges them, since
    the client goes on, but the capture does not have that."""
    for place, (bgp, key) in enumerate(both()):
        seconds = 100 * place
        for segment in *handshake(bgp), *talk(bgp, 6):
            if segment.source != bgp.ends[0].address:
                continue
            for _ in range(4 if segment.payload else 1):
                seconds += 1
                capture.segment(segment, good(key), at=after(seconds))


@constructs(KEYS)
def verdict_changed_password(capture: Capture) -> None:
    """The client gets another password while the session is up. The server acknowledges nothing from then on."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        sent = bgp.ends[0].sequence
        for _ in range(3):
            capture.segment(bgp.client("PA", KEEPALIVE, secret=WRONG, sequence=sent), bad(key))


@constructs(KEYS)
def verdict_former_password(capture: Capture) -> None:
    """Both ends change the password while the session is up; the keyring has only the new one."""
    for bgp, key in both():
        new = bgp.secret
        bgp.secret = WRONG
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, bad(key))
        bgp.secret = new
        for segment in talk(bgp):
            capture.segment(segment, good(key))


@constructs(KEYS)
def verdict_corrected_password(capture: Capture) -> None:
    """The client opens connections with another password until that is corrected."""
    for bgp, key in both():
        for isn in 10, 20, 30:
            capture.segment(bgp.client("S", secret=WRONG, sequence=isn), bad(key))
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))


@constructs(KEYS)
def verdict_forged_resets(capture: Capture) -> None:
    """Somebody who does not have the key sends RSTs in the name of the client, to the end of the capture."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        sent = bgp.ends[0].sequence
        for window in range(4):
            capture.segment(bgp.client("R", secret=WRONG, sequence=sent + window * 4096), bad(key))


@constructs(KEYS)
def verdict_unexplained(capture: Capture) -> None:
    """One segment among good ones is bad, and nothing explains it."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        capture.segment(bgp.client("PA", KEEPALIVE, secret=WRONG), bad(key))
        for segment in talk(bgp):
            capture.segment(segment, good(key))


@constructs(KEYS)
def verdict_nobody_signs(capture: Capture) -> None:
    """Neither end signs, although a key covers them."""
    for bgp, key in both():
        bgp.secret = None
        for segment in *handshake(bgp), *talk(bgp):
            verdict = unsigned(key)
            capture.segment(segment, verdict.because("SYN unsigned") if segment.flags == "S" else verdict)


@constructs(KEYS)
def verdict_stopped_signing(capture: Capture) -> None:
    """The client signs until its password is removed."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        sent = bgp.ends[0].sequence
        for _ in range(3):
            capture.segment(bgp.client("PA", KEEPALIVE, signature=None, sequence=sent), unsigned(key))


@constructs(KEYS)
def verdict_some_unsigned(capture: Capture) -> None:
    """Some segments of the client have no signature, between others that have one."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        capture.segment(bgp.client("PA", bgp_open(), signature=None), unsigned(key))
        for segment in talk(bgp):
            capture.segment(segment, good(key))


@constructs(KEYS)
def verdict_illegal(capture: Capture) -> None:
    """Segments of the client have a signature option of a wrong length."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        broken = bgp.client("PA", KEEPALIVE, options=(option(19, bytes(14)), NOP, NOP))
        capture.segment(broken, illegal("length"))


@constructs(KEYS)
def verdict_refused(capture: Capture) -> None:
    """The client's SYNs are good and nobody answers them."""
    for number, (bgp, key) in enumerate(both()):
        opening = bgp.client("S")
        for second in 0, 1, 3, 7:
            capture.segment(opening, good(key), at=after(60 * number + second))


@constructs(KEYS)
def verdict_refused_ports(capture: Capture) -> None:
    """The client's SYNs are good, and nobody answers them. Each one is a new connection, as of a daemon that gives up
    at once."""
    for number, (bgp, key) in enumerate(both()):
        for second in range(4):
            opening = replace(bgp.client("S", sequence=1000 * second), ports=(41000 + second, 179))
            capture.segment(opening, good(key), at=after(60 * number + second))


@constructs(KEYS)
def verdict_refused_restart(capture: Capture) -> None:
    """The server restarts without the password, and sends nothing. The client's data go unanswered, then its SYNs."""
    for number, (bgp, key) in enumerate(both()):
        start = 100 * number
        for place, segment in enumerate((*handshake(bgp), *talk(bgp))):
            capture.segment(segment, good(key), at=after(start + place))
        lost = bgp.client("PA", KEEPALIVE)
        opening = replace(bgp.client("S", sequence=70000), ports=(41000, 179))
        for second, segment in (20, lost), (21, lost), (23, lost), (60, opening), (61, opening):
            capture.segment(segment, good(key), at=after(start + second))


@constructs(KEYS)
def verdict_split_then_password(capture: Capture) -> None:
    """Updates of the client are split; then the client restarts with another password, and its SYNs of several
    connections go unanswered."""
    for bgp, key in both():
        for segment in *handshake(bgp), *talk(bgp):
            capture.segment(segment, good(key))
        Split(capture, bgp.client("PA", bgp_update() * 64)).send().end()
        for number in range(3):
            opening = bgp.client("S", secret=WRONG, sequence=70000 * number)
            for _ in range(2):
                capture.segment(replace(opening, ports=(41000 + number, 179)), bad(key))


@constructs(KEYS)
def verdict_pieces_alone(capture: Capture) -> None:
    """Only pieces of split updates were captured, of each update without the first two. The keys are right, though
    nothing verifies."""
    for bgp, _ in both():
        for _ in range(2):
            Split(capture, bgp.client("PA", bgp_update() * 64)).send(2, 3, 4, 5).end()


@constructs(KEYS)
def verdict_signed_syns(capture: Capture) -> None:
    """The client signs its SYN. A WAN optimiser without the key answers, and both go on unsigned."""
    for bgp, key in both():
        capture.segment(bgp.client("S"), good(key))
        bgp.secret = None
        for segment in bgp.server("SA"), bgp.client("A"), *talk(bgp):
            capture.segment(segment, unsigned(key))


@constructs("""
key loopbacks
    ends    198.51.100.1 198.51.100.2
    port    179
    secret  "correct horse"

key ldp
    ends    192.0.2.1 192.0.2.2
    port    646
    secret  "labels only"
""")
def verdict_update_source(capture: Capture) -> None:
    """The key is for the loopbacks of both routers, but one of them opens the session from the address of an interface:
    its update-source is missing. Two other routers use the password of their LDP session for BGP."""
    no_key = unverified("no key").because("other key")
    for number in range(3):
        bgp = Session(("203.0.113.1", 40000 + number), ("198.51.100.2", 179), SECRET)
        capture.segment(bgp.client("S"), no_key.saying("cause", "for this destination, but for another source")
                        .saying("cure", "use the key's address as source"))
        capture.segment(bgp.server("SA"), no_key.saying("cause", "for this source, but for another destination"))
    bgp = Session(("192.0.2.1", 40000), ("192.0.2.2", 179), b"labels only")
    for segment in *handshake(bgp), *talk(bgp):
        capture.segment(segment, no_key.saying("cause", "for these addresses, but for another port")
                        .saying("cure", "if the session is up, add a key for its port"))


@constructs(KEYS)
def verdict_two_faults(capture: Capture) -> None:
    """A device rewrites the window of most of the client's segments, and one of them has no signature. The server has
    another password."""
    for bgp, key in both():
        for _ in range(4):
            rewritten(capture, bgp.client("PA", KEEPALIVE), bad(key).because("window", window=4096), window=1000)
        capture.segment(bgp.client("PA", bgp_open(), signature=None), unsigned(key))
        rewritten(capture, bgp.client("PA", KEEPALIVE), bad(key).because("window", window=4096), window=1000)
        sent = bgp.ends[1].sequence
        for _ in range(3):
            capture.segment(bgp.server("PA", KEEPALIVE, secret=WRONG, sequence=sent), bad(key))


@constructs("""
key red
    ends    192.0.2.1 192.0.2.2
    secret  "correct horse"

key blue
    ends    192.0.2.1 192.0.2.2
    secret  "another horse"
""")
def verdict_two_keys(capture: Capture) -> None:
    """Two routing instances have the same addresses, and passwords of their own. Their sessions run at once on the same
    ports, each on a VLAN of its own, and are captured together."""
    red, _ = both()[0]
    blue = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), b"another horse", first=0x20000000)
    pairs = [*zip([*handshake(red), *talk(red), *talk(red)], [*handshake(blue), *talk(blue), *talk(blue)], strict=True)]
    for at, pair in enumerate(pairs):
        for vlan, (segment, key) in enumerate(zip(pair, ("red", "blue"), strict=True), 10):
            says = good(key)
            if key == "blue" and at in (0, 1):
                says = says.saying("rollover", "key blue beside key red, in two connections at once")
            capture.frame(ethernet(tag(ip(segment), vlan), VLAN), says)


@constructs("""
key old
    ends    192.0.2.1 192.0.2.2
    secret  "correct horse"

key new
    ends    192.0.2.1 192.0.2.2
    secret  "another horse"
""")
def verdict_keys_changed(capture: Capture) -> None:
    """The keys change. The server signs with a key that the client does not have yet, then with the client's new
    key."""
    bgp, _ = both()[0]
    for segment in *handshake(bgp), *talk(bgp):
        capture.segment(segment, good("old"))
    sent = bgp.ends[1].sequence
    for _ in range(2):
        capture.segment(bgp.server("PA", KEEPALIVE, secret=WRONG, sequence=sent), bad("old"))
    bgp.secret = b"another horse"
    bgp.ends[1].sequence = sent
    for segment in talk(bgp):
        capture.segment(segment, good("new"))


@constructs("""
key wide
    ends    2001:db8::/32 64:ff9b::/96
    port    179
    secret  "correct horse"
""")
def verdict_nat64(capture: Capture) -> None:
    """A host of IPv6 connects to one of IPv4 through NAT64. It signs with the addresses that it sees, so the host of IPv4
    drops its SYNs. Then that one connects, signs with addresses that nothing shows, and arrives with others."""
    client, server = "2001:db8::5", "64:ff9b::c000:221"
    for port in range(40001, 40004):
        syn = Session((client, port), (server, 179), SECRET, first=port).client("S")
        for _ in range(2):
            capture.clock += 2_000_000
            capture.segment(syn, good("wide"))
    for port in range(50001, 50004):
        capture.clock += 5_000_000
        segment = Session(("192.0.2.33", port), ("198.51.100.9", 179), SECRET, first=port).client("S")
        rewritten(capture, segment, bad("wide").saying("hint", "it comes through NAT64"), source=server, destination=client)
