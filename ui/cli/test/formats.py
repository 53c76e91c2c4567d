#!/usr/bin/env python3
"""Tests that our importers and the programs of a format can read exported keys."""
# SPDX-License-Identifier: GPL-2.0-or-later

import json
import os
import re
import shutil
import subprocess
import tomllib
import unittest
from pathlib import Path

from program import FILE, FINE, FOUND, Case

PROJECT = Path(__file__).resolve().parents[3]
CAPTURES = PROJECT / "test-captures"
FIELDS = ["frame.number", "tcpauth.status", "tcpauth.key", "tcpauth.calculated", "tcpauth.cause"]

KEYS = """\
key plain   ends 192.0.2.1 192.0.2.2  port 179  secret "plain-secret"
key six     ends 2001:db8::1 2001:db8::2        secret "six;secret#{}"
key any     ends 192.0.2.3 *          port 179  secret "any$secret!"
key blank   ends 192.0.2.1 192.0.2.4            secret "correct horse"
key quote   ends 192.0.2.1 192.0.2.5            secret 'double"quote'
key bytes   ends 192.0.2.1 192.0.2.6            secret hex 00ff0a0d
key slash   ends 192.0.2.1 192.0.2.7            secret 'back\\slash\\x41'
key digits  ends 192.0.2.1 192.0.2.8            secret "0xff"
key "Köln, 1" ends 192.0.2.1 192.0.2.9          secret "naïve"
key net     ends 192.0.2.1 198.51.100.0/24      secret "net-secret"
key old     ends 192.0.2.1 192.0.2.10           secret "old-secret"  until 2026-01-01
key new     ends 192.0.2.1 192.0.2.10           secret "new-secret"  from 2026-01-01 until 2027-01-01
key ao      ends 192.0.2.1 192.0.2.11  algorithm aes-128-cmac-96 send-id 1 recv-id 2  secret "ao-secret"
key ldp     ends 192.0.2.1 192.0.2.12  port 646 secret "ldp-secret"
"""
ALL = re.findall(r'(?m)^key (".*?"|\S+)', KEYS)
NOW = ["--time", "2026-06-01"]
LEFT_OUT = {
    "frr": ["blank", "bytes", "naive", "net", "old", "ao", "ldp"],
    "bird": ["quote", "bytes", "naive", "net", "old", "ldp"],
    "gobgp": ["bytes", "naive", "net", "old", "ldp"],
    "setkey": ["any", "net", "old", "ao"],
}


def bird_version() -> str:
    done = subprocess.run(["bird", "--version"], capture_output=True, text=True, check=True)
    return re.search(r"[0-9]+\.[0-9.]+", done.stdout + done.stderr)[0]


