# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# cx_lib.sh - what the benches of the Cx tap in a relay share: the lab, a folder
# that is removed, a core for the relay where there are two, and medians.
#
# LAB_TEST_HSS, LAB_CXLOAD, CX_EXTENSION, CX_SINK: paths of test_hss.fdx,
# cxload, lmisf_cx.fdx, cx_sink. Source it first; sets rounds and pairs from the
# options --rounds and --pairs.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
. "$here/../support/lab/lab.sh"
for need in LAB_TEST_HSS LAB_CXLOAD CX_EXTENSION CX_SINK; do
	[[ -r ${!need:-} ]] || {
		printf '%s: %s: no such file: %s\n' "${0##*/}" "$need" \
			"${!need:-}" >&2
		exit 66
	}
done
lab_enter "$here/${0##*/}" "$@"

while (($#)); do
	case $1 in
	--rounds) rounds=$2 ;;
	--pairs) pairs=$2 ;;
	*)
		printf '%s: unknown option %s\n' "${0##*/}" "$1" >&2
		exit 64
		;;
	esac
	shift 2
done

LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/cx.XXXXXX")
finish() {
	lab_stop
	rm -rf "$LAB_RUN"
}
trap finish EXIT
trap 'exit 130' INT TERM

wrap=()
if (($(nproc) > 1)); then
	LAB_RELAY_WRAP='taskset -c 1'
	LAB_CXLOAD_WRAP='taskset -c 0'
	wrap=(taskset -c 0)
fi

# cx_extension SOCKET: the line that loads the extension.
cx_extension() {
	printf 'LoadExtension = "%s" : "socket=%s";' \
		"$(realpath "$CX_EXTENSION")" "$LAB_RUN/$1"
}

# cx_sink: take what the extension sends.
cx_sink() {
	lab_spawn sink "${wrap[@]}" "$CX_SINK" --socket "$LAB_RUN/cx.sock"
	lab_await sink listening test -S "$LAB_RUN/cx.sock"
}

# cx_told FIELD: a number of cxload's last line.
cx_told() {
	sed -n "s/.* $1=\([0-9.]*\).*/\1/p" "$LAB_RUN/out"
}

# median: of the numbers on standard input
median() {
	sort -n | awk '{v[NR] = $1}
		END {
			m = int((NR + 1) / 2)
			printf "%.3f", NR % 2 ? v[m] : (v[m] + v[m + 1]) / 2
		}'
}
