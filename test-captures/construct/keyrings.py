"""Captures that show which keys apply to a segment, and the notations of a secret."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .capture import (NOTHING, UNSIGNED_AMONG_SIGNED, Capture, Verdict, bad, constructs, good, unsigned,
                      unverified)
from .tcp import KEEPALIVE, Session


@constructs(keys="""
key old
    ends    192.0.2.1 192.0.2.2
    secret  "the first secret"

key new
    ends    192.0.2.2 192.0.2.1
    secret  "the second secret"

# The most specific last: the order in the file must not matter here.
key one-end ends * 198.51.100.1 secret "one address"    # 32 bits, fewer than the 49 of two prefixes

key prefix
    ends    198.51.100.0/24 198.51.100.0/25
    secret  "two prefixes"

key narrow
    ends    198.51.100.2 198.51.100.1
    secret  "two addresses"

key lab     ends 203.0.113.7 * secret "anyone with the lab"
key lab-6   ends * 2001:db8:7::/48 secret "anyone with the lab"

key net-port ends 192.0.2.4/30 192.0.2.4/30 port 646 secret "port 646 of a prefix"
key any-port ends 192.0.2.5 192.0.2.6 port * secret "any port"
key bgp-port ends 192.0.2.5 192.0.2.6 port 179 secret "port 179"

# Equally specific: a named port counts first, then the time since when.
key ldp     ends 192.0.2.7 192.0.2.8 port 646        secret "port 646"
key winter  ends 192.0.2.7 192.0.2.8 from 2025-12-01 secret "winter"
key always  ends 192.0.2.7 192.0.2.8                 secret "always"
key spring  ends 192.0.2.7 192.0.2.8 from 2026-03-01 secret "spring"

key prefix-6
    ends    2001:db8::/32 2001:db8::/32
    port    179
    secret  "two IPv6 prefixes"

key narrow-6
    ends    2001:db8::1 2001:db8::2
    port    179
    secret  "two IPv6 addresses"
""")
def keys(capture: Capture) -> None:
    """Several keys for one connection. All are tried. If none verifies, the most specific one is named."""
    def tried(one: str, other: str, secrets: dict[bytes, Verdict], port: int = 179) -> None:
        session = Session((one, 40001), (other, port), None)
        for secret, verdict in secrets.items():
            capture.segment(session.client("PA", KEEPALIVE, secret=secret), verdict)
            capture.segment(session.server("PA", KEEPALIVE, secret=secret), verdict)

    wrong = b"none of them"
    other, no_key = bad("prefix").because("other key"), unverified("no key").because("other key")
    tried("192.0.2.1", "192.0.2.2",
          {b"the first secret": good("old"), b"the second secret": good("new"), wrong: bad("old")})
    tried("198.51.100.1", "198.51.100.2",
          {b"two addresses": good("narrow"), b"two prefixes": good("prefix"), b"one address": good("one-end"),
           wrong: bad("narrow")})
    tried("198.51.100.200", "198.51.100.3", {b"two prefixes": good("prefix"), wrong: bad("prefix"),
                                             b"two addresses": other})
    tried("198.51.100.200", "198.51.100.201", {b"two prefixes": no_key})  # outside the /25
    tried("198.51.100.1", "198.51.100.201", {b"one address": good("one-end"), wrong: bad("prefix")})
    tried("198.51.100.1", "203.0.113.9", {b"one address": good("one-end"), wrong: bad("one-end")})
    tried("203.0.113.7", "192.0.2.99", {b"anyone with the lab": good("lab"), wrong: bad("lab")})
    tried("192.0.2.98", "203.0.113.7", {b"anyone with the lab": good("lab"), wrong: bad("lab")})
    tried("2001:db8:7::1", "2001:db8:8::1",
          {b"anyone with the lab": good("lab-6"), b"two IPv6 prefixes": good("prefix-6"),
           wrong: bad("prefix-6")})
    tried("2001:db9::1", "2001:db8:7::1", {b"anyone with the lab": good("lab-6"), wrong: bad("lab-6")})
    tried("2001:db8::1", "2001:db8::2",
          {b"two IPv6 addresses": good("narrow-6"), b"two IPv6 prefixes": good("prefix-6"),
           wrong: bad("narrow-6")})
    tried("192.0.2.5", "192.0.2.6", {b"any port": good("any-port"), b"port 179": good("bgp-port"),
                                     wrong: bad("bgp-port")})
    tried("192.0.2.5", "192.0.2.6", {b"any port": good("any-port"), b"port 646 of a prefix": good("net-port"),
                                     b"port 179": bad("any-port").because("other key")}, port=646)
    tried("192.0.2.7", "192.0.2.8",
          {b"always": good("always"), b"winter": good("winter"), wrong: bad("spring")})
    tried("192.0.2.7", "192.0.2.8", {b"spring": good("spring"), wrong: bad("ldp")}, port=646)
    tried("192.0.2.1", "192.0.2.3", {b"the first secret": no_key})


@constructs(keys="""
key hour
    ends    192.0.2.1 192.0.2.2
    port    179
    from    2026-03-01T12:00:00Z
    until   2026-03-01T13:00:00Z
    secret  "this hour"

