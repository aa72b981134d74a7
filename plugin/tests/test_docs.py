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


def test_numbers_and_names_of_the_guide(tshark):
    """All there are, in their columns; a filter takes either."""
    head, *rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in
                   re.search(r"^\| 数 Number .*?\n\n", GUIDE, re.MULTILINE | re.DOTALL)[0].splitlines()
                   if "---" not in line and line]
    written = {(field, row[0], name) for row in rows
               for field, name in zip(head[1:], row[1:], strict=True) if name}
    known = {tuple(line.split("\t")[1:4]) for line in tshark.lines("-G", "values")
             if line.startswith("V\tsiplens.")}
    assert written == {row for row in known if row[0] in head}
    for field, number, name in sorted(written):
        if number == "4":
            shown = [tshark.lines("-n", "-2", "-r", "real/direct-busy.pcap", "-Y", f"{field} == {value}")
                     for value in (number, f'"{name}"')]
            assert shown[0] and shown[0] == shown[1]


def test_preferences_of_the_guide_exist(tshark):
    names = re.findall(r"^\| `siplens\.(\w+)` \|", GUIDE.split("## 首选项")[1], re.MULTILINE)
    known = tshark.run("-G", "currentprefs").stdout.decode()
    assert len(names) > 3
    for name in names:
        assert re.search(rf"siplens\.{name}:", known), name
