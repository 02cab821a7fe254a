# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# sink_lib.sh - what tests of lmisf-sink share. Source it first; `odd` names the
# program that delivers as it is told.
# shellcheck source=tests/system/deliver_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/deliver_lib.sh"

# judged NAME STATUS SUMMARY STEPS [OPTION...]: a sink of its own takes the
# steps and comes to this end
judged() {
	local name=$1 want=$2 summary=$3 steps=$4 rc=0
	shift 4
	rm -f "$run"/sink.* "$run/stream"
	sink sink 0 --out "$run/stream" "$@"
	# shellcheck disable=SC2086,SC2154
	timeout 20 "$bin/$odd" "$run/certs" "$port" $steps \
		>"$run/odd.out" || fail "$name: $odd"
	stop sink || rc=$?
	((rc == want)) || fail "$name: exit status $rc, not $want"
	[[ $(tail -n 1 "$run/sink.log") == "$summary" ]] ||
		fail "$name: $(tail -n 1 "$run/sink.log")"
	echo "ok: $name: $summary"
}

# shown EXPRESSION: true of the list r of the JSON objects that were printed
shown() {
	python3 -c 'import json, sys
r = [json.loads(line) for line in open(sys.argv[1])]
sys.exit(0 if eval(sys.argv[2]) else 1)' "$run/sink.out" "$1" ||
		fail "not so: $1"
}

said() {
	grep -q -- "$1" "$run/sink.log" || fail "'$1' is not said"
}

# answered LINE...: what came back
answered() {
	[[ $(<"$run/odd.out") == "$(printf '%s\n' "$@")" ]] ||
		fail "answered $(tr '\n' ',' <"$run/odd.out")"
}
