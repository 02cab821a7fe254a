#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""activation.py - add a task, talk at once, end it, talk at once; again.

usage: activation.py ADDRESS PORT LMISF_CTL ROUNDS

Each round has a target of its own: 50 messages of it before its task is
added, 50 right after, 50 right after it was ended. How long lmisf-ctl took to
return, its own start and end included, is printed; its median must be within
100 ms.
"""
import os
import socket
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402

MESSAGES = 50
TASK = """liid: LIID-round-{0}
targets:
  - impu: sip:round{0}@ims.example
ends: 2199-12-31T23:59:59Z
destinations: [mdf]
warrant: court order {0}
"""


def ctl(program, *args, text=''):
    before = time.monotonic()
    done = subprocess.run([program, '--config', 'lmisf.yaml', '--operator',
                           'tester', *args], input=text, text=True,
                          capture_output=True, check=False)
    if done.returncode:
        sys.exit(f'lmisf-ctl {args}: {done.stderr}')
    return time.monotonic() - before, done.stdout


def message(target, number):
    return (f'MESSAGE sip:somebody@ims.example SIP/2.0\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{target}-{number}\r\n'
            f'From: <sip:{target}@ims.example>;tag=1\r\n'
            f'To: <sip:somebody@ims.example>\r\n'
            f'Call-ID: {target}-{number}\r\nCSeq: 1 MESSAGE\r\n'
            f'Content-Length: 0\r\n\r\n').encode()


def main():
    to, program = (sys.argv[1], int(sys.argv[2])), sys.argv[3]
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(to)
    took = []

    def talk(target, start):
        for n in range(start, start + MESSAGES):
            s.send(hep.packet(message(target, n)))

    for i in range(int(sys.argv[4])):
        target = f'round{i}'
        talk(target, 0)
        # A datagram that waits in a queue is no later than its own time.
        time.sleep(0.3)
        seconds, _ = ctl(program, 'task', 'add', '-', text=TASK.format(i))
        talk(target, MESSAGES)
        took.append(seconds * 1000)
        time.sleep(0.3)
        seconds, _ = ctl(program, 'task', 'end', str(11 + i))
        talk(target, 2 * MESSAGES)
        took.append(seconds * 1000)
    time.sleep(0.3)
    median = statistics.median(took)
    print(f'lmisf-ctl returned after {median:.0f} ms (median), '
          f'{max(took):.0f} ms (most)')
    sys.exit(0 if median <= 100 else 1)


main()
