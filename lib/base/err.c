/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/err.h"

const char *li_err_name(li_err err)
{
	switch (err) {
	case LI_OK: return "ok";
	case LI_EMALFORMED: return "malformed";
	case LI_EUNSUPPORTED: return "unsupported";
	case LI_ETOOBIG: return "too big";
	case LI_ENOTFOUND: return "not found";
	case LI_EEXIST: return "exists already";
	case LI_ESTATE: return "not in this state";
	case LI_EINVAL: return "invalid value";
	case LI_EAGAIN: return "try again";
	case LI_ETIMEOUT: return "timed out";
	case LI_ECLOSED: return "closed";
	case LI_EDENIED: return "denied";
	case LI_EDB: return "database error";
	case LI_EIO: return "input/output error";
	case LI_ECORRUPT: return "corrupt";
	case LI_ENOMEM: return "out of memory";
	case LI_ECONFIG: return "configuration error";
	case LI_EVERSION: return "newer version";
	case LI_EBUG: return "internal error";
	}
	return "unknown error";
}
