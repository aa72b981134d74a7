# SPDX-License-Identifier: GPL-2.0-or-later
"""cmake/junit.py: no failure gets lost where the results of ctest, TAP and pytest become one file."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from bundled import TOP

CTEST = """<testsuite name="ctest"><testcase name="test-x" time="1" status="{status}">{failure}
<system-out>{output}</system-out></testcase></testsuite>"""
PASSED = "# random seed\n1..2\nok 1 /x/one\nok 2 /x/two\n"


def merge(folder, status, output, pytest_xml=None):
    results = folder / "build/test-results"
    results.mkdir(parents=True)
    failure = '<failure message=""/>' if status == "fail" else ""
    (results / "ctest.xml").write_text(CTEST.format(status=status, failure=failure, output=output),
                                       encoding="utf-8")
    if pytest_xml:
        (results / "test-x.xml").write_text(pytest_xml, encoding="utf-8")
    done = subprocess.run([sys.executable, TOP / "cmake/junit.py", folder / "out.xml", f"gcc={folder}/build"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1], done.stderr, ET.parse(folder / "out.xml")


@pytest.mark.parametrize("status,output,counts,named", [
    ("run", PASSED, "2 passed, 0 failed, 0 skipped", None),
    ("run", "no TAP at all", "1 passed, 0 failed, 0 skipped", None),
    ("fail", "no TAP at all", "0 passed, 1 failed, 0 skipped", "test-x: test-x"),
    ("fail", "1..2\nok 1 /x/one\nit is 3\nnot ok 2 /x/two\n", "1 passed, 1 failed, 0 skipped", "test-x: /x/two"),
    ("fail", PASSED, "2 passed, 1 failed, 0 skipped", "test-x: test-x"),  # a leak, found at the end
    ("fail", "1..2\nok 1 /x/one\n", "1 passed, 1 failed, 0 skipped", "test-x: test-x"),  # it crashed
    ("run", "1..2\nok 1 /x/one\n", "1 passed, 1 failed, 0 skipped", "test-x: test-x"),  # it ended early
    ("run", "1..2\nok 1 /x/one\nok 2 /x/two # SKIP no tshark\n", "1 passed, 0 failed, 1 skipped", None),
])
def test_tap(tmp_path, status, output, counts, named):
    code, last, errors, tree = merge(tmp_path, status, output)
    assert last == counts and code == (1 if named else 0)
    assert errors.splitlines() == ([f"not ok - {named}"] if named else [])
    assert tree.getroot().find("testsuite").get("name") == "gcc.test-x"


PYTEST = """<testsuites><testsuite><testcase classname="c" name="a"/>
<testcase classname="c" name="b"><skipped message="why"/></testcase>{more}</testsuite></testsuites>"""


@pytest.mark.parametrize("status,more,counts", [
    ("run", "", "1 passed, 0 failed, 1 skipped"),
    ("fail", '<testcase classname="c" name="d"><error message=""/></testcase>', "1 passed, 1 failed, 1 skipped"),
    ("fail", "", "1 passed, 1 failed, 1 skipped"),  # pytest itself failed
])
def test_pytest(tmp_path, status, more, counts):
    assert merge(tmp_path, status, "1..9\n", PYTEST.format(more=more))[1] == counts
