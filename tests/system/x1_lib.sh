# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# x1_lib.sh - what the tests of X1 share: certificates, lmisfd with HEP at
# $hep, and lmisf-x1d at $port. Source it first.

# shellcheck source=tests/system/ctl_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/ctl_lib.sh"
here=$support/../system
port=29101 hep=29102
x1d_pid=

"$support/certs" certs
cat >>lmisf.yaml <<-END
	intake: {hep_udp: ["127.0.0.1:$hep"]}
	log: {level: info}
END
# x1 LINE...: the section of X1, with these lines more
x1() {
	cp lmisf.yaml x1.yaml
	cat >>x1.yaml <<-END
		x1:
		  listen: ["127.0.0.1:$port"]
		  certificate: certs/x1.pem
		  key: certs/x1.key
		  ca: certs/ca.pem
		  admf_identifier: admf-1
		  ne_identifier: ne-1
		  $(grep -q 'state:' <<<"$*" || echo 'state: x1.state')
		  $(grep -q 'report_clock' <<<"$*" || echo 'report_clock: no')
	END
	for line in "$@"; do
		echo "  $line" >>x1.yaml
	done
}

# What judges the answers is said: our own subset is not the standard.
judged_by() {
	if [[ ${LMISF_X1_XSD-} ]]; then
		[[ -r $LMISF_X1_XSD ]] || fail "LMISF_X1_XSD: no $LMISF_X1_XSD"
		echo "held against our subset of the schema, and $LMISF_X1_XSD"
	else
		echo 'held against our subset of the schema alone: no LMISF_X1_XSD'
	fi
}

end_x1d() {
	local rc=$?
	[[ -z $x1d_pid ]] || kill "$x1d_pid" 2>/dev/null || true
	if ((rc)); then
		tail -n 8 x1d.log || true
		(exit "$rc") || end
	else
		true && end
	fi
}
trap end_x1d EXIT

start_x1d() {
	: >x1d.log
	"$STORY_BIN/lmisf-x1d" --config x1.yaml >x1d.log 2>&1 &
	x1d_pid=$!
	for ((i = 0; i < 100; i++)); do
		grep -q 'x1d: ready' x1d.log && return
		kill -0 "$x1d_pid" 2>/dev/null || break
		sleep 0.1
	done
	fail "lmisf-x1d does not start: $(cat x1d.log)"
}

# stop_x1d SIGNAL
stop_x1d() {
	kill "-$1" "$x1d_pid"
	wait "$x1d_pid" || [[ $1 == KILL ]] || fail "lmisf-x1d ended with $?"
	x1d_pid=
}

# admf SCRIPT ARGS...: one of the x1_*.py
admf() {
	local script=$1
	shift
	timeout 100 python3 -B "$here/$script" "$port" certs "$@" ||
		fail "$script $*"
}
