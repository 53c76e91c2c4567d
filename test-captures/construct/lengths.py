"""Captures of segments longer than their receiver takes: not split yet, or merged again."""
# SPDX-License-Identifier: GPL-2.0-or-later

from .capture import Capture, bad, constructs, good
from .carriers import ethernet, ip
from .peers import KEYS, WRONG, both
from .tcp import KEEPALIVE, MSS, NOP, SACK_PERMITTED, Signature, bgp_update

SHORT_MSS = b"\x02\x04\x02\x18"     # 536
TABLE = bgp_update() * 200          # longer than any MSS here


@constructs(KEYS)
def will_break(capture: Capture) -> None:
    """Good segments up to and beyond the MSS that the other end announced, which differs between the ends;
    beyond it, a network card is to split them, or the capture merged them."""
    for bgp, key in both():
        capture.segment(bgp.client("PA", TABLE[:2000]), good(key))      # nobody has announced anything yet
        signature = Signature(bgp.secret)
        capture.segment(bgp.client("S", options=(NOP, NOP, signature, SACK_PERMITTED, MSS)), good(key))
        capture.segment(bgp.server("SA", options=(SHORT_MSS, NOP, NOP, signature)), good(key))
        for length in 0, 19, 535, 536, 537, 1460, 1461, 8960:
            capture.segment(bgp.client("PA", TABLE[:length]), good(key))
            capture.segment(bgp.server("PA", TABLE[:length]), good(key))
        capture.segment(bgp.client("PA", TABLE[:8960], secret=WRONG), bad(key))
        if key == "transit":
            capture.frame(ethernet(ip(bgp.client("PA", KEEPALIVE), total_length=0)), good(key))
            capture.frame(ethernet(ip(bgp.client("PA", TABLE[:600]), total_length=0)), good(key))
