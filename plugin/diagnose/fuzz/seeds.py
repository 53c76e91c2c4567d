#!/usr/bin/env python3
"""Writes corpus/segments-made: inputs of the fuzz target, each with one thing that happens to signed segments.

    plugin/diagnose/fuzz/seeds.py

traffic.c documents the bytes of a key and of a step.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

from pathlib import Path

CORPUS = Path(__file__).resolve().parent / "corpus" / "segments-made"
BACK, SECOND_POINT = 8, 0x10
AGAIN, SPLIT, MERGE, REWRITE = 4, 5, 6, 7
FAULTS = 9          # the last value is no fault
SEQUENCE_NUMBER, FLAGS, WINDOW = 5, 13, 14      # bytes of a header


def step(action: int = 0, *, connection: int = 0, key: int = 0, flags: int = 0x18, signing: int = 31, data: int = 5,
         seed: int = 1, change: int = 0, amount: int = 3, milliseconds: int = 10, options: int = 0,
         rest: int = 0) -> bytes:
    return bytes([action, connection + 8 * key, flags, signing, data, seed, change, amount,
                  *milliseconds.to_bytes(2, "big", signed=True), options, rest])


def again(action: int, which: int = 0, **changes: int) -> bytes:
    """Returns a step with the last segment or, if WHICH is not 0, with an earlier one."""
    return step(action, signing=which, **changes)


def capture(keys: list[tuple[int, int, int, int]], *steps: bytes, credit: int = 0) -> bytes:
    return bytes([credit, len(keys) - 1 | 4]) + b"".join(map(bytes, keys)) + b"".join(steps)


KEY = (0, 1, 1, 0)
KEYS = [KEY, (7, 1, 1, 0), (4, 0, 0, 1)]
SYN = step(flags=2, data=0, options=16)
OPENING = SYN + step(BACK, flags=0x12, data=0, options=16) + step(flags=0x10, data=0)
NUMBERS = 16        # of algorithms, among the bits of a key's third byte
UNSIGNED = step(flags=2, signing=0, data=0) + step(BACK, flags=0x12, signing=0, data=0)
PIECES = again(SPLIT, change=1, amount=60) + again(SPLIT, 1, change=0, amount=60)


def ao(algorithm: int = 0, options: int = 1, key_ids: int = 9) -> tuple[int, int, int, int]:
    """Returns a key of TCP-AO between the ends of KEY. One byte chooses both the ends and the covered options."""
    return 16 * key_ids, {0: 1, 1: 22, 2: 36}[options], NUMBERS * algorithm + 13, 0


def opening(seed: int) -> bytes:
    """Returns a handshake with initial sequence numbers from SEED."""
    answer = step(BACK, flags=0x12, data=0, seed=(seed + 1) % 256, options=16)
    return step(flags=2, data=0, seed=seed, options=16) + answer + step(flags=0x10, data=0)


SEEDS = [
    capture([KEY], OPENING, *(step(data=200, seed=i) + PIECES for i in range(3))),
    capture([KEY], OPENING, step(), step(seed=2), again(MERGE, 1, amount=4)),
    capture([KEY], OPENING, *(step(data=i, seed=i) + again(AGAIN | SECOND_POINT) +
                              again(REWRITE | SECOND_POINT, change=4 * WINDOW, amount=7) for i in range(6))),
    capture([KEY], OPENING, *(step(data=i, seed=i) + again(REWRITE, change=4 * SEQUENCE_NUMBER, amount=0x70)
                              for i in range(6))),
    capture([KEY], OPENING, *(step(data=9, signing=fault, options=2) + step(BACK, signing=fault, data=2)
                              for fault in range(FAULTS))),
    capture(KEYS, OPENING, *(step(key=i // 3, milliseconds=500) + step(BACK, key=i // 2) for i in range(6))),
    capture([KEY], UNSIGNED, step(flags=0x10, signing=0), step(flags=4, signing=0), step(), step(signing=0)),
    capture([KEY], OPENING, *(step(milliseconds=i - 32768, seed=i) + step(BACK, milliseconds=-500) for i in range(7))),
    capture([KEY], OPENING, *(step(rest=rest, data=30) for rest in range(0xe0, 0xf5))),
    capture(KEYS, *(step(connection=3, key=i % 3, options=1 << i) for i in range(8))),
    capture([KEY], *(step(connection=i, key=0) + step(BACK, connection=i) for i in range(8))),
    capture([KEY], OPENING, *(step(seed=i) + again(REWRITE, change=3, connection=i) for i in range(8))),
    capture([KEY], SYN, step(data=3), again(REWRITE, change=4 * FLAGS, amount=8), credit=255),
    *(capture([ao(algorithm, options)], OPENING, *(step(seed=i) + step(BACK, seed=i) for i in range(3)))
      for algorithm in range(10) for options in range(3)),
    capture([ao()], OPENING, *(step(data=9, signing=fault, options=2) + step(BACK, signing=fault, data=2)
                               for fault in range(FAULTS))),
    capture([ao(), ao(key_ids=14), ao(2, key_ids=7)], OPENING, *(step(key=i // 3, amount=i) + step(BACK, key=i // 2)
                                                                 for i in range(9))),
    capture([ao()], *(opening(255 - i) + step(data=250) + step(BACK, data=250) for i in range(3))),
    capture([ao()], opening(1), opening(7), step(), again(AGAIN, 3), step(), step(BACK), again(AGAIN, 7), step()),
    capture([ao(), KEY], *(step(BACK * (i % 2), key=i % 3 // 2, seed=i, milliseconds=600) for i in range(9))),
    capture([ao()], OPENING, *(step(rest=rest, data=30) for rest in range(0xe0, 0xf5))),
    capture([ao()], OPENING, step(flags=0x11), step(BACK, flags=0x11), step(flags=0x10, data=0), step(flags=4, data=0)),
]

CORPUS.write_bytes(b"\n%%%%\n".join(SEEDS))
