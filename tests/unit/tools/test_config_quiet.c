/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What stands in a configuration by mistake may name somebody, and what is said
 * of it goes to a journal: no error repeats it. TS 33.127 cl. 8.2
 */
#include "scratch.h"

/* What may have got there; none of them is right where it is put. */
static const char *const odd[] = {"canary", "15550100001", "+15550100001",
	"sip:canary@b"};

/* Where: in place of each '#'. */
static const char *const places[] = {
	"#: {}",
	"#",
	"log: #",
	"log: [#",
	"log: *#",
	"log: &# {level: 1}",
	"log: !# info",
	"log: {#: info}",
	"log: {level: #}",
	"log: {level: [#]}",
	"log: {level: {#: #}}",
	"log: {level: \"#",
	"log: {level: info, level: #}",
	"tasks: {two_person: #}",
	"mirror: {max_sessions: -#}",
	"deliver: {keepalive_s: 99#}",
	"deliver: {tls_min: #}",
	"intake: {hep_udp: [\"#\"]}",
	"intake: {from: [\"#\"]}",
	"intake: {capture: [{interface: ###}]}",
	"users: {x1: [\"#\"]}",
	"modes: {x1: \"#\"}",
	"x1: {path: \"#\"}",
	"x1: {report_to: \"#\"}",
	"x1: {pins: [\"#\"]}",
	"x1: {destinations: [{host: \"#\"}]}",
	"store: {path: \"\\n#\"}",
	"sockets: {cx: \"/#\", x1: \"/#\"}",
	"watch: {nodes: [{host: a, role: #}]}",
	"metrics: {listen: [\"#\"]}",
};

static void put(char *out, size_t size, const char *place, const char *word)
{
	size_t n = (size_t)snprintf(out, size, ELEMENT);

	for (; *place && n + strlen(word) + 2 < size; place++)
		n += (size_t)snprintf(out + n, size - n, "%.*s",
			*place == '#' ? (int)strlen(word) : 1,
			*place == '#' ? word : place);
	snprintf(out + n, size - n, "\n");
}

static void test_config_quiet__repeats_no_word_that_is_refused(void)
{
	char text[256];

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		for (size_t k = 0; k < sizeof(odd) / sizeof(odd[0]); k++) {
			struct li_config c;
			struct li_fault fault = {{0}};

			put(text, sizeof(text), places[i], odd[k]);
			CU_ASSERT_EQUAL(load(text, &c, &fault), LI_ECONFIG);
			CU_ASSERT_PTR_NULL(strstr(fault.text, "canary"));
			CU_ASSERT_PTR_NULL(strstr(fault.text, "5550100001"));
		}
}

UNIT_MAIN("tools.config_quiet",
	UNIT_TEST(test_config_quiet__repeats_no_word_that_is_refused))
