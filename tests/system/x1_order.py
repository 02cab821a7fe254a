#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_order.py PORT CERTS DID XID USER... - order tasks, each for a user under
an XID that ends in his number, "modify" orders the first one again, and
"faults CODE" asks what stands of it (0: nothing). TS 103 221-1 cl. 6.2.1"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from x1_client import Client  # noqa: E402

c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
did, xid, words = sys.argv[3], sys.argv[4], sys.argv[5:]


def order(kind, number, user):
    own = xid[:-1] + str(number)
    answer = c.ask(kind, c.task(
        own, [('sipUri', f'sip:{user}@ims.example')], [did]))
    assert answer.ok, (answer.code, answer.text('errorDescription'))


if words[0] == 'modify':
    order('ModifyTask', 1, words[1])
elif words[0] == 'faults':
    told = c.ask('GetTaskDetails', c.el('xId', xid))
    codes = [int(t) for t in told.texts('errorCode')]
    assert codes == ([int(words[1])] if int(words[1]) else []), codes
else:
    for i, name in enumerate(words, 1):
        order('ActivateTask', i, name)
