#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_requests.py PORT CERTS - every request of TS 103 221-1 cl. 6, with what
goes wrong in it, in each style of writing; on one connection."""
import sys
import uuid

from x1_client import STYLES, COMMON, Client

END = '2199-12-31T23:59:59.000000Z'


def new():
    return str(uuid.uuid4())


def expect(answer, code, kind=None):
    assert answer.code == code, (answer.code, code, answer.text(
        'errorDescription'))
    if code:
        assert answer.kind == 'ErrorResponse'
        assert 'canary' not in answer.text('errorDescription')
        if kind:
            assert answer.text('requestMessageType') == kind
    return answer


def destinations(c):
    did, other = new(), new()
    made = c.destination(did, '127.0.0.1', 4444, 'MDF <north> & "south"')
    assert expect(c.ask('CreateDestination', made), 0).ok
    expect(c.ask('CreateDestination', made), 2030, 'CreateDestination')
    details = expect(c.ask('GetDestinationDetails', c.el('dId', did)), 0)
    assert details.text('friendlyName') == 'MDF <north> & "south"'
    assert details.texts('IPv4Address', COMMON) == ['127.0.0.1']
    assert details.texts('TCPPort', COMMON) == ['4444']
    assert details.text('destinationDeliveryStatus') == 'activeAndWorking'
    moved = c.destination(did, '2001:0db8:0000:0000:0000:0000:0000:0001', 5,
                          delivery='X2andX3')
    assert expect(c.ask('ModifyDestination', moved), 0).ok
    details = expect(c.ask('GetDestinationDetails', c.el('dId', did)), 0)
    assert details.text('friendlyName') is None
    assert details.text('deliveryType') == 'X2andX3'
    assert details.texts('IPv6Address', COMMON) == [
        '2001:0db8:0000:0000:0000:0000:0000:0001']
    expect(c.ask('GetDestinationDetails', c.el('dId', other)), 2040)
    expect(c.ask('ModifyDestination',
                 c.destination(other, '127.0.0.1', 4)), 2040)
    expect(c.ask('RemoveDestination', c.el('dId', other)), 2040)
    expect(c.ask('CreateDestination', c.el(
        'destinationDetails', c.el('dId', other), c.el('deliveryType',
                                                       'X2Only'),
        c.el('deliveryAddress', c.el('uri', 'sip:canary@b')))), 6020)
    expect(c.ask('CreateDestination', c.destination(
        other, '127.0.0.1', 4, delivery='X3Only')), 6000)
    return did


def tasks(c, did):
    xid, target = new(), [('impu', 'sip:canary@ims.example')]
    expect(c.ask('ActivateTask', c.task(xid, target, [new()])), 2040)
    expect(c.ask('ModifyTask', c.task(xid, target, [did])), 2020)
    assert expect(c.ask('ActivateTask', c.task(xid, target, [did])), 0).ok
    expect(c.ask('ActivateTask', c.task(xid, target, [did])), 2010)
    details = expect(c.ask('GetTaskDetails', c.el('xId', xid)), 0)
    assert details.text('impu') == 'sip:canary@ims.example'
    assert details.text('LIID') is None
    assert details.texts('dId') == [did]
    assert details.text('provisioningStatus') == 'complete'
    assert details.text('numberOfModifications') == '0'
    assert details.text('timeOfLastModification') is None
    both = [('telUri', 'tel:+15551230009'), ('peiImei', '35693803564380')]
    assert expect(c.ask('ModifyTask', c.task(
        xid, both, [did], c.mediation('canary-LIID', EndTime=END),
        c.el('implicitDeactivationAllowed', 'true'))), 0).ok
    details = expect(c.ask('GetTaskDetails', c.el('xId', xid)), 0)
    assert details.text('impu') is None
    assert details.text('telUri') == 'tel:+15551230009'
    assert details.text('peiImei') == '35693803564380'
    assert details.text('LIID') == 'canary-LIID'
    assert details.text('EndTime') == END
    assert details.text('StartTime') is None
    assert details.text('implicitDeactivationAllowed') == 'true'
    assert details.text('numberOfModifications') == '1'
    assert details.text('timeOfLastModification').startswith('20')
    expect(c.ask('RemoveDestination', c.el('dId', did)), 7010)
    expect(c.ask('RemoveAllDestinations'), 8010)
    other, product = new(), new()
    expect(c.ask('ActivateTask', c.task(other, target, [did],
                                        c.el('productID', product))), 0)
    details = expect(c.ask('GetTaskDetails', c.el('xId', other)), 0)
    assert details.text('productID') == product
    expect(c.ask('DeactivateTask', c.el('xId', other)), 0)
    services = c.el('listOfServiceTypes', c.el('serviceType', 'data'))
    expect(c.ask('ActivateTask', c.task(new(), target, [did], services)), 3050)
    for bad, code in (([('ipv4Address', '192.0.2.1')], 3010),
                      ([('hashedIdentifier', '')], 1010),
                      (target * 9, 3020),
                      ([('imsi', 'canary')], 1010)):
        expect(c.ask('ActivateTask', c.task(new(), bad, [did])), code)
    expect(c.ask('ActivateTask', c.task(new(), target, [])), 3040)
    expect(c.ask('ActivateTask', c.task(new(), target, [did],
                                        delivery='X2andX3')), 3000)
    expect(c.ask('ModifyTask', c.task(xid, target, [did],
                                      delivery='X3Only')), 3001)
    return xid


def lists(c, xid, did):
    everything = expect(c.ask('GetAllDetails'), 0)
    assert everything.text('neStatus') == 'OK'
    assert xid in everything.texts('xId')
    assert did in everything.texts('dId')
    ids = expect(c.ask('ListAllDetails'), 0)
    assert ids.texts('xId') == [xid] and ids.texts('dId') == [did]
    assert expect(c.ask('GetAllTaskDetails'), 0).texts('xId') == [xid]
    assert expect(c.ask('GetAllDestinationDetails'), 0).texts('dId') == [did]
    assert expect(c.ask('GetNEStatus'), 0).text('neStatus') == 'OK'
    assert expect(c.ask('Ping'), 0).ok and expect(c.ask('Keepalive'), 0).ok
    expect(c.ask('GetObject', c.el('objectId', xid)), 2060)


def containers(c, xid):
    """TS 103 221-1 cl. 6.1: one answer for each, and nothing for none."""
    answers = c.ask_all(c.message('Ping'),
                        c.message('DeactivateTask', c.el('xId', new())),
                        c.message('GetTaskDetails', c.el('xId', xid)),
                        c.message('GetTaskDetails', c.el('xId', 'canary')))
    assert [a.code for a in answers] == [0, 2020, 0, 1010]
    assert len({a.text('x1TransactionId') for a in answers}) == 4
    for broken in ('', '<x/>', c.document(), c.document(
            c.message('Ping'), c.message('Unheard'))):
        status, _, text = c.post(broken)
        assert status == 200 and b'X1TopLevelErrorResponse' in text, text
        assert b'x1TransactionId' not in text


def heads(c):
    """TS 103 221-1 table 46: who asks whom, in which version."""
    c.admf = 'admf-2'
    expect(c.ask('Ping'), 1030)
    c.admf, c.ne = 'admf-1', 'ne-2'
    expect(c.ask('Ping'), 1060)
    c.ne = 'ne-1'
    was = c.style
    c.style = was[:2] + ('v2.1.1',) + was[3:]
    expect(c.ask('Ping'), 1020)
    c.style = was


def main():
    c = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    for style in STYLES:
        c.style = style
        did = destinations(c)
        xid = tasks(c, did)
        lists(c, xid, did)
        containers(c, xid)
        heads(c)
        assert expect(c.ask('DeactivateTask', c.el('xId', xid)), 0).ok
        expect(c.ask('DeactivateTask', c.el('xId', xid)), 2020)
        # TS 103 221-1 cl. 5.1.2: the XID is released
        assert expect(c.ask('ActivateTask', c.task(
            xid, [('imei', '35693803564381')], [did])), 0).ok
        assert expect(c.ask('DeactivateAllTasks'), 0).ok
        assert expect(c.ask('ListAllDetails'), 0).texts('xId') == []
        assert expect(c.ask('RemoveAllDestinations'), 0).ok
        assert expect(c.ask('ListAllDetails'), 0).texts('dId') == []
        did = destinations(c)
        assert expect(c.ask('RemoveDestination', c.el('dId', did)), 0).ok
    print(len(STYLES), 'styles')


main()
