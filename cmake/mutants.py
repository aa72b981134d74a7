#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes the code of the core in one place at a time, and tells which changes no unit test notices.

    mutants.py [--list] [--numbers] [--sample N] [--known FILE] FOLDER [FILE...]

Run by mutants.sh. FOLDER is a copy of the project with a build in FOLDER/build/mutants. A mutant is one
comparison, logical operator or number changed in one of the FILEs (without any: all of the model, the
rules, and what stands beside them). A number becomes its two neighbours: where tests stand just inside
and just outside, both are noticed. FILE lists survivors that are known and why; others are printed, and
make the exit status 1. --numbers leaves the other mutants out; --sample takes N, spread over all and the same in
each run.
"""

import argparse
import hashlib
import pathlib
import re
import subprocess
import sys

FILES = ["plugin/core/model/*.c", "plugin/core/model/*.h", "plugin/core/rules/*.c", "plugin/core/*.c",
         "plugin/core/report/verdict.c", "plugin/core/report/span.c", "plugin/core/sip/retry-after.c"]
SECONDS = 60  # for all unit tests; a mutant that loops is noticed

# What is no code: comments, texts, characters, and the lines of the preprocessor that include.
NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#[ \t]*include[^\n]*',
                     re.DOTALL | re.MULTILINE)
COMPARISONS = {"==": "!=", "!=": "==", "<=": "<", ">=": ">", "<": "<=", ">": ">="}
LOGIC = {"&&": "||", "||": "&&"}
TOKEN = re.compile(r"(?<![-<>=!+*/&|^%])(==|!=|<=|>=|<|>)(?![<>=])|(&&|\|\|)|(?<![\w.])([2-9]|[1-9]\d+)([uUlL]*)(?![\w.])"
                   r"|(?<=[(&|] )(!)(?=[\w(])|(?<=\()(!)(?=[\w(])")


def masked(text):
    """TEXT with blanks for what is no code."""
    return NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def mutations(match):
    """What may stand in the place of a token."""
    comparison, logic, number, suffix, *negations = match.groups()
    if comparison:
        return [COMPARISONS[comparison]]
    if logic:
        return [LOGIC[logic]]
    if number:
        return [f"{int(number) - 1}{suffix}", f"{int(number) + 1}{suffix}"]
    return [""] if any(negations) else []


def is_beyond_tests(line, at, token):
    """A loop or an array that goes one too far holds what is not there: nothing that a test could ask for."""
    is_dimension = line[at - 1:at] == "[" and re.match(r"\w+ ", line.lstrip()) and "return" not in line
    return (line.lstrip().startswith("for (") and token in COMPARISONS) or bool(is_dimension)


def mutants(folder, patterns):
    """(path, offset, length, replacement, description) of each."""
    for path in sorted({p for pattern in patterns for p in folder.glob(pattern)}):
        text = path.read_text(encoding="utf-8")
        for match in TOKEN.finditer(masked(text)):
            start = text.rfind("\n", 0, match.start()) + 1
            line = text[start:text.find("\n", match.start())]
            if is_beyond_tests(line, match.start() - start, match[0]) or \
                    line.lstrip().startswith(("static const", "const ")):
                continue
            for replacement in mutations(match):
                at = match.start() - start
                changed = line[:at] + replacement + line[at + len(match[0]):]
                yield (path, match.start(), len(match[0]), replacement,
                       f"{path.relative_to(folder)}: {line.strip()} => {changed.strip()}")


def run(command, folder, seconds=None):
    try:
        return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=seconds, check=False).returncode
    except subprocess.TimeoutExpired:
        return 1


def survives(folder, mutant):
    """Whether all unit tests pass with this mutant; None if it is no C."""
    path, offset, length, replacement, _ = mutant
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:offset] + replacement + text[offset + length:], encoding="utf-8")
    try:
        if run(["cmake", "--build", "build/mutants", "--target", "mutant-tests"], folder) != 0:
            return None
        return run(["ctest", "--test-dir", "build/mutants", "-L", "mutants", "-j2", "--stop-on-failure"],
                   folder, SECONDS) == 0
    finally:
        path.write_text(text, encoding="utf-8")


def known_survivors(path):
    """Description: reason."""
    if not path or not path.exists():
        return {}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    return dict(line.split("\t", 1) for line in lines)


def main():
    arguments = argparse.ArgumentParser(description="Which changes of the core does no unit test notice?")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--sample", type=int)
    arguments.add_argument("--numbers", action="store_true")
    arguments.add_argument("--known", type=pathlib.Path)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("files", nargs="*")
    options = arguments.parse_intermixed_args()
    chosen = list(mutants(options.folder, options.files or FILES))
    if options.numbers:
        chosen = [m for m in chosen if re.match(r"\d", m[3])]
    if options.sample:
        chosen.sort(key=lambda m: hashlib.sha256(f"{m[4]} {m[1]}".encode()).hexdigest())
        chosen = chosen[:options.sample]
    if options.list:
        print(*(m[4] for m in chosen), sep="\n")
        return
    if run(["cmake", "--build", "build/mutants", "--target", "mutant-tests"], options.folder) != 0 or \
            run(["ctest", "--test-dir", "build/mutants", "-L", "mutants"], options.folder) != 0:
        sys.exit("mutants.py: the tests do not pass without any mutant")
    known = known_survivors(options.known)
    counts = {True: 0, False: 0, None: 0}
    new = 0
    for mutant in chosen:
        outcome = survives(options.folder, mutant)
        counts[outcome] += 1
        if outcome:
            is_new = mutant[4] not in known
            new += is_new
            print(f"{'survived' if is_new else 'known   '}  {mutant[4]}", flush=True)
    print(f"{counts[False]} noticed, {counts[True]} survived ({new} of them unexplained), {counts[None]} no C")
    sys.exit(1 if new else 0)


if __name__ == "__main__":
    main()
