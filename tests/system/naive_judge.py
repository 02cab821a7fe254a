# SPDX-License-Identifier: BSD-3-Clause
"""naive_judge.py - whom a message concerns, by the standard and from plain words.
It parses nothing and forgets nothing. What the standards leave open may be told
or not."""
import re

from naive_net import FAR, GROUP, SHARED, START, S

DERIVED = r'(\d{15})@ims\.mnc.*3gppnetwork\.org$'  # TS 23.003 cl. 13.3
ROOM = 16  # names for which a session always has room
OPENER = ('From', 'P-Asserted-Identity', 'P-Preferred-Identity',
          'P-Served-User;sescase=orig')
DIVERTING = ('History-Info', 'Diversion', 'P-Served-User;orig-cdiv')


class Task:
    def __init__(self, *identities, since=-3600, service=None):
        self.service = service
        self.identities = list(zip(identities[::2], identities[1::2]))
        self.starts = START + since * S
        self.wants = [wanted(*i) for i in self.identities]


def tasks_of(users):
    a, b, c, d, e, f, g = users
    one = [('impu', a.sip), ('impu', a.tel), ('impu', b.phone),
           ('e164', b.number), ('impu', c.work), ('impu', f.work),
           ('impu', g.sip), ('impu', SHARED), ('impu', GROUP),
           ('impu', FAR[1]), ('e164', '442079460001'), ('e164', '442079460002'),
           ('impu', 'tel:1234;phone-context=ims.example'), ('impi', a.impi),
           ('impi', b.impi), ('impi', d.impi), ('impi', f.impi),
           ('imsi', b.imsi), ('imsi', d.imsi), ('imei', a.devices[0].imei),
           ('imei', b.devices[1].imei), ('imei', c.devices[0].imei)]
    return [Task(*i) for i in one] + [
        Task('impu', d.sip, 'impu', a.sip),
        Task('impi', d.impi, 'impu', SHARED),
        Task('impu', b.sip, 'imei', b.devices[1].imei),
        Task('impi', a.impi, since=20), Task('impu', d.tel, since=11),
        Task('impu', c.sip, since=100), Task('impu', a.sip, service='voice'),
        Task('impu', b.sip, service='messaging')]


def forms(uri):
    """What an identity in a message answers to. TS 33.128 cl. 7.12.2.8"""
    scheme, rest = uri.split(':', 1)
    if scheme == 'tel':
        if 'phone-context' in rest:
            return {rest}
        number = re.sub(r'\D', '', rest.split(';')[0])
        return {'number ' + number, 'bare ' + number}
    who = rest.split(';')[0]
    out = {who}
    if 'user=phone' in rest:
        out.add('number ' + re.sub(r'\D', '', who.partition('@')[0]))
    if re.match(DERIVED, who):
        out.add('imsi ' + who[:15])
    return out


def wanted(kind, value):
    """What a target answers to: a number in any form, a SIP URI as itself and as
    the bare number."""
    if kind == 'e164':
        return {'number ' + value}
    if kind != 'impu':
        return {f'{kind} {value}'}
    if value.startswith('tel:'):
        return {f for f in forms(value) if not f.startswith('bare')}
    return {f.replace('number', 'bare') for f in forms(value)}


def of_impi(impi):
    return {'impi ' + impi} | ({'imsi ' + impi[:15]} if re.match(DERIVED, impi)
                               else set())


def service_of(m):
    """None: it serves all. TS 33.128 cl. 7.12; TS 103 221-1 table C.2"""
    if m.method == 'MESSAGE' or (m.d.method == 'INVITE' and m.d.media == 'msrp'):
        return 'messaging'
    return 'voice' if m.d.method == 'INVITE' else None


class Session:
    def __init__(self):
        self.known, self.perhaps, self.opened = set(), set(), False
        self.asked = set()  # who its requests name
        self.early = []  # seen before what opens it
        self.sights = []  # of what opens it: time, number, whom each concerns


