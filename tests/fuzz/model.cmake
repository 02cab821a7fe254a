# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_model)
	li_fuzz(mikey li_model)
	li_fuzz(mime li_model)
	li_fuzz(sms li_model)
endif()
