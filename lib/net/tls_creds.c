/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "net/tls_gnutls.h"

enum { KEY_BITS_MAX = 8200 }; /* what checking a signature costs is bounded */

static li_err load_ca(struct li_tls_creds *creds, const char *path,
	struct li_fault *fault)
{
	struct li_tls_certs ca = {.count = 0};
	li_err err = li_tls_certs_read(path, 0, &ca, fault);

	/* GnuTLS makes copies of them. */
	if (err == LI_OK &&
		gnutls_certificate_set_x509_trust(creds->x509, ca.crt,
			(int)ca.count) <= 0)
		err = LI_ENOMEM;
	li_tls_certs_free(&ca);
	return err;
}

static li_err copy_pins(struct li_tls_creds *creds,
	const struct li_tls_files *files)
{
	if (files->pin_count == 0)
		return LI_OK;
	creds->pins = calloc(files->pin_count, sizeof(*creds->pins));
	if (!creds->pins)
		return LI_ENOMEM;
	memcpy(creds->pins, files->pins,
		files->pin_count * sizeof(*creds->pins));
	creds->pin_count = files->pin_count;
	return LI_OK;
}

static li_err load(struct li_tls_creds *creds, const struct li_tls_files *files,
	struct li_fault *fault)
{
	li_err err;

	if (gnutls_certificate_allocate_credentials(&creds->x509) != 0)
		return LI_ENOMEM;
	if (gnutls_priority_init(&creds->priority,
		    li_tls_priority(files->tls12), NULL) != 0)
		return li_fault_set(fault, LI_ECONFIG,
			"TLS: this GnuTLS cannot do what TS 33.210 asks");
	err = li_tls_own_load(creds, files, fault);
	if (err == LI_OK)
		err = load_ca(creds, files->ca, fault);
	if (err == LI_OK && files->crl && files->crl[0])
		err = li_tls_lists_load(creds, files, fault);
	if (err == LI_OK)
		err = copy_pins(creds, files);
	if (err != LI_OK)
		return err;
	creds->ocsp_required = files->ocsp_required;
	gnutls_certificate_set_verify_limits(creds->x509, KEY_BITS_MAX,
		LI_TLS_CHAIN_MAX);
	gnutls_certificate_set_verify_function(creds->x509, li_tls_peer_check);
	return LI_OK;
}

li_err li_tls_creds_load(const struct li_tls_files *files,
	struct li_tls_creds **out, struct li_fault *fault)
{
	struct li_tls_creds *creds = calloc(1, sizeof(*creds));
	li_err err;

	if (!creds)
		return LI_ENOMEM;
	li_tls_hush();
	creds->refs = 1;
	err = load(creds, files, fault);
	if (err == LI_OK)
		*out = creds;
	else
		li_tls_creds_free(creds);
	return err;
}

void li_tls_creds_free(struct li_tls_creds *creds)
{
	if (!creds || --creds->refs > 0)
		return;
	if (creds->priority)
		gnutls_priority_deinit(creds->priority);
	if (creds->x509)
		gnutls_certificate_free_credentials(creds->x509);
	li_tls_lists_free(&creds->lists);
	free(creds->pins);
	free(creds);
}
