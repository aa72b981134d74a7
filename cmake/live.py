#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sends SIP calls to this machine's own loopback, as many a second as asked for and for so long, and nothing else.

    live.py SECONDS CALLS_A_SECOND PORT

Every third call is one that breaks a rule: its 486 gets no ACK.
"""

import socket
import sys
import time

BODY = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
MOST = 200              # calls a second


def message(start, call, cseq, method, to_tag="", body=""):
    head = (f"{start}\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK{call}-{cseq}{method}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:a@example.com>;tag=f{call}\r\nTo: <sip:b@example.com>{to_tag}\r\nCall-ID: live-{call}\r\n"
            f"CSeq: {cseq} {method}\r\nContact: <sip:a@127.0.0.1>\r\n")
    if body:
        head += "Content-Type: application/sdp\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def messages(call):
    """(from the caller, bytes) of one call."""
    tag = f";tag=t{call}"
    yield True, message("INVITE sip:b@127.0.0.1 SIP/2.0", call, 1, "INVITE", body=BODY)
    yield False, message("SIP/2.0 180 Ringing", call, 1, "INVITE", tag)
    if call % 3 == 0:
        yield False, message("SIP/2.0 486 Busy Here", call, 1, "INVITE", tag)
        return
    yield False, message("SIP/2.0 200 OK", call, 1, "INVITE", tag, BODY)
    yield True, message("ACK sip:b@127.0.0.1 SIP/2.0", call, 1, "ACK", tag)
    yield True, message("BYE sip:b@127.0.0.1 SIP/2.0", call, 2, "BYE", tag)
    yield False, message("SIP/2.0 200 OK", call, 2, "BYE", tag)


def main():
    seconds, rate, port = (int(word) for word in sys.argv[1:4])
    caller, callee = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    caller.bind(("127.0.0.1", port + 1))
    callee.bind(("127.0.0.1", port))
    begin, sent = time.monotonic(), 0
    for call in range(seconds * min(rate, MOST)):
        for forward, octets in messages(call):
            (caller if forward else callee).sendto(octets, ("127.0.0.1", port if forward else port + 1))
            sent += 1
        for end in (caller, callee):
            try:
                while True:
                    end.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                pass
        time.sleep(max(0, begin + (call + 1) / rate - time.monotonic()))
        if time.monotonic() > begin + seconds:
            break
    print(sent)


if __name__ == "__main__":
    main()
