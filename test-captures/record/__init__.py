"""The recordings of captures: hosts, daemons, and firewalls and NICs between them."""
# SPDX-License-Identifier: GPL-2.0-or-later
