"""Captures of segments signed with TCP-AO (HMAC-SHA-1-96, options covered), with chosen sequence numbers."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .capture import Capture, bad, constructs, good, unverified
from .carriers import GRE, UDP, VLAN, ethernet, gre, ip, ipv4, mpls, tag, vxlan
from .tcp import KEEPALIVE, MSS, NOT_SEARCHED, Segment, option

CLIENT, SERVER = ("192.0.2.1", 40000), ("192.0.2.2", 179)
SECRET = b"correct horse"
KEYS = """
key ao
    ends      192.0.2.1 192.0.2.2
    port      179
    algorithm hmac-sha-1-96
    secret    "correct horse"
    send-id   1
    recv-id   2
    options   included
"""
GOOD, BAD, NOT_FOUND = good("ao"), bad("ao"), unverified("ISN unknown")
WHOLE = 1 << 32


@dataclass
class AoSession:
    """Both ends of a connection, which counts the bytes that each has sent in 64 bits from its ISN."""
    isns: tuple[int, int]
    sent: list[int] = field(default_factory=lambda: [0, 0])
    secret: bytes = SECRET
    ids: list[tuple[int, int]] = field(default_factory=lambda: [(1, 2), (2, 1)])    # KeyID, RNextKeyID of each end
    client: tuple[str, int] = CLIENT
    server: tuple[str, int] = SERVER
    mac_length: int = 12
    hash: str = "sha1"

    def syn(self) -> bytes:
        return carried(self.syn_segment())

    def syn_ack(self) -> bytes:
        return carried(self.syn_ack_segment())

    def data(self, end: int, skip: int = 0, payload: bytes = KEEPALIVE, extension: int | None = None,
             flags: str = "PA") -> bytes:
        return carried(self.segment(end, skip, payload, extension, flags))

    def syn_segment(self) -> Segment:
        self.sent[0] = 1
        return self.signed(0, "S", self.isns[0], 0, (self.isns[0], 0), 0, (MSS,))

    def syn_ack_segment(self) -> Segment:
        self.sent[1] = 1
        return self.signed(1, "SA", self.isns[1], self.isns[0] + 1, self.isns[::-1], 0, (MSS,))

    def segment(self, end: int, skip: int = 0, payload: bytes = KEEPALIVE, extension: int | None = None,
                flags: str = "PA") -> Segment:
        """Returns a segment of END after SKIP bytes that are not captured; SKIP is negative for a retransmission."""
        full = self.isns[end] + self.sent[end] + skip
        other = self.isns[1 - end] + self.sent[1 - end]
        if extension is None:
            extension = full // WHOLE
            self.sent[end] = max(self.sent[end], full - self.isns[end] + len(payload) + ("F" in flags))
        isns = self.isns if end == 0 else self.isns[::-1]
        return self.signed(end, flags, full % WHOLE, other, isns, extension, (), payload)

    def signed(self, end: int, flags: str, sequence: int, acknowledgement: int, isns: tuple[int, int], extension: int,
               options: tuple[bytes, ...], payload: bytes = b"") -> Segment:
        (source, port), (destination, other) = (self.client, self.server) if end == 0 else (self.server, self.client)
        segment = Segment(source, destination, (port, other), sequence % WHOLE, acknowledgement % WHOLE, flags,
                          (*options, option(29, bytes(self.ids[end]) + bytes(self.mac_length))), payload)
        ends = segment.pseudo_header()
        header = segment.fixed_header() + b"".join(segment.options)
        context = (ends[:-4 if len(ends) == 12 else -8] + header[:4] + (isns[0] % WHOLE).to_bytes(4, "big")
                   + (isns[1] % WHOLE).to_bytes(4, "big"))
        bits = 8 * hashlib.new(self.hash).digest_size
        key = hmac.digest(self.secret_of(end), b"\1TCP-AO" + context + bits.to_bytes(2, "big"), self.hash)
        mac = hmac.digest(key, extension.to_bytes(4, "big") + ends + header + payload, self.hash)[:self.mac_length]
        return replace(segment, options=(*options, option(29, bytes(self.ids[end]) + mac)))

    def secret_of(self, end: int) -> bytes:
        """Returns the secret with which END signs now."""
        return self.secret


def carried(segment: Segment) -> bytes:
    return ethernet(ip(segment))


def on_vlan(vlan: int, frame: bytes) -> bytes:
    """Returns FRAME with an 802.1Q tag."""
    return ethernet(tag(frame[14:], vlan), VLAN)


def opened(capture: Capture, session: AoSession) -> None:
    capture.frame(session.syn(), GOOD)
    capture.frame(session.syn_ack(), GOOD)
    capture.frame(session.data(0, payload=b""), GOOD)


@constructs(KEYS)
def ao_will_break(capture: Capture) -> None:
    """Good segments up to the MSS of the other end and above it."""
    session = AoSession((1000, 2000))
    opened(capture, session)
    for length in 1460, 1461, 8000:
        capture.frame(session.data(0, payload=length * b"x"), GOOD)


@constructs(KEYS)
def ao_wraps(capture: Capture) -> None:
    """The client's numbers wrap five times in its data, the server's once. Segments are retransmitted across a wrap.
    Forged segments must not move the extension."""
    session = AoSession((0xFFFFFFF0, 0xFFFFFFFF))
    opened(capture, session)
    for step in range(22):
        capture.frame(session.data(0, 1_000_000_000), GOOD)
        capture.frame(session.data(1), GOOD)
        capture.frame(session.data(0, -1_100_000_000), GOOD)
        if step % 4 == 0:
            for skip in 1_500_000_000, -1_500_000_000:
                capture.frame(replace(session, secret=b"forged", sent=list(session.sent)).data(0, skip), BAD)


@constructs(KEYS)
def ao_extension_stuck(capture: Capture) -> None:
    """The client's extension stays 0 when its numbers wrap, so its segments are bad from then on."""
    session = AoSession((0xFFFFFF00, 0x10000000))
    opened(capture, session)
    for _ in range(4):
        capture.frame(session.data(0), GOOD)
    while session.isns[0] + session.sent[0] < WHOLE:
        capture.frame(session.data(0, payload=64 * b"x"), GOOD)
    for skip in 0, 19, 38:
        capture.frame(session.data(0, skip, extension=0), BAD.because("AO SNE", sne=0))
    capture.frame(session.data(1), GOOD)


