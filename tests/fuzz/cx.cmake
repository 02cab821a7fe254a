# SPDX-License-Identifier: BSD-3-Clause
# Corpora are octets: tests/fuzz/corpus/cx_scan, cx_msg, cx_profile,
# cx_tap.
if(TARGET li_intake)
	li_fuzz(cx_msg li_intake)
	li_fuzz(cx_profile li_intake)
	li_fuzz(cx_scan li_intake)
	li_fuzz(reginfo li_intake)
endif()
if(TARGET lmisf_cx_core)
	li_fuzz(cx_tap lmisf_cx_core li_cx_avp)
endif()
