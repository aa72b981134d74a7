# SPDX-License-Identifier: GPL-2.0-or-later
"""siplens-check switches off what tshark can do without: the findings must not notice."""

import pytest

from bundled import CAPTURES, captures, expected

PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_all_captures(check, part):
    """Found is what the recipes state, which test_captures.py finds with all dissectors on."""
    names = captures()[part::PARTS]
    document = check.json("--jobs", "1", "--max-findings", "1000", *(CAPTURES / n for n in names))
    found = {c["file"]: sorted((v["frame"], v["rule"]) for v in c["violations"])
             for c in document["captures"]}
    assert found == {str(CAPTURES / name): expected(name) for name in names}
