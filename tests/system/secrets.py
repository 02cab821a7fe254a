# SPDX-License-Identifier: BSD-3-Clause
"""What keys went over the wire, and in which files they are.

  secrets.py tee LISTEN TO FILE     a Unix socket in front of another: FILE
                                    gets what went through, both ways
  secrets.py of PCAP SECRETS        by tshark's reading of MAA and PPR, and ck
                                    and ik of 401s; prints how many of each
  secrets.py memory PID FILE        all that this process could write to, the
                                    pages that no core has included, but for
                                    what is zero
  secrets.py opened DB LIB KEY FILE all that stands in the store, unsealed by
                                    the SQLite extension LIB
  secrets.py in SECRETS FILE...     is any there: as octets, in hexadecimal, in
                                    base64? Says which kind, never the value

A nonce is delivered as it was seen: SIP-Authenticate in base64 is what a nonce
is, and is looked for as octets and in hexadecimal only. TS 29.229 cl. 6.3;
TS 24.229 cl. 5.4.1.2.1A
"""
import base64
import os
import re
import select
import socket
import sqlite3
import subprocess
import sys

AVPS = {'3GPP-SIP-Authenticate', '3GPP-SIP-Authorization',
        'Confidentiality-Key', 'Integrity-Key', 'Digest-HA1'}


def tee(listen, to, path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(listen)
    server.listen(4)
    print('listening', flush=True)
    with open(path, 'ab', buffering=0) as out:
        while True:
            near, _ = server.accept()
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(to)
                relay(near, far, out)
            except OSError:
                pass  # one of the two has gone: the tap calls again
            near.close()
            far.close()


def relay(near, far, out):
    while True:
        for one in select.select([near, far], [], [])[0]:
            data = one.recv(1 << 18)
            if not data:
                return
            out.write(data)
            (far if one is near else near).sendall(data)


def memory(pid, path):
    piece = 1 << 20
    with open(f'/proc/{pid}/maps', encoding='ascii') as f:
        maps = [line.split() for line in f]
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as mem, \
            open(path, 'wb') as out:
        for where, may, *_, in maps:
            if not may.startswith('rw'):
                continue
            at, end = (int(x, 16) for x in where.split('-'))
            mem.seek(at)
            while at < end:
                data = mem.read(min(piece, end - at))
                at += len(data)
                if data.count(0) != len(data):
                    out.write(data)


def opened(path, extension, key, to):
    db = sqlite3.connect(path)
    db.enable_load_extension(True)
    db.load_extension(extension)
    db.execute('SELECT lmisf_key(?)', (key,)).fetchall()
    db.text_factory = bytes
    columns = [tuple(x.decode() for x in row) for row in db.execute(
        """SELECT t.name, c.name FROM pragma_table_list t,
               pragma_table_info(t.name) c
           WHERE t.schema = 'main' AND t.type = 'table' AND NOT t.wr
               AND c.type = 'BLOB'""")]
    sealed = 0
    with open(to, 'wb') as out:
        for table, column in columns:
            for row, value in db.execute(
                    f'SELECT rowid, {column} FROM {table}').fetchall():
                try:
                    value = db.execute(
                        'SELECT lmisf_open(?, ?, ?, ?)',
                        (table, column, row, value)).fetchone()[0]
                    sealed += 1
                except sqlite3.Error:
                    pass  # it is not sealed: as it stands
                out.write((value or b'') + b'\n')
    print(f'{len(columns)} columns, {sealed} values unsealed')


def of(pcap, path):
    pdml = subprocess.run(
        ['tshark', '-r', pcap, '-T', 'pdml', '-Y',
         'diameter.cmd.code == 303 || diameter.cmd.code == 305'],
        check=True, capture_output=True, text=True).stdout
    found = set()
    command = '?'
    for line in pdml.splitlines():
        code = re.search(r'name="diameter.cmd.code".* show="(\d+)"', line)
        if code:
            # a packet may have other messages beside
            command = {'303': 'MAA', '305': 'PPR'}.get(code[1], code[1])
        one = re.search(r'name="diameter\.([^"]+)".* value="([0-9a-f]{16,})"',
                        line)
        if one and one[1] in AVPS:
            found.add((command, one[1], one[2]))
    with open(pcap, 'rb') as f:
        wire = f.read()
    for name, value in re.findall(rb'\b([ci]k)="([0-9a-f]{32})"', wire):
        found.add(('401', name.decode(), value.decode()))
    with open(path, 'w', encoding='ascii') as f:
        for one in sorted(found):
            print(*one, file=f)
    for command in ('MAA', 'PPR', '401'):
        print(command, len([1 for one in found if one[0] == command]))


def forms(name, value):
    octets = bytes.fromhex(value)
    yield octets
    yield value.encode()
    yield value.upper().encode()
    if name != '3GPP-SIP-Authenticate':
        yield base64.b64encode(octets).rstrip(b'=')


def inside(path, files):
    with open(path, encoding='ascii') as f:
        secrets = [line.split() for line in f]
    bad = 0
    for file in files:
        with open(file, 'rb') as f:
            data = f.read()
        for command, name, value in secrets:
            if any(form in data for form in forms(name, value)):
                print(f'{name} of {command} is in {os.path.basename(file)}')
                bad += 1
    print(f'{len(secrets)} keys, {len(files)} files: {bad} found')
    sys.exit(1 if bad or not secrets else 0)


if sys.argv[1] == 'tee':
    tee(*sys.argv[2:])
elif sys.argv[1] == 'memory':
    memory(*sys.argv[2:])
elif sys.argv[1] == 'opened':
    opened(*sys.argv[2:])
elif sys.argv[1] == 'of':
    of(*sys.argv[2:])
else:
    inside(sys.argv[2], sys.argv[3:])
