"""AES-128-CMAC (RFC 4493) over AES (FIPS 197); Python's standard library has neither."""
# SPDX-License-Identifier: GPL-2.0-or-later

from functools import lru_cache


def doubled(octet: int) -> int:
    return octet << 1 ^ (0x11B if octet & 0x80 else 0)


def s_box() -> list[int]:
    """Returns the S-box (FIPS 197, section 5.1.1): inverses in the field, from powers of 3, then rotations."""
    powers = [1]
    while len(powers) < 255:
        powers.append(powers[-1] ^ doubled(powers[-1]))
    box = [0x63] * 256
    for exponent, power in enumerate(powers):
        inverse = powers[-exponent % 255]
        turned = [(inverse << by | inverse >> 8 - by) & 0xFF for by in range(5)]
        box[power] = turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63
    return box


S_BOX = s_box()
SHIFTED = [(place + 4 * (place % 4)) % 16 for place in range(16)]       # section 5.1.2, column by column


@lru_cache(maxsize=64)
def round_keys(key: bytes) -> list[bytes]:
    words, constant = [key[at:at + 4] for at in range(0, 16, 4)], 1
    while len(words) < 44:
        word = words[-1]
        if len(words) % 4 == 0:
            word = bytes(S_BOX[octet] for octet in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = doubled(constant)
        words.append(xor(words[-4], word))
    return [b"".join(words[at:at + 4]) for at in range(0, 44, 4)]


def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def mixed(state: bytes) -> bytes:
    """Mixes the columns (FIPS 197, section 5.1.3)."""
    out = bytearray()
    for at in range(0, 16, 4):
        column = state[at:at + 4]
        every = column[0] ^ column[1] ^ column[2] ^ column[3]
        out += bytes(column[i] ^ every ^ doubled(column[i] ^ column[(i + 1) % 4]) for i in range(4))
    return bytes(out)


def aes(key: bytes, block: bytes) -> bytes:
    first, *others = round_keys(key)
    state = xor(block, first)
    for place, one in enumerate(others, 1):
        state = bytes(S_BOX[state[at]] for at in SHIFTED)
        state = xor(mixed(state) if place < 10 else state, one)
    return state


def subkey(block: bytes) -> bytes:
    """Derives a subkey (RFC 4493, section 2.3)."""
    number = int.from_bytes(block, "big") << 1
    return (number & (1 << 128) - 1 ^ (0x87 if number >> 128 else 0)).to_bytes(16, "big")


def aes_cmac(key: bytes, message: bytes) -> bytes:
    first = subkey(aes(key, bytes(16)))
    blocks = [message[at:at + 16] for at in range(0, len(message), 16)] or [b""]
    last = blocks.pop()
    if len(last) == 16:
        last = xor(last, first)
    else:
        last = xor((last + b"\x80").ljust(16, b"\0"), subkey(first))
    state = bytes(16)
    for block in [*blocks, last]:
        state = aes(key, xor(state, block))
    return state
