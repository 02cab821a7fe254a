#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""canary_x1.py PORT CERTS WORDS OURS GIVEN set|wrong|away|end - an ADMF whose
requests name canaries, and others who send the like.

What only the ADMF is to be told, details of tasks, goes to GIVEN/x1.answers; what
is answered to anything else, with the head of HTTP, to OURS/x1.answers.
TS 103 221-1 cl. 6.2, cl. 6.4, cl. 6.7, table 45
"""
import http.client
import os
import ssl
import sys
import uuid

from x1_client import X1, Client, Xml

PORT, CERTS, WORDS, OURS, GIVEN, HOW = sys.argv[1:]
PORT = int(PORT)
with open(WORDS, encoding='ascii') as words:
    W = dict(line.split() for line in words)
USER = f'sip:{W["full"]}@ims.test'
DIDS = [str(uuid.uuid5(uuid.NAMESPACE_DNS, name))
        for name in ('x2', 'hi2', 'away')]
PORTS = (42069, 42070, 1)
TASKS = [
    ('impu', USER), ('telUri', 'tel:+' + W['full.number']),
    ('impi', W['full.imsi'] + '@ims.test'), ('imsi', W['full.imsi']),
    ('imei', W['full.imei']), ('e164Number', W['full.number']),
]
DETAILS = ('GetTaskDetails', 'GetAllDetails', 'GetAllTaskDetails',
           'ListAllDetails')


def xid(n):
    return f'{W["xid"]}-8{n:03x}-{n:012x}'


def keep(folder, octets):
    with open(os.path.join(folder, 'x1.answers'), 'ab') as f:
        f.write(octets + b'\n')


def send(c, body, folder=OURS, **http_of):
    """What comes back, kept with all of its head."""
    try:
        status, headers, text = c.post(body, **http_of)
    except (OSError, http.client.HTTPException):
        c.close()
        return b''
    keep(folder, f'{status} {headers}'.encode() + text)
    return text


def ask(c, kind, *body, good=None):
    private = kind in DETAILS and c.name == 'admf'
    text = send(c, c.document(c.message(kind, *body)),
                GIVEN if private else OURS)
    if good is not None:
        assert (b'ErrorResponse' not in text) == good, (kind, text)
    return text


def client(name):
    c = Client(PORT, CERTS, name)
    c.name = name
    if name == 'admf-other':
        c.admf = 'admf-2'
    return c


def activation(c, n, **other):
    kind, value = other.pop('target', TASKS[(n - 1) % len(TASKS)])
    content = n == 1
    return c.task(other.pop('xid', xid(n)), [(kind, value)],
                  other.pop('dids', DIDS if content else DIDS[:1]),
                  c.mediation(other.pop('liid', f'{W["liid"]}-{n}'),
                              'HI2andHI3' if content else 'HI2Only'), **other)


def set_up(c):
    for did, port in zip(DIDS, PORTS):
        ask(c, 'CreateDestination', c.destination(did, '127.0.0.1', port),
            good=True)
    for n in range(1, len(TASKS) + 1):
        ask(c, 'ActivateTask', activation(c, n), good=True)
        ask(c, 'GetTaskDetails', c.el('xId', xid(n)), good=True)
    ask(c, 'GetAllDetails', good=True)


def odd_bodies(c):
    """Well-formed, and refused for what is in it."""
    known = c.el('xId', xid(1))
    yield 'ActivateTask', activation(c, 1)  # 2010
    yield 'ActivateTask', activation(c, 99,
                                     dids=[xid(98)])  # 2040
    for kind in ('GetTaskDetails', 'DeactivateTask'):
        yield kind, c.el('xId', xid(97))  # 2020
        yield kind, c.el('xId', W['full'])
        yield kind, known, known
    yield 'ModifyTask', activation(c, 97)
    for kind in ('impu', 'impi', 'imsi', 'imei', 'telUri', 'e164Number',
                 'emailAddress', 'macAddress', 'tcpPort', W['full'], 'nai',
                 'gpsiNai', 'peiImeisv', 'sipUri'):
        for value in (W['full'], W['full.number'] + 'x', USER + ' ',
                      W['full.imei'] * 9):
            yield 'ActivateTask', activation(c, 96, target=(kind, value))
    for liid in (USER, W['liid'] + ' ' + W['full'], W['liid'] * 9):
        yield 'ActivateTask', activation(c, 95, liid=liid)
    yield 'ActivateTask', activation(c, 94, delivery=USER)
    yield 'ActivateTask', activation(c, 94,
                                     delivery='X3Only')
    yield 'ActivateTask', c.task(xid(93), [TASKS[0]] * 9, DIDS)
    yield 'ActivateTask', c.task(xid(93), [TASKS[0]], DIDS,
                                 c.el(W['full'], W['full']))
    yield 'ActivateTask', c.el('taskDetails', W['full'])
    yield 'CreateDestination', c.destination(xid(92), W['full'], 1, USER)
    yield 'CreateDestination', c.destination(DIDS[0], '127.0.0.1', 1, USER)
    yield 'CreateDestination', c.destination(xid(92), '127.0.0.1',
                                             W['full.number'])
    yield 'RemoveDestination', c.el('dId', xid(92))
    yield W['full'], known
    yield 'ReportTaskIssue', known, c.el('taskReportType', W['full'])
    for kind in ('CreateObject', 'GetObject', 'DeleteObject'):
        yield kind, c.el('objectId', xid(91))
    yield 'ListObjectsOfType', c.el('objectType', 'a:' + W['full'])
    yield 'RemoveAllDestinations',  # 8010: there are tasks


def odd_documents(c):
    """What is refused before its bodies are looked at, or for its head."""
    good = c.document(c.message('ActivateTask', activation(c, 90)))
    head, tail = good.split('?>\n', 1)
    user = W['full']
    yield f'{head}?>\n<!DOCTYPE {user} [<!ENTITY a "{USER}">]>{tail}'
    yield f'{head}?>\n<!DOCTYPE a SYSTEM "file:///{user}">{tail}'
    yield f'{head}?>\n<?{user} {user}?><!-- {user} -->{tail[:-4]}'
    yield good[:len(good) // 2]
    yield good.encode('utf-16')
    yield good + good
    yield USER
    yield f'<{user}>' * 40
    yield good.replace('UTF-8', user)
    yield good.replace(X1, X1 + user)
    yield good.replace('xmlns:xsi', f'xmlns:{user}="{user}" xmlns:xsi')
    yield good.replace('X1Request', user)
    yield good.replace('x1RequestMessage', user)
    yield good.replace('ActivateTaskRequest', f'{user}:{user}')
    for name in ('admfIdentifier', 'neIdentifier', 'messageTimestamp',
                 'version', 'x1TransactionId'):
        before, after = f'<ns1:{name}>', f'</ns1:{name}>'
        start = good.index(before) + len(before)
        end = good.index(after)
        yield good[:start] + USER + good[end:]
        yield good[:start] + user * 40 + good[end:]
    many = [c.message('ActivateTask', activation(c, 1)), Xml(USER),
            c.message(user, activation(c, 89))]
    yield c.document(*many)
    yield c.document(*many[:1] * 3)


def odd_http(c):
    good = c.document(c.message('ActivateTask', activation(c, 1)))
    user = W['full']
    yield {'path': '/' + user}
    yield {'path': f'/X1/NE?{USER}'}
    yield {'method': user.upper().replace('-', '')}
    for name in ('Content-Encoding', 'Transfer-Encoding', 'Content-Length',
                 'Expect', 'Host', user):
        yield {'headers': {name: user}, 'body': good}
    yield {'body': USER * (1 << 17)}
    yield {'headers': {'A' * 70000: USER}}


def wrong():
    for name in ('admf', 'admf-other'):
        c = client(name)
        for kind, *body in odd_bodies(c):
            ask(c, kind, *body)
        for document in odd_documents(c):
            send(c, document)
        for request in odd_http(c):
            send(c, request.pop('body', USER), **request)
            c.close()
        if name == 'admf-other':
            for kind in DETAILS:
                ask(c, kind, c.el('xId', xid(1)))
        c.close()
    # Who has no certificate that holds, names somebody before and in TLS.
    for name in (None, 'admf-stranger', 'admf-expired', 'admf-nobody',
                 W['full']):
        c = Client(PORT, CERTS, name)
        try:
            s = c.tls.wrap_socket(http.client.socket.create_connection(
                c.where), server_hostname=f'{W["full"]}.{W["full.number"]}')
            s.sendall(f'POST /{USER} HTTP/1.1\r\n\r\n'.encode())
            s.settimeout(5)
            keep(OURS, s.recv(65536))
            s.close()
        except (ssl.SSLError, OSError):
            pass
    s = http.client.socket.create_connection(('127.0.0.1', PORT))
    s.sendall(f'POST /{USER} HTTP/1.1\r\n\r\n'.encode())
    s.close()


def away():
    """lmisfd does not answer in time: what came of it is told later."""
    c = client('admf')
    for kind in ('ActivateTask', 'ModifyTask'):
        ask(c, kind, activation(c, 2))
    ask(c, 'GetTaskDetails', c.el('xId', xid(2)))


def end():
    c = client('admf')
    ask(c, 'ModifyTask', activation(c, 2, liid=W['liid'] + '-22'), good=True)
    for n in range(1, len(TASKS) + 1):
        ask(c, 'DeactivateTask', c.el('xId', xid(n)), good=True)
    ask(c, 'GetTaskDetails', c.el('xId', xid(1)))


{'set': lambda: set_up(client('admf')), 'wrong': wrong, 'away': away,
 'end': end}[HOW]()
