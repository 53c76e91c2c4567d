#!/usr/bin/env python3
"""Tests the output and the exit status of `tcpauth judge`.

The expected verdicts are those of NAME.expected and NAME.causes, which were made without the plugin.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import csv
import functools
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
PACKET = 6     # the type of a block of pcapng
SECRET = "example-of-frankfurt"     # the secret of STORY
STATUSES = {"Good": "good", "Bad": "bad", "Not present": "missing", "Unverified": "unverified", "Illegal": "illegal"}


def rows(capture: Path, kind: str = "expected") -> list[list[str]]:
    lines = capture.with_suffix(f".{kind}").read_text().splitlines()
    return [row for row in csv.reader(lines, delimiter="\t") if row[0].isdigit()]


def expected(capture: Path) -> Counter:
    return Counter(STATUSES[row[1]] for row in rows(capture))


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
            self.assertTrue(complaints.endswith(".\n"), f"the message ends with the newline of a text: {complaints}")

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


if __name__ == "__main__":
    unittest.main()
