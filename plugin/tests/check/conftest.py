# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs siplens-check of the build folder, on captures and on reports made here."""

import json
import os
import pathlib
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parents[3]
CAPTURES = TOP / "test-captures"
BUSY = CAPTURES / "real/direct-busy.pcap"        # nothing to find
SILENT = CAPTURES / "real/direct-silent.pcap"    # no_response
FORMATS = ["text", "json", "jsonl", "junit", "sarif", "markdown", "html"]


def build_folder():
    folder = os.environ.get("SIPLENS_BUILD_DIR")
    assert folder, "run by ctest, which sets SIPLENS_BUILD_DIR"
    return pathlib.Path(folder)


class Check:
    def __init__(self, folder):
        self.folder = folder
        self.program = build_folder() / "siplens-check"

    def run(self, *arguments, status=None, environment=None, **more):
        """Runs it in an empty folder; STATUS, if given, is the exit status it must have."""
        done = subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True,
                              env=dict(os.environ, **(environment or {})), check=False, **more)
        if status is not None:
            assert done.returncode == status, (done.returncode, done.stderr.decode())
        return done

    def text(self, *arguments, **more):
        return self.run(*arguments, **more).stdout.decode()

    def json(self, *arguments, **more):
        return json.loads(self.text("--format", "json", *arguments, **more))


@pytest.fixture
def check(tmp_path):
    return Check(tmp_path)
