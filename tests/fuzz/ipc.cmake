# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_ipc)
	li_fuzz(ipc li_ipc)
endif()
