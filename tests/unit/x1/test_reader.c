/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of x1/reader.h and x1/cell.h: documents are read in a cell, attacks are
 * refused in it, and one that is taken over does no harm. The test is its own
 * cell: started as one it is either a good one or, by its name, a bad one that
 * does what its document says. TS 103 221-1 cl. 8.3
 */
#include "x1/reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "descriptors.h"
#include "base/clock.h"
#include "messages.h"
#include "x1/cell.h"
#include "x1/guard.h"
#include "x1/pack.h"

static const char self[] = "/proc/self/exe";

static struct li_x1_reader *reader(const char *program, int64_t timeout_us)
{
	struct li_x1_reader *r = NULL;

	CU_ASSERT_EQUAL_FATAL(li_x1_reader_new(program, timeout_us, &r), LI_OK);
	return r;
}

static li_err read_text(struct li_x1_reader *r, struct li_slice document)
{
	struct li_buf out = {0};
	li_err err = li_x1_reader_read(r, document, &out);

	CU_ASSERT_EQUAL(err == LI_OK, out.n > 0);
	li_buf_fini(&out);
	return err;
}

static void test_reader__gives_what_is_read_here(void)
{
	static const char document[] = ROOT(
		MESSAGE("Ping", "") MESSAGE("GetTaskDetails", EL("xId", XID)));
	struct li_x1_reader *r = reader(self, 20000000);
	struct li_buf here = {0}, there = {0};

	CU_ASSERT_EQUAL(li_x1_pack_document(li_slice_str(document), &here),
		LI_OK);
	CU_ASSERT_EQUAL(li_x1_reader_read(r, li_slice_str(document), &there),
		LI_OK);
	CU_ASSERT_TRUE(li_slice_eq(li_buf_slice(&here), li_buf_slice(&there)));
	CU_ASSERT_EQUAL(li_x1_reader_counts(r)->cells, 1);
	li_buf_fini(&here);
	li_buf_fini(&there);
	li_x1_reader_free(r);
}

