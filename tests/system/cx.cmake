# SPDX-License-Identifier: BSD-3-Clause
# The Cx tap in freeDiameter. cx_sink stands in for lmisfd.
add_executable(cx_sink ${CMAKE_CURRENT_LIST_DIR}/cx_sink.c)
target_link_libraries(cx_sink PRIVATE li_ipc li_cx_avp)

foreach(test IN ITEMS transparency restart in_hss secrets refuse operating
	trouble)
	li_system(cx_${test} cx_${test})
endforeach()
