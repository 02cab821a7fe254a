/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answers.c - see answers.h.
 */
#include "answers.h"

#include <stdio.h>
#include <string.h>

#include "answers_auth.h"
#include "cx_msg.h"
#include "subscribers.h"

enum { PROFILE_MAX_BYTES = 4096 };

/* TS 29.229 cl. 6.2 */
enum cx_result {
	CX_SUCCESS = 2001,
	CX_FIRST_REGISTRATION = 2001,      /* experimental */
	CX_SUBSEQUENT_REGISTRATION = 2002, /* experimental */
	CX_USER_UNKNOWN = 5001,
	CX_IDENTITIES_DONT_MATCH = 5002,
	CX_IDENTITY_NOT_REGISTERED = 5003,
	CX_MISSING_AVP = 5005, /* base */
	CX_UNABLE_TO_COMPLY = 5012
};

/* TS 29.229 cl. 6.3.15 and 6.3.24 */
enum {
	SAT_REGISTRATION = 1,
	SAT_RE_REGISTRATION = 2,
	SAT_UNREGISTERED_USER = 3,
	SAT_TIMEOUT_DEREGISTRATION = 4,
	SAT_USER_DEREGISTRATION = 5,
	SAT_ADMINISTRATIVE_DEREGISTRATION = 8,
	SAT_DEREGISTRATION_TOO_MUCH_DATA = 11,
	UAT_REGISTRATION = 0,
	UAT_DE_REGISTRATION = 1
};

/* The two messages of one exchange, and whom the request was about. */
struct exchange {
	msg_or_avp *request, *answer;
	struct subscriber *who; /* under subscribers_lock() */
};

static int plain(struct exchange *x, enum cx_result code)
{
	return cx_put_result(x->answer, false, (uint32_t)code);
}

static int experimental(struct exchange *x, enum cx_result code)
{
	return cx_put_result(x->answer, true, (uint32_t)code);
}

/* Find the subscriber of User-Name and Public-Identity. False when the answer
 * was made here, *rc telling how that went.
 */
static bool identify(struct exchange *x, int *rc)
{
	struct cx_text impi = cx_get_text(x->request, AVP_USER_NAME);
	struct cx_text impu = cx_get_text(x->request, AVP_PUBLIC_IDENTITY);

	if (impi.data == NULL && impu.data == NULL)
		*rc = plain(x, CX_MISSING_AVP);
	else if (impi.data != NULL)
		x->who = subscribers_by_impi(impi.data, impi.len);
	else
		x->who = subscribers_by_impu(impu.data, impu.len);
	if (impi.data == NULL && impu.data == NULL)
		return false;
	if (x->who == NULL) {
		*rc = experimental(x, CX_USER_UNKNOWN);
		return false;
	}
	if (impu.data != NULL && !subscriber_has(x->who, impu.data, impu.len)) {
		*rc = experimental(x, CX_IDENTITIES_DONT_MATCH);
		return false;
	}
	return true;
}

static int put_server_name(struct exchange *x)
{
	return cx_put_text(x->answer, AVP_SERVER_NAME, x->who->server_name);
}

/* TS 29.228 cl. 6.1.1.1 */
static int uar(struct exchange *x)
{
	uint32_t type = cx_get_number(x->request, AVP_USER_AUTHORIZATION_TYPE,
		UAT_REGISTRATION);
	int rc = 0;

	if (!identify(x, &rc))
		return rc;
	if (type == UAT_DE_REGISTRATION && !x->who->registered)
		return experimental(x, CX_IDENTITY_NOT_REGISTERED);
	if (!x->who->registered)
		return experimental(x, CX_FIRST_REGISTRATION);
	if (type == UAT_DE_REGISTRATION)
		rc = plain(x, CX_SUCCESS);
	else
		rc = experimental(x, CX_SUBSEQUENT_REGISTRATION);
	return rc == 0 ? put_server_name(x) : rc;
}

/* TS 29.228 cl. 6.1.4.1 */
static int lir(struct exchange *x)
{
	int rc = 0;

	if (!identify(x, &rc))
		return rc;
	if (!x->who->registered)
		return experimental(x, CX_IDENTITY_NOT_REGISTERED);
	rc = plain(x, CX_SUCCESS);
	return rc == 0 ? put_server_name(x) : rc;
}

