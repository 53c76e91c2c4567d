#!/usr/bin/env python3
"""Tests the command line, what each command prints of a keyring, and its exit status."""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import os
import subprocess
import unittest

from program import FILE, FINE, FOUND, MISUSE, OF_FEW, TWO, Case

COMMANDS = ("list", "add", "remove", "import", "export", "check", "which", "seal", "unseal", "judge", "help")


class CommandLine(Case):
    def test_it_says_what_is_wrong_with_it(self) -> None:
        for arguments in ([], ["nonsense"], ["--nonsense"], ["list", "--nonsense"], ["add"], ["add", "a", "*"],
                          ["add", "a", "*", "*", "*"], ["remove"], ["import"], ["which", "192.0.2.1"],
                          ["export", "--format", "nonsense"], ["check", "--time", "soon"],
                          ["which", "192.0.2.1", "2001:db8::1"], ["which", "192.0.2.1", "192.0.2.0/24"],
                          ["which", "192.0.2.1", "192.0.2.2", "0"], ["which", "192.0.2.1", "192.0.2.2", "179", "x"],
                          ["which", "192.0.2.1", "192.0.2.2", "2026-01-01", "179"],
                          ["list", "--secrets"], ["list", "--secrets", "--json", "a"], ["help", "nonsense"],
                          ["help", "list", "add"], ["seal"], ["judge"], ["judge", "--nonsense"]):
            with self.subTest(arguments):
                out, complaints = self.run_to(MISUSE, *arguments)
                self.assertEqual(out, "")
                self.assertTrue(complaints.startswith("tcpauth: "), complaints)

    def test_help_is_no_misuse(self) -> None:
        out, _ = self.run_to(FINE, "--help")
        for command in COMMANDS:
            self.assertRegex(out, rf"(?m)^  {command} ")
            self.assertIn("Usage:", self.run_to(FINE, command, "--help")[0])
        self.assertRegex(self.run_to(FINE, "--version")[0], r"^tcpauth \d+\.\d+\.\d+\n$")

    def test_help_is_also_a_command(self) -> None:
        self.assertEqual(self.run_to(FINE, "help"), self.run_to(FINE, "--help"))
        for command in COMMANDS:
            self.assertEqual(self.run_to(FINE, "help", command), self.run_to(FINE, command, "--help"))

    def test_help_names_the_formats(self) -> None:
        names = [line.split()[0] for line in self.run_to(FINE, "import", "--dialects")[0].splitlines()[1:]]
        for command in "list", "import", "export", "check", "which":
            self.assertIn(f"  {' '.join(names)}\n", self.run_to(FINE, command, "--help")[0])
        shown = self.run_to(FINE, "export", "--help")[0]
        for name in "native", "frr", "bird", "gobgp", "setkey", "uat":
            self.assertRegex(shown, rf"(?m)^  {name} +\w")

    def test_what_was_meant(self) -> None:
        """Typical typing errors: a letter missing, added, replaced, two swapped, an abbreviation."""
        for meant, *mistyped in (
                ("list", ["lst"], ["lisst"], ["lisr"], ["lsit"], ["li"], ["LIST"], ["help", "lst"]),
                ("import", ["imprt"], ["ipmort"], ["imp"]), ("judge", ["jugde"]), ("unseal", ["unsael"]),
                ("--json", ["list", "--jsno"], ["check", "--jso"], ["judge", "x", "--jsn"]),
                ("--keyring", ["list", "--keyrng", "x"], ["--kerying=x", "list"]),
                ("--secrets", ["list", "--secret", "x"]), ("--version", ["--verison"]), ("--help", ["--hlep"]),
                ("--secret-file", ["add", "a", "*", "*", "--secretfile=x"]),
                ("native", ["export", "--format", "natvie"]), ("frr", ["list", "--dialect", "fr"]),
                ("iosxr", ["import", "--dialect", "ios-xr", "x"])):
            for arguments in mistyped:
                complaints = self.run_to(MISUSE, *arguments)[1]
                self.assertIn(f"; did you mean {meant}?\n", complaints, arguments)
                self.assertEqual(complaints.count("\n"), 1)
        for arguments in ["rm"], ["x"], ["y" * 1000], ["list", "--nonsense"], ["list", "-x"], ["export", "-f", "cisco"]:
            self.assertNotIn("did you mean", self.run_to(MISUSE, *arguments)[1], arguments)

    def test_it_names_the_argument_that_is_wrong(self) -> None:
        ends = ["192.0.2.1", "192.0.2.2"]
        for name, *arguments in (
                ("NAME is missing", "add"), ("END is missing", "add", "a", "*"), ("NAME", "add", "", *ends),
                ("the first END", "add", "a", "x", "*"), ("the second END", "add", "a", "*", "192.0.2.1/8"),
                ("--port", "add", "a", *ends, "--port", "bgp"), ("--until", "add", "a", *ends, "--until", "soon"),
                ("--algorithm", "add", "a", *ends, "--algorithm", "sha"), ("--from", "add", "a", *ends, "--from", "x"),
                ("--send-id", "add", "a", *ends, "--send-id", "256"), ("--options", "add", "a", *ends, "--options", "x"),
                ("NAME... is missing", "remove"), ("A", "which", "x", "192.0.2.2"), ("B", "which", "192.0.2.1", "*"),
                ("B is missing", "which", "192.0.2.1"), ("PORT", "which", *ends, "0"), ("TIME", "which", *ends, "179", "x"),
                ("argument 2 is one too many", "unseal", "a", "b"), ("argument 5", "which", *ends, "1", "2026-01-01", "x"),
                ("--time", "check", "--time", "soon"), ("--time", "export", "--time", "soon"),
                ("--local", "export", "--local", "x"), ("--format", "export", "--format", "x"),
                ("--dialect", "check", "--dialect", "nonsense")):
            self.assertTrue(self.run_to(MISUSE, *arguments)[1].startswith(f"tcpauth: {name}"), arguments)

    def test_no_argument_too_many_is_repeated(self) -> None:
        self.assertNotIn("hunter2", self.run_to(MISUSE, "add", "a", "*", "*", "hunter2")[1])

    def test_the_first_call_says_how_to_begin(self) -> None:
        for command in ["list"], ["export"], ["check"], ["which", "192.0.2.1", "192.0.2.2"]:
            self.assertIn("there is no keyring yet: \"tcpauth import FILE\"", self.run_to(FILE, *command)[1])
            self.assertNotIn("yet", self.run_to(FILE, *command, "--keyring", "missing")[1])
        self.keyring.mkdir()
        self.assertNotIn("yet", self.run_to(FINE, "list")[1])
        self.assertNotIn("yet", self.run_to(FILE, "import", "missing", "-k", "new")[1])

    def test_which_keyring(self) -> None:
        """The option takes precedence over the environment, and that over the user's own keyring."""
        named, own = self.write("named", "key named ends * * secret 'x'"), self.folder / ".config/tcpauth/keyring"
        self.write("keyring", "key environment ends * * secret 'x'")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "environment\n")
        self.assertEqual(self.run_to(FINE, "list", "--names", "--keyring", named)[0], "named\n")
        self.assertEqual(self.run_to(FINE, "-k", named, "list", "--names")[0], "named\n")
        del self.environment["TCPAUTH_KEYRING"]
        self.assertIn(str(own), self.run_to(FILE, "list")[1])
        self.add("own", "*", "*")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "own\n")
        self.assertEqual([own.stat().st_mode & 0o777, own.parent.stat().st_mode & 0o777], [0o600, 0o700])

    def test_what_cannot_be_read(self) -> None:
        for command in (["list"], ["export"], ["check"], ["which", "192.0.2.1", "192.0.2.2"], ["import", "missing"]):
            with self.subTest(command):
                self.assertIn("No such file", "".join(self.run_to(FILE, *command)))

    def test_output_that_cannot_be_written(self) -> None:
        self.write("keyring", TWO)
        with open("/dev/full", "wb") as full:
            process = self.start("list", stdout=full, stderr=subprocess.PIPE)
            self.assertIn(b"standard output", process.communicate()[1])
            self.assertEqual(process.returncode, FILE)


    def test_help_that_cannot_be_written(self) -> None:
        for arguments in ["--help"], ["list", "--help"], ["--version"]:
            with open("/dev/full", "wb") as full:
                process = self.start(*arguments, stdout=full, stderr=subprocess.PIPE)
                complaints = process.communicate()[1].decode()
            self.assertEqual(process.returncode, FILE, arguments)
            self.assertIn("standard output", complaints)

    def test_an_empty_or_relative_home_is_none(self) -> None:
        """GLib may print warnings of its own if the user has no entry in the list of users, as in a bare chroot."""
        for variable in "HOME", "XDG_CONFIG_HOME":
            for folder in "", ".", "here":
                done = self.run_it("list", env=self.environment | {variable: folder, "TCPAUTH_KEYRING": ""})
                self.assertRegex(done.stderr.decode(), "(?m)^tcpauth: /.*/tcpauth/keyring: ")
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_no_terminal_obeys_a_file_name(self) -> None:
        name = b"a\x1b]0;t\x07" + "\x9b\u202eb\u061c\u200e\u200f\u2028\u2066\u2069c".encode() + b"\xe4"
        path = self.folder / os.fsdecode(name)
        path.write_text(TWO + "key bad port x\n")
        path.chmod(0o600)
        for command in ["check", path], ["import", path], ["list", "-k", path], \
                ["which", "192.0.2.1", "192.0.2.2", "-k", path], ["remove", "x", "-k", path]:
            done = self.run_it(*map(os.fsencode, command))
            said = (done.stdout + done.stderr).decode()
            self.assertIn(f"a?]0;t??????b{17 * '?'}c?", said, command)     # a "?" for each byte
            self.assertNotRegex(said, "[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", command)

    def test_hard_links_are_not_split(self) -> None:
        self.add("a", "*", "*")
        before = self.keyring.read_bytes()
        os.link(self.keyring, self.folder / "other")
        for command in ["add", "b", "*", "*", "--secret-file", "-"], ["remove", "a"], \
                ["export", "--force", "-o", "other"]:
            done = self.run_it(*command, given="secret")
            self.assertEqual(done.returncode, FILE, command)
            self.assertIn(b"hard links", done.stderr)
            self.assertEqual([self.keyring.read_bytes(), self.keyring.stat().st_nlink], [before, 2])


