#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_mixed.py PORT CERTS SEED - containers of requests that are drawn, good ones
and those that must be refused in any order: each has the code that a model of an
NE says, and what is there in the end is what the model has. TS 103 221-1 cl. 6.1,
table 46"""
import random
import sys
import uuid
from collections import Counter

from x1_client import COMMON, X1, Client

ROUNDS, MOST = 40, 60


class Model:
    """What is there, and the code that each request has; it is done when 0."""

    def __init__(self, rng):
        self.rng = rng
        self.names = [str(uuid.UUID(int=rng.getrandbits(128), version=4))
                      for _ in range(6)]
        self.tasks, self.destinations = {}, {}

    def name(self):
        return self.rng.choice(self.names)

    def details(self):
        return (self.name(), f'sip:u{self.rng.randrange(99)}@ims.example',
                [self.name()])

    def task(self, c, kind, wrong, there):
        xid, target, dids = self.details()
        m = c.message(kind, c.task(xid, [('sipUri', target)], dids))
        if (xid in self.tasks) != there:
            return m, wrong
        if dids[0] not in self.destinations:
            return m, 2040
        self.tasks[xid] = (target, dids[0])
        return m, 0

    def activate(self, c):
        return self.task(c, 'ActivateTask', 2010, False)

    def modify(self, c):
        return self.task(c, 'ModifyTask', 2020, True)

    def deactivate(self, c):
        xid = self.name()
        return (c.message('DeactivateTask', c.el('xId', xid)),
                0 if self.tasks.pop(xid, None) else 2020)

    def show(self, c):
        xid = self.name()
        return (c.message('GetTaskDetails', c.el('xId', xid)),
                0 if xid in self.tasks else 2020)

    def destination(self, c, kind, wrong, there):
        did, port = self.name(), self.rng.randrange(1, 65536)
        m = c.message(kind, c.destination(did, '192.0.2.7', port))
        if (did in self.destinations) != there:
            return m, wrong
        self.destinations[did] = str(port)
        return m, 0

    def create(self, c):
        return self.destination(c, 'CreateDestination', 2030, False)

    def change(self, c):
        return self.destination(c, 'ModifyDestination', 2040, True)

    def remove(self, c):
        did = self.name()
        m = c.message('RemoveDestination', c.el('dId', did))
        if did not in self.destinations:
            return m, 2040
        if any(task[1] == did for task in self.tasks.values()):
            return m, 7010
        del self.destinations[did]
        return m, 0

    def refuse(self, c):
        """What is refused before lmisfd is asked."""
        return self.rng.choice([
            (c.message('ActivateTask'), 1010),
            (c.message('ActivateTask', c.task(
                self.name(), [('macAddress', '00:00:5e:00:53:01')],
                [self.name()])), 3010),
            (c.message('ActivateTask', c.task(
                self.name(), [('sipUri', 'sip:u@ims.example')], [])), 3040),
            (c.message('CreateDestination', c.destination(
                self.name(), '192.0.2.7', 5, delivery='X3Only')), 6000)])

    def look(self, c):
        """Of these some end what is asked together."""
        kind = self.rng.choice(['Ping', 'Keepalive', 'GetNEStatus',
                                'ListAllDetails', 'GetAllDetails'])
        return c.message(kind), 0

    def end_all(self, c):
        self.tasks.clear()
        return c.message('DeactivateAllTasks'), 0

    def draw(self, c):
        kinds = [(self.activate, 8), (self.modify, 4), (self.deactivate, 4),
                 (self.show, 2), (self.create, 5), (self.change, 2),
                 (self.remove, 3), (self.refuse, 4), (self.look, 2),
                 (self.end_all, 0.2)]
        return self.rng.choices([k for k, _ in kinds],
                                [n for _, n in kinds])[0](c)


def there(c):
    answer = c.ask('GetAllDetails').element
    tasks = {e.findtext('.//{%s}xId' % X1):
             (e.findtext('.//{%s}sipUri' % X1), e.findtext('.//{%s}dId' % X1))
             for e in answer.iter('{%s}taskResponseDetails' % X1)}
    destinations = {e.findtext('.//{%s}dId' % X1):
                    e.findtext('.//{%s}TCPPort' % COMMON)
                    for e in answer.iter('{%s}destinationResponseDetails' % X1)}
    return tasks, destinations


def main():
    seed = int(sys.argv[3])
    print('seed', seed)
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    model = Model(random.Random(seed))
    given = Counter()
    assert c.ask('RemoveAllDestinations').ok
    for _ in range(ROUNDS):
        drawn = [model.draw(c) for _ in range(model.rng.randint(1, MOST))]
        codes = [a.code for a in c.ask_all(*[m for m, _ in drawn])]
        assert codes == [code for _, code in drawn], list(zip(codes, drawn))
        assert there(c) == (model.tasks, model.destinations)
        given.update(codes)
    print(' '.join(f'{code}:{n}' for code, n in sorted(given.items())))
    assert given.keys() >= {0, 1010, 2010, 2020, 2030, 2040, 3010, 3040, 6000,
                            7010}, given


main()
