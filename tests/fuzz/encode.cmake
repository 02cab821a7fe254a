# SPDX-License-Identifier: BSD-3-Clause
# Corpora are octets: tests/fuzz/corpus/eps, lite, psp, x2 and xiri.
if(TARGET li_encode)
	foreach(name IN ITEMS eps lite psp x2 xiri)
		li_fuzz(${name} li_encode)
	endforeach()
endif()
