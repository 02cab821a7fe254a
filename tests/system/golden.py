#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The octets of tests/data/golden/.

  golden.py octets DIR [FOLDER...]  those of all files, one after the other, by
                                    folder and name
  golden.py write DIR DUMP          write DIR anew with what `DUMP golden` says
                                    (oracle_dump), when decoders that are not
                                    ours have read all of it; else nothing is
                                    written

A test never writes them: a record that changes is looked at by a person, in the
difference of its file.
"""
import pathlib
import subprocess
import sys
import tempfile

FOLDERS = {
    'x2': 'X2, payload format 2 (TS 33.128), 14 (TS 33.108)',
    'x2_sip': 'X2, payload format 9 (SIP)',
    'hi2_r19': 'HI2, TS 33.128 release 19; ePSIRI of the HSS',
    'hi2_r17': 'HI2, TS 33.128 release 17',
    'hi2_ipmm': 'HI2, TS 102 232-5',
    'hi2_link': 'HI2, beside records',
}
ATTRIBUTES = {6: 'NFID', 7: 'IPID', 8: 'sequence number', 9: 'timestamp',
              10: 'source IPv4', 11: 'destination IPv4', 12: 'source IPv6',
              13: 'destination IPv6', 14: 'source port',
              15: 'destination port', 16: 'IP protocol',
              17: 'matched target', 18: 'other target'}
HEADER = ((2, 'version 0.{}'), (2, 'PDU type {}'), (4, 'header length {}'),
          (4, 'payload length {}'), (2, 'payload format {}'),
          (2, 'direction {}'), (16, 'XID'), (8, 'correlation'))
WIDTH = 24  # octets of a line
NESTED = 19  # threeGPP33128DefinedIRI is octets that are a value, too


def lines(octets, words, taken=0):
    """Octets as lines; those of a value behind `taken` of its head."""
    end = max(WIDTH, taken)
    rows = [octets[:end].hex() + '\t# ' + words]
    rows += [octets[i:i + WIDTH].hex()
             for i in range(end, len(octets), WIDTH)]
    return rows


def printable(octets):
    return octets and all(0x20 <= o < 0x7f for o in octets)


def words_of(octets):
    if octets.startswith(b'v=0\r\n'):
        return ' SDP'
    if b'\r\n\r\n' in octets:
        return ' SIP'
    return f' "{octets.decode()}"' if printable(octets) else ''


def head(octets):
    """Class, tag, constructed, octets of the head, of the content."""
    at = 1
    tag = octets[0] & 31
    if tag == 31:
        tag = 0
        more = 0x80
        while more:
            more = octets[at] & 0x80
            tag = tag << 7 | octets[at] & 0x7f
            at += 1
    length = octets[at]
    at += 1
    if length & 0x80:
        n = length & 0x7f
        length = int.from_bytes(octets[at:at + n], 'big')
        at += n
    return octets[0] >> 6, tag, bool(octets[0] & 0x20), at, length


def tree(octets, depth=0):
    """Each element of DER on a line of its own."""
    rows = []
    while octets:
        kind, tag, constructed, n, length = head(octets)
        name = '.' * depth + (f'[{tag}]' if kind == 2 else f'[univ {tag}]')
        content = octets[n:n + length]
        nested = tag == NESTED and kind == 2 and content[:1] == b'0'
        if (constructed or nested) and length:
            rows += [octets[:n].hex() + f'\t# {name}, {length} octets']
            rows += tree(content, depth + 1)
        else:
            rows += lines(octets[:n + length], name + words_of(content))
        octets = octets[n + length:]
    return rows


def x2(octets):
    rows = []
    at = 0
    for size, words in HEADER:
        part = octets[at:at + size]
        number = part[-1] if size == 2 else int.from_bytes(part, 'big')
        rows += lines(part, words.format(number))
        at += size
    end = int.from_bytes(octets[4:8], 'big')
    while at < end:
        kind, size = (int.from_bytes(octets[i:i + 2], 'big')
                      for i in (at, at + 2))
        value = octets[at + 4:at + 4 + size]
        words = f'{kind} {ATTRIBUTES[kind]}'
        if printable(value) and kind not in (8, 9):
            words += ': ' + value.decode()
        rows += lines(octets[at:at + 4 + size], words)
        at += 4 + size
    payload = octets[end:]
    if not payload:
        return rows
    sip = int.from_bytes(octets[12:14], 'big') == 9
    return rows + ['# the payload'] + (lines(payload, 'SIP') if sip
                                       else tree(payload))


def judges():
    erlang = subprocess.run(
        ['erl', '-noshell', '-eval', 'ok = application:load(asn1), '
         '{ok, V} = application:get_key(asn1, vsn), io:format("~s", [V]), '
         'halt().'], capture_output=True, check=True, text=True).stdout
    tshark = subprocess.run(['tshark', '--version'], capture_output=True,
                            check=True, text=True).stdout.split()[2].rstrip('.')
    return erlang, tshark


def page(folder, what, octets, erlang, tshark):
    """One file."""
    by = []
    if folder != 'x2_sip':
        by.append(f"Erlang's asn1 {erlang} (the same octets again)")
    if folder.startswith('x2'):
        by.append(f'tshark {tshark}')
    shown = x2(octets) if octets[0] == 0 else tree(octets)
    return '\n'.join(['# SPDX-License-Identifier: BSD-3-Clause',
                      f'# {what}', f'# {FOLDERS[folder]}.',
                      f'# When it was written it was read by'
                      f' {" and ".join(by)}.', '#',
                      '# Octets in hexadecimal; from # to the end of a line is'
                      ' for people.'] + shown) + '\n'


def load(path):
    text = ''.join(line.split('#')[0] for line in
                   path.read_text(encoding='utf-8').splitlines())
    return bytes.fromhex(text)


def files(where, folders):
    for folder in folders or FOLDERS:
        yield from sorted((where / folder).glob('*.hex'))


def table(records):
    """What there is of each record, by format."""
    folders = list(FOLDERS)
    rows = {}
    for path, what, octets in records:
        folder, name = path.split('/')
        rows.setdefault(name, [what, {}])[1][folder] = len(octets)
    out = ['| record | what | ' + ' | '.join(folders) + ' |',
           '|---|---|' + '---|' * len(folders)]
    for name, (what, sizes) in sorted(rows.items()):
        out.append(f'| {name} | {what} | ' + ' | '.join(
            f'[{sizes[f]}]({f}/{name}.hex)' if f in sizes else '-'
            for f in folders) + ' |')
    return '\n'.join(out) + '\n'


def judge(stream, dump):
    """Nobody of ours decides whether the octets are right."""
    here = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as work:
        for tool, some in (('oracle_erlang', stream['erlang']),
                           ('oracle_tshark', stream['tshark'])):
            path = pathlib.Path(work, tool)
            path.write_bytes(some)
            subprocess.run([here / tool, path], check=True,
                           env={'PATH': '/usr/bin:/bin', 'HOME': work,
                                'ORACLE_DUMP': str(dump)})
        return subprocess.run([dump, 'fields'], input=stream['tshark'],
                              capture_output=True, check=True).stdout.decode()


def write(where, dump):
    said = subprocess.run([dump, 'golden'], capture_output=True, check=True,
                          text=True).stdout
    records = [(path, what, bytes.fromhex(octets)) for path, what, octets in
               (line.split('\t') for line in said.splitlines())]
    ordered = sorted(records, key=lambda r: (
        list(FOLDERS).index(r[0].split('/')[0]), r[0]))
    streams = {'erlang': b''.join(o for p, _, o in ordered
                                  if not p.startswith('x2_sip')),
               'tshark': b''.join(o for p, _, o in ordered
                                  if p.startswith('x2'))}
    fields = judge(streams, dump)
    erlang, tshark = judges()
    for old in files(where, []):
        old.unlink()
    for path, what, octets in records:
        file = where / f'{path}.hex'
        file.parent.mkdir(exist_ok=True)
        file.write_text(page(path.split('/')[0], what, octets, erlang,
                             tshark), encoding='utf-8')
    notes = (where / 'x2' / 'fields').read_text(encoding='utf-8')
    (where / 'x2' / 'fields').write_text(''.join(
        line + '\n' for line in notes.splitlines()
        if line.startswith('#')) + fields, encoding='utf-8')
    notes = (where / 'README.md').read_text(encoding='utf-8')
    (where / 'README.md').write_text(
        notes[:notes.index('| record |')] + table(records), encoding='utf-8')


def main(args):
    if args[:1] == ['octets'] and len(args) > 1:
        for path in files(pathlib.Path(args[1]), args[2:]):
            sys.stdout.buffer.write(load(path))
    elif args[:1] == ['write'] and len(args) == 3:
        write(pathlib.Path(args[1]), pathlib.Path(args[2]).resolve())
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main(sys.argv[1:])
