"""Captures of TCP-AO connections with good MACs, in which an end lacks a key or counts differently; and of keys outside
their validity periods."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .ao_signer import BACK, GOOD, RIGHT, Attempts, key
from .ao_transit import Conversation, opened
from .capture import Capture, Verdict, bad, constructs, good, unverified
from .missing import after
from .tcp import KEEPALIVE

NEW_SECRET = b"battery staple"
NEW = key("new", secret='"battery staple"', send_id=3, recv_id=4)
CLIENT_NEW = replace(RIGHT, secret=NEW_SECRET, ids=(3, 2))


def told(key: str, cause: str) -> Verdict:
    return good(key).because(cause)


def again(verdict: Verdict, times: int) -> Verdict:
    """Returns the verdict of a segment retransmitted TIMES times; a single retransmission may be due to loss."""
    return verdict.saying("receiver", f"retransmitted {times} times") if times >= 2 else verdict


@constructs(key() + NEW)
def cause_ao_rnext_not_followed(capture: Capture) -> None:
    """The server requests a key that the client does not have, and the client keeps the old one. In a second
    connection, the server requests a key that the client has."""
    talk = Conversation(40000)
    opened(capture, talk)
    talk.signers = RIGHT, replace(BACK, ids=(2, 62))
    kept = told("ao", "AO RNext not followed").saying("rollover", "ao is kept, not KeyID 62")
    for verdict in GOOD, kept, GOOD, GOOD:
        talk.send(1, "PA", KEEPALIVE).put(capture, GOOD)
        talk.send(0, "PA", KEEPALIVE).put(capture, verdict)
    talk = Conversation(40001)
    opened(capture, talk)
    talk.signers = CLIENT_NEW, replace(BACK, ids=(2, 3))
    talk.send(1, "PA", KEEPALIVE).put(capture, GOOD)
    talk.send(0, "PA", KEEPALIVE).put(capture, good("new").saying("rollover", "key changed from ao to new"))


@constructs(key() + NEW)
def cause_ao_key_unknown_to_peer(capture: Capture) -> None:
    """The client changes to a key that the server does not have, and retransmits all that it signs with that key. In a
    second connection, the server has the key, and the first segments are lost. In a third one, the client does not
    change keys."""
    for port, (signer, name, is_known) in enumerate([(CLIENT_NEW, "new", False), (CLIENT_NEW, "new", True),
                                                     (RIGHT, "ao", False)], 40000):
        talk, start = Conversation(port), 100 * (port - 39999)
        syn = GOOD.saying("rollover", "key changed from new to ao") if port > 40000 else GOOD
        for end, flags in (0, "S"), (1, "SA"), (0, "A"):
            talk.send(end, flags).put(capture, syn if flags == "S" else GOOD)
        talk.send(0, "PA", KEEPALIVE).put(capture, GOOD, at=after(start))
        talk.send(1, "PA", KEEPALIVE).put(capture, GOOD, at=after(start + 1))
        before = list(talk.sent)
        talk.signers = signer, BACK
        data = talk.send(0, "PA", KEEPALIVE)
        first = good(name)
        if name == "new":
            first = first.saying("rollover", "key changed from ao to new")
        data.put(capture, first, at=after(start + 2))
        data.put(capture, good(name), at=after(start + 3))
        if is_known:
            talk.send(1, "A").put(capture, GOOD, at=after(start + 4))
            more = talk.send(0, "PA", KEEPALIVE)
            for times, wait in enumerate((5, 6, 7)):
                more.put(capture, again(good(name), times), at=after(start + wait))
            continue
        talk.sent[0] = before[0]
        talk.send(1, "PA", KEEPALIVE).put(capture, GOOD, at=after(start + 4))
        refused = told("new", "AO key unknown to peer") if name == "new" else GOOD
        for times, wait in enumerate((5, 9, 17), 2):
            data.put(capture, again(refused, times), at=after(start + wait))


@constructs(key())
def cause_ao_good_refused(capture: Capture) -> None:
    """The client's ISN is the last number, so its data have the extension 1. The server expects 0 and drops them. In
    two other connections, the client's ISN is the number before, or only the server's ISN is the last one; there, data
    are just lost."""
    last = 0xFFFF_FFFF
    for port, (isns, is_refused) in enumerate([((last, 0x3000_0000), True), ((last - 1, 0x3000_0000), False),
                                               ((0x2000_0000, last), False)], 40000):
        talk, start = Conversation(port, isns=isns), 100 * (port - 39999)
        opened(capture, talk)
        data = talk.send(0, "PA", KEEPALIVE)
        for times, wait in enumerate((0, 1, 3, 7)):
            refused = is_refused and times >= 1         # with this ISN, even one retransmission is no chance
            verdict = told("ao", "AO good refused") if refused else GOOD
            data.put(capture, again(verdict, times), at=after(start + wait))


@constructs(key())
def verdict_wrong_key_ao(capture: Capture) -> None:
    """Both ends have a secret that the keyring lacks: the session is up, and nothing verifies."""
    talk = Conversation(40000, (replace(RIGHT, secret=NEW_SECRET), replace(BACK, secret=NEW_SECRET)))
    for end, flags in (0, "S"), (1, "SA"), (0, "A"):
        talk.send(end, flags).put(capture, bad("ao"))
    for _ in range(3):
        for end in 0, 1:
            talk.send(end, "PA", KEEPALIVE).put(capture, bad("ao"))


@constructs(key("old", secret='"battery staple"', until="2026-03-01T11:00:00Z") + key("now", **{"from": "2026-03-01T11:00:00Z"}))
def cause_ao_keyring_stale(capture: Capture) -> None:
    """A key gets another secret and keeps its KeyID. The client signs the next connection with the old secret."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, good("now"))
    attempts.send(replace(RIGHT, secret=NEW_SECRET), bad("now").because("AO keyring stale"))


@constructs(key("morning", until="2026-03-01T10:30:00Z") +
            key("evening", secret='"battery staple"', send_id=3, recv_id=4, **{"from": "2026-03-01T16:15:00Z"}) +
            key("minute", secret='"staple horse"', send_id=5, recv_id=6, until="2026-03-01T11:58:00Z"))
def cause_key_not_valid_ao(capture: Capture) -> None:
    """It is noon. One key was valid until half past ten, another one is valid from a quarter past four on, and the last
    one expired two minutes ago."""
    late = unverified("key not valid at this time").because("key not valid")
    attempts = Attempts(capture)
    attempts.send(RIGHT, late.saying("cause", "its times fit if they are those of the time zone UTC-2"))
    attempts.send(CLIENT_NEW, late.saying("cause", "its times fit if they are those of the time zone UTC+5"))
    attempts.send(replace(RIGHT, secret=b"staple horse", ids=(5, 6)), late.saying("cause", "a clock that is wrong by less than 5"))
