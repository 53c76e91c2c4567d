"""Recordings of middleboxes between two signing sockets, and of mistyped secrets."""
# SPDX-License-Identifier: GPL-2.0-or-later

import time
from pathlib import Path

from record.lab import Host, Lab, Program, run
from record.recordings import FOUR, Key, recording, two_hosts

SIGNED = Path(__file__).parent / "signed.py"
PORT = 179


def end(host: Host, what: str, peer: str, secret: str, port: int = PORT) -> Program:
    program = host.start("python3", SIGNED, what, host.address, port, peer, secret.encode().hex())
    if what == "listen":
        program.wait_for_output("ready")
    return program


def connect(left: Host, right: Host, key: Key, firewall: str) -> list[Key]:
    """Makes a session through the firewall of the left host; the capture point is behind that firewall."""
    left.run("nft", firewall)
    end(right, "listen", key.ends[0], key.secret)
    end(left, "connect", key.ends[1], key.secret)
    time.sleep(4)
    return [key]


@recording
def cause_source_address_recorded(lab: Lab) -> list[Key]:
    """nftables on the client's own host translates its address after the kernel has signed with 192.0.2.1.
    The server expects 192.0.2.77 and drops what comes from there. Only the SYN is seen, and its retransmissions.
    """
    key = Key("oslo-behind-nat", FOUR, "example-of-oslo")
    left, right = two_hosts(lab, FOUR, "cause-source-address-recorded")
    end(right, "listen", "192.0.2.77", key.secret)
    left.run("nft", "table ip nat { chain out { type nat hook postrouting priority 100;"
                    " tcp dport 179 snat to 192.0.2.77; }; }")
    end(left, "connect", FOUR[1], key.secret)
    time.sleep(4)
    return [key]


@recording
def cause_destination_address_recorded(lab: Lab) -> list[Key]:
    """The client connects to 192.0.2.9 and signs for that; nftables on its own host translates it to 192.0.2.2.
    The server drops the SYN and its retransmissions.
    """
    key = Key("oslo-virtual-address", ("192.0.2.1", "192.0.2.9"), "example-of-oslo")
    left, right = two_hosts(lab, FOUR, "cause-destination-address-recorded")
    end(right, "listen", FOUR[0], key.secret)
    left.run("nft", "table ip nat { chain out { type nat hook output priority -100;"
                    " ip daddr 192.0.2.9 dnat to 192.0.2.2; }; }")
    end(left, "connect", "192.0.2.9", key.secret)
    time.sleep(4)
    return [key]


@recording
def cause_window_recorded(lab: Lab) -> list[Key]:
    """A firewall sets the window of the client's data to 1000, as traffic shapers do: the handshake passes, the
    data do not.
    """
    key = Key("bergen-shaped", FOUR, "example-of-bergen")
    left, right = two_hosts(lab, FOUR, "cause-window-recorded")
    return connect(left, right, key, "table ip shaper { chain out { type filter hook output priority 0;"
                                     " tcp flags & psh == psh tcp window set 1000; }; }")


@recording
def cause_flags_recorded(lab: Lab) -> list[Key]:
    """A firewall clears the ECN bits of the client's SYN, as old ones do. The server drops the SYN, and the
    client tries again without ECN: then all goes well.
    """
    key = Key("bergen-without-ecn", FOUR, "example-of-bergen")
    left, right = two_hosts(lab, FOUR, "cause-flags-recorded")
    left.run("sysctl", "-qw", "net.ipv4.tcp_ecn=1")
    return connect(left, right, key, "table ip old { chain out { type filter hook output priority 0;"
                                     " tcp flags == syn|ecn|cwr @th,104,8 set 0x02; }; }")


@recording
def cause_sequence_number_recorded(lab: Lab) -> list[Key]:
    """A firewall between the hosts gives the client's SYN another initial sequence number. The server drops that, again
    and again. It is captured at all interfaces of the firewall, so each SYN is seen on both sides of it.
    """
    key = Key("bergen-randomised", FOUR, "example-of-bergen")
    left, firewall, right = lab.host("left"), lab.host("firewall"), lab.host("right")
    lab.cable(firewall, right)
    run("ip", "link", "add", "eth0", "address", "02:00:00:00:00:03", "netns", left.namespace,
        "type", "veth", "peer", "name", "eth1", "netns", firewall.namespace)
    firewall.bridge("eth0", "eth1")
    left.plug_in(FOUR[0])
    right.plug_in(FOUR[1])
    firewall.capture("cause-sequence-number-recorded", "any")
    firewall.run("nft", "table bridge randomiser { chain forward { type filter hook forward priority 0;"
                        " tcp flags == syn tcp sequence set 3735928559; }; }")
    end(right, "listen", FOUR[0], key.secret)
    end(left, "connect", FOUR[1], key.secret)
    time.sleep(4)
    return [key]


@recording
def clamped_mss(lab: Lab) -> list[Key]:
    """A firewall clamps the client's MSS to 1200. MD5 does not cover the values of options: all segments are Good."""
    key = Key("bergen-clamped", FOUR, "example-of-bergen")
    left, right = two_hosts(lab, FOUR, "clamped-mss")
    return connect(left, right, key, "table ip clamp { chain out { type filter hook output priority 0;"
                                     " tcp flags syn tcp option maxseg size set 1200; }; }")


@recording
def cause_key_variant_recorded(lab: Lab) -> list[Key]:
    """The client's kernel has the key with a newline after it, then truncated to 16 bytes, then in capitals;
    the server, which has the right one, drops each SYN.
    """
    left, right = two_hosts(lab, FOUR, "cause-key-variant-recorded")
    key = Key("helsinki-mistyped", FOUR, "example-of-helsinki")
    end(right, "listen", FOUR[0], key.secret)
    for typed in key.secret + "\n", key.secret[:16], key.secret.upper():
        end(left, "connect", FOUR[1], typed)
        time.sleep(1.5)
    return [key]
