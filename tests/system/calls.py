#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""calls.py - calls to a target, and a bystander's beside them, by HEP.

usage: calls.py ADDRESS PORT PART CALLS [BYSTANDERS]
       PART is register (of the target's phone),
               open (INVITE, 180, 200, ACK), close (INFO, 200, BYE, 200),
               info (INFO, 200), bye (BYE, 200) or crowd (so many calls of
               bystanders, INVITE and 200)

Each call comes to sip:alice@ims.example by its Request-URI, To: is another
address. Only the INVITE says so: of all that follows only the dialog tells
whose it is. IMPI and IMEI stand in the REGISTER alone.
"""
import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hep  # noqa: E402

PARTS = {'open': ('INVITE', 180, 200, 'ACK'),
         'close': ('INFO', 200, 'BYE', 200),
         'info': ('INFO', 200), 'bye': ('BYE', 200)}
# One call from its first message to its last: (method, request or status)
WHOLE = (('INVITE', 'INVITE'), ('INVITE', 180), ('INVITE', 200), ('ACK', 'ACK'),
         ('INFO', 'INFO'), ('INFO', 200), ('BYE', 'BYE'), ('BYE', 200))
CSEQ = {'INVITE': 1, 'ACK': 1, 'INFO': 2, 'BYE': 3}
SDP = {True: 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=offer\r\nc=IN IP4 192.0.2.1\r\n'
             't=0 0\r\nm=audio 40000 RTP/AVP 8\r\n',
       False: 'v=0\r\no=- 7 1 IN IP4 192.0.2.7\r\ns=answer\r\nc=IN IP4 192.0.2.7\r\n'
              't=0 0\r\nm=audio 40002 RTP/AVP 8\r\n'}


def message(call, to, what, method, sdp=None, again=False):
    """A request of this method, or the answer to it; with this SDP, or a plain
    one; or, in the place of an INFO, one of a later offer."""
    opening = method in ('INVITE', 'ACK')
    initial = method == 'INVITE' and not again
    uri = f'sip:{to}@ims.example' if initial else 'sip:ue@192.0.2.7'
    start = (f'SIP/2.0 {what} Answer' if isinstance(what, int)
             else f'{what} {uri} SIP/2.0')
    tag = '' if what == 'INVITE' and initial else f';tag=t-{call}'
    body = sdp if sdp is not None else (
        SDP[what == 'INVITE'] if opening and what in ('INVITE', 200) else '')
    cseq = CSEQ['INFO' if again else method]
    kind = 'Content-Type: application/sdp\r\n' if body else ''
    return (f'{start}\r\n'
            f'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-{call}-{method}{cseq * again or ""}\r\n'
            f'From: <sip:caller-{call}@ims.example>;tag=f-{call}\r\n'
            f'To: <sip:hotline@ims.example>{tag}\r\n'
            f'Call-ID: {call}@192.0.2.1\r\nCSeq: {cseq} {method}\r\n'
            f'Contact: <sip:{"ue" if isinstance(what, int) else "caller"}'
            f'@192.0.2.{7 if isinstance(what, int) else 1}>\r\n{kind}'
            f'Content-Length: {len(body)}\r\n\r\n{body}').encode()


def registration(status):
    start = f'SIP/2.0 {status} OK' if status else 'REGISTER sip:ims.example SIP/2.0'
    who = '' if status else (
        'Authorization: Digest username="impi-of-alice@ims.example",'
        'realm="ims.example",nonce="n",uri="sip:ims.example",response="r"\r\n')
    return (f'{start}\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK-reg\r\n'
            'From: <sip:alice@ims.example>;tag=r\r\n'
            f'To: <sip:alice@ims.example>{";tag=s" if status else ""}\r\n'
            f'Call-ID: reg@192.0.2.7\r\nCSeq: 1 REGISTER\r\n{who}'
            'Contact: <sip:ue@192.0.2.7>;expires=3600;'
            '+sip.instance="<urn:gsma:imei:35123400-654321-0>"\r\n'
            'Content-Length: 0\r\n\r\n').encode()


def crowd(s, calls):
    """Many calls, cheaply: one packet of each kind, its number put in."""
    for what in ('INVITE', 200):
        like = hep.packet(message('canary-000000', 'canary', what, 'INVITE'))
        for n in range(calls):
            s.send(like.replace(b'canary-000000', b'canary-%06d' % n))
            if n % 50 == 0:
                time.sleep(0.001)


def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect((sys.argv[1], int(sys.argv[2])))
    part, calls = sys.argv[3], int(sys.argv[4])
    bystanders = int(sys.argv[5]) if len(sys.argv) > 5 else calls
    if part == 'register':
        s.send(hep.packet(registration(0)))
        s.send(hep.packet(registration(200)))
        return
    if part == 'crowd':
        crowd(s, calls)
        return
    method = ''
    for what in PARTS[part]:
        method = method if isinstance(what, int) else what
        for n in range(max(calls, bystanders)):
            if n < calls:
                s.send(hep.packet(message(f'call-{n}', 'alice', what, method)))
            if n < bystanders:
                s.send(hep.packet(
                    message(f'canary-{n}', 'canary', what, method)))
            if n % 8 == 0:
                time.sleep(0.0005)


if __name__ == '__main__':
    main()
