#!/usr/bin/env python3
"""Checks that colour-blind users can read our colouring rules, and distinguish them.

The test simulates eyes that lack one kind of cones by "Digital Video Colourmaps for Checking the Legibility of
Displays by Dichromats" (Viénot, Brettel and Mollon, 1999). It measures contrast by WCAG 2, section 1.4.3, and distances
of colours in CIE L*a*b*.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import math
import re
import sys
from itertools import combinations
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "profile" / "colorfilters"
LEAST_CONTRAST = 4.5
LEAST_DISTANCE = 15     # at 2, adjacent colours are just distinguishable

Colour = tuple[float, ...]  # linear red, green and blue, from 0 to 1

EYES = {
    "all cones": [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
    "protanopia": [(0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)],
    "deuteranopia": [(0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)],
}
LUMINANCE = (0.2126, 0.7152, 0.0722)
TO_XYZ = [(0.4124, 0.3576, 0.1805), LUMINANCE, (0.0193, 0.1192, 0.9505)]
WHITE = (0.9505, 1.0, 1.0891)


def product(row: Colour, colour: Colour) -> float:
    return sum(one * other for one, other in zip(row, colour, strict=True))


def linear(part: str) -> float:
    """Converts a component of a rule, which has 16 bits, by sRGB's curve."""
    value = int(part) / 65535
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def seen(colour: Colour, eyes: str) -> Colour:
    return tuple(min(max(product(row, colour), 0), 1) for row in EYES[eyes])


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted(product(LUMINANCE, colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: Colour) -> Colour:
    ratios = (product(row, colour) / white for row, white in zip(TO_XYZ, WHITE, strict=True))
    x, y, z = (ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116 for ratio in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def rules() -> dict[str, list[Colour]]:
    """Returns the colours of each rule's background and letters."""
    found = re.findall(r"(?m)^@([^@]+)@[^@]+@\[([\d,]+)\]\[([\d,]+)\]$", RULES.read_text())
    return {name: [tuple(map(linear, colour.split(","))) for colour in colours] for name, *colours in found}


def main() -> int:
    failed = 0
    for eyes in EYES:
        colours = {name: [seen(colour, eyes) for colour in both] for name, both in rules().items()}
        for name, (background, letters) in colours.items():
            if (found := contrast(background, letters)) < LEAST_CONTRAST:
                print(f"{name}: a contrast of {found:.2f} for {eyes}")
                failed += 1
        for one, other in combinations(colours, 2):
            if (found := math.dist(lab(colours[one][0]), lab(colours[other][0]))) < LEAST_DISTANCE:
                print(f"{one} and {other}: a distance of {found:.1f} for {eyes}")
                failed += 1
    count = len(rules())
    print(f"{len(EYES) * count * (count + 1) // 2 - failed} passed, {failed} failed")
    return int(failed > 0 or count == 0)


if __name__ == "__main__":
    sys.exit(main())
