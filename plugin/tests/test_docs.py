# SPDX-License-Identifier: GPL-2.0-or-later
"""The documentation: its links lead somewhere, and what it names is there."""

import re

import pytest

from bundled import TOP

PAGES = sorted([TOP / "README.md", *(TOP / "plugin/doc").glob("*.md")])
GUIDE = (TOP / "plugin/doc/guide.md").read_text(encoding="utf-8")


def anchors(page):
    return set(re.findall(r'id="([^"]+)"', page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert links or page.name != "README.md"
    for link in links:
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if ":" not in path:
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_files_of_the_architecture_exist():
    text = (TOP / "plugin/doc/architecture.md").read_text(encoding="utf-8")
    names = re.findall(r"`((?:core|epan|tests|check|doc)/[^`]+)`", text)
    assert len(names) > 15
    for name in names:
        assert list((TOP / "plugin").glob(re.sub(r"<\w+>", "*", name))), name


FILTERS = re.findall(r"^\| `(siplens\.[^`]+)` \|", GUIDE.split("## 首选项")[0], re.MULTILINE)


def test_filters_of_the_guide_work(tshark):
    assert len(FILTERS) > 10
    for text in FILTERS:
        tshark.run("-n", "-r", "real/direct-busy.pcap", "-Y", text)


def test_preferences_of_the_guide_exist(tshark):
    names = re.findall(r"^\| `siplens\.(\w+)` \|", GUIDE.split("## 首选项")[1], re.MULTILINE)
    known = tshark.run("-G", "currentprefs").stdout.decode()
    assert len(names) > 3
    for name in names:
        assert re.search(rf"siplens\.{name}:", known), name
