# SPDX-License-Identifier: BSD-3-Clause
# One that measures is by itself.
li_system(timing timing)
set_tests_properties(system.timing PROPERTIES RUN_SERIAL ON)

add_executable(timing_sip ${CMAKE_CURRENT_LIST_DIR}/timing_sip.c)
target_link_libraries(timing_sip PRIVATE li_flags welch)
# Loaded in front of the C library: no sanitizer's, none of ours.
add_library(timing_slow MODULE ${CMAKE_CURRENT_LIST_DIR}/timing_slow.c)
set_target_properties(timing_slow PROPERTIES PREFIX ""
	LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_compile_definitions(timing_slow PRIVATE _GNU_SOURCE)
li_system(timing_sip timing_sip)
set_tests_properties(system.timing_sip PROPERTIES RUN_SERIAL ON
	RESOURCE_LOCK "")
