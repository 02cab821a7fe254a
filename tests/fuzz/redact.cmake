# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_redact)
	li_fuzz(redact li_redact CORPUS ${data}/sip)
endif()
