/* SPDX-License-Identifier: BSD-3-Clause
 *
 * story.h - flow stories: lines of a .flow file in, lines of a trace out.
 *
 *   let NAME VALUE                     $NAME stands for VALUE from here on
 *   call NAME key=value ...            what its messages have in common
 *   at T task NAME target KIND ID ... [content] [from T] [until T]
 *           [only SERVICE] ... [place all|ends|none] [home-only]
 *           [local|non-local]
 *   at T end NAME
 *   at T sip CALL METHOD [key=value ...]
 *   at T sip CALL STATUS METHOD [key=value ...]
 *   at T sip FILE                      a message of tests/data
 *   at T cx COMMAND key=value ...
 *   at T octets HEX                    whatever came there
 *   at T bearer IMSI [eps:]ID begun|there|gone [imei=IMEI] [node=NFID]
 *   at T tick
 *   at T lap                           around all sessions, for what began
 *   at T restart                       from what the rows kept
 *   show sessions                      from here on: one letter a number
 *   watch [KEY=NUMBER ...] [node=HOST,ROLE ...] [s-cscf=HOST ...]
 *           [bearers=SECONDS]
 *                                      first: from here on security events
 *                                      are shown, a user by a letter
 *   keys content|all                   first: whose keys a KMS is asked for
 *   expect #N TRACE                    next line of the trace
 *
 * Keys of a `sip` line are headers (compose.c), and
 *   back           the called side sends the request
 *   tagged, untagged   with a To-tag, without: else as the method is used most
 *   sdp=MEDIA,WAY[,VERSION]   body=TEXT   hex=OCTETS
 *   mikey=BASE64   media-mikey=BASE64   in that SDP: for all media, for its one
 *   src=ADDRESS dst=ADDRESS   on the wire
 *
 * Keys of a `cx` line are impi, impu, data (IMPUs of User-Data), server,
 * visited, host (who asks), type, authorization, reason, result or
 * experimental; the bare word unanswered.
 *
 * In a trace a '-' before an identity says that it goes down too.
 *
 * Each event, numbered from 1, adds "nothing" to the trace, or a line for each
 * record and row that it has us keep. A trace that is not expected in full
 * fails the story.
 */
#ifndef LI_FLOW_STORY_H
#define LI_FLOW_STORY_H

#include "base/buf.h"
#include "model/bearer.h"
#include "model/event.h"
#include "model/row.h"

enum {
	STORY_WORDS = 64,
	STORY_WORD = 2048,
	STORY_NAMES = 32,
};

/* One line in words: blanks part them, quotes hold them together. */
struct words {
	char at[STORY_WORDS][STORY_WORD];
	size_t count;
};

/* The value of key=value among the words, or NULL. */
const char *words_value(const struct words *w, const char *key);

/* The n-th value of the key, from 0, or NULL. */
const char *words_nth(const struct words *w, const char *key, size_t n);

/* Is the bare word there? */
bool words_have(const struct words *w, const char *word);

/* Write the SIP message of a `sip` line, after its CALL word. false: the line
 * makes no sense. */
bool story_compose(const struct words *line, const struct words *call,
	const char *name, struct li_buf *out);

/* Write the body of a `sip` line. false: the line makes no sense. */
bool story_body(const struct words *line, struct li_buf *body);

/* Write octets given in hex. */
bool story_octets(const char *hex, struct li_buf *out);

/* Where the message of a `sip` line came from and went to. */
void story_wire(const struct words *line, struct li_event *event);

/* Fill in the event of a `cx` line. Texts borrow from the line. */
bool story_cx(const struct words *line, const struct li_hash_secret *secret,
	struct li_event *event);

/* Write the trace of one event; `name` gives a task's name by its row. */
void story_trace(const struct li_event *event, const struct li_product *product,
	const char *(*name)(int64_t row), struct li_buf *out);

/* Fill in what a `bearer` line says. false: the line makes no sense. */
bool story_bearer(const struct words *line, const struct li_hash_secret *secret,
	struct li_bearer *out);

/* Who an exchange came by: keys host, peer, answerer, answer-peer. */
void story_cx_hops(const struct words *line, struct li_event *event);

/* Write security events into the trace, where they are to be shown. */
void story_trace_security(const struct li_security_event *events, size_t count,
	struct li_buf *out);

/* Name the sessions of records from here on: A, B, ... in order of sight. */
void story_show_sessions(void);

#endif
