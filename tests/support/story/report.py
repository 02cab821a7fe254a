#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""report.py - show what a peer received, and whether it was exactly that.

usage: report.py [--line] RUN BYSTANDER...

RUN is a story's folder. Prints a table of the records as lmisf-sink decoded
them, with how long each took from its event until the peer's confirmation was
in the store. --line prints the closing line instead, and exits 1 when it is
not a good one. BYSTANDER is text that must stand nowhere: not in the records,
not in any file of the store, not in any log.
"""
import collections
import json
import pathlib
import sqlite3
import sys


def records(run):
    out = []
    for line in (run / 'sink.log').read_text().splitlines():
        if line.startswith('{'):
            out.append(json.loads(line))
    return [r for r in out if r.get('type') == 'x2']


def stored(run):
    """(correlation, sequence) -> for each task that has it, the milliseconds
    until it was confirmed, or None."""
    db = sqlite3.connect('file:%s?mode=ro' % (run / 'lmisf.db'), uri=True)
    rows = db.execute('SELECT correlation, sequence, at_us, confirmed_us'
                      ' FROM audit_iri').fetchall()
    db.close()
    out = collections.defaultdict(list)
    for correlation, sequence, at, end in rows:
        out[int(correlation), sequence].append(
            None if end is None else (end - at) / 1000)
    return out


def place(record):
    return int(record['correlation'], 16), record['seq']


def in_files(run, texts):
    """Files that hold one of the texts, of those that must not."""
    wanted = [t.encode() for t in texts]
    names = ['lmisf.db', 'lmisf.db-wal', 'lmisf.db-shm', 'lmisfd.log',
             'deliver.log', 'relay.log', 'sink.x2', 'sink.log', 'init.log']
    paths = [run / n for n in names if (run / n).exists()]
    return [p.name for p in paths
            if any(w in p.read_bytes() for w in wanted)]


def table(run):
    confirmed = stored(run)
    print('%-12s %-8s %-8s %3s  %-26s %-44s %9s' % (
        'time', 'XID', 'session', 'seq', 'event', 'summary', 'confirmed'))
    for r in sorted(records(run), key=lambda r: r['time']):
        ms = (confirmed.get(place(r)) or [None])[0]
        print('%-12s %-8s %-8s %3d  %-26s %-44s %9s' % (
            r['time'][11:23], r['xid'][:8], r['correlation'][-8:], r['seq'],
            r['event'], (r.get('summary') or '')[:44],
            'no' if ms is None else '%.0f ms' % ms))


def line(run, bystanders):
    got = records(run)
    once = collections.Counter(p for _, p in {(r['xid'], place(r))
                                              for r in got})
    have = collections.Counter({p: len(ms) for p, ms in stored(run).items()})
    confirmed = sum(one is not None for ms in stored(run).values()
                    for one in ms)
    lost = sum((have - once).values())
    twice = len(got) - sum(once.values())
    found = in_files(run, bystanders)
    strangers = sum((once - have).values()) + len(found)
    if found:
        print('a bystander stands in: %s' % ' '.join(found))
    print('%d intercepted, %d confirmed, %d for bystanders, %d lost, '
          '%d duplicated' % (sum(have.values()), confirmed, strangers, lost,
                             twice))
    return (sum(have.values()) == confirmed > 0 and not strangers and
            not lost and not twice)


def main():
    arguments = sys.argv[1:]
    if arguments[0] == '--line':
        sys.exit(0 if line(pathlib.Path(arguments[1]), arguments[2:]) else 1)
    table(pathlib.Path(arguments[0]))


main()
