"""Captures that begin soon after a session signed with TCP-AO, so that a search finds its ISNs."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace
from pathlib import Path

from reference import pcapng

from .ao_signed import BAD, GOOD, KEYS, NOT_FOUND, AoSession
from .capture import Capture, constructs, good
from .tcp import NOT_SEARCHED

RECORDED = Path(__file__).resolve().parents[1]


def forged(session: AoSession) -> AoSession:
    return replace(session, secret=b"forged", sent=list(session.sent))


@constructs(KEYS)
def ao_young(capture: Capture) -> None:
    """Two sessions that began shortly before the capture. In one, the ends had sent 155 and 174 bytes; in the other,
    1000 each. Forged segments are bad once the numbers are found. A third session on the same ports begins anew."""
    first = AoSession((0x12345678, 0x9ABCDEF0), [1 + 155, 1 + 174])
    for end in 0, 1, 0, 1:
        capture.frame(first.data(end), GOOD)
    capture.frame(forged(first).data(0), BAD)
    capture.frame(first.data(1, payload=b"", flags="FA"), GOOD)
    again = AoSession((77, 78))
    capture.frame(again.syn(), GOOD)
    capture.frame(again.syn_ack(), GOOD)
    capture.frame(again.data(0, 100000), GOOD)

    farthest = AoSession((5, 6), [1001, 1001], client=("192.0.2.1", 40001))
    for end in 1, 0, 1:
        capture.frame(farthest.data(end), GOOD)


@constructs(KEYS)
def ao_young_wraps(capture: Capture) -> None:
    """The numbers of both ends had wrapped before the capture, and one wraps in it."""
    before = AoSession((0xFFFFFFF0, 0xFFFFFFFF), [200, 300])
    within = AoSession((0xFFFFFFF0, 0xFFFFFE00), [200, 400], client=("192.0.2.1", 40001))
    for session in before, within:
        for end in 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1:
            capture.frame(session.data(end), GOOD)


@constructs(KEYS)
def ao_young_keepalives(capture: Capture) -> None:
    """Both ends have sent the same data and then only keep-alives: one end 2,000, the other three more."""
    session = AoSession((0x30000000, 0x70000000), [1 + 143 + 19 * 2000, 1 + 143 + 19 * 2003])
    for end in 0, 1, 0, 1:
        capture.frame(session.data(end), GOOD)


@constructs(KEYS)
def ao_young_is_not(capture: Capture) -> None:
    """Both ends have sent too much, and the first segment of a connection is forged. A guess makes nothing bad."""
    old = AoSession((1000, 2000), [70_000, 90_000])
    capture.search_among(old.isns)
    capture.frame(old.data(0), NOT_FOUND)
    for end in 1, 0, 1:
        capture.frame(old.data(end, payload=NOT_SEARCHED), NOT_FOUND)
    capture.frame(forged(old).data(0, payload=NOT_SEARCHED), NOT_FOUND)
    attacked = AoSession((1000, 2000), [2000, 155], client=("192.0.2.1", 40001))
    capture.frame(forged(attacked).data(0), NOT_FOUND)
    capture.frame(attacked.data(0), NOT_FOUND)


@constructs(KEYS)
def ao_young_forged(capture: Capture) -> None:
    """The first segment of a young connection is forged and repeated. The next segment shows the numbers."""
    session = AoSession((0x12345678, 0x9ABCDEF0), [1 + 155, 1 + 174])
    capture.search_among(session.isns)
    injected = forged(session).data(0)
    for frame in injected, injected:
        capture.frame(frame, NOT_FOUND)
    for end in 1, 0, 1, 0:
        capture.frame(session.data(end), GOOD)
    capture.frame(forged(session).data(0), BAD)


@constructs(KEYS)
def ao_young_otherwise(capture: Capture) -> None:
    """The key signs with HMAC-SHA-256, or with another KeyID, than the keyring says. Its MACs prove the numbers, so the
    segments are bad, and why is known. With another secret nothing is known."""
    sha256 = AoSession((0x12345678, 0x9ABCDEF0), [1 + 55, 1 + 74], hash="sha256")
    other_id = replace(sha256, sent=[1 + 60, 1 + 30], ids=[(5, 2), (2, 5)], hash="sha1", client=("192.0.2.1", 40001))
    for end in 0, 1, 0:
        capture.frame(sha256.data(end), BAD.because("AO algorithm"))
    for end in 0, 0:
        capture.frame(other_id.data(end), BAD.because("AO key id"))
    capture.frame(other_id.data(1), GOOD)
    unknown = replace(sha256, sent=[1 + 55, 1 + 74], secret=b"forged", client=("192.0.2.1", 40002))
    for end in 0, 1:
        capture.frame(unknown.data(end, payload=NOT_SEARCHED), NOT_FOUND)


@constructs(KEYS)
def ao_young_late(capture: Capture) -> None:
    """The first segments are too long for a search. Once a shorter one has proven the numbers, they apply to all."""
    session = AoSession((0xABCD0000, 0xDCBA0000), [1 + 50, 1 + 70])
    for size in 1000, 400:
        capture.frame(session.data(0, payload=size * b"x"), GOOD)
    session.sent[0] = 1 + 50 + 400
    capture.frame(session.data(1), GOOD)
    capture.frame(session.data(0), GOOD)


@constructs(KEYS)
def ao_young_one_isn(capture: Capture) -> None:
    """Only the client's SYN was captured, and then data, when the server had sent 700,000 bytes. The client's number is
    known, so only the server's is searched."""
    session = AoSession((0x11111111, 0x22222222))
    capture.frame(session.syn(), GOOD)
    session.sent = [1 + 3_000_000, 1 + 700_000]
    for end in 0, 1, 0:
        capture.frame(session.data(end), GOOD)
    capture.frame(forged(session).data(1), BAD)


