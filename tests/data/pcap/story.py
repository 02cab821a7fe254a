# SPDX-License-Identifier: BSD-3-Clause
"""A morning of four IMS subscribers, as an S-CSCF's tap sees it: each message
once, on the hop between P-CSCF and S-CSCF."""
from frames import T0

USERS = {
    "alice": ("+15551230001", "<urn:gsma:imei:35123400-123456-0>"),
    "bob": ("+15551230002", "<urn:gsma:imei:35123400-654321-0>"),
    "carol": ("+15551230003", "<urn:gsma:imei:49015420-323751-0>"),
    "dave": ("+15551230004",
             "<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>"),
}
HOSTS = {
    4: {"pcscf": "10.77.0.10", "scscf": "10.77.0.12", "smsc": "10.77.0.20",
        "alice": "10.77.1.1", "bob": "10.77.1.2", "carol": "10.77.1.3",
        "dave": "10.77.1.4"},
    6: {"pcscf": "2001:db8:77::10", "scscf": "2001:db8:77::12",
        "smsc": "2001:db8:77::20", "alice": "2001:db8:77:1::1",
        "bob": "2001:db8:77:1::2", "carol": "2001:db8:77:1::3",
        "dave": "2001:db8:77:1::4"},
}
PORTS = {"pcscf": 5060, "scscf": 6060, "smsc": 5060}
CENTRE, BOB = "07915155210300f0", "0b915155210300f2"
# RP-DATA with an SMS-SUBMIT to bob's number: "hello"
SMS_OUT = bytes.fromhex("000100" + CENTRE + "12" "0100" + BOB + "0000"
                        "05e8329bfd06")
# RP-DATA with an SMS-DELIVER from bob's number: "hello"
SMS_IN = bytes.fromhex("0102" + CENTRE + "00" "18" "04" + BOB + "0000"
                       "62101000000000" "05e8329bfd06")


class Message:
    def __init__(self, s, name, source, target, octets, concerns, file):
        self.name, self.source, self.target = name, source, target
        self.octets, self.concerns, self.file = octets, concerns, file
        s.clock += 0.02
        self.at = s.clock
        self.at_us = T0 + int(round(s.clock * 1000000))
        self.wire_from = s.wire(source)
        self.wire_to = s.wire(target)


