# SPDX-License-Identifier: BSD-3-Clause
# They listen where those of X1 do.
foreach(name IN ITEMS force_roles)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES RESOURCE_LOCK x1)
endforeach()
