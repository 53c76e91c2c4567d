"""Captures of segments with a bad TCP-AO MAC, by cause: changed after they were signed, or signed wrongly."""
# SPDX-License-Identifier: GPL-2.0-or-later

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import ip_address

from reference.tcp_ao import mac, traffic_key

from .capture import Capture, Verdict, bad, constructs, good, unsigned, unverified
from .carriers import TCP, ethernet, ipv4, ipv6
from .tcp import MSS, NOP, SACK_PERMITTED, Segment, Session, checksum, option

CLIENT, SERVER, PORT = "192.0.2.1", "192.0.2.2", 179
SECRET = b"correct horse"
BOTH = ("192.0.2.1", "192.0.2.2")
WINDOW_SCALE = option(3, b"\7")
SYN_OPTIONS = (MSS, NOP, NOP, SACK_PERMITTED, NOP, WINDOW_SCALE)
AO = 29


def key(name: str = "ao", ends: tuple[str, str] = BOTH, **other: object) -> str:
    fields = {"port": PORT, "algorithm": "hmac-sha-1-96", "secret": '"correct horse"', "send-id": 1, "recv-id": 2,
              "options": "included"} | {name.replace("_", "-"): value for name, value in other.items()}
    return f"key {name}\n    ends {ends[0]} {ends[1]}\n" + "".join(f"    {word} {value}\n" for word, value in fields.items()
                                                               if value is not None)


@dataclass(frozen=True)
class Parts:
    """The parts that a MAC covers, in this order; the MAC itself is zero."""
    extension: bytes
    pseudo_header: bytes
    header: bytes
    options: bytes
    payload: bytes

    def joined(self) -> bytes:
        return self.extension + self.pseudo_header + self.header + self.options + self.payload


@dataclass(frozen=True)
class Signer:
    """How an end signs: by default as in RFC 5925."""
    algorithm: str = "hmac-sha-1-96"
    secret: bytes = SECRET
    covered: bool = True
    length: int = 12
    ids: tuple[int, int] = (1, 2)
    extension: int = 0
    derive: Callable[[str, bytes, bytes], bytes] = traffic_key
    roles: Callable[[tuple], tuple] = lambda context: context       # addresses, ports and ISNs of sender and receiver
    cover: Callable[[Parts], Parts] = lambda parts: parts

    def option(self) -> bytes:
        return option(AO, bytes(self.ids) + bytes(self.length))

    def context(self, segment: Segment, isns: tuple[int, int]) -> bytes:
        addresses = ip_address(segment.source).packed, ip_address(segment.destination).packed
        addresses, ports, numbers = self.roles((addresses, segment.ports, isns))
        return (b"".join(addresses) + b"".join(port.to_bytes(2, "big") for port in ports)
                + b"".join((number % (1 << 32)).to_bytes(4, "big") for number in numbers))

    def parts(self, segment: Segment) -> Parts:
        options = b"".join(segment.options).ljust(segment.header_length - 20, b"\0")
        return Parts(self.extension.to_bytes(4, "big"), segment.pseudo_header(), segment.fixed_header(),
                     options if self.covered else self.option(), segment.payload)

    def sign(self, segment: Segment, isns: tuple[int, int]) -> bytes:
        """Returns the bytes of the segment, with its MAC."""
        secret = self.derive(self.algorithm, self.secret, self.context(segment, isns))
        code = mac(self.algorithm, secret, self.cover(self.parts(segment)).joined())[:self.length]
        options = b"".join(segment.options).ljust(segment.header_length - 20, b"\0")
        options = options.replace(self.option(), self.option()[:4] + code)
        return summed(segment, segment.fixed_header() + options + segment.payload)


def summed(segment: Segment, data: bytes) -> bytes:
    """Returns DATA with a correct TCP checksum, which any device sets that changes a segment."""
    data = data[:16] + b"\0\0" + data[18:]
    ends = ip_address(segment.source).packed + ip_address(segment.destination).packed
    length = len(data)
    pseudo_header = ends + ((6).to_bytes(2, "big") + length.to_bytes(2, "big") if len(ends) == 8
                            else length.to_bytes(4, "big") + (6).to_bytes(4, "big"))
    return data[:16] + checksum(pseudo_header + data) + data[18:]


def framed(segment: Segment, data: bytes) -> bytes:
    carry = ipv4 if ip_address(segment.source).version == 4 else ipv6
    return ethernet(carry(segment.source, segment.destination, TCP, data))


