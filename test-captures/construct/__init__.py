"""Builds captures byte by byte, each frame with what must be said of it."""
# SPDX-License-Identifier: GPL-2.0-or-later
