/* SPDX-License-Identifier: BSD-3-Clause
 *
 * messages.h - X1 requests as an ADMF writes them, put together from parts, in
 * the prefixes and layouts that are met in the wild.
 */
#ifndef LI_UNIT_X1_MESSAGES_H
#define LI_UNIT_X1_MESSAGES_H

#include "unit.h"
#include "x1/parse.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

/* Elements in the namespace that `ns1` stands for. */
#define HEAD                                                                   \
	"<ns1:admfIdentifier>admf-1</ns1:admfIdentifier>"                      \
	"<ns1:neIdentifier>ne-1</ns1:neIdentifier>"                            \
	"<ns1:messageTimestamp>2026-11-22T03:04:05.678901Z"                    \
	"</ns1:messageTimestamp>"                                              \
	"<ns1:version>v1.6.1</ns1:version>"                                    \
	"<ns1:x1TransactionId>3741800e-971b-4aa9-85f4-466d2b1adc7f"            \
	"</ns1:x1TransactionId>"

#define ROOT(messages)                                                         \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                         \
	"<ns1:X1Request xmlns:ns1=\"" LI_X1_NS "\" xmlns:xsi=\"" XSI           \
	"\" xmlns:c=\"" LI_X1_NS_COMMON "\">" messages "</ns1:X1Request>"

#define MESSAGE(type, body)                                                    \
	"<ns1:x1RequestMessage xsi:type=\"ns1:" type "Request\">" HEAD body    \
	"</ns1:x1RequestMessage>"

#define XID "29f28e1c-f230-486a-a860-f5a784ab9172"
#define DID "19867c20-8c94-473e-b9cd-8b72b7b05fd4"

#define EL(name, content) "<ns1:" name ">" content "</ns1:" name ">"
#define TARGET(format, value) EL("targetIdentifier", EL(format, value))
#define TASK(targets, rest)                                                    \
	EL("taskDetails",                                                      \
		EL("xId", XID) EL("targetIdentifiers", targets)                \
			EL("deliveryType", "X2Only")                           \
				EL("listOfDIDs", EL("dId", DID)) rest)
#define DESTINATION(rest)                                                      \
	EL("destinationDetails",                                               \
		EL("dId", DID) EL("deliveryType", "X2Only") rest)
#define IP_PORT(address, port)                                                 \
	EL("deliveryAddress",                                                  \
		EL("ipAddressAndPort",                                         \
			"<c:address>" address "</c:address><c:port>" port      \
			"</c:port>"))

/* The only message of a container, which must be one. */
static inline struct li_x1_request read_one(const char *text)
{
	struct li_x1_container *c = NULL;
	struct li_x1_request r = {.code = LI_X1_GENERIC}, more;

	CU_ASSERT_EQUAL_FATAL(li_x1_container_open(li_slice_str(text), &c),
		LI_OK);
	CU_ASSERT_TRUE_FATAL(li_x1_container_next(c, &r));
	CU_ASSERT_FALSE(li_x1_container_next(c, &more));
	li_x1_container_close(c);
	return r;
}

/* What opening a container gives. */
static inline li_err open_error(struct li_slice text)
{
	struct li_x1_container *c = NULL;
	li_err err = li_x1_container_open(text, &c);

	li_x1_container_close(c);
	return err;
}

#endif
