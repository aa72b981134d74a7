# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile that can be imported: Wireshark takes every line of it, and it shows what it should."""

import os
import pathlib
import re
import shutil

import pytest

from bundled import TOP

FILES = sorted(path for path in (TOP / "plugin/profile").iterdir() if path.name != "CMakeLists.txt")


def lines(name):
    text = (TOP / "plugin/profile" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def colours():
    """Name and display filter of each colouring rule."""
    rows = [re.fullmatch(r"@([^@]+)@(.+)@\[\d+,\d+,\d+\]\[\d+,\d+,\d+\]", line)
            for line in lines("colorfilters")]
    assert all(rows)
    return [(row[1], row[2]) for row in rows]


def buttons():
    """Label and display filter of each button."""
    rows = [re.fullmatch(r'"TRUE","([^"]+)","([^"]+)","[^"]+"', line)
            for line in lines("dfilter_buttons")]
    assert all(rows)
    return [(row[1], row[2].replace(r"\x22", '"')) for row in rows]


@pytest.fixture(scope="module", autouse=True)
def profile(tshark):
    """The profile as the build folder has it, in the user's configuration."""
    build = pathlib.Path(os.environ["SIPLENS_BUILD_DIR"]) / "share/siplens/profiles/SIP Lens"
    assert sorted(path.name for path in build.iterdir()) == [path.name for path in FILES]
    folder = tshark.folder / "home/.config/wireshark/profiles/SIP Lens"
    shutil.copytree(build, folder)
    for path in [folder, *folder.parents]:
        if path == tshark.folder / "home":
            break
        path.chmod(0o777)


@pytest.mark.parametrize("text", [text for _, text in colours() + buttons()])
def test_filter_is_valid(tshark, text):
    assert tshark.run("-n", "-r", "flows/busy.pcap", "-Y", text).stderr == \
        tshark.run("-n", "-r", "flows/busy.pcap").stderr


def test_profile_loads_without_a_warning(tshark):
    with_profile = tshark.run("-n", "-r", "flows/busy.pcap", "-C", "SIP Lens")
    assert with_profile.stderr == tshark.run("-n", "-r", "flows/busy.pcap").stderr


def test_columns(tshark):
    shown = tshark.lines("-n", "-2", "-r", "ack_missing/trigger-failure.pcap", "-C", "SIP Lens")
    answer = next(line for line in shown if "[! ack_missing]" in line)
    assert re.search(r" SIP 1 \S+ 违反流程 violation ack_missing Status: \d{3} ", answer)


@pytest.mark.parametrize("capture,wanted", [
    ("ack_missing/trigger-failure-behind-proxy.pcap",
     {4: "错误 error", 5: "失败 failure", 7: "重复 repeat"}),
    ("provisional_late/trigger.pcap", {2: "提示 note"}),
    ("ok_retransmitted_after_ack/trigger.pcap", {7: "警告 warning"}),
    ("real/direct-challenged.pcap", None),
])
def test_colours(tshark, capture, wanted):
    shown = dict(line.split("\t") for line in tshark.lines(
        "-n", "-2", "-r", capture, "-C", "SIP Lens", "--color", "-T", "fields", "-e",
        "frame.number", "-e", "frame.coloring_rule.name"))
    for frame, name in (wanted or {}).items():
        assert shown[str(frame)] == f"SIP Lens {name}"
    if not wanted:
        assert set(shown.values()) == {"SIP Lens 其他 other"}
