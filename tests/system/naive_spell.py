# SPDX-License-Identifier: BSD-3-Clause
"""naive_spell.py - SIP as different stacks write it: one identity in many
spellings, one header in many forms. RFC 3261 cl. 7.3, 19.1.4, 25.1; RFC 3966"""
import struct

COMPACT = {'From': 'f', 'To': 't', 'Via': 'v', 'Call-ID': 'i', 'Contact': 'm',
           'Content-Type': 'c', 'Content-Length': 'l', 'Event': 'o',
           'Refer-To': 'r', 'Referred-By': 'b'}
DISPLAYS = ['', 'Bob', '"Bob, Jr."', '"a <sip:x@evil.example>"', 'Two Words',
            '"q\\" <sip:y@evil.example;"', '"x\\\\"', '"semi;tag=zz"',
            '"\u00c4\u00d6"', '"a:b@c"']
SPARE = ['transport=udp', 'lr', 'ob', 'maddr=192.0.2.77', 'x=y']


def mixed(rng, text):
    """Another case, where case does not count."""
    return ''.join(rng.choice((c.upper(), c.lower())) for c in text)


def escaped(rng, user):
    return ''.join('%%%02x' % ord(c) if c.isalnum() and rng.random() < .2
                   else c for c in user)


def visual(rng, digits):
    """With separators that mean nothing. RFC 3966 cl. 5.1.1"""
    return ''.join(c + (rng.choice('-.') if rng.random() < .2 else '')
                   for c in digits[:-1]) + digits[-1]


def tel(rng, rest, naked):
    number, _, params = rest.partition(';')
    if number.startswith('+'):
        number = '+' + visual(rng, number[1:])
    if not params and not naked:
        params = rng.choice(['', 'cpc=ordinary', 'npdi'])
    return mixed(rng, 'tel') + ':' + number + (';' + params if params else '')


def uri(rng, plain, odd, naked=False):
    """It again, so that it is still the same; naked: without parameters."""
    scheme, rest = plain.split(':', 1)
    if rng.random() >= odd:
        return plain.split(';')[0] if naked else plain
    if scheme == 'tel':
        return tel(rng, rest, naked)
    who, params = rest.partition(';')[::2]
    user, _, host = who.rpartition('@')
    phone = 'user=phone' in params
    if phone and rng.random() < .3:
        user = '+' + visual(rng, user[1:])
    if phone and rng.random() < .3:
        user += rng.choice([';npdi', ';cpc=ordinary', ';rn=+1999'])
    if not phone and rng.random() < .5:
        user = escaped(rng, user)
    out = mixed(rng, scheme) + ':' + user + '@' * bool(user) + mixed(rng, host)
    if ':' not in host:
        out += rng.choice(['', '', '', ':5060', ':05060'])
    extra = rng.sample(SPARE, rng.randrange(3)) + ['user=phone'] * phone
    rng.shuffle(extra)
    return out if naked else ';'.join([out] + extra)


def party(rng, plain, odd, params=''):
    """A name-addr, or an addr-spec where that is the same. RFC 3261 cl. 20"""
    if rng.random() < odd * .3 and ';' not in plain:
        return uri(rng, plain, odd, naked=True) + params
    display = rng.choice(DISPLAYS) if rng.random() < odd else ''
    blank = ' ' if display[:1] not in ('', '"') else ''
    return f'{display}{blank}<{uri(rng, plain, odd)}>{params}'


def header(rng, name, value, odd):
    if rng.random() < odd * .5:
        name = COMPACT.get(name, name)
    if rng.random() < odd * .5:
        name = mixed(rng, name)
    colon = ': '
    if rng.random() < odd:
        colon = rng.choice([':', ' : ', ':\t', ':\r\n ', ' :\r\n\t'])
    at = value.rfind(';')
    if rng.random() < odd * .3 and '<' in value and at > value.rfind('>') and \
            '"' not in value[at:]:
        fold = rng.choice(['\r\n ', '\r\n\t ', ' '])
        value = value[:at] + fold + value[at:]
    return f'{name}{colon}{value}\r\n'


def octets(address):
    return bytes(int(o) for o in address.split('.'))


def checksum(head):
    total = sum(struct.unpack(f'>{len(head) // 2}H', head))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def pcap(messages):
    """A capture of UDP datagrams over IPv4."""
    out = [struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101)]
    for m in messages:
        udp = struct.pack('>HHHH', 5060, 5060, 8 + len(m.octets), 0) + m.octets
        head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 0, 0, 64,
                           17, 0, octets(m.src), octets(m.dst))
        head = head[:10] + struct.pack('>H', checksum(head)) + head[12:]
        out.append(struct.pack('<IIII', m.at // 1000000, m.at % 1000000,
                               len(head + udp), len(head + udp)) + head + udp)
    return b''.join(out)
