#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what two versions of Wireshark showed of the test captures.

    compare_shown.py OLDER NEWER        folders "shown", as test_captures.py leaves them

Wireshark 4.0 reads nothing of the header of a message that the snap length cut, later versions read
what was captured. So of captures made with a snap length, the newer version may show more.
"""

import difflib
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]


def is_cut(capture):
    """Whether the recipe of a capture has a snap length."""
    recipe = (TOP / "test-captures" / capture).with_suffix(".sip")
    return recipe.exists() and any(
        word.startswith("snap=") for line in recipe.read_text(encoding="utf-8").splitlines()
        for word in line.split("#")[0].split())


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*.txt")}


def differences(older, newer):
    names = [older, newer]
    for name in sorted(files(older) | files(newer)):
        missing = [folder for folder in names if not (folder / name).exists()]
        if missing:
            yield f"{name}: not in {missing[0]}"
            continue
        old, new = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in names)
        if old != new and not is_cut(name.with_suffix("")):
            yield from difflib.unified_diff(old, new, str(older / name), str(newer / name),
                                            lineterm="", n=0)


def main():
    older, newer = map(pathlib.Path, sys.argv[1:])
    if not files(older):
        sys.exit(f"{older}: nothing is there to compare")
    found = list(differences(older, newer))
    print("\n".join(found[:60]))
    if len(found) > 60:
        print(f"… {len(found) - 60} more lines")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
