# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs siplens-check of the build folder, on captures and on reports made here."""

import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import jsonschema
import pytest

from bundled import CAPTURES

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
def check():
    """In a folder that anybody may enter, as nobody must, who runs tshark for root."""
    with tempfile.TemporaryDirectory(prefix="siplens-test-") as folder:
        os.chmod(folder, 0o755)
        yield Check(pathlib.Path(folder))


def npm_folder(package, *install):
    """The folder of an npm package below the build folder, put there once; skips where npm cannot."""
    folder = build_folder() / "npm" / package.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    if not shutil.which("npm"):
        pytest.skip(f"npm is not installed, to get {package}")
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = folder / "node_modules" / package
        if not place.exists():
            # A registry that does not answer would be waited for, for many minutes.
            done = subprocess.run(["timeout", "120", "npm", "install", "--prefix", folder, "--no-audit",
                                   "--no-fund", "--no-save", "--ignore-scripts", "--fetch-retries=1",
                                   "--fetch-timeout=30000", *install, package],
                                  capture_output=True, check=False)
            if done.returncode:
                shutil.rmtree(folder / "node_modules", ignore_errors=True)
                pytest.skip(f"npm cannot install {package}: {done.stderr.decode()[-300:]}")
    return place


@pytest.fixture(scope="session")
def sarif_schema():
    """The schema of SARIF 2.1.0, which a package for tests of SARIF writers ships."""
    place = npm_folder("@microsoft/jest-sarif", "--legacy-peer-deps", "--omit=peer")
    schema, = (place / "lib/schemas").glob("sarif-2.1.0*.json")
    return jsonschema.Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def mermaid():
    """A function that tells what Mermaid's own parser has against the diagrams of a Markdown text."""
    folder = npm_folder("mermaid").parents[1]
    if not shutil.which("node"):
        pytest.skip("node is not installed, to run Mermaid's parser")
    script = folder / "parse.mjs"
    script.write_text("""
        import mermaid from 'mermaid';
        let text = '';
        for await (const chunk of process.stdin) text += chunk;
        for (const diagram of JSON.parse(text)) {
            const parsed = await mermaid.parse(diagram).catch((error) => ({error: String(error)}));
            if (parsed.error) console.log(parsed.error + '\\n' + diagram);
        }""", encoding="utf-8")

    def faults(markdown):
        diagrams = re.findall(r"^```mermaid\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)
        done = subprocess.run(["node", script], input=json.dumps(diagrams).encode(),
                              capture_output=True, check=True)
        return len(diagrams), done.stdout.decode()
    return faults
