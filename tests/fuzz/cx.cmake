# SPDX-License-Identifier: BSD-3-Clause
# Corpora are octets: tests/fuzz/corpus/cx_scan and cx_msg.
if(TARGET li_intake)
	li_fuzz(cx_msg li_intake)
	li_fuzz(cx_scan li_intake)
	li_fuzz(reginfo li_intake)
endif()
