# SPDX-License-Identifier: BSD-3-Clause
foreach(name IN ITEMS tls_refusals tls_rollover)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK "")
endforeach()
# They listen where the tests of X1 do.
li_system(tls_keylog tls_keylog)
set_tests_properties(system.tls_keylog PROPERTIES RESOURCE_LOCK x1)
