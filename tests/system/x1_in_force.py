#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_in_force.py PORT CERTS HEP_PORT ROUNDS [same] - activate a task, talk at once,
deactivate it, talk at once; again, each round with a target of its own: 50
messages of it before, 50 between the two answers, 50 after. With "same" under
the same XID: it is released each time. TS 103 221-1 cl. 5.1.2"""
import os
import socket
import statistics
import sys
import time
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402
from x1_client import STYLES, Client  # noqa: E402

MESSAGES = 50


def message(target, number):
    return (f'MESSAGE sip:somebody@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{target}-{number}\r\n'
            f'From: <sip:{target}@ims.example>;tag=1\r\n'
            f'To: <sip:somebody@ims.example>\r\n'
            f'Call-ID: {target}-{number}\r\nCSeq: 1 MESSAGE\r\n'
            f'Content-Length: 0\r\n\r\n').encode()


def main():
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(('127.0.0.1', int(sys.argv[3])))
    did, took = str(uuid.uuid4()), []
    assert c.ask('CreateDestination', c.destination(did, '127.0.0.1', 4)).ok

    def talk(target, start):
        for n in range(start, start + MESSAGES):
            s.send(hep.packet(message(target, n)))

    def timed(*request):
        before = time.monotonic()
        assert c.ask(*request).ok
        took.append((time.monotonic() - before) * 1000)

    for i in range(int(sys.argv[4])):
        c.style = STYLES[i % len(STYLES)]
        target = f'{sys.argv[-1]}round{i}'
        xid = did if sys.argv[-1] == 'same' else str(uuid.uuid4())
        talk(target, 0)
        # A datagram that waits in a queue is no later than its own time.
        time.sleep(0.3)
        timed('ActivateTask', c.task(
            xid, [('sipUri', f'sip:{target}@ims.example')], [did]))
        talk(target, MESSAGES)
        time.sleep(0.3)
        timed('DeactivateTask', c.el('xId', xid))
        talk(target, 2 * MESSAGES)
    time.sleep(0.3)
    print(f'answered after {statistics.median(took):.1f} ms (median), '
          f'{max(took):.1f} ms (most)')
    return statistics.median(took) > 100


sys.exit(main())
