# SPDX-License-Identifier: GPL-2.0-or-later
"""A SIP message, its parts, and what a message of each kind has by default."""

import re
from dataclasses import dataclass, field

from ladder import Host, Step

DOMAIN = "example.com"

PHRASES = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
    199: "Early Dialog Terminated", 200: "OK", 202: "Accepted", 300: "Multiple Choices", 301: "Moved Permanently",
    302: "Moved Temporarily", 305: "Use Proxy", 380: "Alternative Service", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 407: "Proxy Authentication Required",
    408: "Request Timeout", 415: "Unsupported Media Type", 420: "Bad Extension", 422: "Session Interval Too Small",
    423: "Interval Too Brief", 480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist",
    486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here", 491: "Request Pending",
    500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable", 504: "Server Time-out",
    600: "Busy Everywhere", 603: "Decline", 606: "Not Acceptable",
}

# What a request or response of this kind carries besides what every one has.
REQUEST_HEADERS = {
    "REGISTER": [("Expires", "3600")],
    "SUBSCRIBE": [("Event", "presence"), ("Expires", "3600")],
    "PUBLISH": [("Event", "presence"), ("Expires", "3600")],
    "OPTIONS": [("Accept", "application/sdp")],
    "REFER": [("Refer-To", f"<sip:carol@{DOMAIN}>")],
}
RESPONSE_HEADERS = {
    (200, "SUBSCRIBE"): [("Expires", "3600")],
    (200, "PUBLISH"): [("Expires", "3600"), ("SIP-ETag", "etag-1")],
    (200, "OPTIONS"): [("Allow", "INVITE, ACK, CANCEL, OPTIONS, BYE"), ("Accept", "application/sdp")],
    405: [("Allow", "INVITE, ACK, CANCEL, OPTIONS, BYE")],
    420: [("Unsupported", "100rel")],
    422: [("Min-SE", "90")],
    423: [("Min-Expires", "3600")],
}
REQUEST_BODIES = {
    "MESSAGE": ("text/plain", "Hello"),
    "INFO": ("application/dtmf-relay", "Signal=1\r\nDuration=100\r\n"),
    "PUBLISH": ("text/plain", "open"),
}
WITH_CONTACT = {"INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER", "REGISTER"}

ORDER = ["Via", "Max-Forwards", "Route", "Record-Route", "From", "To", "Call-ID", "CSeq", "RSeq", "RAck", "Contact"]
LAST = ["Content-Type", "Content-Length"]
COMPACT = {"Via": "v", "From": "f", "To": "t", "Call-ID": "i", "Contact": "m", "Supported": "k", "Content-Type": "c",
           "Content-Length": "l", "Event": "o", "Refer-To": "r"}


@dataclass(eq=False)
class Message:
    """A SIP message and what it is to the messages before it."""

    step: Step
    src: Host
    dst: Host
    method: str                 # a response's: that of its request
    status: int = 0             # 0: a request
    call: str = "1"
    start: str = ""
    headers: list = field(default_factory=list)     # (name, value)
    sdp: str = ""               # offer, answer, or none
    body: tuple = None          # (type, text)
    request: "Message" = None   # the request that a response answers
    source: "Message" = None    # what a proxy or NAT passes on with this
    confirms: "Message" = None  # the response that an ACK or PRACK confirms

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name):
        return next(iter(self.all(name)), "")

    def put(self, name, *values):
        self.headers += [(name, value) for value in values if value]

    def set(self, name, value):
        """Replaces the first header of that name, or adds it."""
        names = [key.lower() for key, _ in self.headers]
        if name.lower() in names:
            self.headers[names.index(name.lower())] = (name, value)
        else:
            self.put(name, value)

    def remove(self, name):
        self.headers = [item for item in self.headers if item[0].lower() != name.lower()]

    @property
    def cseq(self):
        return number_in(self.get("CSeq"), 1)

    @property
    def uri(self):
        return "".join(self.start.split(" ")[1:2])

    @property
    def key(self):
        """What a response and its request have in common."""
        return self.get("Via"), self.get("Call-ID"), self.get("CSeq")

    @property
    def reliable(self):
        return 100 < self.status < 200 and bool(self.get("RSeq"))


TAG = re.compile(r"\s*;\s*tag\s*=\s*([^;\s]*)(?![^<]*>)", re.IGNORECASE)


def tag_of(value):
    match = TAG.search(value)
    return match[1] if match else ""


def with_tag(value, tag):
    value = TAG.sub("", value)
    return f"{value};tag={tag}" if tag else value


def number_in(value, otherwise):
    match = re.match(r"\d+", value)
    return int(match[0]) if match else otherwise


def address_of(host):
    return f"<sip:{host.name}@{DOMAIN}>"


def uri_in(value):
    match = re.search(r"<([^>]*)>", value)
    return match[1] if match else value.split(";")[0].strip()


def contact_of(step):
    parameter = "" if step.transport == "udp" else f";transport={step.transport}"
    return f"sip:{step.src.name}@{step.src.hostport}{parameter}"


def via_of(step, branch=""):
    branch = step.options.get("branch", branch or f"z9hG4bK-{step.src.name}-{step.number}")
    parameter = f";branch={branch}" if branch else ""
    return f"SIP/2.0/{step.transport.upper()} {step.src.ip_text}:{step.src.port}{parameter}"


def session(host, version):
    kind = "IP6" if ":" in host.ip else "IP4"
    lines = ["v=0", f"o={host.name} 1 {version} IN {kind} {host.ip}", "s=-", f"c=IN {kind} {host.ip}", "t=0 0",
             "m=audio 49170 RTP/AVP 0", "a=rtpmap:0 PCMU/8000"]
    return "application/sdp", "".join(line + "\r\n" for line in lines)


def encode(text):
    return text.encode("utf-8", "surrogateescape")


def serialise(message):
    flags = message.step.flags
    headers = message.headers
    if "oneline" in flags:
        rest = [item for item in headers if item[0] != "Via"]
        headers = [("Via", ", ".join(message.all("Via")))] + rest
    if "compact" in flags:
        headers = [(COMPACT.get(name, name), value) for name, value in headers]
    if "fold" in flags:
        headers = [(name, re.sub(r";(?![^<]*>)", "\r\n ;", value)) for name, value in headers]
    lines = [message.start] + [f"{name}: {value}" for name, value in headers]
    return encode("".join(line + "\r\n" for line in lines) + "\r\n" + (message.body or ("", ""))[1])