class Judge:
    def __init__(self, tasks):
        self.tasks, self.must, self.may = tasks, set(), set()
        self.bound, self.sessions = {}, {}  # bound: user: {device: until}
        self.sms, self.held = {}, {}
        self.whole = {}  # Call-ID: who was in a REGISTER of it

    def served(self, names, m):
        """What registrations add to these: surely, perhaps. TS 33.107 cl. 7A.8"""
        sure, perhaps = set(), set()
        for user, devices in self.bound.items():
            mine = {user.impi}.union(*(forms(u) for u in user.impus))
            if not {n for n in names if not n.startswith('number')} & mine:
                continue
            live = {d for d, until in devices.items() if until > m.at}
            late = {d for d, until in devices.items()
                    if until <= m.at < until + 130 * S}
            (sure if live else perhaps if late else set()).update(
                of_impi(user.impi))
            for d in live | late:
                here = d in live and (len(live | late) == 1 or
                                      (d.ip == m.ip and not m.back))
                (sure if here else perhaps).add('imei ' + d.imei)
        return sure, perhaps

    def session(self, m):
        """By Call-ID, and outside a dialog by transaction."""
        key = m.cid
        if m.d.method in ('MESSAGE', 'OPTIONS', 'PUBLISH'):
            key = (m.cid, m.ftag, m.cseq)
        return self.sessions.setdefault(key, Session())

    def learn(self, m, s):
        names = set().union(*(forms(u) for role, u in m.names if not (
            m.method == 'REGISTER' and role == 'Request-URI')))
        sure, perhaps = self.served(names, m)
        if m.method == 'REGISTER' and m.imei:
            sure = {x for x in sure if not x.startswith('imei')}
            names.add('imei ' + m.imei)
            perhaps = set()
        if m.username:
            names |= of_impi(m.username)
        elif m.method == 'REGISTER' and not m.status and \
                re.match(DERIVED, m.d.to[4:]):  # TS 24.229 cl. 5.3.1.2
            names |= of_impi(m.d.to[4:])
        if m.status:
            perhaps, sure = perhaps | sure, set()
        else:
            s.asked |= names
        if m.sms:  # TP-DA, TP-OA
            self.sms[m.cid] = {'number ' + m.sms, 'bare ' + m.sms}
            names |= self.sms[m.cid]
        s.known |= names | sure | self.sms.get(m.reply_to, set())
        s.perhaps |= perhaps

    def again(self, m, s):
        """Registrations may have come since. TS 33.128 cl. 7.12.2.8; TS 33.107
        cl. 7A.8"""
        sure, perhaps = self.served(s.asked, m)
        for user in self.bound:
            mine = {'imei ' + d.imei for d in user.devices}
            if mine & (s.known | s.perhaps):
                sure, perhaps = sure - mine, perhaps - mine
            elif len(mine & (sure | perhaps)) > 1:
                sure, perhaps = sure - mine, perhaps | mine & sure
        if len(s.asked) > ROOM:
            perhaps, sure = perhaps | sure, set()
        s.known |= sure
        s.perhaps |= perhaps

    def sights_of(self, m, s, t, sure):
        """Whom a hop made it concern is told of it as it was before. TS 33.107
        cl. 7A.3.0"""
        if not s.sights or s.sights[-1][0] != m.at:
            return set()
        if sure:
            s.sights[-1][2].add(t)
        if len(s.sights) > 1 and t in s.sights[-2][2]:
            return set()
        return {(t, at) for at, cseq, _ in s.sights if cseq == m.cseq and
                m.at - at < 32 * S and at >= self.tasks[t].starts}

    def take(self, m):
        s = self.session(m)
        if m.opens and m.method in ('INVITE', 'MESSAGE'):
            s.sights.append((m.at, m.cseq, set()))
        s.opened = s.opened or m.opens
        if not s.opened:
            s.early.append(m.at)
        if not s.known or (m.fresh and not (m.method == 'REGISTER' and m.status)):
            self.learn(m, s)
        elif s.opened and m.method != 'REGISTER':
            self.again(m, s)
        whole = s.perhaps
        if m.method == 'REGISTER':
            whole = self.whole.setdefault(m.cid, set())
            whole |= s.known | s.perhaps
        if m.granted:
            self.bound.setdefault(m.granted, {})[m.dev] = \
                m.at + m.expires * S
        for t, task in enumerate(self.tasks):
            if task.starts > m.at:
                continue
            if not all(w & (s.known | whole) for w in task.wants):
                continue
            if task.service and service_of(m) not in (None, task.service):
                if not s.opened:  # of which it is cannot be known yet
                    self.may.add((t, m.at))
                continue
            # What overtook its opening is told late. TS 33.128 cl. 7.12.2.8
            here = {(t, m.at)} | {(t, at) for at in s.early if s.opened and
                                  m.at - S < at and at >= task.starts}
            if not s.opened or not all(w & s.known for w in task.wants):
                self.may |= here | self.sights_of(m, s, t, False)
                continue
            self.must |= here | self.sights_of(m, s, t, True)
            if m.method == 'REGISTER':  # told late: TS 33.128 cl. 7.12.2.8
                self.must |= {(t, at) for at in self.held.get(m.cid, ())
                              if m.at - at < 32 * S and at >= task.starts}
        if s.opened:
            s.early.clear()
        if m.method == 'REGISTER':
            self.held.setdefault(m.cid, []).append(m.at)


def judge(messages, tasks):
    """(task, time) that must be told, and that may be."""
    j = Judge(tasks)
    for m in messages:
        j.take(m)
    return j.must, j.may - j.must


def ways(messages, tasks):
    """(task, time): was it sent by the target, where that is clear? Who redirects
    a call has it come from him. TS 33.128 cl. 7.12.4"""
    sides, out = {}, {}
    for m in messages:
        for t, task in enumerate(tasks):
            side = sides.setdefault((t, m.cid), set())
            if m.fresh and m.method != 'REGISTER':
                for role, uri in m.names:
                    if not forms(uri) & task.wants[0]:
                        continue
                    mine = role == 'From' or (role in OPENER and not m.status)
                    if role == 'P-Served-User':
                        continue  # it does not say
                    side.add('from' if mine or role in DIVERTING else 'to')
            if len(side) == 1 and len(task.wants) == 1 and m.reply_to is None:
                asked = (not m.status) != m.back
                out[t, m.at] = asked == ('from' in side)
    return out