class List(Case):
    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", TWO)

    def test_a_table(self) -> None:
        lines = self.run_to(FINE, "list")[0].splitlines()
        self.assertEqual(lines[0].split(), ["NAME", "END", "END", "PORT", "ALGORITHM", "UNTIL"])
        self.assertEqual(lines[1].split(), ["fra1", "192.0.2.1", "192.0.2.2", "179", "MD5", "2026-07-01"])
        self.assertEqual(lines[2].split(), ["fra", "2", "192.0.2.0/24", "*", "MD5"])
        self.assertEqual([lines[0].index("ALG"), lines[0].index("PORT")], [lines[2].index("MD5"), lines[1].index("179 ")])
        self.assertFalse(any(line.endswith(" ") for line in lines))

    def test_names(self) -> None:
        self.assertEqual(self.run_to(FINE, "list", "fra 2")[0].count("\n"), 2)
        out, complaints = self.run_to(FOUND, "list", "--names", "fra1", "nobody")
        self.assertEqual(out, "fra1\n")
        self.assertIn("nobody", complaints)

    def test_secrets_of_those_named(self) -> None:
        self.assertNotIn("horse", self.run_to(FINE, "list", "fra1")[0])
        out = self.run_to(FINE, "list", "--secrets", "fra1")[0]
        self.assertIn('"correct horse"', out)
        self.assertNotIn("00ff", out)

    def test_json(self) -> None:
        self.assertEqual(json.loads(self.run_to(FINE, "list", "--json")[0])[0], {
            "name": "fra1", "ends": ["192.0.2.1", "192.0.2.2"], "signed-as": None, "port": 179, "algorithm": "MD5",
            "send-id": None, "recv-id": None, "options": None, "from": None, "until": "2026-07-01", "withheld": None, **OF_FEW,
            "origin": f"{self.keyring}:2"})

    def test_json_has_the_addresses_before_translation(self) -> None:
        self.write("keyring", 'key a ends * 192.0.2.2 signed-as 10.0.0.1 * secret "x"\n')
        self.assertEqual(json.loads(self.run_to(FINE, "list", "--json")[0])[0]["signed-as"], ["10.0.0.1", "*"])

    def test_what_is_wrong_is_told_and_the_rest_shown(self) -> None:
        self.write("keyring", TWO + "key bad port x\n")
        out, complaints = self.run_to(FOUND, "list", "--names")
        self.assertEqual(out, "fra1\nfra 2\n")
        self.assertIn(f"{self.keyring}:10: a port is", complaints)

    def test_a_configuration(self) -> None:
        self.write("keyring", "frr version 8.4\nrouter bgp 64500\n neighbor 192.0.2.2 password transit\n")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "192.0.2.2\n")

    def test_a_configuration_without_passwords_has_no_keys(self) -> None:
        self.write("keyring", "router bgp 64500\n bgp router-id 192.0.2.1\n neighbor 192.0.2.2 remote-as 64500\n")
        self.run_to(FINE, "list")
        (self.folder / "keyring").chmod(0o644)
        note = f"{self.keyring}: note: there are no keys in it\n"
        self.assertEqual(self.run_to(FINE, "check"), (note, ""))
        self.assertIn(note, self.run_to(FINE, "export")[1])

    def test_a_file_of_neither_kind(self) -> None:
        for text in "Dear router,\nmy key is secret.\n", "\x7fELF\x01", "[Interface]\n":
            self.write("keyring", text)
            out, complaints = self.run_to(FOUND, "list")
            self.assertEqual(complaints.splitlines()[0], f"tcpauth: {self.keyring}: neither a keyring nor a "
                             "configuration known here; --dialect or the preference "
                             "tcpauth.dialect forces a format")

    def test_a_configuration_that_is_not_recognised(self) -> None:
        self.write("keyring", " neighbor 192.0.2.2 password transit\n")
        for arguments in ["list", "--names"], ["export"], ["which", "192.0.2.1", "192.0.2.2"]:
            self.run_to(FOUND, *arguments)
            self.assertIn("192.0.2.2", self.run_to(FINE, *arguments, "--dialect", "frr")[0])
            self.assertIn("nonsense", self.run_to(MISUSE, *arguments, "--dialect", "nonsense")[1])


