# SPDX-License-Identifier: BSD-3-Clause
if(TARGET li_keys)
	li_fuzz(kms li_keys)
endif()
