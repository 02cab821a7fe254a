#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""force_kill9.py PORT CERTS [core] - run lmisfd and lmisf-x1d, and for each of
them and each exchange of X1 kill it before its first call that writes, its second,
and so on until the exchange is over before the kill. force_steer.c has what a call
is. With core it is lmisfd's core alone, and another one goes on in its place.

Environment: STORY_BIN, STORY_LIB.
"""
import os
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from force_exchanges import EXCHANGES, Kept, state
from force_lib import Told, audited, check, judge
from ring_lib import served
from x1_client import Client

PROGRAMS = ('lmisfd', 'lmisf-x1d')
CORE = sys.argv[3:] == ['core']
LOG = 'lmisfd.log'  # with core
POINTS_MAX = 200
running = {}
pool = ThreadPoolExecutor(1)


def start(name):
    env = dict(os.environ, FORCE_STEER=f'steer.{name}',
               LD_PRELOAD=os.environ['STORY_LIB'] + '/force_steer.so')
    path = os.path.join(os.environ['STORY_BIN'], name)
    arm(name, 0)
    if CORE and name == 'lmisfd':
        with open(LOG, 'w', encoding='utf-8') as log:
            running[name] = subprocess.Popen(
                [path, '--config', 'lmisf.yaml'], stdout=log, stderr=log,
                env=dict(env, FORCE_HOLDS='1'))
        wait_for_core(0)
        return
    p = subprocess.Popen([path, '--config', 'lmisf.yaml'], env=env, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert 'ready' in p.stdout.readline(), name
    running[name] = p


def wait_for_core(count):
    """One more than so many has come to serve."""
    for _ in range(10000):
        if served(LOG) > count:
            return
        time.sleep(0.001)
    sys.exit('no core goes on')


def arm(name, countdown):
    with open(f'steer.{name}', 'r+b') as f:
        f.seek(8)
        f.write(struct.pack('=q', countdown))


def fired(name):
    """Was the call come to that is not done?"""
    if not CORE:
        return running[name].poll() is not None
    with open(f'steer.{name}', 'rb') as f:
        return struct.unpack('=qq', f.read())[1] == 0


def again(name, cores):
    """It is there once more: so many cores had served before."""
    if CORE:
        assert running[name].poll() is None, 'the holder has ended'
        wait_for_core(cores)
        return
    running[name].wait()
    running[name].stdout.close()
    start(name)


def revive(name, cores, told):
    """Start it again when it has ended, as a service manager does; whether it had.
    An exchange is over for the ADMF before the last of it is done."""
    end = None
    while not fired(name):
        if told.is_set():
            end = end or time.monotonic() + 0.1
            if time.monotonic() > end:
                return False
        time.sleep(0.001)
    again(name, cores)
    return True


def exchange(c, make, name, point):
    """One exchange with a kill; whether there was one."""
    Kept.create(c)
    e = make(c)
    before, counts = state(c), audited()
    over = threading.Event()
    cores = served(LOG) if CORE else 0
    arm(name, point)  # or it looks as if it had fired
    manager = pool.submit(revive, name, cores, over)
    told = Told(lambda: c.ask_all(*e.messages))
    over.set()
    killed = manager.result()
    if killed:
        c.close()
    else:
        arm(name, 0)
    done = check(e, (before, counts), (state(c), audited()), told, killed,
                 name == 'lmisfd')
    if name == 'lmisfd':
        judge(e, told, done)
    return killed


def main():
    for name in PROGRAMS:
        start(name)
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    for name in PROGRAMS[:1] if CORE else PROGRAMS:
        for make in EXCHANGES:
            point = 1
            while exchange(c, make, name, point):
                point += 1
                assert point < POINTS_MAX, (name, make.__name__)
            print(f'{make.__name__}: {name} killed at {point - 1} points')
            assert point > 2, (name, make.__name__)
            # The tasks of one sweep are no burden to the next.
            assert c.ask('DeactivateAllTasks').ok
    for name in PROGRAMS:
        running[name].terminate()
        assert running[name].wait() == 0, name


try:
    main()
finally:
    for program in running.values():
        if program.poll() is None:
            program.kill()
