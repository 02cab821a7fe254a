# SPDX-License-Identifier: BSD-3-Clause
add_executable(flood_load ${CMAKE_CURRENT_LIST_DIR}/flood_load.c
	${CMAKE_CURRENT_LIST_DIR}/flood_send.c
	${CMAKE_CURRENT_LIST_DIR}/../bench/deliver_peer.c)
target_include_directories(flood_load PRIVATE
	${CMAKE_CURRENT_LIST_DIR}/../bench)
target_link_libraries(flood_load PRIVATE li_encode li_net)
li_system(flood flood)

# All that may be held at once.
add_executable(full_load ${CMAKE_CURRENT_LIST_DIR}/full_load.c
	${CMAKE_CURRENT_LIST_DIR}/../bench/screen_mix.c)
target_link_libraries(full_load PRIVATE bench_mix li_net)
li_system(full full)
set_tests_properties(system.full PROPERTIES TIMEOUT 300)
