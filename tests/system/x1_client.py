# SPDX-License-Identifier: BSD-3-Clause
"""x1_client.py - an ADMF: builds X1 requests in the styles that are met, sends
them over TLS with a certificate, and reads what comes back. Nothing of it is
ours: Python's ssl, http.client and xml.etree.
"""
import datetime
import http.client
import os
import ssl
import subprocess
import tempfile
import uuid
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

X1 = 'http://uri.etsi.org/03221/X1/2017/10'
COMMON = 'http://uri.etsi.org/03280/common/2017/07'
XSI = 'http://www.w3.org/2001/XMLSchema-instance'
TYPE = '{%s}type' % XSI

# How a request is written: the prefix of X1's namespace, that of TS 103 280,
# the version, the order of the head, blanks between elements.
STYLES = [
    ('ns1:', 'ns2:', 'v1.6.1', 1, '\n    '),
    ('', 'etsi103280:', 'v1.22.1', 1, ''),
    ('x:', '', 'v1.15.1', -1, '\r\n\t'),
]


class Client:
    def __init__(self, port, certs, name, **more):
        self.where = ('127.0.0.1', port)
        self.ne, self.admf = 'ne-1', 'admf-1'
        self.style = STYLES[0]
        self.path = more.get('path', '/X1/NE')
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.tls.check_hostname = False
        self.tls.load_verify_locations(os.path.join(certs, 'ca.pem'))
        if 'ciphers' in more:
            self.tls.set_ciphers(more['ciphers'])
        if name:
            path = os.path.join(certs, name)
            self.tls.load_cert_chain(path + '.pem', path + '.key')
        for key in ('minimum_version', 'maximum_version'):
            if key in more:
                setattr(self.tls, key, more[key])
        self.kept = None

    # ---- transport ----

    def connect(self):
        c = http.client.HTTPSConnection(*self.where, context=self.tls,
                                        timeout=20)
        c.connect()
        return c

    def post(self, body, method='POST', path=None, headers=None):
        """Status, headers and body of an answer; one connection is kept."""
        if not self.kept:
            self.kept = self.connect()
        if isinstance(body, str):
            body = body.encode()
        self.kept.request(method, path or self.path, body=body,
                          headers=headers or {})
        answer = self.kept.getresponse()
        text = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, answer.headers, text

    def close(self):
        if self.kept:
            self.kept.close()
        self.kept = None

    # ---- messages ----

    def el(self, name, *inside, common=False):
        """An element: texts are escaped, elements are as el() gave them."""
        prefix = self.style[1 if common else 0]
        body = ''.join(i if isinstance(i, Xml) else escape(str(i))
                       for i in inside)
        return Xml(f'<{prefix}{name}>{body}</{prefix}{name}>')

    def message(self, kind, *body):
        prefix, _, version, order, blank = self.style
        now = datetime.datetime.now(datetime.timezone.utc)
        head = [self.el('admfIdentifier', self.admf),
                self.el('neIdentifier', self.ne),
                self.el('messageTimestamp',
                        now.strftime('%Y-%m-%dT%H:%M:%S.%fZ')),
                self.el('version', version),
                self.el('x1TransactionId', uuid.uuid4())][::order]
        inside = blank.join(list(head) + list(body))
        return Xml(f'<{prefix}x1RequestMessage xsi:type="{prefix}{kind}'
                   f'Request">{blank}{inside}{blank}'
                   f'</{prefix}x1RequestMessage>')

    def document(self, *messages):
        x1, common = self.style[0], self.style[1]

        def declared(prefix, ns):
            return (f'xmlns:{prefix[:-1]}="{ns}"' if prefix
                    else f'xmlns="{ns}"')
        return (f'<?xml version="1.0" encoding="UTF-8"?>\n<{x1}X1Request '
                f'{declared(x1, X1)} {declared(common, COMMON)} '
                f'xmlns:xsi="{XSI}">{"".join(messages)}</{x1}X1Request>')

    def ask(self, kind, *body):
        """The only answer to one request: an Answer."""
        return self.ask_all(self.message(kind, *body))[0]

    def ask_all(self, *messages):
        status, headers, text = self.post(self.document(*messages))
        assert status == 200, (status, text)
        assert 'Transfer-Encoding' not in headers
        assert int(headers['Content-Length']) == len(text)
        check_schema(text)
        root = ET.fromstring(text)
        if root.tag == '{%s}X1TopLevelErrorResponse' % X1:
            return [Answer(root)]
        assert root.tag == '{%s}X1Response' % X1, root.tag
        return [Answer(e) for e in root]

    # ---- bodies ----

    def task(self, xid, targets, dids, *rest, delivery='X2Only'):
        return self.el(
            'taskDetails', self.el('xId', xid),
            self.el('targetIdentifiers', *[
                self.el('targetIdentifier', self.el(name, value))
                for name, value in targets]),
            self.el('deliveryType', delivery),
            self.el('listOfDIDs', *[self.el('dId', d) for d in dids]), *rest)

    def mediation(self, liid, delivery='HI2Only', **times):
        return self.el('listOfMediationDetails', self.el(
            'mediationDetails', self.el('LIID', liid),
            self.el('deliveryType', delivery),
            *[self.el(name, value) for name, value in times.items()]))

    def destination(self, did, address, port, name=None, delivery='X2Only'):
        kind = 'IPv6Address' if ':' in address else 'IPv4Address'
        common = {'common': True}
        return self.el(
            'destinationDetails', self.el('dId', did),
            self.el('friendlyName', name) if name else Xml(''),
            self.el('deliveryType', delivery),
            self.el('deliveryAddress', self.el(
                'ipAddressAndPort',
                self.el('address', self.el(kind, address, **common),
                        **common),
                self.el('port', self.el('TCPPort', port, **common),
                        **common))))


class Xml(str):
    """Text that is markup already."""


class Answer:
    def __init__(self, element):
        self.element = element
        prefix, _, name = element.get(TYPE, ':').partition(':')
        self.kind = name
        assert prefix in ('', 'ns1')
        self.code = int(self.text('errorCode') or 0)

    def text(self, name):
        return self.element.findtext('.//{%s}%s' % (X1, name))

    def texts(self, name, ns=X1):
        return [e.text for e in self.element.iter('{%s}%s' % (ns, name))]

    @property
    def ok(self):
        return self.text('oK') == 'AcknowledgedAndCompleted'


OURS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data',
                    'x1', 'response.xsd')


def validate(text, schema):
    if isinstance(text, str):
        text = text.encode()
    if schema != OURS and b'0' * 30 in text:
        return  # xmllint holds no integer of so many digits
    with tempfile.NamedTemporaryFile(suffix='.xml') as f:
        f.write(text)
        f.flush()
        done = subprocess.run(['xmllint', '--noout', '--schema', schema,
                               f.name], capture_output=True, text=True,
                              check=False)
    assert done.returncode == 0, done.stderr + text.decode()


def check_schema(text, ours=OURS):
    """Against our subset, where it has that document, and the published schema
    where LMISF_X1_XSD names it."""
    if ours:
        validate(text, ours)
    if os.environ.get('LMISF_X1_XSD'):
        validate(text, os.environ['LMISF_X1_XSD'])
