"""Restarts this program in its own namespaces, in which an ordinary user may build a laboratory.

There it is user 1000, since Wireshark loads no personal plugin for root. It has all privileges over its own network,
but over nothing else. All programs that it starts end with it.
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import shutil
import subprocess
import sys

INSIDE = "TCPAUTH_APART"
UNSHARE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "--net", "--mount",
           "--pid", "--fork", "--kill-child", "--"]
# Private folders for the names of network namespaces, and for the files that FRR leaves.
PREPARE = "mount -t tmpfs none /run && mount -t tmpfs none /var/tmp"
ROUTERS = ["/usr/lib/frr/bgpd", "vtysh", "bird", "birdc", "ip", "ethtool"]


def step_apart(*programs: str) -> str:
    """Restarts this program in its own namespaces; returns an empty string there.

    Returns the reason if that is impossible.
    """
    if INSIDE in os.environ:
        return ""
    os.environ["PATH"] += ":/usr/sbin:/sbin"        # not in an ordinary user's path
    if missing := [program for program in [*ROUTERS, *programs] if not shutil.which(program)]:
        return f"not installed: {' '.join(missing)}; packaging/requirements live installs it"
    probe = [*UNSHARE, "sh", "-c", f"{PREPARE} && ip netns add probe"]
    done = subprocess.run(probe, text=True, capture_output=True, timeout=60)
    if done.returncode:
        return f"no namespaces can be had here: {done.stderr.strip()}"
    sys.stdout.flush()
    os.environ[INSIDE] = "yes"
    os.execvp(UNSHARE[0], [*UNSHARE, "sh", "-c", f'{PREPARE} && exec "$@"', "sh", sys.executable, *sys.argv])