@constructs(KEYS)
def ao_gap(capture: Capture) -> None:
    """The capture lacks most of what the client sent: 3 GB after the handshake, then 5.5 GB, then 200 GB, so nobody
    knows how often its numbers wrapped. What comes after each gap verifies with one more wrap or many more. A forged
    segment far from the others is bad, and so is one that a broken sender signs with a smaller extension."""
    session = AoSession((0xF0000000, 0x10000000))
    opened(capture, session)
    capture.frame(replace(session, secret=b"forged", sent=list(session.sent)).data(0, 1_000_000_000), BAD)
    for gap in 3_000_000_000, 5_500_000_000, 200_000_000_000:
        for skip in gap, 0, -100, 50_000_000:
            capture.frame(session.data(0, skip), GOOD)
            capture.frame(session.data(1), GOOD)
    stuck = session.data(0, 1_000_000_000, extension=3)
    capture.frame(stuck, BAD.because("AO SNE", sne=3))


@constructs(KEYS)
def ao_new_connection(capture: Capture) -> None:
    """Two connections on the same ports. The second one has other initial sequence numbers, and its extension starts at
    0 again. Its SYN is sent twice."""
    first = AoSession((0xFFFFFFF0, 7))
    opened(capture, first)
    capture.frame(first.data(0, 3_000_000), GOOD)
    second = AoSession((0x80000000, 0x20000000))
    capture.frame(second.syn(), GOOD)
    capture.frame(second.syn(), GOOD)
    capture.frame(second.syn_ack(), GOOD)
    for end in 0, 1, 0:
        capture.frame(second.data(end), GOOD)


