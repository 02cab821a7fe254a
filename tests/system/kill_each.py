#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""kill_each.py PID PORT SEED SHARE - kill the core of lmisfd, whose holder is
PID, at each system call that a call of a target has it make, and at each that a
snapshot makes to go on in its place: at the n-th of each name, for every n. Of
these points one of SHARE is drawn by SEED.

Prints how many calls of the target were sent, how many points there were and at
how many the process died. Every other call goes over one TCP connection.
"""
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402
from ring_lib import children, core, served, wait_for  # noqa: E402

PARTS = (('INVITE', 'INVITE'), ('INVITE', 180), ('INVITE', 200), ('ACK', 'ACK'),
         ('INFO', 'INFO'), ('INFO', 200), ('BYE', 'BYE'), ('BYE', 200))
# Nothing comes of these before the end; a process has ended at the others.
NONE = {'exit_group', 'restart_syscall', 'rt_sigreturn'}


def soon(what, seconds=10):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            sys.exit(f'kill_each: not in {seconds} s: {what.__doc__}')
        time.sleep(0.001)


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
        for method, what in PARTS:
            to.sendall(hep.packet(calls.message(
                f'each-{self.calls}', 'alice', what, method)))
            time.sleep(0.001)
        self.calls += 1

        def stored():
            """the records of a call"""
            return self.records() >= self.calls * len(PARTS)
        soon(stored)

    def sleeper(self):
        """The newest snapshot: a child of the core, or the holder's by now."""
        found = children(core(self.holder)) or children(self.holder)[:-1]
        return found[-1] if found else None


def traced(pid):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii') as f:
            return 'TracerPid:\t0\n' not in f.read()
    except FileNotFoundError:
        return True


def strace(pid, *options):
    tracer = subprocess.Popen(
        ['strace', '-qq', '-p', str(pid), *options],
        stderr=subprocess.DEVNULL)

    def attached():
        """strace is attached"""
        return traced(pid) or tracer.poll() is not None
    soon(attached)
    return tracer


def let_go(tracer):
    """True when what it traced has died of it."""
    died = tracer.poll() is not None
    if not died:
        tracer.send_signal(signal.SIGINT)
    tracer.wait()
    return died


def made(path):
    """How many system calls of each name."""
    with open(path, encoding='utf-8', errors='replace') as f:
        got = Counter(re.findall(r'^(\w+)\(', f.read(), re.MULTILINE))
    return {name: n for name, n in got.items() if name not in NONE}


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


def main():
    holder, port, seed, share = (int(a) for a in sys.argv[1:5])
    rng = random.Random(seed)
    run = Run(holder, port)
    points = died = 0
    for way in (at_work, going_on):
        most = Counter()
        for _ in range(2):
            way(run, '-o', 'trace')
            for name, n in made('trace').items():
                most[name] = max(most[name], n)
        for name, n in sorted(most.items()):
            for k in range(1, n + 1):
                if rng.randrange(share):
                    continue
                points += 1
                died += way(run, '-o', '/dev/null', '-e', f'trace={name}',
                            '-e', f'inject={name}:signal=KILL:when={k}')
    run.tcp.shutdown(socket.SHUT_WR)
    run.tcp.recv(1)
    print(f'{run.calls} {points} {died}')


main()
