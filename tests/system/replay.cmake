# SPDX-License-Identifier: BSD-3-Clause
foreach(name IN ITEMS replay intake intake_odd intake_refuse
		intake_capture intake_gap intake_lost)
	li_system(${name} ${name})
	set_tests_properties(system.${name} PROPERTIES
		RESOURCE_LOCK intake)
endforeach()
# Random traffic; its long form draws another seed each time.
li_system(naive naive --seed 1)
li_system(naive_mutant naive --seed 1 --mutant)
set_tests_properties(system.naive system.naive_mutant PROPERTIES
	RESOURCE_LOCK "")
