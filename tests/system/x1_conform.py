#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_conform.py PORT CERTS on|off|away - every request of TS 103 221-1, in the
dialects of three peers, and every code that an NE can give, the one that says
most. The requests are written here from the standard's tables; each code that
was given is printed."""
import os
import sys
import uuid

from x1_client import X1, Answer, Client, ET, check_schema, validate
from x1_dialect import DIALECTS, HASHED, IP4, IP6, SIP, TRANSACTION, UDP, \
    Dialect, context, destination, did, digest, targets, task, xid

XID, XID2, DID, DID2 = (str(uuid.uuid4()) for _ in range(4))
NEVER = str(uuid.uuid4())
Dialect.names = {'XID': XID, 'XID2': XID2, 'DID': DID, 'DID2': DID2,
                 'NEVER': NEVER}


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
     '<{x}taskReportType>Warning</{x}taskReportType>', 1080),
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


# What these are given for need not be of the schema: objects of no kind, salts of
# other lengths.
NOT_SO = (1010, 1020, 8500, 8510)


def ask(client, dialect, kind, body, want, **other):
    if want == 1080 and dialect.version == 'v1.6.1':
        want = 1000  # that version has no such code
    document = dialect.document(dialect.message(kind, body, **other))
    published = os.environ.get('LMISF_X1_XSD')
    # What this file says is X1 must be so by the standard's own schema.
    if published and want not in NOT_SO and dialect.ordered:
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


def correlations(client, dialect):
    """table 4: a number without an end, which is given back; 24 digits are
    what xmllint takes"""
    for number in (0, 2 ** 63, 2 ** 64 - 1, 2 ** 64, 10 ** 24 - 1):
        ask(client, dialect, 'ModifyTaskRequest', task(
            rest=f'<{{x}}correlationID>{number}</{{x}}correlationID>'), 0)
        said = ask(client, dialect, 'GetTaskDetailsRequest', xid('{XID}'), 0)
        assert said.text('correlationID') == str(number), said
    ask(client, dialect, 'ModifyTaskRequest', task(
        rest=f'<{{x}}correlationID>{10 ** 40}</{{x}}correlationID>'), 3001)


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
    correlations(client, dialect)
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
