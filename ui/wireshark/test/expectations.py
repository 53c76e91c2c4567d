"""The verdicts that the reference expects of a capture, and how the packet list shows them."""
# SPDX-License-Identifier: GPL-2.0-or-later

import sys
from pathlib import Path

from wireshark import ROOT, rule_colours

CAPTURES = ROOT / "test-captures"
sys.path.append(str(CAPTURES / "tests"))  # for the module verdicts of those tests
import verdicts  # noqa: E402
from verdicts import Row  # noqa: E402


def capture(name: str) -> tuple[Path, Path]:
    return CAPTURES / f"{name}.pcapng", CAPTURES / f"{name}.keys"


def references(name: str) -> list[Row]:
    """Returns the rows that the reference expects."""
    return verdicts.expected(CAPTURES / f"{name}.pcapng")


def expected(name: str) -> list[str]:
    """Returns the statuses that the rows of the packet list must show.

    Leaves out the first frame: Wireshark selects it, and gives its row another colour.
    """
    rule = {status: statuses for statuses in rule_colours().values() for status in statuses.split(" or ")}
    return [rule[row.status] for row in references(name) if row.frame != "1"]
