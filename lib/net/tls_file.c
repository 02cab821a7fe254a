/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/tls_gnutls.h"

static li_err check_file(int fd, const char *path, bool secret, size_t *size,
	struct li_fault *fault)
{
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
			strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size > LI_TLS_FILE_MAX)
		return li_fault_set(fault, LI_ECONFIG, "%s: not a PEM file",
			path);
	if (secret && (st.st_mode & 077) != 0)
		return li_fault_set(fault, LI_ECONFIG,
			"%s: key file is open to others (mode %04o): "
			"chmod 0400 it",
			path, st.st_mode & 07777);
	*size = (size_t)st.st_size;
	return LI_OK;
}

li_err li_tls_read_file(const char *path, bool secret, struct li_buf *out,
	struct li_fault *fault)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	size_t size = 0;
	ssize_t got = 1;
	li_err err = check_file(fd, path, secret, &size, fault);

	while (err == LI_OK && out->n < size && got != 0) {
		uint8_t *to = li_buf_reserve(out, size - out->n);

		if (!to) {
			err = LI_ENOMEM;
			break;
		}
		got = read(fd, to, size - out->n);
		if (got < 0)
			err = li_fault_set(fault, LI_ECONFIG, "%s: %s", path,
				strerror(errno));
		else
			li_buf_commit(out, (size_t)got);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

gnutls_datum_t li_tls_datum(const struct li_buf *b)
{
	return (gnutls_datum_t){.data = b->p, .size = (unsigned int)b->n};
}

li_err li_tls_certs_read(const char *path, unsigned int flags,
	struct li_tls_certs *out, struct li_fault *fault)
{
	struct li_buf pem = {0};
	li_err err = li_tls_read_file(path, false, &pem, fault);
	gnutls_datum_t d;

	if (err == LI_OK) {
		d = li_tls_datum(&pem);
		if (gnutls_x509_crt_list_import2(&out->crt, &out->count, &d,
			    GNUTLS_X509_FMT_PEM, flags) < 0 ||
			out->count == 0)
			err = li_fault_set(fault, LI_ECONFIG,
				"%s: holds no certificate", path);
	}
	li_buf_fini(&pem);
	return err;
}

void li_tls_certs_free(struct li_tls_certs *certs)
{
	for (unsigned int i = 0; i < certs->count; i++)
		gnutls_x509_crt_deinit(certs->crt[i]);
	gnutls_free(certs->crt);
	*certs = (struct li_tls_certs){.count = 0};
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

uint64_t li_tls_files_stamp(const struct li_tls_files *files)
{
	const char *const all[] = {files->certificate, files->key, files->ca,
		files->crl, files->ocsp};
	uint64_t h = 1;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct stat st = {0};

		/* What is not there, or in a token, has not changed. */
		if (all[i] && all[i][0])
			(void)stat(all[i], &st);
		h = mix(h, (uint64_t)st.st_ino);
		h = mix(h, (uint64_t)st.st_size);
		h = mix(h, (uint64_t)st.st_mtim.tv_sec);
		h = mix(h, (uint64_t)st.st_mtim.tv_nsec);
		h = mix(h, (uint64_t)st.st_ctim.tv_nsec);
	}
	return h;
}