class Attempts:
    """The SYNs of a client, each in its own connection."""

    def __init__(self, capture: Capture, ends: tuple[str, str] = BOTH) -> None:
        self.capture, self.ends, self.port, self.isn = capture, ends, 40000, 0x1000

    def syn(self, signer: Signer, options: tuple[bytes, ...] = SYN_OPTIONS, **other: object) -> tuple[Segment, int]:
        self.port, self.isn = self.port + 1, self.isn + 0x10001
        segment = Segment(*self.ends, (self.port, PORT), self.isn, 0, "S", (*options, signer.option()))
        return replace(segment, **other), self.isn

    def send(self, signer: Signer, verdict: Verdict, options: tuple[bytes, ...] = SYN_OPTIONS,
             then: Callable[[bytes], bytes] = bytes, moved: dict | None = None) -> None:
        """Adds a SYN. THEN changes it after it was signed; MOVED has the fields that a translator replaces."""
        segment, isn = self.syn(signer, options)
        data = then(signer.sign(segment, (isn, 0)))
        on_the_way = replace(segment, **(moved or {}))
        data = b"".join(port.to_bytes(2, "big") for port in on_the_way.ports) + data[4:]
        self.capture.frame(framed(on_the_way, summed(on_the_way, data)), verdict)


class Connection:
    """A connection, which counts the bytes that each end has sent."""

    def __init__(self, capture: Capture, signers: tuple[Signer, Signer], port: int = 40000) -> None:
        self.capture, self.signers, self.ports = capture, signers, (port, PORT)
        self.isns, self.sent = (0x2000_0000, 0x3000_0000), [0, 0]

    def send(self, end: int, flags: str, payload: bytes, verdict: Verdict,
             then: Callable[[bytes], bytes] = bytes) -> None:
        own, other = end, 1 - end
        sequence, acknowledgement = (self.isns[one] + self.sent[one] for one in (own, other))
        options = (*(SYN_OPTIONS if "S" in flags else ()), self.signers[end].option())
        segment = Segment(BOTH[own], BOTH[other], (self.ports[own], self.ports[other]), sequence,
                          acknowledgement if "A" in flags else 0, flags, options, payload)
        isns = (self.isns[own], self.isns[other] if "A" in flags else 0)
        self.sent[own] += len(payload) + ("S" in flags)
        data = then(self.signers[end].sign(segment, isns))
        self.capture.frame(framed(segment, summed(segment, data)), verdict)


RIGHT = Signer()
BACK = Signer(ids=(2, 1))
GOOD, BAD = good("ao"), bad("ao")


def named(cause: str, words: str = "", **was: object) -> Verdict:
    verdict = BAD.because(cause, **was)
    return verdict.saying("cause", words) if words else verdict


def opened(capture: Capture, signers: tuple[Signer, Signer], verdicts: tuple[Verdict, Verdict], port: int) -> Connection:
    """Adds SYN, SYN-ACK and ACK. The ACK has no other options, so its MAC is right for both options modes."""
    connection = Connection(capture, signers, port)
    connection.send(0, "S", b"", verdicts[0])
    connection.send(1, "SA", b"", verdicts[1])
    connection.send(0, "A", b"", GOOD)
    return connection


@constructs(key())
def cause_ao_options_mode(capture: Capture) -> None:
    """One end covers the other TCP options with its MAC, and the other end does not: every segment with other options
    is bad."""
    without = "the sender does not cover them, but the key says to"
    verdict = named("AO options mode", without)
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


def replacing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert data.count(old, 20) == 1
        return data[:20] + data[20:].replace(old, new)
    return change


@constructs(key())
def cause_ao_mss(capture: Capture) -> None:
    """A router on the path clamps the MSS, which the MAC covers: to a common value, and from an unusual one."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO MSS", mss=1460), then=replacing(MSS, option(2, b"\x05\x50")))
    odd = (option(2, (1357).to_bytes(2, "big")), *SYN_OPTIONS[1:])
    attempts.send(RIGHT, named("AO MSS", mss=1357), odd, then=replacing(odd[0], option(2, b"\x04\xc4")))


def without(lost: bytes) -> Callable[[bytes], bytes]:
    """Removes the option LOST, of four bytes, and shortens the header."""
    def change(data: bytes) -> bytes:
        at = data.index(lost, 20)
        return data[:12] + bytes([data[12] - 0x10]) + data[13:at] + data[at + len(lost):]
    return change


@constructs(key())
def cause_ao_option_changed(capture: Capture) -> None:
    """A device on the path rewrites, blanks or removes an option that the MAC covers."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO option changed", wscale=7), then=replacing(WINDOW_SCALE, option(3, b"\0")))
    attempts.send(RIGHT, named("AO option changed", "SACK-permitted was overwritten with NOPs"),
                  then=replacing(SACK_PERMITTED, 2 * NOP))
    attempts.send(RIGHT, named("AO option changed", "the window scale was overwritten with NOPs"),
                  then=replacing(WINDOW_SCALE, 3 * NOP))
    attempts.send(RIGHT, named("AO option changed", "the MSS was overwritten with NOPs"), then=replacing(MSS, 4 * NOP))
    for lost, words in [(NOP + NOP + SACK_PERMITTED, "SACK-permitted was removed"),
                        (NOP + WINDOW_SCALE, "the window scale was removed"), (MSS, "the MSS was removed")]:
        attempts.send(RIGHT, named("AO option changed", words, hdr_len=48), then=without(lost))


