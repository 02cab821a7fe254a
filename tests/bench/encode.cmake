# SPDX-License-Identifier: BSD-3-Clause
add_executable(bench_encode ${CMAKE_CURRENT_LIST_DIR}/encode.c)
target_link_libraries(bench_encode PRIVATE li_flags li_encode li_asn1)
