"""A virtual machine with a kernel of Debian sid, which is built of packages and boots without disk or network."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = ["busybox-static", "bird2", "dash", "iproute2", "nftables", "tcpdump", "python3", "kmod"]
MODULES = ["drivers/net/veth.ko.xz", "lib", "net/ipv4/netfilter", "net/ipv6/netfilter", "net/netfilter", "net/sched"]
SECONDS_TO_START, SECONDS_EACH = 300, 90      # the maximum

INIT = """#!/usr/bin/dash
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
for system in proc sysfs devtmpfs; do
    case $system in proc) at=/proc;; sysfs) at=/sys;; devtmpfs) at=/dev;; esac
    busybox mount -t $system none $at
done
for tool in $(busybox --list); do
    [ -e /usr/bin/$tool ] || [ -e /usr/sbin/$tool ] || busybox ln -s busybox /usr/bin/$tool
done
mkdir -p /run/netns /dev/pts /dev/shm
modprobe -a veth sch_netem nf_tables
cd /lab
python3 -B -m kernel.inside $(cat wanted)
poweroff -f
"""

APT = """
Dir::Etc::sourcelist "{0}/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
Dir::State::Lists "{0}/lists"; Dir::State::status "{0}/status"; Dir::Cache "{0}/cache";
APT::Architecture "amd64"; APT::Sandbox::User "root"; Acquire::Languages "none"; Debug::NoLocking "true";
"""


def output(*command: object) -> str:
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE).stdout


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.apt = folder, folder / "root", folder / "apt"

    def make(self) -> None:
        """Unpacks the kernel and the programs, unless they are there."""
        if (self.folder / "vmlinuz").exists():
            return
        self.prepare_apt()
        version = self.kernel_version()
        self.unpack_kernel(version)
        self.unpack_programs()
        shutil.copy(self.modules / "vmlinuz", self.folder / "vmlinuz")

    # Packages

    def prepare_apt(self) -> None:
        """Prepares a private apt that knows only sid, and has no package installed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for part in "lists/partial", "cache/archives/partial":
            (self.apt / part).mkdir(parents=True)
        self.apt.joinpath("status").touch()
        self.apt.joinpath("conf").write_text(APT.format(self.apt))
        mirrors = output("apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages").splitlines()
        mirror = os.environ.get("DEBIAN_MIRROR") or next(one for one in mirrors if "security" not in one)
        keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
        self.apt.joinpath("sources.list").write_text(f"deb [signed-by={keys}] {mirror} sid main\n")
        self.run_apt("update")

    def run_apt(self, *words: str) -> None:
        subprocess.run(["apt-get", "-qq", "-y", "-c", self.apt / "conf", *words], check=True,
                       cwd=self.apt, stdout=subprocess.DEVNULL)

    def kernel_version(self) -> str:
        said = output("apt-cache", "-c", self.apt / "conf", "show", "linux-image-cloud-amd64")
        return re.search(r"linux-image-(\S+-cloud-amd64)", said)[1]

    def unpack_kernel(self, version: str) -> None:
        self.run_apt("download", *(f"linux-{part}-{version}" for part in ("base", "binary", "modules")))
        kernel = self.folder / "kernel"
        for package in self.apt.glob("linux-*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, kernel], check=True)
        self.modules = kernel / "usr/lib/modules" / version
        if "CONFIG_TCP_AO=y" not in (self.modules / "config").read_text():
            raise SystemExit(f"linux {version} has no TCP-AO")

    def unpack_programs(self) -> None:
        self.run_apt("install", "--no-install-recommends", "--download-only", *PROGRAMS)
        for package in self.apt.glob("cache/archives/*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, self.root], check=True)
        for folder in "proc", "sys", "dev", "tmp", "run", "root", "lab", "out":
            (self.root / folder).mkdir(exist_ok=True)
        (self.root / "usr/lib64").mkdir(exist_ok=True)
        for link in "bin", "sbin", "lib", "lib64":
            if not (self.root / link).exists():
                (self.root / link).symlink_to(f"usr/{link}")
        for link, program in ("sh", "dash"), ("busybox", "../bin/busybox"):
            if not (self.root / "usr/bin" / link).exists():
                (self.root / "usr/bin" / link).symlink_to(program)
        self.add_modules()

    def add_modules(self) -> None:
        target = self.root / "usr/lib/modules" / self.modules.name
        for part in MODULES:
            source, copy = self.modules / "kernel" / part, target / "kernel" / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, copy) if source.is_dir() else shutil.copy(source, copy)
        for file in self.modules.glob("modules.builtin*"):
            shutil.copy(file, target)
        shutil.copy(self.modules / "modules.order", target)
        for file in target.rglob("*.xz"):
            subprocess.run(["xz", "-d", file], check=True)
        subprocess.run(["/usr/sbin/depmod", "-b", self.root / "usr", self.modules.name], check=True)

    # Running

    def run(self, wanted: list[str], results: Path) -> None:
        """Boots the machine to record the WANTED sessions, and unpacks the archive from its serial port."""
        inside = self.root / "lab/kernel"
        shutil.copytree(HERE, inside, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self.root.joinpath("init").write_text(INIT)
        self.root.joinpath("init").chmod(0o755)
        self.root.joinpath("lab/wanted").write_text(" ".join(wanted))
        image, archive = self.folder / "initrd.cpio", self.folder / "out.tar"
        files = "\0".join(str(file.relative_to(self.root)) for file in sorted(self.root.rglob("*")))
        seconds = SECONDS_TO_START + len(wanted) * SECONDS_EACH
        with image.open("wb") as out:
            subprocess.run(["cpio", "--null", "-o", "-H", "newc", "--quiet"], input=files.encode(), stdout=out,
                           cwd=self.root, check=True)
        subprocess.run(
            ["nice", "timeout", str(seconds), "qemu-system-x86_64", "-machine", "q35,accel=tcg", "-cpu", "max",
             "-m", "2048", "-nographic", "-nodefaults", "-no-reboot", "-serial", "mon:stdio",
             "-kernel", self.folder / "vmlinuz", "-initrd", image,
             "-append", "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on",
             "-device", "virtio-serial-pci", "-chardev", f"file,id=out,path={archive}",
             "-device", "virtserialport,chardev=out,name=out"], stdin=subprocess.DEVNULL)
        with tarfile.open(archive, ignore_zeros=True) as tar:       # the archives of all sessions, concatenated
            tar.extractall(results, filter="data")
