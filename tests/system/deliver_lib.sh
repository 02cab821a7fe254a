# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# deliver_lib.sh - what system tests of delivery share: lmisf-deliver, lmisfd
# and lmisf-sink on the loopback. Source it first. STORY_BIN, set by ctest, is
# where the programs are.

set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=${STORY_BIN:?is not set}
run=$(mktemp -d "${TMPDIR:-/tmp}/lmisf-deliver.XXXXXX")
declare -A pids=()

end() {
	local rc=$? name
	for name in "${!pids[@]}"; do
		signal "$name" KILL
		wait "${pids[$name]}" 2>/dev/null || true
	done
	if ((rc != 0)); then
		echo "--- the ends of the logs"
		tail -n 5 "$run"/*.log 2>/dev/null || true
	fi
	if [[ -n ${LMISF_KEEP_RUN:-} ]]; then
		echo "kept: $run"
	else
		rm -rf "$run"
	fi
	exit "$rc"
}
trap end EXIT
trap 'exit 130' INT TERM

say() {
	printf -- '--- %s\n' "$*"
}

fail() {
	echo "FAILED: $*"
	exit 1
}

# until_true SECONDS COMMAND...
until_true() {
	local deadline=$((SECONDS + $1))
	shift
	until "$@"; do
		((SECONDS <= deadline)) || return 1
		sleep 0.02
	done
}

# start NAME COMMAND...: in the background, its output in NAME.out and .log
start() {
	local name=$1
	shift
	timeout --foreground "${limit:-110}" "$@" >>"$run/$name.out" 2>>"$run/$name.log" &
	pids[$name]=$!
}

# stop NAME [SIGNAL]: returns its exit status. timeout(1) hands on signals but
# KILL and STOP, which go to the program itself.
stop() {
	local pid=${pids[$1]:-} rc=0
	[[ -n $pid ]] || return 0
	signal "$1" "${2:-TERM}"
	wait "$pid" 2>/dev/null || rc=$?
	unset "pids[$1]"
	return "$rc"
}

signal() { # NAME SIGNAL
	local child
	child=$(pgrep -P "${pids[$1]}" || true)
	kill "-$2" "${child:-${pids[$1]}}" 2>/dev/null || true
}

# all_of NAME: its processes
all_of() {
	local next=("${pids[$1]}") pid
	while ((${#next[@]})); do
		pid=${next[0]}
		mapfile -t -O "${#next[@]}" next < <(pgrep -P "$pid")
		[[ $pid == "${pids[$1]}" ]] || echo "$pid" # timeout(1)
		next=("${next[@]:1}")
	done
}

# kill_whole NAME: kill -9, and wait until none of its processes is left, nor what
# they listened on
kill_whole() {
	local family=() pid
	mapfile -t family < <(all_of "$1")
	stop "$1" KILL || true
	for pid in "${family[@]}"; do
		until_true 10 gone "$pid" || fail "$1: $pid is still there"
	done
}
gone() {
	[[ ! -d /proc/$1 ]] || grep -qs '^State:.Z' "/proc/$1/status"
}

# config [LINE...]: lines of the deliver section
config() {
	cat >"$run/lmisf.yaml" <<-END
		element:
		  nfid: lmisf-1
		  ipid: test
		store:
		  path: $run/lmisf.db
		  key_file: $run/store.key
		sockets:
		  cx: $run/cx.sock
		  control: $run/control.sock
		deliver:
		  certificate: ${own:-$run/certs/lmisf}.pem
		  key: ${own:-$run/certs/lmisf}.key
		  ca: $run/certs/ca.pem
		$(printf '  %s\n' "$@")
	END
}

# sink NAME PORT [OPTION...]: sets port to where it listens
sink() {
	local name=$1 at=$2
	shift 2
	rm -f "$run/$name.log"
	start "$name" "$bin/lmisf-sink" --listen "127.0.0.1:$at" \
		--cert "${peer_cert:-$run/certs/mdf}.pem" \
		--key "${peer_cert:-$run/certs/mdf}.key" \
		--ca "$run/certs/ca.pem" --json "$@"
	until_true 5 grep -qs '^listening on' "$run/$name.log" ||
		fail "$name does not listen"
	# shellcheck disable=SC2034
	port=$(sed -n 's/^listening on 127.0.0.1:\([0-9]*\)$/\1/p' \
		"$run/$name.log")
}

recorder() {
	rm -f "$run/recorder.out"
	start recorder "$bin/lmisfd" --config "$run/lmisf.yaml" --store-only
	until_true 5 grep -qs ready "$run/recorder.out" ||
		fail 'lmisfd does not start'
}

deliver() { # OPTION...: in the foreground; output in deliver.log
	timeout --foreground 110 "$bin/lmisf-deliver" \
		--config "$run/lmisf.yaml" "$@" 2>>"$run/deliver.log"
}

waiting() {
	"$bin/deliver_fill" count "$run" | cut -d ' ' -f 1
}

drained() {
	[[ $(waiting) == 0 ]]
}

# received FILE...: "XID CORRELATION SEQUENCE" of each record, as often as it
# came
received() {
	python3 -c '
import json, sys
for name in sys.argv[1:]:
    for line in open(name):
        r = json.loads(line) if line.endswith("}\n") else None
        if r and r["event"] != "gap":
            print(r["xid"], r["correlation"], r["seq"])
' "$@"
}

# same PORT FILE...: did exactly what was due come, repetitions aside?
same() {
	local at=$1
	shift
	sed -n "s/^$at //p" "$run/due" | sort >"$run/want"
	received "$@" | sort -u >"$run/got"
	cmp -s "$run/want" "$run/got" && return 0
	echo "missing: $(comm -23 "$run/want" "$run/got" | wc -l)," \
		"foreign: $(comm -13 "$run/want" "$run/got" | wc -l)"
	return 1
}

"$here/../support/certs" "$run/certs"
