"""Captures of connections through a firewall that randomises initial sequence numbers."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .capture import Capture, Verdict, bad, constructs, good
from .peers import KEYS, SECRET, both
from .rewritten import KINDS, signed
from .tcp import KEEPALIVE, Segment, Session
from .two_points import INSIDE, OUTSIDE, at, two_points

CAUSE = "sequence number"
CLIENTS, SERVERS = 0x9E3779B9, 0xFFFFF000   # the shifts of each end's sequence numbers
FIELDS = {"sequence": "sequence_number", "acknowledgement": "acknowledgment_number"}    # the names in NAME.causes


@dataclass(frozen=True)
class Passage:
    """A segment as signed, on its sender's side of the firewall, and as the firewall forwards it."""
    before: Segment
    behind: Segment

    @property
    def was(self) -> dict[str, object]:
        return {name: getattr(self.before, field) for field, name in FIELDS.items()
                if getattr(self.before, field) != getattr(self.behind, field)}

    def changed(self) -> list[str]:
        """Returns the changed fields, as NAME.twins names them."""
        return [name.replace("_", " ") for name in self.was]

    def verdict(self, key: str) -> Verdict:
        return bad(key).because(CAUSE, **self.was) if self.was else good(key)

    def searched(self, key: str) -> Verdict:
        return bad(key).once_searched(CAUSE, **self.was) if self.was else good(key)


def passage(segment: Segment, own: int, others: int) -> Passage:
    """Returns a segment on both sides of a firewall that adds OWN to its sender's numbers, OTHERS to the receiver's."""
    if "A" in segment.flags:
        segment = replace(segment, acknowledgement=segment.acknowledgement + others & 0xFFFFFFFF)
    behind = replace(signed(segment), sequence=segment.sequence + own & 0xFFFFFFFF)
    if "A" in segment.flags:
        behind = replace(behind, acknowledgement=segment.acknowledgement - others & 0xFFFFFFFF)
    return Passage(segment, behind)


def conversation(session: Session, clients: int, servers: int = 0) -> Iterator[tuple[Passage, bool]]:
    """Yields a segment of each kind from both ends, and whether it is the client's."""
    for flags, payload in KINDS:
        yield passage(session.client(flags, payload), clients, servers), True
        yield passage(session.server("SA" if flags == "S" else flags, payload), servers, clients), False


@constructs(KEYS)
def cause_sequence_number(capture: Capture) -> None:
    """A firewall renumbers the client. Each direction was captured behind it, so the acknowledgments that return are
    for numbers that the client did not send. IPv4 and IPv6."""
    for bgp, key in both():
        for passed, _ in conversation(bgp, CLIENTS):
            capture.segment(passed.behind, passed.verdict(key))


@constructs(KEYS)
def cause_sequence_number_both_sides(capture: Capture) -> None:
    """A firewall renumbers both ends. The capture has all interfaces of the firewall as one, so each segment occurs
    twice."""
    for bgp, key in both():
        for passed, _ in conversation(bgp, CLIENTS, SERVERS):
            capture.segment(passed.before, good(key))
            capture.segment(passed.behind, passed.verdict(key))


@constructs(KEYS)
def cause_sequence_number_two_points(capture: Capture) -> None:
    """A firewall renumbers both ends. The client's segments were captured on both sides, by clocks that differ: in one
    session, all frames from before the firewall come first; in the other, all from behind it. The firewall loses the
    last ones."""
    two_points(capture)
    for bgp, key in both():
        passages = [passed for passed, is_clients in conversation(bgp, CLIENTS, SERVERS) if is_clients]
        lost = [passage(bgp.client("PA", KEEPALIVE), CLIENTS, SERVERS) for _ in range(10)]

        def before() -> list[int]:
            frames = [at(capture, INSIDE, passed.before, good(key)) for passed in passages + lost]
            return frames[:len(passages)]

        def behind() -> list[int]:
            return [at(capture, OUTSIDE, passed.behind, passed.verdict(key)) for passed in passages]

        rounds = (before(), behind()) if key == "transit" else (behind(), before())
        for one, other, passed in zip(*rounds, passages):
            capture.twin(one, other, *passed.changed())


@constructs(KEYS)
def searched_syn(capture: Capture) -> None:
    """A firewall renumbers the client. Only its SYN was captured behind the firewall, several times, so nothing else
    shows the shift."""
    for bgp, key in both():
        opening = bgp.client("S", sequence=30_000_000)
        for _ in range(3):
            passed = passage(opening, CLIENTS, 0)
            capture.segment(passed.behind, passed.searched(key))


