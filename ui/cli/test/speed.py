#!/usr/bin/env python3
"""Counts the instructions of commands with many keys: none takes out of proportion to the keys or to loading them."""
# SPDX-License-Identifier: GPL-2.0-or-later

import re
import subprocess
import unittest
from collections.abc import Callable, Container

from program import FINE, FOUND, PROGRAM, Case

KEYS = 2000
GROWTH = 4.2        # the maximum factor for four times the keys; quadratic growth gives 16
PROPORTION = 10     # the maximum factor of a command against loading alone
VALGRIND = ["valgrind", "--tool=exp-bbv", "--instr-count-only=yes", "--bb-out-file=/dev/null"]
COUNTED = re.compile(rb"Total instructions: (\d+)")


def entry(number: int) -> str:
    return (f"key peer-{number}\n    ends    10.{number >> 16}.{number >> 8 & 255}.{number & 255} 192.0.2.1\n"
            f"    port    179\n    secret  \"secret number {number}\"\n"
            f"    from    2026-01-01T00:00:00Z\n    until   2099-01-01\n\n")


def day(number: int) -> str:
    return f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def turn(number: int) -> str:
    """Returns one of many keys for the same ends, each valid on another day."""
    return (f"key day-{number % 7}  ends 192.0.2.1 192.0.2.2  secret \"secret number {number % 10}\"\n"
            f"    from {day(number)} until {day(number + 1)}\n")


def with_ids(number: int) -> str:
    """Returns one of many keys for the same ends, each with other key ids."""
    return (f"key ids-{number}  ends 192.0.2.1 192.0.2.2  secret \"secret number {number}\"\n"
            f"    algorithm hmac-sha-1-96  send-id {number % 256}  recv-id {number // 256 % 256}\n")


class Speed(Case):
    def instructions(self, *arguments: str, codes: Container[int] = (FINE,)) -> int:
        done = subprocess.run([*VALGRIND, PROGRAM, *arguments], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.assertIn(done.returncode, codes, arguments)
        return int(COUNTED.search(done.stderr)[1])

    def check(self, kind: Callable[[int], str], *arguments: str, keys: int = KEYS,
              codes: Container[int] = (FINE,)) -> int:
        """Checks how the instructions of a command grow with the keys of a kind, and returns those with many keys."""
        counts = []
        for number in keys // 4, keys:
            self.write("keyring", "".join(map(kind, range(number))))
            counts.append(self.instructions(*arguments, codes=codes))
        few, many = counts
        print(f"{many / few:.2f} times {few:,}: {' '.join(arguments)} ({kind.__name__})")
        self.assertLess(many, GROWTH * few, arguments)
        return many

    def test_many_names(self) -> None:
        counts = []
        for number in KEYS // 4, KEYS:
            self.write("keyring", "".join(map(entry, range(number))))
            counts.append(self.instructions("remove", *(f"peer-{i}" for i in range(number))))
        self.assertLess(counts[1], GROWTH * counts[0])

    def test_many_keys(self) -> None:
        which = "which", "10.0.0.1", "192.0.2.1"
        self.check(entry, *which, keys=4 * KEYS)    # the more, the less other work hides the growth of loading
        load = self.check(entry, *which)
        for arguments in (["list"], ["list", "--json"], ["check"], ["export"], ["import", "-n", "-k", "other", "keyring"],
                          ["remove", "peer-499"]):
            self.assertLess(self.check(entry, *arguments), PROPORTION * load, arguments)

    def test_many_keys_of_the_same_ends(self) -> None:
        for kind in turn, with_ids:
            for arguments in ["check", "--time", "2001-01-01"], ["import", "-n", "-k", "other", "keyring"]:
                self.check(kind, *arguments, codes={FINE, FOUND})


if __name__ == "__main__":
    unittest.main()
