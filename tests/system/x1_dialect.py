# SPDX-License-Identifier: BSD-3-Clause
"""x1_dialect.py - X1 requests as several peers write them, put together from
the standard's tables: prefixes, namespaces declared here or there, the order
of a head, versions, text in other spellings."""
import datetime

from x1_client import COMMON, X1, XSI

TRANSACTION = '3741800e-971b-4aa9-85f4-466d2b1adc7f'


class Dialect:
    """How a peer writes: `x` and `c` stand for its prefixes, `d` for what it
    declares where an element of TS 103 280 begins. `names` has what else
    stands for something in a body."""
    names = {}

    def __init__(self, version, x, c, xsi, **more):
        self.version, self.x, self.c, self.xsi = version, x, c, xsi
        self.local = more.get('local', False)
        self.zone = more.get('zone', 'Z')
        self.ordered = more.get('ordered', True)
        self.text = more.get('text', str)
        self.between = more.get('between', '')

    def head(self, **other):
        now = datetime.datetime.now(datetime.timezone.utc)
        if self.zone != 'Z':
            now += datetime.timedelta(hours=1)
        fields = {'admfIdentifier': 'admf-1', 'neIdentifier': 'ne-1',
                  'messageTimestamp':
                  now.strftime('%Y-%m-%dT%H:%M:%S.%f') + self.zone,
                  'version': self.version, 'x1TransactionId': TRANSACTION}
        fields.update(other)
        lines = [f'<{self.x}{k}>{self.text(v)}</{self.x}{k}>'
                 for k, v in fields.items() if v is not None]
        return lines if self.ordered else lines[::-1]

    def message(self, kind, body, **other):
        inside = self.between.join(self.head(**other) + [body.format(
            x=self.x, c=self.c, **self.names,
            d=self.declare(self.c, COMMON) if self.local else '')])
        return (f'<{self.x}x1RequestMessage {self.xsi}:type='
                f"'{self.x}{kind}'>{inside}</{self.x}x1RequestMessage>")

    @staticmethod
    def declare(prefix, ns):
        return f' xmlns:{prefix[:-1]}="{ns}"' if prefix else f' xmlns="{ns}"'

    def document(self, *messages):
        common = '' if self.local else self.declare(self.c, COMMON)
        return (f'<?xml version="1.0"?>{self.between}<{self.x}X1Request'
                f'{self.declare(self.x, X1)}{common} '
                f'xmlns:{self.xsi}="{XSI}">{"".join(messages)}'
                f'</{self.x}X1Request>')


def referenced(text):
    """Each character as a reference, or in a CDATA section."""
    half = len(text) // 2
    return (''.join(f'&#x{ord(c):x};' for c in text[:half]) +
            f'<![CDATA[{text[half:]}]]>')


DIALECTS = [
    Dialect('v1.6.1', 'ns1:', 'ns2:', 'xsi', between='\n  '),
    Dialect('v1.22.1', '', 'etsi103280:', 'xsi', zone='+01:00'),
    Dialect('v1.15.2', 'x1.a-b:', '', 'i', local=True, ordered=False,
            text=referenced, between='<!-- - --><?a b?>\r\n'),
]

PLACE = ('<{x}ipAddressAndPort><{c}address{d}><{c}%s>%s</{c}%s></{c}address>'
         '<{c}port{d}><{c}%s>4444</{c}%s></{c}port></{x}ipAddressAndPort>')
IP4 = PLACE % ('IPv4Address', '192.0.2.7', 'IPv4Address', 'TCPPort', 'TCPPort')
IP6 = PLACE % ('IPv6Address', '2001:0db8:0000:0000:0000:0000:0000:0007',
               'IPv6Address', 'TCPPort', 'TCPPort')
UDP = PLACE % ('IPv4Address', '192.0.2.7', 'IPv4Address', 'UDPPort', 'UDPPort')


def did(value):
    return '<{x}dId>' + value + '</{x}dId>'


def xid(value):
    return '<{x}xId>' + value + '</{x}xId>'


def destination(address, which='{DID}', delivery='X2Only', rest=''):
    return ('<{x}destinationDetails>' + did(which) +
            '<{x}friendlyName>MDF 1</{x}friendlyName><{x}deliveryType>' +
            delivery + '</{x}deliveryType><{x}deliveryAddress>' + address +
            '</{x}deliveryAddress>' + rest + '</{x}destinationDetails>')


def targets(*pairs):
    return ''.join('<{x}targetIdentifier><{x}%s>%s</{x}%s>'
                   '</{x}targetIdentifier>' % (n, v, n) for n, v in pairs)


SIP = targets(('impu', 'sip:canary@ims.example'))


def task(who=SIP, which='{XID}', dids=did('{DID}'), delivery='X2Only',
         rest=''):
    return ('<{x}taskDetails>' + xid(which) + '<{x}targetIdentifiers>' + who +
            '</{x}targetIdentifiers><{x}deliveryType>' + delivery +
            '</{x}deliveryType><{x}listOfDIDs>' + dids + '</{x}listOfDIDs>' +
            rest + '</{x}taskDetails>')


HASHED = X1 + '/HashedID'
# cl. D.3.1
SALT = '4241792fc4d3d097'
DIGEST = 'ddbe522009b5b32f1b84c82c06dedc0d24ba373d4ae244790fd071076b4536c0'


def context(name, algorithm='sha-256', salt=SALT, which='{XID}'):
    return (f'<{{x}}{name} xmlns:q="{HASHED}" xmlns:w="{XSI}" '
            'w:type="q:HashContext"><{x}objectId>' + which +
            f'</{{x}}objectId><q:hashAlgorithm>{algorithm}</q:hashAlgorithm>'
            f'<q:salt>{salt}</q:salt></{{x}}{name}>')


def digest(kind, value=DIGEST, which='{XID}'):
    return (f'<{{x}}targetIdentifier><{{x}}hashedIdentifier xmlns:q="{HASHED}">'
            '<q:hashContextID>' + which + '</q:hashContextID>'
            f'<q:targetIdentityType>{kind}</q:targetIdentityType>'
            f'<q:hashDigest>{value}</q:hashDigest></{{x}}hashedIdentifier>'
            '</{x}targetIdentifier>')
