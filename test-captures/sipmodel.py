# SPDX-License-Identifier: GPL-2.0-or-later
"""Fills in what a ladder's lines leave out: a small model of transactions and dialogs.

Nothing is kept but the log of messages so far. What a host puts into its next message is looked up there among what it
has sent and received, so a faulty line is answered and continued as a real peer would.
"""

import hashlib
import re
from dataclasses import dataclass

from ladder import Host, Step
from message import (DOMAIN, LAST, ORDER, PHRASES, REQUEST_BODIES, REQUEST_HEADERS, RESPONSE_HEADERS, WITH_CONTACT,
                     Message, address_of, contact_of, encode, number_in, serialise, session, tag_of, uri_in, via_of,
                     with_tag)

# A call of their own, unless call= says otherwise: the other methods belong to the INVITE's.
STAND_ALONE = {"REGISTER", "OPTIONS", "MESSAGE", "SUBSCRIBE", "PUBLISH"}

@dataclass(eq=False)
class Sent:
    """What one line of the ladder puts on the wire; payload None: no SIP at all."""

    step: Step
    src: Host
    dst: Host
    payload: bytes = None
    original: "Sent" = None     # what this repeats or quotes

    @property
    def time(self):
        return self.step.time


class Model:
    def __init__(self, ladder):
        self.hosts = ladder.hosts
        self.log = []           # every Message so far, in the order of the lines

    # Looking back

    def last(self, wanted, *preferences):
        """The newest message that WANTED accepts; before that counts which PREFERENCES hold, the first one most."""
        found = [message for message in self.log if wanted(message)]
        return max(reversed(found), key=lambda m: [bool(prefer(m)) for prefer in preferences], default=None)

    def finals(self, request):
        return [message for message in self.log if message.request is request and message.status >= 200]

    def confirmed(self, response):
        return any(message.confirms is response for message in self.log)

    def referred(self, step, name):
        other = step.options[name]
        message = self.last(lambda m: m.step is other, lambda m: m.method == step.what)
        wanted = {"in": "response", "relays": "response", "answers": "request", "forwards": "request"}.get(name)
        if not message or wanted and (wanted == "response") != bool(message.status):
            step.fail(f"{name}= names no SIP {wanted or 'message'}")
        return message

    def call_of(self, step):
        """Which call a request belongs to: a stand-alone method makes its own."""
        if "call" in step.options:
            return step.options["call"]
        if step.what == "NOTIFY":
            cause = self.last(lambda m: not m.status and m.dst is step.src and m.method in ("SUBSCRIBE", "REFER"))
            return cause.call if cause else "subscribe"
        return step.what.lower() if step.what in STAND_ALONE else "1"

    def dialog(self, step, call):
        """The response that made the dialog in which the sender sends its next request, if there is one."""
        if "in" in step.options:
            return self.referred(step, "in")
        lowest = 200 if step.what == "INVITE" else 101

        def makes_dialog(m):
            return (lowest <= m.status < 300 and m.method in ("INVITE", "SUBSCRIBE") and m.call == call
                    and m.request and not tag_of(m.request.get("To")) and tag_of(m.get("To"))
                    and step.src in (m.src, m.dst))
        return self.last(makes_dialog, lambda m: m.status >= 200)

    def maker(self, host, request):
        """The 2xx that made the dialog of a request with a To tag, as this host has seen it."""
        def tags(m):
            return {tag_of(m.get("From")), tag_of(m.get("To"))}
        return self.last(lambda m: 200 <= m.status < 300 and m.method in ("INVITE", "SUBSCRIBE") and m.call == request.call
                         and m.request and not tag_of(m.request.get("To")) and tags(m) == tags(request)
                         and host in (m.src, m.dst))

    # Requests

    def request(self, step):
        method, call = step.what, self.call_of(step)
        if step.src.proxy:
            original = self.to_forward(step)
            if original:
                return self.forward(step, original)
        if method == "CANCEL":
            return self.cancel(step)
        if method == "ACK":
            return self.ack(step)
        response = self.unconfirmed_provisional(step) if method == "PRACK" else self.dialog(step, call)
        if response:
            message = self.within_dialog(step, call, response)
        else:
            message = self.outside_dialog(step, call)
        message.put("CSeq", f"{self.next_cseq(step.src, call)} {method}")
        if method == "PRACK":
            message.confirms = response
            message.put("RAck", response and f"{response.get('RSeq') or 1} {response.get('CSeq')}")
        self.credentials(message)
        self.method_headers(message)
        return message

    def next_cseq(self, host, call):
        own = [m.cseq for m in self.log if m.src is host and not m.status and not m.source and m.call == call
               and m.method not in ("ACK", "CANCEL")]
        return max(own, default=0) + 1

    def start_request(self, step, call, uri):
        message = Message(step, step.src, step.dst, step.what, call=call, start=f"{step.what} {uri} SIP/2.0")
        message.put("Via", via_of(step))
        message.put("Max-Forwards", "70")
        return message

    def outside_dialog(self, step, call):
        before = self.last(lambda m: not m.status and m.src is step.src and m.method == step.what and m.call == call)
        callee = self.callee(step)
        if before:
            uri, to = before.uri, with_tag(before.get("To"), "") or address_of(callee)
            redirect = self.last(lambda m: m.request is before and 300 <= m.status < 400 and m.get("Contact"))
            uri = uri_in(redirect.get("Contact")) if redirect else uri
        elif step.what == "REGISTER":
            uri, to = f"sip:{DOMAIN}", address_of(step.src)
        else:
            direct = callee is step.dst and not callee.proxy
            uri, to = f"sip:{callee.name}@{callee.hostport if direct else DOMAIN}", address_of(callee)
        message = self.start_request(step, call, uri)
        message.put("From", with_tag(address_of(step.src), f"{step.src.name}-{call}"))
        message.put("To", to)
        message.put("Call-ID", f"call-{call}@{step.src.name}.{DOMAIN}")
        return message

    def callee(self, step):
        """Whom a request out of a dialog is for: the next host, or behind a proxy the host declared last."""
        named = [self.hosts.get(value) for header, value in step.replace if header == "To"]
        others = [host for host in self.hosts.values() if not host.proxy and host is not step.src]
        return (named and named[0]) or (step.dst if not step.dst.proxy or not others else others[-1])

    def within_dialog(self, step, call, response):
        first = response.request
        if step.src is first.src:
            peer, routes = response, response.all("Record-Route")[::-1]
            local, remote = first.get("From"), response.get("To")
        else:
            peer, routes = first, first.all("Record-Route")
            local, remote = response.get("To"), first.get("From")
        message = self.start_request(step, call, uri_in(peer.get("Contact") or remote))
        message.put("Route", *routes)
        message.put("From", local)
        message.put("To", remote)
        message.put("Call-ID", first.get("Call-ID"))
        return message

    def unconfirmed_provisional(self, step):
        if "in" in step.options:
            return self.referred(step, "in")
        return self.last(lambda m: m.dst is step.src and m.reliable, lambda m: not self.confirmed(m)) \
            or self.dialog(step, self.call_of(step))

    def invite_of(self, step):
        """The INVITE that a CANCEL or an early ACK is about."""
        return self.last(lambda m: m.method == "INVITE" and not m.status and step.src in (m.src, m.dst)
                         and m.call == step.options.get("call", m.call),
                         lambda m: (m.src, m.dst) == (step.src, step.dst)) \
            or step.fail(f"{step.src.name} knows of no INVITE")

    def same_via(self, step, invite):
        """CANCEL and the ACK to a failure have the Via of their INVITE (RFC 3261 §9.1, §17.1.1.3)."""
        return via_of(step) if "branch" in step.options else invite.get("Via")

    def cancel(self, step):
        invite = self.invite_of(step)
        message = self.start_request(step, invite.call, invite.uri)
        message.set("Via", self.same_via(step, invite))
        for name in ("Route", "From", "To", "Call-ID"):
            message.put(name, *invite.all(name))
        message.put("CSeq", f"{invite.cseq} CANCEL")
        return message

    def ack(self, step):
        final = self.referred(step, "in") if "in" in step.options else self.final_to_ack(step)
        invite = final.request if final else self.invite_of(step)
        if final and final.status >= 300:
            message = self.start_request(step, final.call, invite.uri)
            message.set("Via", self.same_via(step, invite))
            message.put("Route", *invite.all("Route"))
            for name, origin in (("From", invite), ("To", final), ("Call-ID", invite)):
                message.put(name, origin.get(name))
        else:
            # A re-INVITE's 2xx is confirmed within the dialog that the first INVITE made; an ACK without any response
            # copies the To of its INVITE.
            maker = self.maker(step.src, invite) if tag_of(invite.get("To")) else final
            maker = maker or Message(step, step.dst, step.src, "INVITE", headers=[("To", invite.get("To"))],
                                     request=invite)
            message = self.within_dialog(step, invite.call, maker)
            for name in ("Authorization", "Proxy-Authorization"):
                message.put(name, *invite.all(name))
            if final and final.sdp == "offer":
                message.sdp = "answer"
        message.confirms = final
        message.put("CSeq", f"{invite.cseq} ACK")
        return message

    def final_to_ack(self, step):
        """The newest final, if there is one from this neighbour that is not confirmed yet."""
        return self.last(lambda m: m.method == "INVITE" and m.status >= 200 and m.dst is step.src
                         and m.call == step.options.get("call", m.call),
                         lambda m: m.src is step.dst and not self.confirmed(m))

    def credentials(self, message):
        """Answers the challenge to the sender's last request of this method (RFC 3261 §22)."""
        last = self.last(lambda m: not m.status and m.src is message.src and m.method == message.method
                         and m.call == message.call)
        challenge = last and self.last(lambda m: m.request is last and m.status in (401, 407))
        if not challenge:
            return
        header, name = (("WWW-Authenticate", "Authorization") if challenge.status == 401
                        else ("Proxy-Authenticate", "Proxy-Authorization"))
        for kind in ("Authorization", "Proxy-Authorization"):
            if kind != name:
                message.put(kind, *last.all(kind))
        values = dict(re.findall(r'(realm|nonce)="([^"]*)"', challenge.get(header)))
        answer = hashlib.md5(values.get("nonce", "").encode()).hexdigest()
        message.put(name, f'Digest username="{message.src.name}", realm="{values.get("realm", DOMAIN)}", '
                          f'nonce="{values.get("nonce", "")}", uri="{message.uri}", response="{answer}", algorithm=MD5')

    def method_headers(self, message):
        step, method = message.step, message.method
        if method in WITH_CONTACT:
            message.put("Contact", f"<{contact_of(step)}>")
        if "100rel" in step.flags:
            message.put("Supported", "100rel")
        message.headers += REQUEST_HEADERS.get(method, [])
        message.body = REQUEST_BODIES.get(method)
        if method == "NOTIFY":
            cause = self.last(lambda m: not m.status and m.call == message.call and m.method in ("REFER", "SUBSCRIBE"))
            refer = cause and cause.method == "REFER"
            message.put("Event", "refer" if refer else "presence")
            message.put("Subscription-State", "active;expires=60" if refer else "active;expires=3600")
            message.body = (("message/sipfrag;version=2.0", "SIP/2.0 100 Trying\r\n") if refer
                            else ("text/plain", "open"))
        owed = message.confirms
        if method == "INVITE":
            message.sdp = "offer"
        elif method == "PRACK" and owed and owed.sdp == "offer":
            message.sdp = "answer"

    # What a proxy passes on

    def to_forward(self, step):
        """The request that a proxy passes on with this line; none if it sends one of its own."""
        if "forwards" in step.options:
            return self.referred(step, "forwards")
        received = self.last(lambda m: not m.status and m.dst is step.src and m.method == step.what)
        if step.what == "CANCEL" and not step.src.stateless:
            return None         # hop by hop, RFC 3261 §16.10
        if step.what == "ACK" and not step.src.stateless:
            final = self.last(lambda m: m.method == "INVITE" and m.status >= 200 and m.dst is step.src
                              and m.src is step.dst)
            if final and final.status >= 300:
                return None     # hop by hop, RFC 3261 §16.7 step 10
        return received

    def forward(self, step, original):
        message = Message(step, step.src, step.dst, original.method, call=original.call, start=original.start,
                          headers=list(original.headers), sdp=original.sdp, body=original.body, source=original,
                          confirms=original.confirms)
        message.set("Max-Forwards", str(max(number_in(original.get("Max-Forwards"), 71) - 1, 0)))
        routes = message.all("Route")
        if routes and uri_in(routes[0]).startswith(f"sip:{step.src.hostport};"):
            message.remove("Route")
            message.put("Route", *routes[1:])
        elif not routes and not step.dst.proxy and message.uri.endswith(f"@{DOMAIN}"):
            message.start = f"{message.method} sip:{step.dst.name}@{step.dst.hostport} SIP/2.0"
        if step.src.record_route and not tag_of(message.get("To")) and message.method in ("INVITE", "SUBSCRIBE"):
            message.headers.insert(0, ("Record-Route", f"<sip:{step.src.hostport};lr>"))
        # A stateless proxy finds the branch again from what it received (RFC 3261 §16.11).
        branch = re.search("branch=z9hG4bK-([^;]*)", original.get("Via")) if step.src.stateless else None
        message.headers.insert(0, ("Via", via_of(step, branch and f"z9hG4bK-{step.src.name}-{branch[1]}")))
        return message

    # Responses

    def response(self, step):
        request = self.referred(step, "answers") if "answers" in step.options else self.to_answer(step)
        status = int(step.what)
        upstream = self.referred(step, "relays") if "relays" in step.options else self.to_relay(step, request, status)
        if upstream:
            vias = upstream.all("Via")[1:]
            message = Message(step, step.src, step.dst, request.method, status, request.call, upstream.start,
                              list(upstream.headers), upstream.sdp, upstream.body, request, source=upstream)
            message.remove("Via")
            message.put("Via", *vias)
        else:
            message = self.own_response(step, request, status)
        return message

    def to_answer(self, step):
        def asked(m):
            return (not m.status and m.method != "ACK" and m.src is step.dst and m.dst is step.src
                    and step.method in ("", m.method) and m.call == step.options.get("call", m.call))
        status = int(step.what)
        only_invite = status < 200 or status == 487
        return self.last(asked, lambda m: m.method == "INVITE" or not only_invite,
                         lambda m: self.to_relay(step, m, status), lambda m: not self.finals(m)) \
            or step.fail(f"{step.dst.name} has asked {step.src.name} nothing that this answers")

    def to_relay(self, step, request, status):
        """The oldest response with that status, from where a proxy has passed the request on, not passed back yet."""
        relayed = {id(m.source) for m in self.log}
        lowest = 100 if step.src.stateless else 101
        return next((m for m in self.log if m.status == status >= lowest and m.dst is step.src and m.request
                     and m.request.source is request and id(m) not in relayed), None)

    def own_response(self, step, request, status):
        phrase = PHRASES.get(status, "Unknown")
        message = Message(step, step.src, step.dst, request.method, status, request.call, f"SIP/2.0 {status} {phrase}",
                          request=request)
        for name in ("Via", "From", "Call-ID", "CSeq"):
            message.put(name, *request.all(name))
        to = request.get("To")
        if status > 100 and to and not tag_of(to):
            to = with_tag(to, f"{step.src.name}-{request.call}.{request.cseq}")
        message.put("To", to)
        dialog_maker = 100 < status < 300
        if dialog_maker and request.method in ("INVITE", "SUBSCRIBE"):
            message.put("Record-Route", *request.all("Record-Route"))
        if request.method == "REGISTER" and status < 300:
            message.put("Contact", request.get("Contact") + ";expires=3600")
        elif dialog_maker and (request.method == "INVITE" or request.method in WITH_CONTACT and status >= 200):
            message.put("Contact", f"<{contact_of(step)}>")
        elif 300 <= status < 400:
            message.put("Contact", f"<sip:{step.src.name}@198.51.100.9>")
        if status in (401, 407):
            message.put("WWW-Authenticate" if status == 401 else "Proxy-Authenticate",
                        f'Digest realm="{DOMAIN}", nonce="{step.src.name}-{step.number}", algorithm=MD5')
        if "100rel" in step.flags:
            before = [int(m.get("RSeq")) for m in self.log if m.request is request and m.get("RSeq").isdigit()
                      and m.get("To") == to]
            message.put("Require", "100rel")
            message.put("RSeq", str(max(before, default=0) + 1))
        message.headers += RESPONSE_HEADERS.get(status, RESPONSE_HEADERS.get((status, request.method), []))
        message.sdp = self.owed_session(step, request, status, to)
        return message

    def owed_session(self, step, request, status, to):
        """The SDP that is due in a response of its own accord: RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5.1."""
        kind = "answer" if request.sdp == "offer" else "offer"
        if "sdp" in step.flags:
            return kind
        if request.method == "INVITE":
            reliably = any(m.request is request and m.reliable and m.sdp and m.get("To") == to for m in self.log)
            return kind if 200 <= status < 300 and not reliably else ""
        return "answer" if request.sdp == "offer" and 200 <= status < 300 else ""

    # Every message

    def finish(self, message):
        """What the line says of its own accord comes last."""
        step = message.step
        options = step.options
        if "ruri" in options:
            message.start = f"{message.method} {options['ruri']} SIP/2.0"
        if "reason" in options:
            message.start = f"SIP/2.0 {message.status} {options['reason']}"
        message.start = options.get("start", message.start)
        for header, value in step.replace:
            host = self.hosts.get(value) if header in ("From", "To") else None
            message.set(header, with_tag(address_of(host), tag_of(message.get(header))) if host else value)
        for name, option in (("From", "fromtag"), ("To", "totag")):
            if option in options:
                message.set(name, with_tag(message.get(name), options[option]))
        if message.status and "branch" in options:
            message.set("Via", re.sub(r"branch=[^;]*", f"branch={options['branch']}", message.get("Via")))
        if options.keys() & {"cseq", "cseqmethod"}:
            number, _, method = message.get("CSeq").partition(" ")
            message.set("CSeq", f"{options.get('cseq', number)} {options.get('cseqmethod', method)}")
        self.fill_body(message)
        for name in step.drop:
            message.remove(name)
        for name, value in step.add:
            message.put(name, value)
        front = {name.lower(): place for place, name in enumerate(ORDER)}
        back = {name.lower(): place for place, name in enumerate(LAST, 100)}
        message.headers.sort(key=lambda item: front.get(item[0].lower(), back.get(item[0].lower(), 50)))

    def fill_body(self, message):
        step, options = message.step, message.step.options
        if "sdp" in step.flags and not message.sdp:
            message.sdp = "offer"
        if "sdp" in step.drop:
            message.sdp = ""
        if message.sdp and not message.source:
            message.body = session(step.src, message.cseq)
        if "sdp" in step.drop:
            message.body = None
        if "body" in options:
            text = options["body"]
            if isinstance(text, Step):
                text = serialise(self.referred(step, "body")).decode("utf-8", "surrogateescape")
            message.body = (options.get("type", "text/plain"), text)
        kind, text = message.body if message.body and message.body[1] else ("", "")
        replaced = {name.lower() for name, _ in step.replace}
        for name, value in (("Content-Type", options.get("type", kind)),
                            ("Content-Length", str(len(encode(text))))):
            if name.lower() not in replaced:
                message.remove(name)
                message.put(name, value)

    def compose(self, step):
        message = self.response(step) if step.what.isdigit() else self.request(step)
        self.finish(message)
        self.log.append(message)
        return message

    def pass_on(self, step):
        """A repeat between other addresses: for the model, what these hosts send and receive."""
        original = self.last(lambda m: m.step is step.of)
        if original and step.src:
            copy = Message(step, step.src, step.dst, original.method, original.status, original.call, original.start,
                           original.headers, original.sdp, original.body, source=original, confirms=original.confirms)
            if copy.status:
                copy.request = self.last(lambda m: not m.status and m.key == copy.key and m.src is step.dst)
            self.log.append(copy)


def compose(ladder):
    """What each step of a Ladder puts on the wire, in order, unseen steps included."""
    model = Model(ladder)
    by_step, sent = {}, []
    for step in ladder.steps:
        original = by_step.get(step.of)
        if step.what == "tick":
            item = Sent(step, None, None)
        elif step.what in ("crlf", "ws-open"):
            payload = b"\r\n\r\n" if step.what == "crlf" else None
            item = Sent(step, step.src, step.dst, payload)
        elif step.what in ("repeat", "unreachable"):
            if not original or original.payload is None:
                step.fail(f"{step.what} names a line that sends nothing")
            src, dst = (step.src, step.dst) if step.src else (original.src, original.dst)
            item = Sent(step, src, dst, original.payload, original)
            if step.what == "repeat":
                model.pass_on(step)
        else:
            item = Sent(step, step.src, step.dst, serialise(model.compose(step)))
        by_step[step] = item
        sent.append(item)
    return sent
