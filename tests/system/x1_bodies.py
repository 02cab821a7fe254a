#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_bodies.py PORT CERTS - bodies of X1 requests, field by field: each form
that the tables of TS 103 221-1 cl. 6.2, 6.3 and annex C and the types of TS
103 280 allow is done or has the code that says why not, and what they do not
allow is 1010. Each is written out by hand, under a default namespace, with TS 103 280's
declared where it begins."""
import sys

from x1_client import COMMON, Client
from x1_styles import NOW, X1, XSI, ask, head

XID, OTHER = ('aaaaaaaa-0000-4000-8000-00000000000%d' % n for n in (1, 2))
DID, DID2, NEVER = ('dddddddd-0000-4000-8000-00000000000%d' % n
                    for n in (1, 2, 9))
EXTENSION = ('<Owner>3GPP</Owner><e:One xmlns:e="urn:3GPP:ns:li:'
             '3GPPX1Extensions:r18:v6" e:a="1"><e:Two>x</e:Two></e:One>')


def message(kind, body):
    return (f'<x1RequestMessage xsi:type="{kind}Request">{head()}{body}'
            '</x1RequestMessage>')


def document(*messages):
    return (f'<X1Request xmlns="{X1}" xmlns:xsi="{XSI}">{"".join(messages)}'
            '</X1Request>')


def el(name, inside):
    return f'<{name}>{inside}</{name}>'


def target(name, value):
    return el('targetIdentifier', el(name, value))


SIP = target('impu', 'sip:canary@ims.example')


def task(who=SIP, rest='', dids=el('dId', DID), delivery='X2Only', xid=XID):
    return el('taskDetails', el('xId', xid) + el('targetIdentifiers', who) +
              el('deliveryType', delivery) + el('listOfDIDs', dids) + rest)


def mediation(rest='', liid='LIID-1', kind='HI2Only'):
    return el('listOfMediationDetails', el('mediationDetails', el(
        'LIID', liid) + el('deliveryType', kind) + rest))


def scope(inside):
    return mediation(el('serviceScopingOptions',
                        el('serviceScopingOptions', inside)))


def services(*names):
    return ''.join(el('serviceType', n) for n in names)


def places(*flags):
    return scope(el('locationType', el('listOfLocationTypes', ''.join(
        el('locationType', f) for f in flags))))


def address(value, kind='IPv4Address', port='4444', transport='TCPPort'):
    return (f'<ipAddressAndPort><address xmlns="{COMMON}"><{kind}>{value}'
            f'</{kind}></address><port xmlns="{COMMON}"><{transport}>{port}'
            f'</{transport}></port></ipAddressAndPort>')


def destination(where, did=DID2, name='', kind='X2Only', rest=''):
    return el('destinationDetails', el('dId', did) + name +
              el('deliveryType', kind) + el('deliveryAddress', where) + rest)


# TS 103 280, table 5 of TS 103 221-1: the identifier, its value, the code.
TARGETS = [
    ('impu', 'sip:canary@ims.example', 0), ('impu', 'tel:+15551230001', 0),
    ('impu', 'sip:+15551230001@ims.example;user=phone', 0),
    ('impu', 'sips:canary@ims.example:5061', 0), ('impu', '', 1010),
    ('impu', 'sip:a&amp;b@ims.example', 0),
    ('impu', '<![CDATA[sip:a&b@ims.example]]>', 0),
    ('impu', 'sip:%63anary@ims.example', 0), ('impu', 'canary', 3010),
    ('impu', 'sip:canary@[2001:db8::7]', 0), ('impu', 'x' * 256, 1010),
    ('impi', 'canary@ims.example', 0),
    ('impi', '001010000000001@ims.mnc001.mcc001.3gppnetwork.org', 0),
    ('impi', '', 1010), ('nai', 'canary@ims.example', 0),
    ('sipUri', 'sip:canary@ims.example', 0),
    ('sipUri', 'sip:canary@192.0.2.7:5060;transport=tcp', 0),
    ('sipUri', 'tel:+15551230001', 1010),
    ('sipUri', 'canary@ims.example', 1010), ('telUri', 'tel:+15551230001', 0),
    ('telUri', 'tel:+1-555-123-0001', 0), ('telUri', 'tel:+1(555)1230001', 0),
    ('telUri', 'tel:1230001;phone-context=+1555', 0),
    ('telUri', '+15551230001', 1010),
    ('telUri', 'sip:+15551230001@ims.example', 1010), ('e164Number', '1', 0),
    ('e164Number', '1' * 15, 0), ('e164Number', ' 15551230001\n', 0),
    ('e164Number', '+15551230001', 1010), ('e164Number', '1' * 16, 1010),
    ('e164Number', '', 1010), ('gpsiMsisdn', '15551230001', 0),
    ('gpsiMsisdn', '1555123000a', 1010), ('imsi', '001010', 0),
    ('imsi', '001010000000001', 0), ('imsi', '00101', 1010),
    ('imsi', '0010100000000012', 1010), ('supiimsi', '001010000000001', 0),
    ('supiimsi', 'imsi-001010000000001', 1010), ('imei', '35693803564380', 0),
    ('imei', '356938035643809', 1010), ('imei', '3569380356438', 1010),
    ('peiImei', '35693803564380', 0), ('peiImei', 'imei-35693803564380', 1010),
    ('peiImeiCheckDigit', '356938035643809', 3010),
    ('peiImeisv', '3569380356438001', 3010), ('gpsiNai', 'a@b.example', 3010),
    ('supinai', 'a@b.example', 3010), ('suci', 'suci-0-001-01-0-0-0-1', 3010),
    ('macAddress', '00:00:5e:00:53:01', 3010),
    ('ipv4Address', '192.0.2.1', 3010),
    ('ipv6Address', '2001:0db8:0000:0000:0000:0000:0000:0001', 3010),
    ('ipv4Cidr', f'<c:IPv4CIDR xmlns:c="{COMMON}">192.0.2.0/24</c:IPv4CIDR>',
     3010),
    ('ipv6Cidr', '2001:0db8:0000:0000:0000:0000:0000:0000/64', 3010),
    ('tcpPort', '80', 3010), ('tcpPortList', el('tcpPort', 80), 3010),
    ('tcpPortRange', f'<c:start xmlns:c="{COMMON}">1</c:start>', 3010),
    ('udpPort', '80', 3010), ('udpPortList', el('udpPort', 80), 3010),
    ('udpPortRange', f'<c:start xmlns:c="{COMMON}">1</c:start>', 3010),
    ('emailAddress', 'a@b.example', 3010),
    ('internationalizedEmailAddress', '\u00e4@b.example', 3010),
    ('h323Uri', 'h323:a@b.example', 3010), ('radiusAttribute', '0106', 3010),
    ('gtpuTunnelId', '1', 3010), ('gtpcTunnelId', '1', 3010),
    ('callPartyRole', 'Forwarded-To', 3010), ('vrf', 'a', 3010),
    ('eui64', '00:00:5e:ff:fe:00:53:01', 3010),
    ('serviceAccessIdentifier', 'a', 3010),
    ('targetIdentifierExtension', EXTENSION, 3010),
    ('nonLocalIdentifier', 'Local', 3020),
    ('nonLocalIdentifier', 'local', 1010),
    ('IMPU', 'sip:canary@ims.example', 1010), ('canary', 'x', 1010),
    ('impu', '<impu>sip:canary@ims.example</impu>', 1010),
    ('impu',
     'sip:canary@ims.example</impu><imei>35693803564380</imei><impu>', 1010),
]

POLICIES = el('listOfTrafficPolicyReferences',
              el('trafficPolicyReference', NEVER))
E164 = target('e164Number', '15551230001')
# What a task has: the code of ActivateTask; ModifyTask has 3001 for 3000.
TASKS = [
    (task(SIP + E164), 0),
    (task(target('nonLocalIdentifier', 'Local') + E164), 0),
    (task(E164 + target('nonLocalIdentifier', 'NonLocal')), 0),
    (task(SIP + target('callPartyRole', 'Originating')), 3010),
    (task(''), 1010), (task(el('targetIdentifier', '')), 1010),
    (task(SIP * 9), 3020), (task(dids=''), 3040),
    (task(dids=el('dId', NEVER)), 2040), (task(dids=el('dId', DID) * 2), 3040),
    (task(dids=el('dSId', NEVER)), 2060),
    (task(dids=el('dId', DID) + el('dSId', NEVER)), 2060),
    (task(dids=el('dId', 'x')), 1010), (task(dids=el('did', DID)), 1010),
    (task(delivery='X3Only'), 3000), (task(delivery='X2andX3'), 3000),
    (task(delivery='x2only'), 1010), (task(delivery=''), 1010),
    (task(delivery=' X2Only '), 0), (task(xid=XID.upper()), 1010),
    (task(xid=''), 1010), (task() + task(), 1010), ('', 1010),
]
# What a task has behind its mandatory part.
RESTS = [
    (el('correlationID', 0), 0), (el('correlationID', '-0'), 0),
    (el('correlationID', 2 ** 64), 0), (el('correlationID', -1), 1010),
    (el('correlationID', 'a'), 1010),
    (el('implicitDeactivationAllowed', 'true'), 0),
    (el('implicitDeactivationAllowed', 0), 0),
    (el('implicitDeactivationAllowed', 'TRUE'), 1010),
    (el('productID', OTHER), 0), (el('productID', ''), 1010),
    (el('listOfServiceTypes', services('voice', 'messaging', 'RCS')), 0),
    (el('listOfServiceTypes', services('voice', 'data')), 3050),
    (el('listOfServiceTypes', services('LALS')), 3050),
    (el('listOfServiceTypes', services('Voice')), 1010),
    (el('listOfServiceTypes', ''), 1010),
    (el('taskDetailsExtensions', EXTENSION), 3000),
    (el('listOfTrafficPolicyReferences', ''), 0), (POLICIES, 2060),
    (el('canary', ''), 1010), ('<e:canary xmlns:e="urn:e"/>', 1010),
    # annex C
    (el('listOfMediationDetails', ''), 0), (mediation(), 0),
    (mediation(kind='HI2andHI3'), 0), (mediation(kind='HI3Only'), 3000),
    (mediation(kind='HI2'), 1010), (mediation(liid='!' + '~' * 24), 0),
    (mediation(liid='a' * 26), 0), (mediation(liid='0123456789' * 5), 0),
    (mediation(liid='A' * 26), 1010), (mediation(liid='a' * 51), 1010),
    (mediation(liid='a b'), 1010), (mediation(liid=''), 1010),
    (mediation(liid='&lt;&amp;&gt;'), 0),
    (mediation(el('StartTime', '2099-01-01T00:00:00.000000Z')), 0),
    (mediation(el('EndTime', '2099-01-01T00:00:00.000000-05:30')), 0),
    (mediation(el('StartTime', NOW) + el('EndTime', NOW)), 3000),
    (mediation(el('EndTime', '2020-01-01T00:00:00.000000Z')), 3000),
    (mediation(el('EndTime', '2099-01-01T00:00:00Z')), 1010),
    (mediation(el('endTime', '2099-01-01T00:00:00.000000Z')), 1010),
    (mediation(el('listOfDIDs', el('dId', DID))), 0),
    (mediation(el('listOfDIDs', '')), 0),
    (mediation(el('listOfDIDs', el('dId', NEVER))), 3040),
    (mediation(el('mediationDetailsExtensions', EXTENSION)), 3000),
    (mediation(el('serviceScopingOptions', '')), 0), (scope(''), 0),
    (scope(el('serviceType', services('RCS'))), 0),
    (scope(el('serviceType', services('pushToTalk'))), 3050),
    (scope(el('serviceType', '')), 1010),
    (scope(el('locationType', '<doNotReport/>')), 0),
    (scope(el('locationType', '')), 1010),
    (places(el('beginningAndEnd', 'true')), 0),
    (places(el('beginningAndEnd', 1) + el('uponChange', 0)), 0),
    (places(el('uponChange', 'true')), 3000),
    (places(el('LALS', 'true')), 3000),
    (scope(el('suspendOnOutboundInternationalRoaming', 1)), 0),
    (scope(el('suspendOnOutboundInternationalRoaming', 'no')), 1010),
    (scope(el('reportPostDialledDigits', 'true')), 0),
    (scope(el('reportPostDialledDigits', 'false')), 3000),
    (mediation(POLICIES), 2060), (mediation() + mediation(), 1010),
]
TASKS += [(task(rest=rest), code) for rest, code in RESTS]

IP6 = '2001:0db8:0000:0000:0000:0000:0000:0007'
HOST = address('192.0.2.7')
URI = '<uri>tls://mdf.example:4444</uri>'
# cl. 6.3.1.2: the details, the code of CreateDestination
PLACES = [
    (destination(HOST), 0), (destination(address('192.000.2.07')), 0),
    (destination(address(' 192.0.2.7\n')), 0),
    (destination(address('192.0.2.256')), 1010),
    (destination(address('mdf.example')), 1010),
    (destination(address('192.0.2')), 1010),
    (destination(address(IP6, 'IPv6Address')), 0),
    # not of the schema, and no doubt what is meant
    (destination(address('2001:DB8::7', 'IPv6Address')), 0),
    (destination(address('192.0.2.7', 'IPv6Address')), 1010),
    (destination(address('fe80::1%eth0', 'IPv6Address')), 1010),
    (destination(address('192.0.2.7', 'FQDN')), 1010),
    (destination(address('192.0.2.7', port=0)), 1010),
    (destination(address('192.0.2.7', port=65535)), 0),
    (destination(address('192.0.2.7', port=65536)), 1010),
    (destination(address('192.0.2.7', port='+04444')), 0),
    (destination(address('192.0.2.7', port='0x10')), 1010),
    (destination(address('192.0.2.7', transport='UDPPort')), 6020),
    (destination(HOST.replace(f' xmlns="{COMMON}"', '')), 1010),
    (destination(HOST + URI), 1010), (destination(''), 1010),
    (destination(URI), 6020), (destination('<uri>urn:x</uri>'), 6020),
    (destination('<e164Number>15551230001</e164Number>'), 6020),
    (destination('<emailAddress>a@b.example</emailAddress>'), 6020),
    (destination('<fqdn>mdf.example</fqdn>'), 1010),
    (destination(HOST, name='<friendlyName/>'), 0),
    (destination(HOST, name=el('friendlyName', 'M\u00dcF &lt;1&gt;')), 0),
    (destination(HOST, name=el('friendlyName', 'x' * 300)), 6000),
    (destination(HOST, kind='X2andX3'), 0),
    (destination(HOST, kind='X3Only'), 6000),
    (destination(HOST, kind='HI2Only'), 1010),
    (destination(HOST, rest=el('destinationDetailsExtensions', EXTENSION)),
     6000),
    (destination(HOST, did=DID), 2030), (destination(HOST, did='x'), 1010),
]


def made_and_unmade(client, what, body, name, code):
    """Done, shown and undone, or refused."""
    kind, which = what
    ask(client, kind, document(message(kind, body)), code)
    if code:
        return
    show = {'ActivateTask': 'GetTaskDetails',
            'CreateDestination': 'GetDestinationDetails'}[kind]
    undo = {'ActivateTask': 'DeactivateTask',
            'CreateDestination': 'RemoveDestination'}[kind]
    ask(client, show, document(message(show, el(name, which))), 0)
    ask(client, undo, document(message(undo, el(name, which))), 0)


def containers(client):
    """Many requests: each has its answer, in whatever order. cl. 6.1"""
    many = [('Ping', '', 0), ('ActivateTask', task(), 0),
            ('ActivateTask', task(target('macAddress', 'x'), xid=OTHER), 3010),
            ('ActivateTask', '', 1010), ('GetTaskDetails', el('xId', XID), 0),
            ('RemoveDestination', el('dId', DID), 7010),
            ('DeactivateTask', el('xId', XID), 0),
            ('DeactivateTask', el('xId', XID), 2020), ('Keepalive', '', 0),
            ('GetNEStatus', el('canary', ''), 1010)]
    ask(client, 'many', document(*[message(k, b) for k, b, _ in many]),
        [code for _, _, code in many])
    # One that has no transaction leaves nobody an answer, and nothing is done.
    spoilt = message('Ping', '').replace('x1TransactionId', 'transactionId')
    ask(client, 'spoilt', document(message('ActivateTask', task()), spoilt),
        'TopLevelError')
    ask(client, 'undone', document(message('GetTaskDetails', el('xId', XID))),
        2020)


def main():
    client = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    ask(client, 'first', document(message('CreateDestination', destination(
        address('192.0.2.7'), DID))), 0)
    for name, value, code in TARGETS:
        made_and_unmade(client, ('ActivateTask', XID),
                        task(target(name, value)), 'xId', code)
    for body, code in TASKS:
        made_and_unmade(client, ('ActivateTask', XID), body, 'xId', code)
    ask(client, 'to modify', document(message('ActivateTask', task())), 0)
    for body, code in TASKS:
        ask(client, 'ModifyTask', document(message('ModifyTask', body)),
            3001 if code == 3000 else code)
    ask(client, 'modified',
        document(message('DeactivateTask', el('xId', XID))), 0)
    for body, code in PLACES:
        made_and_unmade(client, ('CreateDestination', DID2), body, 'dId', code)
    containers(client)


main()
