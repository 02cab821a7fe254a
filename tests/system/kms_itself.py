#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""kms_itself.py CERTS FOLDER - kms.py says what it says that it says.

Tests of keys believe it: each answer and each fault is asked for once, over TLS
with a certificate of the CA, and once without one.
"""
import base64
import http.client
import json
import os
import ssl
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import keys_calls  # noqa: E402
from keys_lib import (ALICE, CALLER, check, Kms, table,  # noqa: E402
                      tickets)

CERTS, FOLDER = sys.argv[1:]


def context(name='lmisf'):
    tls = ssl.create_default_context(cafile=f'{CERTS}/ca.pem')
    if name:
        tls.load_cert_chain(f'{CERTS}/{name}.pem', f'{CERTS}/{name}.key')
    return tls


def ask(port, body, tls=None, path='/xk/1/get_keys', method='POST'):
    """Status and what was said, or the name of why there is none."""
    c = http.client.HTTPSConnection('127.0.0.1', port, timeout=2,
                                    context=tls or context())
    try:
        c.request(method, path, json.dumps(body))
        answer = c.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as e:
        return type(e).__name__, b''
    finally:
        c.close()


def by_parties(*parties):
    return {'req_id': '1', 'mode': 'identities', 'parties': parties,
            'target_index': 0, 'started_at': '', 'call_ref': ''}


def by_ticket(user=ALICE, **given):
    init, resp = tickets(**given)
    return {'req_id': '1', 'mode': 'ticket', 'kms_user_id': user,
            'call_ref': '0' * 16, 'transfer_init': init, 'transfer_resp': resp}


def answers():
    count = f'{FOLDER}/kms.count'
    with Kms(CERTS, PATH, '--count', count) as port:
        for what, asked, wanted in (
                ('its own', by_ticket(), 200), ('its caller', by_ticket(CALLER), 200),
                ('another user', by_ticket('sip:canary@ims.example'), 403),
                ('unknown', by_ticket(csb=9), 404),
                ('two halves', by_ticket(other=2), 404),
                ('mode 3', by_ticket(csb=2), 409),
                ('purged', by_ticket(csb=3), 410),
                ('no ticket', {**by_ticket(), 'transfer_init': 'AA=='}, 404),
                ('no mode', {}, 400), ('no JSON object', [], 400),
                ('parties', by_parties(CALLER, ALICE), 200),
                ('strangers', by_parties(ALICE, 'sip:x@y'), 404),
                ('two sessions', by_parties(*keys_calls.users('canary', 0)), 422)):
            check(what, ask(port, asked)[0], wanted)
        check('health', ask(port, {}, None, '/xk/1/health', 'GET')[0], 200)
        check('nobody', ask(port, by_ticket(), context(''))[1], b'')
        check('a stranger', ask(port, by_ticket(), context('stranger'))[1], b'')
    with open(count, encoding='ascii') as f:
        check('counted', f.read().split(), (
            'ticket 200 ticket 200 ticket 403 ticket 404 ticket 404 ticket 409 '
            'ticket 410 ticket 404 none 400 none 400 identities 200 '
            'identities 404 identities 422').split())


def faults():
    for fault in ('403', '404', '409', '410', '503'):
        with Kms(CERTS, PATH, '--fault', fault) as port:
            check(fault, ask(port, by_ticket())[0], int(fault))
    for fault, wanted in (('hang', 'TimeoutError'),
                          ('close', 'RemoteDisconnected')):
        with Kms(CERTS, PATH, '--fault', fault) as port:
            check(fault, ask(port, by_ticket())[0], wanted)
    with Kms(CERTS, PATH, '--fault', 'once-503') as port:
        check('once', [ask(port, by_ticket())[0] for _ in range(2)], [503, 200])


def spoilt():
    def said(fault):
        with open(f'{FOLDER}/fault', 'w', encoding='ascii') as f:
            f.write(fault)
        return ask(port, by_ticket())[1]
    with Kms(CERTS, PATH, '--fault', f'@{FOLDER}/fault') as port:
        keys = json.loads(said(''))['crypto_sessions']
        check('keys', [{k: one[k] for k in ('cs_id', 'key', 'salt')}
                       for one in keys], KEYS)
        check('octets', [len(base64.b64decode(one['key'])) for one in keys],
              [16, 16])
        partial = json.loads(said('partial'))['crypto_sessions']
        check('partial', ['key' in one for one in partial], [True, False])
        twice = json.loads(said('wrong-cs'))['crypto_sessions']
        check('wrong-cs', [one['cs_id'] for one in twice],
              ['AQ==', 'Ag==', 'AQ=='])
        check('huge', len(said('huge')) > 1 << 20, True)
        text = said('garbage')
        try:
            json.loads(text)
            sys.exit('kms_itself: garbage is JSON')
        except ValueError:
            pass


PATH, KEYS = table(FOLDER)
answers()
faults()
spoilt()
