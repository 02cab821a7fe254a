#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_refuse.py PORT CERTS tls|tls13|http|xml|slow - try what must not work;
after each try the ADMF is served all the same."""
import http.client
import os
import socket
import ssl
import sys
import time

from x1_client import STYLES, Client

PORT, CERTS = int(sys.argv[1]), sys.argv[2]
V = ssl.TLSVersion


def admf():
    return Client(PORT, CERTS, 'admf')


def served():
    c = admf()
    assert c.ask('Ping').ok
    c.close()


def refused(name, **more):
    """No answer to an HTTP request comes to a peer of this certificate."""
    c = Client(PORT, CERTS, name, **more)
    try:
        c.post(c.document(c.message('Ping')))
    except (ssl.SSLError, ConnectionError, http.client.HTTPException):
        c.close()
        served()
        return
    sys.exit(f'{name} {more} was answered')


def tls():
    for name in (None, 'admf-stranger', 'admf-self', 'admf-expired',
                 'admf-early', 'admf-nobody', 'admf-twice'):
        refused(name)
    # TS 33.210 cl. 6.2: what is not of it
    refused('admf', maximum_version=V.TLSv1_1, minimum_version=V.TLSv1,
            ciphers='ALL:@SECLEVEL=0')
    for weak in ('AES128-GCM-SHA256', 'DHE-RSA-AES128-GCM-SHA256',
                 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES128-SHA',
                 'NULL-SHA256'):
        refused('admf', maximum_version=V.TLSv1_2,
                ciphers=weak + ':@SECLEVEL=0')
    for good in ('ECDHE-ECDSA-AES128-GCM-SHA256',
                 'ECDHE-ECDSA-AES256-GCM-SHA384'):
        c = Client(PORT, CERTS, 'admf', maximum_version=V.TLSv1_2,
                   ciphers=good)
        assert c.ask('Ping').ok
        c.close()
    # TS 103 221-1 cl. 8.2.4: of our CA, and not who it says, or not ours
    other = Client(PORT, CERTS, 'admf-other')
    assert other.ask('ListAllDetails').code == 1030
    other.admf = 'admf-2'
    assert other.ask('ListAllDetails').code == 1040


def tls13():
    refused('admf', maximum_version=V.TLSv1_2)


def status(want, **request):
    c = admf()
    body = request.pop('body', c.document(c.message('Ping')))
    got, headers, text = c.post(body, **request)
    assert got == want, (got, want, request)
    assert b'xml' not in text
    c.close()
    served()
    return headers


def raw(octets):
    """What comes back to octets that are no request that http.client makes."""
    s = admf().connect().sock
    s.sendall(octets)
    s.settimeout(5)
    got = b''
    try:
        while True:
            more = s.recv(65536)
            if not more:
                break
            got += more
    except (ssl.SSLError, OSError):
        pass
    s.close()
    return got


def http_rules():
    status(404, path='/')
    status(404, path='/X1/NE/')
    status(404, path='/X1/ADMF')
    for method in ('GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'):
        assert status(405, method=method)['Allow'] == 'POST'
    status(415, headers={'Content-Encoding': 'gzip'})
    status(413, body=b'<' * ((1 << 20) + 1))
    # TS 103 221-1 cl. 7.2.2.3: no transfer coding
    chunked = (b'POST /X1/NE HTTP/1.1\r\nHost: a\r\n'
               b'Transfer-Encoding: chunked\r\n\r\n1\r\n<\r\n0\r\n\r\n')
    assert b' 411 ' in raw(chunked).split(b'\r\n')[0]
    assert b' 411 ' in raw(b'POST /X1/NE HTTP/1.1\r\nHost: a\r\n\r\n')
    assert b' 200 ' not in raw(b'nonsense\r\n\r\n')
    assert b' 200 ' not in raw(b'POST /X1/NE HTTP/1.1\r\nHost: a\r\n'
                               b'Content-Length: -1\r\n\r\n')
    assert b' 200 ' not in raw(b'A' * 100000)
    served()
    # RFC 9110 cl. 10.1.1, RFC 9112 cl. 3.2.2: what HTTP leaves to a peer
    c = admf()
    body = c.document(c.message('Ping')).encode()
    for line, more in (('/X1/NE HTTP/1.1', 'Expect: 100-continue\r\n'),
                       ('https://127.0.0.1:%d/X1/NE HTTP/1.1' % PORT, ''),
                       ('/X1/%4eE HTTP/1.1', ''), ('/X1/NE?a=b HTTP/1.1', ''),
                       ('/X1/NE HTTP/1.0', ''),
                       ('/X1/NE HTTP/1.1', 'accept: */*\r\nx-a: b\r\n')):
        got = raw(f'POST {line}\r\nHost: a\r\n{more}Connection: close\r\n'
                  f'content-LENGTH: {len(body)}\r\n\r\n'.encode() + body)
        assert b' 200 ' in got and b'PingResponse' in got, (line, got)
        assert b' 100 ' in got or 'Expect' not in more, got
    # a connection is kept, and other media types are no matter of HTTP's
    c = admf()
    for kind in ('application/xml', 'text/xml; charset=utf-8', None):
        got, _, text = c.post(c.document(c.message('Ping')), headers=(
            {'Content-Type': kind} if kind else {}))
        assert got == 200 and b'PingResponse' in text


def attacks(c):
    """Documents that are not to be parsed, or not for long."""
    good = c.document(c.message('Ping'))
    head, tail = good.split('?>\n', 1)
    doctype = head + '?>\n<!DOCTYPE x [%s]>' + tail
    many = ''.join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">'
                   for i in range(9))
    yield doctype % '', 'doctype'
    yield doctype % ('<!ENTITY e0 "ha">' + many), 'billion laughs'
    yield doctype % f'<!ENTITY q "{"q" * 60000}">', 'quadratic'
    yield doctype % '<!ENTITY x SYSTEM "file:///etc/hostname">', 'external'
    yield doctype % '<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;', 'parameter'
    yield tail.replace('xmlns:xsi', ' '.join(
        f'a{i}=""' for i in range(60000)) + ' xmlns:xsi', 1), 'attributes'
    yield '<a>' * 100000 + '</a>' * 100000, 'deep'
    yield '<r>' + '<a/>' * 200000 + '</r>', 'wide'
    yield '<r>' + '<a b="' + 'c' * 900000 + '"/></r>', 'long'
    yield '<!--' + '-' * 900000, 'comment'
    yield good.encode('utf-16'), 'UTF-16'
    yield good.replace('UTF-8', 'UTF-7'), 'UTF-7'
    yield good.replace('UTF-8', 'ISO-8859-1'), 'Latin 1'
    yield good.encode()[:-20] + b'\xff' + good.encode()[-20:], 'not UTF-8'
    yield good + good, 'two documents'
    yield good[:len(good) // 2], 'half'
    yield '\0' + good, 'NUL'


def xml():
    c = admf()
    for body, what in attacks(c):
        before = time.monotonic()
        got, _, text = c.post(body)
        took = time.monotonic() - before
        assert got == 200 and b'X1TopLevelErrorResponse' in text, what
        assert took < 1, (what, took)
        print(f'{what}: {1000 * took:.0f} ms')
    served()


def drip(sockets, octets):
    """One more octet of each; who was given up comes back."""
    for i, s in enumerate(sockets):
        try:
            s.sendall(octets)
        except OSError:
            s.close()
            sockets[i] = socket.create_connection(('127.0.0.1', PORT))


def slow():
    """1000 that say nothing or a little at a time, and come back when they are
    closed; some with the ADMF's own certificate: the ADMF, which keeps a
    connection or makes another each time, waits for none of them."""
    idle = [socket.create_connection(('127.0.0.1', PORT))
            for _ in range(1000)]
    for s in idle[::2]:
        s.sendall(b'\x16\x03\x01\x02\x00\x01')
    slowly = [admf().connect().sock for _ in range(12)]
    for s in slowly:
        s.sendall(b'POST /X1/NE HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n')
    keeper = admf()
    took = []
    for _ in range(20):
        for ask in (served, lambda: keeper.ask('Ping')):
            before = time.monotonic()
            ask()
            took.append(time.monotonic() - before)
        drip(idle, b'\x00')
        for s in slowly:
            try:
                s.sendall(b'X')
            except OSError:
                pass
        time.sleep(0.2)
    keeper.close()
    worst = max(took)
    print(f'the ADMF was answered after {1000 * worst:.0f} ms at most')
    assert worst < 1, worst
    for s in idle:
        s.close()
    # All of them were given up, however slowly they went on.
    for s in slowly:
        s.settimeout(5)
        try:
            while s.recv(4096):
                pass
        except (ssl.SSLError, ConnectionError):
            pass
    others = [Client(PORT, CERTS, 'admf-other').connect() for _ in range(30)]
    served()
    for c in others:
        c.close()


def main():
    assert os.path.isdir(CERTS) and len(STYLES) == 3
    {'tls': tls, 'tls13': tls13, 'http': http_rules, 'xml': xml,
     'slow': slow}[sys.argv[3]]()


main()
