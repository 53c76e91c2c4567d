"""Captures of segments signed with another key than the configured one, or not as in RFC 2385."""
# SPDX-License-Identifier: GPL-2.0-or-later

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

from .capture import Capture, Verdict, bad, constructs, good, unverified
from .carriers import TCP, ethernet, ipv4, ipv6
from .peers import KEYS, SECRET, both, session, session_6
from .rewritten import kinds
from .tcp import KEEPALIVE, NOP, Segment, Session, bgp_open, bgp_update, checksum, option


@constructs("""
key old     ends 192.0.2.1 192.0.2.2 until 2026-03-01T12:00:00 secret "until noon"
key new     ends 192.0.2.1 192.0.2.2 from  2026-03-01T13:00:00 secret "from one on"
key old-6   ends 2001:db8::1 2001:db8::2 until 2026-03-01T12:00:00 secret "until noon"
key now-6   ends 2001:db8::1 2001:db8::2 from  2026-03-01T12:00:00 secret "from noon on"
key later-6 ends 2001:db8::1 2001:db8::2 from  2026-03-01T13:00:00 secret "from one on"
""")
def cause_key_not_valid(capture: Capture) -> None:
    """Segments are signed with a key after its time or before it, while no other key is valid (IPv4) or another one is
    (IPv6)."""
    for bgp, verdict in (session(), unverified("key not valid at this time")), (session_6(), bad("now-6")):
        for bgp.secret in b"until noon", b"from one on":
            for segment in kinds(bgp):
                capture.segment(segment, verdict.because("key not valid"))
    bgp.secret = b"from noon on"
    for segment in kinds(bgp):
        capture.segment(segment, good("now-6"))


@constructs(KEYS + """
key neighbour
    ends    192.0.2.1 192.0.2.3
    secret  "the neighbour's"

key neighbour-6
    ends    2001:db8::1 2001:db8::3
    secret  hex 00ff00ff
""")
def cause_other_key(capture: Capture) -> None:
    """Segments are signed with the key of another neighbour, and in connections for which no key is configured."""
    for bgp, key in both():
        for bgp.secret in b"the neighbour's", bytes.fromhex("00ff00ff"):
            for segment in kinds(bgp):
                capture.segment(segment, bad(key).because("other key"))
        capture.segment(bgp.client("PA", KEEPALIVE, secret=SECRET), good(key))
    stranger = Session(("192.0.2.1", 40001), ("192.0.2.9", 179), SECRET)
    for segment in kinds(stranger):
        capture.segment(segment, unverified("no key").because("other key"))


@constructs(KEYS + """
key migration
    ends       192.0.2.1 192.0.2.2
    algorithm  hmac-sha-1-96
    secret     "secret of TCP-AO"

key migration-6
    ends       2001:db8::1 2001:db8::3
    algorithm  aes-128-cmac-96
    secret     "secret of TCP-AO"
""")
def cause_other_key_md5_secret(capture: Capture) -> None:
    """The secret of a key for TCP-AO was configured as password: that of these ends, and that of another neighbour. A
    connection for which there is no password is a matter of the kind of signature, not of the secret."""
    because = "that key is for TCP-AO, not for MD5"
    for bgp, key in both():
        bgp.secret = b"secret of TCP-AO"
        for segment in kinds(bgp):
            capture.segment(segment, bad(key).because("other key").saying("cause", because))
        capture.segment(bgp.client("PA", KEEPALIVE, secret=SECRET), good(key))
    unkeyed = Session(("2001:db8::1", 40001), ("2001:db8::3", 179), b"secret of TCP-AO")
    for segment in kinds(unkeyed):
        capture.segment(segment, unverified("no key").because("other authentication"))


@constructs(KEYS)
def cause_digest_blank(capture: Capture) -> None:
    """The client's kernel has no key for the digests that its program asks for, and sends zeros, as BSD's did; a
    firewall overwrites those of the server with NOPs."""
    for bgp, key in both():
        blank = bad(key).because("digest blank")
        for segment in kinds(bgp):
            signature = option(19, (bytes(16) if segment.ports[1] == 179 else 16 * NOP))
            capture.segment(replace(segment, options=(NOP, NOP, signature)), blank)
        capture.segment(bgp.client("PA", KEEPALIVE), good(key))


@constructs("key other ends 192.0.2.8 192.0.2.9 secret 'elsewhere'")
def digest_blank_without_key(capture: Capture) -> None:
    """The keyring has no key for these peers. No key is needed to see that some digests and MACs were never computed."""
    for bgp, _ in both():
        for segment in kinds(bgp):
            capture.segment(segment, unverified("no key"))
            for blank in option(19, bytes(16)), option(29, b"\x01\x01" + 12 * NOP):
                capture.segment(replace(segment, options=(NOP, NOP, blank)), unverified("no key").because("digest blank"))


