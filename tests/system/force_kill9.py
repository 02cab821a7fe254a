#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""force_kill9.py PORT CERTS [core] - run lmisfd and lmisf-x1d, and for each of
them and each exchange of X1 kill it before its first call that writes, its second,
and so on until the exchange is over before the kill. force_steer.c has what a call
is. With core it is lmisfd's core alone, and another one goes on in its place.

Environment: STORY_BIN, STORY_LIB.
"""
import os
import sqlite3
import struct
import subprocess
import sys
import time

from force_exchanges import EXCHANGES, Kept, state
from ring_lib import served
from x1_client import Client

PROGRAMS = ('lmisfd', 'lmisf-x1d')
CORE = sys.argv[3:] == ['core']
LOG = 'lmisfd.log'  # with core
POINTS_MAX = 200
REFUSED = 'refused'
running = {}


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


def alive(name):
    """An exchange is over for the ADMF before the last of it is done."""
    for _ in range(10):
        if fired(name):
            return False
        time.sleep(0.01)
    return True


def again(name, cores):
    """It is there once more: so many cores had served before."""
    if CORE:
        assert running[name].poll() is None, 'the holder has ended'
        wait_for_core(cores)
        return
    running[name].wait()
    running[name].stdout.close()
    start(name)


def audited():
    """How many changes of each kind the audit has, what the store has of tasks
    with them, and that none there is half a task."""
    db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True)
    rows = db.execute('''SELECT t.ended_us <> 0,
        (SELECT count(*) FROM target WHERE task = t.id),
        (SELECT count(*) FROM task_destination WHERE task = t.id)
        FROM task t''').fetchall()
    counts = dict(db.execute('''SELECT action, count(*) FROM audit
        WHERE (action LIKE 'task.%' OR action LIKE 'destination.%'
        OR action LIKE 'object.%')
        AND action NOT LIKE '%.show' AND action NOT LIKE '%.list'
        AND result IS NULL GROUP BY action'''))
    counts[REFUSED] = db.execute('''SELECT count(*) FROM audit
        WHERE action LIKE 'task.%' AND result IS NOT NULL''').fetchone()[0]
    db.close()
    assert all(row[1:] == (2, 1) for row in rows), rows
    # One row for each task that was added, and its end with that of the audit.
    assert len(rows) == counts.get('task.add', 0), (len(rows), counts)
    assert sum(row[0] for row in rows) == counts.get('task.end', 0), counts
    return counts


class Told:
    """What an ADMF was told, if anything: the code of each answer."""

    def __init__(self, ask):
        self.codes = None
        try:
            self.codes = [a.code for a in ask()]
        except OSError:
            pass
        except Exception as e:  # pylint: disable=broad-except
            if type(e).__module__ != 'http.client':
                raise


def exchange(c, make, name, point):
    """One exchange with a kill; whether there was one."""
    Kept.create(c)
    e = make(c)
    before, counts = state(c), audited()
    cores = served(LOG) if CORE else 0
    arm(name, point)
    told = Told(lambda: c.ask_all(*e.messages))
    killed = not alive(name)
    if killed:
        c.close()
        again(name, cores)
    else:
        arm(name, 0)
    check(e, (before, counts), (state(c), audited()), told, killed)
    return killed


def which(e, done, now):
    """The steps that were done: the first ones, but where another core answers
    what comes behind the one that was lost."""
    if not CORE or done in (0, len(e.steps)):
        return e.steps[:done]
    steps = [(what, value) for what, value in e.steps
             if now.get(what) == value]
    assert len(steps) == done, (e.action, done, len(steps))
    return steps


def check(e, before, after, told, killed):
    """All of it or nothing, as the ADMF sees it and as the audit says."""
    changed = {a: n - before[1].get(a, 0) for a, n in after[1].items()
               if n != before[1].get(a, 0)}
    done = changed.pop(e.action, 0)
    refused = changed.pop(REFUSED, 0)
    where = (e.action, done, refused, told.codes, changed)
    assert not changed, where
    assert done in (0, len(e.steps)) or done in e.between, where
    if e.refused:
        assert refused == (e.refused if done else 0), where
    # Who was told OK is told the truth; who was told nothing does not know.
    for code, want in zip(told.codes or (), e.codes):
        assert code or not want, where
    oks = [code for code, m in zip(told.codes or (), e.messages)
           if code == 0 and e.steps and 'Ping' not in m and 'List' not in m]
    assert done == len(e.steps) or len(oks) <= done, where
    assert killed or told.codes == e.codes, where
    want = dict(before[0])
    for what, value in which(e, done, after[0]):
        want[what] = value
    assert after[0] == {k: v for k, v in want.items() if v is not None}, where


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
