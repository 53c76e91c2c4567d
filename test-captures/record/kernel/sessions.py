"""The recorded sessions; here those without a fault. The virtual machine imports this module, too."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .faults import FAULTS
from .routers import ROUTED
from .session import SIX, Key, Session, answer, exchange

OLD = Key("the old key", 1, 11, first=True)
NEW = Key("the new key", 2, 12, algorithm="cmac(aes128)")
SHA_256 = Key("the old key", 1, 11, "hmac(sha256)", 16, covered=False, first=True)
CMAC = Key("the new key", 2, 12, "cmac(aes128)", covered=False)

SOUND: dict[str, Session] = {
    "ao-sha-1": Session("HMAC-SHA-1-96, other options covered.", [Key("sha-1 covered")]),
    "ao-sha-1-excluded-ipv6": Session("HMAC-SHA-1-96 over IPv6, other options not covered.",
                                      [Key("sha-1 not covered", covered=False)], ends=SIX),
    "ao-sha-256-96-excluded": Session("HMAC-SHA-256 cut to 12 octets, other options not covered.",
                                      [Key("sha-256 in 12", algorithm="hmac(sha256)", covered=False)]),
    "ao-sha-256-128-ipv6": Session("HMAC-SHA-256 cut to 16 octets, over IPv6.",
                                   [Key("sha-256 in 16", algorithm="hmac(sha256)", length=16)], ends=SIX),
    "ao-cmac-short-key": Session("AES-128-CMAC-96 with a master key of 5 octets.",
                                 [Key("short", algorithm="cmac(aes128)")]),
    "ao-cmac-excluded-ipv6": Session("AES-128-CMAC-96 over IPv6, a key of 16 octets, other options not covered.",
                                     [Key("sixteen octets..", algorithm="cmac(aes128)", covered=False)], ends=SIX),
    "ao-mac-of-8": Session("HMAC-SHA-1 cut to 8 octets.", [Key("eight octets", length=8)]),
    "kernel-ao-wrap": Session("The client's sequence numbers wrap in its data.", [Key("wraps")], isn=0xFFFFFFFF - 1500,
                       client=["connect", "send:60", "recv:80", "send:9000", "recv:10", "shutdown", "wait", "close"],
                       server=["listen", "accept", "recv:60", "send:80", "recv:9000", "send:10", "wait", "close"]),
    "ao-last-isn": Session("The client's ISN is the last there is: the kernel sends extension 1 and expects 0.",
                           [Key("last isn")], isn=0xFFFFFFFF,
                           client=["connect", "send:60", "sleep:2", "reset"],
                           server=["listen", "accept", "sleep:2", "reset"]),
    "ao-simultaneous-open": Session("Both ends connect at once.", [Key("at once")],
                                    before="tc qdisc add dev eth0 root netem delay 700ms",
                                    client=exchange("together connect"), server=answer("together connect")),
    "ao-syn-cookies": Session("The server answers with a SYN cookie.", [Key("cookies")],
                              before="sysctl -qw net.ipv4.tcp_syncookies=2"),
    "ao-reset": Session("The client resets the connection, then opens another on the same ports.", [Key("reset")],
                        client=["connect", "send:60", "recv:60", "reset",
                                "again", "connect", "send:60", "recv:60", "reset"],
                        server=["listen", "accept", "recv:60", "send:60", "sleep:0.5", "accept", "recv:60", "send:60",
                                "sleep:0.5", "close"]),
    "ao-roll-over": Session("The server asks for another key and algorithm, then the client does.", [OLD, NEW],
                            client=exchange("connect", "", "rnext:12", ""),
                            server=answer("listen accept", "rnext:2", "", "")),
    "kernel-ao-roll-over-ipv6":
        Session("The client asks for AES-128-CMAC instead of HMAC-SHA-256, then for the old key again.",
                [SHA_256, CMAC], ends=SIX, client=exchange("connect", "rnext:12", "", "rnext:11", ""),
                server=answer("listen accept", "", "", "", "")),
    "ao-bird": Session("BIRD at both ends, with two keys; the client's BIRD is started again with the other key.",
                       [Key("bird's first", 1, 1, "hmac(sha256)"), Key("bird's second", 2, 2, "cmac(aes128)")],
                       bird=True),
}

SESSIONS = SOUND | FAULTS | ROUTED