# The configured secrets, and the senders' variants of each. Each secret has its own port.
LONG = bytes(33 + place % 90 for place in range(100))
VARIANTS: list[tuple[bytes, dict[str, bytes]]] = [
    (b"correct horse", {
        "line feed": b"correct horse\n", "CR and line feed": b"correct horse\r\n", "CR": b"correct horse\r",
        "blank": b"correct horse ", "tab": b"correct horse\t", "blank before": b" correct horse",
        "double quotes": b'"correct horse"', "single quotes": b"'correct horse'",
        "type 0": b"0 correct horse", "type 7": b"7 correct horse",
        "capitals": b"CORRECT HORSE", "hexadecimal": b"correct horse".hex().encode(),
        "hexadecimal capitals": b"correct horse".hex().upper().encode(),
        "base64": base64.b64encode(b"correct horse"),
        "NUL": b"correct horse\0", "16 bytes": b"correct horse".ljust(16, b"\0"),
        "20 bytes": b"correct horse".ljust(20, b"\0"), "64 bytes": b"correct horse".ljust(64, b"\0"),
        "80 bytes": b"correct horse".ljust(80, b"\0")}),
    (b"Correct Horse", {"small letters": b"correct horse", "Caps Lock": b"cORRECT hORSE"}),
    # Published: these type 7 texts all encode "cisco", the $9$ text encodes "lc".
    (b"cisco", {"type 7, taken as it stands": b"094F471A1A0A", "likewise": b"02050D480809"}),
    (b"070C285F4D06", {"what type 7 hides": b"cisco"}),
    (b"$9$LbHX-wg4Z", {"what $9$ hides": b"lc"}),
    (b"line feed\n", {"no line feed": b"line feed"}),
    (b"quoted twice \r\n\0", {"no line end": b"quoted twice"}),
    (b'"quoted"', {"no double quotes": b"quoted"}),
    (b"'quoted'", {"no single quotes": b"quoted"}),
    (b"7 typed", {"no type": b"typed"}),
    (b"0b0c0d0e", {"from hexadecimal": b"\x0b\x0c\x0d\x0e"}),
    (b"0xC0FFEE", {"from hexadecimal with 0x": b"\xc0\xff\xee"}),
    (b"YmFzZTY0IQ==", {"from base64": b"base64!"}),
    (LONG, {f"cut after {length}": LONG[:length] for length in (8, 16, 20, 24, 25, 63, 64, 79, 80)}),
]


def variant_keys() -> str:
    """Returns a key for each configured secret, with its own port, for both families."""
    ends = {"": "192.0.2.1 192.0.2.2", "-6": "2001:db8::1 2001:db8::2"}
    return "\n".join(f"key configured-{place}{family} ends {both_ends} port {place} secret hex {secret.hex()}"
                     for place, (secret, _) in enumerate(VARIANTS, 1) for family, both_ends in ends.items())


@constructs(variant_keys())
def cause_key_variant(capture: Capture) -> None:
    """The senders' keys are variants of the configured ones, as made by typing, pasting and storing."""
    for place, (configured, variants) in enumerate(VARIANTS, 1):
        for number, secret in enumerate(variants.values()):
            for family, ends in ("", ("192.0.2.1", "192.0.2.2")), ("-6", ("2001:db8::1", "2001:db8::2")):
                bgp = Session((ends[0], 40001 + number), (ends[1], place), secret)
                key = f"configured-{place}{family}"
                for flags, payload in ("S", b""), ("A", b""), ("PA", KEEPALIVE):
                    capture.segment(bgp.client(flags, payload), bad(key).because("key variant"))
                capture.segment(bgp.server("SA", secret=configured), good(key))


# Senders that violate RFC 2385. Each function returns the digest that such a sender puts into a segment.

def options_hashed(segment: Segment) -> bytes:
    """Hashes the options, too, with zeros in place of the digest."""
    options = b"".join(one if isinstance(one, bytes) else option(19, bytes(16)) for one in segment.options)
    padded = options.ljust(segment.header_length - 20, b"\0")
    return md5(segment.pseudo_header(), segment.fixed_header(), padded, segment.payload, SECRET)


def length_without_options(segment: Segment) -> bytes:
    bare = replace(segment, options=())
    return md5(bare.pseudo_header(), segment.fixed_header(), segment.payload, SECRET)


def addresses_swapped(segment: Segment) -> bytes:
    back = replace(segment, source=segment.destination, destination=segment.source)
    return md5(back.pseudo_header(), segment.fixed_header(), segment.payload, SECRET)


def key_first(segment: Segment) -> bytes:
    return md5(SECRET, segment.pseudo_header(), segment.fixed_header(), segment.payload)


def mapped_addresses(segment: Segment) -> bytes:
    """Hashes an IPv6 pseudo-header, with mapped addresses."""
    mapped = replace(segment, source=f"::ffff:{segment.source}", destination=f"::ffff:{segment.destination}")
    return md5(mapped.pseudo_header(), segment.fixed_header(), segment.payload, SECRET)


def data_cut(length: int) -> Callable[[Segment], bytes]:
    """Returns a signer that hashes only LENGTH bytes of the payload."""
    return lambda segment: md5(segment.pseudo_header(), segment.fixed_header(),
                               segment.payload[:length], SECRET)


def md5(*parts: bytes) -> bytes:
    return hashlib.md5(b"".join(parts)).digest()


