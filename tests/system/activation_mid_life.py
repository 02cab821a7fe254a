#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""activation_mid_life.py - what lmisf-sink printed of calls told in their middle.

usage: activation_mid_life.py SINK.json CALLS
"""
import json
import sys

streams = {}
with open(sys.argv[1], encoding='utf-8') as lines:
    for line in lines:
        record = json.loads(line)
        streams.setdefault(record['correlation'], []).append(record)


def claim(holds, what, record):
    if not holds:
        sys.exit(f'NOT SO: {what}: {json.dumps(record)[:600]}')


claim(len(streams) == int(sys.argv[2]), 'one stream for each call', len(streams))
called = set()
for records in streams.values():
    start, *later = records
    claim([r['seq'] for r in records] == [0, 1, 2], 'in order', records)
    claim(start['event'] == 'start-of-interception', 'begins so', start)
    claim(start['direction'] == 'to-target', 'the target is called', start)
    # RFC 3264: the latest offer and its answer
    claim('s=offer' in start['offer'] and 's=answer' in start['answer'],
          'offer and answer', start)
    claim(start['terminating'] == 'sip:hotline@ims.example', 'called', start)
    claim([p.startswith('sip:caller-call-') for p in start['originating']]
          == [True], 'calling', start)
    claim([(r['sip_method'], r['sip_status']) for r in later]
          == [('INFO', None), ('INFO', 200)], 'what follows', later)
    claim([r['direction'] for r in later] == ['to-target', 'from-target'],
          'ways of messages', later)
    called.add((start['originating'][0], later[0]['call_id']))
    claim(later[0]['call_id'].split('@')[0] in start['originating'][0],
          'the same call', records)
claim(len(called) == len(streams), 'each call once', len(called))
print(f'{len(streams)} calls: start record with offer, answer and both parties, '
      'then each message, in order')
