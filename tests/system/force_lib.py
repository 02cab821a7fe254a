# SPDX-License-Identifier: BSD-3-Clause
"""force_lib.py - what the tests share that end or spoil an exchange of X1 in its
middle: what the ADMF was told, what the audit says, and whether the two agree with
what is in force.
"""
import sqlite3

REFUSED = 'refused'


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
        WHERE action LIKE 'task.%' AND action NOT LIKE '%.show'
        AND action NOT LIKE '%.list' AND result IS NOT NULL''').fetchone()[0]
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


def which(e, done, now, another):
    """The steps that were done: the first ones, but where another lmisfd or core
    answers what comes behind the one that was lost."""
    if not another or done in (0, len(e.steps)):
        return e.steps[:done]
    steps = [(what, value) for what, value in e.steps
             if now.get(what) == value]
    assert len(steps) == done, (e.action, done, len(steps))
    return steps


def check(e, before, after, told, killed, another=False):
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
    for what, value in which(e, done, after[0], another):
        want[what] = value
    assert after[0] == {k: v for k, v in want.items() if v is not None}, where
    return done


def judge(e, told, done):
    """An error says that it was not done, and OK that it was, also of one whose
    answer was lost: TS 103 221-1 cl. 5.2.2. But where two in a container are about
    the same, or one of them is refused, all may be errors."""
    if not e.steps or told.codes is None or e.refused:
        return
    if len(e.messages) == 1:
        assert (done == len(e.steps)) == (told.codes == [0]), \
            (e.action, told.codes, done)
        return
    oks = sum(code == 0 and 'Ping' not in m and 'List' not in m
              for code, m in zip(told.codes, e.messages))
    assert oks == done, (e.action, told.codes, done)
