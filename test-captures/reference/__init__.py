"""The independent reference: reads captures and keys, and judges each segment as RFC 2385 has it."""
# SPDX-License-Identifier: GPL-2.0-or-later
