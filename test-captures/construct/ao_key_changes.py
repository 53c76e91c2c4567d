"""Captures of TCP-AO connections whose ends switch keys (RFC 5925, sections 6.1 and 7.5.2)."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import dataclass, replace

from .ao_signed import SERVER, AoSession
from .capture import Capture, Verdict, constructs, good, unverified
from .tcp import NOT_SEARCHED

SECRETS = {1: b"correct horse", 11: b"correct horse", 2: b"battery staple", 12: b"battery staple",
           4: b"fourth", 14: b"fourth", 5: b"nobody knows", 15: b"nobody knows"}
KEYS = "\n".join(f"""
key ao-{number}
    ends      192.0.2.1 192.0.2.2
    port      179
    algorithm hmac-sha-1-96
    secret    "{SECRETS[number].decode()}"
    send-id   {number}
    recv-id   {number + 10}
    options   included
    chain     bgp
    number    {number}
""" for number in (1, 2, 4))
CLIENT_IP = "192.0.2.1"
NO_KEY = unverified("no key")


@dataclass
class KeyedSession(AoSession):
    """A session in which an end signs with the secret of its current KeyID."""

    def secret_of(self, end: int) -> bytes:
        return SECRETS[self.ids[end][0]]


def session(port: int, **other) -> KeyedSession:
    return KeyedSession((1000 * port, 7000 * port), ids=[(1, 11), (11, 1)], client=(CLIENT_IP, port), **other)


class Recorder:
    """Adds the segments of a session, with their verdicts."""

    def __init__(self, capture: Capture, session: KeyedSession, verdict: Verdict | None = None) -> None:
        self.capture, self.session, self.verdict = capture, session, verdict

    def sends(self, end: int, key_id: int, asks_for: int, text: str = "", *, skip: int = 0, payload: bytes | None = None,
              at: str | None = None) -> None:
        """Adds data of END, signed with KEY_ID, which requests ASKS_FOR. TEXT describes the key change, if any."""
        self.session.ids[end] = key_id, asks_for
        more = {} if payload is None else {"payload": payload}
        verdict = self.verdict or good(f"ao-{key_id % 10}")
        if text:
            verdict = verdict.saying("rollover", text)
        if "is kept" in text:
            verdict = verdict.because("AO RNext not followed")
        self.capture.frame(self.session.data(end, skip, **more), verdict, at=at)


def handshake(capture: Capture, session: KeyedSession, *texts: str) -> Recorder:
    syn = syn_ack = good("ao-1")
    for text in texts:
        syn, syn_ack = syn.saying("rollover", text), syn_ack.saying("rollover", text)
    capture.frame(session.syn(), syn)
    capture.frame(session.syn_ack(), syn_ack)
    capture.frame(session.data(0, payload=b""), good("ao-1"))
    return Recorder(capture, session)


@constructs(KEYS)
def ao_key_changes(capture: Capture) -> None:
    """Six connections. The client follows a request for another key, and the server follows the client's. A request is
    not followed. A key changes without a request, and changes back. A late segment and a retransmission change nothing.
    Keys change in a connection without a key, and in one that began before the capture, where nothing can be
    verified."""
    asked_and_followed(capture)
    not_followed(capture)
    not_asked(capture)
    late(capture)
    without_key(capture)
    begun_late(capture)


def asked_and_followed(capture: Capture) -> None:
    one = handshake(capture, session(40001))
    one.sends(1, 11, 2)
    one.sends(0, 2, 12, "key changed from ao-1 to ao-2")
    one.sends(1, 12, 2, "key changed from ao-1 to ao-2")
    one.sends(0, 2, 12)


def not_followed(capture: Capture) -> None:
    one = handshake(capture, session(40002), "key changed from ao-2 to ao-1")
    one.sends(1, 11, 62)
    one.sends(0, 1, 11)
    one.sends(0, 1, 11, "ao-1 is kept, not KeyID 62")
    for _ in range(3):
        one.sends(1, 11, 62)
        one.sends(0, 1, 11)


def not_asked(capture: Capture) -> None:
    one = handshake(capture, session(40003))
    one.sends(0, 4, 11, "key changed from ao-1 to ao-4")
    one.sends(1, 11, 1)
    one.sends(0, 1, 11, "key changed from ao-4 to ao-1")
    one.sends(1, 11, 1)


def late(capture: Capture) -> None:
    one = handshake(capture, session(40004))
    one.sends(1, 11, 2)
    one.session.sent[0] += 19
    one.sends(0, 2, 11, "key changed from ao-1 to ao-2")
    one.sends(0, 1, 11, skip=-38)
    one.sends(0, 2, 11, skip=-19)
    one.sends(1, 11, 2)


def without_key(capture: Capture) -> None:
    other = replace(session(40005), server=("192.0.2.9", SERVER[1]))
    elsewhere = NO_KEY.because("other key")     # the keyring has this key for other ends
    capture.frame(other.syn(), elsewhere)
    capture.frame(other.syn_ack(), elsewhere)
    Recorder(capture, other, elsewhere).sends(1, 11, 5)
    Recorder(capture, other, NO_KEY).sends(0, 5, 11, "key changed from KeyID 1 to KeyID 5")


def begun_late(capture: Capture) -> None:
    one = Recorder(capture, session(40006, sent=[4711, 8000]), unverified("ISN unknown"))
    one.sends(0, 1, 11, payload=NOT_SEARCHED)
    one.sends(1, 11, 2, payload=NOT_SEARCHED)
    one.sends(0, 2, 11, "key changed from KeyID 1 to KeyID 2", payload=NOT_SEARCHED)
    one.sends(1, 11, 2, payload=NOT_SEARCHED)


@constructs(KEYS)
def verdict_key_followed_late(capture: Capture) -> None:
    """The client signs two more segments with its old key after a request for another one, and then follows it."""
    one = handshake(capture, session(40001))
    one.sends(1, 11, 2)
    one.sends(0, 1, 11)
    one.sends(0, 1, 11, "ao-1 is kept, not ao-2")
    one.sends(1, 11, 2)
    one.sends(0, 2, 11, "key changed from ao-1 to ao-2")
    one.sends(1, 11, 2)
