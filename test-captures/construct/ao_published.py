"""Captures of the test vectors of TCP-AO: complete, with parts missing, and changed."""
# SPDX-License-Identifier: GPL-2.0-or-later

from pathlib import Path

from .capture import RAW, Capture, Verdict, bad, constructs, good, illegal, unverified

VECTORS = Path(__file__).with_name("tcp-ao-vectors.tsv")
SHA_1, CMAC = "RFC 9235 4.1", "RFC 9235 5.2"


def published(section: str) -> list[bytes]:
    """Returns the four IP packets of a section: SYN, SYN-ACK, data of the client, data of the server."""
    rows = [line.split("\t") for line in VECTORS.read_text().splitlines()]
    return [bytes.fromhex(row[4]) for row in rows if row[0] == section]


def add(capture: Capture, packets: list[bytes], verdicts: list[Verdict]) -> None:
    for packet, verdict in zip(packets, verdicts, strict=True):
        capture.frame(packet, verdict)


def keys(master: str, *sections: str) -> str:
    """Returns a key per section. Its first end is the section's client, which has its own port."""
    return "".join(key(master, section) for section in sections)


def key(master: str, section: str) -> str:
    row = next(line.split("\t") for line in VECTORS.read_text().splitlines() if line.startswith(section + "\t"))
    packet = bytes.fromhex(row[4])
    ipv6 = packet[0] >> 4 == 6
    ends = "fd00::1 fd00::2" if ipv6 else "10.11.12.13 172.27.28.29"
    port = int.from_bytes(packet[40:42] if ipv6 else packet[20:22], "big")
    return (f"key {name(section)}\n    ends      {ends}\n    port      {port}\n    algorithm {row[1]}\n"
            f"    secret    {master}\n    send-id   61\n    recv-id   84\n    options   {row[2]}\n\n")


def name(section: str) -> str:
    return section.replace("RFC 9235 ", "rfc9235-").replace("draft ", "draft-")


RFC_9235 = [f"RFC 9235 {chapter}.{part}" for chapter in (4, 5, 6, 7) for part in (1, 2)]
HKDF = [f"draft A.{chapter}.{part}" for chapter in (2, 4) for part in (1, 2)]
KMAC = [f"draft A.{chapter}.{part}" for chapter in (3, 5) for part in (1, 2)]
TEST_VECTOR = '"testvector"'
DRAFT = "hex " + 4 * "0123456789abcdef"


@constructs(keys(TEST_VECTOR, *RFC_9235), RAW)
def ao_rfc9235(capture: Capture) -> None:
    """The test vectors of RFC 9235 sections 4 to 7."""
    for section in RFC_9235:
        add(capture, published(section), 4 * [good(name(section))])


@constructs(keys(DRAFT, *HKDF), RAW)
def ao_hkdf(capture: Capture) -> None:
    """The test vectors of HMAC-SHA256-128 in draft-ietf-tcpm-tcp-ao-algs-07, appendix A.2 and A.4."""
    for section in HKDF:
        add(capture, published(section), 4 * [good(name(section))])


@constructs(keys(DRAFT, *KMAC), RAW)
def ao_kmac(capture: Capture) -> None:
    """The test vectors of KMAC256-128 in draft-ietf-tcpm-tcp-ao-algs-07, appendix A.3 and A.5."""
    for section in KMAC:
        add(capture, published(section), 4 * [good(name(section))])


def section_keys() -> str:
    return keys(TEST_VECTOR, SHA_1)


NOT_FOUND = unverified("ISN unknown")
GOOD = good(name(SHA_1))


@constructs(section_keys(), RAW)
def ao_syn_ack_alone(capture: Capture) -> None:
    """The SYN is missing: the SYN-ACK has both initial sequence numbers."""
    add(capture, published(SHA_1)[1:], 3 * [GOOD])


@constructs(section_keys(), RAW)
def ao_no_handshake(capture: Capture) -> None:
    """SYN and SYN-ACK are missing. The first segment of the client follows its SYN at once, as its MAC proves."""
    add(capture, published(SHA_1)[2:], 2 * [GOOD])


