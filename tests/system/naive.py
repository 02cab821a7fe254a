#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Random traffic of an IMS core, and who is to be told of it.

  naive.py traffic SEED STEPS FOLDER   traffic.pcap there, and a file for each task
  naive.py judge SEED STEPS DB         what the store has against what it must have

The same seed draws the same. Each difference is told with its message.
"""
import datetime
import pathlib
import random
import sqlite3
import sys

import naive_judge
import naive_rarer
import naive_spell
from naive_net import Net, S

SHOWN = 3


def draw(seed, steps):
    rng = random.Random(seed)
    net = Net(rng, odd=rng.choice([0, .2, .5]), swap=rng.choice([0, .1]))
    messages = naive_rarer.day(net, steps)
    return messages, naive_judge.tasks_of(net.users)


def utc(us):
    return datetime.datetime.fromtimestamp(us // S, datetime.timezone.utc) \
        .strftime('%Y-%m-%dT%H:%M:%SZ')


def traffic(seed, steps, folder):
    messages, tasks = draw(seed, steps)
    folder = pathlib.Path(folder)
    (folder / 'traffic.pcap').write_bytes(naive_spell.pcap(messages))
    for n, task in enumerate(tasks, 1):
        targets = ''.join(f'  - {k}: "{v}"\n' for k, v in task.identities)
        (folder / f'task{n:02}.yaml').write_text(
            f'liid: LIID-{n}\ntargets:\n{targets}starts: {utc(task.starts)}\n'
            f'ends: 2199-12-31T23:59:59Z\ndestinations: [mdf]\n'
            f'warrant: court order {n}\n'
            + f'services: [{task.service}]\n' * bool(task.service))


def numbers(messages, rows):
    """Sessions with two numbers, numbers of two sessions; legs of a B2BUA, and a
    short message with its report, are one. TS 33.108 cl. 7.1.3; TS 102 232-1
    cl. 5.2.4"""
    of, back, opened = {}, {}, set()
    for m in messages:
        opened |= {m.cid} if m.opens else set()
        if m.cid not in opened:
            continue  # nobody can know yet of what it is
        for number in rows.get(m.at, ()):
            of.setdefault(m.d.icid, set()).add(number)
            back.setdefault(number, set()).add(m.d.icid)
    return [k for d in (of, back) for k, v in d.items() if len(v) > 1]


def read(db):
    """(task, time) of each record with its way; numbers by time."""
    way, rows = {}, {}
    for task, at, number, direction in sqlite3.connect(db).execute(
            "SELECT task, at_us, correlation, direction FROM audit_iri "
            "WHERE kind = 'sip'"):
        way[task - 1, at] = direction
        rows.setdefault(at, set()).add(number)
    return way, rows


def judge(seed, steps, db):
    messages, tasks = draw(seed, steps)
    must, may = naive_judge.judge(messages, tasks)
    way, rows = read(db)
    faults = [('not told', k) for k in must - way.keys()]
    faults += [('told', k) for k in way.keys() - must - may]
    faults += [('the wrong way', k) for k, sent in
               naive_judge.ways(messages, tasks).items() if k in must and
               way.get(k) == ('to target' if sent else 'from target')]
    at = {m.at: m for m in messages}
    for what, (t, when) in sorted(faults, key=lambda f: f[1][1])[:SHOWN]:
        print(f'{what}: {tasks[t].identities}\n'
              + at[when].octets.decode(errors='replace'))
    mixed = numbers(messages, rows)
    print(f'seed {seed}: {len(messages)} messages, {len(way)} records, '
          f'{len(faults)} differ, {len(mixed)} numbers are not of one session')
    return 1 if faults or mixed or not way else 0


if __name__ == '__main__':
    command, drawn, many, where = sys.argv[1:]
    sys.exit({'traffic': traffic, 'judge': judge}[command](
        int(drawn), int(many), where))
