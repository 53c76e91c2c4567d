"""The two pairs of BGP routers of most captures, and the keys that they share."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .tcp import Session

SECRET, WRONG = b"correct horse", b"battery staple"
KEYS = """
key transit
    ends    192.0.2.1 192.0.2.2
    port    179
    secret  "correct horse"

key transit-6
    ends    2001:db8::1 2001:db8::2
    port    179
    secret  "correct horse"
"""


def session() -> Session:
    return Session(("192.0.2.1", 40001), ("192.0.2.2", 179), SECRET)


def session_6() -> Session:
    return Session(("2001:db8::1", 40001), ("2001:db8::2", 179), SECRET)


def both() -> list[tuple[Session, str]]:
    """Returns a session of each pair, and the name of its key."""
    return [(session(), "transit"), (session_6(), "transit-6")]
