#!/usr/bin/env python3
"""Prints the time for loading 100,000 keys. Tests that no command takes out of proportion to that or to the keys."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import subprocess
import unittest
from collections.abc import Container

from program import FINE, FOUND, Case

KEYS = 100_000
TENTH = KEYS // 10
GROWTH = 25         # the maximum factor in time for ten times the keys; quadratic growth gives 100
PROPORTION = 10     # the maximum factor of a command against loading alone
ROUNDS = 5


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
    def seconds(self, *arguments: object, codes: Container[int] = (FINE,)) -> float:
        """Returns the processor time of a run."""
        process = self.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertIn(process.returncode, codes, arguments)
        return usage.ru_utime + usage.ru_stime

    def load(self, keys: int) -> float:
        self.write("keyring", "".join(map(entry, range(keys))))
        return min(self.seconds("which", "10.0.0.1", "192.0.2.1") for _ in range(ROUNDS))

    def test_many_keys(self) -> None:
        tenth, load = self.load(TENTH), self.load(KEYS)
        print(f"{KEYS} keys load in {load:.2f} s, a tenth of them in {tenth:.3f} s")
        self.assertLess(load, GROWTH * tenth)
        for arguments in (["list"], ["list", "--json"], ["check"], ["export"], ["import", "-k", "other", "keyring"],
                          ["remove", "peer-99999"]):
            taken = self.seconds(*arguments)
            print(f"{arguments[0]:8} {taken:.2f} s")
            self.assertLess(taken, PROPORTION * load, arguments)

    def test_many_keys_of_the_same_ends(self) -> None:
        for kind in turn, with_ids:
            for arguments in ["check", "--time", "2001-01-01"], ["import", "-n", "-k", "other", "keyring"]:
                times = []
                for keys in TENTH, KEYS:
                    self.write("keyring", "".join(map(kind, range(keys))))
                    times.append(self.seconds(*arguments, codes={FINE, FOUND}))
                print(f"{arguments[0]:8} {times[1]:.2f} s, a tenth of the keys {times[0]:.3f} s ({kind.__name__})")
                self.assertLess(times[1], GROWTH * times[0], arguments)


if __name__ == "__main__":
    unittest.main()