@constructs(key())
def cause_ao_option_changed_twice(capture: Capture) -> None:
    """A firewall clamps the MSS and changes another option of the same SYN."""
    def clamped(data: bytes) -> bytes:
        return replacing(MSS, option(2, b"\x05\x50"))(data)
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("AO option changed", "the MSS and the window scale were rewritten", mss=1460, wscale=7),
                  then=lambda data: clamped(replacing(WINDOW_SCALE, option(3, b"\2"))(data)))
    attempts.send(RIGHT, named("AO option changed", "the window scale was overwritten with NOPs", mss=1460),
                  then=lambda data: clamped(replacing(WINDOW_SCALE, 3 * NOP)(data)))
    attempts.send(RIGHT, named("AO option changed", "SACK-permitted was overwritten with NOPs", mss=1460),
                  then=lambda data: clamped(replacing(SACK_PERMITTED, 2 * NOP)(data)))
    attempts.send(RIGHT, named("AO option changed", "the window scale was removed", hdr_len=48, mss=1460),
                  then=lambda data: clamped(without(NOP + WINDOW_SCALE)(data)))


def arranged(*options: bytes) -> Callable[[bytes], bytes]:
    """Replaces all options by OPTIONS and padding. An empty one stands for TCP-AO."""
    def change(data: bytes) -> bytes:
        at = data.index(RIGHT.option()[:4], 20)
        new = b"".join(one or data[at:at + 16] for one in options)
        new += bytes(-len(new) % 4)
        return data[:12] + bytes([(20 + len(new)) << 2]) + data[13:20] + new + data[(data[12] >> 4) * 4:]
    return change


@constructs(key())
def cause_ao_option_changed_moved(capture: Capture) -> None:
    """A device on the path puts the options that the MAC covers in another order, or aligns them differently."""
    attempts = Attempts(capture)
    stamp = option(8, bytes([0, 0, 0, 7, 0, 0, 0, 9]))
    linux = (MSS, SACK_PERMITTED, stamp, NOP, WINDOW_SCALE)
    moved, padded = "the options were put in another order", "the padding between the options was changed"
    attempts.send(RIGHT, named("AO option changed", moved), then=arranged(b"", MSS, SACK_PERMITTED, WINDOW_SCALE))
    attempts.send(RIGHT, named("AO option changed", padded), then=arranged(MSS, SACK_PERMITTED, WINDOW_SCALE, b""))
    attempts.send(RIGHT, named("AO option changed", moved), linux, arranged(stamp, MSS, NOP, WINDOW_SCALE, SACK_PERMITTED, b""))
    attempts.send(RIGHT, named("AO option changed", padded, hdr_len=56), linux,
                  arranged(MSS, NOP, NOP, SACK_PERMITTED, NOP, NOP, stamp, NOP, WINDOW_SCALE, b""))
    attempts.send(RIGHT, BAD.saying("hint", "in a form that was not tried"), linux,
                  arranged(stamp[:-1] + b"\1", MSS, NOP, WINDOW_SCALE, SACK_PERMITTED, b""))


@constructs(key())
def cause_ao_nat(capture: Capture) -> None:
    """The sender derives its traffic key as for ends behind NAT: their addresses and ports are zero (RFC 6978)."""
    def zeros(context: tuple, *which: int) -> tuple:
        addresses, ports, isns = context
        return (tuple(bytes(4) if end in which else addresses[end] for end in (0, 1)),
                tuple(0 if end in which else ports[end] for end in (0, 1)), isns)
    attempts = Attempts(capture)
    for which, words in [((0,), "zeros for itself"), ((1,), "zeros for the receiver"), ((0, 1), "zeros for both ends")]:
        signer = replace(RIGHT, roles=lambda context, which=which: zeros(context, *which))
        attempts.send(signer, named("AO NAT", words))


