# SPDX-License-Identifier: GPL-2.0-or-later
"""What the layers below SIP tell of a message's sending (epan/sent.c), against Wireshark's own fields."""

import os
import pathlib

import pytest

from bundled import captures

FIELDS = ["frame.number", "ip.id", "ip.proto", "ipv6.nxt", "ipv6.fraghdr.ident", "tcp.seq_raw", "frame.protocols"]
# Transports, tunnels, fragments, cut frames; and packets of real programs.
CAPTURES = [c for c in captures() if c.parts[0] == "reading" or c.name in ("gtp-and-plain.pcap", "direct-busy.pcap")]


def number(text):
    """The innermost value of a field: the last one."""
    return int(text.split(",")[-1], 0) if text else 0


def expected(row):
    """Kind and value by Wireshark's fields of one frame, as they are in the innermost IP packet."""
    _, identification, _, _, fragment, sequence, protocols = row
    layers = [name for name in protocols.split(":") if name in ("ip", "ipv6", "tcp", "udp", "sctp")]
    innermost = next((i for i in reversed(range(len(layers))) if layers[i] in ("ip", "ipv6")), None)
    if innermost is None:
        return ["-", 0]
    if "tcp" in layers[innermost:] and sequence:
        return ["tcp", number(sequence)]
    value = number(identification if layers[innermost] == "ip" else fragment)
    return ["ip", value] if value else ["-", 0]


@pytest.fixture(scope="module")
def probed(tshark):
    tshark.load(pathlib.Path(os.environ["SIPLENS_BUILD_DIR"]) / "probe")
    return tshark


@pytest.mark.parametrize("capture", CAPTURES, ids=str)
def test_same_as_the_fields(probed, capture):
    arguments = ["-T", "fields", *(x for name in FIELDS for x in ("-e", name))]
    rows = [line.split("\t") for line in probed.lines("-n", "-r", capture, "-Y", "siplens", *arguments)]
    sent = {line.split("\t")[0]: line.split("\t")[1:]
            for line in probed.lines("-n", "-q", "-r", capture, "-z", "siplens-sent")}
    for row in rows:
        kind, value = sent[row[0]]
        assert [kind, int(value)] == expected(row), f"frame {row[0]}"
