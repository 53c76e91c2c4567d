"""The recordings: one function each, whose docstring becomes the head of the captures' keyring."""
# SPDX-License-Identifier: GPL-2.0-or-later

import inspect
import ipaddress
import itertools
import math
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from record.daemons import Bird, Daemon, Frr, Gobgp
from record.lab import Host, Lab, wait_until

RECORDINGS: dict[str, Callable[[Lab], str]] = {}  # each function makes its captures and returns their keyring

FOUR = "192.0.2.1", "192.0.2.2"
SIX = "2001:db8::1", "2001:db8::2"
LINK_MSS = 1440  # 1500 minus the headers of IPv4 and TCP, and the 20 bytes that Linux uses for the signature
VIRTUAL_NIC = Path(__file__).parent / "virtual_nic.py"


@dataclass
class Key:
    """A key of the daemons; str() returns its entry in the keyring."""

    name: str
    ends: tuple[str, str]
    secret: str
    start: float | None = None
    end: float | None = None

    def __str__(self) -> str:
        lines = [f"key {self.name}",
                 f"    ends   {' '.join(self.ends)}",
                 "    port   179",
                 f'    secret "{self.secret}"']
        if self.start is not None:
            lines.append(f"    from   {utc(math.floor(self.start))}")
        if self.end is not None:
            lines.append(f"    until  {utc(math.ceil(self.end))}")
        return "\n".join(lines) + "\n"


def utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def recording(function: Callable[[Lab], list[Key]]) -> Callable[[Lab], str]:
    """Registers a recording under its function's name, with hyphens."""
    head = textwrap.indent(inspect.getdoc(function), "# ")

    def make(lab: Lab) -> str:
        return "\n".join([head + "\n", *map(str, function(lab))])

    make.__doc__ = function.__doc__
    RECORDINGS[function.__name__.replace("_", "-")] = make
    return make


def prefixes(count: int, block: str) -> list[str]:
    network = ipaddress.ip_network(block)
    length = 24 if network.version == 4 else 48
    return [str(prefix) for prefix in itertools.islice(network.subnets(new_prefix=length), count)]


def two_hosts(lab: Lab, ends: tuple[str, str], capture: str) -> tuple[Host, Host]:
    """Returns two hosts on one cable; the capture point is the first host."""
    left, right = lab.host("left"), lab.host("right")
    lab.cable(left, right)
    left.plug_in(ends[0])
    right.plug_in(ends[1])
    left.capture(capture)
    return left, right


def wait_for_session(daemon: Daemon) -> None:
    wait_until(daemon.established, "the BGP session")
    time.sleep(5)  # the tables arrive within three seconds, then some keep-alives


def frr_and_bird(lab: Lab, capture: str, key: Key, blocks: tuple[str, str]) -> list[Key]:
    left, right = two_hosts(lab, key.ends, capture)
    frr = Frr(left, key.ends[1], key.secret, prefixes(3000, blocks[0]), passive=True)
    bird = Bird(right, key.ends[0], key.secret, prefixes(1000, blocks[1]))
    wait_for_session(frr)
    bird.stop()
    time.sleep(0.5)
    return [key]


@recording
def frr_bird_ipv4(lab: Lab) -> list[Key]:
    """FRR and BIRD over IPv4, signed with the right password by both: every segment is Good.
    They announce 3000 and 1000 routes in segments filled to the MSS, send keep-alives every second, and BIRD
    closes the session. Captured at FRR's end of a cable without offloads.
    """
    key = Key("amsterdam-peering", FOUR, "example-of-amsterdam")
    return frr_and_bird(lab, "frr-bird-ipv4", key, ("10.0.0.0/8", "172.16.0.0/12"))


@recording
def frr_bird_ipv6(lab: Lab) -> list[Key]:
    """FRR and BIRD over IPv6, signed with the right password by both: every segment is Good.
    They announce 3000 and 1000 routes in segments filled to the MSS, send keep-alives every second, and BIRD
    closes the session. Captured at FRR's end of a cable without offloads.
    """
    key = Key("amsterdam-peering-v6", SIX, "example-of-amsterdam")
    return frr_and_bird(lab, "frr-bird-ipv6", key, ("2001:db8:4000::/34", "2001:db8:8000::/34"))


