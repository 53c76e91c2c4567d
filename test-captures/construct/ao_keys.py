"""Captures of segments that are signed with another key of TCP-AO than the connection's, or with other settings."""
# SPDX-License-Identifier: GPL-2.0-or-later

from dataclasses import replace

from .ao_changed import replacing
from .ao_signer import BACK, BAD, BOTH, GOOD, RIGHT, SECRET, Attempts, Signer, key, named, opened
from .capture import Capture, bad, constructs
from .tcp import MSS, NOP, SACK_PERMITTED, option


@constructs(key())
def cause_ao_options_mode(capture: Capture) -> None:
    """One end covers the other TCP options with its MAC, and the other end does not: every segment with other options
    is bad."""
    uncovered = "the sender does not cover them, but the key says to"
    verdict = named("AO options mode", uncovered)
    for port, signers, verdicts in [(40000, (replace(RIGHT, covered=False), BACK), (verdict, GOOD)),
                                    (40001, (RIGHT, replace(BACK, covered=False)), (GOOD, verdict))]:
        connection = opened(capture, signers, verdicts, port)
        connection.send(1, "PA", 19 * b"\xff", GOOD)


@constructs(key(options="excluded"))
def cause_ao_options_mode_excluded(capture: Capture) -> None:
    """The key says that the MAC does not cover other options, but it does."""
    verdict = named("AO options mode", "the sender covers them, but the key says not to")
    opened(capture, (RIGHT, replace(BACK, covered=False)), (verdict, GOOD), 40000)


@constructs(key(mac_length=4))
def cause_ao_options_mode_short(capture: Capture) -> None:
    """MACs have four octets. A cause found with few guesses is proven; after many guesses, a MAC may match by
    chance."""
    attempts = Attempts(capture)
    short = replace(RIGHT, length=4)
    attempts.send(short, GOOD)
    attempts.send(replace(short, covered=False), named("AO options mode"))
    attempts.send(short, BAD, then=lambda data: data[:14] + b"\x20\x00" + data[16:])
    attempts.send(short, BAD, then=replacing(MSS, option(2, b"\x05\x50")))
    attempts.send(replace(RIGHT, length=1, covered=False), BAD)         # matches each guess with a probability of 1/256


@constructs(key())
def cause_ao_key_id(capture: Capture) -> None:
    """The sender uses the secret of the key, but swaps the KeyIDs of the two ends, or uses another KeyID."""
    attempts = Attempts(capture)
    for ids in (2, 1), (7, 8):
        attempts.send(replace(RIGHT, ids=ids), named("AO key id"))


@constructs(key(algorithm="hmac-sha-256-128"))
def cause_ao_mac_length(capture: Capture) -> None:
    """HMAC-SHA-256 has MACs of 12 and of 20 octets where the key says 16."""
    attempts = Attempts(capture)
    signer = Signer("hmac-sha-256-128")
    attempts.send(replace(signer, length=16), GOOD)
    attempts.send(replace(signer, length=12), named("AO MAC length", "its MAC is shorter than the key's"))
    attempts.send(replace(signer, length=20), named("AO MAC length", "its MAC is longer than the key's"),
                  (MSS, NOP, NOP, SACK_PERMITTED))


@constructs(key(secret='"sixteen octets!!"'))
def cause_ao_algorithm(capture: Capture) -> None:
    """The key says HMAC-SHA-1, and the senders use each of the other algorithms."""
    attempts = Attempts(capture)
    for algorithm, words in {
            "aes-128-cmac-96": "it signs with AES-128-CMAC",
            "hmac-sha-256-96": "it signs with HMAC-SHA-256 and derives as RFC 5926 does",
            "hkdf-sha-256-128": "it signs with HMAC-SHA-256 and derives with HKDF",
            "hmac-md5-96": "it signs with HMAC-MD5",
            "hmac-sha-224-96": "it signs with HMAC-SHA-224",
            "hmac-sha-384-96": "it signs with HMAC-SHA-384",
            "hmac-sha-512-96": "it signs with HMAC-SHA-512"}.items():
        signer = Signer(algorithm, b"sixteen octets!!", length=16 if "128" in algorithm[-3:] else 12)
        attempts.send(signer, named("AO algorithm", words))


@constructs(key())
def cause_ao_settings(capture: Capture) -> None:
    """The secret is right, but two or three settings differ at once."""
    attempts = Attempts(capture)
    sha256 = replace(RIGHT, algorithm="hmac-sha-256-96")
    for signer, words in [
            (replace(RIGHT, covered=False, ids=(5, 2)), "the options it covers and its KeyID"),
            (replace(sha256, covered=False), "the options it covers and its algorithm"),
            (replace(sha256, ids=(5, 2)), "its KeyID and its algorithm"),
            (replace(sha256, covered=False, ids=(5, 2)), "the options it covers, its KeyID and its algorithm")]:
        attempts.send(signer, named("AO settings", words))


@constructs(key() + key("elsewhere", ("192.0.2.7", "192.0.2.8"), secret='"battery staple"')
            + key("expired", secret='"last year"', until="2025-12-31"))
def cause_other_key_ao(capture: Capture) -> None:
    """The senders use the key of another connection, a former key of this connection, and mistyped variants of
    these."""
    attempts = Attempts(capture)
    attempts.send(replace(RIGHT, secret=b"battery staple"), named("other key"))
    attempts.send(replace(RIGHT, secret=b"last year"), named("AO keyring stale"))
    attempts.send(replace(RIGHT, secret=SECRET.ljust(16, b"\0")), GOOD)         # HMAC pads its key itself
    for secret, words in [(SECRET + b"\n", "it ends with a newline"), (b"correct horse ", "it ends with a space"),
                          (b"Correct horse", "its first letter is a capital")]:
        attempts.send(replace(RIGHT, secret=secret), named("key variant", words))


def elsewhere(name: str, **settings: object) -> str:
    return key(name, ("192.0.2.7", "192.0.2.8"), secret=f'"{name} elsewhere"', **settings)


@constructs(key() + key("either", ("192.0.2.1", "192.0.2.3"), algorithm="hmac-sha-256-96", options=None)
            + elsewhere("sha256", algorithm="hmac-sha-256-128") + elsewhere("excluded", options="excluded")
            + "key md5\n    ends 192.0.2.7 192.0.2.9\n    secret \"md5 elsewhere\"\n")
def cause_other_key_ao_secret(capture: Capture) -> None:
    """The senders use the secret of another connection, with the settings of this one."""
    for ends, signers in [(BOTH, [RIGHT]), (("192.0.2.1", "192.0.2.3"), [
            replace(RIGHT, algorithm="hmac-sha-256-96", covered=covered) for covered in (True, False)])]:
        attempts = Attempts(capture, ends)
        for signer in signers:
            for name in "sha256", "excluded", "md5":
                attempts.send(replace(signer, secret=f"{name} elsewhere".encode()),
                              BAD.because("other key") if ends == BOTH else bad("either").because("other key"))


@constructs(key(algorithm="aes-128-cmac-96", secret='"shorter"'))
def cause_key_variant_ao_cmac(capture: Capture) -> None:
    """AES-128-CMAC needs keys of 16 octets. The sender pads a shorter one with zeros, where RFC 5926 extracts a key
    from it."""
    attempts = Attempts(capture)
    signer = Signer("aes-128-cmac-96", b"shorter")
    attempts.send(signer, GOOD)
    attempts.send(replace(signer, secret=b"shorter".ljust(16, b"\0")),
                  named("key variant", "it is padded with zeros to 16 bytes"))