key day
    ends    192.0.2.3 192.0.2.4
    port    179
    from    2026-03-02
    until   2026-03-03
    secret  "this day"

key east
    ends    192.0.2.5 192.0.2.6
    port    179
    from    2026-03-01T14:00:00+02:00       # 12:00 UTC
    until   2026-03-01T15:00:00+02:00
    secret  "this hour, further east"

key before ends 192.0.2.7 192.0.2.8 port 179 until 2026-03-01T12:00:00 secret "until noon"
key after  ends 192.0.2.7 192.0.2.8 port 179 from  2026-03-01T12:00:00 secret "from noon on"
""")
def key_times(capture: Capture) -> None:
    """Keys that are valid for a time: including its first moment, excluding its last."""
    wrong = b"wrong at any time"
    another_time = unverified("key not valid at this time")
    late = another_time.because("key not valid")
    noon, before_noon = "2026-03-01T12:00:00", "2026-03-01T11:59:59.999999"

    def seen(address: int, secret: bytes | None, times: dict[str, Verdict | None], port: int = 40001) -> None:
        session = Session((f"192.0.2.{address}", port), (f"192.0.2.{address + 1}", 179), secret)
        for time, verdict in times.items():
            capture.segment(session.client("PA", KEEPALIVE), verdict, at=time)

    for address, key, secret in (1, "hour", b"this hour"), (5, "east", b"this hour, further east"):
        seen(address, secret, {before_noon: late, noon: good(key), "2026-03-01T12:30:00": good(key),
                               "2026-03-01T12:59:59.999999": good(key), "2026-03-01T13:00:00": late,
                               "2026-03-01T13:00:00.000001": late})
        seen(address, wrong, {before_noon: another_time, noon: bad(key),
                              "2026-03-01T12:59:59.999999": bad(key),
                              "2026-03-01T13:00:00": another_time}, port=40002)
        seen(address, None, {before_noon: NOTHING, noon: unsigned(key),
                             "2026-03-01T13:00:00": NOTHING}, port=40003)
    seen(3, b"this day", {"2026-03-01T23:59:59.999999": late, "2026-03-02T00:00:00": good("day"),
                          "2026-03-02T23:59:59.999999": good("day"), "2026-03-03T00:00:00": late})
    seen(7, b"until noon", {before_noon: good("before"), noon: bad("after").because("key not valid")})
    seen(7, b"from noon on", {before_noon: bad("before").because("key not valid"), noon: good("after")},
         port=40002)
    seen(7, wrong, {before_noon: bad("before"), noon: bad("after")}, port=40003)


@constructs(keys=r"""
key hex         ends 192.0.2.1 192.0.2.11 secret hex 6b6579
key hex-capital ends 192.0.2.1 192.0.2.12 secret hex C0FFEE
key hex-nul     ends 192.0.2.1 192.0.2.13 secret hex 6b00657900
key base64      ends 192.0.2.1 192.0.2.14 secret base64 a2V5Cg==
key base64-nul  ends 192.0.2.1 192.0.2.15 secret base64 AP8A
key escaped     ends 192.0.2.1 192.0.2.16 secret "a \"b\" \\ \t\n\r \x00\xff.\x7E"
key single      ends 192.0.2.1 192.0.2.17 secret 'no \n escape "here"'
key utf-8       ends 192.0.2.1 192.0.2.18 secret "Schlüssel für Zürich 鍵"
key number-sign ends 192.0.2.1 192.0.2.19 secret "a # is no comment here" # but here it is
key spaces      ends 192.0.2.1 192.0.2.20 secret "  around  "
key length-1    ends 192.0.2.1 192.0.2.21 secret "k"
key length-64   ends 192.0.2.1 192.0.2.22 
    secret      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