class InitialSequenceNumbers(Case):
    ISNS = """\
isn 192.0.2.1 179 4294967295   # of the session with 192.0.2.2
key fra1 ends 192.0.2.1 192.0.2.2 secret "correct horse"
isn 2001:db8::1 40001 0
isn 192.0.2.1 179 7
"""
    READ = [("192.0.2.1", 179, 4294967295), ("2001:db8::1", 40001, 0), ("192.0.2.1", 179, 7)]

    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", self.ISNS)

    def listed(self, keyring: object) -> list[tuple[str, int, int]]:
        objects = json.loads(self.run_to(FINE, "list", "--json", "-k", keyring)[0])
        return [(one["address"], one["port"], one["isn"]) for one in objects if "isn" in one]

    def test_they_are_listed_below_the_keys(self) -> None:
        lines = self.run_to(FINE, "list")[0].splitlines()
        self.assertEqual([line.split() for line in lines[2:]],
                         [[], ["ADDRESS", "PORT", "ISN"], *([*map(str, one)] for one in self.READ)])
        self.assertEqual(len(self.run_to(FINE, "list", "fra1")[0].splitlines()), 2)
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "fra1\n")
        self.assertEqual(self.listed(self.keyring), self.READ)
        self.assertEqual(self.run_to(FINE, "check"), ("", ""))

    def test_they_are_exported_and_imported(self) -> None:
        self.run_to(FINE, "export", "-o", self.folder / "exported")
        self.assertEqual(self.listed(self.folder / "exported"), self.READ)
        self.assertNotIn("isn", self.run_to(FINE, "export", "fra1")[0])
        said = self.run_to(FINE, "import", "-k", self.folder / "new", "exported")[0]
        self.assertEqual(said, "exported: 1 key added, 3 initial sequence numbers\n")
        before = (self.folder / "new").read_bytes()
        self.run_to(FINE, "import", "-k", self.folder / "new", "keyring")
        self.assertEqual((self.folder / "new").read_bytes(), before)
        self.assertEqual(self.listed(self.folder / "new"), self.READ)

    def test_a_format_without_them_is_told(self) -> None:
        self.assertEqual(self.run_to(FINE, "export", "-f", "bird")[1],
                         "tcpauth: note: 3 initial sequence numbers are left out: bird has no such\n")

    def test_a_file_of_nothing_else_is_a_keyring(self) -> None:
        self.write("keyring", "isn 192.0.2.1 179 7\n")
        self.assertEqual(self.listed(self.keyring), [("192.0.2.1", 179, 7)])
        (self.folder / "router").mkdir()
        self.write("router/isns", self.ISNS.split("key")[0])
        self.write("router/keys", 'key fra1 ends 192.0.2.1 192.0.2.2 secret "correct horse"\n')
        self.assertEqual(self.listed(self.folder / "router"), self.READ[:1])

    def test_edits_keep_them(self) -> None:
        self.run_to(FINE, "remove", "fra1")
        self.assertEqual(self.keyring.read_text(), "".join(self.ISNS.splitlines(True)[i] for i in (0, 2, 3)))
        self.add("a", "192.0.2.1", "192.0.2.2")
        self.assertEqual(self.listed(self.keyring), self.READ)

    def test_a_broken_line_costs_that_line(self) -> None:
        self.write("keyring", self.ISNS + "isn 192.0.2.1 hunter2 7\n")
        out, complaints = self.run_to(FOUND, "list", "--names")
        self.assertEqual((out, complaints.count(f"{self.keyring}:5: ")), ("fra1\n", 1))
        self.assertNotIn("hunter2", complaints)


