#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""keys_xk.py CERTS FOLDER - what lmisf-deliver asks over Xk a KMS that is not of
ours gives, and what a KMS does wrong is a failure in its time.

TS 33.107 cl. 7A.7.2, 7A.7.3. keys_ask has the product's client. Every row is an
order to a KMS with one fault; two KMSs where there is `behind`.
"""
import base64
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from keys_lib import ALICE, check, Kms, table, tickets  # noqa: E402

CERTS, FOLDER = sys.argv[1:]
TIMEOUT_MS = 1000
PATH, KEYS = table(FOLDER)
WHOLE = [':'.join(base64.b64decode(one[k]).hex()
                  for k in ('cs_id', 'key', 'salt')) for one in KEYS]
FAULTS = (
    # fault, what there is, keys, counts
    ('', 'whole', WHOLE, 'asked 1 had 1'),
    ('once-503', 'whole', WHOLE, 'asked 2 had 1'),
    ('partial', 'failed', WHOLE[:1], 'asked 1 had 0 partial 1'),
    ('wrong-cs', 'failed', [], 'asked 1 had 0 garbled 1'),
    ('garbage', 'failed', [], 'asked 1 had 0 garbled 1'),
    ('403', 'failed', [], 'asked 1 had 0 refused 1'),
    ('404', 'failed', [], 'asked 1 had 0 refused 1'),
    ('409', 'failed', [], 'asked 1 had 0 refused 1'),
    ('410', 'failed', [], 'asked 1 had 0 refused 1'),
    ('503', 'failed', [], 'asked 2 had 0 no_answer 1'),
    ('close', 'failed', [], 'asked 2 had 0 no_answer 1'),
    ('huge', 'failed', [], 'asked 2 had 0 no_answer 1'),
    ('hang', 'failed', [], 'asked 2 had 0 no_answer 1'))
ORDERS = (
    ('of another user', 'sip:canary@ims.example', {}, 'refused 1'),
    ('mode 3', ALICE, {'csb': 2}, 'refused 1'),
    ('purged', ALICE, {'csb': 3}, 'refused 1'),
    ('two halves', ALICE, {'other': 2}, 'refused 1'),
    ('of another domain', 'sip:alice@else.example', {}, 'no_kms 1'))


def ask(urls, orders):
    """A list of words for each order, and the counts."""
    done = subprocess.run(
        [os.path.join(os.environ['STORY_BIN'], 'keys_ask'), CERTS,
         str(TIMEOUT_MS), *urls], timeout=60, text=True, check=True,
        stdout=subprocess.PIPE, input=''.join(f'{o}\n' for o in orders))
    lines = done.stdout.splitlines()
    return [line.split() for line in lines[:-1]], lines[-1]


def order(user=ALICE, kms='-', **given):
    return ' '.join((user, kms, *tickets(**given)))


def url(port, name=''):
    return f'{name}=https://127.0.0.1:{port}'


def one_kms():
    for fault, what, keys, counts in FAULTS:
        with Kms(CERTS, PATH, *(['--fault', fault] if fault else [])) as port:
            (got,), counted = ask([url(port)], [order()])
        check(fault, [got[0], got[2:]], [what, keys])
        check(fault, int(got[1]) < 2 * TIMEOUT_MS + 1000, True)
        check(fault, counted, counts)


def orders():
    with Kms(CERTS, PATH) as port:
        for what, user, given, why in ORDERS:
            (got,), counted = ask([url(port)], [order(user, **given)])
            check(what, [got[0], got[2:]], ['failed', []])
            check(what, counted.endswith(f' had 0 {why}'), True)


def another_kms():
    """The one that fails is asked first; and once an order is had, nobody is."""
    for fault in ('503', '404', 'close', 'garbage', 'hang'):
        with Kms(CERTS, PATH, '--fault', fault) as first, \
                Kms(CERTS, PATH) as second:
            same = order()
            got, counted = ask([url(first, 'a'), url(second, 'b')], [same, same])
            check(fault, [[w, *keys] for w, _, *keys in got],
                  [['whole', *WHOLE]] * 2)
            check(fault, counted.split()[:2], ['asked', '2'])


def named():
    """The KMS that a ticket names is asked before others, when it is known."""
    for kms, asked in (('b', '1'), ('B', '1'), ('169.254.169.254', '2')):
        with Kms(CERTS, PATH, '--fault', '404') as first, \
                Kms(CERTS, PATH) as second:
            (got,), counted = ask([url(first, 'a'), url(second, 'b')],
                                  [order(kms=kms)])
            check(kms, got[0], 'whole')
            check(kms, counted.split()[:2], ['asked', asked])


one_kms()
orders()
another_kms()
named()
