# SPDX-License-Identifier: BSD-3-Clause
"""naive_scenes.py - what users do all day, as generators that yield between
messages, so that many go on at once; what is yielded is a pause. TS 24.229 cl. 5;
RFC 3261, 3262, 3311, 3428, 6665"""
from naive_net import (AS, FAR, GROUP, GW, NOBODY, P, S, S1, S2, SMSC, Dialog,
                       User)

SDP = ('v=0\r\no=- 1 {v} IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n'
       't=0 0\r\n{m}')
MEDIA = {'audio': 'm=audio 4000 RTP/AVP 0\r\n',
         'video': 'm=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 96\r\n',
         'msrp': 'm=message 4000 TCP/MSRP *\r\na=accept-types:text/plain\r\n'}


def sdp(media, version=1):
    return {'body': SDP.format(v=version, m=MEDIA[media]).encode(),
            'kind': 'application/sdp'}


def sights(rng, hops):
    return [h for h in hops if rng.random() < .5] or [rng.choice(hops)]


def granted(net, user, device, life):
    """Headers of a 200: the implicit set, and all that is bound. RFC 3261
    cl. 10.3; TS 24.229 cl. 5.4.1.2"""
    user.bound[device] = net.now + life * S
    sets = [f'<{u}>' for u in user.impus]
    if net.rng.random() < .5:
        sets = [', '.join(sets)]
    return [('P-Associated-URI', s) for s in sets] + [
        ('Contact', f'<{d.contact}>;+sip.instance="<{d.instance}>"'
         f';expires={(end - net.now) // S}')
        for d, end in user.bound.items() if end > net.now]


def register(net, user, device, life=90000):
    """With a challenge where the device is not known. TS 24.229 cl. 5.1.1"""
    rng = net.rng
    d = device.dialog
    if not d:
        d = device.dialog = Dialog(net, 'REGISTER')
        d.frm = d.to = user.sip if rng.random() < .8 or user.n % 2 == 0 else \
            f'sip:{user.impi}'
    seen = sights(rng, [(device.ip, P), (P, S1)])
    asked = [('Contact', f'<{device.contact}>;+sip.instance="<'
              f'{device.instance}>"'), ('Expires', str(life))]
    who = f'Digest username="{user.impi}",realm="ims.example",' \
        'uri="sip:ims.example",'
    rounds = [True] if device.known else [rng.random() < .5, True]
    if d.to.startswith(f'sip:{user.imsi}@') and rng.random() < .5:
        rounds = [False]  # GIBA: TS 33.203 annex T
    for n, named in enumerate(rounds):
        d.cseq += 1
        last = n == len(rounds) - 1
        proof = [('Authorization', who + ('nonce="n",response="r"' if last
                                          else 'nonce="",response=""'))]
        for i, hop in enumerate(seen):
            net.request(d, 'REGISTER', hop, uri='sip:ims.example', opens=True,
                        cseq=d.cseq, new=not i, extra=asked + proof * named,
                        imei=device.imei, username=named and user.impi)
            yield 0
        for hop in reversed(seen):
            facts = {'extra': [('WWW-Authenticate', 'Digest realm="ims.example"'
                                ',nonce="n",algorithm=AKAv1-MD5')]}
            if last:
                facts = {'extra': granted(net, user, device, life),
                         'granted': user, 'dev': device, 'expires': life}
            net.answer(d, 200 if last else 401, 'REGISTER', hop, fresh=True,
                       **facts)
            yield 0
    device.known = life > 0