class Story:
    def __init__(self, family):
        self.family = family
        self.hosts = HOSTS[family]
        self.clock = 0.0
        self.count = 0
        self.messages = []

    def wire(self, who):
        return self.hosts[who], PORTS[who]

    def host(self, who):
        name = self.hosts[who]
        return "[%s]" % name if self.family == 6 else name

    def contact(self, who):
        return "sip:%s@%s:5060" % (who, self.host(who))

    def via(self, who, hop="pcscf"):
        self.count += 1
        lines = "Via: SIP/2.0/UDP %s:%d;branch=z9hG4bKp%06d\r\n" % (
            self.host(hop), PORTS[hop], self.count)
        if who in USERS:
            lines += ("Via: SIP/2.0/UDP %s:5060;rport=5060;received=%s;"
                      "branch=z9hG4bKu%06d\r\n" % (
                          self.host(who), self.hosts[who], self.count))
        return lines

    def say(self, name, source, target, head, body=b"", concerns=(), file=None):
        octets = (head + "Content-Length: %d\r\n\r\n" % len(body)).encode()
        self.messages.append(Message(self, name, source, target,
                                     octets + body, concerns, file))

    def sdp(self, who, version=1):
        v = "IP%d %s" % (self.family, self.hosts[who])
        return ("v=0\r\no=- 42 %d IN %s\r\ns=-\r\nc=IN %s\r\nt=0 0\r\n"
                "m=audio 49152 RTP/AVP 104 9 8 96\r\nb=AS:41\r\n"
                "a=rtpmap:104 AMR-WB/16000/1\r\n"
                "a=fmtp:104 mode-change-capability=2;max-red=0\r\n"
                "a=rtpmap:96 telephone-event/8000\r\na=ptime:20\r\n"
                "a=maxptime:240\r\na=sendrecv\r\n" % (version, v, v)).encode()

    def credentials(self, who, nonce, response):
        return ('Authorization: Digest username="%s@ims.example",'
                'realm="ims.example",nonce="%s",uri="sip:ims.example",'
                'response="%s",algorithm=AKAv1-MD5,'
                'integrity-protected="%s"\r\n' % (
                    who, nonce, response, "yes" if nonce else "no"))

    def register(self, who, expires, challenged, number):
        """One REGISTER and its answer."""
        instance = USERS[who][1]
        nonce = "NonceOf%sAAAAAAAAAAAAAAAAAAAAAA==" % who.capitalize()
        via = self.via(who)
        same = ("From: <sip:%s@ims.example>;tag=reg%s\r\n" % (who, who))
        call = ("Call-ID: reg-%s@%s\r\nCSeq: %d REGISTER\r\n" % (
            who, self.host(who), number))
        contact = ('Contact: <%s>;expires=%d;+sip.instance="%s";reg-id=1;'
                   '+g.3gpp.smsip;+g.3gpp.icsi-ref='
                   '"urn%%3Aurn-7%%3A3gpp-service.ims.icsi.mmtel"\r\n' % (
                       self.contact(who), expires, instance))
        kind = ("deregister" if expires == 0 else
                "register_auth" if challenged else "register")
        keep = who == "alice"
        self.say("REGISTER%s" % (" expires=0" if expires == 0 else ""),
                 "pcscf", "scscf",
                 "REGISTER sip:ims.example SIP/2.0\r\n" + via +
                 "Max-Forwards: 69\r\n" + same +
                 "To: <sip:%s@ims.example>\r\n" % who + call + contact +
                 self.credentials(who, nonce if challenged else "",
                                  "00112233445566778899aabbccddeeff"
                                  if challenged else "") +
                 "Path: <sip:term@%s:5060;lr>\r\n" % self.host("pcscf") +
                 "Require: path\r\nSupported: path,outbound,gruu\r\n"
                 'P-Visited-Network-ID: "ims.example"\r\n'
                 "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
                 "utran-cell-id-3gpp=00101000100000001\r\n"
                 'P-Charging-Vector: icid-value="icid-reg-%s-%d";'
                 "icid-generated-at=%s\r\n" % (
                     who, number, self.hosts["pcscf"]),
                 b"", (who,), kind if keep else None)
        to = "To: <sip:%s@ims.example>;tag=s%s%d\r\n" % (who, who, number)
        if not challenged:
            self.say("401 to REGISTER", "scscf", "pcscf",
                     "SIP/2.0 401 Unauthorized\r\n" + via + same + to + call +
                     'WWW-Authenticate: Digest realm="ims.example",'
                     'nonce="%s",algorithm=AKAv1-MD5,qop="auth",'
                     'ck="0123456789abcdef0123456789abcdef",'
                     'ik="fedcba9876543210fedcba9876543210"\r\n' % nonce,
                     b"", (who,), "register_401" if keep else None)
            return
        self.say("200 to REGISTER", "scscf", "pcscf",
                 "SIP/2.0 200 OK\r\n" + via + same + to + call +
                 (contact if expires else "") +
                 "P-Associated-URI: <sip:%s@ims.example>, <tel:%s>\r\n" % (
                     who, USERS[who][0]) +
                 "Service-Route: <sip:orig@%s:6060;lr>\r\n" %
                 self.host("scscf") +
                 "Path: <sip:term@%s:5060;lr>\r\n" % self.host("pcscf"),
                 b"", (who,), (kind + "_200") if keep else None)

    def attach(self, who):
        self.register(who, 600000, False, 1)
        self.register(who, 600000, True, 2)

    def dialog(self, a, b, name):
        return {"a": a, "b": b, "id": name,
                "from": '"%s" <sip:%s@ims.example>;tag=f%s' % (
                    a.capitalize(), a, name),
                "to": "<sip:%s@ims.example>" % b,
                "tag": ";tag=t%s" % name}

    def common(self, d, cseq, method, tagged, via):
        return (via + "From: %s\r\nTo: %s%s\r\nCall-ID: %s@%s\r\n"
                "CSeq: %d %s\r\n" % (
                    d["from"], d["to"], d["tag"] if tagged else "", d["id"],
                    self.host(d["a"]), cseq, method))

    def asserted(self, who):
        return ('P-Asserted-Identity: "%s" <sip:%s@ims.example>\r\n'
                "P-Asserted-Identity: <tel:%s>\r\n" % (
                    who.capitalize(), who, USERS[who][0]))

    def invite(self, d, file=None):
        a, b = d["a"], d["b"]
        via = d["via"] = self.via(a)
        both = (a, b)
        self.say("INVITE", "pcscf", "scscf",
                 "INVITE sip:%s@ims.example SIP/2.0\r\n" % b +
                 self.common(d, 1, "INVITE", False, via) +
                 "Max-Forwards: 69\r\nContact: <%s>;+sip.instance=\"%s\"\r\n" %
                 (self.contact(a), USERS[a][1]) +
                 "Route: <sip:orig@%s:6060;lr>\r\nRecord-Route: "
                 "<sip:%s:5060;lr>\r\n" % (
                     self.host("scscf"), self.host("pcscf")) +
                 self.asserted(a) +
                 "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;"
                 "utran-cell-id-3gpp=00101000100000001\r\n"
                 'P-Charging-Vector: icid-value="icid-%s"\r\n' % d["id"] +
                 "Accept: application/sdp,application/3gpp-ims+xml\r\n"
                 "Supported: 100rel,timer\r\nSession-Expires: 1800\r\n"
                 "Allow: INVITE,ACK,CANCEL,BYE,PRACK,UPDATE,MESSAGE\r\n"
                 "Content-Type: application/sdp\r\n",
                 self.sdp(a), both, file)
        self.answer(d, "100 Trying", 1, "INVITE", tagged=False)

    def answer(self, d, line, cseq, method, sdp=False, tagged=True, file=None,
               back=False):
        """A response; `back` when the request went the other way."""
        b = d["b"]
        head = "SIP/2.0 %s\r\n" % line + self.common(d, cseq, method, tagged,
                                                    d["via"])
        if method == "INVITE" and tagged and line[0] in "12":
            head += "Contact: <%s>\r\n" % self.contact(b) + self.asserted(b)
        if sdp:
            head += "Content-Type: application/sdp\r\n"
        way = ("pcscf", "scscf") if back else ("scscf", "pcscf")
        self.say("%s to %s" % (line[:3], method), *way, head,
                 self.sdp(b) if sdp else b"", (d["a"], b), file)

    def request(self, d, method, cseq, file=None):
        a, b = d["a"], d["b"]
        if method not in ("CANCEL",):
            d["via"] = self.via(a)
        tagged = method != "CANCEL"
        uri = self.contact(b) if tagged else "sip:%s@ims.example" % b
        self.say(method, "pcscf", "scscf",
                 "%s %s SIP/2.0\r\n" % (method, uri) +
                 self.common(d, cseq, method, tagged, d["via"]) +
                 "Max-Forwards: 69\r\n", b"", (a, b), file)

    def call(self, a, b, name, files=False):
        def f(text):
            return text if files else None
        d = self.dialog(a, b, name)
        self.invite(d, f("invite"))
        self.answer(d, "183 Session Progress", 1, "INVITE", True,
                    file=f("invite_183"))
        self.answer(d, "180 Ringing", 1, "INVITE", file=f("invite_180"))
        self.answer(d, "200 OK", 1, "INVITE", True, file=f("invite_200"))
        self.request(d, "ACK", 1, f("ack"))
        return d

    def hang_up(self, d, files=False):
        self.request(d, "BYE", 2, "bye" if files else None)
        self.answer(d, "200 OK", 2, "BYE", file="bye_200" if files else None)

    def give_up(self, a, b, name):
        """A call that its caller cancels while it rings."""
        d = self.dialog(a, b, name)
        self.invite(d)
        self.answer(d, "180 Ringing", 1, "INVITE")
        self.request(d, "CANCEL", 1, "cancel")
        self.answer(d, "200 OK", 1, "CANCEL", file="cancel_200")
        self.answer(d, "487 Request Terminated", 1, "INVITE",
                    file="invite_487")
        self.request(d, "ACK", 1, "ack_487")

    def message(self, a, b, name, kind, body, file=None):
        d = self.dialog(a, b, name)
        d["via"] = self.via(a)
        concerns = tuple(x for x in (a, b) if x in USERS)
        self.say("MESSAGE %s" % kind, "pcscf", "scscf",
                 "MESSAGE sip:%s@ims.example SIP/2.0\r\n" % b +
                 self.common(d, 1, "MESSAGE", False, d["via"]) +
                 "Max-Forwards: 69\r\n" + self.asserted(a) +
                 "Content-Type: %s\r\n" % kind, body, concerns, file)
        self.say("200 to MESSAGE", "scscf", "pcscf", "SIP/2.0 200 OK\r\n" +
                 self.common(d, 1, "MESSAGE", True, d["via"]), b"", concerns,
                 file + "_200" if file else None)

    def sms_in(self, b, name):
        """A short message that the SMS centre sends to b."""
        d = {"a": "smsc", "b": b, "id": name, "tag": ";tag=t" + name,
             "from": "<sip:smsc@ims.example>;tag=f" + name,
             "to": "<sip:%s@ims.example>" % b}
        via = self.via("smsc", "scscf")
        self.say("MESSAGE application/vnd.3gpp.sms", "scscf", "pcscf",
                 "MESSAGE %s SIP/2.0\r\n" % self.contact(b) +
                 self.common(d, 1, "MESSAGE", False, via) +
                 "Max-Forwards: 68\r\n"
                 "P-Asserted-Identity: <sip:smsc@ims.example>\r\n"
                 "P-Called-Party-ID: <sip:%s@ims.example>\r\n" % b +
                 "Content-Type: application/vnd.3gpp.sms\r\n", SMS_IN, (b,),
                 "message_sms_in")
        self.say("200 to MESSAGE", "pcscf", "scscf", "SIP/2.0 200 OK\r\n" +
                 self.common(d, 1, "MESSAGE", True, via), b"", (b,))


