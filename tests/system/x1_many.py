#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_many.py PORT CERTS N [alone] - one container of N ActivateTask, two of
which are refused, and one that ends the others; each has its own answer, in
their order. alone: each request by itself. TS 103 221-1 cl. 6.1"""
import sys
import time
import uuid

from x1_client import Client


def main():
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    did = str(uuid.uuid4())
    xids = [str(uuid.uuid4()) for _ in range(int(sys.argv[3]) - 2)]
    assert c.ask('CreateDestination',
                 c.destination(did, '192.0.2.7', 4444)).ok
    activate = [c.message('ActivateTask', c.task(
        xid, [('sipUri', f'sip:many{i}@ims.example')], [did]))
        for i, xid in enumerate(xids)]
    # One of them is there already, one is not to be done.
    activate.insert(7, activate[3])
    activate.insert(9, c.message('ActivateTask', c.task(
        str(uuid.uuid4()), [('imei', '35693803564381')],
        [str(uuid.uuid4())])))

    def ask(messages):
        if sys.argv[4:] == ['alone']:
            return [c.ask_all(m)[0] for m in messages]
        return c.ask_all(*messages)
    begun = time.monotonic()
    answers = ask(activate)
    took = time.monotonic() - begun
    assert len(answers) == len(activate)
    assert answers[7].code == 2010 and answers[9].code == 2040
    assert sum(a.ok for a in answers) == len(xids)
    assert [a.kind for a in answers].count('ErrorResponse') == 2
    there = c.ask('ListAllDetails').texts('xId')
    assert sorted(there) == sorted(xids)
    answers = ask([c.message('DeactivateTask', c.el('xId', xid))
                   for xid in xids])
    assert all(a.ok for a in answers)
    assert c.ask('ListAllDetails').texts('xId') == []
    print(f'{len(xids)} activated: {took:.2f} s')


main()
