#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""x1_admf.py PORT CERTS NAME FILE - an ADMF that takes reports: one line of
JSON in FILE for each, with when it came, what it said, and what was answered.

How it answers is read from FILE.mode for each: ok, error CODE, status CODE,
another (the transaction of another), ne (to another NE), slow SECONDS (it has
the report and is long in saying so), top (a TopLevelErrorResponse). Nothing of
it is ours: Python's http.server, ssl and xml.etree. What comes must be
well-formed, and valid where LMISF_X1_XSD names the published schema.
"""
import http.server
import json
import os
import ssl
import sys
import time
import uuid
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from x1_client import TYPE, X1, XSI, check_schema  # noqa: E402

PORT, CERTS, NAME, FILE = sys.argv[1:]


def mode():
    try:
        with open(FILE + '.mode', encoding='ascii') as f:
            return f.read().split()
    except FileNotFoundError:
        return ['ok']


def answer(fields, kind, how):
    head = ''.join(f'<{k}>{fields[k]}</{k}>' for k in (
        'admfIdentifier', 'neIdentifier', 'messageTimestamp', 'version'))
    ns = f'xmlns="{X1}" xmlns:xsi="{XSI}"'
    if how[0] == 'top':
        return (f'<X1TopLevelErrorResponse {ns}>{head}'
                f'</X1TopLevelErrorResponse>')
    if how[0] == 'ne':
        head = head.replace(fields['neIdentifier'], 'ne-2')
    transaction = (str(uuid.uuid4()) if how[0] == 'another'
                   else fields['x1TransactionId'])
    head += f'<x1TransactionId>{transaction}</x1TransactionId>'
    if how[0] == 'error':
        name = 'Error'
        body = (f'<requestMessageType>{kind}</requestMessageType>'
                f'<errorInformation><errorCode>{how[1]}</errorCode>'
                f'<errorDescription>no</errorDescription>'
                f'</errorInformation>')
    else:
        name, body = kind, '<oK>AcknowledgedAndCompleted</oK>'
    return (f'<X1Response {ns}><x1ResponseMessage xsi:type="{name}Response">'
            f'{head}{body}</x1ResponseMessage></X1Response>')


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        came, how = time.time(), mode()
        assert self.path == '/X1/ADMF', self.path
        assert 'Transfer-Encoding' not in self.headers
        text = self.rfile.read(int(self.headers['Content-Length']))
        root = ET.fromstring(text)
        check_schema(text, ours=None)  # a request: the subset has none
        assert root.tag == '{%s}X1Request' % X1 and len(root) == 1
        message = root[0]
        kind = message.get(TYPE).partition(':')[2]
        assert kind.endswith('IssueRequest'), kind
        kind = kind[:-len('Request')]
        fields = {e.tag.partition('}')[2]: e.text for e in message}
        subject = self.connection.getpeercert()['subject']
        line = {'at': came, 'kind': kind, 'how': how[0],
                'uid': [v for rdn in subject for k, v in rdn
                        if k in ('userId', 'UID')], **fields}
        with open(FILE, 'a', encoding='utf-8') as f:
            f.write(json.dumps(line) + '\n')
        if how[0] == 'slow':
            time.sleep(float(how[1]))
        body = answer(fields, kind, how).encode()
        self.send_response(int(how[1]) if how[0] == 'status' else 200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self):
        s, where = super().get_request()
        s.settimeout(30)
        return self.tls.wrap_socket(s, server_side=True,
                                    do_handshake_on_connect=False), where


def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = os.path.join(CERTS, NAME)
    tls.load_cert_chain(path + '.pem', path + '.key')
    tls.load_verify_locations(os.path.join(CERTS, 'ca.pem'))
    tls.verify_mode = ssl.CERT_REQUIRED
    server = Server(('127.0.0.1', int(PORT)), Handler)
    server.tls = tls
    server.serve_forever()


main()
