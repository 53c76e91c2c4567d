"""The recordings of TCP-AO with a Linux kernel, in a virtual machine."""
# SPDX-License-Identifier: GPL-2.0-or-later