@constructs(key())
def cause_ao_trailing_padding(capture: Capture) -> None:
    """The padding of the options after TCP-AO is sent, but the MAC does not cover it."""
    def send(cover: Callable[[Parts], Parts], words: str, *, shorter: bool = False) -> None:
        signer = replace(RIGHT, cover=cover)
        segment, isn = Attempts(capture).syn(signer, (MSS,))
        segment = replace(segment, options=(MSS, signer.option(), 4 * NOP), ports=(40000 + len(capture.packets), PORT))
        was = {"hdr_len": 40} if shorter else {}
        capture.frame(framed(segment, signer.sign(segment, (isn, 0))), named("AO trailing padding", words, **was))

    def lengths(parts: Parts) -> Parts:
        header = parts.header[:12] + bytes([parts.header[12] - 0x10]) + parts.header[13:]
        return replace(parts, options=parts.options[:-4], header=header,
                       pseudo_header=parts.pseudo_header[:-2] + (40).to_bytes(2, "big"))

    send(lambda parts: replace(parts, options=parts.options[:-4]), "the padding after the last option is left out")
    send(lengths, "in the lengths, too", shorter=True)
    send(lambda parts: replace(parts, options=parts.options[:-4] + bytes(4)), "the padding after the last option was zero")


@constructs(key())
def cause_ao_sne(capture: Capture) -> None:
    """The server's extension is 1 before its numbers have wrapped once."""
    connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), 40000)
    connection.signers = RIGHT, replace(BACK, extension=1)
    for _ in range(3):
        connection.send(1, "PA", 19 * b"\xff", named("AO SNE", sne=1))


@constructs(key(algorithm="hmac-sha-256-96"))
def cause_ao_sne_sha_256(capture: Capture) -> None:
    """SYNs are signed with the extension 1. HMAC-SHA-256 has two names, but they are one algorithm."""
    attempts = Attempts(capture)
    for _ in range(2):
        attempts.send(Signer("hmac-sha-256-96", extension=1), named("AO SNE", sne=1))


@constructs(key())
def cause_ao_isn_role(capture: Capture) -> None:
    """The server uses other numbers as the ISNs, or the traffic key of another kind of segment."""
    def numbers(change: Callable[[int, int], tuple[int, int]], *, turned: bool = False) -> Callable[[tuple], tuple]:
        def roles(context: tuple) -> tuple:
            addresses, ports, isns = context
            return ((addresses[::-1], ports[::-1]) if turned else (addresses, ports)) + (change(*isns),)
        return roles
    client, server = 0x2000_0000, 0x3000_0000
    cases = [
        (numbers(lambda own, other: (other, own)), "exchanges source and destination ISN", client, server),
        (numbers(lambda own, other: (own, 0)), "the destination ISN as 0", server, 0),
        (numbers(lambda own, other: (own + 1, other + 1)), "the first numbers after the handshake", server + 1, client + 1),
        (numbers(lambda own, other: (other, 0), turned=True), "the SYN that it answers", client, 0),
        (numbers(lambda own, other: (other, own), turned=True), "of the other direction", client, server),
        (numbers(lambda own, other: (own, other), turned=True), "exchanges source and destination address", server, client)]
    for port, (roles, words, source, destination) in enumerate(cases, 40000):
        isns = {"isn.source": source, "isn.destination": destination}
        verdict = named("AO ISN role", words, **isns)
        connection = Connection(capture, (RIGHT, replace(BACK, roles=roles)), port)
        connection.send(0, "S", b"", GOOD)
        connection.send(1, "SA", b"", verdict)


