/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text.h"
#include "x1/body.h"

/* ---- lists ---- */

/* The next of what is kept of a list, and one more of all that came. */
static li_err read_did(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_dids *dids = out;
	struct li_uuid did;
	li_err err = li_x1_read_uuid(element, &did, where);

	if (err)
		return err;
	if (dids->count < LI_TASK_DESTINATIONS_MAX)
		dids->did[dids->count] = did;
	dids->count++;
	return LI_OK;
}

static li_err read_dids(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"dId", LI_X1_MANY, read_did, 0},
		{"dSId", LI_X1_MANY, li_x1_read_count,
			offsetof(struct li_x1_dids, sets)},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

/* TS 103 221-1 table C.2 */
static li_err read_service(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct {
		const char *name;
		uint8_t bit; /* 0: of no use to this NE */
	} all[] = {
		{"voice", LI_SERVICE_VOICE},
		{"data", 0},
		{"messaging", LI_SERVICE_MESSAGING},
		{"pushToTalk", 0},
		{"LALS", 0},
		{"RCS", LI_SERVICE_RCS},
	};
	struct li_x1_services *services = out;
	char text[16];

	(void)where;
	if (li_x1_xml_text(element, text, sizeof(text)))
		return LI_EMALFORMED;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (strcmp(all[i].name, text) != 0)
			continue;
		services->bits |= all[i].bit;
		services->others += all[i].bit == 0;
		return LI_OK;
	}
	return LI_EMALFORMED;
}

static li_err read_services(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"serviceType", LI_X1_SOME, read_service, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

static li_err read_policies(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"trafficPolicyReference", LI_X1_MANY, li_x1_read_count, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

/* ---- target identifiers: TS 103 221-1 table 5 ---- */

static bool digits(const char *text, size_t min, size_t max)
{
	size_t n = strlen(text);

	for (const char *c = text; *c; c++)
		if (!li_text_digit((uint8_t)*c))
			return false;
	return n >= min && n <= max;
}

static bool is_as(const struct li_x1_format_words *f, const char *text)
{
	struct li_slice s = li_slice_str(text);

	switch (f->pattern) {
	case LI_X1_ANY: return s.n > 0;
	case LI_X1_DIGITS: return digits(text, f->min, f->max);
	case LI_X1_SIP:
		return li_slice_starts_nocase(s, "sip:") ||
			li_slice_starts_nocase(s, "sips:");
	case LI_X1_TEL: return li_slice_starts_nocase(s, "tel:");
	case LI_X1_PARTY:
		return li_slice_is(s, "Local") || li_slice_is(s, "NonLocal");
	case LI_X1_DIGEST:
	case LI_X1_OTHER: return true;
	}
	return false;
}

static li_err read_value(const struct li_x1_element *element,
	struct li_x1_target *out, const char **where)
{
	const struct li_x1_format_words *f = li_x1_formats;

	while (f->element && !li_x1_xml_is(element, LI_X1_NS, f->element))
		f++;
	if (!f->element)
		return LI_EMALFORMED;
	out->format = (size_t)(f - li_x1_formats);
	*where = f->element;
	if (f->pattern == LI_X1_OTHER)
		return LI_OK;
	if (f->pattern == LI_X1_DIGEST)
		return li_x1_read_hashed(element, out->value, where);
	if (li_x1_xml_text(element, out->value, sizeof(out->value)))
		return LI_EMALFORMED;
	return is_as(f, out->value) ? LI_OK : LI_EMALFORMED;
}

/* TS 103 221-1 table 5: it says of the others which party they are. */
static void note_locality(const struct li_x1_target *target,
	struct li_x1_task *task)
{
	const enum li_locality said = strcmp(target->value, "Local") == 0
		? LI_LOCALITY_LOCAL
		: LI_LOCALITY_NON_LOCAL;

	task->localities_differ |= task->locality && task->locality != said;
	task->locality = said;
}

static li_err read_target(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_task *task = out;
	const struct li_x1_element *value = li_x1_xml_first(element);
	struct li_x1_target target = {.format = 0};
	li_err err;

	if (!value || li_x1_xml_next(value) || !li_x1_xml_complex(element))
		return LI_EMALFORMED;
	err = read_value(value, &target, where);
	if (!err && li_x1_formats[target.format].pattern == LI_X1_PARTY) {
		note_locality(&target, task);
		return LI_OK;
	}
	if (!err && task->target_count < LI_TASK_TARGETS_MAX)
		task->targets[task->target_count] = target;
	task->target_count++;
	explicit_bzero(&target, sizeof(target));
	return err;
}

static li_err read_targets(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"targetIdentifier", LI_X1_SOME, read_target, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

/* ---- mediation: TS 103 221-1 annex C ---- */

/* TS 103 280 LIID */
static li_err read_liid(const struct li_x1_element *element, void *out,
	const char **where)
{
	char *liid = out;
	size_t n;

	(void)where;
	if (li_x1_xml_text(element, liid, LI_LIID_MAX + 1))
		return LI_EMALFORMED;
	n = strlen(liid);
	for (const char *c = liid; *c; c++)
		if (n > 25 ? !li_text_digit((uint8_t)*c) &&
					!(*c >= 'a' && *c <= 'f')
			   : *c < '!' || *c > '~')
			return LI_EMALFORMED;
	return n > 0 ? LI_OK : LI_EMALFORMED;
}

static li_err read_place(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"beginningAndEnd", LI_X1_OPTIONAL, li_x1_read_flag,
			offsetof(struct li_x1_places, ends)},
		{"uponChange", LI_X1_OPTIONAL, li_x1_read_flag,
			offsetof(struct li_x1_places, changes)},
		{"LALS", LI_X1_OPTIONAL, li_x1_read_flag,
			offsetof(struct li_x1_places, lals)},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

static li_err read_place_list(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"locationType", LI_X1_MANY, read_place, 0},
		{0},
	};
	struct li_x1_places *places = out;

	places->listed++;
	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

/* TS 103 221-1 table C.2, LocationTypeOptions: a choice */
static li_err read_places(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"doNotReport", LI_X1_OPTIONAL, li_x1_read_count,
			offsetof(struct li_x1_places, none)},
		{"listOfLocationTypes", LI_X1_OPTIONAL, read_place_list, 0},
		{0},
	};
	struct li_x1_places *places = out;
	li_err err = li_x1_fields(element, LI_X1_NS, fields, out, where);

	if (!err && places->none + places->listed != 1)
		err = LI_EMALFORMED;
	return err;
}