def gobgp_and(other: type[Daemon], lab: Lab, key: Key, blocks: tuple[str, str]) -> list[Key]:
    family = "ipv6" if ":" in key.ends[0] else "ipv4"
    left, right = two_hosts(lab, key.ends, f"gobgp-{other.__name__.lower()}-{family}")
    gobgp = Gobgp(left, key.ends[1], key.secret, prefixes(3, blocks[0]))
    daemon = other(right, key.ends[0], key.secret, prefixes(1000, blocks[1]), passive=True)
    wait_for_session(daemon)
    gobgp.announce()
    time.sleep(1)
    gobgp.stop()
    time.sleep(0.5)
    return [key]


@recording
def gobgp_frr_ipv4(lab: Lab) -> list[Key]:
    """GoBGP and FRR over IPv4, signed with the right password by both: every segment is Good.
    FRR announces 1000 routes, GoBGP three, one at a time, and closes the session. Captured at GoBGP's end of a
    cable without offloads.
    """
    key = Key("vienna-route-server", FOUR, "example-of-vienna")
    return gobgp_and(Frr, lab, key, ("172.16.0.0/12", "10.0.0.0/8"))


@recording
def gobgp_bird_ipv6(lab: Lab) -> list[Key]:
    """GoBGP and BIRD over IPv6, signed with the right password by both: every segment is Good.
    BIRD announces 1000 routes, GoBGP three, one at a time, and closes the session. Captured at GoBGP's end of a
    cable without offloads.
    """
    key = Key("vienna-route-server-v6", SIX, "example-of-vienna")
    return gobgp_and(Bird, lab, key, ("2001:db8:8000::/34", "2001:db8:4000::/34"))


@recording
def wrong_password(lab: Lab) -> list[Key]:
    """FRR (192.0.2.1) has the right password, BIRD (192.0.2.2) a mistyped one; each connects to the other.
    The SYNs of FRR are Good, those of BIRD are Bad, and neither kernel ever answers.
    Captured at FRR's end of a cable without offloads.
    """
    key = Key("warsaw-upstream", FOUR, "example-of-warsaw")
    left, right = two_hosts(lab, FOUR, "wrong-password")
    Frr(left, FOUR[1], key.secret)
    Bird(right, FOUR[0], "example-of-warsav")
    time.sleep(6)
    return [key]


@recording
def missing_password(lab: Lab) -> list[Key]:
    """FRR (192.0.2.1) has a password, BIRD (192.0.2.2) has none; each connects to the other.
    The SYNs of FRR are Good, those of BIRD have no signature, and neither kernel ever answers.
    Captured at FRR's end of a cable without offloads.
    """
    key = Key("madrid-customer", FOUR, "example-of-madrid")
    left, right = two_hosts(lab, FOUR, "missing-password")
    Frr(left, FOUR[1], key.secret)
    Bird(right, FOUR[0])
    time.sleep(6)
    return [key]


@recording
def changed_password(lab: Lab) -> list[Key]:
    """The password of a running session is changed, at FRR (192.0.2.1) first and three seconds later at BIRD.
    FRR closes the session with a message still signed with the old key. Until BIRD follows, nobody gets an answer.
    Each end signs with its own key meanwhile. Both keys are valid for these seconds, so every segment is Good.
    Captured at FRR's end of a cable without offloads.
    """
    old = Key("prague-2025", FOUR, "example-of-prague-old")
    new = Key("prague-2026", FOUR, "example-of-prague-new")
    left, right = two_hosts(lab, FOUR, "changed-password")
    frr = Frr(left, FOUR[1], old.secret, prefixes(20, "10.0.0.0/8"))
    bird = Bird(right, FOUR[0], old.secret, prefixes(20, "172.16.0.0/12"))
    wait_for_session(frr)
    new.start = time.time()
    frr.change_password(new.secret)
    time.sleep(3)
    bird.change_password(new.secret)
    old.end = time.time() + 1
    wait_for_session(frr)
    return [old, new]


