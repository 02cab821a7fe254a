# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_hi1)
	li_fuzz(hi1 li_hi1)
endif()
