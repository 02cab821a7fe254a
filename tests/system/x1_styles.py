#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_styles.py PORT CERTS - X1 requests as libraries and peers of many kinds
write them, each a whole document that was written by hand: what is the same to
XML is the same to us, and what is not of the schema is refused with the code
that says most. TS 103 221-1 cl. 4.5, 6.1, 7.2, table 46; TS 103 280"""
import os
import sys

from x1_client import COMMON, X1, XSI, Answer, Client, ET, check_schema, \
    validate

T = '5f0dd3a1-3f3e-4f6b-9a55-2f0f8d6b6b01'
NOW = '2026-11-23T07:00:00.000000Z'
TOP = 'TopLevelError'  # of what could not be answered by its transaction
BOM = '\ufeff'
D = '<?xml version="1.0" encoding="UTF-8"?>'


def head(p='', **other):
    """The head, with prefix p; a field that is None is left out."""
    fields = {'admfIdentifier': 'admf-1', 'neIdentifier': 'ne-1',
              'messageTimestamp': NOW, 'version': 'v1.11.1',
              'x1TransactionId': T}
    fields.update(other)
    return ''.join(f'<{p}{k}>{v}</{p}{k}>' for k, v in fields.items()
                   if v is not None)


def ping(**other):
    """A plain one with another head."""
    return (f'<X1Request xmlns="{X1}" xmlns:xsi="{XSI}"><x1RequestMessage '
            f'xsi:type="PingRequest">{head(**other)}</x1RequestMessage>'
            '</X1Request>')


# How the same is written by one library or the other.
STYLES = [
    ('JAXB', f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><ns3:'
     f'X1Request xmlns:ns2="{COMMON}" xmlns:ns3="{X1}" xmlns:ns4="{X1}/'
     f'HashedID"><ns3:x1RequestMessage xmlns:xsi="{XSI}" xsi:type="ns3:'
     f'PingRequest">{head("ns3:")}</ns3:x1RequestMessage></ns3:X1Request>'),
    ('XmlSerializer', f'<?xml version="1.0" encoding="utf-8"?>\r\n<X1Request '
     f'xmlns:xsi="{XSI}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
     f'xmlns="{X1}">\r\n  <x1RequestMessage xsi:type="PingRequest">\r\n'
     f'{head()}\r\n  </x1RequestMessage>\r\n</X1Request>'),
    ('DataContract', f'<X1Request xmlns="{X1}" xmlns:i="{XSI}">'
     f'<x1RequestMessage i:type="d2p1:PingRequest" xmlns:d2p1="{X1}">'
     f'{head()}</x1RequestMessage></X1Request>'),
    ('encoding/xml', f'<X1Request xmlns="{X1}"><x1RequestMessage xmlns="{X1}" '
     f'xmlns:XMLSchema-instance="{XSI}" XMLSchema-instance:type="PingRequest"'
     '>' + head().replace('<neIdentifier>', f'<neIdentifier xmlns="{X1}">') +
     '</x1RequestMessage></X1Request>'),
    ('ElementTree', "<?xml version='1.0' encoding='us-ascii'?>\n<ns0:"
     f'X1Request xmlns:ns0="{X1}" xmlns:ns1="{XSI}"><ns0:x1RequestMessage '
     f'ns1:type="ns0:PingRequest">{head("ns0:")}</ns0:x1RequestMessage>'
     '</ns0:X1Request>'),
    ('gSOAP', f'{D}\n<x1:X1Request xmlns:SOAP-ENV="http://www.w3.org/2003/05/'
     f'soap-envelope" xmlns:xsi="{XSI}" xmlns:xsd="http://www.w3.org/2001/'
     f'XMLSchema" xmlns:x1="{X1}"><x1:x1RequestMessage xsi:type="x1:'
     f'PingRequest">{head("x1:")}</x1:x1RequestMessage></x1:X1Request>\n'),
    ('quick-xml', '<X1Request xmlns = \'%s\'\n\txmlns:xsi = \'%s\' >'
     "<x1RequestMessage xsi:type\n=\n'PingRequest'\n>%s</x1RequestMessage\n>"
     '</X1Request >' % (X1, XSI, head())),
    ('mark and end of line', f'{BOM}{D}\r\n{ping()}\r\n\r\n'),
    ('schemaLocation', ping().replace('<X1Request ', '<X1Request '
     f'xsi:schemaLocation="{X1} TS_103_221_01.xsd" ')),
    ('language', ping().replace('<X1Request ', '<X1Request xml:lang="en" ')),
    ('remarks', f'{D}<!-- a --><?xml-stylesheet href="x"?>' + ping().replace(
        '><', '><!-- <X1Request> & ]]> --><?p <a?><') + '<!-- z --><?z?>'),
    ('sections', ping(admfIdentifier='<![CDATA[admf]]><!-- - -->'
                      '-<![CDATA[1]]>', version='v1.<?a?>11<!--.-->.1')),
    ('references', ping(admfIdentifier='&#97;dmf&#x2D;1')),
    ('two prefixes', f'<a:X1Request xmlns:a="{X1}" xmlns:b="{X1}" '
     f'xmlns:xsi="{XSI}"><b:x1RequestMessage xsi:type="a:PingRequest">'
     f'{head("b:")}</b:x1RequestMessage></a:X1Request>'),
    ('another meaning', f'<a:X1Request xmlns:a="{X1}" xmlns:xsi="{XSI}">'
     f'<b:x1RequestMessage xmlns:b="{X1}" xmlns:a="urn:other" '
     f'xsi:type="b:PingRequest">{head("b:")}</b:x1RequestMessage>'
     '</a:X1Request>'),
    ('type by default', f'<a:X1Request xmlns:a="{X1}" xmlns="{X1}" '
     f'xmlns:xsi="{XSI}"><a:x1RequestMessage xsi:type="PingRequest">'
     f'{head("a:")}</a:x1RequestMessage></a:X1Request>'),
    ('inner types', ping().replace('<x1TransactionId>',
     '<x1TransactionId xsi:type="X1TransactionId">')),
]

# What cannot be answered: no type, no transaction, no X1.
TOPS = [
    ('type of no namespace', f'<a:X1Request xmlns:a="{X1}" xmlns:xsi="{XSI}">'
     f'<a:x1RequestMessage xsi:type="PingRequest">{head("a:")}'
     '</a:x1RequestMessage></a:X1Request>'),
    ('type of no prefix', ping().replace('"PingR', '"q:PingR')),
    ('type of no schema', ping().replace(' xsi:type', ' type')),
    ('type unknown', ping().replace('PingRequest', 'DingRequest')),
    ('type of an answer', ping().replace('PingRequest', 'PingResponse')),
    ('type empty', ping().replace('PingRequest', '')),
    ('type of all', ping().replace('PingRequest', 'X1RequestMessage')),
    ('no type', ping().replace(' xsi:type="PingRequest"', '')),
    ('no namespace', ping().replace(f' xmlns="{X1}"', '')),
    ('another namespace', ping().replace('2017/10"', '2017/11"')),
    ('an answer', ping().replace('X1Request', 'X1Response')),
    ('text beside', ping().replace('<x1R', 'x<x1R')),
    ('an attribute', ping().replace('<X1Request ', '<X1Request version="1" ')),
    ('no message', f'<X1Request xmlns="{X1}"/>'),
    ('a message of none', ping().replace('x1RequestMessage', 'message')),
    ('a second root', ping() + ping()), ('no end', ping()[:-1]),
    ('an entity', ping(admfIdentifier='&admf;')),
    ('a document type', '<!DOCTYPE X1Request>' + ping()),
    ('another coding', '<?xml version="1.0" encoding="ISO-8859-1"?>' + ping()),
] + [(f'transaction {t!r}', ping(x1TransactionId=t)) for t in (
    None, '', T.upper(), '{%s}' % T, f'urn:uuid:{T}', T[:-1], T + '0',
    T.replace('-', ''), 'g' + T[1:], T.replace('-', '\u2010'))]

# Heads: the code, and the field that is so.
HEADS = [
    (0, 'version', ('v1.1.1', 'v1.6.1', 'v1.8.1', 'v1.15.2', 'v1.22.1',
                    'v1.23.1', 'v1.100.10')),
    (1020, 'version', ('v2.1.1', 'v0.9.1', 'V1.6.1', '1.6.1', 'v1.6',
                       'v1.6.1.1', 'v1.6.x', 'v10.1.1')),
    (1010, 'version', (None, '', ' ',
                       'v1.6.1</version><extra>x</extra><version>')),
    (0, 'messageTimestamp', (
        '2026-11-23T07:00:00.000000+00:00', '2026-11-23T07:00:00.999999-11:30',
        '2026-11-23T24:00:00.000000Z', '\n 2026-11-23T07:00:00.000000Z ')),
    (1010, 'messageTimestamp', (
        '2026-11-23T07:00:00Z', '2026-11-23T07:00:00.000Z',
        '2026-11-23T07:00:00.000000000Z', '2026-11-23T07:00:00.000000',
        '2026-11-23t07:00:00.000000z', '2026-02-30T07:00:00.000000Z',
        '2026-11-23T25:00:00.000000Z', '2026-11-23T07:00:00,000000Z',
        '23.11.2026', '', None, f'<at>{NOW}</at>')),
    (0, 'x1TransactionId', (f'\t{T}\n', '-'.join(
        '0' * n for n in (8, 4, 4, 4, 12)))),
    (0, 'admfIdentifier', ('  admf-1\n',)),
    (1030, 'admfIdentifier', ('ADMF-1', 'admf-10', 'admf')),
    (1010, 'admfIdentifier', ('', None, 'x' * 200)),
    (1060, 'neIdentifier', ('ne-1x', 'NE-1', 'ne&#9;&#x7f;1')),
    (1010, 'neIdentifier', (None, 'ne-1</neIdentifier><neIdentifier>ne-1')),
]

# Types of other standards: TS 33.128 has some.
EXTENDED = ping().replace('xsi:type="P', 'xmlns:e="urn:3GPP:ns:li:'
                          '3GPPLIQueryExtensions:r18:v1" xsi:type="e:P')


# Taken though it is not of the schema: no doubt what is meant.
LOOSE = ('xml:lang', '> X2Only <', '2001:DB8::7')


def ask(client, name, document, want, **headers):
    published = os.environ.get('LMISF_X1_XSD')
    # What this file says is X1 must be so by the standard's own schema.
    if published and want == 0 and not any(w in document for w in LOOSE):
        validate(document, published)
    status, _, text = client.post(document, headers=headers)
    assert status == 200, (name, status)
    check_schema(text)
    root = ET.fromstring(text)
    if root.tag == '{%s}X1TopLevelErrorResponse' % X1:
        got = TOP
    else:
        got = [Answer(e).code for e in root]
        got = got[0] if len(got) == 1 else got
    assert got == want, (name, document, want, text)
    print(want, name)
    return root


def as_clients_do(client):
    """How a request comes: by curl, Java, Go, .NET; cl. 7.2.2"""
    for kind in ('application/xml', 'text/xml; charset=utf-8',
                 'application/xml;charset=UTF-8', 'application/octet-stream'):
        ask(client, kind, ping(), 0, **{'Content-Type': kind})
    ask(client, 'none', ping(), 0, Accept='*/*', Connection='keep-alive')
    ask(client, 'late', ping() + ' ' * 3000, 0, Expect='100-continue')


def main():
    client = Client(int(sys.argv[1]), sys.argv[2], 'admf')
    for name, document in STYLES:
        ask(client, name, document, 0)
    for name, document in TOPS:
        ask(client, name, document, TOP)
    for code, field, values in HEADS:
        for value in values:
            ask(client, f'{field} {value!r}', ping(**{field: value}), code)
    ask(client, 'extended', EXTENDED.replace('v1.11.1', 'v1.22.1'), 1080)
    ask(client, 'extended of old', EXTENDED, 1000)
    as_clients_do(client)


if __name__ == '__main__':
    main()
