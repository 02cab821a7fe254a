# SPDX-License-Identifier: BSD-3-Clause
"""canary.py - words that stand nowhere else, and where they are found.

  canary.py words FILE             draw them: lines of NAME TEXT
  canary.py find WORDS PLACE...    "PLACE: NAME as FORM" of each that stands in
                                   a file of these or below, or in a file's
                                   name; status 1 when there is any
  canary.py has WORDS PLACE NAME...  are all of these in it?
  canary.py plant WORDS PLACE TWIN a copy of each file below, with words put
                                   into its middle, in every form that find
                                   knows: does find see each of them?
  canary.py x2 FILE TO XID [--not] what lmisf-sink wrote, of this XID alone, or
                                   of all but it
  canary.py manager SOCKET TO
                                   until SIGTERM: what sd_notify(3) says there
  canary.py sample TO FOLDER...    until SIGTERM: what others can see of each
                                   process of this network namespace whose
                                   program is below a FOLDER, its command
                                   line, environment and names; and any file
                                   that it writes outside of TO/../..

A form is how software writes a word down: upper and lower case, hexadecimal,
base64 at each of its three offsets, escaped as in URIs, in 16 bits a letter,
backwards; digits also as BCD and, as 3GPP has it, as TBCD with swapped halves.
TS 29.002 cl. 17.7.8 (TBCD-STRING)
"""
import base64
import os
import random
import re
import signal
import socket
import stat
import sys
import time


def words(path):
    """Each user has a name of 11 octets, to be written into messages in place
    of another, and numbers so long that no form of them comes by chance in
    what is sealed: ITU-T E.164 cl. 6, TS 23.003 cl. 2.2, 6.2."""
    rng = random.SystemRandom()

    def digits(head, n):
        return head + ''.join(rng.choice('0123456789') for _ in range(n))

    def letters(n):
        return ''.join(rng.choice('ghjkmnpqrstvwxyz23456789')
                       for _ in range(n))

    with open(path, 'w', encoding='ascii') as f:
        for user in ('full', 'iri', 'court', 'nobody'):
            print(user, 'canary-' + letters(4), file=f)
            print(user + '.number', digits('1555', 11), file=f)
            print(user + '.imsi', digits('00101', 10), file=f)
            print(user + '.imei', digits('35', 12), file=f)
        # Of all of them the beginning is the same.
        print('liid', 'L-' + letters(8), file=f)
        print('xid', '%08x-%04x-4%03x' % (
            rng.getrandbits(32), rng.getrandbits(16), rng.getrandbits(12)),
            file=f)
        print('text', 'said-' + letters(8), file=f)
        print('warrant', 'case-' + letters(8), file=f)
        print('judge', 'judge-' + letters(8), file=f)


def read_words(path):
    with open(path, encoding='ascii') as f:
        return dict(line.split() for line in f)


# ---- forms ----

