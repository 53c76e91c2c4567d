#!/usr/bin/env python3
"""Tests the output, the exit status and the files of `tcpauth judge`.

The expected verdicts are those of NAME.expected and NAME.causes, which were made without the plugin.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import csv
import functools
import gzip
import json
import os
import struct
import subprocess
import sys
import time
import unittest
from collections import Counter
from pathlib import Path

from program import FILE, FINE, FOUND, PROGRAM, Case

CAPTURES = Path(__file__).resolve().parents[3] / "test-captures"
sys.path.append(str(CAPTURES / "tests"))
from tshark import quick  # noqa: E402

STORY, GOOD, WRONG = (CAPTURES / f"{name}.pcapng" for name in ("story-after", "frr-bird-ipv4", "wrong-password"))
UNJUDGED = 2
SECRET = "example-of-frankfurt"     # the secret of STORY
PACKET, SIMPLE_PACKET, SECTION, COMMENT = 6, 3, 0x0A0D0D0A, 1
STATUSES = {"Good": "good", "Bad": "bad", "Not present": "missing", "Unverified": "unverified", "Illegal": "illegal"}


def rows(capture: Path, kind: str = "expected") -> list[list[str]]:
    lines = capture.with_suffix(f".{kind}").read_text().splitlines()
    return [row for row in csv.reader(lines, delimiter="\t") if row[0].isdigit()]


def expected(capture: Path) -> Counter:
    return Counter(STATUSES[row[1]] for row in rows(capture))


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


class Judge(Case):
    def setUp(self) -> None:
        super().setUp()
        del self.environment["TCPAUTH_KEYRING"]
        (self.folder / "quick").mkdir()
        self.environment |= quick(self.folder / "quick")

    def keys(self, capture: Path) -> Path:
        return self.write(f"{capture.stem}.keys", capture.with_suffix(".keys").read_bytes())

    def judge(self, code: int, *arguments: object, given: str | bytes = b"") -> tuple[str, str]:
        out, complaints = self.run_to(code, "judge", *arguments, given=given)
        self.assertNotIn(SECRET, out + complaints)
        return out, complaints

    def stand_in(self, script: str) -> None:
        """Puts a script in the place of tshark."""
        folder = self.folder / "stand-in"
        folder.mkdir()
        (folder / "tshark").write_text(f"#!/bin/bash\n{script}\n")
        (folder / "tshark").chmod(0o755)
        self.environment["PATH"] = f"{folder}:{os.environ['PATH']}"

    def objects(self, code: int, *arguments: object) -> list[dict]:
        return [json.loads(line) for line in self.judge(code, "--json", *arguments)[0].splitlines()]


class Verdict(Judge):
    def test_a_fault(self) -> None:
        out, complaints = self.judge(FOUND, STORY, "-k", self.keys(STORY))
        self.assertIn("SPLIT AFTER SIGNING", out)
        self.assertEqual(complaints, "")

    def test_all_good(self) -> None:
        self.assertIn("GOOD", self.judge(FINE, GOOD, "-k", self.keys(GOOD))[0])

    def test_will_break_is_a_fault(self) -> None:
        before = CAPTURES / "story-before.pcapng"
        self.assertEqual(set(expected(before)), {"good"})
        self.judge(FOUND, before, "-k", self.keys(before))

    def test_without_keys_nothing_is_judged(self) -> None:
        out, complaints = self.judge(UNJUDGED, GOOD)
        self.assertIn("NOT CHECKED", out)
        self.assertIn("no keyring", complaints)

    def test_which_keyring(self) -> None:
        """The option takes precedence over the environment, and that over the user's own keyring."""
        self.environment["TCPAUTH_KEYRING"] = str(self.keys(GOOD))
        self.judge(FINE, GOOD)
        self.judge(FILE, GOOD, "-k", "missing")
        del self.environment["TCPAUTH_KEYRING"]
        own = self.folder / ".config" / "tcpauth" / "keyring"
        own.parent.mkdir(parents=True)
        own.write_bytes(GOOD.with_suffix(".keys").read_bytes())
        own.chmod(0o600)
        self.judge(FINE, GOOD)

    def test_keyrings_that_are_none(self) -> None:
        empty = self.write("empty", "")
        withheld = self.write("withheld", "/routing bgp peer\nadd remote-address=192.0.2.2 tcp-md5-key=$secret\n")
        broken = self.write("broken", "key a ends * *\n")
        for path in ("missing", self.folder, empty, withheld, broken):
            out, complaints = self.judge(FILE, GOOD, "-k", path)
            self.assertEqual(out, "")
            self.assertIn(str(path), complaints)
        self.assertIn(f"{broken}:1", complaints)
        self.assertIn("there are no keys in it", self.judge(FILE, GOOD, "-k", empty)[1])
        self.assertIn("the secret of none", self.judge(FILE, GOOD, "-k", withheld)[1])

    def test_a_bad_line_costs_that_line(self) -> None:
        keyring = self.write("some", GOOD.with_suffix(".keys").read_text() + "\nkey bad port x\n")
        self.assertIn(f"{keyring}:", self.judge(FINE, GOOD, "-k", keyring)[1])

    def test_the_users_profile_changes_nothing(self) -> None:
        for folder in (".config/wireshark", ".wireshark"):
            profile = self.folder / folder
            profile.mkdir(parents=True)
            (profile / "preferences").write_text("tcpauth.keyring: /nonexistent\n")
            (profile / "disabled_protos").write_text("tcp\ntcpauth\n")
        self.judge(FINE, GOOD, "-k", self.keys(GOOD))

    def test_nothing_is_signed(self) -> None:
        """The message names what is missing: packets, segments, or signatures."""
        header, packet = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101), struct.Struct("<IIII")
        ip = struct.pack("!BBHHHBBH8s", 0x45, 0, 40, 0, 0, 64, 6, 0, bytes([192, 0, 2, 1, 192, 0, 2, 2]))
        tcp = struct.pack("!HHIIBBHHH", 40000, 80, 0, 0, 0x50, 2, 0, 0, 0)
        for content, words in ((b"", "has no packets"),
                               (STORY.read_bytes()[:self.start_of_packets(STORY)], "has no packets"),
                               (header + packet.pack(0, 0, 20, 40) + ip, "has no TCP segments"),
                               (header + packet.pack(0, 0, 40, 40) + ip + tcp, "No segment is signed"),
                               (header + packet.pack(0, 0, 34, 40) + ip + tcp[:14], "No segment is signed")):
            capture = self.write("empty.pcap", content)
            self.assertIn(words, self.judge(UNJUDGED, capture)[0])
            with_keys = self.judge(UNJUDGED, capture, "-k", self.keys(WRONG))[0]
            self.assertEqual("update-source" in with_keys, words == "No segment is signed")
            self.assertNotIn("update-source", self.judge(UNJUDGED, capture)[0])
            out, complaints = self.judge(UNJUDGED, capture, "--json")
            self.assertEqual(out, "")
            self.assertIn(words, complaints)

    def test_all_segments_are_truncated(self) -> None:
        """TCP itself reports no segment of which only a part of the options was captured, as with a snapshot length of
        68 bytes. A malformed option of TCP is no different."""
        header, packet = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 68, 101), struct.Struct("<IIII")
        ip = struct.pack("!BBHHHBBH8s", 0x45, 0, 60, 0, 0, 64, 6, 0, bytes([192, 0, 2, 1, 192, 0, 2, 2]))
        tcp = struct.pack("!HHIIBBHHH", 40000, 179, 0, 0, 0xa0, 16, 0, 0, 0) + bytes([1, 1, 19, 18]) + bytes(16)
        capture = self.write("cut.pcap", header + packet.pack(0, 0, 54, 60) + ip + tcp[:34])
        self.assertIn("NOT CHECKED", self.judge(UNJUDGED, capture)[0])
        malformed = tcp[:24] + bytes([76, 6, 1, 1, 10, 1]) + bytes([1]) * 10
        capture = self.write("malformed.pcap", header + packet.pack(0, 0, 60, 60) + ip + malformed)
        self.assertNotIn("has no TCP segments", self.judge(UNJUDGED, capture)[0])

    def start_of_packets(self, capture: Path) -> int:
        content = capture.read_bytes()
        at = 0
        while struct.unpack_from("<I", content, at)[0] != PACKET:
            at += struct.unpack_from("<I", content, at + 4)[0]
        return at

    def test_captures_that_cannot_be_read(self) -> None:
        for path in ("missing", self.write("text", "no capture"), self.folder):
            self.assertIn(str(path), self.judge(FILE, path)[1])

    def test_a_capture_cut_short(self) -> None:
        """The command judges the packets that tshark could read."""
        cut = self.write("cut.pcapng", STORY.read_bytes()[:-7])
        found = self.objects(FILE, cut, "-k", self.keys(STORY))
        self.assertEqual(sum(sum(each["segments"].values()) for each in found), len(rows(STORY)) - 1)

    def test_standard_input(self) -> None:
        keyring = self.keys(STORY)
        of_file = self.judge(FOUND, STORY, "-k", keyring)[0]
        self.assertEqual(self.judge(FOUND, "-", "-k", keyring, given=STORY.read_bytes())[0], of_file)
        self.environment["TMPDIR"] = str(self.folder)
        self.judge(FOUND, "-", "-k", keyring, given=STORY.read_bytes())
        self.assertEqual(list(self.folder.glob("tcpauth-*")), [])
        self.environment["TMPDIR"] = str(self.folder / "missing")
        self.assertIn("standard input", self.judge(FILE, "-", "-k", keyring, given=STORY.read_bytes())[1])
        del self.environment["TMPDIR"]
        with STORY.open() as file:
            done = subprocess.run([PROGRAM, "judge", "-", "-k", keyring], stdin=file, env=self.environment,
                                  capture_output=True, check=False)
        self.assertEqual(done.returncode, FOUND, done.stderr)

    def test_many_captures(self) -> None:
        """The verdicts have titles and follow the order of the arguments. The worst one determines the exit status."""
        ring = self.write("ring", "\n".join(each.with_suffix(".keys").read_text() for each in (STORY, GOOD)))
        captures = [GOOD, STORY, GOOD, self.write("x", "no capture"), GOOD]
        out, _ = self.judge(FILE, "-k", ring, *captures)
        self.assertEqual([line[:-1] for line in out.splitlines() if line.endswith(":") and line.startswith("/")],
                         [str(each) for each in captures if each.name != "x"])
        found = self.objects(FOUND, "-k", ring, GOOD, STORY, GOOD)
        self.assertEqual([each["capture"] for each in found],
                         [str(each) for each in (GOOD, GOOD, STORY, STORY, GOOD, GOOD)])
        nothing = self.write("empty.pcapng", STORY.read_bytes()[:self.start_of_packets(STORY)])
        self.judge(UNJUDGED, "-k", ring, GOOD, nothing)
        self.judge(FOUND, "-k", ring, nothing, STORY, GOOD)

    def test_the_order_is_that_of_the_arguments(self) -> None:
        """The order does not depend on which run ends first. At most one run per processor is active at a time."""
        self.stand_in(f"""cd {self.folder}; touch running-$$; ls running-* | wc -l >>most; name=${{@: -2:1}}
                          sleep 0.$((9 - $name)); rm running-$$; echo '{{"severity":"good","from":"'$name'"}}'""")
        out, _ = self.judge(FINE, "--json", *range(10))
        self.assertEqual([json.loads(line)["from"] for line in out.splitlines()], [str(i) for i in range(10)])
        most = max(map(int, (self.folder / "most").read_text().split()))
        self.assertLessEqual(most, len(os.sched_getaffinity(0)))

    def test_peers_that_are_left_out_are_not_judged(self) -> None:
        self.stand_in("""echo '{"severity":"good"}'
                         echo '7 segments of further peers are not part of this verdict: there are too many peers.'""")
        self.judge(UNJUDGED, GOOD)
        _, complaints = self.judge(UNJUDGED, "--json", GOOD)
        self.assertIn("not all are judged", complaints)

    def test_misuse(self) -> None:
        for arguments in ([], ["--nonsense", GOOD], ["-i", "lo", GOOD], ["--seconds", "5", GOOD], ["-", "-"],
                          ["-i", "lo", "--seconds", "-1"], ["-i", "lo", "--seconds", "0"],
                          ["-k", self.keys(GOOD), "--candidates", "x", GOOD], ["--annotate", "o", GOOD, GOOD],
                          ["--annotate", "o", "-"], ["--annotate", "o", "-i", "lo"]):
            out, complaints = self.judge(FILE, *arguments)
            self.assertEqual(out, "", arguments)
            self.assertTrue(complaints.startswith("tcpauth: "), complaints)

    def test_names_do_not_depend_on_the_locale(self) -> None:
        """In cron, the locale is that of C."""
        capture = CAPTURES / "long-names.pcapng"
        self.environment["LC_ALL"] = "C"
        first = self.objects(FOUND, "-k", self.keys(capture), capture)[0]
        self.assertIn("Zürich internet exchange summer 2025", first["keys"])

    def test_a_keyring_that_is_not_recognised(self) -> None:
        keyring = self.write("odd.conf", f" neighbor 192.0.2.2 password {SECRET}\n")
        self.assertIn("--dialect", self.judge(FILE, "-k", keyring, STORY)[1])
        self.assertIn("SPLIT AFTER SIGNING. 108 of 137 segments are bad",
                      self.judge(FOUND, "-k", keyring, "--dialect", "frr", STORY)[0])
        self.assertIn("did you mean frr?", self.judge(FILE, "-k", keyring, "--dialect", "fr", STORY)[1])
        self.assertIn("place of a keyring", self.judge(FILE, "--candidates", keyring, "--dialect", "frr", STORY)[1])

    def test_standard_descriptors_that_are_closed(self) -> None:
        """The files and pipes of the command do not take their numbers."""
        for descriptor, capture in (0, "-"), (1, GOOD):
            process = self.start("judge", "-k", self.keys(GOOD), capture, stderr=subprocess.PIPE,
                                 preexec_fn=functools.partial(os.close, descriptor))
            self.assertIn(b"Bad file descriptor", process.communicate()[1])
            self.assertEqual(process.returncode, FILE)

    def test_no_tshark_and_no_plugin(self) -> None:
        bare = self.folder / "bare"
        bare.mkdir()
        self.environment["PATH"] = str(bare)
        self.assertIn("no tshark", self.judge(FILE, GOOD)[1])
        self.stand_in("echo 'tshark: Invalid -z argument \"tcpauth,verdict\"; it must be one of:' >&2; exit 1")
        out, complaints = self.judge(FILE, GOOD, GOOD)
        self.assertEqual(complaints.count("no plugin"), 1)
        self.assertEqual(out, "")

    def live(self, **options: object) -> tuple[subprocess.Popen, int]:
        """Starts a live capture from a pipe; returns the process and the writing end."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        process = self.start("judge", "-i", pipe, "-k", self.keys(STORY), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, **options)
        writer = os.open(pipe, os.O_WRONLY)
        os.write(writer, STORY.read_bytes()[:60000])
        return process, writer

    def test_a_live_capture(self) -> None:
        process, writer = self.live()
        os.write(writer, STORY.read_bytes()[60000:])
        os.close(writer)
        out, complaints = process.communicate(timeout=60)
        self.assertEqual(process.returncode, FOUND, complaints)
        self.assertIn(b"SPLIT AFTER SIGNING", out)

    def test_a_signal_ends_a_live_capture(self) -> None:
        """After a signal, the command judges what it has captured."""
        process, writer = self.live()
        time.sleep(5)
        process.terminate()
        out, complaints = process.communicate(timeout=60)
        os.close(writer)
        self.assertIn(b"192.0.2.1 -> 192.0.2.2", out, complaints)

    def test_a_live_capture_that_may_not_be(self) -> None:
        self.assertIn("nonesuch", self.judge(FILE, "-i", "nonesuch", "--seconds", "1")[1])


# Runs in its own network namespace, so that it needs neither root nor a free port: two sockets sign with the kernel's
# TCP_MD5SIG while the command captures. The output is that of the command.
SIGNED_SESSION = """
import socket, struct, subprocess, sys, time

