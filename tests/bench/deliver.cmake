# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_deliver ${CMAKE_CURRENT_LIST_DIR}/deliver.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_peer.c
	${CMAKE_CURRENT_LIST_DIR}/deliver_store.c)
target_link_libraries(bench_deliver PRIVATE li_deliver)
target_compile_definitions(bench_deliver PRIVATE
	CERTS="${CMAKE_CURRENT_LIST_DIR}/../support/certs")
