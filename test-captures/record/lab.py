"""A laboratory: namespaces as hosts, cables between them, programs and captures. Lab removes them all at its end."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Offloads change what a capture shows: checksums that are not computed yet, segments that are not split yet or merged
# again. Without offloads, it shows what a cable would carry.
OFFLOADS = ["tx", "off", "rx", "off", "sg", "off", "tso", "off", "gso", "off", "gro", "off"]


def run(*command: object) -> str:
    """Runs a command to its end and returns its output. Raises a RuntimeError if the command fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, text=True, capture_output=True, timeout=20)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Waits until CONDITION is true. Raises a TimeoutError after SECONDS."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.1)


class Program:
    """A program that runs until it is stopped, and writes its output to a log file."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str]):
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                            env=os.environ | environment)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def wait_for_output(self, text: str) -> None:
        wait_until(lambda: text in self.log.read_text(), f"“{text}” in {self.log.name}")


class Host:
    """A namespace with one network interface, eth0."""

    def __init__(self, lab: "Lab", name: str):
        self.lab, self.name, self.address = lab, name, ""
        self.namespace = f"tcpauth-{os.getpid()}-{name}"
        run("ip", "netns", "add", self.namespace)
        # Without link-local addresses, there are no router solicitations in the recordings.
        self.run("sysctl", "-qw", "net.ipv6.conf.default.addr_gen_mode=1",
                 "net.ipv6.conf.default.accept_dad=0")
        self.ip("link", "set", "lo", "up")

    def path(self, suffix: str) -> Path:
        """Returns the path of a file of this host in the laboratory's directory."""
        return self.lab.directory / f"{self.name}-{suffix}"

    def run(self, *command: object) -> str:
        return run("ip", "netns", "exec", self.namespace, *command)

    def ip(self, *words: object) -> str:
        return run("ip", "-n", self.namespace, *words)

    def start(self, *command: object, **environment: str) -> Program:
        """Starts a program, with additional environment variables."""
        words = [str(word) for word in command]
        log = self.path(f"{len(self.lab.programs)}-{Path(words[0]).name}.log")
        program = Program(["ip", "netns", "exec", self.namespace, *words], log, environment)
        self.lab.programs.append(program)
        return program

    def plug_in(self, address: str, mtu: int = 1500) -> None:
        """Gives eth0 an address and switches it on."""
        self.address = address
        self.ip("link", "set", "eth0", "mtu", mtu)
        self.ip("address", "add", f"{address}/{64 if ':' in address else 24}", "dev", "eth0")
        self.switch_on("eth0")

    def switch_on(self, interface: str) -> None:
        self.run("ethtool", "-K", interface, *OFFLOADS)
        self.ip("link", "set", interface, "up")

    def bridge(self, *ports: str) -> None:
        """Bridges interfaces of the host, like a switch."""
        self.ip("link", "add", "bridge", "type", "bridge", "mcast_snooping", "0")
        for port in ports:
            self.ip("link", "set", port, "master", "bridge")
            self.switch_on(port)
        self.ip("link", "set", "bridge", "up")

    def capture(self, name: str, interface: str = "eth0") -> None:
        """Captures all frames at an interface until Lab.stop_captures()."""
        file = self.lab.directory / f"{name}.pcap"
        tcpdump = self.start("tcpdump", "-i", interface, "-s", "0", "-Z", "root", "--immediate-mode",
                             "--time-stamp-precision", "nano", "-w", file)
        tcpdump.wait_for_output("listening on")
        self.lab.captures[file] = tcpdump


class Lab:
    """The hosts, programs and captures of a recording, which it removes at its end."""

    def __init__(self) -> None:
        self.hosts: list[Host] = []
        self.programs: list[Program] = []
        self.captures: dict[Path, Program] = {}

    def __enter__(self) -> "Lab":
        self.temporary = tempfile.TemporaryDirectory(prefix="tcpauth-record-")
        self.directory = Path(self.temporary.name)
        return self

    def __exit__(self, failure: type[BaseException] | None, *_details: object) -> None:
        for program in reversed(self.programs):
            program.stop()
            if failure:
                last_words = program.log.read_text().splitlines()[-5:]
                print(program.log.name, *last_words, sep="\n    ", file=sys.stderr)
        for host in self.hosts:
            subprocess.run(["ip", "netns", "delete", host.namespace])
        self.temporary.cleanup()

    def host(self, name: str) -> Host:
        host = Host(self, name)
        self.hosts.append(host)
        return host

    def cable(self, one: Host, other: Host) -> None:
        """Connects eth0 of two hosts, with the same Ethernet addresses in every recording."""
        run("ip", "link", "add", "eth0", "address", "02:00:00:00:00:01", "netns", one.namespace,
            "type", "veth",
            "peer", "name", "eth0", "address", "02:00:00:00:00:02", "netns", other.namespace)

    def stop_captures(self) -> list[Path]:
        """Ends all captures and returns their files."""
        time.sleep(0.5)
        for tcpdump in self.captures.values():
            tcpdump.stop()
        return list(self.captures)
