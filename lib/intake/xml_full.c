/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/buf.h"
#include "intake/xml.h"
#include "intake/xml_full.h"

enum { DECLARATION_MAX = 256 }; /* octets of <?xml ...?> that are looked at */

struct walk {
	const struct li_xml_sink *sink;
	xmlParserCtxtPtr parser;
	struct li_buf text;
	size_t depth;
	li_err err;
};

static void stop(struct walk *w, li_err err)
{
	if (!w->err)
		w->err = err;
	xmlStopParser(w->parser);
}

/* Names come with their prefixes: of namespaces nothing is asked. */
static void on_begin(void *data, const xmlChar *name,
	const xmlChar **attributes)
{
	struct li_slice s = li_slice_str((const char *)name);
	size_t colon = li_slice_find(s, ':');
	struct walk *w = data;

	(void)attributes;
	li_buf_reset(&w->text);
	if (w->depth == LI_XML_DEPTH_MAX) {
		stop(w, LI_ETOOBIG);
		return;
	}
	w->depth++;
	w->sink->begin(w->sink->data, w->depth,
		colon == s.n ? s : li_slice_sub(s, colon + 1, s.n));
}

static void on_end(void *data, const xmlChar *name)
{
	struct walk *w = data;

	(void)name;
	if (w->text.bad) {
		stop(w, LI_ENOMEM);
		return;
	}
	w->sink->end(w->sink->data, w->depth, li_buf_slice(&w->text));
	w->depth--;
	li_buf_reset(&w->text);
}

static void on_text(void *data, const xmlChar *text, int n)
{
	struct walk *w = data;

	li_buf_put(&w->text, text, (size_t)n);
}

/* It comes before anything that is declared in it is read. */
static void on_doctype(void *data, const xmlChar *name, const xmlChar *external,
	const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	stop(data, LI_EUNSUPPORTED);
}

/* What is wrong would be told with a piece of the text: nobody may see it. */
static void quiet(void *data, xmlErrorPtr error)
{
	(void)data, (void)error;
}

/* The first octets as ASCII, up to a '>', whether a character has one octet or
 * two. */
static void first_tag(struct li_slice s, char out[static DECLARATION_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n + 1 < DECLARATION_MAX; i++) {
		if (s.p[i] == 0 || s.p[i] >= 0x80) /* a half, or the mark */
			continue;
		out[n++] = (char)s.p[i];
		if (s.p[i] == '>')
			break;
	}
	out[n] = '\0';
}

static bool is_built_in(const char *name)
{
	static const char *const known[] = {"UTF-8", "UTF-16", "UTF-16LE",
		"UTF-16BE", "ISO-8859-1", "US-ASCII", "ASCII"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);

		if (li_slice_starts_nocase(li_slice_str(name), known[i]) &&
			(name[n] == '"' || name[n] == '\''))
			return true;
	}
	return false;
}

/* Any other encoding would have a converter loaded for it, by a name that the
 * document chooses. */
static bool reads_encoding(struct li_slice s)
{
	char tag[DECLARATION_MAX];
	const char *at = tag;

	/* four octets to a character, or EBCDIC */
	if (s.n < 4 || (s.p[0] == 0 && s.p[1] == 0) ||
		(s.p[2] == 0 && s.p[3] == 0) || s.p[0] == 0x4c)
		return false;
	first_tag(s, tag);
	if (strncmp(tag, "<?xml", 5) != 0)
		return true;
	while ((at = strstr(at, "encoding"))) {
		at += strlen("encoding");
		at += strspn(at, " \t\r\n=");
		if (*at == '\0' || !is_built_in(at + 1))
			return false;
	}
	return strchr(tag, '>');
}

li_err li_xml_full_walk(struct li_slice document,
	const struct li_xml_sink *sink)
{
	struct walk w = {.sink = sink};
	bool whole;

	if (document.n > INT_MAX || !reads_encoding(document))
		return LI_EUNSUPPORTED;
	w.parser = xmlCreateMemoryParserCtxt((const char *)document.p,
		(int)document.n);
	if (!w.parser)
		return LI_ENOMEM;
	*w.parser->sax = (xmlSAXHandler){
		.initialized = 1, /* SAX, not SAX2: names as written */
		.internalSubset = on_doctype,
		.startElement = on_begin,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	w.parser->userData = &w;
	xmlSetStructuredErrorFunc(NULL, quiet);
	(void)xmlCtxtUseOptions(w.parser,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	whole = xmlParseDocument(w.parser) == 0 && w.parser->wellFormed;
	if (!w.err && !whole)
		w.err = LI_EMALFORMED;
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlCtxtResetLastError(w.parser);
	xmlResetLastError();
	xmlFreeParserCtxt(w.parser);
	li_buf_wipe(&w.text);
	li_buf_fini(&w.text);
	return w.err;
}
