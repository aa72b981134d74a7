# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the real tshark with the plugin that was just built."""

import functools
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from bundled import CAPTURES


def pytest_configure(config):
    config.addinivalue_line("markers", "memory: looks for memory errors; no matter which Wireshark")


def pytest_collection_modifyitems(items):
    """With --dist loadgroup, the tests of a capture run one after the other, and share a run of tshark."""
    for item in items:
        if hasattr(item, "callspec") and "capture" in item.callspec.params:
            item.add_marker(pytest.mark.xdist_group(str(item.callspec.params["capture"])))


class Tshark:
    """tshark as an ordinary user: for root it would ignore the plugin in the build folder."""

    def __init__(self, folder, build):
        self.folder = folder
        self.build = build
        self.plugins = folder / "plugins"
        shutil.copytree(build / "plugins", self.plugins)
        shutil.copytree(CAPTURES, folder / "captures", ignore=shutil.ignore_patterns("*.sip"))
        (folder / "home").mkdir()
        (folder / "home").chmod(0o777)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)

    def load(self, plugins):
        """Loads further plugins from a folder of the build."""
        shutil.copytree(plugins, self.plugins, dirs_exist_ok=True)
        subprocess.run(["chmod", "-R", "a+rX", self.plugins], check=True)

    def run(self, *arguments, plugin=True, check=True, before=(), output=subprocess.PIPE):
        command = [*before, "tshark", *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
        environment = dict(os.environ, HOME=str(self.folder / "home"), LC_ALL="C.UTF-8")
        environment["WIRESHARK_PLUGIN_DIR"] = str(self.plugins if plugin else self.folder / "none")
        done = subprocess.run(command, env=environment, stdout=output, stderr=subprocess.PIPE,
                              check=False, cwd=self.folder / "captures")
        if check:
            assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done

    def lines(self, *arguments, **more):
        return self.run(*arguments, **more).stdout.decode(errors="replace").splitlines()

    @functools.cached_property
    def types(self):
        """Our fields but for the rules' expert infos, in the order of their registration: their types."""
        rows = [line.split("\t") for line in self.lines("-G", "fields")]
        return {row[2]: row[3] for row in rows
                if row[0] == "F" and row[2].startswith("siplens.") and row[3] != "FT_NONE"}

    def table(self, lines, names):
        """The values of -T fields, alike on all versions: 4.0 prints booleans as 1, later ones as True."""
        boolean = [self.types.get(name) == "FT_BOOLEAN" for name in names]
        words = {"True": "1", "False": "0"}
        return [[",".join(words.get(word, word) for word in value.split(","))
                 if is_boolean else value for value, is_boolean in zip(line.split("\t"), boolean, strict=True)]
                for line in lines]

    def fields(self, capture, *names, options=()):
        """One list of values a frame with SIP."""
        arguments = ["-n", "-r", capture, "-Y", "siplens", "-T", "fields", *options]
        for name in names:
            arguments += ["-e", name]
        return self.table(self.lines(*arguments), names)

    def findings(self, capture, options=("-2",)):
        """(frame, rule) pairs, as the tree has them."""
        rows = self.fields(capture, "frame.number", "siplens.violation", options=options)
        return sorted((int(frame), rule) for frame, rules in rows for rule in rules.split(",") if rule)

    @functools.lru_cache(maxsize=None)
    def twice(self, capture):
        """
        Two passes over a capture, run once for all tests: the names of our fields, their values in
        each frame with SIP, and the lines of -z siplens,jsonl.
        """
        names = ["frame.number", *self.types]
        output = self.run("-n", "-2", "-r", capture, "-Y", "siplens", "-T", "fields", "-z",
                          "siplens,jsonl", *(x for name in names for x in ("-e", name))).stdout
        lines = output.decode("utf-8").split("\n")[:-1]
        report = [line for line in lines if line.startswith("{")]
        return names, self.table(lines[:len(lines) - len(report)], names), report

    def keep(self, capture, report):
        """Leaves what was shown of a capture in the build folder."""
        names, rows, lines = self.twice(capture)
        path = self.build / "shown" / f"{capture}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        shown = [f"frame {row[0]}: {name} = {value}" for row in rows
                 for name, value in zip(names[1:], row[1:], strict=True) if value]
        # The first line names the version of Wireshark.
        path.write_text("\n".join([*shown, *report, *lines[1:]]) + "\n", encoding="utf-8")

    def report(self, capture, options=()):
        return self.run("-n", "-q", "-r", capture, *options, "-z", "siplens,report")


@pytest.fixture(scope="session")
def tshark():
    build = os.environ.get("SIPLENS_BUILD_DIR")
    assert build, "run by ctest, which sets SIPLENS_BUILD_DIR"
    # Not below pytest's own folder: each run of pytest closes that to other users.
    with tempfile.TemporaryDirectory(prefix="siplens-", ignore_cleanup_errors=True) as folder:
        yield Tshark(pathlib.Path(folder), pathlib.Path(build))