class Talk:
    """A session: on which hops it is seen, and its messages in one line each.
    On the way the core rewrites the Request-URI and asserts who calls."""
    def __init__(self, net, method, icid=None):
        rng = net.rng
        self.net, self.d = net, Dialog(net, method, icid)
        a, b = rng.sample(net.users, 2)
        if rng.random() < .15:
            a = rng.choice(FAR)
        elif rng.random() < .15:
            b = rng.choice(FAR)
        self.media, self.redirecting, self.extra = 'audio', None, []
        self.served = None  # P-Served-User with its case, and who it is
        self.a = rng.choice(a.devices) if isinstance(a, User) else None
        self.b = rng.choice(b.devices) if isinstance(b, User) else None
        self.mine = a.impus if self.a else [a]
        self.yours = b.impus if self.b else [b]
        self.d.frm = rng.choice(self.mine + [NOBODY])
        self.d.to = self.d.routed = rng.choice(self.yours)
        if rng.random() < .2:
            self.d.to = rng.choice(['tel:1234;phone-context=ims.example',
                                    GROUP])
        self.hops = [(self.a.ip if self.a else GW, P), (P, S1), (S1, S2),
                     (S2, self.b.ip if self.b else GW)]
        self.seen = sights(rng, self.hops)
        self.asserted = rng.sample(self.mine, min(len(self.mine),
                                                  rng.randrange(1, 3)))
        self.body = {}

    def shows(self, hop):
        """Request-URI and names, as this hop shows the opening."""
        rng, n = self.net.rng, self.hops.index(hop)
        if n == 0 and self.a:
            names = {'P-Preferred-Identity': self.asserted[:1]}
        else:
            names = {'P-Asserted-Identity': self.asserted}
        if self.redirecting and n > 0:
            names[rng.choice(['History-Info', 'Diversion'])] = self.redirecting
        if self.served and n > 0:
            names[self.served[0]] = [self.served[1]]
        uri = self.d.to if n < 2 else self.d.routed
        if n == 3 and self.b:
            uri = self.b.contact
            names['P-Called-Party-ID'] = [self.d.routed]
        return uri, names

    def begin(self):
        self.d.media = self.media
        for i, hop in enumerate(self.seen):
            uri, names = self.shows(hop)
            self.net.request(self.d, self.d.method, hop, uri=uri, opens=True,
                             cseq=self.d.cseq, names=names, new=not i,
                             extra=self.extra, device=self.a, **self.body)
            yield 0

    def ask(self, method, **more):
        for i, hop in enumerate(self.seen):
            self.net.request(self.d, method, hop, new=not i, **more)
            yield 0

    def say(self, status, method, **more):
        for hop in reversed(self.seen):
            self.net.answer(self.d, status, method, hop[::-1], **more)
            yield 0

    def they(self, method, **more):
        for i, hop in enumerate(reversed(self.seen)):
            self.net.request(self.d, method, hop[::-1], back=True, new=not i,
                             **more)
            yield 0

    def we(self, status, method, **more):
        for hop in self.seen:
            self.net.answer(self.d, status, method, hop, back=True, **more)
            yield 0

    def invite(self, ring=1, named=None):
        """Until it is answered. RFC 3261 cl. 13.3.1.1: each minute it rings."""
        self.body = sdp(self.media)
        yield from self.begin()
        while ring > 0:
            yield from self.say(180, 'INVITE', fresh=True, names=named)
            yield min(ring, 60) * S
            ring -= 60
        yield from self.say(200, 'INVITE', fresh=True, names=named,
                            device=self.b, **sdp(self.media))
        yield from self.ask('ACK', cseq=self.d.cseq)

    def over(self):
        if self.net.rng.random() < .5:
            yield from self.ask('BYE')
            yield from self.say(200, 'BYE')
        else:
            yield from self.they('BYE')
            yield from self.we(200, 'BYE')


def unanswered(t):
    rng = t.net.rng
    if rng.random() < .5:
        yield from t.ask('CANCEL', opens=True, cseq=t.d.cseq)
        yield from t.say(200, 'CANCEL', fresh=True)
        status, extra = 487, []
    else:
        status = rng.choice([302, 404, 480, 486, 500, 603])
        extra = [('Contact', '<sip:carol@ims.example>')] * (status == 302)
    yield from t.say(status, 'INVITE', fresh=True, extra=extra)
    yield from t.ask('ACK', cseq=t.d.cseq)


