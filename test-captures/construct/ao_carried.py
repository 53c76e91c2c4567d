"""Captures of TCP-AO connections in tunnels, in fragments, and truncated."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .ao_signed import KEYS, AoSession, opened
from .capture import NOTHING, Capture, bad, constructs, good, unverified
from .carriers import ethernet, fragments, ip
from .links import WAYS, mirrored

KEYS_TOO = KEYS + KEYS.replace("key ao", "key ao-6").replace("192.0.2.1 192.0.2.2", "2001:db8::1 2001:db8::2")
TABLE = bytes(range(256)) * 4


def sessions() -> list[tuple[AoSession, str]]:
    """Returns a session of each family, and the name of its key."""
    over_ipv6 = AoSession((5000, 6000), client=("2001:db8::1", 40006), server=("2001:db8::2", 179))
    return [(AoSession((1000, 2000)), "ao"), (over_ipv6, "ao-6")]


def forged(session: AoSession) -> AoSession:
    """Returns a copy of SESSION with another secret. Its segments do not count in SESSION."""
    return replace(session, secret=b"forged", sent=list(session.sent))


@constructs(KEYS_TOO)
def ao_encapsulations(capture: Capture) -> None:
    """TCP-AO inside VLAN tags, MPLS, GRE, IP in IP and VXLAN, and with bytes after the segment in the frame. Any of
    these segments shows the numbers of its connection."""
    for session, key in sessions():
        for way, segment in zip(WAYS, [session.syn_segment(), session.syn_ack_segment()]):
            capture.frame(way(ip(segment)), good(key))
        for way in WAYS:
            capture.frame(way(ip(session.segment(0))), good(key))
            capture.frame(way(ip(forged(session).segment(1))), bad(key))
            capture.frame(way(ip(session.segment(1))), good(key))


@constructs(KEYS_TOO)
def ao_fragments(capture: Capture) -> None:
    """TCP-AO segments in IP fragments, in order and out of order; some are good and some are forged."""
    for session, key in sessions():
        for segment in session.syn_segment(), session.syn_ack_segment(), session.segment(0, payload=b""):
            capture.segment(segment, good(key))
        for name, (sizes, order) in enumerate([([728], [0, 1]), ([728], [1, 0]), ([480, 480], [2, 0, 1]),
                                               ([24], [0, 1]), ([8, 16, 400], [0, 1, 2, 3])]):
            for sender, verdict in (session, good(key)), (forged(session), bad(key)):
                pieces = fragments(sender.segment(0, payload=TABLE), sizes, 2 * name + (sender is session))
                for which in order[:-1]:
                    capture.frame(ethernet(pieces[which]), NOTHING)
                capture.frame(ethernet(pieces[order[-1]]), verdict)
        capture.segment(session.segment(0), good(key))
        capture.segment(session.segment(1), good(key))


@constructs(KEYS_TOO)
def ao_cut(capture: Capture) -> None:
    """Frames are cut by the snapshot length or by a mirror port: in the data, in the MAC, in the KeyIDs, and before the
    option. Cut SYNs still show the numbers that the rest of the connection needs."""
    cut = unverified("cut short")
    for session, key in sessions():
        syn = session.syn_segment()
        frame = ethernet(ip(syn))
        for missing in 1, 12, 13, 15:
            capture.frame(frame, cut, captured=len(frame) - missing)
        capture.segment(syn, good(key))
        capture.segment(session.syn_ack_segment(), good(key))
        for end in 0, 1:
            for missing in 1, 19, 20, 30, 31, 32, 34:
                segment = session.segment(end)
                frame = ethernet(ip(segment))
                capture.frame(frame, cut, captured=len(frame) - missing)
                capture.frame(ethernet(mirrored(ip(segment), missing)), cut)
            capture.segment(session.segment(end), good(key))


@constructs(KEYS)
def ao_closing(capture: Capture) -> None:
    """A connection is closed with FIN, FIN and a last acknowledgment, which the end in TIME-WAIT repeats for each
    repeated FIN. A reset uses the keys of the connection, too."""
    session = AoSession((0xFFFFFFFD, 2000))
    opened(capture, session)
    capture.frame(session.data(0), good("ao"))
    capture.frame(session.data(0, payload=b"", flags="FA"), good("ao"))
    capture.frame(session.data(1, payload=b"", flags="FA"), good("ao"))
    for _ in range(3):
        capture.frame(session.data(0, payload=b"", flags="A"), good("ao"))          # from TIME-WAIT
        again = replace(session, sent=[session.sent[0], session.sent[1] - 1])
        capture.frame(again.data(1, payload=b"", flags="FA"), good("ao"))
    capture.frame(forged(session).data(0, payload=b"", flags="A"), bad("ao"))
    another = AoSession((77, 88), client=("192.0.2.1", 40009))
    opened(capture, another)
    capture.frame(forged(another).data(1, payload=b"", flags="RA"), bad("ao"))
    capture.frame(another.data(1, payload=b"", flags="RA"), good("ao"))
    capture.frame(another.data(0, payload=b"", flags="R"), good("ao"))
