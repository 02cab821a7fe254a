# SPDX-License-Identifier: BSD-3-Clause
"""cx_mutants.py - exchanges of Cx in which something is not what it should be, and
others that are only unusual. TS 29.229 cl. 6.1 to 6.3; RFC 6733 cl. 3, 4.

Cases are (number, name, octets of the request, octets of the answer): the number
is the end-to-end identifier. Equal generators give equal cases.
"""
import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cx_feed import CX, GPP, avp  # noqa: E402

REQUEST, PROXIABLE, ERROR, AGAIN = 0x80, 0x40, 0x20, 0x10
UAR, SAR, LIR, MAR = 300, 301, 302, 303
MOST = 64000    # octets of a message: what freeDiameter takes is more
PROFILE = (b'<?xml version="1.0" encoding="UTF-8"?><IMSSubscription><PrivateID>'
           b'%s@ims.example</PrivateID><ServiceProfile><PublicIdentity>'
           b'<Identity>sip:%s@ims.example</Identity></PublicIdentity>'
           b'</ServiceProfile></IMSSubscription>')
BOMB = (b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">%s]><IMSSubscription>&h;'
        b'</IMSSubscription>' % b''.join(
            b'<!ENTITY %c "%s">' % (c, b'&%c;' % (c - 1) * 10)
            for c in b'bcdefgh'))


def number(value):
    return struct.pack('>I', value)


def common(request, user):
    host = b'client.ims.test' if request else b'hss.ims.test'
    to = avp(283, b'ims.test') if request else avp(268, number(2001))
    return [avp(263, b'client.ims.test;' + user + b';cx'),
            avp(260, avp(266, number(GPP)) + avp(258, number(CX))),
            avp(277, number(1)), to, avp(264, host), avp(296, b'ims.test')]


def avps_of(command, request, user):
    """A plain message of this command: its AVPs. TS 29.229 cl. 6.1"""
    impi, impu = user + b'@ims.example', b'sip:' + user + b'@ims.example'
    out = common(request, user)
    if request:
        out += [avp(1, impi), avp(601, impu)]
        more = {UAR: [avp(600, b'visited.test'), avp(623, number(0))],
                SAR: [avp(602, b'sip:scscf.ims.test'), avp(614, number(5)),
                      avp(624, number(0))],
                LIR: [], MAR: [avp(607, number(1)),
                               avp(612, avp(608, b'Digest-AKAv1-MD5')),
                               avp(602, b'sip:scscf.ims.test')]}
    else:
        more = {UAR: [avp(602, b'sip:scscf.ims.test')],
                SAR: [avp(606, PROFILE % (user, user)),
                      avp(618, avp(621, b'aaa://ccf.ims.test'))],
                LIR: [avp(602, b'sip:scscf.ims.test')],
                MAR: [avp(601, impu), avp(607, number(1)),
                      avp(612, avp(613, number(1)) + avp(
                          608, b'Digest-AKAv1-MD5') + avp(609, b'n' * 32)
                          + avp(610, b'r' * 8))]}
    return out + more.get(command, [])


def message(flags, command, end, avps):
    body = b''.join(avps)
    return struct.pack('>IIIII', 1 << 24 | 20 + len(body), flags << 24 | command,
                       CX, end & 0xffffff, end) + body


def base_of(command, request, user):
    return message(REQUEST | PROXIABLE if request else PROXIABLE, command, 0,
                   avps_of(command, request, user))


def command_of(m):
    return int.from_bytes(m[5:8], 'big')


# ---- only unusual: a message that has to be understood ----

def unknown(rng, size):
    """An AVP of nobody's that need not be understood. RFC 6733 cl. 4.1"""
    data = rng.randbytes(size)
    return (struct.pack('>III', 90000 + rng.randrange(999),
                        0x80 << 24 | 12 + size, 99999)
            + data + bytes(-size % 4))


def shuffled(rng, avps):
    rest = avps[1:]
    rng.shuffle(rest)
    return avps[:1] + rest


def beside(rng, avps, *more):
    for one in more:
        avps.insert(rng.randrange(1, len(avps) + 1), one)
    return avps


UNUSUAL = (
    ('in another order', shuffled),
    ('an unknown AVP', lambda r, a: beside(r, a, unknown(r, r.randrange(99)))),
    ('a long one', lambda r, a: beside(r, a, unknown(r, 50000))),
    ('two hundred', lambda r, a: beside(
        r, a, *(unknown(r, r.randrange(9)) for _ in range(200)))),
    ('from afar', lambda r, a: beside(
        r, a, *(avp(282, b'proxy%d.ims.test' % n) for n in range(20)))),
    ('by proxies', lambda r, a: beside(r, a, avp(284, avp(
        280, b'proxy.ims.test') + avp(33, r.randbytes(30))))),
    ('without a name of its user', lambda r, a: [
        x for x in a if x[:4] != number(1)]),
)


def unusual(rng, each=20):
    """Of a de-registration of the target: each has to be reported."""
    n = 0
    for name, change in UNUSUAL:
        for _ in range(each):
            n += 1
            flags = REQUEST | PROXIABLE | rng.choice((0, AGAIN))
            yield (n, name, message(flags, SAR, n, change(
                rng, avps_of(SAR, True, b'canary'))),
                base_of(SAR, False, b'canary'))


# ---- broken ----

