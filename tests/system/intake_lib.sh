# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# intake_lib.sh - what the tests of the live ways in share; the configuration
# is the caller's. Source it first.

# shellcheck source=tests/system/ctl_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/ctl_lib.sh"
here=$support/../system
# shellcheck disable=SC2034 # for those that source this
messages=("$support"/../data/sip/{invite,invite_180,invite_200,ack,bye}.sip)

# A store with a task on alice, and lmisfd.
intake_start() {
	ctl init >/dev/null
	destination | ctl destination add - >/dev/null
	task 1 'impu: sip:alice@ims.example' | ctl task add - >/dev/null
	start_lmisfd
}

# count NAME: of lmisf-ctl status
count() {
	ctl status --json | sed -n "s/^ *\"$1\": *\([0-9]*\).*/\1/p" | head -n 1
}

# expect NAME N: it counts so many, soon
expect() {
	for ((i = 0; i < 100; i++)); do
		[[ $(count "$1") == "$2" ]] && return
		sleep 0.05
	done
	fail "$1: $(count "$1"), not $2"
}

# feed HOW ADDRESS PORT FILE...
feed() {
	timeout 20 python3 "$here/feed_in.py" "$@"
}
