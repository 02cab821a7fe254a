# SPDX-License-Identifier: BSD-3-Clause
li_system(metrics metrics)
set_tests_properties(system.metrics PROPERTIES RESOURCE_LOCK metrics
	LABELS "system;hostile")
