# SPDX-License-Identifier: BSD-3-Clause
# Decoders that are not ours judge what lib/encode writes.
add_executable(oracle_dump ${CMAKE_CURRENT_LIST_DIR}/oracle_dump.c)
target_link_libraries(oracle_dump PRIVATE li_flags test_encode)

# oracle_erlang and oracle_tshark also take a FILE of PDUs, as lmisf-sink --out
# writes them: so a test of the whole path ends with them.
foreach(name IN ITEMS erlang tshark)
	add_test(NAME system.oracle_${name}
		COMMAND ${CMAKE_CURRENT_LIST_DIR}/oracle_${name})
	set_tests_properties(system.oracle_${name} PROPERTIES LABELS system
		ENVIRONMENT "ORACLE_DUMP=$<TARGET_FILE:oracle_dump>"
		TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()
