"""The recordings of real captures: hosts, daemons and what they do to each other."""
# SPDX-License-Identifier: GPL-2.0-or-later