@constructs(section_keys(), RAW)
def ao_one_direction(capture: Capture) -> None:
    """The client's segments alone."""
    add(capture, published(SHA_1)[0::2], 2 * [GOOD])


@constructs(section_keys(), RAW)
def ao_server_alone(capture: Capture) -> None:
    """The server's segments alone."""
    add(capture, published(SHA_1)[1::2], 2 * [GOOD])


@constructs(section_keys(), RAW)
def ao_late(capture: Capture) -> None:
    """Only the server's last segment, twice. So little was sent before it that the initial sequence numbers are
    found."""
    add(capture, 2 * published(SHA_1)[3:], 2 * [GOOD])


@constructs(section_keys().replace("included", "excluded"), RAW)
def ao_late_other_mode(capture: Capture) -> None:
    """Only the server's last segment, twice. The key does not cover other options; the MAC proves that and the ISNs."""
    add(capture, 2 * published(SHA_1)[3:], 2 * [bad(name(SHA_1)).because("AO options mode")])


@constructs(section_keys().replace("included", "excluded"), RAW)
def ao_no_handshake_other_mode(capture: Capture) -> None:
    """SYN and SYN-ACK are missing, and the key does not cover other options. The MAC, which does, proves both."""
    add(capture, published(SHA_1)[2:], 2 * [bad(name(SHA_1)).because("AO options mode")])


def changed(packet: bytes, at: int) -> bytes:
    """Changes a bit in byte AT of the TCP header, in an IPv4 packet without IP options."""
    return packet[:20 + at] + bytes([packet[20 + at] ^ 1]) + packet[20 + at + 1:]


@constructs(section_keys(), RAW)
def ao_changed(capture: Capture) -> None:
    """One bit is changed in the window, in another option, and in the data."""
    packets = published(SHA_1)
    add(capture, packets, 4 * [GOOD])
    for packet in packets:
        window, is_syn = int.from_bytes(packet[34:36], "big"), packet[33] & 2
        capture.frame(changed(packet, 15), bad(name(SHA_1)).because("window", window=window))
        capture.frame(changed(packet, 23 if is_syn else 29),                        # changes the MSS, or a timestamp
                      bad(name(SHA_1)).because("AO MSS", mss=1460) if is_syn else bad(name(SHA_1)).because("AO option changed"))
    for packet in packets[2:]:
        capture.frame(packet[:-1] + bytes([packet[-1] ^ 1]), bad(name(SHA_1)))


def shortened(packet: bytes) -> bytes:
    """Replaces the MAC in TCP-AO by NOPs after the option."""
    at = packet.index(bytes.fromhex("1d10"))
    return packet[:at] + b"\x1d\x04" + packet[at + 2:at + 4] + b"\1" * 12 + packet[at + 16:]


def renamed(packet: bytes) -> bytes:
    """Changes the KeyID to 1."""
    at = packet.index(bytes.fromhex("1d10"))
    return packet[:at + 2] + b"\1" + packet[at + 3:]


@constructs(section_keys(), RAW)
def ao_not_judged(capture: Capture) -> None:
    """TCP-AO without a MAC, with a KeyID that no key has, and with an impossible length."""
    packets = published(SHA_1)
    for packet in packets[:2]:
        capture.frame(shortened(packet), unverified("no MAC"))
        capture.frame(renamed(packet), unverified("KeyID unknown"))
        at = packet.index(bytes.fromhex("1d10"))
        capture.frame(packet[:at + 1] + b"\3" + packet[at + 2:], illegal("length"))


@constructs(section_keys().replace("included", "excluded"), RAW)
def ao_other_mode(capture: Capture) -> None:
    """The key says that MACs do not cover other options, but they do, and all segments have other options."""
    add(capture, published(SHA_1), 4 * [bad(name(SHA_1)).because("AO options mode")])


@constructs(section_keys().replace("secret", "mac-length 16\n    secret"), RAW)
def ao_other_length(capture: Capture) -> None:
    """The key says that MACs have 16 octets, but they have 12."""
    add(capture, published(SHA_1), 4 * [bad(name(SHA_1)).because("AO MAC length")])
