#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""tshark_view.py - what tshark makes of a stream of X2 PDUs.

usage: tshark_view.py X2 [ROWS]

Puts each PDU into a packet of a capture, has tshark dissect it as X2, prints
the first ROWS (4) of them and a count; exits 1 when tshark does not see every
record with its sequence number.
"""
import os
import struct
import subprocess
import sys
import tempfile

FIELDS = ['li5g.ver', 'li5g.type', 'li5g.pf', 'li5g.pd', 'li5g.xid', 'li5g.cid',
          'li5g.sq', 'li5g.nfid', 'li5g.ipid', 'li5g.srcip', 'li5g.mti']
SHOWN = ['li5g.xid', 'li5g.cid', 'li5g.sq', 'li5g.pf', 'li5g.pd', 'li5g.srcip',
         'li5g.mti']


def split(data):
    at = 0
    while at < len(data):
        head, size = struct.unpack_from('>II', data, at + 4)
        yield data[at:at + head + size]
        at += head + size


def text(field, value):
    """A field for people: tshark gives an attribute 17 as hexadecimal."""
    if field != 'li5g.mti':
        return value
    try:
        return bytes.fromhex(value.replace(':', '')).decode()
    except ValueError:
        return value


def main():
    pdus = list(split(open(sys.argv[1], 'rb').read()))
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    with tempfile.NamedTemporaryFile(suffix='.pcap', delete=False) as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 147))
        for pdu in pdus:
            f.write(struct.pack('<IIII', 0, 0, len(pdu), len(pdu)) + pdu)
    command = ['tshark', '-r', f.name, '-o',
               'uat:user_dlts:"User 0 (DLT=147)","li5g","0","","0",""',
               '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=f']
    for field in FIELDS:
        command += ['-e', field]
    seen = subprocess.run(command, capture_output=True, text=True, check=True,
                          env=dict(os.environ, HOME=tempfile.gettempdir()))
    os.unlink(f.name)
    lines = [dict(zip(FIELDS, line.split('|')))
             for line in seen.stdout.splitlines()]
    records = [line for line in lines if int(line['li5g.type'] or 0, 0) == 1]
    for line in records[:rows]:
        print('  ' + ' '.join('%s=%s' % (k[5:], text(k, line[k])) for k in SHOWN
                              if line[k]))
    good = [line for line in records if line['li5g.sq'] != '']
    want = sum(struct.unpack_from('>H', p, 2)[0] == 1 for p in pdus)
    print('  tshark reads %d of %d records, each with XID, sequence and '
          'matched target' % (len(good), want))
    sys.exit(0 if len(good) == want > 0 else 1)


main()
