"""The BGP daemons of the recordings. Each runs in the foreground on a host, with its own configuration."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from record.lab import Host, Program

TEMPLATES = Path(__file__).parent


@dataclass
class Daemon:
    """A BGP speaker: its host, its peer and the routes that it announces."""

    host: Host
    peer: str
    password: str = ""
    routes: list[str] = field(default_factory=list)
    passive: bool = False

    def __post_init__(self) -> None:
        self.number = as_number(self.host.address)
        self.program = self.start()

    def configure(self, template: str, **dialect: str) -> Path:
        """Writes a configuration; DIALECT has the parts with a different syntax in each daemon."""
        configuration = self.host.path(template)
        configuration.write_text(Template((TEMPLATES / template).read_text()).substitute(
            address=self.host.address, number=self.number, peer=self.peer, peer_number=as_number(self.peer),
            identifier=f"192.0.2.{self.host.address[-1]}", family="ipv6" if ":" in self.peer else "ipv4",
            **dialect))
        return configuration

    def stop(self) -> None:
        self.program.stop()

    def start(self) -> Program:
        raise NotImplementedError


def as_number(address: str) -> int:
    """Returns the AS number of an address, from the range for documentation."""
    return 64500 + int(address[-1])


class Frr(Daemon):
    """FRR's bgpd without zebra, so that it installs no routes in the kernel."""

    def start(self) -> Program:
        configuration = self.configure(
            "frr.conf",
            password=f"neighbor {self.peer} password {self.password}" if self.password else "!",
            passive=f"neighbor {self.peer} passive" if self.passive else "!",
            networks="\n".join(f"  network {route}" for route in self.routes))
        self.folder = self.host.path("frr")
        self.folder.mkdir()
        return self.host.start("/usr/lib/frr/bgpd", "--skip_runas", "--vty_port", "0", "-f", configuration,
                               "-i", self.folder / "pid", "-z", self.folder / "no-zebra",
                               "--vty_socket", self.folder)

    def command(self, *lines: str) -> str:
        words = [word for line in lines for word in ("-c", line)]
        return self.host.run("vtysh", "--vty_socket", self.folder, *words)

    def change_password(self, password: str) -> None:
        self.command("configure terminal", f"router bgp {self.number}",
                     f"neighbor {self.peer} password {password}")

    def established(self) -> bool:
        try:
            return '"bgpState":"Established"' in self.command(f"show bgp neighbors {self.peer} json")
        except RuntimeError:
            return False  # it does not answer yet


class Bird(Daemon):
    """BIRD without a kernel protocol."""

    def start(self) -> Program:
        self.socket = self.host.path("bird.ctl")
        return self.host.start("bird", "-f", "-c", self.write(), "-s", self.socket)

    def write(self) -> Path:
        return self.configure(
            "bird.conf",
            password=f'password "{self.password}";' if self.password else "",
            passive="yes" if self.passive else "no",
            routes="\n".join(f"\troute {route} blackhole;" for route in self.routes))

    def command(self, line: str) -> str:
        return self.host.run("birdc", "-s", self.socket, line)

    def change_password(self, password: str) -> None:
        self.password = password
        self.write()
        self.command("configure")

    def established(self) -> bool:
        try:
            return "Established" in self.command("show protocols")
        except RuntimeError:
            return False  # it does not answer yet


class Gobgp(Daemon):
    """GoBGP; announce() adds its routes one by one while it runs."""

    def start(self) -> Program:
        configuration = self.configure(
            "gobgpd.toml",
            password=f'auth-password = "{self.password}"' if self.password else "",
            passive="true" if self.passive else "false")
        return self.host.start("gobgpd", "-t", "toml", "-f", configuration)

    def announce(self) -> None:
        for route in self.routes:
            self.host.run("gobgp", "global", "rib", "add", route, "-a", "ipv6" if ":" in route else "ipv4")
