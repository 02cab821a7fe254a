/* SPDX-License-Identifier: BSD-3-Clause */
#include "keys/counts.h"

const char *li_keys_failure_name(enum li_keys_failure failure)
{
	switch (failure) {
	case LI_KEYS_NO_TICKET: return "no_ticket";
	case LI_KEYS_NO_KMS: return "no_kms";
	case LI_KEYS_RESTING: return "resting";
	case LI_KEYS_NO_ANSWER: return "no_answer";
	case LI_KEYS_REFUSED: return "refused";
	case LI_KEYS_GARBLED: return "garbled";
	case LI_KEYS_PARTIAL: return "partial";
	case LI_KEYS_FAILURES: break;
	}
	return "";
}
