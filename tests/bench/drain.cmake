# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_drain ${CMAKE_CURRENT_LIST_DIR}/drain.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_peer.c)
target_link_libraries(bench_drain PRIVATE li_encode li_net li_store)
add_dependencies(bench_drain deliver_fill lmisfd lmisf-ctl lmisf-deliver)
