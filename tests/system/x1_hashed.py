#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_hashed.py PORT CERTS HEP STEP [ARG] - targets that are named by a digest,
as a far party or with a productID: ask for them over X1 as several peers do,
let them and others talk, and say which records are due. TS 103 221-1 annex D,
tables 4, 5; TS 33.128 cl. 7.12.2.8

Steps, each told what it needs in ARG:
  talk NAME   messages of everybody, marked NAME; what is due goes to `want`
  set_up      contexts, a destination at 127.0.0.1:ARG, tasks
  in_use      contexts that tasks need stay as they are
  change      one task ends, one gets another target, and what was its context
              is no longer needed
  away        all of it ends
  judge FILE  are the records of FILE, lmisf-sink's JSON, those of `want`?

Digests are made here, by Python's hashlib.
"""
import collections
import hashlib
import json
import os
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
from x1_client import COMMON, ET, X1, Answer, Client, check_schema  # noqa: E402
from x1_dialect import DIALECTS, HASHED, Dialect, context, did, \
    digest, targets, task, xid  # noqa: E402
from x1_people import ACTIVE, IMPI, PEOPLE, PRODUCTS, SALTS, TASKS, \
    due, sip, uuid_of  # noqa: E402

PORT, CERTS, HEP, STEP = sys.argv[1:5]
ARG = sys.argv[5] if len(sys.argv) > 5 else ''
DID = uuid_of(900)
# Beside those of x1_dialect.py: everything declared anew, and nothing twice.
PEERS = DIALECTS + [
    Dialect('v1.11.1', 'a:', 'b:', 'c', zone='-03:30', between='\t'),
    Dialect('v1.7.1', 'etsi:', '', 'xsi', local=True, ordered=False),
]
MARKS = ('before', 'after', 'used', 'restarted', 'killed', 'core', 'changed',
         'again', 'ended')
ALGORITHMS = {'A': 'sha-256', 'B': 'sha-512', 'C': 'sha3-512'}


def digest_of(name, text):
    """cl. D.2.3.2: the identity, the salt behind it."""
    made = hashlib.new(ALGORITHMS[name].replace('sha-', 'sha').replace(
        'sha3-', 'sha3_'))
    made.update(text.encode() + bytes.fromhex(SALTS[name]))
    return made.hexdigest()


class Admf:
    """Asks in the dialect of one peer after another."""

    def __init__(self):
        self.client, self.turn = Client(int(PORT), CERTS, 'admf'), 0

    def ask(self, *requests):
        """(type, body, code) each, in one container; the answers by request."""
        peer = PEERS[self.turn % len(PEERS)]
        self.turn += 1
        document = peer.document(*[
            peer.message(kind + 'Request', body,
                         x1TransactionId=uuid_of(5000 + i))
            for i, (kind, body, _) in enumerate(requests)])
        status, _, text = self.client.post(document)
        assert status == 200, status
        check_schema(text)
        # No order is promised. cl. 6.1
        got = {a.text('x1TransactionId'): a
               for a in map(Answer, ET.fromstring(text))}
        answers = [got[uuid_of(5000 + i)] for i in range(len(requests))]
        for (kind, _, code), answer in zip(requests, answers):
            assert answer.code == code, (kind, answer.code, code, text)
        return answers


# ---- bodies ----

def body_of(name):
    """The taskDetails of a task of TASKS."""
    one = TASKS[name]
    who = ''
    if one.locality:
        who += targets(('nonLocalIdentifier', one.locality))
    for how, kind, text in one.targets:
        who += (targets((kind, text)) if how == 'plain' else
                digest(kind, digest_of(how, text), uuid_of(ord(how))))
    rest = ''
    if name in PRODUCTS:
        rest = '<{x}productID>' + PRODUCTS[name] + '</{x}productID>'
    return task(who, one.xid, did(DID), rest=rest)


def object_of(name, element='createObject', algorithm=None, salt=None):
    return context(element, algorithm or ALGORITHMS[name],
                   salt or SALTS[name], uuid_of(ord(name)))


def object_id(name):
    return '<{x}objectId>' + uuid_of(ord(name)) + '</{x}objectId>'


def destination():
    return ('<{x}destinationDetails>' + did(DID) +
            '<{x}deliveryType>X2Only</{x}deliveryType><{x}deliveryAddress>'
            '<{x}ipAddressAndPort><{c}address{d}><{c}IPv4Address>127.0.0.1'
            '</{c}IPv4Address></{c}address><{c}port{d}><{c}TCPPort>' + ARG +
            '</{c}TCPPort></{c}port></{x}ipAddressAndPort>'
            '</{x}deliveryAddress></{x}destinationDetails>')


# ---- steps over X1 ----

def set_up(admf):
    # The vector of cl. D.3.1.5.
    assert digest_of('A', '447700900000').startswith('ddbe522009b5b32f1b84')
    first = next(iter(TASKS))
    admf.ask(('ActivateTask', body_of(first), 2060))
    admf.ask(('Ping', '', 0), ('CreateObject', object_of('B'), 0),
             ('CreateDestination', destination(), 0),
             ('CreateObject', object_of('A'), 0),
             ('ActivateTask', body_of(first), 0), ('Keepalive', '', 0))
    admf.ask(('CreateObject', object_of('C'), 0))
    for name in list(TASKS)[1:]:
        if name in ACTIVE:
            admf.ask(('ActivateTask', body_of(name), 0))
    admf.ask(('ActivateTask', body_of(first), 2010))
    said(admf)


def said(admf):
    """What an ADMF is told is what it asked for: digests, also when it is known
    here whose they are."""
    names = [name for name in TASKS if name in ACTIVE]
    answers = admf.ask(*[('GetTaskDetails', xid(TASKS[name].xid), 0)
                         for name in names])
    for name, answer in zip(names, answers):
        texts = [e.text for e in answer.element.iter()]
        for how, kind, text in TASKS[name].targets:
            if how == 'plain':
                assert text in texts, name
                continue
            assert text not in texts, name
            assert kind in answer.texts('targetIdentityType', HASHED)
            assert digest_of(how, text) in answer.texts('hashDigest', HASHED)
            assert uuid_of(ord(how)) in answer.texts('hashContextID', HASHED)
        assert answer.text('nonLocalIdentifier') == TASKS[name].locality
        assert answer.text('productID') == PRODUCTS.get(name)
    answer = admf.ask(('GetDestinationDetails', did(DID), 0))[0]
    assert answer.texts('TCPPort', COMMON), answer


def in_use(admf):
    """cl. 6.8.3, 6.8.6"""
    for name in SALTS:
        admf.ask(('ModifyObject', object_of(name, 'modifyObject',
                                            salt='00' * 8), 8510),
                 ('DeleteObject', object_id(name), 8530),
                 ('GetObject', object_id(name), 0),
                 ('DeleteAllObjects', '', 8540))
    said(admf)


def change(admf):
    """B is needed no longer when alice's task has ended and quinn's names
    another by A; then B is digested anew, and carries a task again."""
    admf.ask(('DeactivateTask', xid(TASKS['alice'].xid), 0),
             ('ModifyTask', body_of('quentin'), 0))
    ACTIVE.difference_update({'alice', 'quinn'})
    ACTIVE.add('quentin')
    admf.ask(('ModifyObject', object_of('B', 'modifyObject', 'sha-256',
                                        '5a' * 32), 0),
             ('DeleteObject', object_id('A'), 8530))
    ALGORITHMS['B'], SALTS['B'] = 'sha-256', '5a' * 32
    admf.ask(('ActivateTask', body_of('aaron'), 0))
    ACTIVE.add('aaron')
    said(admf)


def away(admf):
    admf.ask(('DeleteAllObjects', '', 8540), ('DeactivateAllTasks', '', 0))
    admf.ask(('DeleteObject', object_id('B'), 0),
             ('DeleteAllObjects', '', 0))
    got = admf.ask(('GetAllGenericObjectDetails', '', 0),
                   ('ListAllDetails', '', 0))
    assert not got[0].texts('objectId') and not got[1].texts('xId')
    ACTIVE.clear()


# ---- who talks ----

class Talk:
    """Sends messages, each noted with the records that are due of it."""

    def __init__(self, mark):
        self.mark, self.n = mark, 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(('127.0.0.1', int(HEP)))
        self.want = []

    def send(self, start, method, parties, call, **more):
        """A message, and who is to have a record of it."""
        number = more.get('cseq', 1)
        head = [start, 'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-' +
                f'{call}-{number}-{method}',
                f'From: <{parties[0]}>;tag=f',
                f'To: <{parties[1]}>' + more.get('tag', ''),
                f'Call-ID: {call}', f'CSeq: {number} {method}']
        head += more.get('lines', []) + ['Content-Length: 0', '', '']
        self.socket.send(hep.packet('\r\n'.join(head).encode()))
        status = int(start.split()[1]) if start.startswith('SIP') else None
        for one in due(method, parties, more.get('impi')):
            self.want.append((one, 'sip', call, method, status))
        time.sleep(float(os.environ.get('PAUSE', '0.002')))

    def exchange(self, method, parties, call, **more):
        """A request and its 200."""
        self.send(f'{method} {more.pop("to", parties[1])} SIP/2.0', method,
                  parties, call, **more)
        more['tag'] = ';tag=t'
        self.send('SIP/2.0 200 OK', method, parties, call, **more)

    def register(self, who, impi):
        self.exchange('REGISTER', (who, who), f'{self.mark}-r-{impi}',
                      impi=impi, to='sip:ims.example', lines=[
                          f'Contact: <{who}>;expires=3600',
                          f'Authorization: Digest username="{impi}", '
                          'realm="ims.example", nonce="1", '
                          'uri="sip:ims.example", response="2"'])

    def call(self):
        """A call that began before there was a task."""
        parties, call = (sip('alice'), sip('canary-bob')), 'call'
        if self.mark == 'before':
            self.exchange('INVITE', parties, call)
            return
        if self.mark == 'after':
            self.want.append((TASKS['alice'].xid, 'start-of-interception',
                              None, None, None))
        self.exchange('INFO', parties, call, tag=';tag=t',
                      cseq=2 + MARKS.index(self.mark))

    def everybody(self):
        self.call()
        if self.mark != 'before':
            # Whom his registration names, from before the task or a restart.
            self.exchange('MESSAGE', (sip('victor'), sip('canary-carol')),
                          f'{self.mark}-v')
        for who, impi in IMPI.items():
            self.register(who, impi)
        for i, one in enumerate(PEOPLE):
            for j, other in enumerate(PEOPLE):
                if i != j:
                    self.exchange('MESSAGE', (one, other),
                                  f'{self.mark}-m-{i}-{j}')

    def note(self):
        with open('want', 'a', encoding='ascii') as f:
            for one in self.want:
                f.write(json.dumps(one) + '\n')


# ---- what came ----

def judge():
    """Each record that is due is there once, and no other; a repetition after a
    kill is marked as such."""
    with open('want', encoding='ascii') as f:
        want = collections.Counter(tuple(json.loads(line)) for line in f)
    got = collections.Counter()
    with open(ARG, encoding='utf-8') as f:
        for line in f:
            r = json.loads(line)
            assert not r['differs'], r
            if not r['duplicate']:
                got[r['xid'], r['event'], r['call_id'], r['sip_method'],
                    r['sip_status']] += 1
    missing, foreign = want - got, got - want
    print(f'{sum(got.values())} records, {len(missing)} missing, '
          f'{len(foreign)} foreign')
    for what, some in ('missing', missing), ('foreign', foreign):
        for one in sorted(some, key=str)[:5]:
            print(what, *one)
    return bool(missing or foreign)


def main():
    if STEP == 'judge':
        return judge()
    if os.path.exists('active'):
        with open('active', encoding='ascii') as f:
            kept = json.load(f)
        ACTIVE.clear()
        ACTIVE.update(kept['active'])
        ALGORITHMS.update(kept['algorithms'])
        SALTS.update(kept['salts'])
    elif STEP != 'set_up':
        ACTIVE.clear()
    if STEP == 'talk':
        talk = Talk(ARG)
        talk.everybody()
        talk.note()
        return 0
    {'set_up': set_up, 'in_use': in_use, 'change': change,
     'away': away}[STEP](Admf())
    with open('active', 'w', encoding='ascii') as f:
        json.dump({'active': sorted(ACTIVE), 'algorithms': ALGORITHMS,
                   'salts': SALTS}, f)
    return 0


sys.exit(main())
