/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "x1/form_hashed.h"
#include "x1/note.h"
#include "x1/words.h"

static bool no(struct li_x1_refusal *refusal, enum li_x1_code code,
	const char *why)
{
	*refusal = (struct li_x1_refusal){code, why};
	return false;
}

/* The code for what no other code says. */
static enum li_x1_code generic(const struct li_x1_request *r)
{
	return r->type == LI_X1_MODIFY_TASK ? LI_X1_MODIFY_FAILED
					    : LI_X1_ACTIVATE_FAILED;
}

/* TS 33.128 cl. 7.12.2.8: only numbers and URIs name a party of a session. */
static bool check_locality(const struct li_x1_task *t, struct li_task *out,
	struct li_x1_refusal *refusal)
{
	if (t->localities_differ)
		return no(refusal, LI_X1_TARGETS_COMBINATION,
			"Local and NonLocal");
	if (t->locality && t->target_count == 0)
		return no(refusal, LI_X1_TARGETS_COMBINATION,
			"nonLocalIdentifier alone");
	for (size_t i = 0; t->locality && i < t->target_count; i++)
		if (!li_task_names_party(&out->targets[i]))
			return no(refusal, LI_X1_TARGETS_COMBINATION,
				"nonLocalIdentifier of another identifier than "
				"a URI or number");
	out->locality = t->locality;
	return true;
}

/* TS 103 221-1 table 4: all of them must match */
static bool make_targets(const struct li_x1_task *t,
	const struct li_x1_asked *asked, struct li_task *out,
	struct li_x1_refusal *refusal)
{
	if (t->target_count > LI_TASK_TARGETS_MAX)
		return no(refusal, LI_X1_TARGETS_COMBINATION,
			"more than 8 identifiers");
	for (size_t i = 0; i < t->target_count; i++) {
		const struct li_x1_target *one = &t->targets[i];

		if (li_x1_formats[one->format].pattern == LI_X1_DIGEST) {
			enum li_x1_code code = li_x1_hashed_make(one->value,
				asked, &out->targets[i]);

			if (code)
				return no(refusal, code, "hashedIdentifier");
			continue;
		}
		if (one->format >= LI_X1_FORMAT_KNOWN)
			return no(refusal, LI_X1_TARGET_UNSUPPORTED,
				li_x1_formats[one->format].element);
		if (li_identity_parse(li_x1_formats[one->format].kind,
			    li_slice_str(one->value), &out->targets[i]) ||
			li_identity_wildcard(&out->targets[i]))
			return no(refusal, LI_X1_TARGET_UNSUPPORTED,
				"a value of a form that cannot be matched");
	}
	out->target_count = t->target_count;
	return check_locality(t, out, refusal);
}

static bool same_dids(const struct li_x1_dids *a, const struct li_x1_dids *b)
{
	size_t found = 0;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			found += li_uuid_eq(&a->did[i], &b->did[j]);
	return a->count == b->count && found == a->count;
}

static bool make_destinations(const struct li_x1_task *t, struct li_task *out,
	struct li_x1_refusal *refusal)
{
	if (t->dids.sets || t->policies)
		return no(refusal, LI_X1_OBJECT_UNKNOWN, NULL);
	if (t->dids.count == 0)
		return no(refusal, LI_X1_DELIVERY_COMBINATION,
			"no destination");
	if (t->dids.count > LI_TASK_DESTINATIONS_MAX)
		return no(refusal, LI_X1_DESTINATIONS_TOO_MANY,
			"more than 8 of a task");
	for (size_t i = 0; i < t->dids.count; i++) {
		for (size_t j = 0; j < i; j++)
			if (li_uuid_eq(&t->dids.did[i], &t->dids.did[j]))
				return no(refusal, LI_X1_DELIVERY_COMBINATION,
					"a destination is named twice");
		out->destinations[i] = t->dids.did[i];
	}
	out->destination_count = t->dids.count;
	return true;
}

/* Without mediation nobody named an LIID: the XID, which is known to both
 * sides, stands for it as 32 digits. TS 103 280 LIID */
static void liid_of(const struct li_uuid *xid, char *liid)
{
	for (size_t i = 0; i < sizeof(xid->octet); i++)
		snprintf(liid + 2 * i, 3, "%02x", xid->octet[i]);
}

