#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_bombs.py PORT CERTS PID MEMORY - documents that are made to cost: beyond
the bounds that are kept before a parser sees one, and just within them. None is
taken, each is answered with at most a second of CPU of lmisf-x1d, PID, and of
all that it starts, nobody of them has more than MEMORY kB, and nobody ends of
it. TS 103 221-1 cl. 8.3"""
import codecs
import os
import sys
import threading
import time

from x1_client import COMMON, X1, XSI, Client

PORT, CERTS, PID = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
MEMORY = int(sys.argv[4])
ROOM = 1 << 20  # octets of a request
TICKS = os.sysconf('SC_CLK_TCK')


# ---- what it costs ----

def family(pid=PID):
    """A process and all below it."""
    yield pid
    try:
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as f:
            children = f.read().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def cpu():
    """Seconds that they had, with those of theirs that have ended."""
    total = 0
    for pid in family():
        try:
            with open(f'/proc/{pid}/stat', encoding='ascii') as f:
                total += sum(map(int, f.read().rpartition(')')[2]
                                 .split()[11:15]))
        except OSError:
            pass
    return total / TICKS


class Memory(threading.Thread):
    """Watches how much each of them has at most; readers come and go."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.readers, self.over = 0, set(), False

    def look(self, pid):
        try:
            with open(f'/proc/{pid}/status', encoding='ascii') as f:
                status = dict(line.split(':', 1) for line in f)
        except OSError:
            return
        if status['Name'].strip() == 'read-xml':
            self.readers.add(pid)
        if 'VmHWM' in status:
            self.most = max(self.most, int(status['VmHWM'].split()[0]))

    def run(self):
        while not self.over:
            for pid in family():
                self.look(pid)
            time.sleep(0.002)


# ---- what comes ----

def root(inside, more=''):
    return (f'<X1Request xmlns="{X1}" xmlns:c="{COMMON}" xmlns:i="{XSI}"'
            f'{more}>{inside}</X1Request>')


HEAD = ('<admfIdentifier>admf-1</admfIdentifier><neIdentifier>ne-1'
        '</neIdentifier><messageTimestamp>2026-01-01T00:00:00.000000Z'
        '</messageTimestamp><version>v1.6.1</version><x1TransactionId>'
        '3741800e-971b-4aa9-85f4-466d2b1adc7f</x1TransactionId>')
XID = '<xId>5a5a5a5a-0000-4000-8000-000000000001</xId>'


def message(kind, body, head=HEAD):
    return (f'<x1RequestMessage i:type="{kind}Request">{head}{body}'
            '</x1RequestMessage>')


def full(start, piece, end, less=0):
    """As many pieces as there is room for."""
    n = (ROOM - less - len((start + end).encode())) // len(piece.encode())
    return start + piece * n + end


def around(kind, before, piece, after):
    start, end = root(message(kind, before + '\0' + after)).split('\0')
    return full(start, piece, end)


def within():
    """What a parser sees."""
    names = [f'n{i}' for i in range(20)]
    spaces = [' '.join(f'xmlns:{n}="urn:{d}:{n}"' for n in names)
              for d in range(18)]
    nest = ''.join(f'<e{d} {s}>' for d, s in enumerate(spaces))
    close = ''.join(f'</e{d}>' for d in reversed(range(18)))
    yield 'deep', root('<a>' * 22 + '</a>' * 22)
    yield 'wide', root('<a/>' * 65000)
    yield 'attributes', full(root('\0').split('\0')[0], '<a ' + ' '.join(
        f'b{i}=""' for i in range(24)) + '/>', '</X1Request>')
    yield 'long attributes', full(root('\0').split('\0')[0], '<a ' + ' '.join(
        f'b{i}="{"c" * 160}"' for i in range(24)) + '/>', '</X1Request>')
    yield 'name spaces', full(root(nest + '\0').split('\0')[0],
                              '<n7:x n3:a="" n4:a="" n5:a=""/>',
                              close + '</X1Request>')
    yield 'types', full(root('\0').split('\0')[0],
                        '<x1RequestMessage i:type="nobody:PingRequest"/>',
                        '</X1Request>')
    yield 'messages', full(root('\0').split('\0')[0],
                           message('Deactivate', '', ''), '</X1Request>')
    yield 'text', around('DeactivateTask', '<xId>', 'a', '</xId>')
    yield 'references', around('DeactivateTask', '<xId>', '&#x61;', '</xId>')
    yield 'CDATA', around('DeactivateTask', '<xId>', '<![CDATA[a]]>',
                          '</xId>')
    yield 'comments', around('DeactivateTask', '', '<!---->', '')
    yield 'instructions', around('DeactivateTask', '', '<?a?>', '')
    yield 'blanks', around('DeactivateTask', '', ' ', '')
    yield 'one again', around('DeactivateTask', '', XID, '')
    yield 'targets', around(
        'ActivateTask', '<taskDetails>' + XID + '<targetIdentifiers>',
        '<targetIdentifier><impu>sip:a@b</impu></targetIdentifier>',
        '</targetIdentifiers></taskDetails>')
    yield 'a salt', around(
        'CreateObject', f'<createObject xmlns:q="{X1}/HashedID" i:type="q:'
        'HashContext"><objectId>5a5a5a5a-0000-4000-8000-000000000001'
        '</objectId><q:hashAlgorithm>sha-256</q:hashAlgorithm><q:salt>',
        '42', '</q:salt></createObject>')
    yield 'an entity of nobody', around('DeactivateTask', '<xId>', '&a;',
                                        '</xId>')
    yield 'a schema elsewhere', root(
        message('DeactivateTask', ''),
        f' i:schemaLocation="{X1} http://127.0.0.1:{PORT}/x.xsd"')
    yield 'an inclusion', root(
        '<i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text" '
        'href="file:///etc/passwd"/>')


