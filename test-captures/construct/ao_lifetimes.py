"""Captures of segments that are signed with keys outside their send lifetimes."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .ao_signed import AoSession
from .capture import Capture, bad, constructs, good, unsigned, unverified
from .carriers import ethernet, ip
from .tcp import KEEPALIVE, NOT_SEARCHED, Session

NOT_VALID = unverified("key not valid at this time")


@constructs("""
key accepted
    ends       192.0.2.1 192.0.2.2
    port       179
    algorithm  hmac-sha-1-96
    secret     "correct horse"
    send-id    1
    recv-id    2
    options    included
    from       2026-03-01
    until      2026-03-04
    send-from  2026-03-02
    send-until 2026-03-03

key md5
    ends       192.0.2.1 192.0.2.3
    secret     "key"
    send-until 2026-03-02
""")
def sent_too_late(capture: Capture) -> None:
    """Segments are sent before, during and after the send lifetime of the key, within its accept lifetime, and after
    that."""
    session, md5 = AoSession((1000, 2000)), Session(("192.0.2.1", 40001), ("192.0.2.3", 179), b"key")
    accepted = good("accepted")
    capture.frame(session.syn(), accepted, at="2026-03-01T23:59:58")
    capture.frame(session.syn_ack(), accepted, at="2026-03-01T23:59:59.999999")
    capture.frame(session.data(0), accepted, at="2026-03-02T00:00:00")
    capture.frame(session.data(1), accepted, at="2026-03-02T23:59:59.999999")
    capture.frame(session.data(0), accepted, at="2026-03-03T00:00:00")
    capture.frame(session.data(1), accepted, at="2026-03-03T23:59:59.999999")
    capture.frame(session.data(0), NOT_VALID.because("key not valid"), at="2026-03-04T00:00:00")
    capture.segment(md5.client("S"), good("md5"), at="2026-03-01T00:00:00")
    capture.segment(md5.client("S"), good("md5"), at="2026-03-02T00:00:00")


@constructs("""
key later
    ends       192.0.2.1 192.0.2.2
    port       179
    algorithm  hmac-sha-1-96
    secret     "correct horse"
    send-id    1
    recv-id    2
    options    included
    from       2026-03-01T12:00:10Z
""")
def ao_key_valid_later(capture: Capture) -> None:
    """The key becomes valid in mid-session. The handshake shows the ISNs all the same, so the cause is proven before, and
    segments verify from then on. So does a handshake without a key: the key of another connection signed it all."""
    session = AoSession((1000, 2000))
    later, cause = good("later"), NOT_VALID.because("key not valid")
    for frame in session.syn(), session.syn_ack(), session.data(0, payload=b""):
        capture.frame(frame, cause)
    for end in 0, 1, 0:
        capture.frame(session.data(end, payload=NOT_SEARCHED), cause)
    for second, end in enumerate((1, 0, 0, 1), 10):
        capture.frame(session.data(end, payload=NOT_SEARCHED), later, at=f"2026-03-01T12:00:{second}")
    other = AoSession((7000, 8000), server=("192.0.2.3", 179))
    cause = unverified("no key").because("other key")
    for frame in other.syn(), other.syn_ack(), other.data(0, payload=b""):
        capture.frame(frame, cause)
    for end in 0, 1, 0:
        capture.frame(other.data(end, payload=NOT_SEARCHED), cause)


@constructs("""
key past
    ends   192.0.2.1 192.0.2.2
    port   179
    secret "correct horse"
    from   2020-01-01
    until  2021-01-01

key later
    ends       192.0.2.1 192.0.2.3
    port       179
    algorithm  hmac-sha-1-96
    secret     "correct horse"
    send-id    1
    recv-id    2
    options    included
    from       2026-03-01
    send-from  2026-03-02
""")
def no_time_stamps(capture: Capture) -> None:
    """The frames have no time stamps (Simple Packet Blocks), so no key is out of its time."""
    md5, ao = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), b"correct horse"), AoSession((1000, 2000), server=(
        "192.0.2.3", 179))
    for segment in md5.client("S"), md5.server("SA"), md5.client("A"):
        capture.timeless(ethernet(ip(segment)), good("past"))
    capture.timeless(ethernet(ip(md5.client("PA", KEEPALIVE, secret=b"wrong"))), bad("past"))
    capture.timeless(ethernet(ip(md5.server("PA", KEEPALIVE, signature=None))), unsigned("past"))
    for frame in ao.syn(), ao.syn_ack(), ao.data(0), ao.data(1):
        capture.timeless(frame, good("later"))
