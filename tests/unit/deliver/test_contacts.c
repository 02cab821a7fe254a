/* SPDX-License-Identifier: BSD-3-Clause
 *
 * TS 33.127 cl. 8.7: each connection that came to be or ended has its row, what
 * does not come to be one for each reason.
 */
#include <string.h>

#include "deliver/contacts.h"
#include "unit.h"

struct world {
	struct li_contacts told;
	struct li_link_counts counts;
	struct li_contact_row news[LI_CONTACTS_MOST];
	int64_t now_us;
};

static size_t look(struct world *w, const char *why)
{
	w->now_us += 1000000;
	return li_contacts_note(&w->told, &w->counts, why, w->now_us, w->news);
}

static void is(const struct world *w, size_t i, const char *action,
	const char *result, const char *detail)
{
	CU_ASSERT_STRING_EQUAL(w->news[i].action, action);
	CU_ASSERT_STRING_EQUAL(w->news[i].result, result);
	CU_ASSERT_STRING_EQUAL(w->news[i].detail, detail);
}

/* TS 33.127 cl. 8.7 */
static void test_contacts__tell_each_connection_once(void)
{
	struct world w = {.now_us = 1};

	CU_ASSERT_EQUAL(look(&w, ""), 0);
	w.counts.opened = 1;
	CU_ASSERT_EQUAL_FATAL(look(&w, ""), 1);
	is(&w, 0, "delivery.connected", "", "1");
	CU_ASSERT_EQUAL(look(&w, ""), 0);
	w.counts.closed = w.counts.breaks = 1;
	CU_ASSERT_EQUAL_FATAL(look(&w, "closed by the peer"), 1);
	is(&w, 0, "delivery.disconnected", "", "1: closed by the peer");
	CU_ASSERT_EQUAL(look(&w, "closed by the peer"), 0);
	/* Between two looks: the numbers say how many. */
	w.counts.opened = 4;
	w.counts.closed = w.counts.breaks = 3;
	CU_ASSERT_EQUAL_FATAL(look(&w, "closed by the peer"), 2);
	is(&w, 0, "delivery.connected", "", "4");
	is(&w, 1, "delivery.disconnected", "", "3: closed by the peer");
}

static void test_contacts__tell_each_reason_and_each_hour(void)
{
	struct world w = {.now_us = 1};

	w.counts.breaks = 1;
	CU_ASSERT_EQUAL_FATAL(look(&w, "Connection refused"), 1);
	is(&w, 0, "delivery.failed", "not connected", "1: Connection refused");
	w.counts.breaks = 9;
	CU_ASSERT_EQUAL(look(&w, "Connection refused"), 0);
	w.counts.breaks = 10;
	CU_ASSERT_EQUAL_FATAL(look(&w, "TLS: expired"), 1);
	is(&w, 0, "delivery.failed", "not connected", "10: TLS: expired");
	w.counts.breaks = 5000;
	w.now_us += LI_CONTACTS_AGAIN_US;
	CU_ASSERT_EQUAL_FATAL(look(&w, "TLS: expired"), 1);
	is(&w, 0, "delivery.failed", "not connected", "5000: TLS: expired");
	/* A connection in between makes the same reason news. */
	w.counts.opened = 1;
	w.counts.closed = 1;
	w.counts.breaks = 5002;
	CU_ASSERT_EQUAL_FATAL(look(&w, "TLS: expired"), 3);
	is(&w, 2, "delivery.failed", "not connected", "5001: TLS: expired");
}

UNIT_MAIN("deliver.contacts",
	UNIT_TEST(test_contacts__tell_each_connection_once),
	UNIT_TEST(test_contacts__tell_each_reason_and_each_hour))