def tell(family):
    s = Story(family)
    for who in ("carol", "dave", "alice", "bob"):
        s.attach(who)
    theirs = s.call("carol", "dave", "call1")
    ours = s.call("alice", "bob", "call2", files=True)
    s.message("dave", "carol", "msg1", "text/plain", b"lunch at noon?")
    s.message("alice", "bob", "msg2", "text/plain", b"canary-text-of-alice",
              "message_text")
    s.hang_up(theirs)
    s.hang_up(ours, files=True)
    s.message("alice", "smsc", "msg3", "application/vnd.3gpp.sms", SMS_OUT,
              "message_sms")
    s.sms_in("alice", "msg4")
    s.give_up("bob", "alice", "call3")
    for who in ("alice", "bob", "carol", "dave"):
        s.register(who, 0, True, 3)
    return s.messages


def options(family):
    s = Story(family)
    s.say("OPTIONS", "pcscf", "scscf",
          "OPTIONS sip:ims.example SIP/2.0\r\n" + s.via("alice") +
          "Max-Forwards: 70\r\nFrom: <sip:alice@ims.example>;tag=o1\r\n"
          "To: <sip:ims.example>\r\nCall-ID: options-%d\r\n"
          "CSeq: 1 OPTIONS\r\n" % family)
    return s.messages[0].octets