key length-65   ends 192.0.2.1 192.0.2.23 
    secret      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefX"
key length-80   ends 192.0.2.1 192.0.2.24
    secret      "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
key length-70   ends 192.0.2.1 192.0.2.25
    secret
    base64 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERQ==
key key
    ends        192.0.2.26                  # the key's other end is on the next line
                192.0.2.1
    secret      "key"
""")
def secrets(capture: Capture) -> None:
    """The ways to write a secret, and secrets of many lengths. Beside each one there is a similar secret."""
    names = {
        "hex": (b"key", b"6b6579"),
        "hex-capital": (b"\xc0\xff\xee", b"\xc0\xff\xef"),
        "hex-nul": (b"k\0ey\0", b"k"),
        "base64": (b"key\n", b"key"),
        "base64-nul": (b"\0\xff\0", b"\0\xff"),
        "escaped": (b'a "b" \\ \t\n\r \0\xff.~', b'a "b" \\ \t\n\r '),
        "single": (b'no \\n escape "here"', b'no \n escape "here"'),
        "utf-8": ("Schlüssel für Zürich 鍵".encode(), "Schlüssel für Zürich".encode("latin-1")),
        "number-sign": (b"a # is no comment here", b"a "),
        "spaces": (b"  around  ", b"around"),
        "length-1": (b"k", b""),
        "length-64": (b"0123456789abcdef" * 4, b"0123456789abcdef" * 4 + b"\0"),
        "length-65": (b"0123456789abcdef" * 4 + b"X", b"0123456789abcdef" * 4),
        "length-80": (b"1234567890" * 8, b"1234567890" * 8 + b"1"),
        "length-70": (bytes(range(70)), bytes(range(64))),
        "key": (b"key", b"KEY"),
    }
    causes = dict.fromkeys(("hex", "base64", "base64-nul", "escaped", "single", "number-sign", "spaces", "length-64",
                            "length-65", "length-70", "key"),
                           "key variant") | {"hex-nul": "other key"}
    for number, (name, (secret, nearly)) in enumerate(names.items(), 11):
        session = Session(("192.0.2.1", 40001), (f"192.0.2.{number}", 179), secret)
        capture.segment(session.client("S"), good(name))
        verdict = bad(name).because(causes[name]) if name in causes else bad(name)
        capture.segment(session.client("S", secret=nearly), verdict)


@constructs(keys="""
# Every port of these two; accuses an unsigned segment only on ports whose protocols sign.
key pair ends 192.0.2.1 192.0.2.2 secret "every port"

key named ends 192.0.2.3 192.0.2.4 port 7179 secret "port 7179"
""")
def key_ports(capture: Capture) -> None:
    """Keys with and without a port, and unsigned segments on ports that sign and ports that do not."""
    def frames(address: int, ports: tuple[int, int], *said: tuple[bytes | None, Verdict | None]) -> None:
        session = Session((f"192.0.2.{address}", ports[0]), (f"192.0.2.{address + 1}", ports[1]), None)
        for place, (secret, verdict) in enumerate(said):
            sender = session.server if place % 2 else session.client
            capture.segment(sender("PA", b"x" * 19, secret=secret), verdict)

    frames(1, (40001, 22), (None, NOTHING), (None, NOTHING))        # SSH, unsigned
    for port in (179, 646, 639, 323):
        frames(1, (40001, port), (None, unsigned("pair")), (None, unsigned("pair")))
        frames(1, (port, 40002), (None, unsigned("pair")))
        frames(1, (40003, port),
               (b"every port", good("pair")), (b"no", bad("pair")), (None, unsigned("pair")))
    frames(1, (40002, 22), (b"every port", good("pair")), (b"no", bad("pair")), (None, UNSIGNED_AMONG_SIGNED))
    frames(1, (40004, 178), (None, NOTHING))
    frames(3, (40001, 7179), (b"port 7179", good("named")), (b"no", bad("named")), (None, unsigned("named")))
    frames(3, (40002, 7179), (None, unsigned("named")))
    frames(3, (7179, 40002), (b"port 7179", good("named")), (b"no", bad("named")))  # the port of either end
    frames(3, (40001, 179), (None, NOTHING))        # the key is not for this port
    other = unverified("no key").because("other key")
    frames(3, (40002, 179), (b"port 7179", other), (None, UNSIGNED_AMONG_SIGNED))
