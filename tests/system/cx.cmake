# SPDX-License-Identifier: BSD-3-Clause
# The Cx tap in freeDiameter. cx_sink stands in for lmisfd.
add_executable(cx_sink ${CMAKE_CURRENT_LIST_DIR}/cx_sink.c)
target_link_libraries(cx_sink PRIVATE li_ipc li_cx_avp)

foreach(test IN ITEMS transparency restart in_hss secrets refuse operating
	trouble)
	li_system(cx_${test} cx_${test})
endforeach()

li_system(cx_again cx_again)
set_tests_properties(system.cx_again PROPERTIES RESOURCE_LOCK "")
foreach(how IN ITEMS kills mutant)
	set(option)
	if(how STREQUAL mutant)
		set(option --mutant)
	endif()
	li_system(cx_acked_${how} cx_acked ${option})
	set_tests_properties(system.cx_acked_${how} PROPERTIES RESOURCE_LOCK "")
endforeach()

# The daemon that loads it is never instrumented: nor is this.
if(NOT (LI_SANITIZE OR LI_FUZZ OR LI_COVERAGE))
	find_path(FREEDIAMETER_INCLUDE freeDiameter/extension.h REQUIRED)
	set(cx_tap ${CMAKE_SOURCE_DIR}/extensions/lmisf_cx)
	add_library(cx_uncut MODULE ${CMAKE_CURRENT_LIST_DIR}/cx_uncut.c
		${cx_tap}/entry.c ${cx_tap}/log.c ${cx_tap}/tap.c
		${cx_tap}/watch.c)
	set_target_properties(cx_uncut PROPERTIES PREFIX "" SUFFIX ".fdx")
	target_include_directories(cx_uncut SYSTEM PRIVATE ${FREEDIAMETER_INCLUDE})
	target_link_libraries(cx_uncut PRIVATE
		lmisf_cx_core li_ipc li_model li_base)
	li_system(ims_secrets_uncut ims_secrets AKAv1-MD5 --mutant)
endif()
