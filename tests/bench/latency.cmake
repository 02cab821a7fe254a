# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_latency ${CMAKE_CURRENT_LIST_DIR}/latency.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_peer.c)
target_link_libraries(bench_latency PRIVATE li_encode li_net)
add_dependencies(bench_latency lmisfd lmisf-ctl lmisf-deliver)