/* Is this process a cell, and has it that open? */
static bool has_open(const char *pid, const struct stat *what)
{
	char path[300], name[32] = "";
	struct dirent *e;
	struct stat st;
	bool has = false;
	FILE *f;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	(void)!fgets(name, sizeof(name), f);
	(void)fclose(f);
	if (strncmp(name, LI_X1_CELL, strlen(LI_X1_CELL)) != 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	d = opendir(path);
	while (d && (e = readdir(d)))
		has |= fstatat(dirfd(d), e->d_name, &st, 0) == 0 &&
			st.st_ino == what->st_ino && st.st_dev == what->st_dev;
	if (d)
		closedir(d);
	return has;
}

/* TS 103 221-1 cl. 8.3: of what its parent left open by mistake it has nothing */
static void test_reader__has_a_cell_with_nothing_open(void)
{
	struct li_x1_reader *r;
	struct dirent *e;
	struct stat what;
	size_t has = 0;
	int fds[2];
	DIR *d;

	CU_ASSERT_EQUAL_FATAL(pipe(fds), 0); /* without O_CLOEXEC */
	CU_ASSERT_EQUAL(fstat(fds[1], &what), 0);
	r = reader(self, 20000000);
	CU_ASSERT_EQUAL(read_text(r, li_slice_str(ROOT(MESSAGE("Ping", "")))),
		LI_OK);
	d = opendir("/proc");
	CU_ASSERT_PTR_NOT_NULL_FATAL(d);
	while ((e = readdir(d)))
		has += e->d_name[0] >= '1' && e->d_name[0] <= '9' &&
			has_open(e->d_name, &what);
	closedir(d);
	CU_ASSERT_EQUAL(has, 0);
	li_x1_reader_free(r);
	close(fds[0]);
	close(fds[1]);
}

static void test_reader__another_cell_after_so_many(void)
{
	struct li_x1_reader *r = reader(self, 20000000);

	for (size_t i = 0; i < LI_X1_CELL_DOCUMENTS; i++)
		CU_ASSERT_EQUAL(read_text(r,
					li_slice_str(
						ROOT(MESSAGE("Ping", "")))),
			LI_OK);
	CU_ASSERT_TRUE(li_x1_reader_counts(r)->cells >= 2);
	CU_ASSERT_EQUAL(li_x1_reader_counts(r)->documents,
		LI_X1_CELL_DOCUMENTS);
	li_x1_reader_free(r);
}

/* ---- attacks: TS 103 221-1 cl. 8.3 ---- */

/* A text so many times, its first '#' being how many there were. */
static void repeat(struct li_buf *b, const char *text, size_t times)
{
	size_t n = strcspn(text, "#");

	for (size_t i = 0; i < times; i++) {
		li_buf_put(b, text, n);
		if (text[n])
			li_buf_printf(b, "%zu%s", i, text + n + 1);
	}
}

#define LAUGHS                                                                 \
	"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\">"               \
	"<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"                             \
	"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"                             \
	"<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"                             \
	"<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">"                             \
	"<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;\">]><x>&f;</x>"

static const struct {
	const char *before, *again, *after; /* `again` so many times */
	size_t times;
	li_err err;
} attacks[] = {
	{"<!DOCTYPE x><x/>", "", "", 0, LI_EUNSUPPORTED},
	{"<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>", "", "", 0,
		LI_EUNSUPPORTED},
	{"<!DOCTYPE x [<!ENTITY a SYSTEM \"http://127.0.0.1/\">]><x>&a;</x>",
		"", "", 0, LI_EUNSUPPORTED},
	{LAUGHS, "", "", 0, LI_EUNSUPPORTED},
	/* one long entity, many times: quadratic */
	{"<!DOCTYPE x [<!ENTITY a \"", "aaaaaaaaaa", "\">]><x>&a;&a;</x>",
		90000, LI_EUNSUPPORTED},
	{"<x>", "&a#;", "</x>", 90000, LI_EMALFORMED},
	{"<x", " a#='b'", "/>", 80000, LI_ETOOBIG},
	{"<x", " xmlns:a#='b'", "/>", 40000, LI_ETOOBIG},
	{"<x>", "<y a='#' b='2' c='3' d='4' e='5' f='6' g='7'/>", "</x>", 19000,
		LI_EMALFORMED},
	{"", "<x>", "", 100000, LI_ETOOBIG},
	{"<x>", "<y/>", "</x>", 200000, LI_ETOOBIG},
	{"<x>", "aaaaaaaaaaaaaaa", "</x>", 80000, LI_ETOOBIG},
	{"<x>", "<!--#-->", "</x>", 80000, LI_EMALFORMED},
	{"<x>", "<?a #?>", "</x>", 80000, LI_EMALFORMED},
	{"<x>", "<![CDATA[#]]>", "</x>", 50000, LI_EMALFORMED},
	{"<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-x/+AD4-", "", "", 0,
		LI_EUNSUPPORTED},
	{"<?xml version=\"1.0\" encoding=\"UTF-16\"?><x/>", "", "", 0,
		LI_EUNSUPPORTED},
	{"<?xml version='1.0' encoding='IBM037'?><x/>", "", "", 0,
		LI_EUNSUPPORTED},
	{"\x4c\x6f\xa7\x94\x93", "", "", 0, LI_EMALFORMED}, /* EBCDIC <?xml */
	{"\xff\xfe<", "", "", 0, LI_EUNSUPPORTED},
	{"\xfe\xff", "", "", 0, LI_EUNSUPPORTED},
	{"<x>\xc0\xbcy></x>", "", "", 0, LI_EMALFORMED},
};

enum { ATTACKS = sizeof(attacks) / sizeof(attacks[0]) };

static void test_reader__refuses_attacks(void)
{
	for (size_t i = 0; i < ATTACKS; i++) {
		struct li_x1_reader *r = reader(self, 20000000);
		struct li_buf b = {0};

		li_buf_put_str(&b, attacks[i].before);
		repeat(&b, attacks[i].again, attacks[i].times);
		li_buf_put_str(&b, attacks[i].after);
		CU_ASSERT_EQUAL(read_text(r, li_buf_slice(&b)), attacks[i].err);
		/* within its second and its memory: it still answers */
		CU_ASSERT_EQUAL(li_x1_reader_counts(r)->late, 0);
		CU_ASSERT_EQUAL(li_x1_reader_counts(r)->ended, 0);
		CU_ASSERT_EQUAL(read_text(r,
					li_slice_str(
						ROOT(MESSAGE("Ping", "")))),
			LI_OK);
		li_buf_fini(&b);
		li_x1_reader_free(r);
	}
}

static void test_reader__refuses_sixteen_bits(void)
{
	static const uint8_t le[] = {'<', 0, 'x', 0, '/', 0, '>', 0};
	static const uint8_t be[] = {0, '<', 0, 'x', 0, '/', 0, '>'};
	struct li_x1_reader *r = reader(self, 20000000);

	CU_ASSERT_EQUAL(read_text(r, li_slice(le, sizeof(le))),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(read_text(r, li_slice(be, sizeof(be))),
		LI_EUNSUPPORTED);
	CU_ASSERT_EQUAL(read_text(r, (struct li_slice){0}), LI_EMALFORMED);
	CU_ASSERT_EQUAL(li_x1_reader_counts(r)->refused, 3);
	li_x1_reader_free(r);
}

/* ---- a cell that was taken over ---- */

static void answer(uint32_t size, uint8_t err, const char *more)
{
	struct li_buf b = {0};

	li_buf_put_u32(&b, size);
	li_buf_put_u8(&b, err);
	li_buf_put_str(&b, more);
	if (write(LI_X1_CELL_FD, b.p, b.n) < 0)
		_exit(1);
	li_buf_fini(&b);
}

/* What it tries must end it; if it is let, it says that all was well with the
 * document, which is another error. */
static void misbehave(const char *what)
{
	char *const none[] = {NULL};
	volatile bool spin = strcmp(what, "spin") == 0;
	void *volatile memory = NULL; /* else it is never asked for */
	int fd = -1;

	while (spin)
		;
	if (strcmp(what, "trap") == 0)
		__builtin_trap();
	if (strcmp(what, "lie") == 0)
		answer(6, LI_OK, "xxxxx");
	if (strcmp(what, "long") == 0)
		answer(UINT32_MAX, LI_OK, "");
	if (strcmp(what, "error") == 0)
		answer(1, 77, "");
	if (strcmp(what, "open") == 0)
		fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	if (strcmp(what, "socket") == 0)
		fd = socket(AF_INET, SOCK_STREAM, 0);
	if (strcmp(what, "execve") == 0)
		fd = execve("/bin/true", none, none);
	if (strcmp(what, "fork") == 0)
		fd = fork();
	if (strcmp(what, "ptrace") == 0)
		fd = (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	if (strcmp(what, "kill") == 0)
		fd = kill(getppid(), 0);
	if (strcmp(what, "memory") == 0)
		memory = malloc(LI_X1_CELL_MEMORY);
	if (strcmp(what, "memory") == 0 && !memory)
		answer(1, LI_ETOOBIG, "");
	free(memory);
	(void)fd;
	answer(1, LI_EUNSUPPORTED, "");
}

static int bad_cell(void)
{
	char document[64] = "", size[4];

	if (li_x1_cell_enter() || read(LI_X1_CELL_FD, size, 4) != 4 ||
		read(LI_X1_CELL_FD, document, sizeof(document) - 1) < 1)
		return 1;
	if (strcmp(document, "sleep") == 0)
		(void)!read(LI_X1_CELL_FD, document, 1);
	misbehave(document);
	return 0;
}

static const struct {
	const char *what;
	li_err err;
	int64_t timeout_us;
} deeds[] = {
	{"spin", LI_ETIMEOUT, 60000000},
	{"sleep", LI_ETIMEOUT, 200000},
	{"trap", LI_ECORRUPT, 20000000},
	{"lie", LI_ECORRUPT, 20000000},
	{"long", LI_ECORRUPT, 20000000},
	{"error", LI_ECORRUPT, 20000000},
#ifndef LI_INSTRUMENTED /* see cell.h */
	{"open", LI_ECORRUPT, 20000000},
	{"socket", LI_ECORRUPT, 20000000},
	{"execve", LI_ECORRUPT, 20000000},
	{"fork", LI_ECORRUPT, 20000000},
	{"ptrace", LI_ECORRUPT, 20000000},
	{"kill", LI_ECORRUPT, 20000000},
	{"memory", LI_ETOOBIG, 20000000},
#endif
};

static char folder[] = "/tmp/test_reader.XXXXXX";

static void test_reader__a_bad_cell_does_no_harm(void)
{
	char program[64];

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(program, sizeof(program), "%s/bad", folder);
	CU_ASSERT_EQUAL_FATAL(symlink(self, program), 0);
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		struct li_x1_reader *r = reader(program, deeds[i].timeout_us);
		const struct li_x1_reader_counts *n = li_x1_reader_counts(r);
		bool late = deeds[i].err == LI_ETIMEOUT;
		bool ended = deeds[i].err == LI_ECORRUPT;
		const int64_t began_us = li_clock_mono_us();

		CU_ASSERT_EQUAL(read_text(r, li_slice_str(deeds[i].what)),
			deeds[i].err);
		/* Nothing but its own limits ends one that works. */
		CU_ASSERT_EQUAL(li_clock_mono_us() - began_us >=
				deeds[i].timeout_us,
			strcmp(deeds[i].what, "sleep") == 0);
		CU_ASSERT_EQUAL(n->late, late);
		CU_ASSERT_EQUAL(n->ended, ended);
		if (late || ended) /* and another is there */
			CU_ASSERT_EQUAL(n->cells, 2);
		li_x1_reader_free(r);
	}
	unlink(program);
	rmdir(folder);
}

static void test_reader__without_a_cell_there_is_no_answer(void)
{
	struct li_x1_reader *r = NULL;

	CU_ASSERT_EQUAL(li_x1_reader_new("/nowhere", 1, &r), LI_EIO);
	CU_ASSERT_PTR_NULL(r);
	li_x1_reader_free(NULL);
}

/* All cells that were waited for, in the largest of them: "256 MB". */
static void test_reader__needs_little_memory(void)
{
	struct rusage u;

	CU_ASSERT_EQUAL_FATAL(getrusage(RUSAGE_CHILDREN, &u), 0);
	CU_ASSERT_TRUE(u.ru_maxrss < LI_X1_CELL_MEMORY / 1024);
}

int main(int argc, char **argv)
{
	static const struct unit_test tests[] = {
		UNIT_TEST(test_reader__gives_what_is_read_here),
		UNIT_TEST(test_reader__has_a_cell_with_nothing_open),
		UNIT_TEST(test_reader__another_cell_after_so_many),
		UNIT_TEST(test_reader__refuses_attacks),
		UNIT_TEST(test_reader__refuses_sixteen_bits),
		UNIT_TEST(test_reader__a_bad_cell_does_no_harm),
		UNIT_TEST(test_reader__without_a_cell_there_is_no_answer),
		UNIT_TEST(test_reader__needs_little_memory),
	};

	if (li_x1_cell_wanted(argc, argv))
		return strstr(argv[0], "/bad") ? bad_cell() : li_x1_cell_run();
	return unit_main_closed("x1.reader", tests,
		sizeof(tests) / sizeof(tests[0]));
}
