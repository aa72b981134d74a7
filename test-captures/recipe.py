#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds captures from recipes: readable SIP ladders, one message a line (README.md describes the language).

    recipe.py PATH...          build FILE.pcap beside each FILE.sip (a folder stands for all recipes below it)
    recipe.py --check PATH...  name the captures that are missing or differ from their recipe; exit status 1 if any
    recipe.py --show FILE.sip  print the messages as text

As a module: parse() reads text into a Ladder of steps, compose() makes the messages, packets() the frames and pcap()
the file; each stage's list can be altered before the next.
"""

import argparse
import sys
from pathlib import Path

from ladder import RecipeError, parse
from sipmodel import compose
from wire import packets, pcap


def load(path):
    return parse(Path(path).read_text(encoding="utf-8"), str(path))


def build(ladder):
    """The capture file of a Ladder, as bytes."""
    return pcap(packets(compose(ladder)))


def show(ladder):
    for sent in compose(ladder):
        step = sent.step
        way = f" {sent.src.name} > {sent.dst.name}" if sent.src else ""
        print(f"=== frame {step.frame or 'unseen'}, {sent.time / 1e6:.6f} s,{way} {step.what}")
        print((sent.payload or b"").decode("utf-8", "backslashreplace").replace("\r\n", "\n"))


def orphans(paths):
    """Captures in the folders of recipes that no recipe builds."""
    folders = {path.parent for path in recipes(paths) if path.parent.is_dir()}
    return sorted(path for folder in folders for path in folder.glob("*.pcap") if not path.with_suffix(".sip").exists())


def recipes(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.sip")) if path.is_dir() else [path]


def main():
    arguments = argparse.ArgumentParser(description="Builds captures from SIP ladders.")
    arguments.add_argument("--check", action="store_true", help="only name the captures that are out of date")
    arguments.add_argument("--show", action="store_true", help="print the messages as text")
    arguments.add_argument("paths", nargs="+", metavar="PATH", help="a recipe, or a folder of recipes")
    options = arguments.parse_args()
    stale = 0
    try:
        for path in recipes(options.paths):
            ladder = load(path)
            if options.show:
                show(ladder)
                continue
            target, content = path.with_suffix(".pcap"), build(ladder)
            if options.check:
                if not target.exists() or target.read_bytes() != content:
                    print(f"{target}: not what {path.name} builds")
                    stale += 1
            else:
                target.write_bytes(content)
        for path in orphans(options.paths) if options.check else ():
            print(f"{path}: no recipe")
            stale += 1
    except (RecipeError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