class Which(Case):
    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", """
            key wide    ends * *                      secret 'a'
            key old     ends 192.0.2.1 192.0.2.2      secret 'b'  until 2026-01-01
            key new     ends 192.0.2.2 192.0.2.1      secret 'c'  from 2026-01-01
            key port    ends 192.0.2.1 192.0.2.2      secret 'd'  port 179
            key ldp     ends 192.0.2.1 192.0.2.2      secret 'e'  port 646
            key network ends 192.0.2.0/24 192.0.2.0/24  secret 'f'
        """)

    def test_order_and_reasons(self) -> None:
        lines = self.run_to(FINE, "which", "192.0.2.1", "192.0.2.2", "179", "2026-06-01")[0].splitlines()[1:]
        self.assertEqual([line.split()[:2] for line in lines],
                         [["1", "port"], ["2", "new"], ["-", "old"], ["3", "network"], ["4", "wide"]])
        self.assertIn("/32 + /32 = 64 bits, names port 179, always valid", lines[0])
        self.assertIn("any port, valid since 2026-01-01", lines[1])
        self.assertIn("not valid since 2026-01-01", lines[2])
        self.assertIn("/24 + /24 = 48 bits", lines[3])
        self.assertIn(f"{self.keyring}:5", lines[0])

    def test_what_tcp_ao_needs(self) -> None:
        self.write("keyring", """\
