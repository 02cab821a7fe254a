#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_conform.py PORT CERTS on|off|away - every request of TS 103 221-1, in the
dialects of three peers, and every code that an NE can give, the one that says
most. The requests are written here from the standard's tables; each code that
was given is printed."""
import datetime
import os
import sys
import uuid

from x1_client import COMMON, X1, XSI, Answer, Client, ET, check_schema, \
    validate

XID, XID2, DID, DID2 = (str(uuid.uuid4()) for _ in range(4))
NEVER = str(uuid.uuid4())
TRANSACTION = '3741800e-971b-4aa9-85f4-466d2b1adc7f'


class Dialect:
    """How a peer writes: `x` and `c` stand for its prefixes, `d` for what it
    declares where an element of TS 103 280 begins."""

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
            x=self.x, c=self.c, XID=XID, XID2=XID2, DID=DID, DID2=DID2,
            NEVER=NEVER, d=self.declare(self.c, COMMON) if self.local
            else '')])
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


def mediation(delivery, rest='', liid='LIID-1'):
    return ('<{x}listOfMediationDetails><{x}mediationDetails><{x}LIID>' +
            liid + '</{x}LIID><{x}deliveryType>' + delivery +
            '</{x}deliveryType>' + rest +
            '</{x}mediationDetails></{x}listOfMediationDetails>')


END = '<{x}EndTime>%s</{x}EndTime>'
SERVICES = ('<{x}listOfServiceTypes><{x}serviceType>pushToTalk'
            '</{x}serviceType></{x}listOfServiceTypes>')

# Identifiers that this NE matches; that it does not, of the schema.
KNOWN = [('impu', 'tel:+15551230001'), ('impi', 'canary@ims.example'),
         ('imsi', '001010000000001'), ('imei', '35693803564380'),
         ('e164Number', '15551230001'), ('sipUri', 'sips:canary@ims.example'),
         ('telUri', 'tel:+15551230002'), ('nai', 'canary@ims.example'),
         ('supiimsi', '001010000000001'), ('peiImei', '35693803564380'),
         ('gpsiMsisdn', '15551230001')]
UNKNOWN = [('macAddress', '00:00:5e:00:53:01'), ('ipv4Address', '192.0.2.1'),
           ('tcpPort', '80'), ('emailAddress', 'canary@example.org'),
           ('h323Uri', 'h323:canary@example.org'), ('radiusAttribute', '0a'),
           ('callPartyRole', 'Originating'),
           ('peiImeisv', '3569380356438001'), ('gpsiNai', 'canary@a.example'),
           ('peiImeiCheckDigit', '356938035643809'), ('eui64', '00:00:5e:ff:fe:00:53:01')]

# Type, body, code: in this order, from nothing to nothing.
ON = [
    ('PingRequest', '', 0),
    ('KeepaliveRequest', '', 0),
    ('GetNEStatusRequest', '', 0),
    ('GetAllDetailsRequest', '', 0),
    # table 14 to 20
    ('CreateDestinationRequest', destination(IP4), 0),
    ('CreateDestinationRequest', destination(IP4), 2030),
    ('CreateDestinationRequest', destination(IP6, '{DID2}', 'X2andX3'), 0),
    ('CreateDestinationRequest', destination(UDP, '{NEVER}'), 6020),
    ('CreateDestinationRequest', destination(
        '<{x}uri>https://mdf.example/</{x}uri>', '{NEVER}'), 6020),
    ('CreateDestinationRequest', destination(
        '<{x}e164Number>15551230001</{x}e164Number>', '{NEVER}'), 6020),
    ('CreateDestinationRequest', destination(
        '<{x}emailAddress>mdf@example.org</{x}emailAddress>', '{NEVER}'),
     6020),
    ('CreateDestinationRequest', destination(IP4, '{NEVER}', 'X3Only'), 6000),
    ('ModifyDestinationRequest', destination(IP6), 0),
    ('ModifyDestinationRequest', destination(IP4, '{NEVER}'), 2040),
    ('ModifyDestinationRequest', destination(IP4, delivery='X3Only'), 6001),
    ('GetDestinationDetailsRequest', did('{DID}'), 0),
    ('GetDestinationDetailsRequest', did('{DID2}'), 0),
    ('GetDestinationDetailsRequest', did('{NEVER}'), 2040),
    ('GetAllDestinationDetailsRequest', '', 0),
    # tables 4 to 13
    ('ActivateTaskRequest', task(rest=mediation(
        'HI2andHI3', END % '2099-01-01T00:00:00.000000-05:30')), 0),
    ('ActivateTaskRequest', task(), 2010),
    ('ActivateTaskRequest', task(which='{NEVER}', dids=did('{NEVER}')), 2040),
    ('ActivateTaskRequest', task(which='{XID2}', dids=did('{DID}') +
                                 did('{DID2}')), 0),
    ('GetTaskDetailsRequest', xid('{XID}'), 0),
    ('GetTaskDetailsRequest', xid('{XID2}'), 0),
    ('GetTaskDetailsRequest', xid('{NEVER}'), 2020),
    ('ActivateTaskRequest', task(targets(*[KNOWN[0]] * 9), '{NEVER}'), 3020),
    ('ActivateTaskRequest', task(which='{NEVER}', dids=''.join(
        did(str(uuid.uuid4())) for _ in range(9))), 3030),
    ('ActivateTaskRequest', task(which='{NEVER}', dids=''), 3040),
    ('ActivateTaskRequest', task(which='{NEVER}', rest=SERVICES), 3050),
    ('ActivateTaskRequest', task(which='{NEVER}', delivery='X3Only'), 3000),
    ('ActivateTaskRequest', task(which='{NEVER}', rest=mediation(
        'HI2Only', END % '2020-01-01T00:00:00.000000Z')), 3000),
    ('ModifyTaskRequest', task(targets(KNOWN[2], KNOWN[3])), 0),
    ('ModifyTaskRequest', task(which='{NEVER}'), 2020),
    ('ModifyTaskRequest', task(dids=did('{NEVER}')), 2040),
    ('ModifyTaskRequest', task(delivery='X3Only'), 3001),
    ('GetAllTaskDetailsRequest', '', 0),
    ('GetAllDetailsRequest', '', 0),
    ('ListAllDetailsRequest', '', 0),
    ('RemoveDestinationRequest', did('{DID}'), 7010),
    ('RemoveDestinationRequest', did('{NEVER}'), 2040),
    ('RemoveAllDestinationsRequest', '', 8010),
    ('DeactivateTaskRequest', xid('{XID}'), 0),
    ('DeactivateTaskRequest', xid('{XID}'), 2020),
    ('DeactivateAllTasksRequest', '', 0),
    ('RemoveDestinationRequest', did('{DID2}'), 0),
    ('RemoveAllDestinationsRequest', '', 0),
    # generic objects: hash contexts alone
    ('GetAllGenericObjectDetailsRequest', '', 0),
    ('CreateObjectRequest', '<{x}createObject/>', 8500),
    ('ModifyObjectRequest', '<{x}modifyObject/>', 8510),
    ('CreateObjectRequest', context('createObject', salt='42' * 7), 8500),
    ('CreateObjectRequest', context('createObject', salt='42' * 33), 8500),
    ('CreateObjectRequest', context('createObject', 'sha-1'), 8500),
    ('CreateObjectRequest', context('createObject', salt='4'), 1010),
    ('CreateObjectRequest', context('createObject'), 0),
    ('CreateObjectRequest', context('createObject'), 2050),
    ('ModifyObjectRequest', context('modifyObject', 'sha3-512'), 0),
    ('ModifyObjectRequest', context('modifyObject', which='{NEVER}'), 2060),
    ('ModifyObjectRequest', context('modifyObject'), 0),
    ('GetObjectRequest', '<{x}objectId>{XID}</{x}objectId>', 0),
    ('GetAllGenericObjectDetailsRequest', '', 0),
    ('ListObjectsOfTypeRequest', '<{x}objectType>Q{{' + HASHED +
     '}}HashContext</{x}objectType>', 0),
    ('ListObjectsOfTypeRequest', '<{x}objectType>Q{{' + X1 +
     '}}DestinationSet</{x}objectType>', 0),
    ('CreateDestinationRequest', destination(IP4), 0),
    ('ActivateTaskRequest', task(digest('InternationalE164')), 0),
    ('ActivateTaskRequest', task(digest('tcpPortRange'), '{NEVER}'), 3010),
    ('ActivateTaskRequest', task(digest('impu', value='dd'), '{NEVER}'), 3010),
    ('ActivateTaskRequest', task(digest('impu', which='{NEVER}'), '{NEVER}'),
     2060),
    ('GetTaskDetailsRequest', xid('{XID}'), 0),
    ('GetAllDetailsRequest', '', 0),
    ('ListAllDetailsRequest', '', 0),
    ('ModifyObjectRequest', context('modifyObject'), 8510),
    ('DeleteObjectRequest', '<{x}objectId>{XID}</{x}objectId>', 8530),
    ('DeleteAllObjectsRequest', '', 8540),
    ('DeactivateTaskRequest', xid('{XID}'), 0),
    ('DeleteObjectRequest', '<{x}objectId>{XID}</{x}objectId>', 0),
    ('RemoveDestinationRequest', did('{DID}'), 0),
    ('GetObjectRequest', '<{x}objectId>{NEVER}</{x}objectId>', 2060),
    ('DeleteObjectRequest', '<{x}objectId>{NEVER}</{x}objectId>', 2060),
    ('DeleteAllObjectsRequest', '', 0),
    # what an NE is not asked
    ('ReportTaskIssueRequest', xid('{XID}') +
     '<{x}taskReportType>Warning</{x}taskReportType>', 1000),
    # no body, or another's
    ('ActivateTaskRequest', '', 1010),
    ('ActivateTaskRequest', xid('{XID}'), 1010),
    ('DeactivateTaskRequest', '', 1010),
    ('DeactivateTaskRequest', xid('{XID}'.upper()) + xid('{XID}'), 1010),
    ('CreateDestinationRequest', task(), 1010),
    ('PingRequest', xid('{XID}'), 1010),
    ('ActivateTaskRequest', task(targets(('imsi', 'canary'))), 1010),
    ('ActivateTaskRequest', task(delivery='X2'), 1010),
    ('ActivateTaskRequest', task(rest='<{x}canary/>'), 1010),
]
HEADS = [
    ({'version': 'v2.1.1'}, 1020), ({'version': 'v1'}, 1020),
    ({'admfIdentifier': 'admf-2'}, 1030), ({'neIdentifier': 'ne-2'}, 1060),
    ({'messageTimestamp': '2026-01-01T00:00:00Z'}, 1010),
    ({'messageTimestamp': None}, 1010), ({'version': None}, 1010),
]
OFF = [
    ('KeepaliveRequest', '', 1070),
    ('DeactivateAllTasksRequest', '', 5010),
    ('RemoveAllDestinationsRequest', '', 8020),
]
# lmisfd does not answer: what each request has for what no other code says
AWAY = [
    ('PingRequest', '', 0),
    ('ActivateTaskRequest', task(), 3000),
    ('ModifyTaskRequest', task(), 3001),
    ('DeactivateTaskRequest', xid('{XID}'), 4000),
    ('DeactivateAllTasksRequest', '', 5000),
    ('CreateDestinationRequest', destination(IP4), 6000),
    ('ModifyDestinationRequest', destination(IP4), 6001),
    ('RemoveDestinationRequest', did('{DID}'), 7000),
    ('RemoveAllDestinationsRequest', '', 8000),
    ('ListAllDetailsRequest', '', 1000),
]


def ask(client, dialect, kind, body, want, **other):
    document = dialect.document(dialect.message(kind, body, **other))
    published = os.environ.get('LMISF_X1_XSD')
    # What this file says is X1 must be so by the standard's own schema.
    if published and want not in (1010, 1020) and dialect.ordered:
        validate(document, published)
    status, _, text = client.post(document)
    assert status == 200, status
    check_schema(text)
    assert b'canary' not in text or want == 0, text
    answer = Answer(ET.fromstring(text)[0])
    assert answer.code == want, (kind, body, want, text)
    assert answer.text('x1TransactionId') == TRANSACTION
    if want:
        assert answer.kind == 'ErrorResponse'
        assert answer.text('requestMessageType') == kind[:-len('Request')]
    else:
        assert answer.kind == kind[:-len('Request')] + 'Response'
    print('code', want)
    return answer


def identifiers(client, dialect):
    ask(client, dialect, 'CreateDestinationRequest', destination(IP4), 0)
    for pair in KNOWN:
        ask(client, dialect, 'ActivateTaskRequest', task(targets(pair)), 0)
        ask(client, dialect, 'GetTaskDetailsRequest', xid('{XID}'), 0)
        ask(client, dialect, 'DeactivateTaskRequest', xid('{XID}'), 0)
    for which in ('Local', 'NonLocal'):
        party = ('nonLocalIdentifier', which)
        for pair in KNOWN:
            named = pair[0] in ('impu', 'e164Number', 'sipUri', 'telUri',
                                'gpsiMsisdn')
            ask(client, dialect, 'ActivateTaskRequest',
                task(targets(party, pair)), 0 if named else 3020)
            if not named:
                continue
            said = ask(client, dialect, 'GetTaskDetailsRequest', xid('{XID}'),
                       0)
            assert said.text('nonLocalIdentifier') == which, said
            assert said.text(pair[0]), said
            ask(client, dialect, 'DeactivateTaskRequest', xid('{XID}'), 0)
        ask(client, dialect, 'ActivateTaskRequest', task(targets(party)), 3020)
    product = '<{x}productID>' + NEVER + '</{x}productID>'
    ask(client, dialect, 'ActivateTaskRequest', task(rest=product), 0)
    said = ask(client, dialect, 'GetTaskDetailsRequest', xid('{XID}'), 0)
    assert said.text('productID') == NEVER, said
    ask(client, dialect, 'ModifyTaskRequest', task(), 0)
    said = ask(client, dialect, 'GetTaskDetailsRequest', xid('{XID}'), 0)
    assert said.text('productID') is None, said
    ask(client, dialect, 'DeactivateTaskRequest', xid('{XID}'), 0)
    for pair in UNKNOWN:
        for who in (targets(pair), SIP + targets(pair)):
            ask(client, dialect, 'ActivateTaskRequest', task(who), 3010)
    ask(client, dialect, 'RemoveDestinationRequest', did('{DID}'), 0)


def main():
    client = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    rows = {'on': ON, 'off': OFF, 'away': AWAY}[sys.argv[3]]
    for dialect in DIALECTS:
        for row in rows:
            ask(client, dialect, *row)
        if rows is ON:
            for other, code in HEADS:
                ask(client, dialect, 'PingRequest', '', code, **other)
            identifiers(client, dialect)
    if rows is ON:
        other = Client(int(sys.argv[1]), sys.argv[2], 'admf-other')
        ask(other, DIALECTS[0], 'PingRequest', '', 1040,
            admfIdentifier='admf-2')


main()
