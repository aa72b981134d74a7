# SPDX-License-Identifier: GPL-2.0-or-later
"""What the window's menus offer, as far as it can be had without a window."""

import collections
import os
import pathlib
import re

import pytest

from bundled import captures
from test_jsonl import jsonl

TWO_IN_A_FRAME = "reading/tcp-two-messages.pcap"


def tree(tshark, capture, *options, passes=(), tree_filter=""):
    """The statistics tree as a list of (depth, name, count)."""
    lines = tshark.lines("-n", "-q", *passes, "-r", capture, *options, "-z",
                         "siplens,tree" + tree_filter)
    rows = [re.match(r"( *)(.*?)  +(\d+)  ", line) for line in lines]
    return [(len(row[1]), row[2], int(row[3])) for row in rows if row]


def below(rows, parent):
    """The counts of the nodes below a node, by name, zeros left out."""
    start = next(i for i, row in enumerate(rows) if row[1] == parent)
    found = {}
    for depth, name, count in rows[start + 1:]:
        if depth <= rows[start][0]:
            break
        if depth == rows[start][0] + 1 and count:
            found[name] = count
    return found


ENGLISH = ("-o", "siplens.language:en")


@pytest.mark.parametrize("capture", captures()[::11], ids=str)
def test_tree_says_the_same_as_the_report(tshark, capture):
    """In one pass too, where verdicts and rules are known only when all has passed."""
    rows = tree(tshark, capture, *ENGLISH)
    assert rows == tree(tshark, capture, *ENGLISH, passes=["-2"])
    summary = jsonl(tshark, capture)["summary"][0]
    if not summary["messages"]:
        return
    assert below(rows, "Violations") == summary["rules"]
    for parent, names in (("Verdicts on INVITE transactions", "verdicts"),
                          ("Outcomes of INVITE transactions", "outcomes")):
        assert below(rows, parent) == {name.replace("_", " "): count
                                       for name, count in summary[names].items() if count}
    classes = {name[0]: count for name, count in below(rows, "Responses").items()}
    assert classes == {name: count for name, count in summary["classes"].items() if count}
    assert sum(below(rows, "Requests").values()) == summary["requests"]


def test_tree_shows_labels_in_the_chosen_languages(tshark):
    capture = "real/direct-busy.pcap"
    both = tree(tshark, capture)
    assert (0, "应答 Responses", 2) in both or (0, "应答 Responses", 3) in both
    assert (2, "486 这里忙 Busy Here", 1) in both
    assert (1, "INVITE 邀请", 1) in both
    assert (2, "486 Busy Here", 1) in tree(tshark, capture, *ENGLISH)
    assert (2, "486 这里忙", 1) in tree(tshark, capture, "-o", "siplens.language:zh")


def test_tree_counts_what_passes_its_filter(tshark):
    capture = "ack_missing/trigger-each-hop.pcap"
    rows = tree(tshark, capture, *ENGLISH, tree_filter=",siplens.status.class == 1")
    assert below(rows, "Requests") == {} and set(below(rows, "Responses")) == {"1xx Provisional"}
    assert below(rows, "Violations") == {}
    assert below(rows, "Verdicts on INVITE transactions") == {"violation": 2}


def test_two_trees_and_two_reports_in_one_run(tshark):
    output = "\n".join(tshark.lines("-n", "-q", "-r", TWO_IN_A_FRAME, "-z", "siplens,tree", "-z",
                                    "siplens,jsonl", "-z", "siplens,tree,sip.Method", "-z",
                                    "siplens,report"))
    assert output.count("SIP Lens:\n") == 2 and output.count('"type":"summary"') == 1


def test_conversation_filters(tshark):
    """They lead to the calls and transactions of the selected frame, if it has any."""
    tshark.load(pathlib.Path(os.environ["SIPLENS_BUILD_DIR"]) / "probe")
    for capture in ("hops/mirror-two-legs.pcap", TWO_IN_A_FRAME, "flows/register.pcap"):
        fields = ["siplens.call", "siplens.transaction"]
        numbers = {row[0]: row[1:] for row in tshark.fields(capture, "frame.number", *fields)}
        offers = collections.defaultdict(list)
        for line in tshark.lines("-n", "-q", "-r", capture, "-z", "siplens-probe"):
            frame, _, valid, text = line.split("\t")
            assert (valid == "1") == (text != "-")
            offers[frame].append(text)
        assert set(numbers) <= set(offers)
        for frame, texts in offers.items():
            assert texts == [filter_for(field, values) for field, values in
                             zip(fields, numbers.get(frame, ["", ""]))]
    assert tshark.lines("-n", "-r", capture, "-Y", "siplens.call == 1 or siplens.call == 2")


def filter_for(field, values):
    distinct = dict.fromkeys(value for value in values.split(",") if value)
    return " or ".join(f"{field} == {value}" for value in distinct) or "-"
