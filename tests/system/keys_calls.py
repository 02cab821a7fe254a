#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""keys_calls.py - calls whose media have keys of a KMS, by HEP.

usage: keys_calls.py ADDRESS PORT PART CALLS [BYSTANDERS [OPTION...]]
       keys_calls.py table CALLS [BYSTANDERS]

PART is open (INVITE, 180, 200, ACK), again (a later INVITE, 200, ACK, with new
tickets), close (BYE, 200) or whole (all of these). A ticket is handed on in the
SDP by a=key-mgmt:mikey, RFC 4567 cl. 3.1: TRANSFER_INIT in the offer, TRANSFER_RESP
in the answer. Calls are to sip:alice@ims.example, a bystander's to
sip:canary@ims.example, numbered from 0.

  media        a ticket for each of the two media, not one for the session
  no-kms       tickets name no KMS; else kms.ims.example
  kms=NAME     or this one
  alone        answers without a TRANSFER_RESP
  plain        neither offers nor answers have a ticket
  from=N       calls are numbered from N

table prints what kms.py is to know of all these calls, each way. Of a bystander's
nothing is asked: its keys are in it to be looked for where they must not be.
"""
import base64
import hashlib
import json
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import calls  # noqa: E402
import hep  # noqa: E402
import mikey  # noqa: E402

PARTS = {'open': (('INVITE', 'INVITE', False), ('INVITE', 180, False),
                  ('INVITE', 200, False), ('ACK', 'ACK', False)),
         'again': (('INVITE', 'INVITE', True), ('INVITE', 200, True),
                   ('ACK', 'ACK', True)),
         'close': (('BYE', 'BYE', False), ('BYE', 200, False))}
PARTS['whole'] = PARTS['open'] + PARTS['again'] + PARTS['close']
WHO = ('alice', 'canary')
MEDIA = ('audio 40000', 'video 40002')


def csb_of(who, n, again, at):
    """The CSB ID of a ticket, another for each: `at` is 0 for a session, 1 and 2
    for its media."""
    return (WHO.index(who) + 1) << 28 | again << 24 | at << 20 | n


def users(who, n):
    return f'sip:caller-call-{who}-{n}@ims.example', f'sip:{who}@ims.example'


def line(who, n, again, at, offer, options):
    named = [o[4:] for o in options if o.startswith('kms=')]
    kms = '' if 'no-kms' in options else (named or ['kms.ims.example'])[0]
    if 'plain' in options or ('alone' in options and not offer):
        return ''
    csb, sessions = csb_of(who, n, again, at), 1 if at else len(MEDIA)
    caller, called = users(who, n)
    text = (mikey.transfer_init(caller, called, kms, csb, sessions) if offer
            else mikey.transfer_resp(called, csb, sessions))
    return f'a=key-mgmt:mikey {text}\r\n'


def sdp(who, n, again, offer, options):
    """RTP/SAVP with tickets: at the session's level, or at each medium's."""
    end, each = 1 if offer else 7, 'media' in options
    of = [line(who, n, again, at, offer, options)
          for at in ((1, 2) if each else (0,))]
    media = ''.join(f'm={m} RTP/SAVP 96\r\n{of[i] if each else ""}'
                    for i, m in enumerate(MEDIA))
    return (f'v=0\r\no=- {end} {1 + again} IN IP4 192.0.2.{end}\r\ns=-\r\n'
            f'c=IN IP4 192.0.2.{end}\r\nt=0 0\r\n'
            f'{"" if each else of[0]}{media}')


def message(who, n, step, options):
    method, what, again = step
    body = ''
    if method == 'INVITE' and what in ('INVITE', 200):
        body = sdp(who, n, again, what == 'INVITE', options)
    return hep.packet(calls.message(f'call-{who}-{n}', who, what, method,
                                    sdp=body, again=again))


def secret(what, csb, cs, n):
    """Octets that nobody draws by chance, and that everybody can know again."""
    octets = hashlib.sha256(f'{what} {csb:08x} {cs}'.encode()).digest()[:n]
    return base64.b64encode(octets).decode()


def session(who, n, again, at):
    csb = csb_of(who, n, again, at)
    return {'csb': f'{csb:08x}', 'users': users(who, n), 'state': 'live',
            'keys': [{'cs_id': base64.b64encode(bytes([cs])).decode(),
                      'key': secret('key', csb, cs, 16),
                      'salt': secret('salt', csb, cs, 14)}
                     for cs in range(1, 2 if at else 1 + len(MEDIA))]}


def table(counts):
    print(json.dumps({'sessions': [
        session(who, n, again, at) for who, count in zip(WHO, counts)
        for n in range(count) for again in (False, True)
        for at in range(1 + len(MEDIA))]}, indent=1))


def main():
    if sys.argv[1] == 'table':
        table([int(a) for a in sys.argv[2:]])
        return
    address, port, part, *counts = sys.argv[1:]
    options = counts[2:]
    first = max([int(o[5:]) for o in options if o.startswith('from=')] + [0])
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect((address, int(port)))
    for step in PARTS[part]:
        for who, count in zip(WHO, counts):
            for n in range(first, first + int(count)):
                s.send(message(who, n, step, options))
                time.sleep(0.0005)


if __name__ == '__main__':
    main()
