#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_away.py PORT CERTS gone|back - while lmisfd is away nothing is OK but what
needs no lmisfd; when it is back, all is. TS 103 221-1 cl. 5.2.2, cl. 6.6.1"""
import sys
import uuid

from x1_client import Client

c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
gone = sys.argv[3] == 'gone'
did = str(uuid.uuid4())
assert c.ask('Ping').ok
assert c.ask('GetNEStatus').text('neStatus') == ('Faults' if gone else 'OK')
made = c.ask('CreateDestination', c.destination(did, '127.0.0.1', 4))
assert made.ok != gone and made.code == (6000 if gone else 0), made.code
assert c.ask('ListAllDetails').code == (1000 if gone else 0)
xid = c.ask('DeactivateTask', c.el('xId', did))
assert xid.code == (4000 if gone else 2020), xid.code
