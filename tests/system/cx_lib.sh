# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# cx_lib.sh - what the tests of the Cx tap share: the lab, a place that is
# cleaned up, cx_sink in place of lmisfd, and words for what is true.
#
# STORY_BIN and STORY_LIB say where programs and extensions were built.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${STORY_BIN:?}" "${STORY_LIB:?}"
export LAB_TEST_HSS=${LAB_TEST_HSS:-$STORY_LIB/test_hss.fdx}
LAB_CXLOAD=$STORY_BIN/cxload
cx_extension=$STORY_LIB/lmisf_cx.fdx
# shellcheck source=/dev/null
. "$here/../support/lab/lab.sh"
cx_silenced='LoadExtension = "dbg_msg_dumps.fdx" : "0x1111";'
failed=0

cx_finish() {
	local rc=$?
	lab_stop
	if ((rc == 0 || rc == 77)); then
		rm -rf "$LAB_RUN"
	else
		printf 'kept: %s\n' "$LAB_RUN"
	fi
}

cx_begin() {
	LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/cx.XXXXXX")
	trap cx_finish EXIT
	trap 'exit 130' INT TERM
}

# cx_load SOCKET [OPTIONS]: the line that loads the extension.
cx_load() {
	printf 'LoadExtension = "%s" : "socket=%s;%s";' "$cx_extension" \
		"$LAB_RUN/$1" "${2:-}"
}

# cx_sink NAME: start it on NAME.sock; records to NAME.store, octets to
# NAME.raw.
cx_sink() {
	rm -f "$LAB_RUN/$1.sock" # of one that was killed: wait for the new one
	lab_spawn "$1" "$STORY_BIN/cx_sink" --socket "$LAB_RUN/$1.sock" \
		--store "$LAB_RUN/$1.store" --raw "$LAB_RUN/$1.raw"
	lab_await "$1" 'listening' test -S "$LAB_RUN/$1.sock"
}

# cx_count NAME PATTERN: lines of its store that match.
cx_count() {
	grep -cE "$2" "$LAB_RUN/$1.store" 2>/dev/null || true
}

cx_has() {
	(($(cx_count "$1" "$3") >= $2))
}

# cx_wait NAME COUNT PATTERN: until at least so many lines match.
cx_wait() {
	lab_until 10000 cx_has "$@"
}

# check WHAT COMMAND...: is it true?
check() {
	if "${@:2}"; then
		printf 'ok      %s\n' "$1"
	else
		printf 'FAILED  %s\n' "$1"
		failed=$((failed + 1))
	fi
}

cx_not() {
	! "$@"
}

# cx_each_once NAME COUNT: exactly so many exchanges, in sequence, none twice,
# none lost.
cx_each_once() {
	awk -v want="$2" '
		$2 == "gap" || $2 == "lost" {bad = bad " " $2}
		$2 ~ /^[0-9]+$/ {n++; if ($2 != n) bad = bad " order"}
		END {
			if (n == want && bad == "") exit 0
			printf "%d of %d exchanges%s\n", n, want, bad
			exit 1
		}' "$LAB_RUN/$1.store"
}

cx_done() {
	printf '%d failed\n' "$failed"
	exit $((failed > 0))
}
