#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""kill_each.py PID PORT SEED SHARE [twice] - kill the core of lmisfd, whose holder is
PID, at each system call that a call of a target has it make, and at each that a
snapshot makes to go on in its place: at the n-th of each name, for every n. Of
these points one of SHARE is drawn by SEED.

Prints how many calls of the target were sent, how many points there were and at
how many the process died. Every other call goes over one TCP connection. With
twice it is done when there are more records than messages.
"""
import os
import random
import signal
import socket
import sqlite3
import sys
import time
from functools import partial

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402
from each_lib import each_point, let_go, soon, strace  # noqa: E402
from ring_lib import children, core, served, wait_for  # noqa: E402


class Run:
    def __init__(self, holder, port):
        self.holder, self.calls = holder, 0
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.connect(('127.0.0.1', port))
        self.tcp = socket.create_connection(('127.0.0.1', port))

    def records(self):
        db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True, timeout=10)
        try:
            return db.execute('SELECT count(*) FROM audit_iri').fetchone()[0]
        finally:
            db.close()

    def call(self):
        """A call of the target, until its records are stored."""
        to = self.tcp if self.calls % 2 else self.udp
        for method, what in calls.WHOLE:
            to.sendall(hep.packet(calls.message(
                f'each-{self.calls}', 'alice', what, method)))
            time.sleep(0.001)
        self.calls += 1

        def stored():
            """the records of a call"""
            return self.records() >= self.calls * len(calls.WHOLE)
        soon(stored)

    def sleeper(self):
        """The newest snapshot: a child of the core, or the holder's by now."""
        found = children(core(self.holder)) or children(self.holder)[:-1]
        return found[-1] if found else None


def at_work(run, *options):
    tracer = strace(core(run.holder), *options)
    run.call()
    return let_go(tracer)


def going_on(run, *options):
    def asleep():
        """a snapshot"""
        return run.sleeper()
    soon(asleep)
    tracer = strace(run.sleeper(), *options)
    before = served('lmisfd.log')
    os.kill(core(run.holder), signal.SIGKILL)
    wait_for('lmisfd.log', before)
    run.call()
    return let_go(tracer)


class Twice(Exception):
    """A record is there twice."""


def until_twice(way, run, *options):
    died = way(run, *options)
    if run.records() > run.calls * len(calls.WHOLE):
        raise Twice
    return died


def main():
    holder, port, seed, share = (int(a) for a in sys.argv[1:5])
    rng = random.Random(seed)
    run = Run(holder, port)
    points = died = 0
    for way in (at_work, going_on):
        one = partial(way, run)
        if sys.argv[5:] == ['twice']:
            one = partial(until_twice, way, run)
        try:
            got = each_point(one, rng, share)
        except Twice:
            break
        points, died = points + got[0], died + got[1]
    run.tcp.shutdown(socket.SHUT_WR)
    run.tcp.recv(1)
    print(f'{run.calls} {points} {died}')


main()