key one ends 192.0.2.1 192.0.2.2 algorithm hmac-sha-256-128 send-id 5 recv-id 6 options included secret 'x'
    until 2027-01-01 send-from 2026-02-01 send-until 2026-03-01 chain C number 7 preference deprecated signature optional
key two ends 192.0.2.1 192.0.2.2 algorithm aes-128-cmac-96 mac-length 8 recv-id 9 options excluded chain D secret 'y'
key any ends 192.0.2.1 192.0.2.2 algorithm hmac-sha-1-96 secret 'z'
""")
        def reasons(time: str) -> dict[str, str]:
            found = json.loads(self.run_to(FINE, "which", "--json", "192.0.2.2", "192.0.2.1", time)[0])
            return {key["name"]: key["why"] for key in found["keys"]}
        self.assertEqual(reasons("2026-02-01"), {
            "one": "/32 + /32 = 64 bits, any port, valid until 2027-01-01, sent now, HMAC-SHA-256-128 with a MAC of 16 "
                   "octets, options covered, KeyID 5 from 192.0.2.1, 6 to it, key 7 of chain C, deprecated, unsigned "
                   "segments are accepted",
            "two": "/32 + /32 = 64 bits, any port, always valid, AES-128-CMAC-96 with a MAC of 8 octets, options not "
                   "covered, KeyID * from 192.0.2.1, 9 to it, chain D",
            "any": "/32 + /32 = 64 bits, any port, always valid, HMAC-SHA-1-96 with a MAC of 12 octets, options perhaps "
                   "covered, any KeyID"})
        self.assertIn("valid until 2027-01-01, not sent before 2026-02-01, ", reasons("2026-01-31")["one"])
        self.assertIn("valid until 2027-01-01, not sent since 2026-03-01, ", reasons("2026-03-01")["one"])
        self.assertNotIn("sent", reasons("2027-01-01")["one"].replace("unsigned", ""))

    def test_port_and_time_may_be_left_out(self) -> None:
        names = {}
        for arguments in ([], ["646"], ["2025-01-01"], ["646", "2025-01-01"]):
            answer = json.loads(self.run_to(FINE, "which", "--json", "192.0.2.2", "192.0.2.1", *arguments)[0])
            names[" ".join(arguments)] = [key["name"] for key in answer["keys"] if key["used"]]
        self.assertEqual(names, {"": ["port", "new", "network", "wide"], "646": ["ldp", "new", "network", "wide"],
                                 "2025-01-01": ["port", "old", "network", "wide"],
                                 "646 2025-01-01": ["ldp", "old", "network", "wide"]})

    def test_none(self) -> None:
        self.run_to(FINE, "remove", "wide")
        self.assertIn("no key applies", self.run_to(FOUND, "which", "2001:db8::1", "2001:db8::2")[1])


class Folders(Case):
    """A folder of configurations used as a keyring."""

    def setUp(self) -> None:
        super().setUp()
        self.saved = self.folder / "saved"
        (self.saved / "core/.git").mkdir(parents=True)
        router = "hostname {0}\n!\nrouter bgp 64500\n neighbor {1} remote-as 64501\n neighbor {1} password {2}\n"
        self.write("saved/core/r1.conf", "version 15.2\n" + router.format("r1", "192.0.2.1", "secret-of-r1"))
        self.write("saved/r2.cfg", "frr version 8.4\n" + router.format("r2", "192.0.2.2", "secret-of-r2"))
        self.write("saved/bird", "protocol bgp b {\n local as 1;\n neighbor 192.0.2.3 as 2;\n password \"x\";\n}\n")
        self.write("saved/session.keys", TWO)
        self.write("saved/README", "Saved every night.\n")
        self.write("saved/core/.git/HEAD", "key hidden ends * * secret 'x'")
        self.write("saved/core/removed", "version 15.2\nhostname r3\nrouter bgp 1\n neighbor 192.0.2.4 remote-as 2\n"
                   "!neighbor 192.0.2.4 password <removed>\n neighbor 192.0.2.5 remote-as 2\n"
                   " neighbor 192.0.2.5 password <removed>\n")
        (self.saved / "link").symlink_to("r2.cfg")
        os.mkfifo(self.saved / "pipe")

    def test_each_file_is_read_by_its_own_format(self) -> None:
        shown, complaints = self.run_to(FOUND, "list", "--names", "-k", self.saved)
        self.assertEqual(shown.splitlines(),
                         ["bird 192.0.2.3", "r1 192.0.2.1", "r3 192.0.2.5", "r2 192.0.2.2", "fra1", "fra 2"])
        self.assertEqual(sorted(line.removeprefix(f"tcpauth: {self.saved}/") for line in complaints.splitlines()), [
            "README: skipped: neither a keyring nor a configuration known here",
            "core/removed:5: the password was removed before this file was saved, here and in 1 other line",
            "link: skipped: a symbolic link", "pipe: skipped: a pipe"])

    def test_it_is_imported_and_checked(self) -> None:
        out, complaints = self.run_to(FOUND, "import", self.saved)
        self.assertEqual(out, f"{self.saved}: 5 keys added, 2 skipped: 1 without a secret, 1 with an error\n")
        self.assertIn("# from " + str(self.saved / "core/r1.conf") + ":6", self.keyring.read_text())
        self.assertNotIn("<removed>", self.keyring.read_text())
        flaws = json.loads(self.run_to(FOUND, "check", "--json", f"{self.saved}/")[0])
        self.assertIn((f"{self.saved}/core/removed:5", "problem"), {(flaw["where"], flaw["severity"]) for flaw in flaws})
        self.assertIn((f"{self.saved}/pipe", "note"), {(flaw["where"], flaw["severity"]) for flaw in flaws})

    def test_backups_are_skipped(self) -> None:
        kinds = "#r2.cfg#", "r2.cfg.bak", "r2.cfg.old", "r2.cfg.orig", "r2.cfg.sav", "r2.cfg.swp", "r2.cfg~"
        old = (self.saved / "r2.cfg").read_text().replace("secret-of-r2", "an-old-one")
        for name in *kinds, "alone.bak", "#":
            self.write(f"saved/{name}", old)
        shown, complaints = self.run_to(FOUND, "list", "--names", "-k", self.saved)
        self.assertEqual(shown.splitlines().count("r2 192.0.2.2"), 3)  # r2.cfg, alone.bak and #
        for name in kinds:
            self.assertIn(f"{self.saved}/{name}: skipped: it is a backup of another file here\n", complaints)

    def test_what_others_may_read_is_told_once(self) -> None:
        for path in self.saved.glob("r2*"), self.saved.glob("session*"):
            next(path).chmod(0o644)
        complaints = self.run_to(FOUND, "list", "-k", self.saved)[1]
        self.assertEqual(complaints.count("other users can read 2 of its files"), 1)

    def test_it_is_bounded(self) -> None:
        deep = self.saved / "/".join("abcdefghij")
        deep.mkdir(parents=True)
        (deep / "r9.conf").write_text(TWO)
        with open(self.saved / "huge", "wb") as huge:
            huge.truncate(1 << 40)
        complaints = self.run_to(FILE, "list", "-k", self.saved)[1]
        self.assertIn("too many folders deep", complaints)
        self.assertIn("huge: it is larger than 64 MiB", complaints)

    def test_an_empty_one_has_no_keys(self) -> None:
        (self.folder / "empty").mkdir()
        self.assertIn("there are no keys", self.run_to(FINE, "list", "-k", self.folder / "empty")[1])


if __name__ == "__main__":
    unittest.main()
