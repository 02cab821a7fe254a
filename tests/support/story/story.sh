# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# story.sh - the product in the lab: to be sourced after lab.sh.
#
#   story_init                     keys, certificates, configuration, store
#   story_task NAME USER CONTENT   a warrant on USER's IMPU; sets story_xid_NAME
#   story_start                    sink, lmisfd, core, lmisf-deliver; all waits
#                                  are for something seen
#   story_drain                    until all that was made is confirmed
#   story_judge NAME=USER...       an independent look at what was delivered
#   story_stop                     everything, in good order
#
# STORY_BIN and STORY_LIB are the build's folders of programs and modules.
# All files are in LAB_RUN.

: "${STORY_BIN:?}" "${STORY_LIB:?}"
: "${STORY_SINK_IP:=10.77.0.30}"
: "${STORY_SINK_PORT:=42069}"
: "${STORY_KEEPALIVE_S:=5}"
: "${STORY_LOG_LEVEL:=info}"
: "${STORY_STORE:=lmisf.db}"
story_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
story_operator=story

story_ctl() {
	"$STORY_BIN/lmisf-ctl" --config "$LAB_RUN/lmisf.yaml" \
		--operator "$story_operator" "$@"
}

story_config() {
	cat <<-END
		element:
		  nfid: lmisf-1
		  ipid: scscf-hss
		store:
		  path: $STORY_STORE
		  key_file: store.key
		sockets:
		  cx: cx.sock
		  control: control.sock
		intake:
		  hep_udp: ["$LAB_HEP_IP:$LAB_HEP_PORT"]
		  hep_tcp: ["$LAB_HEP_IP:$LAB_HEP_PORT"]
		deliver:
		  certificate: certs/lmisf.pem
		  key: certs/lmisf.key
		  ca: certs/ca.pem
		  keepalive_s: $STORY_KEEPALIVE_S
		  ack_timeout_s: $((STORY_KEEPALIVE_S * 3))
		  backoff_max_ms: 1000
		log:
		  level: $STORY_LOG_LEVEL
	END
}

story_init() {
	"$story_dir/../certs" "$LAB_RUN/certs" || return 1
	story_config >"$LAB_RUN/lmisf.yaml"
	story_ctl init >"$LAB_RUN/init.log" 2>&1 ||
		lab_fail 'lmisf-ctl init failed' "$LAB_RUN/init.log" ||
		return 1
	story_ctl destination add - >>"$LAB_RUN/init.log" 2>&1 <<-END ||
		name: mdf
		host: $STORY_SINK_IP
		port: $STORY_SINK_PORT
		peer: mdf.test
	END
		lab_fail 'destination add failed' "$LAB_RUN/init.log"
}

# story_task NAME USER yes|no [KIND]: KIND is impu (default), tel, impi or imei;
# to STORY_DESTINATION, by default the sink
story_task() {
	local name=$1 user=$2 content=$3 xid target
	xid=$(</proc/sys/kernel/random/uuid)
	case ${4:-impu} in
	impu) target="impu: \"$(lab_impu "$user")\"" ;;
	tel) target="impu: \"$(lab_tel "$user")\"" ;;
	impi) target="impi: \"$(lab_impi "$user")\"" ;;
	imei) target="imei: \"$(lab_imei "$user")\"" ;;
	esac
	printf -v "story_xid_$name" %s "$xid"
	story_ctl task add - >>"$LAB_RUN/init.log" 2>&1 <<-END ||
		xid: $xid
		liid: LIID-$name
		targets:
		  - $target
		ends: $(date -u -d '+1 day' +%Y-%m-%dT%H:%M:%SZ)
		content: $content
		destinations: [${STORY_DESTINATION:-mdf}]
		operator: $story_operator
		warrant: court order $name
	END
		lab_fail "task add failed" "$LAB_RUN/init.log"
}

story_witness() {
	lab_spawn witness python3 "$story_dir/witness.py" \
		"$LAB_RUN/witness.hep" "$LAB_HEP_PORT"
	lab_await witness listening grep -q listening "$LAB_RUN/witness.log"
}

story_sink() {
	lab_spawn sink "$STORY_BIN/lmisf-sink" \
		--listen "$STORY_SINK_IP:$STORY_SINK_PORT" \
		--cert "$LAB_RUN/certs/mdf.pem" --key "$LAB_RUN/certs/mdf.key" \
		--ca "$LAB_RUN/certs/ca.pem" --json --out "$LAB_RUN/sink.x2"
	lab_await sink listening lab_listens tcp "$STORY_SINK_IP" \
		"$STORY_SINK_PORT"
}

story_lmisfd() {
	lab_spawn lmisfd "$STORY_BIN/lmisfd" --config "$LAB_RUN/lmisf.yaml"
	lab_await lmisfd ready grep -q 'lmisfd: ready' "$LAB_RUN/lmisfd.log"
}

story_deliver() {
	lab_spawn deliver "$STORY_BIN/lmisf-deliver" \
		--config "$LAB_RUN/lmisf.yaml" --follow
}

story_extension() {
	printf 'LoadExtension = "%s" : "socket=%s";' "$STORY_LIB/lmisf_cx.fdx" \
		"$LAB_RUN/${1:-cx.sock}"
}

story_start() {
	LAB_RELAY_EXTRA=$(story_extension)
	story_witness && story_sink && story_lmisfd && story_deliver &&
		lab_start
}

# story_waiting: IRI that no peer has confirmed yet
story_waiting() {
	story_ctl status --json | sed -n 's/.*"waiting": *\([0-9]*\).*/\1/p'
}

story_drained() {
	[[ $(story_waiting) == 0 ]]
}

# All that was mirrored has been taken in, and all that was made is confirmed.
story_drain() {
	sleep 0.3
	lab_until 15000 story_drained ||
		lab_fail 'not all was confirmed in time' "$LAB_RUN/deliver.log"
}

# story_judge NAME=USER=CONTENT...
story_judge() {
	local one name user content xid tasks=()
	for one in "$@"; do
		IFS='=' read -r name user content <<<"$one"
		xid=story_xid_$name
		tasks+=("${!xid}=$content=$(story_identities "$user")")
	done
	python3 "$story_dir/judge.py" "$LAB_RUN/witness.hep" \
		"$LAB_RUN/sink.x2" "${tasks[@]}"
}

# What the judge knows USER by.
story_identities() {
	printf 'sip:%s@,%s,%s,%s' "$1" "$(lab_user "$1" 2)" \
		"$(lab_user "$1" 3)" "$(lab_imei "$1")"
}

story_stop() {
	lab_stop_one deliver
	lab_stop_one lmisfd
	lab_stop_one sink
	lab_stop_one witness
	lab_stop
}
