# SPDX-License-Identifier: BSD-3-Clause
"""hostile.py - SIP messages in each of which one field is not what it should be.

Three messages of a target (a call that begins, its answer, a registration) are
written with every field apart. A case puts one anomaly of a class into one
field: cases() is every field times every anomaly, in the same order each time,
and case number N is the same octets on every machine. What is drawn (which
letters, which long value) comes of the seed and the number alone.

The target stands in two fields of each message, so that whichever is odd,
another one names him.
"""
import random

TARGET = b'canary-7f3a'
HOST = b'ims.example'

INVITE = [
    b'{method} {scheme}:{user}@{host}{port}{uriparam} {version}{eol}',
    b'Via{sep}{viaversion}/{viatransport} {viahost}{viaport};'
    b'branch={branch}{viaparam}{eol}',
    b'Max-Forwards: {forwards}{eol}',
    b'Route: <sip:{route};lr>{eol}',
    b'{fromheader}: {fromname}<{fromscheme}:{fromuser}@{fromhost}>;'
    b'tag={fromtag}{eol}',
    b'To: {toname}<sip:{touser}@{tohost}>{toparam}{eol}',
    b'Call-ID: {call}@{callhost}{eol}',
    b'CSeq: {cseq} {cseqmethod}{eol}',
    b'Contact: {contactname}<sip:{contactuser}@{contacthost}>'
    b'{contactparam}{eol}',
    b'P-Asserted-Identity: {painame}<sip:{paiuser}@{paihost}>{eol}',
    b'History-Info: <sip:{historyuser}@{historyhost}>;index={index}{eol}',
    b'P-Access-Network-Info: {access}{eol}',
    b'P-Charging-Vector: icid-value={icid}{eol}',
    b'{othername}: {othervalue}{eol}',
    b'Content-Type: {type}{eol}',
    b'Content-Length: {length}{eol}',
    b'{end}',
    b'v={sdpversion}\r\no={sdporigin}\r\ns=-\r\nc={sdpconnection}\r\n'
    b't=0 0\r\nm={sdpmedia}\r\n',
]

ANSWER = [
    b'{version} {code} {reason}{eol}',
    b'Via: SIP/2.0/UDP 192.0.2.1;branch={branch}{eol}',
    b'From: <sip:{fromuser}@ims.example>;tag={fromtag}{eol}',
    b'To: <sip:{touser}@ims.example>;tag={totag}{eol}',
    b'Call-ID: {call}@ue{eol}',
    b'CSeq: {cseq} {cseqmethod}{eol}',
    b'Contact: <sip:{contactuser}@192.0.2.2>{eol}',
    b'P-Asserted-Identity: <tel:{paitel}>, <sip:{paiuser}@ims.example>{eol}',
    b'Content-Length: 0{eol}',
    b'{end}',
]

REGISTER = [
    b'REGISTER sip:ims.example SIP/2.0{eol}',
    b'Via: SIP/2.0/TCP 192.0.2.1;branch={branch}{eol}',
    b'From: <sip:{fromuser}@ims.example>;tag={fromtag}{eol}',
    b'To: <sip:{touser}@ims.example>{eol}',
    b'Call-ID: {call}@ue{eol}',
    b'CSeq: {cseq} REGISTER{eol}',
    b'Contact: <sip:{contactuser}@192.0.2.1>;+sip.instance="<{instance}>"'
    b';expires={contactexpires};reg-id={regid}{eol}',
    b'Authorization: {authscheme} username="{username}", realm="{realm}",'
    b' nonce="{nonce}", uri="{uri}", response="{response}"{eol}',
    b'Path: <sip:{path};lr>{eol}',
    b'Expires: {expires}{eol}',
    b'Content-Length: 0{eol}',
    b'{end}',
]

FIELDS = {
    'method': b'INVITE', 'scheme': b'sip', 'user': b'bob', 'host': HOST,
    'port': b':5060', 'uriparam': b';user=phone', 'version': b'SIP/2.0',
    'eol': b'\r\n', 'sep': b': ', 'viaversion': b'SIP/2.0',
    'viatransport': b'UDP', 'viahost': b'192.0.2.1', 'viaport': b':5060',
    'branch': b'z9hG4bK7', 'viaparam': b';rport', 'forwards': b'70',
    'route': b'pcscf.ims.example', 'fromheader': b'From',
    'fromname': b'"A" ', 'fromscheme': b'sip', 'fromuser': TARGET,
    'fromhost': HOST, 'fromtag': b'f1', 'toname': b'', 'touser': b'bob',
    'tohost': HOST, 'toparam': b'', 'callhost': b'ue', 'cseq': b'1',
    'cseqmethod': b'INVITE', 'contactname': b'', 'contactuser': b'a',
    'contacthost': b'192.0.2.1', 'contactparam': b';expires=60',
    'painame': b'"A" ', 'paiuser': TARGET, 'paihost': HOST,
    'historyuser': b'carol', 'historyhost': HOST, 'index': b'1',
    'access': b'3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=26201D0F8ABCDE',
    'icid': b'i1', 'othername': b'X-Other', 'othervalue': b'value',
    'type': b'application/sdp', 'end': b'\r\n', 'sdpversion': b'0',
    'sdporigin': b'- 1 1 IN IP4 192.0.2.1', 'sdpconnection':
    b'IN IP4 192.0.2.1', 'sdpmedia': b'audio 40000 RTP/AVP 0',
    'code': b'200', 'reason': b'OK', 'totag': b't1', 'paitel': b'+15551230001',
    'instance': b'urn:gsma:imei:35123400-123456-0', 'contactexpires': b'600',
    'regid': b'1', 'authscheme': b'Digest',
    'username': TARGET + b'.private@ims.example', 'realm': HOST,
    'nonce': b'bm9uY2U', 'uri': b'sip:ims.example', 'response': b'0a' * 16,
    'path': b'pcscf.ims.example', 'expires': b'600',
    'length': None,  # what is right
}