static void keep(char out[SUBSCRIBER_ID], struct cx_text text)
{
	if (text.data != NULL && text.len < SUBSCRIBER_ID) {
		memcpy(out, text.data, text.len);
		out[text.len] = '\0';
	}
}

/* Remember the S-CSCF: the URI for LIA and UAA, the host for RTR and PPR. */
static void assign(struct exchange *x)
{
	struct subscriber *s = x->who;

	s->registered = true;
	keep(s->server_name, cx_get_text(x->request, AVP_SERVER_NAME));
	keep(s->server_host, cx_get_text(x->request, AVP_ORIGIN_HOST));
	keep(s->server_realm, cx_get_text(x->request, AVP_ORIGIN_REALM));
}

/* TS 29.228 cl. 6.1.2.1 */
static int sar(struct exchange *x)
{
	uint32_t type =
		cx_get_number(x->request, AVP_SERVER_ASSIGNMENT_TYPE, 0);
	char profile[PROFILE_MAX_BYTES];
	bool with_profile = type <= SAT_UNREGISTERED_USER;
	size_t len;
	int rc = 0;

	if (!identify(x, &rc))
		return rc;
	if (type >= SAT_REGISTRATION && type <= SAT_UNREGISTERED_USER)
		assign(x);
	else if ((type >= SAT_TIMEOUT_DEREGISTRATION &&
			 type <= SAT_ADMINISTRATIVE_DEREGISTRATION) ||
		type == SAT_DEREGISTRATION_TOO_MUCH_DATA)
		x->who->registered = false;
	rc = cx_put_text(x->answer, AVP_USER_NAME, x->who->impi);
	if (rc != 0 || !with_profile)
		return rc == 0 ? plain(x, CX_SUCCESS) : rc;
	len = subscriber_profile(x->who, profile, sizeof(profile));
	if (len == 0)
		return plain(x, CX_UNABLE_TO_COMPLY);
	rc = cx_put_octets(x->answer, AVP_USER_DATA, profile, len);
	return rc == 0 ? plain(x, CX_SUCCESS) : rc;
}

/* TS 29.228 cl. 6.3.1 */
static int mar(struct exchange *x)
{
	int rc = 0;

	if (!identify(x, &rc))
		return rc;
	return answers_auth(x->who, x->request, x->answer);
}

static const struct handler {
	enum cx_command code;
	int (*answer)(struct exchange *x);
} handlers[] = {{CX_UA, uar}, {CX_SA, sar}, {CX_LI, lir}, {CX_MA, mar}};

/* What was answered, and how a SAR assigns. */
static void tell(const struct handler *handler, const struct exchange *x)
{
	char type[32] = "";

	if (handler->code == CX_SA)
		snprintf(type, sizeof(type), ", type %u",
			(unsigned int)cx_get_number(x->request,
				AVP_SERVER_ASSIGNMENT_TYPE, 0));
	fd_log(FD_LOG_NOTICE, "test_hss: answered %u for %s%s",
		(unsigned int)handler->code, x->who ? x->who->impi : "nobody",
		type);
}

static int handle(struct msg **msg, struct avp *avp, struct session *session,
	void *opaque, enum disp_action *action)
{
	const struct handler *handler = opaque;
	struct exchange x = {.request = *msg};
	int rc;

	(void)avp;
	(void)session;
	rc = fd_msg_new_answer_from_req(fd_g_config->cnf_dict, msg, 0);
	if (rc != 0)
		return rc;
	x.answer = *msg;
	subscribers_lock();
	rc = cx_put_application(x.answer);
	if (rc == 0)
		rc = handler->answer(&x);
	subscribers_unlock();
	if (rc == 0)
		rc = fd_msg_add_origin(*msg, 0);
	if (rc == 0) {
		*action = DISP_ACT_SEND;
		tell(handler, &x);
	} else {
		fd_log(FD_LOG_ERROR, "test_hss: command %u not answered (%d)",
			(unsigned int)handler->code, rc);
	}
	return rc;
}

int answers_start(void)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(handlers) / sizeof(*handlers);
		i++) {
		union {
			const struct handler *in;
			void *out;
		} opaque = {.in = &handlers[i]};
		struct disp_when when = {
			.app = cx_dict_app(),
			.command = cx_dict_request(handlers[i].code),
		};

		rc = fd_disp_register(handle, DISP_HOW_CC, &when, opaque.out,
			NULL);
	}
	return rc;
}
