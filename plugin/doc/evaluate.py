#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes evaluation.md: what the checker says of captures of other people, judged by hand.

    evaluate.py REPORT.jsonl... > evaluation.md

A report is what `tshark -q -r CAPTURE -z siplens,jsonl` prints; its file name is the capture's, with .jsonl behind it.
evaluation.tsv has the judgements: capture, frame, rule, true or false, why. A finding at warn or error that nobody has
judged, and a judgement of a finding that is gone, stop the program: read the messages, then mend the table.
"""

import collections
import csv
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

INTRO = """<!-- Made by evaluate.py from evaluation.tsv and the reports; do not edit. -->
# Evaluation on captures of other people

Every capture below was published by somebody else: real traffic of phones, proxies, PBXs, a scanner and a fuzzer. None
was made for siplens, and none came with a verdict. Each finding at warn or error was read against the messages, and
judged; notes are only counted. The captures themselves are not part of this project.
"""


def load(path):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {"name": path.name.removesuffix(".jsonl"), "capture": lines[0], "summary": lines[-1],
            "transactions": [line for line in lines if line["type"] == "transaction"],
            "findings": [line for line in lines if line["type"] == "violation"]}


def judgements():
    with open(HERE / "evaluation.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["capture"], int(row["frame"]), row["rule"]): row for row in rows}


def cell(text):
    return str(text).replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def captures_table(reports):
    yield "| capture | SIP messages | calls | INVITE transactions | ok | note | violation | incomplete | findings |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    for report in reports:
        summary = report["summary"]
        verdicts = summary["verdicts"]
        yield "| " + " | ".join(map(str, [
            report["name"], summary["messages"], summary["calls"], summary["transactions"], verdicts["ok"],
            verdicts["note"], verdicts["violation"], verdicts["incomplete"], summary["violations"]])) + " |"


def judged_table(reports, known):
    judged = {}
    yield "| capture | frame | rule | judged | the finding, and what the messages show |"
    yield "| --- | --: | --- | --- | --- |"
    for report in reports:
        for finding in report["findings"]:
            if finding["severity"] == "note":
                continue
            key = (report["name"], finding["frame"], finding["rule"])
            if key not in known:
                sys.exit(f"evaluate.py: nobody has judged {key}: {finding['en']}")
            judged[key] = known[key]
            yield (f"| {key[0]} | {key[1]} | [{key[2]}](rules.md#{key[2]}) | {known[key]['judged']} | "
                   f"“{cell(finding['en'])}” {cell(known[key]['why'])} |")
    for key in known.keys() - judged.keys():
        sys.exit(f"evaluate.py: judged, but not found: {key}")
    false = sum(row["judged"] != "true" for row in judged.values())
    yield ""
    yield f"{len(judged)} findings at warn or error: {len(judged) - false} true, {false} false."


def rules_table(reports):
    occasions, found = collections.Counter(), collections.Counter()
    for report in reports:
        occasions.update(report["summary"]["occasions"])
        found.update(report["summary"]["rules"])
    yield "| rule | occasions | findings |"
    yield "| --- | --: | --: |"
    for rule in reports[0]["summary"]["occasions"]:
        yield f"| [{rule}](rules.md#{rule}) | {occasions[rule]} | {found[rule]} |"
    silent = [rule for rule, number in occasions.items() if not number]
    yield ""
    yield ("Never exercised here: " + ", ".join(silent) + "." if silent else "Every rule had an occasion.")


def main(paths):
    reports = sorted((load(pathlib.Path(path)) for path in paths), key=lambda report: report["name"])
    if not reports:
        sys.exit(__doc__)
    sections = [
        [INTRO],
        ["## Captures", "", *captures_table(reports)],
        ["", "## Findings at warn or error", "", *judged_table(reports, judgements())],
        ["", "## How often each rule could have spoken", "",
         "An occasion is a message that the rule looked at or, for what is missing, a wait that it began. A rule",
         "without occasions has not been tried by these captures; its own captures in `test-captures/` try it.", "",
         *rules_table(reports)],
    ]
    print("\n".join(line for section in sections for line in section))


main(sys.argv[1:])
