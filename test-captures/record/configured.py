"""Recordings of routers that run a NAME.conf, with peers that take the secrets from NAME.keys."""
# SPDX-License-Identifier: GPL-2.0-or-later

import shutil
from collections.abc import Callable
from pathlib import Path

from record.lab import Host, Lab, Program, wait_until
from record.speakers import address_of
from reference import keys

CAPTURES = Path(__file__).resolve().parents[1]
SPEAKERS = Path(__file__).parent / "speakers.py"


def frr(host: Host, configuration: Path) -> Program:
    folder = host.path("frr")
    folder.mkdir()
    return host.start("/usr/lib/frr/bgpd", "--skip_runas", "--vty_port", "0", "-f", configuration,
                      "-i", folder / "pid", "-z", folder / "no-zebra", "--vty_socket", folder)


def bird(host: Host, configuration: Path) -> Program:
    return host.start("bird", "-f", "-c", configuration, "-s", host.path("bird.ctl"))


def gobgp(host: Host, configuration: Path) -> Program:
    return host.start("gobgpd", "-t", "toml", "-f", configuration)


def openbgpd(host: Host, configuration: Path) -> Program:
    """Starts OpenBGPD with a private folder for its socket, as the path of the socket is fixed."""
    configuration.chmod(0o600)      # OpenBGPD requires this mode
    return host.start("sh", "-c", 'mount -t tmpfs none /run/openbgpd && exec /usr/sbin/bgpd -d -f "$0"',
                      configuration)


def exabgp(host: Host, configuration: Path) -> Program:
    return host.start("env", "exabgp.daemon.user=root", "exabgp.api.cli=false", "exabgp", configuration)


def plug_in(router: Host, peers: Host, sessions: list[keys.Key]) -> None:
    """Gives both hosts the addresses of all sessions, and routes to each other."""
    ends = [(str(key.ends[0].network_address), address_of(key)) for key in sessions]
    for host, other in (router, 1), (peers, 0):
        host.switch_on("eth0")
        for address in sorted({pair[1 - other] for pair in ends}):
            host.ip("address", "add", f"{address}/{64 if ':' in address else 24}", "dev", "eth0")
    for address, _ in ends:
        peers.ip("route", "replace", address, "dev", "eth0")


def recording(name: str, start: Callable[[Host, Path], Program]) -> Callable[[Lab], str]:
    """Returns a recording of NAME.conf that keeps NAME.keys; the peers take nothing from the configuration."""
    written = CAPTURES / f"{name}.keys"

    def make(lab: Lab) -> str:
        router, peers = lab.host("router"), lab.host("peers")
        lab.cable(router, peers)
        plug_in(router, peers, keys.read(written))
        router.capture(name)
        speakers = peers.start("python3", SPEAKERS, written)
        speakers.wait_for_output("ready")
        program = start(router, shutil.copy(written.with_suffix(".conf"), router.path(f"{name}.conf")))
        wait_until(lambda: speakers.process.poll() is not None or program.process.poll() is not None
                   or "all established" in speakers.log.read_text(), "all sessions", 40)
        speakers.wait_for_output("all established")
        program.stop()
        return written.read_text()

    make.__doc__ = written.read_text().splitlines()[0].lstrip("# ")
    return make


RECORDINGS = {f"configured-{start.__name__}": recording(f"configured-{start.__name__}", start)
              for start in (frr, bird, gobgp, openbgpd, exabgp)}
