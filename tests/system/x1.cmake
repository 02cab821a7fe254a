# SPDX-License-Identifier: BSD-3-Clause
foreach(name IN ITEMS x1 x1_keepalive x1_refuse x1_report x1_tls x1_conform
	x1_hashed x1_bombs x1_container x1_kinds x1_reconcile x1_styles disk_full)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK x1)
endforeach()
