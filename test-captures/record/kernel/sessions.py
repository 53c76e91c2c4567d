"""What is recorded: one row a session, its keys, and what its two ends do. Read on both sides of the machine's wall."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import dataclass, field, replace

FOUR, SIX = ("10.9.0.1", "10.9.0.2"), ("fd09::1", "fd09::2")
CLIENT_PORT, SERVER_PORT = 45000, 179
NAMES = {("hmac(sha1)", 12): "hmac-sha-1-96", ("hmac(sha256)", 12): "hmac-sha-256-96",
         ("hmac(sha256)", 16): "hmac-sha-256-128", ("cmac(aes128)", 12): "aes-128-cmac-96"}


@dataclass(frozen=True)
class Key:
    """As the client has it; the server has the ids the other way round."""
    secret: str
    send: int = 61
    recv: int = 84
    algorithm: str = "hmac(sha1)"
    length: int = 12
    covered: bool = True
    first: bool = False     # of several, the one to begin with

    def crossed(self) -> "Key":
        return replace(self, send=self.recv, recv=self.send)

    def text(self, name: str, ends: tuple[str, str]) -> str:
        algorithm = NAMES.get((self.algorithm, self.length)) or NAMES[self.algorithm, 12]
        lines = [f"key {name}", f"    ends       {' '.join(ends)}", f"    port       {SERVER_PORT}",
                 f"    algorithm  {algorithm}", f'    secret     "{self.secret}"',
                 f"    send-id    {self.send}", f"    recv-id    {self.recv}",
                 f"    options    {'included' if self.covered else 'excluded'}"]
        if (self.algorithm, self.length) not in NAMES:
            lines.append(f"    mac-length {self.length}")
        return "\n".join(lines) + "\n"


CLIENT = ["connect", "send:60", "recv:80", "send:3000", "recv:10", "shutdown", "wait", "close"]
SERVER = ["listen", "accept", "recv:60", "send:80", "recv:3000", "send:10", "wait", "close"]


@dataclass(frozen=True)
class Session:
    text: str
    keys: list[Key]
    client: list[str] = field(default_factory=lambda: CLIENT)
    server: list[str] = field(default_factory=lambda: SERVER)
    server_keys: list[Key] | None = None    # None: the client's, with their ids the other way round
    ends: tuple[str, str] = FOUR
    isn: int | None = None                  # of the client; None: the kernel chooses
    before: str = ""                        # a shell command in both hosts; eth0 is up
    bird: bool = False

    def keyring(self) -> str:
        keys = [key.text(f"key-{place}", self.ends) for place, key in enumerate(self.keys, 1)]
        return "\n".join([f"# {self.text}\n", *keys])


def exchange(*steps: str) -> list[str]:
    """Each step, and 60 bytes in both directions after it, begun by the client."""
    return [word for step in steps for word in (*step.split(), "send:60", "recv:60")] + ["shutdown", "wait", "close"]


def answer(*steps: str) -> list[str]:
    return [word for step in steps for word in (*step.split(), "recv:60", "send:60")] + ["wait", "close"]


OLD = Key("the old key", 1, 11, first=True)
NEW = Key("the new key", 2, 12, algorithm="cmac(aes128)")
REFUSED = ["listen", "accept"]
BEGIN = 4_000_000_000

SESSIONS: dict[str, Session] = {
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
    "ao-wrap": Session("The client's sequence numbers wrap in its data.", [Key("wraps")], isn=0xFFFFFFFF - 1500,
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
    "ao-not-followed": Session("The server asks for a key that the client has not.", [OLD],
                               server_keys=[OLD.crossed(), NEW.crossed()],
                               client=exchange("connect", "", "", ""),
                               server=answer("listen accept", "rnext:2", "", "")),
    "ao-options-differ": Session("The client does not cover options, the server does: SYNs without an answer.",
                                 [Key("modes", covered=True)], server_keys=None,
                                 client=["excluded", "connect"], server=REFUSED),
    "ao-bird": Session("BIRD at both ends, with two keys; the client's BIRD is started again with the other key.",
                       [Key("bird's first", 1, 1, "hmac(sha256)"), Key("bird's second", 2, 2, "cmac(aes128)")],
                       bird=True),
}
