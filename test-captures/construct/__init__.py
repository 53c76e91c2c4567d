"""Builds captures byte by byte, each frame with its intended verdict."""
# SPDX-License-Identifier: GPL-2.0-or-later