class Formats(Case):
    def setUp(self) -> None:
        super().setUp()
        self.write("keyring", KEYS)
        self.others = self.folder / "others"

    def keys_of(self, keyring: object, *names: str) -> list[dict]:
        """Returns the keys of list --json, with the secrets of export added."""
        keys = json.loads(self.run_to(FINE, "list", "--json", "-k", keyring, *names)[0])
        entries = self.run_to(FINE, "export", "-k", keyring, *(key["name"] for key in keys))[0]
        for key, secret in zip(keys, re.findall(r"(?m)^    secret +(.*)", entries), strict=True):
            key["secret"] = secret
            del key["origin"]
        return keys

    def exported(self, form: str, code: int = FOUND) -> str:
        """Returns the exported text, after checking that the messages name exactly the keys in LEFT_OUT."""
        out, complaints = self.run_to(code, "export", "--format", form, *NOW)
        told = [name.strip('"').replace("Köln, 1", "naive")
                for name in re.findall(r"keyring:\d+: (.*?) is left out: ", complaints)]
        self.assertEqual(told, LEFT_OUT.get(form, []), complaints)
        return out

    def kept(self, form: str) -> list[dict]:
        left_out = [name.replace("naive", "Köln, 1") for name in LEFT_OUT[form]]
        return self.keys_of(self.keyring, *(name.strip('"') for name in ALL if name.strip('"') not in left_out))

    def imported(self, text: str, dialect: str) -> list[dict]:
        self.run_to(FINE, "import", "-k", self.others, "--dialect", dialect, "-", given=text)
        return self.keys_of(self.others)

    def test_native(self) -> None:
        self.run_to(FINE, "export", "--output", "others")
        self.assertEqual(self.keys_of("others"), self.keys_of(self.keyring))
        self.assertEqual(self.run_to(FINE, "export", "-k", "others")[0], self.others.read_text())

    def test_frr(self) -> None:
        """FRR's configuration has only the peer and the secret; the port is BGP's."""
        imported = self.imported(self.exported("frr"), "frr")
        wanted = [(key["ends"][0 if key["ends"][1] == "*" else 1], 179, key["secret"]) for key in self.kept("frr")]
        self.assertEqual([(key["ends"][1], key["port"], key["secret"]) for key in imported], wanted)

    def test_bird(self) -> None:
        imported = self.imported(self.exported("bird"), "bird")
        wanted = [(sorted(key["ends"]), key["port"] or 179, key["secret"]) for key in self.kept("bird")]
        self.assertEqual([(sorted(key["ends"]), key["port"], key["secret"]) for key in imported], wanted)

    def test_bird_has_the_keys_of_tcp_ao(self) -> None:
        """All keys between the same ends are in one protocol."""
        def key(name: str, more: str) -> str:
            return f"key {name} ends 192.0.2.1 192.0.2.{more} secret '{name}-secret'\n"
        ao = "port 179 options included algorithm"
        kept = [key("one", f"2 {ao} hmac-sha-1-96 send-id 1 recv-id 2 preference preferred"),
                key("two", f"2 {ao} aes-128-cmac-96 send-id 3 recv-id 3 preference deprecated"),
                key("sha", f"3 {ao} hmac-sha-256-96 send-id 0 recv-id 255"),
                *(key(f"sha{bits}", f"3 {ao} hmac-sha-{bits}-96 send-id {bits % 100} recv-id {bits % 99}") for bits in (224, 384, 512)),
                key("md5", f"4 {ao} hmac-md5-96 send-id 1 recv-id 1")]
        left_out = {"its algorithm": key("hkdf", "2 algorithm hkdf-sha-256-128 send-id 5 recv-id 6"),
                    "12 octets": key("long", "2 algorithm hmac-sha-1-96 mac-length 16 send-id 5 recv-id 6"),
                    "cover": key("bare", "2 algorithm hmac-sha-1-96 options excluded send-id 5 recv-id 6"),
                    "both KeyIDs": key("half", "2 algorithm hmac-sha-1-96 send-id 5"),
                    "one key for two ends": key("old", "2")}
        self.write("keyring", "".join(kept) + "".join(left_out.values()))
        out, complaints = self.run_to(FOUND, "export", "-f", "bird")
        self.assertEqual(out.count("protocol bgp"), 3)
        for words, line in zip(left_out, complaints.splitlines(), strict=True):
            self.assertIn(words, line)
        self.write("keyring", "".join(kept))
        wanted, imported = self.keys_of(self.keyring), self.imported(out, "bird")
        for one in wanted + imported:
            del one["name"], one["number"]      # BIRD numbers keys instead of naming them
        self.assertEqual(imported, wanted)

    def test_gobgp(self) -> None:
        imported = self.imported(self.exported("gobgp"), "gobgp")
        wanted = [(sorted(key["ends"]), key["port"] or 179, key["secret"]) for key in self.kept("gobgp")]
        self.assertEqual([(sorted(key["ends"]), key["port"], key["secret"]) for key in imported], wanted)

    def test_gobgp_has_the_keys_of_tcp_ao(self) -> None:
        """All keys between the same ends are in one chain. Its neighbor signs with the preferred one."""
        def key(name: str, more: str) -> str:
            return f"key {name} ends 192.0.2.1 192.0.2.{more} secret '{name}-secret'\n"
        ao = "port 179 options included algorithm"
        kept = [key("one", f"2 {ao} hmac-sha-1-96 send-id 1 recv-id 2"),
                key("two", f"2 {ao} aes-128-cmac-96 send-id 3 recv-id 3 preference preferred"),
                key("bare", "2 port 179 options excluded algorithm hmac-sha-1-96 send-id 5 recv-id 7"),
                key("sha", f"3 {ao} hmac-sha-256-96 send-id 0 recv-id 255"),
                key("long", f"3 {ao} hmac-sha-256-128 send-id 9 recv-id 8"),
                "key six ends 2001:db8::1 2001:db8::2 port 179 algorithm hmac-sha-1-96 options included send-id 4 recv-id 4 "
                "secret hex 00ff0a5b\n"]
        left_out = {"its algorithm": key("hkdf", "2 algorithm hkdf-sha-256-128 send-id 5 recv-id 6"),
                    "length": key("sixteen", "2 algorithm hmac-sha-1-96 mac-length 16 send-id 5 recv-id 6"),
                    "both KeyIDs": key("half", "2 algorithm hmac-sha-1-96 send-id 5"),
                    "one key for a peer": key("old", "2")}
        self.write("keyring", "".join(kept) + "".join(left_out.values()))
        out, complaints = self.run_to(FOUND, "export", "-f", "gobgp")
        self.assertEqual(re.findall(r"\bsend-id = (\d+)", out), ["3", "0", "4"])
        for words, line in zip(left_out, complaints.splitlines(), strict=True):
            self.assertIn(words, line)
        self.write("keyring", "".join(kept))
        wanted, imported = self.keys_of(self.keyring), self.imported(out, "gobgp")
        for one in wanted + imported:
            for lost in "name", "number", "chain", "preference":
                one.pop(lost, None)
        self.assertEqual(imported, wanted)
        parsed = tomllib.loads(out)
        self.assertEqual([len(chain["keys"]) for chain in parsed["keychains"]], [3, 2, 1])
        self.assertEqual([neighbor["tcp-ao"]["config"]["keychain"] for neighbor in parsed["neighbors"]],
                         [chain["config"]["name"] for chain in parsed["keychains"]])

    def test_a_router_gets_one_key_for_a_peer(self) -> None:
        """FRR would use the last of two passwords for a neighbor; GoBGP and setkey refuse the second."""
        self.write("keyring", "key a ends 192.0.2.1 192.0.2.9 secret 'x'\nkey b ends 192.0.2.2 192.0.2.9 secret 'y'\n"
                   "key c ends 192.0.2.9 192.0.2.1 secret 'z'\nkey d ends * 192.0.2.9 secret 'w'\n")
        for form, left_out in (("frr", "bd"), ("gobgp", "bd"), ("bird", ""), ("setkey", "cd")):
            complaints = self.run_to(FOUND if left_out else FINE, "export", "-f", form)[1]
            self.assertEqual(re.findall(r": (.) is left out: ", complaints), list(left_out), form)
        for local, password in ("192.0.2.1", "x"), ("192.0.2.2", "y"):
            out = self.run_to(FOUND, "export", "-f", "frr", "--local", local, "a", "b")[0]
            self.assertEqual(re.findall("password (.)", out), [password], local)

    def test_only_keys_of_one_peer_and_instance_are_joined(self) -> None:
        def key(name: str, ends: str, ids: str, more: str = "") -> str:
            return f"key {name} ends {ends} algorithm hmac-sha-1-96 {ids} {more} secret '{name}-secret'\n"
        same, other = "192.0.2.1 192.0.2.9", "192.0.2.2 192.0.2.9"
        self.write("keyring", key("one", same, "send-id 1 recv-id 2") + key("two", same, "send-id 1 recv-id 3")
                   + key("three", same, "send-id 4 recv-id 2") + key("red", same, "send-id 5 recv-id 5", "instance 'vrf RED'")
                   + key("six", same, "send-id 2 recv-id 1") + key("away", other, "send-id 7 recv-id 7"))
        for form, away in ("bird", []), ("gobgp", ["away"]):
            out, complaints = self.run_to(FOUND, "export", "-f", form)
            self.assertEqual(re.findall(r": (\S+) is left out: ", complaints), ["two", "three", "red", *away])
            self.assertEqual(out.count("  # six\n"), 1)

    def test_bird_needs_the_interface_of_a_link_local_peer(self) -> None:
        self.write("keyring", "key a ends * fe80::1 secret 'x'\nkey b ends * 169.254.0.1 secret 'y'\n")
        out = self.run_to(FINE, "export", "-f", "bird")[0]
        self.assertEqual(re.findall(r"neighbor (\S+) as", out), ["fe80::1%INTERFACE", "169.254.0.1"])
        self.assertEqual([key["ends"] for key in self.imported(out, "bird")], [["*", "fe80::1"], ["*", "169.254.0.1"]])

    def test_what_is_lost_of_a_chain_is_told_once(self) -> None:
        self.write("keyring", "key a ends 192.0.2.1 192.0.2.2 algorithm hmac-sha-1-96 send-id 1 recv-id 2 secret 'x'\n"
                   "    from 2026-01-01 send-until 2027-01-01 chain C number 7 signature optional preference preferred\n")
        self.assertEqual(self.run_to(FINE, "export", "-f", "bird", *NOW)[1],
                         f"tcpauth: {self.keyring}:1: note: a is written without its from, send-until, signature, chain, "
                         "number: bird has no such\n")

    def test_setkey(self) -> None:
        imported = self.imported(self.exported("setkey"), "setkey")
        self.assertEqual([(key["ends"], key["secret"]) for key in imported],
                         [(key["ends"], key["secret"]) for key in self.kept("setkey")])

    def test_uat_has_everything(self) -> None:
        lines = self.exported("uat", FINE).splitlines()
        self.assertEqual(len(lines), len(ALL))
        self.assertEqual(lines[0], '"plain","192.0.2.1","192.0.2.2","179","MD5","plain-secret","","","",""')
        self.assertIn('"back\\x5cslash\\x5cx41"', lines[6])
        self.assertIn('"0x30786666"', lines[7])
        self.assertIn('"1","2","",""', lines[12])

    def test_uat_has_what_signs_as_another_and_the_options(self) -> None:
        self.write("others", "key nat ends 192.0.2.1 192.0.2.2 signed-as * 10.0.0.2 secret 'x'\n"
                   "key both ends * * signed-as 10.0.0.1 10.0.0.2 secret 'x'\n"
                   "key ao ends * * algorithm hmac-sha-1-96 options excluded secret 'x'\n"
                   "key few ends * * mac-length 16 send-from 2026-02-01 send-until 2026-03-01 preference preferred\n"
                   "signature optional chain 'a b' number 4294967295 algorithm hmac-sha-1-96 secret 'x'\n"
                   "key one ends * * chain c secret 'x'\nkey red ends * * instance 'vrf RED' secret 'x'\n")
        lines = self.run_to(FINE, "export", "-k", "others", "-f", "uat")[0].splitlines()
        self.assertEqual([line.split(",", 8)[-1] for line in lines[:3]],
                         ['"","","","10.0.0.2","*"', '"","","10.0.0.1","10.0.0.2","*"', '"","","","","excluded"'])
        self.assertEqual([line.split(",", 12)[-1] for line in lines[3:]],
                         ['"*","16","2026-02-01","2026-03-01","preferred","optional","a b","4294967295"',
                          '"*","","","","*","required","c",""', '"*","","","","*","required","","","vrf RED"'])

    def test_what_a_format_cannot_say_is_told(self) -> None:
        self.write("others", "key a ends 192.0.2.1 192.0.2.2 port 179 from 2026-01-01 until 2027-01-01 secret 'x'\n"
                   "key b ends 192.0.2.1 192.0.2.3 signed-as * 10.0.0.2 secret 'x'\n"
                   "key c ends 192.0.2.1 192.0.2.4 secret 'x'\n")
        for form, port in ("frr", ""), ("bird", ""), ("gobgp", ""), ("setkey", "port, "):
            self.assertEqual(self.run_to(FINE, "export", "-k", "others", "-f", form, *NOW)[1].splitlines(),
                             [f"tcpauth: others:1: note: a is written without its {port}from, until: {form} has no such",
                              f"tcpauth: others:2: note: b is written without its signed-as: {form} has no such"])
        for form in "native", "uat":
            self.assertEqual(self.run_to(FINE, "export", "-k", "others", "-f", form, *NOW)[1], "")

    @unittest.skipUnless(shutil.which("bird"), "BIRD is not installed")
    def test_bird_itself(self) -> None:
        exported = self.exported("bird")
        if tuple(map(int, bird_version().split(".")[:2])) < (2, 17):
            exported = re.sub(r"(?ms)^protocol bgp \{\n[^}]*authentication ao;.*?^\}$", "", exported)
        text = "router id 192.0.2.1;\n" + exported.replace("LOCAL_AS;", "64500;").replace("PEER_AS;", "64501;")
        text = text.replace("    password", "    ipv4 { import none; export none; };\n    password")
        path = self.write("bird.conf", text)
        done = subprocess.run(["bird", "-p", "-c", path], capture_output=True, text=True)
        self.assertEqual([done.returncode, done.stderr], [0, ""])

    @unittest.skipUnless(shutil.which("gobgpd"), "GoBGP is not installed")
    def test_gobgp_itself(self) -> None:
        """GoBGP 3.10 takes the passwords. It does not have TCP-AO."""
        self.write("keyring", KEYS.replace("algorithm aes-128-cmac-96 send-id 1 recv-id 2", ""))
        out = self.run_to(FOUND, "export", "-f", "gobgp", *NOW)[0].replace("peer-as = 0", "peer-as = 64501")
        path = self.write("gobgpd.toml", '[global.config]\n  as = 64500\n  router-id = "192.0.2.1"\n' + out)
        done = subprocess.run(["gobgpd", "--dry-run", "-f", path], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    @unittest.skipUnless(shutil.which("vtysh") and shutil.which("bgpd", path="/usr/lib/frr"), "FRR is not installed")
    def test_frr_itself(self) -> None:
        neighbors = [line for line in self.exported("frr").splitlines() if line.startswith("neighbor")]
        remote = [re.sub("password .*", "remote-as external", line) for line in neighbors]
        path = self.write("frr.conf", "router bgp 64500\n" + "".join(f" {line}\n" for line in remote + neighbors), 0o644)
        self.folder.chmod(0o755)    # bgpd switches to its own user before it reads the file
        done = subprocess.run(["/usr/lib/frr/bgpd", "-C", "-f", path], capture_output=True, text=True)
        # bgpd leaves a folder for crash logs behind, and complains about that of an earlier one with its process id.
        complaints = re.sub("(?m)^.*(failed to mkdir|crashlog).*\n", "", done.stderr)
        self.assertEqual([done.returncode, complaints], [0, ""])

    @unittest.skipUnless(shutil.which("tshark") and "TCPAUTH_PLUGINS" in os.environ, "there is no tshark with the plugin")
    def test_the_key_table_itself(self) -> None:
        """The key table gives the same verdicts as the keyring."""
        for capture in ("keys", "secrets", "key-times", "cause-both-addresses-signed-as"):
            keyring = CAPTURES / f"{capture}.keys"
            table, _ = self.run_to(FINE, "export", "-f", "uat", "-k", self.write("keys", keyring.read_bytes()))
            for folder in ("with-table", "without"):
                (self.folder / folder).mkdir(exist_ok=True)
            self.write("with-table/tcpauth_keys", table)
            verdicts = self.verdicts("with-table", CAPTURES / f"{capture}.pcapng")
            self.assertTrue("\t1\t" in verdicts or "both addresses" in verdicts, verdicts)     # Good, or proven
            self.assertEqual(verdicts, self.verdicts("without", CAPTURES / f"{capture}.pcapng",
                                                     "-o", f"tcpauth.keyring:{keyring}"))

    def verdicts(self, settings: str, capture: Path, *options: str) -> str:
        environment = self.environment | {"WIRESHARK_CONFIG_DIR": str(self.folder / settings),
                                          "WIRESHARK_PLUGIN_DIR": os.environ["TCPAUTH_PLUGINS"]}
        fields = ["-T", "fields", *sum((["-e", name] for name in FIELDS), [])]
        command = [PROJECT / "packaging/unprivileged", "tshark", "-2", "-r", capture, "-Y", "tcpauth", *fields, *options]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout

    def test_the_routers_end(self) -> None:
        out, _ = self.run_to(FINE, "export", "-f", "frr", "plain", "any")
        self.assertEqual(re.findall("neighbor (\\S+)", out), ["192.0.2.2", "192.0.2.3"])
        out, _ = self.run_to(FINE, "export", "-f", "frr", "--local", "192.0.2.2", "plain")
        self.assertEqual(re.findall("neighbor (\\S+)", out), ["192.0.2.1"])

    def test_the_keyring_is_not_replaced(self) -> None:
        (self.folder / "link").symlink_to("keyring")
        for path in "keyring", "link", self.folder / "../" / self.folder.name / "keyring":
            self.assertIn("is the keyring itself", self.run_to(FILE, "export", "--force", "-f", "frr", "-o", path, "plain")[1])
        self.assertEqual(self.keyring.read_text(), KEYS)

    def test_no_pipe_or_device_is_replaced(self) -> None:
        os.mkfifo(self.folder / "pipe")
        self.assertIn("it is a pipe, not a regular file", self.run_to(FILE, "export", "--force", "-o", "pipe", "plain")[1])
        self.assertTrue((self.folder / "pipe").is_fifo())
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"keyring", "pipe"})

    def test_a_file_is_not_replaced_unawares(self) -> None:
        path = self.write("others", "precious")
        self.assertIn("--force", self.run_to(FILE, "export", "-o", "others")[1])
        self.assertEqual(path.read_text(), "precious")
        path.chmod(0o644)
        self.run_to(FINE, "export", "-o", "others", "--force", "plain")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertIn("plain-secret", path.read_text())


if __name__ == "__main__":
    unittest.main()
