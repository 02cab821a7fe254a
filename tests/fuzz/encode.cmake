# SPDX-License-Identifier: BSD-3-Clause
# Corpora are octets: tests/fuzz/corpus/x2, xiri and eps.
if(TARGET li_encode)
	foreach(name IN ITEMS eps x2 xiri)
		li_fuzz(${name} li_encode)
	endforeach()
endif()
