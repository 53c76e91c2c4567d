"""The recordings of ends that agree, with a router between them that changes segments by rules of nftables."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .session import CLIENT, SERVER, Key, Session

FOUR, SIX = ("10.9.1.1", "10.9.2.2"), ("fd09:1::1", "fd09:2::2")
KEY = Key("through a router")
EXCLUDED = replace(KEY, covered=False)
TRANSLATED, VIRTUAL = "10.9.2.77", "fd09:2::77"


def passing(rules: str) -> str:
    return f"chain passing {{ type filter hook forward priority 0; {rules}; }}"


def translating(when: str, rules: str) -> str:
    return f"chain translating {{ type nat hook {when} priority 0; {rules}; }}"


def routed(text: str, router: str, cause: str = "", was: str = "", **more: object) -> Session:
    """Returns a session through the router. The client fails to connect, unless MORE has other words for the ends."""
    return Session(**{"text": text, "keys": [KEY], "router": router, "cause": cause, "was": was, "ends": FOUR,
                      "client": ["connect"], "server": ["listen", "accept"], "seconds": 4} | more)


WELL = {"client": CLIENT, "server": SERVER}
BOTH = {"captured": "router"}

ROUTED: dict[str, Session] = {
    "kernel-ao-mss-clamped":
        routed("The router clamps the MSS; captured on both sides of it.",
               passing("tcp flags syn tcp option maxseg size set 1300"), "AO MSS", "mss=1460", **BOTH),
    "kernel-ao-mss-clamped-excluded":
        routed("The router clamps the MSS, which the key does not cover: all is well.",
               passing("tcp flags syn tcp option maxseg size set 1300"), keys=[EXCLUDED], **WELL),
    "kernel-ao-mss-clamped-answer-ipv6":
        routed("The router clamps the MSS of the answers alone.",
               passing('iifname "to-server" tcp flags syn tcp option maxseg size set 1300'), "AO MSS", "mss=1440",
               ends=SIX, captured="client"),
    "kernel-ao-sack-blanked":
        routed("The router overwrites SACK-permitted with NOPs.", passing("reset tcp option sack-perm"),
               "AO option changed"),
    "kernel-ao-timestamp-blanked-ipv6":
        routed("The router overwrites the timestamp with NOPs; captured on both sides of it.",
               passing("reset tcp option timestamp"), "AO option changed", ends=SIX, **BOTH),
    "kernel-ao-window-scale":
        routed("The router changes the window scale.", passing("tcp flags == syn @th,440,8 set 2"),
               "AO option changed", "wscale=8"),
    "kernel-ao-blanked":
        routed("The router overwrites TCP-AO with NOPs.", passing("reset tcp option 29"), "option blanked"),
    "kernel-ao-blanked-two-points-ipv6":
        routed("The router overwrites TCP-AO with NOPs; captured on both sides of it.",
               passing("reset tcp option 29"), "option blanked", ends=SIX, **BOTH),
    "kernel-ao-source-translated":
        routed("The router translates the client's address, and the server has a key for that.",
               translating("postrouting", f"ip saddr {FOUR[0]} snat to {TRANSLATED}"), "source address",
               f"source={FOUR[0]}", server_keys=[replace(KEY.crossed(), peer=TRANSLATED)]),
    "kernel-ao-destination-translated-ipv6":
        routed("The client connects to an address that the router translates into the server's.",
               translating("prerouting", f"ip6 daddr {VIRTUAL} dnat to {SIX[1]}"), "destination address",
               f"destination={VIRTUAL}", keys=[replace(KEY, peer=VIRTUAL)], server_keys=[KEY.crossed()],
               called=VIRTUAL, ends=SIX),
    "kernel-ao-port-translated":
        routed("The router changes the client's port; captured on both sides of it.",
               passing("tcp flags == syn tcp sport set 45001"), "source port", "srcport=45000", **BOTH),
    "kernel-ao-isn-changed":
        routed("The router changes the sequence number of the SYN; captured on both sides of it.",
               passing("tcp flags == syn tcp sequence set 3735928559"), "sequence number", "sequence_number=@1",
               **BOTH),
    "kernel-ao-ecn-cleared-ipv6":
        routed("The router clears the ECN bits of the first SYN. The client tries again without: all goes well.",
               passing("tcp flags == syn|ecn|cwr @th,104,8 set 0x02"), "flags", "flags=0x00c2", ends=SIX,
               before="sysctl -qw net.ipv4.tcp_ecn=1", **WELL),
    "kernel-ao-window-shaped":
        routed("The router makes the window of the data 1000: the handshake passes, the data do not.",
               passing("tcp flags & psh == psh tcp window set 1000"), "window", "window=@3", **WELL),
    "kernel-ao-rejected":
        routed("A firewall resets the connection when data come, without a signature; captured on the client.",
               passing("tcp flags & psh == psh reject with tcp reset"), "RST unsigned", captured="client", **WELL),
}
