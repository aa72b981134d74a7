# SPDX-License-Identifier: GPL-2.0-or-later
"""Every include points down, and none in a circle: read from the text of the sources."""

import pathlib
import re

PLUGIN = pathlib.Path(__file__).resolve().parent.parent
CORE = ["base", "sip", "model", "rules", "", "report"]  # from the lowest; "" is core/ itself

# Circles of files that are known and to be dissolved: each pair that closes one.
KNOWN = {
    "epan": {("plugin", "report-tap"), ("plugin", "stats-tree"), ("plugin", "conversation")},
    "check": set(),
}


def includes(folder):
    """What each file of FOLDER, named without its suffix, includes of FOLDER."""
    found = {}
    for source in sorted(folder.rglob("*.[ch]")):
        name = str(source.relative_to(folder).with_suffix(""))
        arrows = found.setdefault(name, set())
        for written in re.findall(r'^\s*#\s*include\s+"([^"]+)"', source.read_text(encoding="utf-8"), re.M):
            for base in (folder, source.parent):
                path = base / written
                if path.is_file():
                    arrows.add(str(path.resolve().relative_to(folder.resolve()).with_suffix("")))
                    break
    return {name: arrows - {name} for name, arrows in found.items()}


def layer(name):
    folder = str(pathlib.PurePath(name).parent)
    return CORE.index("" if folder == "." else folder)


def upward(graph):
    return sorted((name, other) for name, arrows in graph.items() for other in arrows if layer(other) > layer(name))


def circle(graph):
    """Some circle of GRAPH as a list of names, or an empty list."""
    done = set()

    def walk(name, path):
        if name in path:
            return path[path.index(name):]
        if name in done:
            return []
        for other in sorted(graph[name]):
            found = walk(other, path + [name])
            if found:
                return found
        done.add(name)
        return []

    for name in sorted(graph):
        found = walk(name, [])
        if found:
            return found
    return []


def without(graph, pairs):
    return {name: {other for other in arrows if (name, other) not in pairs and (other, name) not in pairs}
            for name, arrows in graph.items()}


def test_the_core_includes_only_what_lies_below():
    graph = includes(PLUGIN / "core")
    assert len(graph) > 50
    assert upward(graph) == []


def test_no_file_of_the_core_is_part_of_a_circle():
    assert circle(includes(PLUGIN / "core")) == []


def test_no_file_of_an_adapter_is_part_of_a_circle():
    for folder, known in KNOWN.items():
        graph = includes(PLUGIN / folder)
        assert len(graph) > 5
        assert circle(without(graph, known)) == [], folder


def test_the_core_knows_neither_wireshark_nor_the_adapters():
    for source in (PLUGIN / "core").rglob("*.[ch]"):
        for written in re.findall(r'^\s*#\s*include\s+["<]([^">]+)[">]', source.read_text(encoding="utf-8"), re.M):
            assert not re.match(r"epan/|wsutil/|wiretap/|check/|config\.h|\.\.", written), f"{source.name}: {written}"


def test_a_circle_and_an_upward_arrow_are_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    assert upward({"model/a": {"rules/b"}, "rules/b": {"base/c"}}) == [("model/a", "rules/b")]
