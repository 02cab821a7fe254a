# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# story_lib.sh - what system tests that run the whole product in the lab share.
# Source it first: it enters the namespaces and makes the run folder.
#
# Environment, set by ctest: STORY_BIN, STORY_LIB, LAB_TEST_HSS.

set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
test_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=tests/support/lab/lab.sh
. "$test_dir/../support/lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/support/story/story.sh
. "$test_dir/../support/story/story.sh"

LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/lmisf-test.XXXXXX")
test_end() {
	local rc=$? one
	set +e # whatever there is of logs, all is stopped
	if ((rc != 0)); then
		echo "--- the ends of the logs"
		for one in lmisfd deliver sink relay init; do
			echo "$one:"
			grep -v '^{' "$LAB_RUN/$one.log" 2>/dev/null | tail -n 4
		done
	fi
	story_stop
	if [[ -n ${LMISF_KEEP_RUN:-} ]]; then
		echo "kept: $LAB_RUN"
	else
		rm -rf "$LAB_RUN"
	fi
}
trap test_end EXIT
trap 'exit 130' INT TERM

say() {
	printf -- '--- %s\n' "$*"
}

# Run each argument as a command, all at once; true when all were.
together() {
	local pids=() pid rc=0 one
	for one in "$@"; do
		$one &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || rc=1
	done
	return "$rc"
}

# in_no_file NAMES TEXT...: none of the texts is in a file of these names (of
# find's -name), and no core file was left.
in_no_file() {
	local names=$1 name file text rc=0
	shift
	for name in $names; do
		while read -r file; do
			for text in "$@"; do
				if grep -aqiF -- "$text" "$file"; then
					echo "'$text' is in ${file##*/}"
					rc=1
				fi
			done
		done < <(find "$LAB_RUN" -maxdepth 1 -type f -name "$name")
	done
	if find "$LAB_RUN" . -maxdepth 1 -name 'core*' -type f | grep -q .; then
		echo 'a core file was left'
		rc=1
	fi
	return "$rc"
}

# What we keep and say: nobody stands there in clear, not even a target.
not_inside() {
	in_no_file 'lmisf.db* lmisfd.log deliver.log relay.log' "$@"
}

# A bystander stands nowhere, not with the peer either.
nowhere() {
	not_inside "$@" && in_no_file 'sink.* init.log' "$@"
}
