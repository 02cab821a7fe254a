# SPDX-License-Identifier: BSD-3-Clause
"""x1_people.py - who talks in x1_hashed.py, who of them is a target, and of which
message a task is to have a record, by the words of the standards."""
import collections

Task = collections.namedtuple('Task', 'xid locality targets')


def uuid_of(n):
    return f'5a5a5a5a-0000-4000-8000-{n:012d}'


def sip(user, host='ims.example'):
    return f'sip:{user}@{host}'


SALTS = {'A': '4241792fc4d3d097', 'B': 'b0' * 16, 'C': 'c3' * 32}

# Everybody talks with everybody. Beside each target somebody who is nearly it.
PEOPLE = [
    sip('alice'), sip('alice', 'ims.example.org'), sip('xalice'),
    'tel:+447700900000', 'tel:+447700900001',
    'tel:+15551230077', sip('pat'), sip('quinn'), sip('quentin'),
    sip('aaron'), sip('rita'), sip('sam'), sip('ned'), sip('victor'),
    'tel:+15551230009', sip('canary-bob'), sip('canary-carol'),
]
# Who is registered here, as whom.
IMPI = {sip('ned'): 'ned.private@ims.example',
        sip('victor'): 'victor.private@ims.example',
        sip('canary-bob'): 'canary-bob.private@ims.example'}

# How each is named: plain, or by a context; the type; the identity.
TASKS = {
    'number': Task(uuid_of(1), None, [
        ('A', 'InternationalE164', '447700900000')]),
    'alice': Task(uuid_of(2), None, [('B', 'impu', sip('alice'))]),
    'tess': Task(uuid_of(3), None, [('C', 'telUri', 'tel:+15551230077')]),
    'pat': Task(uuid_of(4), None, [('plain', 'impu', sip('pat'))]),
    'quinn': Task(uuid_of(5), None, [('B', 'sipUri', sip('quinn'))]),
    'both': Task(uuid_of(6), None, [('C', 'impu', sip('rita')),
                                    ('plain', 'sipUri', sip('sam'))]),
    'ned-here': Task(uuid_of(7), 'Local', [('A', 'impu', sip('ned'))]),
    'ned-there': Task(uuid_of(8), 'NonLocal', [('C', 'impu', sip('ned'))]),
    'far': Task(uuid_of(9), 'NonLocal', [
        ('A', 'e164Number', '15551230009')]),
    'victor': Task(uuid_of(10), None, [
        ('C', 'impi', 'victor.private@ims.example')]),
    # What quinn's becomes, and a late one.
    'quentin': Task(uuid_of(5), None, [('A', 'sipUri', sip('quentin'))]),
    'aaron': Task(uuid_of(12), None, [('B', 'impu', sip('aaron'))]),
}
# TS 103 221-1 table 4: in the place of the XID on X2
PRODUCTS = {'pat': uuid_of(104), 'quinn': uuid_of(105),
            'quentin': uuid_of(105)}
ACTIVE = set(TASKS) - {'quentin', 'aaron'}


def is_one(kind, text, party):
    """Is a party of a message this identity?"""
    if kind == 'impi':
        return IMPI.get(party) == text
    if kind in ('InternationalE164', 'e164Number'):
        return party == 'tel:+' + text
    return party == text


def may(locality, party, other):
    """TS 33.128 cl. 7.12.2.8: who is registered here is local; where both or
    neither are, either is."""
    if not locality or (party in IMPI) == (other in IMPI):
        return True
    return (party in IMPI) == (locality == 'Local')


def due(method, parties, impi):
    """The XIDs, or productIDs, that a record of this message is due for."""
    for name in ACTIVE:
        one = TASKS[name]
        if method == 'REGISTER':
            # A registration is never that of a far party.
            hit = one.locality != 'NonLocal' and all(
                text == (impi if kind == 'impi' else parties[0])
                for _, kind, text in one.targets)
        else:
            hit = all(any(is_one(kind, text, party) and may(
                one.locality, party, other)
                          for party, other in (parties, parties[::-1]))
                      for _, kind, text in one.targets)
        if hit:
            yield PRODUCTS.get(name, one.xid)
