#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_tls.py PORT CERTS refuse|one|kept|stale - who is not let in, and why it
is said; what becomes of who was let in and is revoked. TS 33.210 cl. 6.2"""
import http.client
import socket
import ssl
import subprocess
import sys
import time

from x1_client import Client

PORT, CERTS = int(sys.argv[1]), sys.argv[2]
V = ssl.TLSVersion
LOG = 'x1d.log'
COMMON = 'no TLS version or cipher in common'
CERTIFICATE = 'peer certificate: '


def old(version):
    return {'minimum_version': version, 'maximum_version': version,
            'ciphers': 'ALL:@SECLEVEL=0'}


def suite(name):
    return {'maximum_version': V.TLSv1_2, 'ciphers': name + ':@SECLEVEL=0'}


# A certificate, how it is shown, and the words of the log.
CASES = [
    (None, {}, CERTIFICATE + 'missing'),
    ('admf-self', {}, CERTIFICATE + 'not of our CA'),
    ('admf-stranger', {}, CERTIFICATE + 'not of our CA'),
    ('admf-expired', {}, CERTIFICATE + 'expired'),
    ('admf-early', {}, CERTIFICATE + 'not yet valid'),
    ('admf-nobody', {}, CERTIFICATE + 'no UID in its subject'),
    ('admf-twice', {}, CERTIFICATE + 'no UID in its subject'),
    ('admf-revoked', {}, CERTIFICATE + 'revoked'),
    ('admf-unlisted', {}, CERTIFICATE + 'no revocation list of its CA'),
    ('admf-server', {}, CERTIFICATE + 'not for this use'),
    ('admf-weak', {'ciphers': 'DEFAULT:@SECLEVEL=0'},
     CERTIFICATE + 'weak algorithm'),
    ('admf-sha1', {'ciphers': 'DEFAULT:@SECLEVEL=0'},
     CERTIFICATE + 'weak algorithm'),
    ('admf-of-leaf', {}, CERTIFICATE + 'issuer is no CA'),
    ('admf-deep', {}, CERTIFICATE + 'its chain is too long'),
    ('admf-too-far', {}, CERTIFICATE + 'not valid'),
    ('admf', old(V.TLSv1), COMMON),
    ('admf', old(V.TLSv1_1), COMMON),
    ('admf', suite('AES128-GCM-SHA256'), COMMON),
    ('admf', suite('DHE-RSA-AES128-GCM-SHA256'), COMMON),
    ('admf', suite('ECDHE-ECDSA-AES128-SHA256'), COMMON),
    ('admf', suite('ECDHE-ECDSA-AES128-SHA'), COMMON),
    ('admf', suite('ECDHE-ECDSA-AES128-CCM8'), COMMON),
    ('admf', suite('NULL-SHA256'), COMMON),
]

# What only another client can offer: its priorities, and the words.
PRIORITIES = [
    ('NORMAL:-VERS-ALL:+VERS-TLS1.2:%NO_SESSION_HASH',
     'no extended master secret'),
    ('NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-X25519', COMMON),
    ('NORMAL:-VERS-ALL:+VERS-TLS1.2:-GROUP-ALL:+GROUP-SECP521R1', COMMON),
]


def said(since, why):
    for _ in range(100):
        with open(LOG, encoding='utf-8') as f:
            f.seek(since)
            text = f.read()
        if why in text:
            return text.strip()
        time.sleep(0.05)
    sys.exit(f'"{why}" is not said, but: {text}')


def length():
    with open(LOG, 'rb') as f:
        return f.seek(0, 2)


def refused(name, how, why):
    since = length()
    c = Client(PORT, CERTS, name, **how)
    try:
        c.post(c.document(c.message('Ping')))
    except (ssl.SSLError, ConnectionError, http.client.HTTPException):
        c.close()
        print('ok:', name, said(since, why))
        return
    sys.exit(f'{name} {how} was answered')


def gnutls(priority, why, stdin=b'', *more):
    """gnutls-cli as the ADMF; what it is answered."""
    since = length()
    done = subprocess.run(
        ['timeout', '5', 'gnutls-cli', '--no-ca-verification',
         '--port', str(PORT), '--x509certfile', CERTS + '/admf.pem',
         '--x509keyfile', CERTS + '/admf.key', '--priority', priority,
         *more, '127.0.0.1'], input=stdin, capture_output=True, check=False)
    assert b'HTTP/1.1 200' not in done.stdout, priority
    said(since, why)
    print('ok:', priority, why)


def refuse():
    for case in CASES:
        refused(*case)
    for case in PRIORITIES:
        gnutls(*case)
    # TS 33.210 cl. 6.2: no renegotiation
    gnutls('NORMAL:-VERS-ALL:+VERS-TLS1.2', 'peer asked for renegotiation',
           b'^renegotiate^\n', '--inline-commands')
    since = length()
    with socket.create_connection(('127.0.0.1', PORT)) as s:
        s.sendall(b'POST /X1/NE HTTP/1.1\r\nContent-Length: 4\r\n\r\n<x/>')
        assert b'HTTP' not in s.recv(100)
    said(since, 'peer does not speak TLS')
    print(len(CASES) + len(PRIORITIES) + 2, 'refused')


def ping(name='admf', **how):
    c = Client(PORT, CERTS, name, **how)
    assert c.ask('Ping').ok
    c.close()


def kept():
    """A connection of before: it is asked for its certificate again."""
    c = Client(PORT, CERTS, 'admf-soon')
    assert c.ask('Ping').ok
    print('ready', flush=True)
    sys.stdin.readline()
    try:
        c.ask('Ping')
    except (ssl.SSLError, ConnectionError, http.client.HTTPException):
        c.close()
        refused('admf-soon', {}, CERTIFICATE + 'revoked')
        ping()
        return
    sys.exit('a revoked certificate is still served')


def one():
    # what is agreed to be taken
    ping()
    ping('admf-chain')
    ping(maximum_version=V.TLSv1_2, ciphers='ECDHE-ECDSA-AES128-GCM-SHA256')


if sys.argv[3] == 'refuse':
    refuse()
elif sys.argv[3] == 'kept':
    kept()
elif sys.argv[3] == 'stale':
    refused('admf', {}, 'the revocation list is not of now')
else:
    one()
