# SPDX-License-Identifier: BSD-3-Clause
"""Content that is told from all else, and where octets are.

  deliver_erased.py send PORT N [I]    N messages of alice with content of ours,
                                       numbered from I
  deliver_erased.py take DB FILE       keep octets of each sealed record
  deliver_erased.py find FILE WHERE... how often they are in these files
  deliver_erased.py find = WHERE...    how often the content is, in clear
"""
import hashlib
import re
import socket
import sqlite3
import sys
import time

MARK = b'canary-%s'


def mark(i):
    """A word that no other message has, nor any program."""
    return MARK % hashlib.sha256(b'%d' % i).hexdigest()[:24].encode()


def message(i):
    body = b'the text of ' + mark(i) + b' ' * (i * 37 % 900)
    return (b'MESSAGE sip:bob@ims.example SIP/2.0\r\n'
            b'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-' + b'%d' % i +
            b'\r\nFrom: <sip:alice@ims.example>;tag=1\r\n'
            b'To: <sip:bob@ims.example>\r\n'
            b'Call-ID: erased-' + b'%d' % i + b'\r\nCSeq: 1 MESSAGE\r\n'
            b'X-Content: ' + mark(i) + b'\r\n'
            b'P-Asserted-Identity: <sip:alice@ims.example>\r\n'
            b'Content-Type: text/plain\r\nContent-Length: ' +
            b'%d' % len(body) + b'\r\n\r\n' + body)


def send(port, count, first=0):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for i in range(int(first), int(first) + int(count)):
        out.sendto(message(i), ('127.0.0.1', int(port)))
        time.sleep(0.001)


def take(path, kept):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    with open(kept, 'wb') as out:
        count = 0
        for (record,) in db.execute('SELECT record FROM payload'):
            # behind its head, where any octet is the cipher's
            out.write(record[100:132])
            count += 1
    print(count)


def find(kept, *where):
    if kept == '=':
        words = [re.escape(b'canary-') + b'[0-9a-f]{24}']
    else:
        with open(kept, 'rb') as f:
            octets = f.read()
        words = [re.escape(octets[i:i + 32])
                 for i in range(0, len(octets), 32)]
    pattern = re.compile(b'|'.join(words))
    found = 0
    for path in where:
        with open(path, 'rb') as f:
            found += len(pattern.findall(f.read()))
    print(found)


{'send': send, 'take': take, 'find': find}[sys.argv[1]](*sys.argv[2:])
