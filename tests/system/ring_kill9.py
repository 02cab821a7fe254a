#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""ring_kill9.py PID ADDRESS PORT KILLS SEED [tcp|passing] - send calls to PORT at
5,000 messages a second (ring_send.py) and kill the core of lmisfd, whose holder is
PID, KILLS times meanwhile; when that is 0, send for two seconds. With again, each
time what takes its place is killed as soon as it is there.

The messages of a call lie 200 ms apart from first to last. With tcp all of them go
over one connection, in pieces that end anywhere; with passing so as well, as plain
SIP, and to ourselves. Prints how many messages were sent, how many calls of the
target there were, and how many of the bystander are open.
"""
import os
import random
import signal
import socket
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ring_lib import core, served, wait_for  # noqa: E402
from ring_send import Sender  # noqa: E402


def hear_nothing(at):
    """Be who the messages are for."""
    listener = socket.create_server(at)

    def drain():
        peer = listener.accept()[0]
        while peer.recv(1 << 16):
            pass

    threading.Thread(target=drain, daemon=True).start()


def kill_next(holder, pid):
    """What takes the place of this one, before it does anything."""
    while (after := core(holder)) == pid:
        pass
    os.kill(after, signal.SIGKILL)


def main():
    holder, port, kills, seed = (int(sys.argv[i]) for i in (1, 3, 4, 5))
    rng = random.Random(seed)
    at, how = (sys.argv[2], port), ''.join(sys.argv[6:])
    again, how = how == 'again', how.replace('again', '')
    if how == 'passing':
        hear_nothing(at)
    sender = Sender(at, how, seed)
    sender.start()
    time.sleep(0.2)
    killed = 0
    while killed < kills:
        time.sleep(rng.uniform(0.02, 0.04))
        before = served('lmisfd.log')
        try:
            os.kill(pid := core(holder), signal.SIGKILL)
            if again:
                kill_next(holder, pid)
        except ProcessLookupError:
            continue
        killed += 1
        if again or killed % 10:
            wait_for('lmisfd.log', before)
    time.sleep(0.1 if kills else 2)
    sender.over = True
    sender.join()
    print(f'{sender.sent} {sender.calls} {sender.crowd}')


main()
