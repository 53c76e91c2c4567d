#!/usr/bin/env python3
"""Tests what check finds in a keyring."""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import random
import unittest

from program import FILE, FINE, FOUND, TWO, Case


class Check(Case):
    def flaws(self, text: str, *arguments: str, code: int = FOUND, mode: int = 0o600) -> list[str]:
        """Returns the lines of check, without the keyring's name."""
        self.write("keyring", text, mode)
        out = self.run_to(code, "check", "--time", "2026-06-01", *arguments)[0]
        return [line.removeprefix(f"{self.keyring}:").strip() for line in out.splitlines()]

    def test_nothing_to_find(self) -> None:
        self.assertEqual(self.flaws(TWO, code=FINE), [])

    def test_no_keys(self) -> None:
        """A keyring or configuration without keys has a note, unless another flaw explains that there are none."""
        for text in "", "# nothing yet\n", "isn 192.0.2.1 179 1\n", "router bgp 64500\n neighbor 192.0.2.2 remote-as 1\n":
            self.assertEqual(self.flaws(text, code=FINE), ["note: there are no keys in it"], text)
        self.assertEqual(len(self.flaws("", mode=0o644)), 2)
        self.assertEqual(len(self.flaws("Dear router,\n")), 1)
        self.assertEqual(len(self.flaws("key a\n")), 1)

    def test_the_same_is_found_as_by_comparing_each_key_with_each(self) -> None:
        def related(one: tuple, other: tuple) -> str:
            (end, secret, since, until), (other_end, other_secret, other_since, other_until) = one, other
            if end != other_end:
                return ""
            if secret == other_secret:
                return "duplicate" if (since, until) == (other_since, other_until) else ""
            within = other_since <= since and until <= other_until or since <= other_since and other_until <= until
            return "overlap" if within else ""

        numbers = random.Random(2385)
        for keys in 20, 60, 400:
            rows, text, expected = [], "", []
            for number in range(keys):
                since, until = sorted(numbers.sample(range(keys), 2))
                row = (numbers.randrange(1, 4), numbers.choice("xyz"), since, until)
                kinds = {related(row, before) for before in rows}
                expected += [(f"k{number}", kind) for kind in ["duplicate", "overlap"] if kind in kinds][:1]
                rows.append(row)
                text += f"key k{number} ends * 192.0.2.{row[0]} secret '{row[1]}' from {7000 + since}-01-01 " \
                        f"until {7000 + until}-01-01\n"
            self.write("keyring", text)
            found = json.loads(self.run_to(FOUND, "check", "--json")[0])
            self.assertEqual([(flaw["key"], flaw["kind"]) for flaw in found], expected)
            self.assertGreater(len(rows), len(expected))

    def test_each_flaw_with_its_line(self) -> None:
        x = "secret 'x'\n"
        for text, *expected in (
                ("\nkey a port x\n", "2: a port is a number from 1 to 65535, or *"),
                (f"key a ends * * {x}" * 2, r"2: a: it is the same as a", "2: a: another key has this name"),
                (f"key a ends * 192.0.2.1 {x}key b ends 192.0.2.1 * {x}", "2: b: it is the same as a"),
                (f"key a ends * 192.0.2.1 {x}key b ends * 192.0.2.1 secret 'y'",
                 "2: b: it applies to the same connections"),
                (f"key a ends * * {x}key a ends 192.0.2.1 * {x}", "2: a: another key has this name"),
                (f"\nkey a ends * * until 2026-06-01 {x}", "2: a: it expired 2026-06-01"),
                ("key a ends * * secret 'x '", "1: a: the secret ends with a space"),
                ("key a ends * * secret \"x\\n\"", "1: a: the secret ends with a space"),
                ("key a ends * * secret ' x'", "1: a: the secret begins with a space"),
                ("key a ends * * secret hex efbbbf78", "1: a: the secret begins with the byte order mark of a text file; "
                 "save the file without it, as UTF-8"),
                (f"key a ends * * secret '{'x' * 81}'", "1: a: the secret is longer than the 80 bytes that Linux",
                 "1: a: note: the secret is longer than the 25")):
            with self.subTest(text):
                flaws = self.flaws(text)
                self.assertEqual(len(flaws), len(expected), flaws)
                for flaw, beginning in zip(flaws, expected):
                    self.assertTrue(flaw.startswith(beginning), flaw)

    def test_keys_of_many_hosts_are_no_conflict(self) -> None:
        """A router tells two neighbours with link-local addresses apart by their interfaces."""
        note = ": note: it covers the same hosts at the same time as "
        frr = "router bgp 1\n neighbor swp1 interface remote-as external\n neighbor swp1 password one\n" \
              " neighbor swp2 interface remote-as external\n neighbor swp2 password two\n"
        junos = "protocols {\n bgp {\n  group a {\n   type external;\n   authentication-key one;\n   allow all;\n  }\n" \
                "  group b {\n   authentication-key two;\n   allow all;\n  }\n }\n}\n"
        vrp = "sysname R\nmpls lsr-id 192.0.2.1\nmpls ldp vpn-instance A\n md5-password plain all one\n" \
              "mpls ldp vpn-instance B\n md5-password plain all two\n"
        for text in frr, junos, vrp:
            found = self.flaws(text, code=FINE)
            self.assertEqual(len(found), 1, found)
            self.assertIn(note, found[0])
        self.write("frr.conf", frr)
        self.write("keyring", "")
        self.assertEqual(self.run_to(FINE, "import", "frr.conf"), ("frr.conf: 2 keys added\n", ""))
        found = json.loads(self.run_to(FINE, "check", "--json")[0])
        self.assertEqual([(flaw["kind"], flaw["severity"]) for flaw in found], [("overlap", "note")])

    def test_what_exabgp_may_decode_is_no_conflict(self) -> None:
        exabgp = "neighbor 192.0.2.2 {\n local-address 192.0.2.1;\n peer-as 1;\n md5-password 'abcd12340f';\n}\n"
        self.assertEqual(self.flaws(exabgp, code=FINE), [])
        self.write("exabgp.conf", exabgp)
        self.write("keyring", "")
        self.assertIn("2 keys added\n", self.run_to(FINE, "import", "exabgp.conf")[0])
        self.assertEqual(self.run_to(FINE, "check")[0], "")
        self.assertIn("2 skipped: already in the keyring", self.run_to(FINE, "import", "exabgp.conf")[0])

    def test_keys_of_one_chain_are_no_namesakes(self) -> None:
        self.assertEqual(self.flaws("version 17.9\nkey chain C tcp\n"
                                    " key 1\n  send-id 5\n  recv-id 6\n  cryptographic-algorithm hmac-sha-1\n"
                                    "  key-string one\n"
                                    " key 2\n  send-id 7\n  recv-id 8\n  cryptographic-algorithm hmac-sha-1\n"
                                    "  key-string two\n"
                                    "router bgp 64500\n neighbor 192.0.2.2 remote-as 64501\n neighbor 192.0.2.2 ao C\n",
                                    code=FINE), [])

    def test_a_key_that_is_sent_while_nobody_accepts_it(self) -> None:
        key = "key a ends * * from 2026-01-01 until 2027-01-01 secret 'x' "
        for sent, when in (("", None), ("send-from 2026-01-01 send-until 2027-01-01", None),
                           ("send-from 2025-12-31", "before"), ("send-until 2027-01-01T00:00:01Z", "after"),
                           ("send-from 2025-01-01 send-until 2028-01-01", "before and after")):
            expected = [f"1: a: note: it is sent {when} it is accepted"] if when else []
            self.assertEqual(self.flaws(key + sent, code=FINE), expected)

    def test_one_id_of_two_keys_of_one_peer(self) -> None:
        def key(name: str, ids: str, more: str = "") -> str:
            send, recv = ids.split()
            return (f"key {name} ends 192.0.2.1 192.0.2.2 algorithm hmac-sha-1-96 send-id {send} recv-id {recv} "
                    f"secret '{name}' {more}\n")

        turned = "key b ends 192.0.2.2 192.0.2.1 algorithm aes-128-cmac-96 send-id 2 recv-id 9 secret 'b'\n"
        for text, *expected in (
                (key("a", "1 2") + key("b", "3 4"),),
                (key("a", "1 2") + key("b", "2 1"),),                   # the ids of the two directions are independent
                (key("a", "1 2", "until 2026-07-01") + key("b", "1 2", "from 2026-07-01"),),
                (key("a", "1 2") + key("b", "1 4"), "2: b: it has KeyID 1 from 192.0.2.1 to 192.0.2.2, as a ("),
                (key("a", "1 2") + turned, "2: b: it has KeyID 2 from 192.0.2.2 to 192.0.2.1, as a ("),
                (key("a", "1 2", "until 2026-07-02") + key("b", "1 4", "from 2026-07-01"), "2: b: it has KeyID 1"),
                (key("long", "1 2") + key("c", "1 5", "from 2026-02-01 until 2027-03-01") +
                 key("d", "1 6", "from 2027-04-01"), "2: c: it has KeyID 1", "3: d: it has KeyID 1"),
                (key("a", "1 2") + key("a2", "1 2"), "2: a2: it applies to the same connections")):
            with self.subTest(text):
                flaws = self.flaws(text, code=FOUND if expected else FINE)
                self.assertEqual(len(flaws), len(expected), flaws)
                for flaw, beginning in zip(flaws, expected):
                    self.assertTrue(flaw.startswith(beginning), flaw)

    def test_permissions(self) -> None:
        self.assertEqual(self.flaws(TWO, mode=0o640), ["readable by other users; restrict it with chmod 600"])

    def test_what_is_no_flaw(self) -> None:
        """Things that are no flaw: a key rollover, a less specific key, a key of the same ends for another port, and
        notes.
        """
        x = "secret 'x'\n"
        for text in (f"key a ends * * until 2026-07-02 {x}key b ends * * from 2026-07-01 secret 'y'",
                     f"key a ends * * {x}key b ends 192.0.2.1 * secret 'y'",
                     f"key a ends * * port 179 {x}key b ends * * port 646 secret 'y'",
                     f"key a ends * * secret '{'x' * 80}'",
                     f"key a ends * * algorithm aes-128-cmac-96 secret '{'x' * 200}'"):
            with self.subTest(text):
                self.assertFalse([flaw for flaw in self.flaws(text, code=FINE) if "note:" not in flaw])

    def test_json(self) -> None:
        self.write("keyring", "key a port x\nkey b ends * * until 2026-01-01 secret '" + "x" * 26 + "'\n")
        flaws = json.loads(self.run_to(FOUND, "check", "--json")[0])
        self.assertEqual([(flaw["kind"], flaw["severity"], flaw["where"], flaw["key"]) for flaw in flaws], [
            ("syntax", "problem", f"{self.keyring}:1", None), ("length", "note", f"{self.keyring}:2", "b"),
            ("expired", "problem", f"{self.keyring}:2", "b")])

    def test_files(self) -> None:
        self.write("good", TWO), self.write("bad", "key a port x")
        out = self.run_to(FILE, "check", "--time", "2026-01-01", "good", "bad", "missing")[0]
        self.assertEqual(out.splitlines(), ["bad:1: a port is a number from 1 to 65535, or *",
                                            "missing: No such file or directory"])


if __name__ == "__main__":
    unittest.main()
