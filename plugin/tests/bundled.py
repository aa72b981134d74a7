# SPDX-License-Identifier: GPL-2.0-or-later
"""The bundled captures, and what their recipes say is found in them."""

import pathlib

TOP = pathlib.Path(__file__).resolve().parents[2]
CAPTURES = TOP / "test-captures"


def captures():
    """All bundled captures, as paths below test-captures/."""
    return sorted(p.relative_to(CAPTURES) for p in CAPTURES.rglob("*.pcap"))


def expected(capture):
    """The findings that the recipe or the sidecar of a capture states: (frame, rule) pairs."""
    path = CAPTURES / capture
    source = next(p for p in (path.with_suffix(".sip"), path.with_suffix(".expect")) if p.exists())
    found = []
    stated = False
    for line in source.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words[:1] == ["expect"]:
            stated = True
            if words[1:] != ["nothing"]:
                found += [(int(words[1]), rule) for rule in words[2:]]
    assert stated, f"{source} does not say what to expect"
    return sorted(found)