def sign(end, peer):
    address = struct.pack("HH4s120x", socket.AF_INET, 0, socket.inet_aton(peer))
    end.setsockopt(socket.IPPROTO_TCP, 14, address + struct.pack("HHI80s", 0, 6, 0, b"secret"))

try:
    subprocess.run("ip link set lo up && ip address add 192.0.2.1/32 dev lo && ip address add 192.0.2.2/32 dev lo",
                   shell=True, check=True, stderr=subprocess.DEVNULL)
    server, client = socket.socket(), socket.socket()
    sign(server, "192.0.2.1")
    sign(client, "192.0.2.2")
except (OSError, subprocess.CalledProcessError):
    sys.exit(77)
server.bind(("192.0.2.2", 179))
server.listen()
command = subprocess.Popen(sys.argv[1:])
while command.poll() is None:
    with socket.socket() as client:
        sign(client, "192.0.2.2")
        client.bind(("192.0.2.1", 0))
        client.connect(("192.0.2.2", 179))
        server.accept()[0].close()
    time.sleep(0.5)
sys.exit(command.returncode)
"""
NAMESPACES = ["unshare", "--user", "--map-root-user", "--net"] if os.geteuid() else ["unshare", "--net"]


class Interface(Judge):
    def capture(self, *arguments: object) -> tuple[int, str, str]:
        words = [*NAMESPACES, "python3", "-c", SIGNED_SESSION, PROGRAM, "judge", *map(str, arguments)]
        if subprocess.run([*NAMESPACES, "true"], capture_output=True).returncode != 0:
            self.skipTest("no namespaces")
        process = subprocess.run(words, capture_output=True, text=True, env=self.environment, timeout=60)
        if process.returncode == 77:
            self.skipTest("no ip, or no TCP_MD5SIG in this kernel")
        return process.returncode, process.stdout, process.stderr

    def test_what_the_kernel_signs(self) -> None:
        """The command judges a live session, also as root, for whom Wireshark itself loads no plugin of a build."""
        for secret, code, word in (("secret", FINE, "GOOD"), ("another", FOUND, "WRONG KEY")):
            keyring = self.write("keyring", f'key k ends 192.0.2.1 192.0.2.2 port 179 secret "{secret}"')
            found, out, complaints = self.capture("-k", keyring, "-i", "lo", "--seconds", "4")
            self.assertEqual(found, code, out + complaints)
            self.assertIn("BGP 192.0.2.1 - 192.0.2.2", out)
            self.assertIn(word, out)


class Json(Judge):
    def test_counts(self) -> None:
        for capture, code in ((STORY, FOUND), (GOOD, FINE), (WRONG, FOUND)):
            found = self.objects(code, capture, "-k", self.keys(capture))
            counts = Counter()
            for each in found:
                counts.update(each["segments"])
            self.assertEqual(+counts, expected(capture))

    def test_members(self) -> None:
        odd = self.write('a "b" \\.pcapng', GOOD.read_bytes())
        for each in self.objects(FINE, odd, "-k", self.keys(GOOD)):
            self.assertEqual(list(each)[0], "capture")
            self.assertEqual(each["capture"], str(odd))
            self.assertLessEqual({"protocol", "from", "to", "connections", "first", "last", "segments", "conclusion",
                                  "also", "severity", "proven", "since", "keys", "causes", "proofs", "originals",
                                  "text", "cures"}, set(each))
            self.assertEqual(each["severity"], "good")

    def test_a_proof_says_how_the_key_differs(self) -> None:
        keyring = self.write("keyring", STORY.with_suffix(".keys").read_text().replace(SECRET, SECRET + " "))
        found = self.objects(FOUND, STORY, "-k", keyring)
        proofs = [proof for each in found for proof in each["proofs"] if proof["cause"] == "key variant"]
        self.assertEqual({proof["key"] for proof in proofs}, {"frankfurt-transit"})
        self.assertTrue(all("end" in proof["detail"] for proof in proofs))


class Candidates(Judge):
    def lines(self, content: str | bytes, capture: Path = STORY, code: int = FOUND) -> set[str]:
        out, _ = self.judge(code, capture, "--candidates", self.write("candidates", content))
        return {line.split("   ")[1] for line in out.splitlines()}

    def test_as_it_stands(self) -> None:
        self.assertEqual(self.lines(f"wrong\n\n{SECRET}\r\nother\n"), {"line 3, unchanged"})
        self.assertEqual(self.lines(SECRET), {"line 1, unchanged"})

    def test_as_windows_saves_it(self) -> None:
        for encoding in "utf-8-sig", "utf-16":
            self.assertEqual(self.lines(f"{SECRET}\r\nother\r\n".encode(encoding)), {"line 1, unchanged"})

    def test_a_variant(self) -> None:
        for written in (f"x\n{SECRET} \n", f"x\n{SECRET.upper()}\n", f"x\n'{SECRET}'\n"):
            for line in self.lines(written):
                self.assertRegex(line, "^line 2, but it ")

    def test_none(self) -> None:
        self.assertEqual(self.lines("".join(f"wrong {i}\n" for i in range(20))), {"none of the 20 lines"})
        self.assertEqual(self.lines("wrong\n"), {"not the only line"})

    def test_all_good(self) -> None:
        secret = GOOD.with_suffix(".keys").read_text().split('"')[1]
        self.assertEqual(self.lines(f"{secret}\n", GOOD, FINE), {"line 1, unchanged"})

    def test_json(self) -> None:
        path = self.write("candidates", f"x\n{SECRET}\n")
        for each in self.objects(FOUND, STORY, "--candidates", path):
            self.assertEqual(each["candidate"], "line 2, unchanged")

    def test_standard_input(self) -> None:
        out, _ = self.judge(FOUND, STORY, "--candidates", "-", given=SECRET)
        self.assertIn("line 1, unchanged", out)

    def test_files_without_passwords(self) -> None:
        for path in ("missing", self.write("empty", "\n\r\n")):
            self.assertIn(str(path), self.judge(FILE, STORY, "--candidates", path)[1])

    def test_nobody_else_can_read_the_keys(self) -> None:
        """tshark gets the keys as a file in memory, readable only by its owner, and no argument has a password."""
        self.stand_in("""stat -L -c '%a %F' /proc/self/fd/3; readlink /proc/self/fd/3
                         tr '\\0' ' ' </proc/$$/cmdline; echo""")
        out, _ = self.judge(UNJUDGED, STORY, "--candidates", self.write("candidates", SECRET))
        self.assertRegex(out, r"^600 regular file\n/memfd:.*\n.*tcpauth.keyring:/proc/self/fd/3")

    def test_others_may_read_it(self) -> None:
        path = self.write("open", SECRET, mode=0o644)
        self.assertIn("readable by other users", self.judge(FOUND, STORY, "--candidates", path)[1])


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