LENGTHS = (0, 1, 4, 7, 8, 9, 11, 12, 13, 255, 65535, 0x7fffff, 0xffffff)
VALUES = (b'', b'\0', b'\0' * 4, b'\xff' * 4, b'\xff' * 64, b'%n%s%x' * 20,
          b'a' * 255, b'a' * 256, b'b' * 4001, b'c' * 60000, b'\xc0\xaf',
          b'sip:', b'sip:@', b'tel:', b'sip:' + b'@' * 300, b'\r\n' * 30,
          b'sip:canary%00@ims.example', BOMB, PROFILE[:60], b'<' * 3000,
          b'<a>' * 3000, b'\xfe\xff\0<')
CODES = (0, 1, 263, 264, 268, 279, 284, 297, 600, 601, 602, 606, 607, 608, 609,
         612, 614, 632, 635, 650, 0xffffffff)


ROUTING = 6     # AVPs of common(): a relay ends the connection when these are broken


def head_of(one):
    return 12 if one[4] & 0x80 else 8


def flip(rng, octets, start=0):
    octets = bytearray(octets)
    for _ in range(rng.randrange(1, 5)):
        if start < len(octets):
            octets[rng.randrange(start, len(octets))] = rng.randrange(256)
    return bytes(octets)


def one_of(change):
    """Change one AVP of a list."""
    def of_list(rng, avps):
        at = rng.randrange(len(avps))
        return avps[:at] + [change(rng, avps[at])] + avps[at + 1:]
    return of_list


def with_length(rng, one):
    near = len(one) + rng.randrange(-5, 6)
    n = rng.choice(LENGTHS + (near, near, near)) & 0xffffff
    return one[:5] + n.to_bytes(3, 'big') + one[8:]


def with_inner_length(rng, one):
    """The length of the first AVP in a group, or what would be there."""
    at = head_of(one)
    if len(one) < at + 8:
        return flip(rng, one, at)
    return one[:at] + with_length(rng, one[at:])


def with_value(rng, one):
    head, value = head_of(one), rng.choice(VALUES)
    return (one[:5] + (head + len(value)).to_bytes(3, 'big') + one[8:head]
            + value + bytes(-len(value) % 4))


def with_flags(rng, one):
    """But the one that says whether there is a vendor."""
    return one[:4] + bytes([one[4] & 0x80 | rng.randrange(128)]) + one[5:]


def wrapped(codes):
    def in_groups(rng, one):
        """As deep as fits."""
        for _ in range(rng.choice((1, 10, 100, 1000, 3000))):
            if len(one) + 12 > MOST // 2:
                break
            one = avp(rng.choice(codes), one)
        return one
    return in_groups


def often(rng, avps):
    return avps + [rng.choice(avps)] * rng.choice((1, 64, 500))


def missing(rng, avps):
    at = rng.randrange(len(avps))
    return avps[:at] + avps[at + 1:]


def cut(rng, avps):
    octets = b''.join(avps)
    return [octets[:rng.randrange(len(octets))]]


# What a relay passes on, as it does not look into it.
INSIDE = (
    ('flipped', one_of(lambda r, x: flip(r, x, head_of(x)))),
    ('inner length', one_of(with_inner_length)),
    ('code', one_of(lambda r, x: number(r.choice(CODES)) + x[4:]
                    if x[4] & 0x80 else flip(r, x, 8))),
    ('flags', one_of(with_flags)),
    ('value', one_of(with_value)),
    ('groups', one_of(wrapped((612, 615, 618, 632)))),
    ('often', often),
    ('missing', missing),
)
# What none passes on.
ANYWHERE = INSIDE + (
    ('flipped anywhere', one_of(flip)),
    ('length', one_of(with_length)),
    ('code of another', one_of(lambda r, x: number(r.choice(CODES)) + x[4:])),
    ('vendor or none', one_of(lambda r, x: x[:4] + r.randbytes(1) + x[5:])),
    ('groups of all', one_of(wrapped((279, 284, 297, 612)))),
    ('cut', cut),
)
HEADERS = ((0, b'\0'), (0, b'\2'), (0, b'\xff'), (1, b'\0\0\0'),
           (1, b'\0\0\x13'), (1, b'\xff' * 3), (5, b'\0\0\0'),
           (8, b'\xff' * 4))


def header(rng, m):
    """A header that is not one."""
    at, value = rng.choice(HEADERS + (
        (1, (len(m) + rng.randrange(-3, 4)).to_bytes(3, 'big')),
        (4, rng.randbytes(1)), (5, rng.randbytes(3)), (8, rng.randbytes(4))))
    return m[:at] + value + m[at + len(value):]


def several(rng, avps, what, first):
    """One to three things at once, of the AVPs from the first on."""
    names, kept, avps = [], avps[:first], avps[first:]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        name, change = rng.choice(what)
        later = change(rng, avps)
        if any(later) and sum(map(len, later)) < MOST:
            names.append(name)
            avps = later
        if change is cut:
            break  # what is left is no list
    return ', '.join(names), kept + avps


def mutants(count, rng, anywhere=False):
    """Every second one has a broken answer to a plain request. Anywhere: not only
    what a relay passes on, and of ten one with a broken header."""
    what, first = (ANYWHERE, 0) if anywhere else (INSIDE, ROUTING)
    for n in range(10000, 10000 + count):
        command = rng.choice((UAR, SAR, LIR, MAR))
        flags = (REQUEST | PROXIABLE, PROXIABLE)
        avps = [avps_of(command, request, b'canary')
                for request in (True, False)]
        name, avps[n % 2] = several(rng, avps[n % 2], what, first)
        both = [message(f, command, n, a) for f, a in zip(flags, avps)]
        if anywhere and rng.randrange(10) == 0:
            name, both[n % 2] = 'header', header(rng, both[n % 2])
        yield n, f'{("request", "answer")[n % 2]} {name}', *both
