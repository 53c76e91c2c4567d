"""A recorded session: its keys, and the words that its ends perform. The virtual machine imports this module, too."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import dataclass, field, replace

FOUR, SIX = ("10.9.0.1", "10.9.0.2"), ("fd09::1", "fd09::2")
CLIENT_PORT, SERVER_PORT = 45000, 179
NAMES = {("hmac(sha1)", 12): "hmac-sha-1-96", ("hmac(sha256)", 12): "hmac-sha-256-96",
         ("hmac(sha256)", 16): "hmac-sha-256-128", ("cmac(aes128)", 12): "aes-128-cmac-96"}
MD5 = "md5"


@dataclass(frozen=True)
class Key:
    """A key of the client; the server's has the ids crossed."""
    secret: str
    send: int = 61
    recv: int = 84
    algorithm: str = "hmac(sha1)"
    length: int = 12
    covered: bool = True
    first: bool = False     # whether a session with several keys begins with this one
    peer: str = ""          # the address that the key is for; empty: the other end

    def crossed(self) -> "Key":
        return replace(self, send=self.recv, recv=self.send)

    def text(self, name: str, ends: tuple[str, str]) -> str:
        lines = [f"key {name}", f"    ends       {ends[0]} {self.peer or ends[1]}", f"    port       {SERVER_PORT}"]
        if self.algorithm != MD5:
            lines.append(f"    algorithm  {NAMES.get((self.algorithm, self.length)) or NAMES[self.algorithm, 12]}")
        lines.append(f'    secret     "{self.secret}"')
        if self.algorithm != MD5:
            lines += [f"    send-id    {self.send}", f"    recv-id    {self.recv}",
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
    server_keys: list[Key] | None = None    # None: the client's keys, with their ids crossed
    spare: list[Key] = field(default_factory=list)      # the keys that the word `add` adds, as the client has them
    known: list[Key] | None = None          # the keyring's keys, as the client has them; None: `keys`
    cause: str = ""                         # why a segment is bad or unsigned
    was: str = ""                           # the original value, for NAME.causes; "window=@3": as in frame 3
    ends: tuple[str, str] = FOUR
    called: str = ""                        # the address that the client calls; empty: the server
    isn: int | None = None                  # the client's ISN; None: the kernel chooses one
    before: str = ""                        # a command to run on both hosts once eth0 is up
    router: str = ""                        # chains of nftables in a router between the hosts; empty: a cable
    captured: str = "server"                # the host with the capture point; the router has two
    seconds: int = 15                       # how long an end waits for the other
    bird: bool = False

    def keyring(self) -> str:
        keys = [key.text(f"key-{place}", self.ends)
                for place, key in enumerate(self.keys if self.known is None else self.known, 1)]
        return "\n".join([f"# {self.text}\n", *keys])


def exchange(*steps: str) -> list[str]:
    """Returns the client's words: each step, then 60 bytes in both directions, the client's first."""
    return [word for step in steps for word in (*step.split(), "send:60", "recv:60")] + ["shutdown", "wait", "close"]


def answer(*steps: str) -> list[str]:
    return [word for step in steps for word in (*step.split(), "recv:60", "send:60")] + ["wait", "close"]
