# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# peers_lib.sh - calls_lib.sh with a task on alice, and a receiver to deliver to.
# Source it first.

# shellcheck source=tests/system/calls_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/calls_lib.sh"
"$support/certs" "$folder/certs"
cp certs/lmisf.pem certs/lmisf.key certs/ca.pem .
task 1 'impu: sip:alice@ims.example' | ctl task add - >/dev/null

# send ARG...: by peers.py
send() {
	timeout 60 "$here/peers.py" 127.0.0.1 29080 "$@"
}

# sink NAME: lmisf-sink, its JSON in NAME.json; its process is $sink
sink() {
	timeout 100 "$STORY_BIN/lmisf-sink" --listen 127.0.0.1:4444 \
		--cert certs/mdf.pem --key certs/mdf.key --ca certs/ca.pem \
		--json --resume >"$1.json" 2>"$1.log" &
	# shellcheck disable=SC2034
	sink=$!
}

# follower: lmisf-deliver; its process is $deliver
follower() {
	timeout 100 "$STORY_BIN/lmisf-deliver" --config lmisf.yaml --follow \
		2>>deliver.log &
	# shellcheck disable=SC2034
	deliver=$!
}

# end_of SIGNAL PID: of timeout(1) and what it runs
end_of() {
	kill "-$1" "$(pgrep -P "$2")"
	wait "$2" 2>/dev/null || true
}
