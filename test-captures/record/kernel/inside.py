#!/usr/bin/env python3
"""Runs inside the virtual machine: has each session between two namespaces captured, and hands it out."""
# SPDX-License-Identifier: GPL-2.0-or-later

import signal
import subprocess
import sys
import time
from pathlib import Path

from sessions import SERVER_PORT, SESSIONS, Session

LAB, OUT, PORT = Path("/lab"), Path("/out"), Path("/dev/vport0p1")
SECONDS = 60
BIRD_ALGORITHMS = {"hmac(sha256)": "hmac sha256", "cmac(aes128)": "cmac aes128", "hmac(sha1)": "hmac sha1"}


def run(command: str, check: bool = True) -> str:
    return subprocess.run(["sh", "-c", command], check=check, text=True, stdout=subprocess.PIPE).stdout


def start(host: str, *command: object) -> subprocess.Popen:
    words = ["ip", "netns", "exec", host, *map(str, command)]
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def connect_hosts(session: Session) -> None:
    for host in "client", "server":
        run(f"ip netns del {host} 2>/dev/null", check=False)
        run(f"ip netns add {host}; ip -n {host} link set lo up")
    run("ip link add eth0 netns client address 02:00:00:00:00:01 type veth "
        "peer name eth0 netns server address 02:00:00:00:00:02")
    for host, number in ("client", 1), ("server", 2):
        run(f"ip -n {host} link set eth0 addrgenmode none up; ip -n {host} address add 10.9.0.{number}/24 dev eth0; "
            f"ip -n {host} address add fd09::{number}/64 dev eth0 nodad")
        if session.before:
            run(f"ip netns exec {host} {session.before}")
    time.sleep(0.5)


def capture(name: str) -> subprocess.Popen:
    tcpdump = start("server", "tcpdump", "-ni", "eth0", "-s0", "-U", "--immediate-mode", "-Z", "root",
                    "-w", OUT / f"{name}.pcap", "tcp")
    tcpdump.stdout.readline()
    return tcpdump


def said(process: subprocess.Popen) -> str:
    try:
        return process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0] + "took too long\n"


def sockets(name: str) -> str:
    moment = time.monotonic() + 6       # until both have begun
    server = start("server", "python3", "-B", LAB / "peer.py", name, "server", moment)
    time.sleep(2)
    client = start("client", "python3", "-B", LAB / "peer.py", name, "client", moment)
    return f"client: {said(client)}server: {said(server)}"


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


def record(name: str) -> None:
    session = SESSIONS[name]
    connect_hosts(session)
    tcpdump = capture(name)
    log = birds(session) if session.bird else sockets(name)
    time.sleep(1)
    tcpdump.send_signal(signal.SIGINT)
    tcpdump.wait()
    counters = run("for host in client server; do ip netns exec $host nstat -asz; done | grep -E 'TCPAO|Cookies' | "
                   "grep -v ' 0  '", check=False)
    (OUT / f"{name}.log").write_text(f"{log}{counters}")
    print(name, log, flush=True)
    run(f"cd {OUT} && tar -cf - {name}.* >{PORT}")


for wanted in sys.argv[1:]:
    try:
        record(wanted)
    except Exception as problem:
        print(wanted, "failed:", problem, flush=True)
