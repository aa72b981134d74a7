#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Merges what ctest, the TAP programs under it and pytest report into one JUnit file.

    junit.py OUTPUT NAME=BUILD...

Each BUILD is a build folder whose tests have run; NAME goes before the names of its suites. There,
test-results/ctest.xml is what ctest wrote (--output-junit) and test-results/TEST.xml what pytest
wrote (--junitxml) as the test TEST of ctest. A program that prints TAP has a case for each of its
lines; any other test is one case. A test that fails though none of its cases does (it crashed, or
ended early) is a failed case of its own. The last line of the output counts the cases.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ET

TAP = re.compile(r"^(not )?ok \d+(?: -)? ?(.*?)(?: *# *(SKIP|TODO)\b *(.*))?$", re.IGNORECASE)
PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)


def case(name, classname, time="0", failure=None, skipped=None, output=""):
    element = ET.Element("testcase", name=name, classname=classname, time=time)
    if failure is not None:
        ET.SubElement(element, "failure", message=failure)
    if skipped is not None:
        ET.SubElement(element, "skipped", message=skipped)
    if output:
        ET.SubElement(element, "system-out").text = output
    return element


def has_failed(element):
    return element.find("failure") is not None or element.find("error") is not None


def tap_cases(test, output):
    """The cases of a program that printed TAP; what it says before a failed one goes with that."""
    said = []
    for line in output.splitlines():
        match = TAP.match(line)
        if not match:
            said.append(line)
            continue
        failed, name, directive, reason = match.groups()
        is_skipped = (directive or "").upper() == "SKIP"
        yield case(name, test, failure="not ok" if failed else None,
                   skipped=reason if is_skipped else None, output="\n".join(said) if failed else "")
        said = []


def pytest_cases(path):
    return list(ET.parse(path).getroot().iter("testcase")) if path.exists() else []


def suite(element, results):
    """The suite of one test of ctest."""
    name = element.get("name")
    output = element.findtext("system-out") or ""
    pytest = results / f"{name}.xml"
    cases = pytest_cases(pytest) if pytest.exists() else list(tap_cases(name, output))
    plan = PLAN.search(output)
    failed = element.get("status") == "fail" or has_failed(element)
    complete = not plan or pytest.exists() or len(cases) >= int(plan[1])
    if not cases or not complete or (failed and not any(map(has_failed, cases))):
        skipped = element.find("skipped")
        problem = None
        if failed or not complete:
            problem = "failed" if complete else f"{len(cases)} of {plan[1]} tests ran"
        cases.append(case(name, name, element.get("time", "0"), problem,
                          None if skipped is None or problem else skipped.get("message", ""),
                          output if problem else ""))
    merged = ET.Element("testsuite", name=name, time=element.get("time", "0"))
    merged.extend(cases)
    return merged


def count(cases):
    """How many of the cases passed, failed and were skipped."""
    failed = sum(map(has_failed, cases))
    skipped = sum(c.find("skipped") is not None and not has_failed(c) for c in cases)
    return len(cases) - failed - skipped, failed, skipped


def main():
    output, *builds = sys.argv[1:]
    root = ET.Element("testsuites", name="siplens")
    for build in builds:
        label, _, folder = build.partition("=")
        results = pathlib.Path(folder) / "test-results"
        for element in ET.parse(results / "ctest.xml").getroot().iter("testcase"):
            merged = suite(element, results)
            merged.set("name", f"{label}.{merged.get('name')}")
            _, failed, skipped = count(list(merged))
            for key, value in (("tests", len(merged)), ("failures", failed), ("skipped", skipped)):
                merged.set(key, str(value))
            root.append(merged)
    pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(root).write(output, encoding="utf-8", xml_declaration=True)
    cases = list(root.iter("testcase"))
    for element in filter(has_failed, cases):
        print(f"not ok - {element.get('classname')}: {element.get('name')}", file=sys.stderr)
    passed, failed, skipped = count(cases)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(0 if passed and not failed else 1)


if __name__ == "__main__":
    main()