@constructs(key())
def cause_ao_covered_wrongly(capture: Capture) -> None:
    """The MAC covers other bytes than RFC 5925 requires."""
    ao = RIGHT.option()
    bare = 20 + len(ao)

    def lengths(parts: Parts) -> Parts:
        header = parts.header[:12] + bytes([bare // 4 << 4]) + parts.header[13:]
        return replace(parts, header=header, pseudo_header=parts.pseudo_header[:-2] + bare.to_bytes(2, "big"))

    def front(parts: Parts) -> Parts:
        return replace(parts, options=ao + parts.options.replace(ao, b""))

    cases: list[tuple[Callable[[Parts], Parts], str, dict]] = [
        (lambda parts: replace(parts, extension=b""), "the sequence number extension is left out", {}),
        (lambda parts: replace(parts, pseudo_header=b""), "the pseudo-header is left out", {}),
        (lambda parts: replace(parts, options=parts.options.replace(ao, ao[:2] + bytes(len(ao) - 2))),
         "KeyID and RNextKeyID are taken as zero", {}),
        (front, "TCP-AO is the first option", {}),
        (lengths, "the lengths are those without the other options", {"hdr_len": bare}),
        (lambda parts: replace(lengths(parts), pseudo_header=parts.pseudo_header),
         "the data offset is that without the other options", {})]
    attempts = Attempts(capture)
    for cover, words, was in cases:
        attempts.send(replace(RIGHT, cover=cover), named("AO covered wrongly", words, **was))


@constructs(key(secret='"twenty octets long!!"'))
def cause_ao_kdf_wrongly(capture: Capture) -> None:
    """The traffic key is not derived as RFC 5926 requires."""
    secret, size = b"twenty octets long!!", (160).to_bytes(2, "big")

    def derived(counter: bytes = b"\1", label: bytes = b"TCP-AO", size: bytes = size) -> Callable[[str, bytes, bytes], bytes]:
        return lambda algorithm, master, context: hmac.digest(master, counter + label + context + size, "sha1")

    def without_ports(algorithm: str, master: bytes, context: bytes) -> bytes:
        return hmac.digest(master, b"\1TCP-AO" + context[:8] + context[12:] + size, "sha1")

    attempts = Attempts(capture)
    for derive, words in [
            (derived(b"\0\0\0\1"), "the counter has 4 octets"), (derived(b"\0"), "the counter begins with 0"),
            (derived(b""), "there is no counter"), (derived(label=b""), "there is no label"),
            (derived(label=b"TCP-AO\0"), "the label ends with a zero octet"),
            (derived(size=(20).to_bytes(2, "big")), "the length is in octets"), (derived(size=b""), "there is no length"),
            (derived(size=(160).to_bytes(4, "big")), "the length has 4 octets"),
            (without_ports, "the context has no ports"),
            (lambda algorithm, master, context: master, "the master key itself is the traffic key")]:
        attempts.send(replace(RIGHT, secret=secret, derive=derive), named("AO KDF wrongly", words))


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


@constructs(key() + key("inside", ("10.0.0.1", "192.0.2.2")))
def cause_source_address_ao(capture: Capture) -> None:
    """NAT translates the client's address. The keyring has the private address, which the traffic key and the
    pseudo-header have, too."""
    attempts = Attempts(capture, ("10.0.0.1", SERVER))
    attempts.send(RIGHT, BAD.because("source address", source="10.0.0.1"), moved={"source": CLIENT})
    Attempts(capture).send(RIGHT, named("source port", srcport=40001), moved={"ports": (50001, PORT)})


@constructs(key() + key("inside", ("10.0.0.1", "192.0.2.2"))
            + key("far", ("10.0.0.7", "192.0.2.7"), algorithm="hmac-sha-256-128"))
def cause_source_address_and_port_ao(capture: Capture) -> None:
    """NAT of ports translates clients, with and without a key for what they become."""
    for ends, signer, outside, verdict in [
            (("10.0.0.1", SERVER), RIGHT, CLIENT, BAD),
            (("10.0.0.7", "192.0.2.7"), Signer("hmac-sha-256-128", length=16), "203.0.113.7", unverified("no key"))]:
        attempts = Attempts(capture, ends)
        for port in 40001, 40002:
            attempts.send(signer, verdict.because("source address", source=ends[0], srcport=port)
                          .saying("cause", "the port was rewritten, too"), moved={"source": outside, "ports": (port + 9000, PORT)})


@constructs(key())
def cause_window_ao(capture: Capture) -> None:
    """A device on the path rewrites windows and flags. The MAC covers them, but the traffic key does not depend on
    them."""
    attempts = Attempts(capture)
    attempts.send(RIGHT, named("window", window=4096), then=lambda data: data[:14] + b"\x20\x00" + data[16:])
    attempts.send(RIGHT, named("flags", flags="0x0002"), then=lambda data: data[:13] + b"\xc2" + data[14:])
    connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), 41000)
    for _ in range(3):
        connection.send(1, "PA", 19 * b"\xff", named("window", window=4096),
                        lambda data: data[:14] + b"\x00\x40" + data[16:])