def beyond():
    """What no parser sees."""
    good = root(message('DeactivateAllTasks', ''))
    laughs = ''.join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">'
                     for i in range(12))
    for name, inside in (
            ('billion laughs', '<!ENTITY e0 "ha">' + laughs),
            ('quadratic', f'<!ENTITY e12 "{"q" * 60000}">'),
            ('a loop', '<!ENTITY e12 "&e13;"><!ENTITY e13 "&e12;">'),
            ('parameters', '<!ENTITY % p "<!ENTITY e12 \'&#37;p;\'>"> %p;'),
            ('external', '<!ENTITY e12 SYSTEM "file:///etc/passwd">'),
            ('defaults', '<!ATTLIST X1Request ' + ' '.join(
                f'a{i} CDATA "{"b" * 50}"' for i in range(9000)) + '>')):
        yield name, (f'<!DOCTYPE X1Request [{inside}]>' + root(message(
            'DeactivateTask', '<xId>' + '&e12;' * 2000 + '</xId>')))
    yield 'a late DOCTYPE', '<!-- --><?a?>\n<!DOCTYPE a SYSTEM "b">' + good
    yield 'deeper', root('<a>' * 25 + '</a>' * 25)
    yield 'deepest', '<a>' * 300000
    yield 'wider', root('<a/>' * 66000)
    yield '25 attributes', root('<a ' + ' '.join(
        f'b{i}=""' for i in range(25)) + '/>')
    yield 'as many attributes as fit', root('<a ' + ' '.join(
        f'b{i}=""' for i in range(100000)) + '/>')
    yield 'an attribute', root(f'<a b="{"c" * 900000}"/>')
    for code in ('utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-be',
                 'cp037', 'utf-7'):
        yield code, good.encode(code) if code != 'utf-7' else (
            b'<?xml version="1.0" encoding="UTF-7"?>' + good.encode(code))
    for code in ('ISO-8859-1', 'ISO-2022-JP', 'GB18030', 'Shift_JIS',
                 'EUC-KR', 'x'):
        yield code, f'<?xml version="1.0" encoding="{code}"?>{good}'
    for octets in (b'\xc0\xbc', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xfe',
                   b'\xc2', b'\x00', b'\x1b$B', b'\xef\xbf\xbe'):
        yield repr(octets), good.encode().replace(b'<adm', octets + b'<adm', 1)
    yield 'marked, and not UTF-8', codecs.BOM_UTF8 + good.encode('latin-1') + \
        b'\xe9'


# ---- the tries ----

def one(client, name, body, seen):
    before = cpu()
    status, _, text = client.post(body)
    used = cpu() - before
    assert status == 200, (name, status)
    assert b'X1TopLevelErrorResponse' in text or (
        b'ErrorResponse' in text and b'<ns1:oK>' not in text), (name, text)
    # TS 103 221-1 table 45: nothing of a file or a target comes back
    assert b'root:' not in text and b'sip:a@b' not in text, name
    if not seen:
        assert b'X1TopLevelErrorResponse' in text, (name, text[:400])
    assert used < 1, (name, used)
    return used


def main():
    client, memory, most = Client(PORT, CERTS, 'admf'), Memory(), (0, '')
    memory.start()
    count = 0
    for seen, attacks in ((True, within()), (False, beyond())):
        for name, body in attacks:
            size = len(body if isinstance(body, bytes) else body.encode())
            assert size <= ROOM, (name, size)
            most = max(most, (one(client, name, body, seen), name))
            other = Client(PORT, CERTS, 'admf')
            assert other.ask('Ping').ok, name
            other.close()
            count += 1
    status, _, _ = client.post(b' ' * (ROOM + 1))
    assert status == 413, status
    memory.over = True
    memory.join()
    print(f'{count} documents, the dearest {most[1]}: {most[0]:.2f} s of CPU; '
          f'{memory.most} kB at most, {len(memory.readers)} readers')
    assert memory.readers, 'no reader was seen'
    assert 0 < memory.most < MEMORY, memory.most


main()
