"""Runs inside the virtual machine: captures each session between two namespaces, and sends the files out."""
# SPDX-License-Identifier: GPL-2.0-or-later

import multiprocessing
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess as Process
from pathlib import Path

from .peer import act
from .session import SERVER_PORT, Session
from .sessions import SESSIONS

OUT, PORT = Path("/out"), Path("/dev/vport0p1")
FORKS = multiprocessing.get_context("fork")
SECONDS = 60
BIRD_ALGORITHMS = {"hmac(sha256)": "hmac sha256", "cmac(aes128)": "cmac aes128", "hmac(sha1)": "hmac sha1"}


def run(command: str, check: bool = True) -> str:
    return subprocess.run(["sh", "-c", command], check=check, text=True, stdout=subprocess.PIPE).stdout


def start(host: str, *command: object) -> subprocess.Popen:
    words = ["ip", "netns", "exec", host, *map(str, command)]
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def plug_in(host: str, interface: str, *addresses: str) -> None:
    run(f"ip -n {host} link set {interface} addrgenmode none up")
    for address in addresses:
        bits = "64 nodad" if ":" in address else "24"
        run(f"ip -n {host} address add {address}/{bits} dev {interface}")


def cable(one: str, other: str) -> None:
    """Connects two interfaces "HOST INTERFACE NUMBER"; the number is the last digit of the Ethernet address."""
    (host, interface, number), (to, at, its) = one.split(), other.split()
    run(f"ip link add {interface} netns {host} address 02:00:00:00:00:0{number} type veth "
        f"peer name {at} netns {to} address 02:00:00:00:00:0{its}")


def connect_directly() -> None:
    cable("client eth0 1", "server eth0 2")
    for host, number in ("client", 1), ("server", 2):
        plug_in(host, "eth0", f"10.9.0.{number}", f"fd09::{number}")


def connect_by_router(rules: str) -> None:
    for host, number in ("client", 1), ("server", 2):
        cable(f"{host} eth0 {number}", f"router to-{host} {number + 2}")
        plug_in(host, "eth0", f"10.9.{number}.{number}", f"fd09:{number}::{number}")
        plug_in("router", f"to-{host}", f"10.9.{number}.9", f"fd09:{number}::9", "fe80::9")
        run(f"ip -n {host} route add default via 10.9.{number}.9; ip -n {host} route add default via fd09:{number}::9")
    run("ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")
    run(f"ip netns exec router nft 'table inet changes {{ {rules}; }}'")


def connect_hosts(session: Session) -> None:
    for host in "client", "router", "server":
        run(f"ip netns del {host} 2>/dev/null", check=False)
        run(f"ip netns add {host}; ip -n {host} link set lo up")
    if session.router:
        connect_by_router(session.router)
    else:
        connect_directly()
    for host in ("client", "server") if session.before else ():
        run(f"ip netns exec {host} {session.before}")
    time.sleep(0.5)


def capture(host: str, interface: str, file: Path) -> subprocess.Popen:
    tcpdump = start(host, "tcpdump", "-ni", interface, "-s0", "-U", "--immediate-mode", "-Z", "root", "-w", file, "tcp")
    tcpdump.stdout.readline()
    return tcpdump


def captures(name: str) -> list[subprocess.Popen]:
    """Starts the captures of a session. Those on the two sides of a router have a file each."""
    host = SESSIONS[name].captured
    if host != "router":
        return [capture(host, "eth0", OUT / f"{name}.pcap")]
    return [capture(host, f"to-{end}", OUT / f"{name}.{end}.pcap") for end in ("client", "server")]


def said(process: subprocess.Popen) -> str:
    try:
        return process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0] + "took too long\n"


def start_end(name: str, host: str, moment: float) -> tuple[Process, Connection]:
    """Starts an end in a fork, since a new Python takes seconds to start here."""
    ours, ears = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=act, args=(name, host, moment, ears))
    process.start()
    return process, ours


def heard(end: tuple[Process, Connection], seconds: int = SECONDS) -> str:
    process, ours = end
    words = ours.recv() if ours.poll(seconds) else "waited in vain"
    process.kill()
    process.join()
    return f"{words}\n"


def sockets(name: str) -> str:
    session, moment = SESSIONS[name], time.monotonic() + 3
    server = start_end(name, "server", moment)
    if "listen" in session.server:
        server[1].recv()
    client = start_end(name, "client", moment)
    return f"client: {heard(client)}server: {heard(server, session.seconds)}"


def bird_configuration(session: Session, client: bool, preferred: int) -> str:
    address, peer = session.ends if client else session.ends[::-1]
    keys = "".join(f'key {{ id {key.send}; secret "{key.secret}"; algorithm {BIRD_ALGORITHMS[key.algorithm]}; '
                   f"{'preferred; ' if place == preferred else ''}}};\n" for place, key in enumerate(session.keys))
    return (f"router id {address};\nprotocol device {{}}\nprotocol static {{ ipv4; route 192.0.2.0/24 blackhole; }}\n"
            f"protocol bgp session {{\nlocal {address} port {SERVER_PORT} as {65001 if client else 65002};\n"
            f"neighbor {peer} as {65002 if client else 65001};\nconnect delay time 1;\nconnect retry time 3;\n"
            f"{'' if client else 'passive;'}\nauthentication ao;\nkeys {{\n{keys}}};\n"
            "ipv4 { import all; export all; };\n}\n")


def start_bird(session: Session, host: str, preferred: int) -> subprocess.Popen:
    file = Path(f"/tmp/{host}.conf")
    file.write_text(bird_configuration(session, host == "client", preferred))
    return start(host, "bird", "-f", "-c", file, "-s", f"/tmp/{host}.ctl")


def birds(session: Session) -> str:
    server = start_bird(session, "server", 0)
    shown = []
    for preferred in 0, 1:
        client = start_bird(session, "client", preferred)
        time.sleep(12)
        shown.append(run("birdc -s /tmp/client.ctl show protocols session", check=False))
        client.terminate()
        shown.append(said(client))
    server.terminate()
    return "".join(shown) + said(server)


def counted(host: str, address: str) -> str:
    """Returns the counters of signatures in the host's kernel that are not 0, one per line."""
    lines = run(f"ip netns exec {host} nstat -asz").splitlines()
    numbers = [line.split()[:2] for line in lines if "TCPAO" in line or "TCPMD5" in line or "Cookies" in line]
    return "".join(f"{address}\t{name.removeprefix('TcpExt')}\t{number}\n" for name, number in numbers if number != "0")


def record(name: str) -> None:
    session = SESSIONS[name]
    connect_hosts(session)
    tcpdumps = captures(name)
    log = birds(session) if session.bird else sockets(name)
    time.sleep(1)
    for tcpdump in tcpdumps:
        tcpdump.send_signal(signal.SIGINT)
        tcpdump.wait()
    (OUT / f"{name}.log").write_text(log)
    (OUT / f"{name}.counted").write_text("".join(map(counted, ("client", "server"), session.ends)))
    print(name, log, flush=True)
    run(f"cd {OUT} && tar -cf - {name}.* >{PORT}")


for wanted in sys.argv[1:]:
    try:
        record(wanted)
    except Exception as problem:
        print(wanted, "failed:", problem, flush=True)
