/* SPDX-License-Identifier: BSD-3-Clause
 *
 * cx_msg.c - see cx_msg.h.
 */
#include "cx_msg.h"

#include <errno.h>
#include <string.h>

/* First child of parent with this code, of vendor 3GPP from code 600 on. */
static struct avp_hdr *find(msg_or_avp *parent, uint32_t code,
	struct avp **found)
{
	uint32_t vendor = code >= 600 ? CX_VENDOR : 0;
	msg_or_avp *child = NULL;
	struct avp_hdr *header;

	if (fd_msg_browse_internal(parent, MSG_BRW_FIRST_CHILD, &child, NULL))
		return NULL;
	while (child != NULL) {
		struct avp *avp = child;

		if (fd_msg_avp_hdr(avp, &header) == 0 &&
			header->avp_code == code &&
			header->avp_vendor == vendor) {
			*found = avp;
			return header;
		}
		if (fd_msg_browse_internal(child, MSG_BRW_NEXT, &child, NULL))
			break;
	}
	return NULL;
}

struct cx_text cx_get_text(msg_or_avp *parent, uint32_t code)
{
	struct cx_text text = {NULL, 0};
	struct avp *avp;
	struct avp_hdr *header = find(parent, code, &avp);

	if (header != NULL && header->avp_value != NULL) {
		text.data = header->avp_value->os.data;
		text.len = header->avp_value->os.len;
	}
	return text;
}

uint32_t cx_get_number(msg_or_avp *parent, uint32_t code, uint32_t absent)
{
	struct avp *avp;
	struct avp_hdr *header = find(parent, code, &avp);

	if (header == NULL || header->avp_value == NULL)
		return absent;
	return header->avp_value->u32;
}

msg_or_avp *cx_get_group(msg_or_avp *parent, uint32_t code)
{
	struct avp *avp;

	return find(parent, code, &avp) != NULL ? avp : NULL;
}

uint32_t cx_get_result(msg_or_avp *answer)
{
	uint32_t result = cx_get_number(answer, AVP_RESULT_CODE, 0);
	msg_or_avp *group;

	if (result != 0)
		return result;
	group = cx_get_group(answer, AVP_EXPERIMENTAL_RESULT);
	if (group == NULL)
		return 0;
	return cx_get_number(group, AVP_EXPERIMENTAL_RESULT_CODE, 0);
}

/* Make an AVP, give it value unless NULL, append it. */
static int put(msg_or_avp *parent, uint32_t code, union avp_value *value,
	struct avp **out)
{
	struct dict_object *model = cx_dict_avp(code);
	struct avp *avp;
	int rc;

	if (model == NULL)
		return ENOENT;
	rc = fd_msg_avp_new(model, 0, &avp);
	if (rc != 0)
		return rc;
	if (value != NULL)
		rc = fd_msg_avp_setvalue(avp, value);
	if (rc == 0)
		rc = fd_msg_avp_add(parent, MSG_BRW_LAST_CHILD, avp);
	if (rc != 0)
		fd_msg_free(avp);
	else if (out != NULL)
		*out = avp;
	return rc;
}

int cx_put_octets(msg_or_avp *parent, uint32_t code, const void *data,
	size_t len)
{
	union {
		const void *in;
		uint8_t *out;
	} unconst = {.in = data};
	union avp_value value = {.os = {.data = unconst.out, .len = len}};

	return put(parent, code, &value, NULL);
}

int cx_put_text(msg_or_avp *parent, uint32_t code, const char *text)
{
	return cx_put_octets(parent, code, text, strlen(text));
}

int cx_put_number(msg_or_avp *parent, uint32_t code, uint32_t number)
{
	union avp_value value = {.u32 = number};

	return put(parent, code, &value, NULL);
}

int cx_put_group(msg_or_avp *parent, uint32_t code, msg_or_avp **out)
{
	struct avp *avp;
	int rc = put(parent, code, NULL, &avp);

	if (rc == 0)
		*out = avp;
	return rc;
}

int cx_put_application(msg_or_avp *msg)
{
	msg_or_avp *group = NULL;
	int rc = cx_put_group(msg, AVP_VENDOR_SPECIFIC_APPLICATION_ID, &group);

	if (rc == 0)
		rc = cx_put_number(group, AVP_VENDOR_ID, CX_VENDOR);
	if (rc == 0)
		rc = cx_put_number(group, AVP_AUTH_APPLICATION_ID, CX_APP);
	if (rc == 0) /* 1: NO_STATE_MAINTAINED, TS 29.229 cl. 6.1 */
		rc = cx_put_number(msg, AVP_AUTH_SESSION_STATE, 1);
	return rc;
}

int cx_put_result(msg_or_avp *msg, bool experimental, uint32_t code)
{
	msg_or_avp *group = NULL;
	int rc;

	if (!experimental)
		return cx_put_number(msg, AVP_RESULT_CODE, code);
	rc = cx_put_group(msg, AVP_EXPERIMENTAL_RESULT, &group);
	if (rc == 0)
		rc = cx_put_number(group, AVP_VENDOR_ID, CX_VENDOR);
	if (rc == 0)
		rc = cx_put_number(group, AVP_EXPERIMENTAL_RESULT_CODE, code);
	return rc;
}
