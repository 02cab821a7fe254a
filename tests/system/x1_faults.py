#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_faults.py PORT CERTS DID fault|none - what an ADMF asks for is what it is
told: the NE loses exchanges, and the destination is behind or not.
TS 103 221-1 tables 27, 29"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from x1_client import Client  # noqa: E402

c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
did, want = sys.argv[3:]
ne = c.ask('GetNEStatus')
assert ne.text('neStatus') == 'Faults', ne.text('neStatus')
assert any('Cx exchanges are lost' in t
           for t in ne.texts('errorDescription')), ne.texts('errorDescription')
one = c.ask('GetDestinationDetails', c.el('dId', did))
status = one.text('destinationDeliveryStatus')
assert status == ('deliveryFault' if want == 'fault'
                  else 'activeAndWorking'), status
assert (one.code == 9020) == (want == 'fault'), one.code