/* TS 103 221-1 table C.2: what narrows an interception is done or refused. */
static bool check_scoping(const struct li_x1_request *r,
	const struct li_x1_mediation *m, struct li_x1_refusal *refusal)
{
	if (m->services.others)
		return no(refusal, LI_X1_SERVICE_UNSUPPORTED,
			"of the service types voice, messaging and RCS");
	if (m->scopings > 1)
		return no(refusal, generic(r),
			"more than one serviceScopingOptions of an LIID");
	if (m->places.listed &&
		(m->places.ends != LI_X1_TRUE ||
			m->places.changes == LI_X1_TRUE ||
			m->places.lals == LI_X1_TRUE))
		return no(refusal, generic(r),
			"of the location types doNotReport and "
			"beginningAndEnd alone");
	if (m->digits == LI_X1_FALSE)
		return no(refusal, generic(r),
			"reportPostDialledDigits false is not supported");
	return true;
}

static bool check_mediation(const struct li_x1_request *r,
	const struct li_x1_mediation *m, struct li_x1_refusal *refusal)
{
	if (!check_scoping(r, m, refusal))
		return false;
	if (m->extensions)
		return no(refusal, generic(r),
			"mediationDetailsExtensions is not supported");
	if (m->policies || m->dids.sets)
		return no(refusal, LI_X1_OBJECT_UNKNOWN, NULL);
	if (m->dids.count && !same_dids(&m->dids, &r->task.dids))
		return no(refusal, LI_X1_DELIVERY_COMBINATION,
			"mediation has other destinations than the task");
	if (m->delivery == LI_X1_X3_ONLY)
		return no(refusal, generic(r),
			"HI3Only: only IRI is delivered");
	return true;
}

static enum li_location_scope place_of(const struct li_x1_mediation *m)
{
	if (m->places.none)
		return LI_LOCATION_NONE;
	return m->places.listed ? LI_LOCATION_ENDS : LI_LOCATION_ALL;
}

/* What all LIIDs of an XID share, since they share its one stream. */
static bool same_terms(const struct li_x1_mediation *a,
	const struct li_x1_mediation *b)
{
	return a->delivery == b->delivery && place_of(a) == place_of(b) &&
		(a->home_only == LI_X1_TRUE) == (b->home_only == LI_X1_TRUE);
}

static bool make_one(const struct li_x1_request *r,
	const struct li_x1_asked *asked, const struct li_x1_mediation *m,
	struct li_mediation *out, struct li_x1_refusal *refusal)
{
	if (!check_mediation(r, m, refusal))
		return false;
	if (!same_terms(m, &r->task.mediations[0]))
		return no(refusal, generic(r),
			"LIIDs of one task with unlike delivery type, location "
			"or roaming");
	out->starts_us = m->starts_us ? m->starts_us : asked->since_us;
	out->ends_us = m->ends_us ? m->ends_us : LI_X1_FOREVER_US;
	out->services = m->services.bits;
	memcpy(out->liid, m->liid, sizeof(out->liid));
	/* TS 33.126 R6.5-10 */
	if (out->ends_us <= asked->at_us)
		return no(refusal, generic(r), "EndTime is over");
	if (out->ends_us <= out->starts_us)
		return no(refusal, generic(r),
			"EndTime is not later than StartTime");
	return true;
}

/* Is one of them without limits beside the task's own? Then no list is kept. */
static bool is_plain(const struct li_task *t)
{
	return t->mediation_count == 1 && t->mediations[0].services == 0;
}

static bool make_mediations(const struct li_x1_request *r,
	const struct li_x1_asked *asked, struct li_task *out,
	struct li_x1_refusal *refusal)
{
	const struct li_x1_mediation *first = &r->task.mediations[0];

	if (r->task.mediation_count > LI_TASK_MEDIATIONS_MAX)
		return no(refusal, generic(r), "more than 8 LIIDs of a task");
	for (size_t i = 0; i < r->task.mediation_count; i++) {
		struct li_mediation *one = &out->mediations[i];

		if (!make_one(r, asked, &r->task.mediations[i], one, refusal))
			return false;
		if (i == 0 || one->starts_us < out->starts_us)
			out->starts_us = one->starts_us;
		if (i == 0 || one->ends_us > out->ends_us)
			out->ends_us = one->ends_us;
	}
	out->mediation_count = r->task.mediation_count;
	memcpy(out->liid, first->liid, sizeof(out->liid));
	/* A warrant on content too: bodies of messages are not blanked.
	 * TS 33.128 cl. 7.12.9 */
	out->content = first->delivery == LI_X1_X2_AND_X3;
	out->location = place_of(first);
	out->home_only = first->home_only == LI_X1_TRUE;
	if (is_plain(out))
		out->mediation_count = 0;
	return true;
}