def by(signer: Callable[[Segment], bytes], segment: Segment) -> Segment:
    """Returns the segment with the digest of SIGNER."""
    return replace(segment, options=tuple(one if isinstance(one, bytes) else option(19, signer(segment))
                                          for one in segment.options))


def broken(capture: Capture, signer: Callable[[Segment], bytes], cause: str) -> None:
    for bgp, key in both():
        for segment in kinds(bgp):
            capture.segment(by(signer, segment), bad(key).because(cause))
        capture.segment(bgp.server("PA", KEEPALIVE), good(key))


@constructs(KEYS)
def cause_options_hashed(capture: Capture) -> None:
    """The senders hash the options, too, with zeros in place of the digest."""
    broken(capture, options_hashed, "options hashed")


@constructs(KEYS)
def cause_signed_too_early(capture: Capture) -> None:
    """The senders compute the digest before they add option 19, over a header without it. Some hash the other options,
    too. The pseudo-header may have the final length."""
    for bgp, key in both():
        for hashes_options in False, True:
            for knows_length in False, True:
                for segment in kinds(bgp):
                    too_early(capture, segment, bad(key), hashes_options, knows_length)
        capture.segment(bgp.server("PA", KEEPALIVE), good(key))


def too_early(capture: Capture, segment: Segment, verdict: Verdict, hashes_options: bool, knows_length: bool) -> None:
    """Adds the segment, signed before its sender appended the signature and the NOPs that align it."""
    others = tuple(one for one in segment.options if len(one) not in (1, 18))
    bare = replace(segment, options=others)
    pseudo_header = (segment if knows_length else bare).pseudo_header()
    hashed = b"".join(others).ljust(bare.header_length - 20, b"\0") if hashes_options else b""
    digest = md5(pseudo_header, bare.fixed_header(), hashed, bare.payload, SECRET)
    was = verdict.because("signed too early", hdr_len=bare.header_length)
    capture.segment(replace(segment, options=(*others, NOP, NOP, option(19, digest))), was)


@constructs(KEYS)
def cause_length_without_options(capture: Capture) -> None:
    """The senders' pseudo-headers count the length without options."""
    broken(capture, length_without_options, "length without options")


@constructs(KEYS)
def cause_addresses_swapped(capture: Capture) -> None:
    """The senders' pseudo-headers have the addresses in the wrong order."""
    broken(capture, addresses_swapped, "addresses swapped")


@constructs(KEYS)
def cause_key_first(capture: Capture) -> None:
    """The senders hash the key first, not last."""
    broken(capture, key_first, "key first")


@constructs(KEYS)
def cause_mapped_addresses(capture: Capture) -> None:
    """The senders' pseudo-headers have IPv4 addresses in the form of IPv6: ::ffff:192.0.2.1."""
    bgp, key = both()[0]
    for segment in kinds(bgp):
        capture.segment(by(mapped_addresses, segment), bad(key).because("mapped addresses"))


@constructs(KEYS)
def cause_data_cut(capture: Capture) -> None:
    """The senders hash only the first bytes of the data: none, some, or all but one. Segments without data are Good."""
    for bgp, key in both():
        capture.segment(by(data_cut(0), bgp.client("S")), good(key))
        for length in 0, 1, 19, 52, 1447:
            for sender in bgp.client, bgp.server:
                segment = sender("PA", (bgp_open() + bgp_update() * 40)[:1448])
                capture.segment(by(data_cut(length), segment), bad(key).because("data cut"))
        capture.segment(by(data_cut(0), bgp.client("A")), good(key))


@constructs(KEYS)
def cause_checksum_hashed(capture: Capture) -> None:
    """The senders hash the checksum that the header has at that time: the one of the pseudo-header alone, which a NIC
    is to complete, or the one of the segment with a digest of zeros. In some segments it is still there; in others it
    was completed."""
    for bgp, key in both():
        for segment in kinds(bgp):
            for sum_ in pseudo_header_sum(segment), unsigned_sum(segment):
                for left in True, False:
                    capture.frame(with_checksum(segment, sum_, left), bad(key).because("checksum hashed"))


def pseudo_header_sum(segment: Segment) -> bytes:
    """Returns the sum that Linux leaves in the header for the NIC to complete."""
    return bytes(byte ^ 0xFF for byte in checksum(segment.pseudo_header()))


def unsigned_sum(segment: Segment) -> bytes:
    """Returns the checksum of the segment while its digest is still zero."""
    return replace(segment, options=tuple(one if isinstance(one, bytes) else option(19, bytes(16))
                                          for one in segment.options)).encoded()[16:18]


def with_checksum(segment: Segment, sum_: bytes, left: bool) -> bytes:
    """Returns a frame with the segment, signed with the checksum SUM_. The frame keeps that if LEFT."""
    header = segment.fixed_header()
    digest = md5(segment.pseudo_header(), header[:16] + sum_ + header[18:], segment.payload, SECRET)
    sent = by(lambda _: digest, segment).encoded()
    if left:
        sent = sent[:16] + sum_ + sent[18:]
    datagram = (ipv6 if ":" in segment.source else ipv4)(segment.source, segment.destination, TCP, sent)
    return ethernet(datagram)
