# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_listen ${CMAKE_CURRENT_LIST_DIR}/listen.c
	${CMAKE_CURRENT_LIST_DIR}/listen_send.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_peer.c)
target_link_libraries(bench_listen PRIVATE li_flow li_encode li_net)
