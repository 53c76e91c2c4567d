#!/usr/bin/env python3
"""Tests the captures that `tcpauth judge --annotate` writes."""
# SPDX-License-Identifier: GPL-2.0-or-later

import gzip
import os
import struct
import subprocess
import unittest
from pathlib import Path

from judge import CAPTURES, GOOD, PACKET, SECRET, STORY, Judge, rows
from program import FILE, FOUND

SIMPLE_PACKET, SECTION, COMMENT = 3, 0x0A0D0D0A, 1


class Blocks:
    """The blocks of a pcapng file: (type, bytes before the options, options as (code, value), has an end mark)."""

    def __init__(self, content: bytes) -> None:
        self.order, self.all, at = "<", [], 0
        while at < len(content):
            if content[at:at + 4] == b"\n\r\r\n":
                self.order = "<" if content[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            kind, total = self.numbers("II", content, at)
            assert content[at + total - 4:at + total] == content[at + 4:at + 8], "the lengths of a block differ"
            self.all.append(self.split(kind, content[at:at + total]))
            at += total

    def numbers(self, form: str, content: bytes, at: int) -> tuple:
        return struct.unpack_from(self.order + form, content, at)

    def split(self, kind: int, block: bytes) -> tuple:
        if kind not in (PACKET, SECTION):
            return kind, block, [], False
        start = 24 if kind == SECTION else 28 + (self.numbers("I", block, 20)[0] + 3) // 4 * 4
        at, options, marked = start, [], False
        while at < len(block) - 4 and not marked:
            code, length = self.numbers("HH", block, at)
            options.append((code, block[at + 4:at + 4 + length]))
            at += 4 + (length + 3) // 4 * 4
            marked = code == 0
        return kind, block[:4] + block[8:start], [option for option in options if option[0]], marked

    def packets(self) -> list[tuple]:
        return [block for block in self.all if block[0] in (PACKET, SIMPLE_PACKET)]


class Annotate(Judge):
    def annotated(self, capture: Path, keys: Path, code: int = FOUND) -> bytes:
        target = self.folder / "out.pcapng"
        self.judge(code, capture, "-k", keys, "--annotate", target)
        self.assertEqual(target.stat().st_mode & 0o777, 0o600)
        content = target.read_bytes()
        self.assertNotIn(SECRET.encode(), content)
        return content

    def compare(self, before: bytes, after: bytes) -> dict[int, str]:
        """Returns the added comments by packet (0: of the file). All other bytes must be unchanged."""
        was, now, added, number = Blocks(before).all, Blocks(after).all, {}, 0
        self.assertEqual(len(was), len(now))
        for old, new in zip(was, now):
            number += old[0] in (PACKET, SIMPLE_PACKET)
            self.assertEqual(old[:2], new[:2])
            kept, more = new[2][:len(old[2])], new[2][len(old[2]):]
            self.assertEqual(kept, old[2])
            self.assertTrue(all(code == COMMENT for code, _ in more))
            if more:
                added[0 if old[0] == SECTION else number] = b"\n".join(value for _, value in more).decode()
            else:
                self.assertEqual(old, new)
        return added

    def check(self, added: dict[int, str], capture: Path) -> None:
        """Checks that exactly the packets that are not Good have a comment, with their status and cause."""
        statuses = {int(row[0]): row[1] for row in rows(capture) if row[1] != "Good"}
        causes = {int(row[0]): row[1] for row in rows(capture, "causes")}
        self.assertEqual(set(added), {0} | set(statuses))
        for frame, status in statuses.items():
            self.assertIn(status, added[frame])
            self.assertIn(causes.get(frame, ""), added[frame])

    def test_each_packet_that_is_not_good(self) -> None:
        added = self.compare(STORY.read_bytes(), self.annotated(STORY, self.keys(STORY)))
        self.check(added, STORY)
        self.assertIn("SPLIT AFTER SIGNING", added[0])
        self.assertIn("Signed segment length: ", added[22])
        self.assertIn("Cure: ", added[22])

    def test_each_signed_value(self) -> None:
        for name in "mss", "option-changed", "sne", "isn-role":
            capture = CAPTURES / f"cause-ao-{name}.pcapng"
            added = self.compare(capture.read_bytes(), self.annotated(capture, self.keys(capture)))
            for frame, _, was, _ in rows(capture, "causes"):
                for value in was.split():
                    self.assertRegex(added[int(frame)], rf"Signed [^:]+: {value.split('=')[1]}[.]", name)

    def test_tshark_reads_it(self) -> None:
        target = self.folder / "out.pcapng"
        target.write_bytes(self.annotated(STORY, self.keys(STORY)))
        fields = ["-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch", "-e", "tcp.seq_raw", "-e", "tcp.len"]
        read = [subprocess.run(["tshark", "-n", "-r", file, *fields], capture_output=True, text=True, check=True,
                               env=self.environment).stdout for file in (STORY, target)]
        self.assertEqual(read[0], read[1])
        found = subprocess.run(["tshark", "-n", "-r", target, "-Y", "frame.comment", *fields[:4]], capture_output=True,
                               text=True, check=True, env=self.environment).stdout
        self.assertEqual({int(line) for line in found.split()}, {int(row[0]) for row in rows(STORY) if row[1] == "Bad"})

    def rebuilt(self, capture: Path, order: str, option: bytes = b"", sized: bool = False) -> bytes:
        """Returns the capture in ORDER, with OPTION in each packet, and with the section's length if SIZED."""
        source, blocks = Blocks(capture.read_bytes()), b""
        pad = b"\0" * (-len(option) % 4)
        options = struct.pack(order + "HH", COMMENT, len(option)) + option + pad + b"\0\0\0\0" if option else b""

        def block(kind: int, body: bytes) -> bytes:
            total = struct.pack(order + "I", len(body) + 12)
            return struct.pack(order + "I", kind) + total + body + total

        for kind, before, _, _ in source.all:
            if kind == PACKET:
                numbers, data = struct.unpack_from("<5I", before, 4), before[24:]
                blocks += block(PACKET, struct.pack(order + "5I", *numbers) + data + options)
            elif kind == 1:
                link, _, snap = struct.unpack_from("<HHI", before, 8)
                blocks += block(1, struct.pack(order + "HHI", link, 0, snap) +
                                struct.pack(order + "HHB3xI", 9, 1, 6, 0))
        section = block(SECTION, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, len(blocks) if sized else -1))
        return section + blocks

    def test_forms_of_files(self) -> None:
        keys = self.keys(STORY)
        for name, order, option, sized in (("little", "<", b"", False), ("big", ">", b"", False),
                                           ("other comments", "<", b"mine", True), ("big, sized", ">", b"odd!!", True)):
            with self.subTest(name):
                before = self.rebuilt(STORY, order, option, sized)
                content = self.annotated(self.write("in.pcapng", before), keys)
                after = bytearray(content)
                start = struct.unpack_from(order + "I", content, 4)[0]
                length, = struct.unpack_from(order + "q", content, 16)
                self.assertEqual(length, len(content) - start if sized else -1)
                after[16:24] = before[16:24]    # the length of the section may change
                self.check(self.compare(before, bytes(after)), STORY)

    def test_two_sections(self) -> None:
        both = STORY.read_bytes() + STORY.read_bytes()
        added = self.compare(both, self.annotated(self.write("in.pcapng", both), self.keys(STORY)))
        count = len(Blocks(STORY.read_bytes()).packets())
        bad = {int(row[0]) for row in rows(STORY) if row[1] == "Bad"}
        self.assertLessEqual({0} | bad | {frame + count for frame in bad}, set(added))

    def test_other_formats(self) -> None:
        """The command writes other formats as pcapng, with the same packets."""
        plain = self.folder / "in.pcap"
        subprocess.run(["editcap", "-F", "pcap", STORY, plain], check=True, env=self.environment)
        packed = self.write("in.pcapng.gz", gzip.compress(STORY.read_bytes()))
        for capture in (plain, packed):
            after = Blocks(self.annotated(capture, self.keys(STORY))).packets()
            before = Blocks(STORY.read_bytes()).packets()
            self.assertEqual([block[1][24:] for block in before], [block[1][24:] for block in after])
            noted = {number for number, block in enumerate(after, 1) if (COMMENT in dict(block[2]))}
            self.assertEqual(noted, {int(row[0]) for row in rows(STORY) if row[1] == "Bad"})

    def test_thousands_of_comments(self) -> None:
        many = STORY.read_bytes() * 40
        added = self.compare(many, self.annotated(self.write("in.pcapng", many), self.keys(STORY)))
        self.assertGreater(len(added), 4000)

    def test_a_capture_cut_short(self) -> None:
        """The copy keeps the bytes after the last complete packet."""
        cut = STORY.read_bytes()[:-7]
        content = self.annotated(self.write("in.pcapng", cut), self.keys(STORY), code=FILE)
        last = struct.unpack("<I", STORY.read_bytes()[-4:])[0]
        self.assertEqual(content[-(last - 7):], cut[-(last - 7):])

    def test_the_keyring_is_not_replaced(self) -> None:
        keys = self.keys(STORY)
        before = keys.read_bytes()
        self.assertIn("is the keyring itself", self.judge(FILE, STORY, "-k", keys, "--annotate", keys)[1])
        self.assertEqual(keys.read_bytes(), before)

    def test_the_capture_itself_stays(self) -> None:
        capture = self.write("in.pcapng", STORY.read_bytes())
        (self.folder / "link").symlink_to(capture)
        for target in (capture, "in.pcapng", "./in.pcapng", "link"):
            self.judge(FILE, capture, "--annotate", target)
        os.link(capture, self.folder / "hard")
        self.judge(FILE, capture, "--annotate", "hard")
        self.assertEqual(capture.read_bytes(), STORY.read_bytes())

    def test_what_is_no_capture(self) -> None:
        self.judge(FILE, self.write("text", "no capture"), "--annotate", "out")
        os.mkfifo(self.folder / "pipe")
        self.judge(FILE, "pipe", "--annotate", "out")
        self.assertFalse((self.folder / "out").exists())

    def test_where_nothing_can_be_written(self) -> None:
        self.assertIn("nowhere", self.judge(FILE, GOOD, "-k", self.keys(GOOD), "--annotate", "nowhere/out")[1])
        self.assertFalse([path for path in self.folder.iterdir() if path.name.startswith(".out")])
        os.mkfifo(self.folder / "out")
        self.assertIn("out: it is a pipe", self.judge(FILE, GOOD, "-k", self.keys(GOOD), "--annotate", "out")[1])
        self.assertTrue((self.folder / "out").is_fifo())


if __name__ == "__main__":
    unittest.main()