# In each of these a field is varied only where no earlier message has it.
BASES = (INVITE, ANSWER, REGISTER)
ONLY = {'touser', 'fromuser', 'paiuser'}  # in each message that has them


def constant(*values):
    return [lambda d, r, v=v: v for v in values]


def longer(*sizes):
    return [lambda d, r, n=n: bytes([r.choice(b'aZ09')]) * n for n in sizes]


def around(*marks):
    out = []
    for m in marks:
        out += [lambda d, r, m=m: m, lambda d, r, m=m: m + d,
                lambda d, r, m=m: d + m,
                lambda d, r, m=m: d[:len(d) // 2] + m + d[len(d) // 2:]]
    return out


CLASSES = {
    'empty': constant(b'', b' ', b'\t'),
    'overflow': longer(64, 127, 128, 255, 256, 257, 1023, 1024, 2048, 4095,
                       8192, 8193, 16384, 32768, 50000),
    'number': constant(b'-1', b'0', b'00000000001', b'2147483648',
                       b'4294967295', b'4294967296', b'9223372036854775808',
                       b'18446744073709551616', b'9' * 100, b'0x41', b'1e9',
                       b'+1'),
    'format': constant(b'%s%s%s%s%s', b'%n%n%n%n', b'%x%p%d', b'%99999d',
                       b'%.9999s', b'${jndi}'),
    'escape': around(b'%', b'%00', b'%zz') + constant(
        b''.join(b'%%%02x' % c for c in TARGET)),
    'utf8': around(b'\xc0\xaf', b'\xff', b'\xed\xa0\x80') +
    constant(b'\xef\xbb\xbf', b'\xc3', b'\xf8\x88\x80\x80\x80', b'\xc3\xa9'),
    'control': around(b'\0', b'\x01', b'\x7f', b'\x0b'),
    'line': around(b'\r', b'\n', b'\r\n ', b'\r\n\t') +
    constant(b'\r\n', b'\r\n\r\n'),
    'quote': around(b'"', b'\\', b"'") + constant(b'""', b'"\\"'),
    'bracket': around(b'<', b'>', b'(', b')') +
    constant(b'[', b'[::1', b'[::1]]', b'[::ffff:1.2.3.4]', b'[' * 200,
             b'(' * 500, b'<' * 500),
    'separator': around(b';', b',', b':', b'@', b'=', b'?', b'/') +
    constant(b';' * 300, b',' * 300, b':' * 40, b'@' * 40),
    'repeat': [lambda d, r: d + d, lambda d, r: d + b' ' + d,
               lambda d, r: d + b',' + d, lambda d, r: d + b';' + d,
               lambda d, r: d * 100, lambda d, r: (d + b',') * 200],
    'case': [lambda d, r: d.upper(), lambda d, r: d.lower(),
             lambda d, r: d.swapcase()],
}


def fields_of(base):
    text = b''.join(base)
    return [f for f in FIELDS if b'{' + f.encode() + b'}' in text]


def plan():
    """(base, field, class, anomaly) of each case."""
    seen = set()
    for base in BASES:
        for field in fields_of(base):
            if field in seen and field not in ONLY:
                continue
            seen.add(field)
            for name, anomalies in CLASSES.items():
                for a in anomalies:
                    yield base, field, name, a


def write(base, values):
    """The octets; the body's length is right unless it is what is odd."""
    body = b''
    lines = list(base)
    if base is INVITE:
        body = fill(lines.pop(), values)
        if values['length'] is None:
            values['length'] = str(len(body)).encode()
    return b''.join(fill(line, values) for line in lines) + body


def fill(line, values):
    for name, value in values.items():
        if value is not None:
            line = line.replace(b'{' + name.encode() + b'}', value)
    return line


def cases(seed=1):
    """(number, "field class", octets) of each."""
    for number, (base, field, name, anomaly) in enumerate(plan()):
        rng = random.Random(f'{seed}-{number}')
        values = {'call': b'case-%d' % number}
        values.update(FIELDS)
        values[field] = anomaly(FIELDS[field] or b'100', rng)
        yield number, f'{field} {name}', write(base, values)


if __name__ == '__main__':
    print(sum(1 for _ in cases()), 'cases')
