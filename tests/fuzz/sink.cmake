# SPDX-License-Identifier: BSD-3-Clause
# A connection holds what the decoders' own targets are given.
if(TARGET sink_parts)
	set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus)
	li_fuzz(sink sink_parts CORPUS ${corpus}/psp ${corpus}/x2)
endif()