@constructs(KEYS + "    mac-length 4\n")
def ao_young_short_mac(capture: Capture) -> None:
    """MACs have four octets, and one in a thousand searches matches by chance. So a second segment must confirm the
    result."""
    for port, ends in (40001, (0, 1, 0)), (40002, (1, 1, 0)):
        session = AoSession((0x11111111, 0x22222222), [1 + 120, 1 + 150], client=("192.0.2.1", port), mac_length=4)
        for end in ends:
            capture.frame(session.data(end), GOOD)
        capture.frame(forged(session).data(0), BAD)


def cut(name: str, first: int, capture: Capture) -> None:
    """Adds a recording from frame FIRST on. All its segments are Good by the whole recording."""
    for number, frame in enumerate(pcapng.read(RECORDED / f"{name}.pcapng"), 1):
        row = rows(name)[number]
        assert row[1] == "Good"
        if number >= first:
            capture.frame(frame.captured, good(row[3]))


def rows(name: str) -> dict[int, list[str]]:
    lines = (RECORDED / f"{name}.expected").read_text().splitlines()[1:]
    return {int(line.split("\t")[0]): line.split("\t") for line in lines}


def keys(name: str) -> str:
    return (RECORDED / f"{name}.keys").read_text()


@constructs(keys("ao-bird"))
def ao_young_bird(capture: Capture) -> None:
    """BIRD's session from its second keep-alives on, and the session after a restart."""
    cut("ao-bird", 14, capture)


@constructs(keys("ao-cmac-short-key"))
def ao_young_cmac(capture: Capture) -> None:
    """AES-128-CMAC; the capture begins with a message of the server."""
    cut("ao-cmac-short-key", 6, capture)


@constructs(keys("ao-mac-of-8"))
def ao_young_mac_of_8(capture: Capture) -> None:
    """MACs have eight octets, so one segment is enough. The capture begins with a message of the server."""
    cut("ao-mac-of-8", 13, capture)


@constructs(keys("ao-sha-1-excluded-ipv6"))
def ao_young_excluded_ipv6(capture: Capture) -> None:
    """IPv6; MACs do not cover other options. The capture begins with an acknowledgment without data."""
    cut("ao-sha-1-excluded-ipv6", 7, capture)
