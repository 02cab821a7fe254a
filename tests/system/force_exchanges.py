# SPDX-License-Identifier: BSD-3-Clause
"""force_exchanges.py - the exchanges of X1 that force_kill9.py kills in."""
import uuid

from x1_client import COMMON, X1, XSI, Xml

HASHED = X1 + '/HashedID'


def state(c):
    """What the ADMF sees: tasks with their targets, destinations with their
    ports, hash contexts with their salts."""
    seen = {}
    answer = c.ask('GetAllDetails')
    for e in answer.element.iter('{%s}taskResponseDetails' % X1):
        seen[e.findtext('.//{%s}xId' % X1)] = sorted(
            t.text for i in e.iter('{%s}targetIdentifier' % X1) for t in i)
    for e in answer.element.iter('{%s}destinationResponseDetails' % X1):
        seen[e.findtext('.//{%s}dId' % X1)] = e.findtext(
            './/{%s}TCPPort' % COMMON)
    for e in answer.element.iter('{%s}genericObjectResponseDetails' % X1):
        seen[e.findtext('.//{%s}objectId' % X1)] = e.findtext(
            './/{%s}salt' % HASHED)
    return seen


class Exchange:
    """One exchange: its messages, what each of its steps makes of the state
    (None: gone), after how many of them a kill may leave it beside none and
    all, the code of each answer, and how many of them lmisfd refuses."""

    def __init__(self, messages, action=None, steps=(), **more):
        self.messages, self.action = messages, action
        self.steps, self.between = steps, more.get('between', ())
        self.codes = more.get('codes', [0] * len(messages))
        self.refused = sum(2000 < code < 3000 for code in self.codes)


# ---- each with what has to be there before ----

def targets(user):
    return [('sipUri', f'sip:{user}@ims.example'), ('telUri', 'tel:+15551230001')]


def values(user):
    return sorted(value for _, value in targets(user))


def activate(c, n, user='before'):
    """N tasks, in force; their XIDs."""
    xids = [str(uuid.uuid4()) for _ in range(n)]
    for xid in xids:
        assert c.ask('ActivateTask', c.task(xid, targets(user),
                                            [Kept.did])).ok
    return xids


def create(c, n):
    dids = [str(uuid.uuid4()) for _ in range(n)]
    for did in dids:
        assert c.ask('CreateDestination', c.destination(did, '127.0.0.1',
                                                        5)).ok
    return dids


class Kept:
    """A destination for tasks."""
    did = None

    @classmethod
    def create(cls, c):
        if cls.did not in state(c):
            cls.did = create(c, 1)[0]


def activate_task(c):
    xid = str(uuid.uuid4())
    return Exchange([c.message('ActivateTask', c.task(
        xid, targets('before'), [Kept.did]))], 'task.add',
        [(xid, values('before'))])


def modify_task(c):
    xid = activate(c, 1)[0]
    return Exchange([c.message('ModifyTask', c.task(
        xid, targets('after'), [Kept.did]))], 'task.modify',
        [(xid, values('after'))])


def deactivate_task(c):
    xid = activate(c, 1)[0]
    return Exchange([c.message('DeactivateTask', c.el('xId', xid))],
                    'task.end', [(xid, None)])


def deactivate_all_tasks(c):
    activate(c, 3)
    return Exchange([c.message('DeactivateAllTasks')], 'task.end',
                    [(xid, None) for xid in state(c) if xid != Kept.did])


def activations(c, xids, did=None):
    return [c.message('ActivateTask', c.task(xid, targets('before'),
                                             [did or Kept.did]))
            for xid in xids]


def container(c):
    """All in one commit."""
    xids = [str(uuid.uuid4()) for _ in range(5)]
    return Exchange(activations(c, xids), 'task.add',
                    [(xid, values('before')) for xid in xids])


def mixed_container(c):
    """What is refused between what is done is with it in the audit."""
    one, two, three, no = (str(uuid.uuid4()) for _ in range(4))
    m = activations(c, [one, one, two, three])
    m[2:2] = activations(c, [no], no) + [
        c.message('DeactivateTask', c.el('xId', no)), c.message('Ping'),
        c.message('ModifyTask', c.task(no, targets('after'), [Kept.did])),
        c.message('ActivateTask', c.el('xId', no))]
    return Exchange(m, 'task.add',
                    [(xid, values('before')) for xid in (one, two, three)],
                    codes=[0, 2010, 2040, 2020, 0, 2020, 1010, 0, 0])


