"""KMAC256 (NIST SP 800-185, section 4) over Keccak (FIPS 202). Python has SHA-3, but not the cSHAKE that KMAC needs."""
# SPDX-License-Identifier: GPL-2.0-or-later

RATE = 136
ALL = (1 << 64) - 1


def turned(lane: int, by: int) -> int:
    return (lane << by | lane >> 64 - by) & ALL


def permuted(lanes: list[list[int]]) -> list[list[int]]:
    """Applies Keccak-f[1600] (FIPS 202, section 3.2). The constants of iota come from its shift register."""
    register = 1
    for _ in range(24):
        # theta
        parity = [column[0] ^ column[1] ^ column[2] ^ column[3] ^ column[4] for column in lanes]
        lanes = [[lane ^ parity[x - 1] ^ turned(parity[(x + 1) % 5], 1) for lane in lanes[x]] for x in range(5)]
        # rho and pi
        x, y, current = 1, 0, lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], turned(current, (step + 1) * (step + 2) // 2 % 64)
        # chi
        lanes = [[lanes[x][y] ^ ~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y] for y in range(5)] for x in range(5)]
        # iota
        for bit in range(7):
            register = register << 1 ^ (0x171 if register >> 7 else 0)
            if register & 2:
                lanes[0][0] ^= 1 << (1 << bit) - 1
    return lanes


def absorbed(data: bytes) -> bytes:
    """Returns the first RATE octets that the sponge gives, which is enough for a MAC."""
    state = bytes(200)
    for at in range(0, len(data), RATE):
        block = data[at:at + RATE].ljust(200, b"\0")
        state = bytes(a ^ b for a, b in zip(state, block))
        lanes = [[int.from_bytes(state[8 * (x + 5 * y):][:8], "little") for y in range(5)] for x in range(5)]
        lanes = permuted(lanes)
        state = b"".join(lanes[x][y].to_bytes(8, "little") for y in range(5) for x in range(5))
    return state[:RATE]


def encoded(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")


def left_encoded(number: int) -> bytes:
    return bytes([len(encoded(number))]) + encoded(number)


def string(data: bytes) -> bytes:
    return left_encoded(8 * len(data)) + data


def padded(data: bytes) -> bytes:
    data = left_encoded(RATE) + data
    return data + bytes(-len(data) % RATE)


def kmac256(key: bytes, message: bytes, bits: int, customization: bytes = b"") -> bytes:
    length = encoded(bits) + bytes([len(encoded(bits))])
    data = padded(string(b"KMAC") + string(customization)) + padded(string(key)) + message + length
    data += b"\x04" + bytes(-(len(data) + 1) % RATE)        # cSHAKE's suffix and Keccak's first bit of padding
    return absorbed(data[:-1] + bytes([data[-1] | 0x80]))[:bits // 8]
