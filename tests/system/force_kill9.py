#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""force_kill9.py PORT CERTS - run lmisfd and lmisf-x1d, and for each of them and
each exchange kill it before its first call that writes, its second, and so on
until the exchange is over before the kill. force_steer.c has what a call is.

Environment: STORY_BIN, STORY_LIB.
"""
import os
import sqlite3
import struct
import subprocess
import sys
import time
import uuid

from x1_client import Client

PROGRAMS = ('lmisfd', 'lmisf-x1d')
POINTS_MAX = 60
running = {}


def start(name):
    env = dict(os.environ, FORCE_STEER=f'steer.{name}',
               LD_PRELOAD=os.environ['STORY_LIB'] + '/force_steer.so')
    path = os.path.join(os.environ['STORY_BIN'], name)
    arm(name, 0)
    p = subprocess.Popen([path, '--config', 'lmisf.yaml'], env=env, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert 'ready' in p.stdout.readline(), name
    running[name] = p


def arm(name, countdown):
    with open(f'steer.{name}', 'r+b') as f:
        f.seek(8)
        f.write(struct.pack('=q', countdown))


def alive(name):
    """An exchange is over for the ADMF before the last of it is done."""
    for _ in range(10):
        if running[name].poll() is not None:
            return False
        time.sleep(0.01)
    return True


def stored():
    """What the store and its audit have of the tasks: rows, actions."""
    db = sqlite3.connect('file:lmisf.db?mode=ro', uri=True)
    tasks = db.execute('''SELECT t.id, t.ended_us,
        (SELECT count(*) FROM target WHERE task = t.id),
        (SELECT count(*) FROM task_destination WHERE task = t.id)
        FROM task t ORDER BY t.id''').fetchall()
    actions = dict(db.execute('''SELECT action, count(*) FROM audit
        WHERE action LIKE 'task.%' AND action NOT IN ('task.show', 'task.list')
        GROUP BY action'''))
    db.close()
    return tasks, actions


class Told:
    """What an ADMF was told, if anything."""

    def __init__(self, ask):
        self.ok = None
        try:
            self.ok = ask().ok
        except OSError:
            pass
        except Exception as e:  # pylint: disable=broad-except
            if type(e).__module__ != 'http.client':
                raise


def exchange(c, kind, name, point):
    """One exchange with a kill; whether there was one."""
    xid, did = str(uuid.uuid4()), exchange.did

    def task(user):
        return c.task(xid, [('sipUri', f'sip:{user}@ims.example'),
                            ('telUri', 'tel:+15551230001')], [did])

    if kind != 'ActivateTask':
        assert c.ask('ActivateTask', task('before')).ok
    body = {'ActivateTask': lambda: task('before'),
            'ModifyTask': lambda: task('after'),
            'DeactivateTask': lambda: c.el('xId', xid)}[kind]()
    tasks, actions = stored()
    arm(name, point)
    told = Told(lambda: c.ask(kind, body))
    killed = not alive(name)
    if killed:
        running[name].wait()
        running[name].stdout.close()
        c.close()
        start(name)
    else:
        arm(name, 0)
    check(c, kind, xid, (tasks, actions), told)
    return killed


def check(c, kind, xid, before, told):
    """All of it or nothing, in the store, in the audit and over X1."""
    tasks, actions = stored()
    action = {'ActivateTask': 'task.add', 'ModifyTask': 'task.modify',
              'DeactivateTask': 'task.end'}[kind]
    done = actions.get(action, 0) - before[1].get(action, 0)
    where = (kind, done, told.ok, tasks[-1:])
    assert done in (0, 1), where
    others = {k: v for k, v in actions.items() if k != action}
    assert others == {k: v for k, v in before[1].items() if k != action}, where
    # Who was told OK is told the truth; who was told nothing does not know.
    assert done == 1 or not told.ok, where
    if kind == 'ActivateTask':
        assert len(tasks) - len(before[0]) == done, where
    else:
        assert len(tasks) == len(before[0]), where
    assert all(t[2] == 2 and t[3] == 1 for t in tasks), where
    ended = sum(t[1] != 0 for t in tasks) - sum(t[1] != 0 for t in before[0])
    assert ended == (done if kind == 'DeactivateTask' else 0), where
    answer = c.ask('GetTaskDetails', c.el('xId', xid))
    there = answer.code == 0
    assert there == ((done == 1) == (kind != 'DeactivateTask')
                     or kind == 'ModifyTask'), where
    if there:
        want = 'after' if kind == 'ModifyTask' and done else 'before'
        assert f'sip:{want}@ims.example' in answer.texts('sipUri'), where
        assert c.ask('DeactivateTask', c.el('xId', xid)).ok


def main():
    for name in PROGRAMS:
        start(name)
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    exchange.did = str(uuid.uuid4())
    assert c.ask('CreateDestination',
                 c.destination(exchange.did, '127.0.0.1', 4)).ok
    for name in PROGRAMS:
        for kind in ('ActivateTask', 'ModifyTask', 'DeactivateTask'):
            point = 1
            while exchange(c, kind, name, point):
                point += 1
                assert point < POINTS_MAX, (name, kind)
            print(f'{kind}: {name} killed at {point - 1} points')
            assert point > 2, (name, kind)
    for name in PROGRAMS:
        running[name].terminate()
        assert running[name].wait() == 0, name


try:
    main()
finally:
    for program in running.values():
        if program.poll() is None:
            program.kill()
