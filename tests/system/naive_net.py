# SPDX-License-Identifier: BSD-3-Clause
"""naive_net.py - users, dialogs and the messages of an IMS core, drawn by seed.
Each message says in plain words, beside its octets, who stands in it."""
import naive_spell as spell

S = 1000000
START = 1777593600 * S  # 2026-05-01
P, S1, S2, AS, SMSC, GW = (f'10.0.0.{i}' for i in range(1, 7))
NOBODY = 'sip:anonymous@anonymous.invalid'
NAMES = ['alice', 'bob', 'carol', 'dave', 'eve', 'frank', 'grace']
SHARED = 'sip:family@ims.example'
GROUP = 'sip:group@ims.example'
FAR = ['tel:+442079460001', 'sip:zoe@other.example',
       'sip:+442079460002@other.example;user=phone']


class Device:
    def __init__(self, user, n):
        self.ip = f'192.0.2.{user.n * 4 + n + 10}'
        self.imei = f'3512340{user.n}12345{n}'
        self.instance = f'urn:gsma:imei:{self.imei[:8]}-{self.imei[8:]}-0'
        self.contact = f'sip:{user.name}@{self.ip}:5060'
        self.dialog, self.known, self.busy = None, False, False


class User:
    def __init__(self, n, name):
        self.n, self.name, self.number = n, name, f'1555123000{n}'
        self.sip, self.tel = f'sip:{name}@ims.example', f'tel:+{self.number}'
        self.phone = f'sip:+{self.number}@ims.example;user=phone'
        self.work = f'sip:{name}.work@ims.example'
        self.imsi = f'00101000000000{n}'
        self.impi = (f'{self.imsi}@ims.mnc001.mcc001.3gppnetwork.org' if n % 2
                     else f'{name}@ims.example')
        self.impus = [self.sip, self.tel, self.phone, self.work]
        self.devices = [Device(self, k) for k in range(1 + (n in (1, 2)))]
        self.bound = {}  # device: until when


class Message:
    """status 0: a request. names: (header, plain URI). fresh: of a transaction
    outside a dialog; opens: such a request. back: asked for by who was called."""
    def __init__(self, **facts):
        self.status, self.ip, self.imei, self.dev = 0, None, None, None
        self.username = self.granted = self.expires = None
        self.sms = self.reply_to = None
        self.fresh = self.opens = self.back = False
        self.__dict__.update(facts)


class Dialog:
    """icid: what has one has one number."""
    def __init__(self, net, method, icid=None):
        self.method, self.icid = method, icid or net.token()
        self.cid = net.token() + net.rng.choice(['', '@10.0.0.9'])
        self.ftag, self.ttag = net.token(), net.token()
        self.cseq, self.back_cseq = net.rng.randrange(1, 999), 100
        self.frm = self.to = self.routed = self.branch = self.media = None


