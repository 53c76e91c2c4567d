"""The independent reference: reads captures and keys, and checks each segment as RFC 2385 and RFC 5925 require."""
# SPDX-License-Identifier: GPL-2.0-or-later