def forwarded(s):
    """An INVITE that was forwarded twice before it came to bob."""
    d = s.dialog("carol", "alice", "call9")
    via = s.via("carol")
    s.say("INVITE", "scscf", "pcscf",
          "INVITE %s SIP/2.0\r\n" % s.contact("bob") +
          s.common(d, 1, "INVITE", False, via) + "Max-Forwards: 60\r\n" +
          "Contact: <%s>\r\n" % s.contact("carol") + s.asserted("carol") +
          "P-Called-Party-ID: <sip:bob@ims.example>\r\n"
          "History-Info: <sip:alice@ims.example?Reason=SIP%3Bcause%3D302>;"
          'index=1, "Dave, of Sales" <sip:dave@ims.example>;index=1.1;np=1\r\n'
          "History-Info: <sip:bob@ims.example;cause=302>;index=1.1.1\r\n"
          'Diversion: <tel:+1-555-123-0001>;reason=unconditional;counter=1\r\n'
          "Content-Type: application/sdp\r\n", s.sdp("carol"))


def singles():
    """Messages that no story holds."""
    for family, end in ((4, ""), (6, "_v6")):
        s = Story(family)
        forwarded(s)
        yield "invite_forwarded" + end, s.messages[0].octets
        yield "options" + end, options(family)
    s = Story(4)
    s.say("INVITE", "pcscf", "scscf",
          "INVITE sip:bob@ims.example SIP/2.0\r\n"
          "v: SIP/2.0/UDP 10.77.1.1;branch=z9hG4bKcompact\r\n"
          "f: Alice <sip:alice@ims.example>;tag=1\r\nt: sip:bob@ims.example\r\n"
          "i: compact@10.77.1.1\r\nCSeq: 1 INVITE\r\nm: <sip:alice@10.77.1.1>"
          "\r\nMax-Forwards: 70\r\nk: 100rel\r\ns: lunch\r\n"
          "P-Preferred-Identity: <sip:alice@ims.example>\r\n"
          "c: application/sdp\r\n", s.sdp("alice"))
    yield "invite_compact", s.messages[0].octets.replace(
        b"Content-Length", b"l")
    yield "response_5xx", (
        b"SIP/2.0 503 Service Unavailable\r\n"
        b"Via: SIP/2.0/UDP 10.77.0.10:5060;branch=z9hG4bK503\r\n"
        b"From: <sip:alice@ims.example>;tag=a\r\n"
        b"To: <tel:+15551230002>;tag=b\r\nCall-ID: e503@10.77.1.1\r\n"
        b"CSeq: 7 INVITE\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n")