static li_err read_scope(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"serviceType", LI_X1_OPTIONAL, read_services,
			offsetof(struct li_x1_mediation, services)},
		{"locationType", LI_X1_OPTIONAL, read_places,
			offsetof(struct li_x1_mediation, places)},
		{"suspendOnOutboundInternationalRoaming", LI_X1_OPTIONAL,
			li_x1_read_flag,
			offsetof(struct li_x1_mediation, home_only)},
		{"reportPostDialledDigits", LI_X1_OPTIONAL, li_x1_read_flag,
			offsetof(struct li_x1_mediation, digits)},
		{0},
	};
	struct li_x1_mediation *mediation = out;

	mediation->scopings++;
	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

static li_err read_scopes(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"serviceScopingOptions", LI_X1_MANY, read_scope, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

static li_err read_mediation(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct li_x1_mediation, member)
		{"LIID", LI_X1_ONCE, read_liid, AT(liid)},
		{"deliveryType", LI_X1_ONCE, li_x1_read_mediation_delivery,
			AT(delivery)},
		{"StartTime", LI_X1_OPTIONAL, li_x1_read_time, AT(starts_us)},
		{"EndTime", LI_X1_OPTIONAL, li_x1_read_time, AT(ends_us)},
		{"listOfDIDs", LI_X1_OPTIONAL, read_dids, AT(dids)},
		{"mediationDetailsExtensions", LI_X1_MANY, li_x1_read_count,
			AT(extensions)},
		{"serviceScopingOptions", LI_X1_OPTIONAL, read_scopes, 0},
		{"listOfTrafficPolicyReferences", LI_X1_OPTIONAL, read_policies,
			AT(policies)},
		{0},
#undef AT
	};
	struct li_x1_mediation one = {.starts_us = 0};
	struct li_x1_task *task = out;
	li_err err = li_x1_fields(element, LI_X1_NS, fields, &one, where);

	if (!err && task->mediation_count < LI_TASK_MEDIATIONS_MAX)
		task->mediations[task->mediation_count] = one;
	task->mediation_count++;
	explicit_bzero(&one, sizeof(one));
	return err;
}

static li_err read_mediations(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
		{"mediationDetails", LI_X1_MANY, read_mediation, 0},
		{0},
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}

/* ---- the whole: TS 103 221-1 table 4 ---- */

/* TS 103 221-1 table 4: a nonNegativeInteger, which has no end */
static li_err read_correlation(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_task *task = out;
	const li_err err = li_x1_read_digits(element, task->correlation,
		sizeof(task->correlation));

	(void)where;
	task->correlation_long = err == LI_ETOOBIG;
	return task->correlation_long ? LI_OK : err;
}

static li_err read_product(const struct li_x1_element *element, void *out,
	const char **where)
{
	struct li_x1_task *task = out;

	task->has_product = true;
	return li_x1_read_uuid(element, &task->product, where);
}

li_err li_x1_read_task(const struct li_x1_element *element, void *out,
	const char **where)
{
	static const struct li_x1_field fields[] = {
#define AT(member) offsetof(struct li_x1_task, member)
		{"xId", LI_X1_ONCE, li_x1_read_uuid, AT(xid)},
		{"targetIdentifiers", LI_X1_ONCE, read_targets, 0},
		{"deliveryType", LI_X1_ONCE, li_x1_read_delivery, AT(delivery)},
		{"listOfDIDs", LI_X1_ONCE, read_dids, AT(dids)},
		{"listOfMediationDetails", LI_X1_OPTIONAL, read_mediations, 0},
		{"correlationID", LI_X1_OPTIONAL, read_correlation, 0},
		{"implicitDeactivationAllowed", LI_X1_OPTIONAL, li_x1_read_flag,
			AT(implicit)},
		{"productID", LI_X1_OPTIONAL, read_product, 0},
		{"listOfServiceTypes", LI_X1_OPTIONAL, read_services,
			AT(services)},
		{"taskDetailsExtensions", LI_X1_MANY, li_x1_read_count,
			AT(extensions)},
		{"listOfTrafficPolicyReferences", LI_X1_OPTIONAL, read_policies,
			AT(policies)},
		{0},
#undef AT
	};

	return li_x1_fields(element, LI_X1_NS, fields, out, where);
}
