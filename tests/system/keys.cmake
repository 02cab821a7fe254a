# SPDX-License-Identifier: BSD-3-Clause
# Keys of a session's media, which a KMS has.
li_system(kms_itself kms_itself)
set_tests_properties(system.kms_itself PROPERTIES RESOURCE_LOCK "")

# Who asks, and whom: neither knows anything of the other but Xk.
add_executable(keys_ask ${CMAKE_CURRENT_LIST_DIR}/keys_ask.c)
target_link_libraries(keys_ask PRIVATE li_keys)
li_system(keys_xk kms_itself keys_xk.py)
set_tests_properties(system.keys_xk PROPERTIES RESOURCE_LOCK "")
