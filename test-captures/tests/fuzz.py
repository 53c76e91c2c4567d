#!/usr/bin/env python3
"""Feeds damaged captures to tshark, which must not crash, and must show the same as without the plugin.

    fuzz.py [--rounds N] [--seed N] CAPTURE.pcapng...

A round damages all frames of all captures twice: once anywhere, once only in and near TCP's header. tshark reads one of
them in one way and one in another, and the next round exchanges these ways. The same seed gives the same round. A crash
that happens without the plugin as well is Wireshark's own fault, and does not count.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import argparse
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import transparent
from checks import Checks
from tshark import Tshark

from construct.capture import SNAP_LENGTH, block
from reference import pcapng
from reference.dissect import Dissector

MICROSECOND = 1000          # nanoseconds

# One pass with the whole tree; two passes without a tree, or with as much of it as the filter needs.
WHOLE, FILTERED = ["-T", "pdml"], ["-2", "-Y", "tcpauth"]
WITHOUT_PLUGIN = ["-2", "-V", "-x"]
COMPARE_EVERY = 5           # rounds, beginning with seed 1
ERRORS_ANYWHERE = 0.02      # of all bytes
LONGEST_HEADER = 60
MD5_SIGNATURE, TCP_AO = b"\x13\x12", b"\x1d\x10"            # kind and length
TELLING = [0, 1, 2, 3, 4, 16, 18, 19, 20, 29, 30, 255]      # the kinds and lengths of options, and their neighbours


class Target(NamedTuple):
    frame: pcapng.Frame
    header: int     # the offset of TCP's header in the frame; 0 if it is unknown


def targets(capture: Path) -> list[Target]:
    dissector, found = Dissector(), []
    for frame in pcapng.read(capture):
        segment = dissector.segment(frame)
        found.append(Target(frame, max(frame.captured.find(segment.bytes.data), 0) if segment else 0))
    return found


def damaged_header(target: Target, chance: random.Random) -> bytes:
    """Returns the frame with some bytes changed in and near TCP's header, and sometimes truncated there."""
    data = bytearray(target.frame.captured)
    end = min(target.header + LONGEST_HEADER, len(data))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(target.header, end)
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] = chance.choice(TELLING)
            case 2:     # an option begins here
                anything = bytes(chance.choices(TELLING, k=2))
                data[at:at + 2] = chance.choice([MD5_SIGNATURE, TCP_AO, anything])
            case 3:     # the header has another length
                data[target.header + 12:target.header + 13] = bytes([chance.randrange(16) << 4])
    cut = chance.randrange(target.header, end) if chance.random() < 0.1 else len(data)
    return bytes(data[:cut])


def encoded(frames: list[pcapng.Frame], contents: Iterable[bytes]) -> bytes:
    """Returns a capture of these frames with other contents."""
    links = sorted({frame.link_type for frame in frames})
    blocks = [block(pcapng.SECTION, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))]
    blocks += [block(pcapng.INTERFACE, struct.pack("<HHI", link, 0, SNAP_LENGTH)) for link in links]
    for frame, content in zip(frames, contents, strict=True):
        moment, length = frame.time // MICROSECOND, max(frame.length, len(content))
        fields = (links.index(frame.link_type), moment >> 32, moment & 0xFFFFFFFF, len(content), length)
        blocks.append(block(pcapng.ENHANCED, struct.pack("<IIIII", *fields) + content))
    return b"".join(blocks)


class Fuzz:
    def __init__(self, checks: Checks, tshark: Tshark, captures: list[Path]) -> None:
        self.checks, self.tshark = checks, tshark
        found = [target for capture in captures for target in targets(capture)]
        self.targets = [target for target in found if target.frame.captured]
        self.frames = [target.frame for target in self.targets]
        whole = encoded(self.frames, (frame.captured for frame in self.frames))
        self.whole = tshark.write("whole.pcapng", whole)
        keyrings = [capture.with_suffix(".keys") for capture in captures]
        text = "\n".join(keyring.read_text() for keyring in keyrings if keyring.exists())
        self.keyring = ["-o", f"tcpauth.keyring:{tshark.write('all.keys', text)}"]

    def round(self, seed: int) -> None:
        chance = random.Random(seed)
        contents = (damaged_header(target, chance) for target in self.targets)
        header = self.tshark.write(f"fuzz-{seed}-header.pcapng", encoded(self.frames, contents))
        anywhere = self.tshark.folder / f"fuzz-{seed}-anywhere.pcapng"
        subprocess.run(["editcap", "-E", str(ERRORS_ANYWHERE), "--seed", str(seed), self.whole, anywhere],
                       check=True, capture_output=True)
        ways = [WHOLE, FILTERED] if seed % 2 else [FILTERED, WHOLE]
        for capture, way in zip((header, anywhere), ways, strict=True):
            self.try_out(capture, way, compare=way == WHOLE and seed % COMPARE_EVERY == 1)

    def try_out(self, capture: Path, way: list[str], compare: bool) -> None:
        fine = False
        try:
            shown = self.run(capture, way)
            fine = shown is not None and not (compare and self.differs(capture, shown))
        finally:
            if not fine:
                shutil.copy(capture, ".")
                print(f"kept in {Path.cwd()}: {capture.name}")
            capture.unlink()

    def run(self, capture: Path, way: list[str]) -> str | None:
        """Returns what tshark prints; None if it fails. Returns "" if it fails without the plugin, too."""
        done = self.tshark.run("-r", capture, *way, *self.keyring)
        if done.returncode and self.tshark.run("-r", capture, *WITHOUT_PLUGIN, plugin=False).returncode:
            print(f"{capture.name}, {way}: tshark fails without the plugin, too")
            return ""
        self.checks.that(done.returncode == 0,
                         f"{capture.name}, {way}: tshark exits with {done.returncode}: {done.stderr[-4000:]}")
        return done.stdout if done.returncode == 0 else None

    def differs(self, capture: Path, shown: str) -> str:
        """Returns how SHOWN, with the plugin, differs from what is shown without it; "" if it does not."""
        plain = self.tshark.run("-r", capture, *WHOLE, plugin=False)
        changed = ""
        if plain.returncode == 0:
            changed = transparent.difference(transparent.shown(plain.stdout), transparent.without_ours(shown))
        self.checks.that(not changed, f"{capture.name}: the plugin changes what is shown{changed}")
        return changed


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=1, help="how many (1)")
    arguments.add_argument("--seed", type=int, default=1, help="of the first round; others follow it (1)")
    arguments.add_argument("capture", type=Path, nargs="+")
    told = arguments.parse_args()
    checks = Checks()
    with Tshark() as tshark:
        fuzz = Fuzz(checks, tshark, told.capture)
        for seed in range(told.seed, told.seed + told.rounds):
            with checks.of(f"round {seed}"):
                fuzz.round(seed)
    print(f"{len(fuzz.targets)} frames, seeds {told.seed} to {told.seed + told.rounds - 1}")
    return checks.verdict()


if __name__ == "__main__":
    sys.exit(main())