@constructs(KEYS)
def ao_new_connection_syn_lost(capture: Capture) -> None:
    """The SYN of the second connection on the same ports was not captured, but its SYN-ACK was, twice. A forged SYN-ACK
    does not end that connection. The third connection starts with extension 0."""
    first = AoSession((1000, 7))
    opened(capture, first)
    capture.frame(first.data(0), GOOD)
    second = AoSession((0x80000000, 0xFFFFFFF0))
    for frame in second.syn_ack(), second.data(0), second.data(1), second.syn_ack(), second.data(0), second.data(1):
        capture.frame(frame, GOOD)
    capture.frame(replace(AoSession((5, 6)), secret=b"wrong").syn_ack(), BAD)
    for end in 0, 1:
        capture.frame(second.data(end), GOOD)
    third = AoSession((0, 0x30000000))
    opened(capture, third)
    capture.frame(third.data(0), GOOD)


@constructs(KEYS)
def ao_begun_late(capture: Capture) -> None:
    """The capture begins in a connection. Nothing there can be judged, since the initial sequence numbers are not even
    searched with so much data; nor can segments that are signed with another secret."""
    session = AoSession((1000, 2000), [4711, 8000])
    for end in 0, 1, 0, 1:
        capture.frame(session.data(end, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(replace(session, secret=b"wrong").data(0, payload=NOT_SEARCHED), NOT_FOUND)


@constructs(KEYS)
def ao_guess_is_wrong(capture: Capture) -> None:
    """The handshake is missing, and the first segments are signed with another secret, which proves nothing about the
    initial sequence numbers. Then a segment verifies, and forged ones after it are bad."""
    session = AoSession((1000, 2000), [1, 1])
    capture.frame(replace(session, secret=b"wrong", sent=[1, 1]).data(0, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(session.data(0, payload=b""), GOOD)
    capture.frame(replace(session, secret=b"wrong", sent=[1, 1]).data(0), BAD)
    capture.frame(session.data(0), GOOD)
    capture.frame(session.data(1), GOOD)


@constructs(KEYS)
def ao_forged_handshake(capture: Capture) -> None:
    """Between the handshake and the first data there are a forged SYN-ACK and the SYN-ACK of an earlier connection.
    Neither changes the initial sequence numbers."""
    session, forged, earlier = AoSession((1000, 2000)), AoSession((1000, 3000), secret=b"forged"), AoSession((500, 4000))
    capture.frame(session.syn(), GOOD)
    capture.frame(forged.syn_ack(), BAD)
    capture.frame(session.syn_ack(), GOOD)
    capture.frame(forged.syn_ack(), BAD)
    capture.frame(earlier.syn_ack(), GOOD)
    for end in 0, 1, 0:
        capture.frame(session.data(end), GOOD)
    capture.frame(forged.syn_ack(), BAD)
    capture.frame(session.data(1), GOOD)


@constructs(KEYS)
def ao_forged_syn(capture: Capture) -> None:
    """Somebody forges SYNs with other numbers in a connection, which continues. Later, both ends do begin another
    one."""
    session, following = AoSession((0xFFFFFF00, 2000)), AoSession((9000, 8000))
    capture.search_among(session.isns, following.isns)
    opened(capture, session)
    capture.frame(session.data(0, payload=300 * b"x"), GOOD)
    for isn, payload in (5000, KEEPALIVE), (7000, NOT_SEARCHED):
        forged = AoSession((isn, 6000), secret=b"forged")
        capture.frame(forged.syn(), BAD)
        capture.frame(session.data(0), GOOD)
        capture.frame(session.data(1), GOOD)
        capture.frame(forged.syn_ack(), BAD)
        capture.frame(forged.data(0, payload=payload), NOT_FOUND)
        capture.frame(session.data(1), GOOD)
    capture.frame(session.data(0), GOOD)
    opened(capture, following)
    capture.frame(following.data(1), GOOD)
    capture.frame(session.data(0, -19), BAD)


@constructs(KEYS)
def ao_replayed_syn(capture: Capture) -> None:
    """Somebody replays the SYN of an earlier connection on these ports, which verifies by itself, and then its SYN-ACK.
    The present connection continues. Later, both ends do begin another one, and remaining segments of the present one
    are bad."""
    earlier, session = AoSession((500, 4000)), AoSession((0xFFFFFF00, 2000))
    opened(capture, earlier)
    capture.frame(earlier.data(1), GOOD)
    opened(capture, session)
    capture.frame(session.data(0, payload=300 * b"x"), GOOD)
    for replayed in (earlier.syn,), (earlier.syn, earlier.syn_ack), (earlier.syn, earlier.syn):
        for one in replayed:
            capture.frame(one(), GOOD)
        for end in 0, 1, 1, 0:
            capture.frame(session.data(end), GOOD)
    capture.frame(replace(session, secret=b"forged", sent=list(session.sent)).data(0), NOT_FOUND)
    following = AoSession((9000, 8000))
    opened(capture, following)
    capture.frame(following.data(1), GOOD)
    capture.frame(replace(following, secret=b"forged", sent=list(following.sent)).data(0), BAD)
    capture.frame(session.data(0, -19), BAD)


HANDSHAKE = (AoSession.syn, AoSession.syn_ack, lambda session: session.data(0, payload=b""))


@constructs(KEYS)
def ao_parallel(capture: Capture) -> None:
    """Two routing instances have the same addresses: two connections with the same ends exist at once, each on a VLAN of
    its own. The second one opens while the handshake of the first one goes on. Later, a third one opens on a third VLAN
    while the others continue. What is forged is bad on any VLAN."""
    red, blue, green = AoSession((1000, 2000)), AoSession((0x91230000, 0xA4440000)), AoSession((7, 0xFFFFFFF0))
    vlans = ((10, red), (20, blue))
    for step in HANDSHAKE:
        for vlan, session in vlans:
            capture.frame(on_vlan(vlan, step(session)), GOOD)
    for _ in range(2):
        for vlan, session in vlans:
            for end in 0, 1:
                capture.frame(on_vlan(vlan, session.data(end, payload=300 * b"x")), GOOD)
    for step in HANDSHAKE:
        capture.frame(on_vlan(30, step(green)), GOOD)
        for vlan, session in vlans:
            capture.frame(on_vlan(vlan, session.data(1)), GOOD)
    for vlan, session in (*vlans, (30, green)):
        for end in 0, 1:
            capture.frame(on_vlan(vlan, session.data(end)), GOOD)
    forged = replace(red, secret=b"forged", sent=list(red.sent))
    for vlan in 10, 30:
        capture.frame(on_vlan(vlan, forged.data(0, payload=NOT_SEARCHED)), BAD)


@constructs(KEYS)
def ao_parallel_interfaces(capture: Capture) -> None:
    """Two such connections are on interfaces of their own, without VLANs."""
    sessions = {"red": AoSession((1000, 2000)), "blue": AoSession((0x91230000, 0xA4440000))}
    capture.points = [*sessions]
    for step in (*HANDSHAKE, *2 * [lambda session: session.data(0), lambda session: session.data(1)]):
        for point, session in sessions.items():
            capture.frame(step(session), GOOD, point=point)


@constructs(KEYS)
def ao_parallel_repeated(capture: Capture) -> None:
    """Once a second connection is open on a VLAN of its own, the first one only retransmits. Its numbers then show
    nothing, but its VLAN does. On the other VLAN, the same segments are not those of the connection there. Then the
    SYNs of both are replayed again and again, which changes nothing for either."""
    red, blue = AoSession((1000, 2000)), AoSession((0x91230000, 0xA4440000))
    sent = []
    for vlan, session in (10, red), (20, blue):
        for step in (*HANDSHAKE, lambda session: session.data(0), lambda session: session.data(1)):
            sent.append(step(session))
            capture.frame(on_vlan(vlan, sent[-1]), GOOD)
    for vlan, verdict in (20, BAD), (10, GOOD):
        for frame in sent[3:5]:
            capture.frame(on_vlan(vlan, frame), verdict)
    for vlan, syn in 10 * [(10, sent[0]), (20, sent[5])]:
        capture.frame(on_vlan(vlan, syn), GOOD)
    for vlan, session in (10, red), (20, blue):
        for end in 0, 1:
            capture.frame(on_vlan(vlan, session.data(end)), GOOD)


def tunnelled(protocol: int, payload: bytes) -> bytes:
    return ethernet(ipv4("198.51.100.1", "198.51.100.2", protocol, payload))


TUNNELS: list[Callable[[int, Segment], bytes]] = [
    lambda number, segment: tunnelled(UDP, vxlan(ethernet(ip(segment)), number)),
    lambda number, segment: mpls(ip(segment), 16 + number),
    lambda number, segment: tunnelled(GRE, gre(ip(segment), key=number)),
]


def pair(way: int) -> list[AoSession]:
    """Returns two connections of the same ends, whose ports are WAY's own."""
    client = CLIENT[0], 40000 + way
    return [AoSession(isns, client=client) for isns in ((1000, 2000), (0x91230000, 0xA4440000))]


@constructs(KEYS)
def ao_parallel_tunnels(capture: Capture) -> None:
    """Two such connections are each in a tunnel of its own, told apart by VXLAN's VNI, by an MPLS label or by the key of
    GRE. One of them repeats segments, and acknowledges again what it has acknowledged."""
    steps = (AoSession.syn_segment, AoSession.syn_ack_segment, lambda session: session.segment(0, payload=b""),
             *2 * [lambda session: session.segment(0), lambda session: session.segment(1)],
             lambda session: session.segment(0, payload=b""), lambda session: session.segment(0, payload=b""),
             lambda session: session.segment(1, -19))
    for way, carry in enumerate(TUNNELS):
        sessions = pair(way)
        for step in steps:
            for number, session in enumerate(sessions):
                capture.frame(carry(number, step(session)), GOOD)
        forged = replace(sessions[0], secret=b"forged", sent=list(sessions[0].sent))
        for number in 0, 1:
            capture.frame(carry(number, forged.segment(0)), BAD)


@constructs(KEYS)
def ao_parallel_no_handshake(capture: Capture) -> None:
    """Of two such connections, the handshakes were not captured. On the first ports both are young, so their initial
    sequence numbers are found by a search. On the second ones, the second connection has sent much before, so nothing
    of it can be checked, and nothing is bad."""
    for way, carry in enumerate(TUNNELS[:2]):
        sessions = pair(way)
        sessions[0].sent = [20, 39]
        sessions[1].sent = [20, 20] if way == 0 else [500_000, 700_000]
        payload = KEEPALIVE if way == 0 else NOT_SEARCHED
        for _ in range(3):
            for end in 0, 1:
                capture.frame(carry(0, sessions[0].segment(end)), GOOD)
                capture.frame(carry(1, sessions[1].segment(end, payload=payload)), NOT_FOUND if way else GOOD)


@constructs(KEYS.replace("key ao", "key of-another-algorithm").replace("hmac-sha-1-96", "kmac256-128")
            .replace("send-id   1", "send-id   8").replace("recv-id   2", "recv-id   9") + KEYS)
def ao_other_algorithm(capture: Capture) -> None:
    """Another key of the same ends has an algorithm that some versions of libgcrypt lack. That changes nothing, since
    its KeyIDs differ."""
    session = AoSession((1000, 2000))
    opened(capture, session)
    for end in 0, 1:
        capture.frame(session.data(end), GOOD)
        capture.frame(replace(session, secret=b"forged", sent=list(session.sent)).data(end), BAD)


@constructs(KEYS)
def ao_syn_with_data(capture: Capture) -> None:
    """The client's SYN has data (RFC 7413). The server's SYN-ACK acknowledges them, so its acknowledgment number does not
    show the client's ISN. In a second connection, the server does not accept the data; in a third one, the SYN-ACK
    is bad."""
    for port, accepted, secret in (40000, 5, SECRET), (40001, 0, SECRET), (40002, 5, b"wrong"):
        session = AoSession((0x10000000, 0x20000000), client=(CLIENT[0], port))
        syn = session.signed(0, "S", session.isns[0], 0, (session.isns[0], 0), 0, (MSS,), b"hello")
        capture.frame(carried(syn), GOOD)
        session.sent = [1 + accepted, 1]
        other = replace(session, secret=secret)
        answer = other.signed(1, "SA", session.isns[1], session.isns[0] + 1 + accepted, session.isns[::-1], 0, (MSS,))
        capture.frame(carried(answer), GOOD if secret == SECRET else BAD)
        capture.frame(session.data(0, payload=b""), GOOD)
        capture.frame(session.data(1), GOOD)
        capture.frame(carried(answer), GOOD if secret == SECRET else BAD)       # delayed
        capture.frame(session.data(0), GOOD)


@constructs(KEYS)
def ao_gap_of_wraps(capture: Capture) -> None:
    """The capture lacks about a multiple of 4 GiB of what the client sent, so what comes next has nearly the same numbers as
    what came before, or older ones. A broken sender that counts one wrap too many sends what comes next, or repeats what
    came last, and is bad."""
    session = AoSession((0x10000000, 0x20000000))
    opened(capture, session)
    for gap in WHOLE + 5_000_000, 2 * WHOLE + 1, WHOLE - 3_000_000, 3 * WHOLE - 100_000:
        for skip in gap, 0, -100:
            capture.frame(session.data(0, skip), GOOD)
            capture.frame(session.data(1), GOOD)
    wraps = (session.isns[0] + session.sent[0]) // WHOLE
    for skip in 0, -19:
        capture.frame(session.data(0, skip, extension=wraps + 1), BAD.because("AO SNE", sne=wraps + 1))


@constructs(KEYS)
def ao_syn_ack_of_data(capture: Capture) -> None:
    """Of the handshake only the SYN-ACK was captured, and it acknowledges data of the SYN (RFC 7413), so it does not show
    the client's ISN: a MAC proves it. In a second connection, the SYN-ACK is bad."""
    for port, secret in (40000, SECRET), (40001, b"wrong"):
        session = AoSession((0x10000000, 0x20000000), [1 + 1400, 1], client=(CLIENT[0], port), secret=secret)
        answer = session.signed(1, "SA", session.isns[1], session.isns[0] + 1 + 1400, session.isns[::-1], 0, (MSS,))
        for _ in range(2):
            capture.frame(carried(answer), GOOD if secret == SECRET else BAD)
    session = AoSession((0x10000000, 0x20000000), [1 + 1400, 1])
    for end in 0, 1, 0:
        capture.frame(session.data(end), GOOD)


@constructs(KEYS)
def ao_reused_isn(capture: Capture) -> None:
    """Connections on the same ports, in which the client begins each time with the same ISN, as after a reset of its
    counter, and the server with another. One ends with an RST, one with nothing."""
    for number in range(3):
        session = AoSession((0x10000000, 0x81000000 + number * 0x07000000))
        opened(capture, session)
        for _ in range(3):
            capture.frame(session.data(0), GOOD)
            capture.frame(session.data(1), GOOD)
        if number == 0:
            capture.frame(session.data(0, payload=b"", flags="RA"), GOOD)


@constructs(KEYS)
def ao_reused_ports(capture: Capture) -> None:
    """Connections on the same ports, each after FINs of both ends, an RST, or an RST that arrives late. Of the second
    and later ones, the SYNs were not captured. What earlier connections repeat still verifies. The last connection has
    sent much before, so its ISNs are unknown."""
    def close(session: AoSession, way: str) -> list[bytes]:
        ends = {"FA": (0, 1), "RA": (1,), "R late": (0,)}[way]
        return [session.data(end, payload=b"", flags=way[:2].strip() if way[0] == "F" else "RA") for end in ends]

    repeated: list[bytes] = []
    for number, way in enumerate(["FA", "RA", "R late", "FA"]):
        session = AoSession((0x10000000 + number * 0x11000000, 0x81000000 + number * 0x07000000))
        for frame in repeated:
            capture.frame(frame, GOOD)
        if number == 0:
            opened(capture, session)
        else:
            session.sent = [1, 1]
            capture.frame(session.data(0, payload=b""), GOOD)
        for _ in range(3):
            capture.frame(session.data(0), GOOD)
            capture.frame(session.data(1), GOOD)
        late = [session.data(1), session.data(1, 5000)] if way == "R late" else []
        repeated = close(session, way)
        for frame in [*repeated, *late]:
            capture.frame(frame, GOOD)
    session = AoSession((0x60000000, 0x70000000), sent=[500_000, 700_000])
    for _ in range(2):
        capture.frame(session.data(0, payload=NOT_SEARCHED), NOT_FOUND)
        capture.frame(session.data(1, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(repeated[-1], GOOD)