def split_container(c):
    """A look at all in the middle: what is before it, then what is behind."""
    xids = [str(uuid.uuid4()) for _ in range(4)]
    m = activations(c, xids)
    m.insert(2, c.message('ListAllDetails'))
    return Exchange(m, 'task.add', [(xid, values('before')) for xid in xids],
                    between=(2,))


def create_destination(c):
    did = str(uuid.uuid4())
    return Exchange([c.message('CreateDestination', c.destination(
        did, '127.0.0.1', 6))], 'destination.add', [(did, '6')])


def modify_destination(c):
    did = create(c, 1)[0]
    return Exchange([c.message('ModifyDestination', c.destination(
        did, '127.0.0.1', 7))], 'destination.modify', [(did, '7')])


def remove_destination(c):
    did = create(c, 1)[0]
    return Exchange([c.message('RemoveDestination', c.el('dId', did))],
                    'destination.remove', [(did, None)])


def remove_all_destinations(c):
    """Each of them wholly: so many as the audit says."""
    assert c.ask('RemoveAllDestinations').ok
    contexts(c, 0)
    create(c, 2)
    return Exchange([c.message('RemoveAllDestinations')],
                    'destination.remove', [(did, None) for did in state(c)],
                    between=(1, 2))


def context(c, element, which, salt):
    """TS 103 221-1 table D.1"""
    x = c.style[0]
    return Xml(f'<{x}{element} xmlns:q="{HASHED}" xmlns:w="{XSI}" '
               f'w:type="q:HashContext"><{x}objectId>{which}</{x}objectId>'
               '<q:hashAlgorithm>sha-256</q:hashAlgorithm>'
               f'<q:salt>{salt}</q:salt></{x}{element}>')


def contexts(c, n):
    assert c.ask('DeleteAllObjects').ok
    ids = [str(uuid.uuid4()) for _ in range(n)]
    for one in ids:
        assert c.ask('CreateObject', context(c, 'createObject', one,
                                             '11' * 8)).ok
    return ids


def create_object(c):
    contexts(c, 0)
    which = str(uuid.uuid4())
    return Exchange([c.message('CreateObject', context(
        c, 'createObject', which, '22' * 8))], 'object.add',
        [(which, '22' * 8)])


def modify_object(c):
    which = contexts(c, 1)[0]
    return Exchange([c.message('ModifyObject', context(
        c, 'modifyObject', which, '33' * 32))], 'object.modify',
        [(which, '33' * 32)])


def delete_object(c):
    which = contexts(c, 2)[0]
    return Exchange([c.message('DeleteObject', c.el('objectId', which))],
                    'object.remove', [(which, None)])


def delete_all_objects(c):
    return Exchange([c.message('DeleteAllObjects')], 'object.remove',
                    [(which, None) for which in contexts(c, 3)])


def looks(c):
    """All that changes nothing, in one container."""
    xid = activate(c, 1)[0]
    return Exchange([
        c.message('GetTaskDetails', c.el('xId', xid)),
        c.message('GetDestinationDetails', c.el('dId', Kept.did)),
        c.message('GetNEStatus'), c.message('GetAllDetails'),
        c.message('ListAllDetails'), c.message('GetAllTaskDetails'),
        c.message('GetAllDestinationDetails'),
        c.message('GetAllGenericObjectDetails'),
        c.message('GetObject', c.el('objectId', contexts(c, 1)[0])),
        c.message('ListObjectsOfType', c.el('objectType', 'HashContext')),
        c.message('Ping'),
        c.message('Keepalive')])


EXCHANGES = (activate_task, modify_task, deactivate_task, container,
             mixed_container, split_container, deactivate_all_tasks, create_destination, modify_destination,
             remove_destination, create_object, modify_object,
             delete_object, delete_all_objects, looks,
             remove_all_destinations)
