#!/usr/bin/env python3
"""Tests what add, remove and import do to a keyring."""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import unittest

from program import FILE, FINE, FOUND, MISUSE, OF_FEW, TWO, Case


class Edit(Case):
    def test_add_gives_the_key_that_was_meant(self) -> None:
        self.add("a b", "192.0.2.1", "192.0.2.0/24", "--port", "179",
                 "--algorithm", "aes-128-cmac-96", "--send-id", "1", "--recv-id", "2", "--options", "included",
                 "--from", "2026-01-01", "--until", "2026-07-01T12:00:00+02:00", secret="correct horse\r\n")
        key, = json.loads(self.run_to(FINE, "list", "--json")[0])
        self.assertEqual(key, {
            "name": "a b", "ends": ["192.0.2.1", "192.0.2.0/24"], "signed-as": None, "port": 179,
            "algorithm": "AES-128-CMAC-96", "send-id": 1, "recv-id": 2, "options": "included", "from": "2026-01-01",
            "until": "2026-07-01T10:00:00Z", **OF_FEW, "withheld": None, "origin": f"{self.keyring}:1"})
        self.assertIn('"correct horse"\n', self.run_to(FINE, "list", "--secrets", "a b")[0])

    def test_add_has_an_option_for_what_few_keys_have(self) -> None:
        self.add("a", "*", "*", "--algorithm", "hmac-sha-1-96", "--mac-length", "16", "--send-from", "2026-02-01",
                 "--send-until", "2026-03-01", "--preference", "deprecated", "--signature", "optional",
                 "--chain", "kc TCP", "--number", "4294967295", "--instance", "vrf RED")
        key, = json.loads(self.run_to(FINE, "list", "--json")[0])
        self.assertEqual({name: key[name] for name in OF_FEW}, {
            "mac-length": 16, "send-from": "2026-02-01", "send-until": "2026-03-01", "preference": "deprecated",
            "signature": "optional", "chain": "kc TCP", "number": 4294967295, "instance": "vrf RED"})
        for option, value in (("--mac-length", "3"), ("--send-from", "soon"), ("--preference", "best"),
                              ("--signature", "yes"), ("--chain", "a\nb"), ("--number", "-1"), ("--instance", "a\nb")):
            complaint = self.run_to(MISUSE, "add", "b", "*", "*", option, value)[1]
            self.assertTrue(complaint.startswith(f"tcpauth: {option}: "), complaint)

    def test_a_secret_from_a_file(self) -> None:
        for number, (content, options, shown) in enumerate([
                ("text", [], '"text"'), ("text\n", [], '"text"'), ("text\r\n", [], '"text"'),
                ("text\n\n", [], "hex 746578740a"), ("6b6579\n", ["--hex"], '"key"'), ("a2V5\n", ["--base64"], '"key"'),
                (b"\0\xff", [], "hex 00ff"), ("6b6579", [], '"6b6579"')]):
            path = self.write("secret", content)
            self.run_to(FINE, "add", f"k{number}", "*", "*", "--secret-file", path, *options)
            self.assertIn(f"  {shown}\n", self.run_to(FINE, "list", "--secrets", f"k{number}")[0])

    def test_a_secret_from_a_text_file_of_windows(self) -> None:
        """The byte order mark may be part of the secret, but hardly is: no router has it."""
        for name, content, marked in (("a", "\ufeffsecret\r\n".encode(), True), ("b", "\ufeffs".encode("utf-16-le"), True),
                                      ("c", "\ufeffs".encode("utf-16-be"), True), ("d", b"\xff\xfe\x01\x02", False),
                                      ("e", b"\xef\xbb\xbf\xff", False), ("f", b"\xff\xfe", False)):
            complaints = self.add(name, "*", "*", secret=content)[1]
            self.assertEqual("byte order mark" in complaints, marked, name)

    def test_what_add_refuses(self) -> None:
        self.write("keyring", TWO)
        ends = ["192.0.2.1", "*"]
        for code, arguments, given in (
                (FOUND, ["fra1", *ends], "x"), (FOUND, ["a", *ends], ""), (FOUND, ["a", *ends], "\n"),
                (FOUND, ["a", *ends, "--hex"], "6b6"), (FOUND, ["a", *ends, "--base64"], "x"),
                (MISUSE, ["a", *ends, "--base64", "--hex"], "x"), (MISUSE, ["", *ends], "x"),
                (MISUSE, ["a", "192.0.2.1/8", "*"], "x"), (MISUSE, ["a", *ends, "--port", "bgp"], "x"),
                (FOUND, ["a", "192.0.2.1", "2001:db8::1"], "x"), (MISUSE, ["a\nb", *ends], "x"),
                (FOUND, ["a", *ends, "--from", "2026-02-01", "--until", "2026-01-01"], "x")):
            with self.subTest(arguments, given=given):
                self.run_to(code, "add", *arguments, "--secret-file", "-", given=given)
        self.run_to(FILE, "add", "a", *ends, "--secret-file", "missing")
        self.assertEqual(self.keyring.read_text(), TWO)

    def test_remove_takes_all_or_none(self) -> None:
        self.write("keyring", TWO)
        self.assertIn("nobody", self.run_to(FOUND, "remove", "fra1", "nobody")[1])
        self.assertEqual(self.keyring.read_text(), TWO)
        self.run_to(FINE, "remove", "fra1")
        self.assertEqual(self.keyring.read_text(), "# Frankfurt\n\n" + TWO.split("\n\n")[1])
        self.run_to(FINE, "remove", "fra 2")
        self.assertEqual(self.keyring.read_text(), "# Frankfurt\n\n# the end\n")

    def test_remove_of_a_name_that_several_have(self) -> None:
        self.write("keyring", TWO + "key fra1 ends * * secret 'x'\n")
        self.assertIn(f"{self.keyring}:10: fra1", self.run_to(FOUND, "remove", "fra1")[1])
        self.run_to(FINE, "remove", "--all", "fra1")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "fra 2\n")

    def test_remove_of_a_name_that_is_given_twice(self) -> None:
        """As `list --names` prints the name of two keys."""
        self.write("keyring", TWO + "key fra1 ends * * secret 'x'\nkey kept ends * * secret 'y'\n")
        self.run_to(FINE, "remove", "--all", "fra1", "fra 2", "fra1")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0], "kept\n")

    def test_names_that_look_like_options(self) -> None:
        self.run_to(FINE, "add", "--secret-file", "-", "--", "--all", "*", "*", given="x")
        self.run_to(FINE, "remove", "--", "--all")
        self.assertEqual(self.keyring.read_text(), "")

    def test_a_configuration_is_not_edited(self) -> None:
        frr = "frr version 8.4\nrouter bgp 64500\n neighbor 192.0.2.2 password transit\n"
        self.write("keyring", frr)
        self.assertIn("router's configuration", self.run_to(FILE, "remove", "192.0.2.2")[1])
        self.run_to(FILE, "add", "a", "*", "*", "--secret-file", "-", given="x")
        self.assertEqual(self.keyring.read_text(), frr)