class Net:
    def __init__(self, rng, odd, swap):
        self.rng, self.odd, self.swap = rng, odd, swap
        self.users = [User(n, name) for n, name in enumerate(NAMES)]
        for u in self.users[3:5]:
            u.impus.append(SHARED)
        self.now, self.out = START, []

    def token(self):
        return ''.join(self.rng.choice('abcdefghjkmnpqrstuvwxyz0123456789')
                       for _ in range(10))

    def emit(self, d, first, heads, hop, body, kind, facts):
        rng = self.rng
        if rng.random() < self.odd:
            rest = heads[1:]
            rng.shuffle(rest)
            heads = heads[:1] + rest
        if body:
            heads = heads + [('Content-Type', kind)]
        text = ''.join(spell.header(rng, n, v, self.odd) for n, v in heads)
        self.now += rng.randrange(1000, 40000)
        m = Message(at=self.now, d=d, cid=d.cid, ftag=d.ftag, **facts)
        m.src, m.dst = hop
        m.octets = (f'{first}\r\n{text}Content-Length: {len(body)}\r\n\r\n'
                    .encode() + body)
        self.out.append(m)

    def people(self, name, plains):
        """Header lines that name these: one for each, or a list of them."""
        name, _, params = name.partition(';')
        values = [spell.party(self.rng, p, self.odd) for p in plains]
        values = [v if v.endswith('>') else f'<{v}>' for v in values]
        if name == 'Diversion':
            values = [v + ';reason=unconditional' for v in values]
        if params:
            values = [v + ';' + params for v in values]
        if name == 'History-Info':
            values = [v + f';index=1.{i}' for i, v in enumerate(values)]
        if self.rng.random() < .5:
            return [(name, self.rng.choice([', ', ',', ' ,\r\n ']).join(values))]
        return [(name, v) for v in values]

    def heads(self, d, back, tags, method, cseq, names):
        """What request and answer have alike, and who stands in it."""
        parties = [('From', d.frm, d.ftag), ('To', d.to, tags)]
        if back:
            parties = [('From', d.to, d.ttag), ('To', d.frm, d.ftag)]
        out, said = [], []
        for name, plain, tag in parties:
            out.append((name, spell.party(self.rng, plain, self.odd,
                                          f';tag={tag}' if tag else '')))
            said.append((name, plain))
        out += [('Call-ID', d.cid), ('CSeq', f'{cseq} {method}')]
        for name, plains in (names or {}).items():
            out += self.people(name, plains)
            said += [(name, p) for p in plains]
        return out, said

    def request(self, d, method, hop, *, uri=None, back=False, opens=False,
                cseq=None, names=None, extra=(), body=b'', kind='', device=None,
                new=True, **facts):
        """On one hop, as it shows it; new: none of its copies was before."""
        if new:
            d.branch = self.token()
            if cseq is None and back:
                d.back_cseq += 1
            elif cseq is None:
                d.cseq += 1
        cseq = cseq or (d.back_cseq if back else d.cseq)
        plain = uri or (d.frm if back else d.to)
        heads, said = self.heads(d, back, None if opens else d.ttag, method,
                                 cseq, names)
        heads = [('Via', f'SIP/2.0/UDP {hop[0]};branch=z9hG4bK{d.branch}'),
                 ('Max-Forwards', '66')] + heads + list(extra)
        if device:
            heads.append(('Contact', f'<{device.contact}>'))
        facts.update(method=method, names=said + [('Request-URI', plain)],
                     fresh=opens, opens=opens, back=back, cseq=cseq,
                     ip=device and device.ip)
        first = f'{method} {spell.uri(self.rng, plain, self.odd)} SIP/2.0'
        self.emit(d, first, heads, hop, body, kind, facts)

    def answer(self, d, status, method, hop, *, back=False, fresh=False,
               cseq=None, names=None, extra=(), body=b'', kind='', device=None,
               ttag=None, **facts):
        cseq = cseq or (d.back_cseq if back else d.cseq)
        heads, said = self.heads(d, back, None if status == 100 else
                                 ttag or d.ttag, method, cseq, names)
        heads = [('Via', f'SIP/2.0/UDP {hop[1]};branch=z9hG4bK{d.branch}')] \
            + heads + list(extra)
        if device:
            heads.append(('Contact', f'<{device.contact}>'))
        facts.update(method=method, status=status, names=said, fresh=fresh,
                     back=back, cseq=cseq, ip=device and device.ip)
        self.emit(d, f'SIP/2.0 {status} Whatever', heads, hop, body, kind,
                  facts)

    def tapped(self):
        """As a tap over UDP shows it: now and then two change places, but for
        those of registrations."""
        last = {}
        for m in self.out:
            p = last.get(m.cid)
            if p and m.at - p.at < 300000 and m.method != 'REGISTER' and \
                    self.rng.random() < self.swap:
                p.at, m.at = m.at, p.at
            last[m.cid] = m
        return sorted(self.out, key=lambda m: m.at)