def base64_of(octets):
    """What is the same whatever stands around them."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + octets)
        last = (before + len(octets)) * 8 // 6
        part = whole[-(-before * 8 // 6):last]
        yield part
        yield part.translate(bytes.maketrans(b'+/', b'-_'))


def bcd_of(digits):
    """Packed, in either order, beginning in either half of an octet."""
    for text in (digits, digits[1:]):
        text = text[:len(text) & ~1]
        yield 'BCD', bytes.fromhex(text)
        yield 'TBCD', bytes.fromhex(''.join(
            b + a for a, b in zip(text[::2], text[1::2])))


def forms(text):
    """(form, octets, whether upper and lower case are one) of each."""
    low = text.lower()
    yield 'text', low.encode(), True
    yield 'text backwards', low[::-1].encode(), True
    yield 'UTF-16', '\0'.join(low).encode(), True
    if not low.isalnum():
        yield 'URI', ''.join(c if c.isalnum() else f'%{ord(c):02x}'
                             for c in low).encode(), True
    octets = {low.encode(), text.upper().encode()}
    if re.fullmatch('[0-9a-f]{8}(-[0-9a-f]{4}){2}', low):
        octets.add(bytes.fromhex(low.replace('-', '')))
        yield 'octets', bytes.fromhex(low.replace('-', '')), False
    if low.isdigit() and len(low) == 14:  # TS 23.003 cl. 13.8
        yield 'IMEI of a URN', f'{low[:8]}-{low[8:]}'.encode(), False
    if low.isdigit():
        for form, value in bcd_of(low):
            octets.add(value)
            yield form, value, False
    for value in sorted(octets):
        yield 'hexadecimal', value.hex().encode(), True
        yield 'URI, all of it', ''.join(f'%{c:02x}' for c in value).encode(), \
            True
        for part in sorted(set(base64_of(value))):
            yield 'base64', part, False


def patterns(found):
    known = [(name, *form) for name, text in found.items()
             for form in forms(text)]
    assert min(len(pattern) for _, _, pattern, _ in known) >= 6
    return known


# ---- search ----

def files(place):
    """(path, its name or octets) of each file, and each name of one."""
    if not os.path.isdir(place):
        with open(place, 'rb') as f:
            yield place, f.read()
        return
    for folder, _, names in os.walk(place):
        for name in names:
            path = os.path.join(folder, name)
            yield path, name.encode()
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, 'rb') as f:
                    yield path, f.read()


def inside(octets, known):
    folded = octets.lower()
    return {(name, form) for name, form, pattern, fold in known
            if pattern in (folded if fold else octets)}


def find(found, places, out=sys.stdout):
    known = patterns(found)
    count = 0
    hits = set()
    for place in places:
        for path, octets in files(place):
            count += 1
            hits |= {(path, *hit) for hit in inside(octets, known)}
    for path, name, form in sorted(hits):
        print(f'{path}: {name} as {form}', file=out)
    print(f'{len(found)} words in {len(known)} forms, {count} files and '
          f'names: {len(hits)} found', file=sys.stderr)
    return hits


def plant(found, place, twin):
    known = patterns(found)
    todo = [(path, octets) for path, octets in files(place)
            if octets != os.path.basename(path).encode()]
    os.makedirs(twin)
    missed = 0
    for n, (path, octets) in enumerate(todo):
        middle = len(octets) // 2
        # Each file has some, each form is in some file.
        some = known[n::len(todo)] or [known[n % len(known)]]
        put = b'\n'.join(pattern.upper() if fold and n % 2 else pattern
                         for _, _, pattern, fold in some)
        copy = os.path.join(twin, f'{n}.copy')
        with open(copy, 'wb') as f:
            f.write(octets[:middle] + b'\n' + put + b'\n' + octets[middle:])
        got = inside(next(files(copy))[1], known)
        for name, form, _, _ in some:
            if (name, form) not in got:
                print(f'{path}: {name} as {form} is not seen')
                missed += 1
    with open(os.path.join(twin, found['full'] + '.tmp'), 'wb'):
        pass
    with open(os.devnull, 'w', encoding='ascii') as quiet:
        hits = {path for path, *_ in find(found, [twin], quiet)}
    print(f'{len(known)} forms put into {len(todo)} files', file=sys.stderr)
    return missed == 0 and len(hits) == len(todo) + 1 and len(todo) > 0


def x2(path, to, xid, *without):
    """TS 103 221-2 cl. 5.2: lengths of header and payload, then the XID."""
    want = bytes.fromhex(xid.replace('-', ''))
    with open(path, 'rb') as f, open(to, 'wb') as out:
        while head := f.read(32):
            size = sum(int.from_bytes(head[n:n + 4], 'big') for n in (4, 8))
            pdu = head + f.read(size - 32)
            if (head[16:32] == want) != bool(without):
                out.write(pdu)


# ---- processes ----

class Sampler:
    """Looks at /proc again and again; what was seen is written once."""

    def __init__(self, to, folders):
        self.to, self.folders = to, tuple(folders)
        self.home = os.path.dirname(os.path.dirname(to)) + '/'
        # What a test runner has left open for everybody is none of ours.
        self.given = set(map(self.target, os.listdir('/proc/self/fd')))
        self.net = os.readlink('/proc/self/ns/net')
        self.others, self.seen = set(), set()
        os.makedirs(to, exist_ok=True)

    @staticmethod
    def target(fd, pid='self'):
        try:
            return os.readlink(f'/proc/{pid}/fd/{fd}')
        except FileNotFoundError:
            return ''

    def note(self, where, pid, octets):
        if (where, octets) in self.seen:
            return
        self.seen.add((where, octets))
        with open(os.path.join(self.to, where), 'ab') as f:
            f.write(b'%d: ' % pid + octets + b'\n')

    def is_ours(self, pid):
        if os.readlink(f'/proc/{pid}/ns/net') != self.net:
            self.others.add(pid)
            return False
        # One that is not ours may start a program of ours yet.
        return os.readlink(f'/proc/{pid}/exe').startswith(self.folders)

    def look(self, pid):
        base = f'/proc/{pid}/'
        for where in ('cmdline', 'environ'):
            with open(base + where, 'rb') as f:
                self.note(where, pid, f.read())
        for task in os.listdir(base + 'task'):
            with open(f'{base}task/{task}/comm', 'rb') as f:
                self.note('comm', pid, f.read().rstrip())
        for fd in os.listdir(base + 'fd'):
            self.look_at(pid, fd)

    def look_at(self, pid, fd):
        path = self.target(fd, pid)
        if not path.startswith('/') or path in self.given or \
                path.startswith(('/memfd:', '/dev/')):
            return
        with open(f'/proc/{pid}/fdinfo/{fd}', encoding='ascii') as f:
            flags = int(re.search(r'flags:\s*([0-7]+)', f.read())[1], 8)
        if flags & os.O_ACCMODE == os.O_RDONLY or not stat.S_ISREG(
                os.stat(f'/proc/{pid}/fd/{fd}').st_mode):
            return
        if not path.startswith(self.home):
            self.note('writes-elsewhere', pid, path.encode())

    def round(self):
        now = {p for p in os.listdir('/proc') if p.isdigit()}
        self.others &= now
        for pid in now - self.others:
            try:
                if self.is_ours(pid):
                    self.look(int(pid))
            except (FileNotFoundError, ProcessLookupError):
                pass  # it is over, or has no program yet
            except PermissionError:
                self.others.add(pid)  # of another user namespace


def sample(to, folders):
    sampler = Sampler(to, folders)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print('looking', flush=True)
    while True:
        sampler.round()
        time.sleep(0.01)


def manager(path, to):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(path)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print('listening', flush=True)
    while True:
        said = s.recv(65536)
        with open(to, 'ab') as f:
            f.write(said + b'\n')


def main():
    how, *rest = sys.argv[1:]
    if how == 'words':
        words(rest[0])
    elif how == 'sample':
        sample(os.path.abspath(rest[0]),
               [os.path.realpath(f) for f in rest[1:]])
    elif how == 'manager':
        manager(*rest)
    elif how == 'x2':
        x2(*rest)
    elif how == 'find':
        sys.exit(1 if find(read_words(rest[0]), rest[1:]) else 0)
    elif how == 'has':
        known = read_words(rest[0])
        with open(os.devnull, 'w', encoding='ascii') as quiet:
            got = {hit[1] for hit in find(known, [rest[1]], quiet)}
        lacking = [name for name in rest[2:] if name not in got]
        sys.exit(f'not in {rest[1]}: {lacking}' if lacking else 0)
    elif how == 'plant':
        sys.exit(0 if plant(read_words(rest[0]), rest[1], rest[2]) else 1)


main()
