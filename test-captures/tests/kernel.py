#!/usr/bin/env python3
"""Compares the keys that tcpauth reads from the kernel with those of sockets, and with a running FRR.

The hosts are network namespaces in a user namespace of the test's own, so it needs no root. tcpauth runs with all
privileges over them, and once without.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from checks import Checks

sys.path.append(str(Path(__file__).parents[1]))

from record.apart import step_apart
from record.daemons import Bird, Frr
from record.lab import Host, Lab, wait_until
from record.recordings import FOUR

SKIPPED = 77
TCPAUTH = os.environ["TCPAUTH"]
SECRET = "example-of-cluj"

# A program that holds sockets with keys until its standard input ends. Each argument is a socket: "FAMILY LOCAL PORT"
# and, for each key, " PEER/BITS=SECRET" (" *COUNT=" for many keys). The socket connects if the argument ends with
# " > REMOTE", and listens otherwise.
HOLDER = textwrap.dedent("""
    import socket, struct, sys
    def sockaddr(family, address):
        if family == socket.AF_INET:
            return struct.pack("=H2s4s", family, b"", socket.inet_pton(family, address)).ljust(128, b"\\0")
        return struct.pack("=HHI16sI", family, 0, 0, socket.inet_pton(family, address), 0).ljust(128, b"\\0")
    def give(held, family, peer, secret):
        address, _, bits = peer.partition("/")
        held.setsockopt(socket.IPPROTO_TCP, 32 if bits else 14, sockaddr(family, address) + struct.pack(
            "=BBHi", 1 if bits else 0, int(bits or 0), len(secret), 0) + secret.ljust(80, b"\\0"))
    kept = []
    for told in sys.argv[1:]:
        told, _, remote = told.partition(" > ")
        family, local, port, *keys = told.split()
        family = socket.AF_INET6 if family == "6" else socket.AF_INET
        held = socket.socket(family)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for key in keys:
            peer, _, secret = key.partition("=")
            if peer.startswith("*"):
                for i in range(int(peer[1:])):
                    give(held, family, f"10.0.{i // 256}.{i % 256}", b"secret-%d" % i)
            else:
                give(held, family, peer, secret.encode())
        held.bind((local, 0 if remote else int(port)))
        if remote:
            held.connect((remote, int(port)))
        else:
            held.listen()
        kept.append(held)
    print("ready", flush=True)
    sys.stdin.read()
    """)


def start_holder(host: Host, *sockets: str) -> subprocess.Popen:
    holder = subprocess.Popen(["ip", "netns", "exec", host.namespace, sys.executable, "-c", HOLDER, *sockets],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "ready\n"
    return holder


def stop_holder(holder: subprocess.Popen) -> None:
    holder.communicate("", 20)


def tcpauth(lab: Lab, *words: str, before: list[str] = []) -> tuple[int, str, str]:
    done = subprocess.run([*before, TCPAUTH, *words], text=True, capture_output=True, timeout=60,
                          env=os.environ | {"HOME": str(lab.directory)})
    return done.returncode, done.stdout, done.stderr


def imported(lab: Lab, host: Host) -> set[tuple[str, ...]]:
    """Returns the ends, port and secret of each key that tcpauth imports from a host's kernel."""
    keyring = lab.directory / "kernel.keys"
    keyring.unlink(missing_ok=True)
    tcpauth(lab, "import", "--kernel", "--netns", host.namespace, "-k", str(keyring))
    if not keyring.exists():
        return set()
    rows, key = set(), {}
    for line in [*keyring.read_text().splitlines(), "key end"]:
        word, _, rest = line.strip().partition(" ")
        if word == "key" and key:
            rows.add((*key["ends"].split(), key.get("port", "*"), key["secret"].strip("\"'")))
            key = {}
        if word:
            key[word] = rest.strip()
    return rows


def check_sockets(checks: Checks, lab: Lab, host: Host) -> None:
    for what, sockets, expected in (
            ("IPv4", ["4 0.0.0.0 179 192.0.2.2=one 192.0.2.0/24=range"],
             {("*", "192.0.2.2", "179", "one"), ("*", "192.0.2.0/24", "179", "range")}),
            ("IPv6", ["6 :: 1790 2001:db8::2=six 2001:db8::/32=prefix ::ffff:192.0.2.9=mapped"],
             {("*", "2001:db8::2", "1790", "six"), ("*", "2001:db8::/32", "1790", "prefix"),
              ("*", "192.0.2.9", "1790", "mapped")}),
            ("an address of its own", ["4 127.0.0.1 646 127.0.0.9=ldp"], {("127.0.0.1", "127.0.0.9", "646", "ldp")}),
            ("a connection", ["4 0.0.0.0 179 127.0.0.1=same 127.0.0.2=same",
                              "4 127.0.0.1 179 127.0.0.1=same 192.0.2.77=unused > 127.0.0.1"],
             {("*", "127.0.0.1", "179", "same"), ("*", "127.0.0.2", "179", "same")}),
            ("more keys than a list has room for", ["4 0.0.0.0 179 *200=", "4 0.0.0.0 646 192.0.2.1=behind"],
             {("*", f"10.0.0.{i}", "179", f"secret-{i}") for i in range(200)} | {("*", "192.0.2.1", "646", "behind")}),
            ("more keys than an attribute can have", ["4 0.0.0.0 179 *900="],
             {("*", f"10.0.{i // 256}.{i % 256}", "179", f"secret-{i}") for i in range(900)}),
            ("no keys", ["4 0.0.0.0 179"], set())):
        holder = start_holder(host, *sockets)
        found = imported(lab, host)
        checks.that(found == expected, f"{what}: {sorted(found ^ expected)[:4]}")
        stop_holder(holder)


