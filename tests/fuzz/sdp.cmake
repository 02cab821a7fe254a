# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_mirror)
	li_fuzz(sdp li_intake li_mirror)
endif()
