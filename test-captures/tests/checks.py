"""Counts the checks that passed and failed, and prints both numbers as the last line."""
# SPDX-License-Identifier: GPL-2.0-or-later

from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import TimeoutExpired


class Checks:
    def __init__(self) -> None:
        self.passed = self.failed = 0

    def that(self, holds: bool, otherwise: str) -> None:
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print(otherwise, flush=True)

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Counts a failure or a timeout of its block as one failed check; the test then continues."""
        try:
            yield
        except (AssertionError, TimeoutExpired) as error:
            self.that(False, f"{what}: {error}")

    def verdict(self) -> int:
        """Returns the exit status: success only if there was at least one check and all passed."""
        print(f"{self.passed} passed, {self.failed} failed")
        return int(self.failed > 0 or self.passed == 0)
