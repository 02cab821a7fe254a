# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_x1)
	li_fuzz(x1 li_x1)
endif()