/* What else may have been asked and cannot be done. */
static bool check_rest(const struct li_x1_request *r,
	struct li_x1_refusal *refusal)
{
	const struct li_x1_task *t = &r->task;

	if (t->delivery != LI_X1_X2_ONLY)
		return no(refusal, generic(r),
			"this NE delivers IRI, not content: X2Only");
	/* TS 103 221-1 table 46: 3050 */
	if (t->services.others)
		return no(refusal, LI_X1_SERVICE_UNSUPPORTED,
			"of the service types voice, messaging and RCS");
	if (t->extensions)
		return no(refusal, generic(r),
			"taskDetailsExtensions is not supported");
	if (t->correlation_long)
		return no(refusal, generic(r),
			"a correlationID of more than 39 digits");
	return true;
}

bool li_x1_task_make(const struct li_x1_request *r,
	const struct li_x1_asked *asked, struct li_task *out,
	struct li_x1_refusal *refusal)
{
	const struct li_x1_task *t = &r->task;
	const char *why;

	*out = (struct li_task){
		.xid = t->xid,
		.starts_us = asked->since_us,
		.ends_us = LI_X1_FOREVER_US,
	};
	if (!make_targets(t, asked, out, refusal) || !check_rest(r, refusal) ||
		!make_destinations(t, out, refusal))
		return false;
	liid_of(&t->xid, out->liid);
	if (t->has_product)
		out->product = t->product;
	out->services = t->services.bits;
	if (t->mediation_count && !make_mediations(r, asked, out, refusal))
		return false;
	li_slice_copy(li_slice_str(asked->admf), out->operator_name,
		sizeof(out->operator_name));
	if (li_x1_note_format(t, out->warrant))
		return no(refusal,
			t->correlation[0] ? generic(r)
					  : LI_X1_TARGETS_COMBINATION,
			"too many identifiers of unlike formats, or digits "
			"of a correlationID");
	if (li_task_check(out, &why))
		return no(refusal, generic(r), why);
	return true;
}

/* An LIID of a task as it was asked for, i < what say_mediations() counts. */
static void say_mediation(const struct li_task *t, size_t i,
	struct li_x1_mediation *m)
{
	const struct li_mediation *from = &t->mediations[i];
	bool own = i < t->mediation_count;

	memcpy(m->liid, own ? from->liid : t->liid, sizeof(m->liid));
	m->starts_us = own ? from->starts_us : t->starts_us;
	m->ends_us = own ? from->ends_us : t->ends_us;
	m->services.bits = own ? from->services : 0;
	m->delivery = t->content ? LI_X1_X2_AND_X3 : LI_X1_X2_ONLY;
	m->places.none = t->location == LI_LOCATION_NONE;
	m->places.listed = t->location == LI_LOCATION_ENDS;
	m->places.ends = m->places.listed ? LI_X1_TRUE : LI_X1_UNSAID;
	m->home_only = t->home_only ? LI_X1_TRUE : LI_X1_UNSAID;
	m->scopings = m->services.bits || t->location || t->home_only;
}

void li_x1_task_say(const struct li_task *task, struct li_x1_task *out)
{
	*out = (struct li_x1_task){
		.xid = task->xid,
		.delivery = LI_X1_X2_ONLY,
		.target_count = task->target_count,
		.dids.count = task->destination_count,
		.mediation_count =
			task->mediation_count ? task->mediation_count : 1,
		.services.bits = task->services,
		.locality = task->locality,
		.has_product = li_task_has_product(task),
		.product = task->product,
	};
	for (size_t i = 0; i < out->mediation_count; i++)
		say_mediation(task, i, &out->mediations[i]);
	memcpy(out->dids.did, task->destinations, sizeof(out->dids.did));
	for (size_t i = 0; i < task->target_count; i++) {
		struct li_x1_target *one = &out->targets[i];

		if (task->targets[i].kind == LI_ID_HASHED) {
			li_x1_hashed_say(&task->targets[i], one);
			continue;
		}
		while (one->format < LI_X1_FORMAT_KNOWN &&
			li_x1_formats[one->format].kind !=
				task->targets[i].kind)
			one->format++;
		memcpy(one->value, task->targets[i].text, sizeof(one->value));
	}
	/* What did not come over X1 is said with all that it has. */
	(void)li_x1_note_parse(task->warrant, out);
}
