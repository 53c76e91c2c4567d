"""Counts what is right and what is wrong, and prints that as the last line."""
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
        """What fails or hangs within counts as one failed check, and the others continue."""
        try:
            yield
        except (AssertionError, TimeoutExpired) as error:
            self.that(False, f"{what}: {error}")

    def verdict(self) -> int:
        """The exit status: success only if there was something to check and all of it was right."""
        print(f"{self.passed} passed, {self.failed} failed")
        return int(self.failed > 0 or self.passed == 0)
