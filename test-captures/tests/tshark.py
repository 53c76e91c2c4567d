"""Runs tshark with the built plugin, without the settings of the user who runs the tests."""
# SPDX-License-Identifier: GPL-2.0-or-later

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import forks

ROOT = Path(__file__).resolve().parents[2]
UNPRIVILEGED = ROOT / "packaging" / "unprivileged"
PLUGINS = Path(os.environ.get("TCPAUTH_PLUGINS", ROOT / "build" / "plugins"))

# The libraries that a plugin built with sanitizers needs, and the settings for them: tshark itself leaks memory.
SANITIZERS = os.environ.get("TCPAUTH_SANITIZERS")
IN_SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=0:malloc_context_size=5", "UBSAN_OPTIONS": "print_stacktrace=1",
                 "WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple"}

# tshark's start takes most of a short run. A third of that is page faults, unless the pages are huge.
HUGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864:glibc.malloc.arena_max=1"}

# Names that tshark reads in each run, and no test needs.
DATA = Path(shutil.which("tshark") or "/usr/bin/tshark").parents[1] / "share" / "wireshark"
NAMES = ["enterprises.tsv", "manuf", "services"]

HANGS = 900     # seconds; a machine may be busy
DISABLED = ["--disable-protocol", "tcpauth"]

sys.path.append(str(ROOT / "test-captures"))        # the tests read keys and captures as the reference does


def quick(folder: Path) -> dict[str, str]:
    """Returns an environment in which tshark starts quickly: with few names, and without extcap programs. Creates the
    folders for these in FOLDER."""
    data, programs = folder / "data", folder / "no-programs"
    data.mkdir()
    programs.mkdir()
    for file in DATA.iterdir():
        if file.name not in NAMES:
            (data / file.name).symlink_to(file)
    return {"WIRESHARK_DATA_DIR": str(data), "WIRESHARK_EXTCAP_DIR": str(programs)} | ({} if SANITIZERS else HUGE_PAGES)


class Tshark:
    """A tshark with private settings, and with keyrings that no other user may read.

    TCPAUTH_PLUGINS in the environment names the folder of plugins (default: build/plugins). LAUNCHER is put before
    tshark's command; SETTINGS are added to its environment.
    """

    def __init__(self, *launcher: str, **settings: str) -> None:
        self.launcher = launcher
        self.settings = settings
        self.servers: dict[tuple, forks.Server] = {}

    def __enter__(self) -> "Tshark":
        assert list(PLUGINS.glob("*/epan/tcpauth.so")), f"no plugin in {PLUGINS}"
        self.folder = Path(tempfile.mkdtemp(prefix="tcpauth-test-"))
        self.capture = self.folder / "capture"
        (self.folder / "no-plugins").mkdir()
        (self.folder / "settings").mkdir()
        self.quick = quick(self.folder)
        return self

    def __exit__(self, *_) -> None:
        for server in self.servers.values():
            server.stop()
        shutil.rmtree(self.folder)

    def environment(self, plugin: bool) -> dict[str, str]:
        return os.environ | {
            "WIRESHARK_PLUGIN_DIR": str(PLUGINS if plugin else self.folder / "no-plugins"),
            "WIRESHARK_CONFIG_DIR": str(self.folder / "settings"),
            "WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        } | self.quick | (IN_SANITIZERS if SANITIZERS else {}) | self.settings

    def private(self, keyring: Path) -> Path:
        """Returns a copy of the keyring with mode 0600; the files of a checkout are readable by other users."""
        return self.write(keyring.name, keyring.read_bytes())

    def write(self, name: str, content: bytes | str, mode: int = 0o600) -> Path:
        """Writes a file into the folder of this tshark; its settings are in "settings"."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.touch(0o600)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        return path

    def keyring(self, file: Path) -> list[str]:
        return ["-o", f"tcpauth.keyring:{self.private(file)}"] if file.exists() else []

    def keyring_of(self, capture: Path) -> list[str]:
        return self.keyring(capture.with_suffix(".keys"))

    def command(self, *arguments: str | Path, plugin: bool = True) -> list[str]:
        preload = ["env", f"LD_PRELOAD={SANITIZERS}"] if SANITIZERS and plugin else []
        return [str(UNPRIVILEGED), *preload, *self.launcher, "tshark", *map(str, arguments)]

    def run(self, *arguments: str | Path, plugin: bool = True) -> subprocess.CompletedProcess[str]:
        command, environment = self.command(*arguments, plugin=plugin), self.environment(plugin)
        return subprocess.run(command, env=environment, capture_output=True, text=True,
                              errors="surrogateescape", timeout=HANGS, check=False)

    def again(self, *arguments: str | Path, plugin: bool = True) -> subprocess.CompletedProcess[str]:
        """Like run(), but the runs with the same kind of options are forks of one tshark, and take a tenth of the time.

        The exit code of a fork only shows whether it crashed. The file has the same name in all runs.
        """
        words = list(map(str, arguments))
        if "-r" not in words or "-" in words or self.launcher:
            return self.run(*words, plugin=plugin)
        place = words.index("-r")
        self._link(words[place + 1])
        del words[place:place + 2]
        kind = forks.early(words), plugin
        if kind[0] is None or (SANITIZERS and not plugin):
            return self.run("-r", self.capture, *words, plugin=plugin)
        if kind not in self.servers:
            self.servers[kind] = self._server(*kind)
        return self.servers[kind].run(words)

    def _link(self, capture: str) -> None:
        self.capture.unlink(missing_ok=True)
        self.capture.symlink_to(Path(capture).absolute())

    def _server(self, early: tuple[str, ...], plugin: bool) -> forks.Server:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        built = next(PLUGINS.glob("*/epan/tcpauth.so"))
        loaded = folder / built.parent.relative_to(PLUGINS)
        loaded.mkdir(parents=True)
        for file in [forks.PLUGIN, built][:1 + plugin]:
            (loaded / Path(file).name).symlink_to(file)
        environment = self.environment(plugin) | {"WIRESHARK_PLUGIN_DIR": str(folder)}
        return forks.Server(folder, self.capture, early, lambda *words, **pipes: subprocess.Popen(
            self.command(*words, plugin=plugin), env=environment, **pipes))

    def output(self, *arguments: str | Path, plugin: bool = True) -> str:
        """Returns tshark's output. Raises an AssertionError if tshark fails or prints any message."""
        done = self.again(*arguments, plugin=plugin)
        assert done.returncode == 0, f"tshark exits with {done.returncode}: {done.stderr}"
        complaints = complaints_of(done)
        assert not complaints, f"tshark complains: {complaints}"
        return done.stdout


def complaints_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "Running as user" not in line]
