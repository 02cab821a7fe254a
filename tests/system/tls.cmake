# SPDX-License-Identifier: BSD-3-Clause
foreach(name IN ITEMS tls_outside_deliver tls_refusals
		tls_rollover tls_sink)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK "")
endforeach()
# They listen where the tests of X1 do.
foreach(name IN ITEMS tls_keylog tls_outside tls_reports
		tls_token)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK x1)
endforeach()
