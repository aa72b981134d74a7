# SPDX-License-Identifier: GPL-2.0-or-later
"""Which versions of Wireshark the plugin is built for, and what it says to others."""

import os
import re
import subprocess

import pytest

from bundled import TOP


def configure(tmp_path, version):
    """Configures the project where pkg-config finds a Wireshark of that version."""
    (tmp_path / "wireshark.pc").write_text(
        f"Name: wireshark\nDescription: none\nVersion: {version}\nplugindir=/nowhere\n",
        encoding="utf-8")
    return subprocess.run(
        ["cmake", "-S", TOP, "-B", tmp_path / "build", "-DSIPLENS_BUILD_TESTS=OFF"],
        env=dict(os.environ, PKG_CONFIG_PATH=str(tmp_path)), capture_output=True, text=True,
        check=False)


@pytest.mark.parametrize("version", ["3.6.24", "4.1.0", "4.5.1", "4.8.0", "5.0.0"])
def test_other_versions_are_refused_by_name(tmp_path, version):
    done = configure(tmp_path, version)
    message = re.sub(r"\s+", " ", done.stderr)
    assert done.returncode != 0
    assert f"Found Wireshark {version}, but siplens supports" in message
    assert "4.0 to 4.6" in message


@pytest.mark.parametrize("version", ["4.0.0", "4.2.14", "4.4.19", "4.6.9"])
def test_supported_versions_are_accepted(tmp_path, version):
    done = configure(tmp_path, version)
    assert done.returncode == 0, done.stderr
    assert f"siplens for Wireshark {version}" in done.stdout