@constructs(KEYS)
def searched_outside(capture: Capture) -> None:
    """A firewall renumbers the client. Captured behind it: what the client sends is bad, and what the server sends is
    good."""
    for bgp, key in both():
        for passed, is_clients in conversation(bgp, CLIENTS):
            if is_clients:
                capture.segment(passed.behind, passed.searched(key))
            else:
                capture.segment(passed.before, good(key))


@constructs(KEYS)
def searched_inside(capture: Capture) -> None:
    """A firewall renumbers the client. Captured before it: the server's segments are bad, as the firewall rewrote
    them."""
    for bgp, key in both():
        for passed, is_clients in conversation(bgp, 1_000_000):
            if is_clients:
                capture.segment(passed.before, good(key))
            else:
                capture.segment(passed.behind, passed.searched(key))


@constructs(KEYS + """
key backup
    ends    192.0.2.1 192.0.2.2
    secret  "another one"
""")
def searched_both_ends(capture: Capture) -> None:
    """A firewall renumbers both ends. Behind it, the SYN shows one shift, and with that the next segment shows the
    other."""
    session = Session(("192.0.2.1", 40001), ("192.0.2.2", 179), SECRET)
    for passed, is_clients in conversation(session, CLIENTS, 3_000_000):
        if is_clients:
            capture.segment(passed.behind, passed.searched("transit"))
        else:
            capture.segment(passed.before, good("transit"))


@constructs(KEYS)
def cause_replayed_soon(capture: Capture) -> None:
    """In a conversation, signed segments are sent again within seconds, each with the numbers that the connection has
    reached by then: so small a difference is no random number of a firewall, which also passes a segment on at once. A
    copy that comes at once was changed by a device. A last one is retransmitted with a newer acknowledgment number alone.
    IPv4 and IPv6."""
    for bgp, key in both():
        capture.segment(bgp.client("S"), good(key))
        capture.segment(bgp.server("SA"), good(key))
        old = [signed(end("PA", KEEPALIVE * count)) for count in (1, 2, 3) for end in (bgp.client, bgp.server)]
        for segment in old:
            capture.segment(segment, good(key))
        for segment, end in zip(old, 3 * (bgp.client, bgp.server)):
            now = end("A")
            capture.segment(now, good(key))
            was = {"sequence_number": segment.sequence, "acknowledgment_number": segment.acknowledgement}
            changed = {"sequence": now.sequence, "acknowledgement": now.acknowledgement}
            was = {name: value for (name, value), number in zip(was.items(), changed.values()) if value != number}
            capture.segment(replace(segment, **changed), bad(key).because("replayed", **was))
            capture.segment(end("PA", KEEPALIVE), good(key))
        last = signed(bgp.client("PA", KEEPALIVE))
        capture.segment(last, good(key))
        capture.clock -= 90_000
        shifted = replace(last, sequence=last.sequence + 500_000 & 0xFFFFFFFF)
        capture.segment(shifted, bad(key).because(CAUSE, sequence_number=last.sequence))
        capture.segment(bgp.server("PA", KEEPALIVE), good(key))
        capture.clock += 200_000
        again = replace(last, acknowledgement=last.acknowledgement + len(KEEPALIVE) & 0xFFFFFFFF)
        capture.segment(again, bad(key).because("replayed", acknowledgment_number=last.acknowledgement))


@constructs(KEYS)
def cause_replayed(capture: Capture) -> None:
    """A minute after a conversation, and hours after it, signed segments of it are sent again with other sequence numbers,
    at the ports of the old connection. Another host then opens it again with new numbers, all by the same shift. None
    of that is a firewall's doing, which passes a segment on at once. IPv4 and IPv6."""
    for bgp, key in both():
        old = [step for step, _ in conversation(bgp, 0)][:8]
        for step in old:
            capture.segment(step.before, good(key))
        for wait, step_by in (61, 1_000_003), (4 * 3600, 0):
            capture.clock += wait * 1_000_000
            for number, step in enumerate(old):
                changed = {"sequence": step.before.sequence + CLIENTS + number * step_by & 0xFFFFFFFF}
                if "A" in step.before.flags and number % 2:
                    changed["acknowledgement"] = step.before.acknowledgement + SERVERS & 0xFFFFFFFF
                was = {FIELDS[field]: getattr(step.before, field) for field in changed}
                replayed = replace(signed(step.before), **changed)
                capture.segment(replayed, bad(key).because("replayed", **was))
