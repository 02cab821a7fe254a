#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_slow.py PORT CERTS XID DID - activate a task while nobody answers behind
the NE: acknowledged, and no more. TS 103 221-1 cl. 5.2.2"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from x1_client import Client  # noqa: E402

c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
xid, did = sys.argv[3:]
got = c.ask('ActivateTask', c.task(
    xid, [('sipUri', 'sip:canary3@ims.example')], [did]))
assert got.text('oK') == 'Acknowledged', (got.code, got.text('oK'))