@constructs(key())
def cause_ao_rst_quirk(capture: Capture) -> None:
    """A listener answers with an RST, signed as if it were the segment that it answers."""
    def answered(destination: bool) -> Callable[[tuple], tuple]:
        def roles(context: tuple) -> tuple:
            addresses, ports, isns = context
            return addresses[::-1], ports[::-1], (isns[1], isns[0] if destination else 0)
        return roles
    words = "it has the traffic key of the other direction"
    for port, destination in (40000, True), (40001, False):
        connection = opened(capture, (RIGHT, BACK), (GOOD, GOOD), port)
        connection.signers = RIGHT, replace(BACK, roles=answered(destination))
        connection.send(1, "RA", b"", named("AO RST quirk", words))


@constructs(key())
def hint_ao_option_overwritten(capture: Capture) -> None:
    """A firewall overwrites options, which the MAC covers, with NOPs: timestamps, and an unknown one. With the NOPs before
    it, the latter leaves nine NOPs, which are too few to show that."""
    attempts = Attempts(capture)
    for lost, words in [(option(8, b"\x11" * 8), "its options have 12 consecutive NOPs"),
                        (option(200, b"\x11" * 5), "checksum is correct")]:
        for _ in range(2):
            attempts.send(RIGHT, BAD.saying("hint", words), (MSS, NOP * 2, lost), replacing(lost, NOP * len(lost)))


@constructs(key())
def cause_option_blanked_ao(capture: Capture) -> None:
    """A firewall overwrites TCP-AO with NOPs in all segments of the client, and leaves the server's alone."""
    blanked = unsigned("ao").because("option blanked").saying("cure", "TCP option 29")

    def blank(data: bytes) -> bytes:
        at = data.index(RIGHT.option()[:4], 20)
        return data[:at] + 16 * NOP + data[at + 16:]

    connection = Connection(capture, (RIGHT, BACK))
    connection.send(0, "S", b"", blanked, blank)
    connection.send(1, "SA", b"", GOOD)
    connection.send(0, "A", b"", blanked, blank)
    connection.send(0, "PA", 19 * b"\xff", blanked, blank)


@constructs(key())
def cause_option_blanked_in_part_ao(capture: Capture) -> None:
    """A firewall overwrites the kind of TCP-AO, or its kind and its length, in all segments of both ends."""
    blanked = unsigned("ao").because("option blanked")

    def overwrites(head: bytes) -> Callable[[bytes], bytes]:
        def overwrite(data: bytes) -> bytes:
            at = data.index(b"\x1d\x10", 20)
            return data[:at] + head + data[at + len(head):]
        return overwrite

    for port, head in enumerate([b"\x00", b"\x1c", b"\xfd", b"\x01\x01"], 40000):
        connection = Connection(capture, (RIGHT, BACK), port)
        for end, flags, payload in [(0, "S", b""), (1, "SA", b""), (0, "A", b""), (0, "PA", 19 * b"\xff"),
                                    (1, "PA", 300 * b"\xff"), (1, "RA", b"")]:
            connection.send(end, flags, payload, blanked.saying("cause", "the MAC is still in it"), overwrites(head))
    connection = Connection(capture, (RIGHT, BACK), port + 1)
    connection.send(0, "S", b"", blanked.saying("cause", "overwritten with zeros"),
                    lambda data: data[:data.index(b"\x1d\x10", 20)] + bytes(16))


@constructs(key())
def cause_other_authentication_md5(capture: Capture) -> None:
    """The keyring has a key of TCP-AO, and both ends sign with MD5."""
    bgp = Session((CLIENT, 40000), (SERVER, PORT), b"password")
    verdict = unverified("no key").because("other authentication").saying("cause", "with MD5, option 19")
    for segment in bgp.client("S"), bgp.server("SA"), bgp.client("A"), bgp.client("PA", 19 * b"\xff"):
        capture.segment(segment, verdict)


@constructs(key())
def cause_one_side_unsigned_ao(capture: Capture) -> None:
    """The client signs with TCP-AO, and the server has no key."""
    def strip(data: bytes) -> bytes:
        at = data.index(BACK.option()[:4], 20)
        return data[:12] + bytes([data[12] - 0x40]) + data[13:at] + data[at + 16:]

    connection = Connection(capture, (RIGHT, BACK))
    connection.send(0, "S", b"", GOOD)
    connection.send(1, "SA", b"", unsigned("ao").because("one side unsigned"), strip)
    for _ in range(2):
        connection.send(0, "PA", 19 * b"\xff", GOOD)
        connection.send(1, "PA", 19 * b"\xff", unsigned("ao").because("one side unsigned"), strip)