def call(net):
    rng = net.rng
    t = Talk(net, 'INVITE')
    t.media = rng.choice(['audio', 'audio', 'video', 'msrp'])
    t.extra = [('P-Charging-Vector', f'icid-value={t.d.icid};orig-ioi=x')]
    if rng.random() < .2:
        t.redirecting = [rng.choice(rng.choice(net.users).impus)]
    if rng.random() < .35:
        t.body = sdp(t.media)
        yield from t.begin()
        for k in range(rng.randrange(3)):
            yield from t.say(rng.choice([100, 180, 183]), 'INVITE', fresh=True,
                             ttag=rng.choice([None, f'fork{k}']))
        yield from unanswered(t)
        return
    yield from t.invite()
    for _ in range(rng.randrange(4)):
        method = rng.choice(['UPDATE', 'INVITE', 'INFO', 'REFER', 'MESSAGE',
                             'OPTIONS', 'PRACK'])
        status = rng.choice([200, 200, 403, 488, 491, 500])
        ask, say = rng.choice([(t.ask, t.say), (t.they, t.we)])
        more = sdp(t.media, 2) if method in ('UPDATE', 'INVITE') else {}
        if method == 'REFER':
            more = {'extra': [('Refer-To', '<sip:frank@ims.example>'),
                              ('Referred-By', '<sip:grace@ims.example>')]}
        yield from ask(method, **more)
        yield from say(status, method)
        if method == 'INVITE':
            yield from ask('ACK', cseq=t.d.cseq if ask == t.ask
                           else t.d.back_cseq)
    yield from t.over()


def single(net):
    """MESSAGE, OPTIONS, PUBLISH outside a dialog."""
    t = Talk(net, net.rng.choice(['MESSAGE', 'MESSAGE', 'OPTIONS', 'PUBLISH']))
    if t.d.method == 'MESSAGE':
        t.body = {'body': b'hello', 'kind': 'text/plain'}
    if t.d.method == 'PUBLISH':
        t.extra = [('Event', 'presence')]
    yield from t.begin()
    yield from t.say(net.rng.choice([200, 202, 404]), t.d.method, fresh=True)


def bcd(number):
    padded = number + 'f' * (len(number) % 2)
    return ''.join(padded[i + 1] + padded[i] for i in range(0, len(padded), 2))


def sms(net):
    """A short message and the report of it. TS 24.341 cl. 5.3.1; TS 23.040"""
    rng = net.rng
    a, far = rng.choice(net.users), rng.choice(net.users).number
    mine, centre = rng.choice(a.impus), 'sip:smsc@ims.example'
    party = f'{len(far):02x}91{bcd(far)}'
    sent = Dialog(net, 'MESSAGE')
    got = Dialog(net, 'MESSAGE', sent.icid)
    if rng.random() < .5:
        tpdu = '0120' + party + '000005e8329bfd06'
        data, report = '00010007915155210300f0', '0301'
        sent.frm, sent.to = mine, centre
    else:
        tpdu = '00' + party + '00006211210100000005e8329bfd06'
        data, report = '010207915155210300f000', '0202'
        sent.frm, sent.to = centre, mine
    data += f'{len(tpdu) // 2:02x}{tpdu}'
    got.frm, got.to = sent.to, sent.frm
    for d, octets, facts in ((sent, data, {'sms': far}),
                             (got, report, {'reply_to': sent.cid, 'extra': [
                                 ('In-Reply-To', sent.cid)]})):
        hop = (S1, SMSC) if d.to == centre else (SMSC, S1)
        net.request(d, 'MESSAGE', hop, opens=True, cseq=d.cseq, **facts,
                    body=bytes.fromhex(octets), kind='application/vnd.3gpp.sms')
        yield 0
        net.answer(d, 202, 'MESSAGE', hop[::-1], fresh=True)
        yield rng.choice([0, 2, 20]) * S


def third_party(net):
    """The S-CSCF registers a user with an AS. TS 24.229 cl. 5.4.1.7"""
    d = Dialog(net, 'REGISTER')
    d.frm = 'sip:scscf.ims.example'
    d.to = net.rng.choice(net.rng.choice(net.users[:-1]).impus)
    net.request(d, 'REGISTER', (S1, AS), uri='sip:as.ims.example', opens=True,
                cseq=d.cseq, extra=[('Contact', f'<{d.frm}>')])
    yield 0
    net.answer(d, 200, 'REGISTER', (AS, S1), fresh=True)
    yield 0


SCENES = [call, call, single, sms, third_party]