@recording
def restart_rst(lab: Lab) -> list[Key]:
    """BIRD's host (192.0.2.2) loses power in a running session and comes back without any memory of it.
    Linux itself stays silent then, since it resets no signed connection for which it has no key. These resets
    come from the firewall of the restarted host, which rejects BGP until BIRD runs again. It cannot sign them,
    and FRR ignores them: its session hangs until the hold timer expires. Then BIRD is back and so is the
    session, and the kernel, which has the key again, resets the rest of the old connection with a signed RST.
    Captured at FRR's end of a cable without offloads.
    """
    key = Key("lisbon-transit", FOUR, "example-of-lisbon")
    left, right = two_hosts(lab, FOUR, "restart-rst")
    frr = Frr(left, FOUR[1], key.secret, prefixes(20, "10.0.0.0/8"))
    Bird(right, FOUR[0], key.secret, prefixes(20, "172.16.0.0/12"), passive=True)
    wait_for_session(frr)
    # The interface moves to a fresh namespace: the old one can send nothing more, not even a last FIN.
    restarted = lab.host("restarted")
    right.ip("link", "set", "eth0", "netns", restarted.namespace)
    restarted.plug_in(FOUR[1])
    restarted.run("nft", "table inet early { chain input { type filter hook input priority 0;"
                         " tcp dport 179 reject with tcp reset; }; }")
    wait_until(lambda: not frr.established(), "the end of the hold time")
    time.sleep(2)
    Bird(restarted, FOUR[0], key.secret, prefixes(20, "172.16.0.0/12"), passive=True)
    restarted.run("nft", "delete", "table", "inet", "early")
    wait_for_session(frr)
    return [key]


@recording
def cause_option_blanked_recorded(lab: Lab) -> list[Key]:
    """A firewall at BIRD (192.0.2.2) overwrites BIRD's signatures with NOPs; each end connects to the other.
    All that FRR sends is Good, no signature of BIRD arrives, and no session comes up. The firewall is nftables on
    BIRD's own host, which did sign. Captured at FRR's end of a cable without offloads.
    """
    key = Key("oslo-transit", FOUR, "example-of-oslo")
    left, right = two_hosts(lab, FOUR, "cause-option-blanked-recorded")
    right.run("nft", "table inet scrubber { chain output { type filter hook output priority 0;"
                     " reset tcp option md5sig; }; }")
    Frr(left, FOUR[1], key.secret)
    Bird(right, FOUR[0], key.secret)
    time.sleep(6)
    return [key]


@recording
def story(lab: Lab) -> list[Key]:
    """A router in a virtual machine (FRR, 192.0.2.1) got a NIC that splits segments; BIRD is its peer.
    story-before is captured in the virtual machine: it signs segments far longer than the MSS; all are Good.
    story-after is captured at the peer: the NIC split them and copied the digest of the whole into every
    piece, which makes each piece Bad. Handshake and keep-alives are Good, the routes never arrive, the hold
    timer expires, the session comes up again and fails again. A Linux kernel split the segments: see
    record/virtual_nic.py.
    """
    key = Key("frankfurt-transit", FOUR, "example-of-frankfurt")
    router, peer = virtual_machine(lab)
    router.capture("story-before")
    peer.capture("story-after")
    bird = Bird(peer, FOUR[0], key.secret, prefixes(20, "172.16.0.0/12"))
    Frr(router, FOUR[1], key.secret, prefixes(3000, "10.0.0.0/8"), passive=True)
    for up in True, False, True, False:
        wait_until(lambda: bird.established() == up, "the session to come and go")
    return [key]


def virtual_machine(lab: Lab) -> tuple[Host, Host]:
    """Returns a guest behind a virtual NIC, and its peer on a cable to the hypervisor, which bridges."""
    guest, hypervisor, peer = lab.host("guest"), lab.host("hypervisor"), lab.host("peer")
    lab.cable(hypervisor, peer)
    nic = hypervisor.start("python3", VIRTUAL_NIC, LINK_MSS, "guest", "vnet")
    nic.wait_for_output("ready")
    hypervisor.ip("link", "set", "guest", "address", "02:00:00:00:00:03",
                  "netns", guest.namespace, "name", "eth0")
    hypervisor.bridge("vnet", "eth0")
    peer.plug_in(FOUR[1])
    guest.plug_in(FOUR[0], mtu=65521)
    # Linux splits before it signs. So the guest must believe that its peer accepts long segments: behind the capture
    # point, the guest's firewall raises the peer's MSS, which is at byte 42 of a SYN that Linux signed. No digest
    # covers options, and the virtual NIC has vouched for the checksum.
    guest.ip("route", "replace", "192.0.2.0/24", "dev", "eth0", "src", FOUR[0], "advmss", "1460")
    guest.run("nft", "table ip belief { chain input { type filter hook input priority 0;"
                     " tcp flags & syn == syn @th,336,16 set 65000; }; }")
    return guest, peer
