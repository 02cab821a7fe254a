/* SPDX-License-Identifier: BSD-3-Clause */
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lmisf_cx/scrub.h"

struct line {
	char *buf;
	size_t cap, n;
	bool plain;
	va_list args;
};

enum size { SIZE_INT, SIZE_LONG, SIZE_LONGER, SIZE_MAX_T, SIZE_SIZE };

/* One conversion of a format. */
struct spec {
	enum size size;
	int precision; /* -1: none */
	char letter;
};

static int find_words(struct dl_phdr_info *info, size_t size, void *arg)
{
	uintptr_t at = (uintptr_t)arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		uintptr_t from = (uintptr_t)(info->dlpi_addr + ph->p_vaddr);

		if (ph->p_type == PT_LOAD && !(ph->p_flags & PF_W) &&
			at >= from && at - from < ph->p_filesz)
			return 1;
	}
	return 0;
}

bool li_scrub_own_words(const char *s)
{
	void *at;

	memcpy(&at, &s, sizeof(at));
	return dl_iterate_phdr(find_words, at) != 0;
}

static void put(struct line *l, const char *s, size_t n)
{
	size_t room = l->cap - 1 - l->n;

	n = n < room ? n : room;
	memcpy(l->buf + l->n, s, n);
	l->n += n;
}

static void put_str(struct line *l, const char *s)
{
	put(l, s, strlen(s));
}

static void put_string(struct line *l, const struct spec *spec)
{
	const char *s = va_arg(l->args, const char *);

	if (!s)
		put_str(l, "(null)");
	else if (!l->plain && !li_scrub_own_words(s))
		put_str(l, LI_SCRUB_OMITTED);
	else if (spec->precision >= 0)
		put(l, s, strnlen(s, (size_t)spec->precision));
	else
		put_str(l, s);
}

static long long take_signed(struct line *l, enum size size)
{
	switch (size) {
	case SIZE_INT: return va_arg(l->args, int);
	case SIZE_LONG: return va_arg(l->args, long);
	case SIZE_LONGER: return va_arg(l->args, long long);
	case SIZE_MAX_T: return (long long)va_arg(l->args, intmax_t);
	case SIZE_SIZE: return (long long)va_arg(l->args, size_t);
	}
	return 0;
}

static unsigned long long take_unsigned(struct line *l, enum size size)
{
	switch (size) {
	case SIZE_INT: return va_arg(l->args, unsigned);
	case SIZE_LONG: return va_arg(l->args, unsigned long);
	case SIZE_LONGER: return va_arg(l->args, unsigned long long);
	case SIZE_MAX_T: return va_arg(l->args, uintmax_t);
	case SIZE_SIZE: return va_arg(l->args, size_t);
	}
	return 0;
}

static void put_real(struct line *l, const struct spec *spec)
{
	char text[64];
	long double v = spec->size == SIZE_LONGER
		? va_arg(l->args, long double)
		: (long double)va_arg(l->args, double);

	snprintf(text, sizeof(text), "%Lg", v);
	put_str(l, text);
}

/* False when the letter is none we know: what follows cannot be read then. */
static bool put_value(struct line *l, const struct spec *spec)
{
	char text[32];

	switch (spec->letter) {
	case 's': put_string(l, spec); return true;
	case 'd':
	case 'i':
		snprintf(text, sizeof(text), "%lld",
			take_signed(l, spec->size));
		break;
	case 'u':
		snprintf(text, sizeof(text), "%llu",
			take_unsigned(l, spec->size));
		break;
	case 'x':
	case 'X':
		snprintf(text, sizeof(text), "%llx",
			take_unsigned(l, spec->size));
		break;
	case 'p':
		(void)va_arg(l->args, void *);
		snprintf(text, sizeof(text), "[pointer]");
		break;
	case 'f':
	case 'g':
	case 'e': put_real(l, spec); return true;
	default: /* %c could spell a name out, %m reads errno */ return false;
	}
	put_str(l, text);
	return true;
}

/* Read what stands after a '%'; returns what follows it. */
static const char *read_spec(struct line *l, const char *f, struct spec *spec)
{
	*spec = (struct spec){.precision = -1};
	f += strspn(f, "-+ #0'");
	if (*f == '*') {
		(void)va_arg(l->args, int);
		f++;
	}
	f += strspn(f, "0123456789");
	if (*f == '.') {
		spec->precision = 0;
		if (*++f == '*') {
			spec->precision = va_arg(l->args, int);
			f++;
		}
		for (; *f >= '0' && *f <= '9'; f++)
			if (spec->precision < 100000)
				spec->precision =
					spec->precision * 10 + (*f - '0');
	}
	for (; *f && strchr("hljztL", *f); f++) {
		if (*f == 'l')
			spec->size = spec->size == SIZE_LONG ? SIZE_LONGER
							     : SIZE_LONG;
		else if (*f == 'L')
			spec->size = SIZE_LONGER;
		else if (*f != 'h')
			spec->size = *f == 'j' ? SIZE_MAX_T : SIZE_SIZE;
	}
	spec->letter = *f;
	return *f ? f + 1 : f;
}

size_t li_scrub(char *buf, size_t cap, bool plain, const char *fmt,
	va_list args)
{
	struct line l = {.buf = buf, .cap = cap, .plain = plain};

	va_copy(l.args, args);
	while (*fmt) {
		size_t text = strcspn(fmt, "%");
		struct spec spec;

		put(&l, fmt, text);
		fmt += text;
		if (*fmt == '\0')
			break;
		if (fmt[1] == '%') {
			put(&l, fmt, 1);
			fmt += 2;
			continue;
		}
		fmt = read_spec(&l, fmt + 1, &spec);
		if (!put_value(&l, &spec)) {
			put_str(&l, LI_SCRUB_OMITTED);
			break;
		}
	}
	va_end(l.args);
	buf[l.n] = '\0';
	return l.n;
}