class Import(Case):
    FRR = """\
frr version 8.4
router bgp 64500
 neighbor 192.0.2.2 remote-as external
 neighbor 192.0.2.2 password transit
 neighbor 192.0.2.3 password one two
 neighbor 192.0.2.4 password four
"""

    def test_it_adds_and_tells(self) -> None:
        self.write("keyring", "# mine\nkey bad port x\n")
        self.write("frr.conf", self.FRR)
        out, complaints = self.run_to(FOUND, "import", "frr.conf")
        self.assertEqual(out, "frr.conf: 2 keys added, 1 skipped: with an error\n")
        self.assertIn("frr.conf:5: a password is one word", complaints)
        text = self.keyring.read_text()
        self.assertTrue(text.startswith('# mine\nkey bad port x\n\nkey 192.0.2.2    # from frr.conf:4\n'), text)
        self.assertIn('"transit"', self.run_to(FOUND, "list", "--secrets", "192.0.2.2")[0])

    def test_again_it_adds_nothing(self) -> None:
        self.write("frr.conf", self.FRR)
        self.run_to(FOUND, "import", "frr.conf")
        before = self.keyring.read_bytes()
        self.assertEqual(self.run_to(FOUND, "import", "frr.conf")[0], "frr.conf: 0 keys added, 3 skipped: 2 already in the keyring, 1 with an error\n")
        self.assertEqual(self.keyring.read_bytes(), before)

    def test_conflicts_are_named_and_both_kept(self) -> None:
        self.write("keyring", "key mine ends * 192.0.2.2 port 179 secret 'other'\n")
        self.write("frr.conf", self.FRR.replace("one two", "three"))
        out, complaints = self.run_to(FOUND, "import", "frr.conf")
        self.assertEqual(out, "frr.conf: 3 keys added, 1 conflict\n")
        self.assertRegex(complaints, r"frr.conf:4: conflict: 192.0.2.2 .* mine \(.*/keyring:1\)")
        self.assertEqual(self.run_to(FINE, "list", "--names")[0].split()[:2], ["mine", "192.0.2.2"])

    def test_what_is_signed_for_another_address_is_another_key(self) -> None:
        self.write("keyring", "key a ends 192.0.2.1 192.0.2.2 secret 'x'\n")
        self.write("other", "key b ends 192.0.2.1 192.0.2.2 signed-as 10.0.0.1 * secret 'x'\n"
                   "key c ends 192.0.2.2 192.0.2.1 signed-as * 10.0.0.1 secret 'x'\n")
        self.assertEqual(self.run_to(FINE, "import", "other")[0], "other: 1 key added, 1 skipped: already in the keyring\n")

    def test_a_name_that_is_taken_gets_a_number(self) -> None:
        self.write("keyring", "key a ends 192.0.2.1 * secret 'x'\nkey a-2 ends 192.0.2.2 * secret 'x'\n")
        self.write("other", "key a ends 192.0.2.3 * secret 'x'\nkey a ends 192.0.2.4 * secret 'x'\n")
        self.assertIn("is named a-3", self.run_to(FINE, "import", "other")[1])
        self.assertEqual(self.run_to(FINE, "list", "--names")[0].split(), ["a", "a-2", "a-3", "a-4"])

    def test_names_say_which_router_and_peer(self) -> None:
        """Names of imported keys tell router and peer. A configuration used as the keyring keeps its own names."""
        self.write("ios.conf", "version 17.9\nhostname fra1\nrouter bgp 64500\n neighbor 192.0.2.2 remote-as 64501\n"
                               " neighbor 192.0.2.2 password one\n neighbor 192.0.2.3 remote-as 64502\n"
                               " neighbor 192.0.2.3 description Transit Paris\n neighbor 192.0.2.3 password two\n")
        self.write("frr.conf", "frr version 8.4\nhostname ams1\nrouter bgp 64501\n neighbor 192.0.2.2 remote-as 64500\n"
                               " neighbor 192.0.2.2 password three\n")
        self.run_to(FOUND, "import", "ios.conf", "frr.conf")
        names = ["fra1 192.0.2.2", "Transit Paris", "ams1 192.0.2.2"]
        self.assertEqual(self.run_to(FINE, "list", "--names")[0].splitlines(), names)
        self.assertIn('"two"', self.run_to(FINE, "list", "--secrets", "Transit Paris")[0])
        self.assertEqual(self.run_to(FINE, "list", "--names", "-k", "frr.conf")[0], "192.0.2.2\n")
        self.assertIn("2 skipped: already in the keyring", self.run_to(FINE, "import", "ios.conf")[0])

    def test_a_secret_that_cannot_be_known_is_told(self) -> None:
        self.write("ios.conf", "service timestamps log\nrouter bgp 64500\n neighbor 192.0.2.2 remote-as 64501\n"
                               " neighbor 192.0.2.2 password 6 ZZYPgOVGaZDSgKKOaYUHHBhHHi^\n"
                               " neighbor 192.0.2.3 password 0 clear\n")
        out, complaints = self.run_to(FOUND, "import", "--dialect", "ios", "ios.conf")
        self.assertEqual(out, "ios.conf: 1 key added, 1 skipped: without a secret\n")
        self.assertRegex(complaints, r"ios.conf:4: 192.0.2.2 cannot be imported: \w+")

    def test_several_files_of_which_one_cannot_be_read(self) -> None:
        self.write("frr.conf", self.FRR.replace("one two", "three"))
        self.write("keys", TWO)
        out, complaints = self.run_to(FILE, "import", "frr.conf", "missing", "keys")
        self.assertEqual(out, "frr.conf: 3 keys added\nkeys: 2 keys added\n")
        self.assertIn("missing: No such file", complaints)

    def test_standard_input_and_a_dialect_by_force(self) -> None:
        lines = "neighbor 192.0.2.2 password transit\n"
        self.assertEqual(self.run_to(FOUND, "import", "-", given=lines)[0], "-: 0 keys added\n")
        self.assertEqual(self.run_to(FINE, "import", "--dialect", "frr", "-", given=lines)[0], "-: 1 key added\n")
        self.assertIn("nonsense", self.run_to(MISUSE, "import", "--dialect", "nonsense", "-", given=lines)[1])

    def test_a_dry_run_changes_nothing(self) -> None:
        self.write("keys", TWO)
        self.assertEqual(self.run_to(FINE, "import", "-n", "keys")[0], "keys: 2 keys to be added\n")
        self.assertFalse(self.keyring.exists())

    def test_dialects_are_listed(self) -> None:
        names = [line.split()[0] for line in self.run_to(FINE, "import", "--dialects")[0].splitlines()]
        self.assertEqual(names[:2], ["NAME", "native"])
        self.assertIn("frr", names)


if __name__ == "__main__":
    unittest.main()
