"""Recorded sessions with TCP-AO without their beginning; the keyring has their initial sequence numbers."""
# SPDX-License-Identifier: GPL-2.0-or-later

from functools import partial
from ipaddress import ip_address

from reference import pcapng
from reference.dissect import Dissector
from reference.judge import SYN, Header, judge

from .ao_told import RECORDED, isn_line
from .capture import CONSTRUCTIONS, Capture, Construction, good

# The first frame that each capture keeps.
CUTS = {"ao-roll-over": 7, "ao-bird": 13, "ao-simultaneous-open": 10, "ao-syn-cookies": 8}


def told(name: str, first: int) -> str:
    """Returns the initial sequence numbers in the missing SYNs, as lines of a keyring."""
    lines = {}
    for segment in map(Dissector().segment, list(pcapng.read(RECORDED / f"{name}.pcapng"))[:first - 1]):
        header = Header(segment)
        if header.flags & SYN:
            lines[isn_line(str(ip_address(segment.carrier.source)), header.ports[0], header.sequence)] = None
    return "".join(lines)


def cut(name: str, first: int) -> Capture:
    """Returns the recording from frame FIRST on. Each segment must be Good, as in the whole session."""
    file = RECORDED / f"{name}.pcapng"
    capture = Capture()
    for frame, row in list(zip(pcapng.read(file), judge(file), strict=True))[first - 1:]:
        capture.frame(frame.captured, good(row.key))
    return capture


def keyring(name: str, first: int) -> str:
    recorded = (RECORDED / f"{name}.keys").read_text().partition("\n\n")[2]
    return f"# The recording {name} from frame {first} on.\n\n{told(name, first)}\n{recorded}"


for name, first in CUTS.items():
    CONSTRUCTIONS.append(Construction(f"{name}-cut", keyring(name, first), partial(cut, name, first)))
