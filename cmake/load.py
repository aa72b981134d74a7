#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes large captures of SIP to measure with: many messages, of a shape that could cost more.

    load.py SHAPE MESSAGES FILE [--media own|shared] [--rtp N]

MESSAGES is rounded up to whole calls, forks or requests. --media says whether every call has media
ports of its own, or all calls name the same one. --rtp puts N packets of media after each call.
"""

import argparse
import struct
import sys

CALLER, CALLEE = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])

# What user agents usually put into their messages.
REQUEST = (
    "{method} sip:bob@192.0.2.2:5060 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{branch};rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Alice\" <sip:alice@example.com>;tag={from_tag}\r\n"
    "To: <sip:bob@example.com>{to_tag}\r\n"
    "Call-ID: {call}@192.0.2.1\r\n"
    "CSeq: {cseq} {method}\r\n"
    "Contact: <sip:alice@192.0.2.1:5060>\r\n"
    "User-Agent: Load/1.0\r\n"
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO\r\n"
    "{more}"
    "Content-Length: {length}\r\n\r\n{body}")
RESPONSE = (
    "SIP/2.0 {status}\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{branch};rport=5060;received=192.0.2.1\r\n"
    "From: \"Alice\" <sip:alice@example.com>;tag={from_tag}\r\n"
    "To: <sip:bob@example.com>{to_tag}\r\n"
    "Call-ID: {call}@192.0.2.1\r\n"
    "CSeq: {cseq} {method}\r\n"
    "Contact: <sip:bob@192.0.2.2:5060>\r\n"
    "Server: Load/1.0\r\n"
    "{more}"
    "Content-Length: {length}\r\n\r\n{body}")
SDP_HEADER = "Content-Type: application/sdp\r\n"
SDP = (
    "v=0\r\no=- {session} 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n")


class Capture:
    """A pcap file of Ethernet frames, one every 5 ms."""

    def __init__(self, file, limit):
        self.file = file
        self.left = limit
        self.time = 1_700_000_000_000_000
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))

    def udp(self, source, destination, payload):
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0, source[0],
                         destination[0])
        total = sum(struct.unpack("!10H", ip))
        total = (total & 0xFFFF) + (total >> 16)
        ip = ip[:10] + struct.pack("!H", ~(total + (total >> 16)) & 0xFFFF) + ip[12:]
        frame = (b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip +
                 struct.pack("!HHHH", source[1], destination[1], 8 + len(payload), 0) + payload)
        self.time += 5_000
        self.file.write(struct.pack("<IIII", self.time // 1_000_000, self.time % 1_000_000,
                                    len(frame), len(frame)) + frame)

    def sip(self, forward, text):
        hosts = (CALLER, 5060), (CALLEE, 5060)
        self.udp(*(hosts if forward else hosts[::-1]), text.encode())
        self.left -= 1


class Peers:
    """Two user agents within one call."""

    def __init__(self, capture, call, ports):
        self.capture = capture
        self.ports = ports
        self.call = self.from_tag = f"{call:012x}"
        self.to_tag = f"t{call:x}"
        self.cseq = 0
        self.branch = ""

    def _send(self, forward, template, method, to_tag, sdp, **more):
        body = head = ""
        if sdp:
            body = SDP.format(session=self.ports[forward], host="192.0.2.1" if forward else
                              "192.0.2.2", port=self.ports[forward])
            head = SDP_HEADER
        self.capture.sip(forward, template.format(
            method=method, branch=self.branch, from_tag=self.from_tag, call=self.call,
            to_tag=f";tag={to_tag}" if to_tag else "", cseq=self.cseq, more=head,
            length=len(body), body=body, **more))

    def request(self, method, to_tag=None, sdp=False, again=False):
        if method != "ACK" and not again:
            self.cseq += 1
        if not again:
            self.branch = f"{self.from_tag}{self.cseq}{method[0]}{to_tag or ''}"
        self._send(True, REQUEST, method, to_tag, sdp)

    def response(self, status, method, to_tag=None, sdp=False):
        self._send(False, RESPONSE, method, to_tag, sdp, status=status)

    def media(self, packets):
        """G.711 from the caller."""
        for i in range(packets):
            rtp = struct.pack("!BBHII", 0x80, 8, i, 160 * i, 1) + bytes(160)
            self.capture.udp((CALLER, self.ports[True]), (CALLEE, self.ports[False]), rtp)

    def answered_call(self, packets=0):
        """Seven messages."""
        self.request("INVITE", sdp=True)
        self.response("100 Trying", "INVITE")
        self.response("180 Ringing", "INVITE", self.to_tag)
        self.response("200 OK", "INVITE", self.to_tag, sdp=True)
        self.request("ACK", self.to_tag)
        self.media(packets)
        self.request("BYE", self.to_tag)
        self.response("200 OK", "BYE", self.to_tag)

    def answered_invite(self):
        """Within a dialog: three messages."""
        self.request("INVITE", self.to_tag, sdp=True)
        self.response("200 OK", "INVITE", self.to_tag, sdp=True)
        self.request("ACK", self.to_tag)


def ports_of(call, media):
    port = 10_000 + 2 * (call % 20_000) if media == "own" else 10_000
    return {True: port, False: port + 2}


def calls(capture, options):
    """Answered calls: INVITE 100 180 200 ACK BYE 200."""
    call = 0
    while capture.left > 0:
        Peers(capture, call, ports_of(call, options.media)).answered_call(options.rtp)
        call += 1


def one_call_id(capture, options):
    """The same, but all with one Call-ID."""
    call = 0
    while capture.left > 0:
        peers = Peers(capture, call, ports_of(call, options.media))
        peers.call = "one"
        peers.answered_call(options.rtp)
        call += 1


def forks(capture, options):
    """One INVITE that rings at ever more places."""
    peers = Peers(capture, 0, ports_of(0, options.media))
    peers.request("INVITE", sdp=True)
    fork = 0
    while capture.left > 0:
        peers.response("180 Ringing", "INVITE", f"fork{fork}")
        fork += 1


def answers(capture, options):
    """One INVITE that ever more places answer, each acknowledged."""
    peers = Peers(capture, 0, ports_of(0, options.media))
    peers.request("INVITE", sdp=True)
    branch, fork = peers.branch, 0
    while capture.left > 0:
        peers.branch = branch
        peers.response("200 OK", "INVITE", f"fork{fork}", sdp=True)
        peers.request("ACK", f"fork{fork}")
        fork += 1


def dialog(capture, options):
    """One dialog with ever more requests."""
    peers = Peers(capture, 0, ports_of(0, options.media))
    peers.request("INVITE", sdp=True)
    peers.response("200 OK", "INVITE", peers.to_tag, sdp=True)
    peers.request("ACK", peers.to_tag)
    while capture.left > 0:
        peers.request("INFO", peers.to_tag)
        peers.response("200 OK", "INFO", peers.to_tag)


def re_invites(capture, options):
    """One dialog with ever more re-INVITEs."""
    peers = Peers(capture, 0, ports_of(0, options.media))
    peers.request("INVITE", sdp=True)
    peers.response("200 OK", "INVITE", peers.to_tag, sdp=True)
    peers.request("ACK", peers.to_tag)
    while capture.left > 0:
        peers.answered_invite()


def repeats(capture, options):
    """One INVITE, sent over and over."""
    peers = Peers(capture, 0, ports_of(0, options.media))
    peers.request("INVITE", sdp=True)
    while capture.left > 0:
        peers.request("INVITE", sdp=True, again=True)


def probes(capture, options):
    """OPTIONS, each a call of its own, as monitors send them."""
    call = 0
    while capture.left > 0:
        peers = Peers(capture, call, ports_of(call, options.media))
        peers.request("OPTIONS")
        peers.response("200 OK", "OPTIONS", peers.to_tag)
        call += 1


SHAPES = {shape.__name__.replace("_", "-"): shape for shape in
          (calls, one_call_id, forks, answers, dialog, re_invites, repeats, probes)}


def main():
    arguments = argparse.ArgumentParser(
        description="Writes large captures of SIP to measure with.",
        epilog="Shapes: " + "; ".join(f"{name}: {shape.__doc__}" for name, shape in SHAPES.items()))
    arguments.add_argument("shape", choices=SHAPES, metavar="SHAPE")
    arguments.add_argument("messages", type=int, metavar="MESSAGES")
    arguments.add_argument("file", metavar="FILE")
    arguments.add_argument("--media", choices=("own", "shared"), default="own")
    arguments.add_argument("--rtp", type=int, default=0, metavar="N")
    options = arguments.parse_args()
    try:
        with open(options.file, "wb") as file:
            SHAPES[options.shape](Capture(file, options.messages), options)
    except OSError as error:
        print(f"load.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
