"""TCP-AO as a Linux kernel has it, in a virtual machine."""
# SPDX-License-Identifier: GPL-2.0-or-later