def check_namespaces(checks: Checks, lab: Lab, left: Host, right: Host) -> None:
    """Imports from all namespaces, each once; from one that is missing; and from all without privileges."""
    holders = [start_holder(left, "4 0.0.0.0 179 192.0.2.2=left"), start_holder(right, "4 0.0.0.0 179 192.0.2.1=right")]
    code, out, complaints = tcpauth(lab, "import", "-n", "--kernel")
    checks.that(out == "the kernel: 2 keys to be added\n", f"all namespaces: {out}{complaints}")
    code, out, complaints = tcpauth(lab, "import", "-n", "--kernel", "--netns", "missing")
    checks.that(code == 3 and "missing cannot be entered" in complaints, f"a namespace that is missing: {complaints}")
    unprivileged = ["ip", "netns", "exec", left.namespace, "setpriv", "--inh-caps", "-all", "--ambient-caps", "-all",
                    "--bounding-set", "-all"]
    code, out, complaints = tcpauth(lab, "import", "-n", "--kernel", before=unprivileged)
    checks.that(code == 3 and out == "" and "CAP_NET_ADMIN" in complaints, f"without privilege: {code} {out}{complaints}")
    for holder in holders:
        stop_holder(holder)


def check_short_lives(checks: Checks, lab: Lab) -> None:
    """A namespace whose process ends between being found and being entered is no problem."""
    lives = subprocess.Popen(["sh", "-c", "while unshare --net true & unshare --net true; do :; done"],
                             stderr=subprocess.DEVNULL, start_new_session=True)
    results = {tcpauth(lab, "import", "-n", "--kernel") for _ in range(60)}
    os.killpg(lives.pid, signal.SIGKILL)
    lives.wait()
    checks.that(results == {(0, "the kernel: 0 keys to be added\n", "")}, f"short-lived namespaces: {results}")


def compared(lab: Lab, host: Host, *files: object) -> list[tuple[str, str]]:
    code, out, complaints = tcpauth(lab, "check", "--json", "--kernel", "--netns", host.namespace, *map(str, files))
    return sorted((flaw["kind"], flaw["text"]) for flaw in json.loads(out) if flaw["kind"].startswith("kernel-"))


def check_frr(checks: Checks, lab: Lab, left: Host, right: Host) -> None:
    """Compares configurations with the kernel: those that run, another's, and FRR's after it changed or stopped."""
    frr, bird = Frr(left, FOUR[1], SECRET), Bird(right, FOUR[0], SECRET)
    wait_until(frr.established, "the BGP session", 60)
    same = ("kernel-same", "the kernel has the same key")
    for host, name in (left, "frr.conf"), (right, "bird.conf"):
        found = compared(lab, host, host.path(name))
        checks.that(found == [same], f"{name} is what runs: {found}")
    keyring = lab.directory / "with-others.keys"
    keyring.touch(mode=0o600)
    keyring.write_text(f"key now ends * 192.0.2.0/24 secret '{SECRET}'\n" + "".join(
        f"key {name} ends * {FOUR[1]} {how} secret 'x'\n"
        for name, how in (("former", "until 2020-01-01"), ("ao", "algorithm hmac-sha-1-96"))))
    found = compared(lab, left, keyring)
    checks.that(found == [same], f"only keys for MD5 that are valid now are compared: {found}")
    other = lab.directory / "other.conf"
    other.write_text("router bgp 64501\n neighbor 203.0.113.9 remote-as 64502\n neighbor 203.0.113.9 password x\n")
    found = compared(lab, left, other)
    checks.that([kind for kind, _ in found] == ["kernel-left", "kernel-missing"], f"another router's: {found}")

    frr.change_password(f"{SECRET.upper()}")
    where = f"the kernel, namespace {left.namespace} has another secret for it"
    found = compared(lab, left, left.path("frr.conf"))
    checks.that(found == [("kernel-different", f"{where}: it is in upper case")], f"upper case: {found}")
    frr.change_password("entirely-different")
    found = compared(lab, left, left.path("frr.conf"))
    checks.that(found == [("kernel-different", where)], f"another password: {found}")
    out = "".join(tcpauth(lab, "check", "--kernel", str(left.path("frr.conf")))[1:])
    checks.that(SECRET not in out and "entirely" not in out, "a secret is shown")
    bird.stop()
    frr.stop()
    found = compared(lab, left, left.path("frr.conf"))
    checks.that([kind for kind, _ in found] == ["kernel-missing"], f"nothing runs: {found}")


def main() -> int:
    if reason := step_apart():
        print(reason)
        return SKIPPED
    checks = Checks()
    with Lab() as lab:
        left, right = lab.host("left"), lab.host("right")
        lab.cable(left, right)
        left.plug_in(FOUR[0])
        right.plug_in(FOUR[1])
        check_sockets(checks, lab, left)
        check_namespaces(checks, lab, left, right)
        check_short_lives(checks, lab)
        check_frr(checks, lab, left, right)
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
