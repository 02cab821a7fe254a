#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""lossy.py ADDRESS PORT RATE - send so many calls a second over one connection of
HEP, one of four a target's, until there is a file `enough`. Prints how many of the
target there were, when the other side has read all of it."""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402

EACH = 4  # one of so many is the target's


def main():
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=60)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    n, began = 0, time.monotonic()
    while not os.path.exists('enough'):
        to = 'canary' if n % EACH else 'alice'
        for method, what in calls.WHOLE:
            s.sendall(hep.packet(calls.message(f'lossy-{n}', to, what, method)))
        n += 1
        time.sleep(max(0, began + n / float(sys.argv[3]) - time.monotonic()))
    s.shutdown(socket.SHUT_WR)
    s.recv(1)
    print((n + EACH - 1) // EACH)


main()
