# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# ue.sh - the subscribers, what they do, and what the HSS does to them. Part of
# lab.sh.

lab_seq=0

lab_users_column() {
	awk -v n="$1" '!/^#/ && NF {print $n}' "$LAB_USERS"
}

# The HSS's file, keys in hexadecimal.
lab_users_hss() {
	local name number imsi _ k op amf sqn password
	while read -r name number imsi _ k op amf sqn password _; do
		[[ $name == '#'* || -z $name ]] && continue
		printf '%s@%s %s %s %s %s %s %s,%s,%s\n' "$imsi" "$LAB_REALM" \
			"$(lab_hex "$k")" "$(lab_hex "$op")" \
			"$(lab_hex "$amf")" "$sqn" "$password" \
			"sip:$name@$LAB_REALM" "sip:$number@$LAB_REALM" \
			"tel:$number"
	done <"$LAB_USERS"
}

lab_hex() {
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# lab_user NAME COLUMN: a field of the users file.
lab_user() {
	awk -v name="$1" -v n="$2" \
		'$1 == name {print $n; found = 1} END {exit !found}' \
		"$LAB_USERS" || lab_fail "no subscriber '$1' in $LAB_USERS"
}

lab_impu() {
	printf 'sip:%s@%s\n' "$1" "$LAB_REALM"
}

lab_tel() {
	printf 'tel:%s\n' "$(lab_user "$1" 2)"
}

lab_impi() {
	printf '%s@%s\n' "$(lab_user "$1" 3)" "$LAB_REALM"
}

# The imei of NAME as in its +sip.instance.
lab_imei() {
	lab_user "$1" 4
}

lab_ue_ip() {
	printf '%s\n' "${LAB_UE_IP:-$(lab_user "$1" 10)}"
}

# Fields of NAME for a SIPp -inf line: 0 name, 1 number, 2 IMPI, 3 IMEI, 4 what
# SIPp needs to answer a challenge (it takes no fields inside of that).
lab_user_row() {
	awk -v name="$1" -v realm="$LAB_REALM" -v OFS=';' \
		-v imei="${LAB_UE_IMEI:-}" '$1 == name {
			print $1, $2, $3 "@" realm, imei ? imei : $4, \
				"[authentication" \
				" username=" $3 "@" realm " password=" $9 \
				" aka_K=" $5 " aka_OP=" $6 " aka_AMF=" $7 "]"
			found = 1
		} END {exit !found}' "$LAB_USERS" ||
		lab_fail "no subscriber '$1' in $LAB_USERS"
}

# --- what subscribers do ----------------------------------------------------

# lab_sipp_begin NAME USER SCENARIO ROW REMOTE [OPTIONS...]: start SIPp as USER;
# lab_sipp_end NAME waits for it. One call, bounded in time.
lab_sipp_begin() {
	local name=$1 user=$2 scenario=$3 row=$4 remote=$5 ip
	shift 5
	ip=$(lab_ue_ip "$user") || return 1
	printf 'SEQUENTIAL\n%s\n' "$row" >"$LAB_RUN/$name.csv"
	lab_spawn "$name" sipp "$remote" -sf "$LAB_DIR/../sipp/$scenario.xml" \
		-inf "$LAB_RUN/$name.csv" -i "$ip" -p "$LAB_UE_PORT" \
		-m 1 -l 1 -nostdin -timer_resol 5 -timeout 15s -timeout_error \
		-trace_err -error_file "$LAB_RUN/$name.err" \
		-cid_str "$scenario-%u-%p-${EPOCHREALTIME/[^0-9]/}@%s" \
		-key realm "$LAB_REALM" \
		-key scscf "$LAB_SCSCF_IP:$LAB_SCSCF_PORT" "$@"
}

lab_sipp_end() {
	local name=$1 pid rc=0
	pid=$(lab_pid "$name") || return 1
	wait "$pid" || rc=$?
	rm -f "$LAB_RUN/$name.pid" "$LAB_RUN/$name.csv"
	if ((rc != 0)); then
		lab_fail "$name: SIPp exit $rc" "$LAB_RUN/$name.err"
	fi
}

# A name for one run, in lab_name.
lab_name_run() {
	lab_seq=$((lab_seq + 1))
	lab_name="sipp-$1-$BASHPID-$lab_seq"
}

# lab_register USER [EXPIRES]: register, or again, answering the AKA challenge.
lab_register() {
	local user=$1 expires=${2:-600} row lab_name
	lab_name_run "register-$user"
	row=$(lab_user_row "$user") || return 1
	lab_sipp_begin "$lab_name" "$user" register "$row" \
		"$LAB_ICSCF_IP:$LAB_ICSCF_PORT" -key expires "$expires" &&
		lab_sipp_end "$lab_name"
}

lab_deregister() {
	lab_register "$1" 0
}

# lab_pair CALLER CALLEE CALLER_SCENARIO CALLEE_SCENARIO [OPTIONS...]
lab_pair() {
	local a=$1 b=$2 row_a row_b callee caller lab_name ok=0
	row_a=$(lab_user_row "$a") && row_b=$(lab_user_row "$b") || return 1
	lab_name_run "$4-$b"
	callee=$lab_name
	lab_sipp_begin "$callee" "$b" "$4" "$row_b" \
		"$LAB_SCSCF_IP:$LAB_SCSCF_PORT" || return 1
	lab_await "$callee" 'listening' lab_listens udp "$(lab_ue_ip "$b")" \
		"$LAB_UE_PORT" || return 1
	lab_name_run "$3-$a"
	caller=$lab_name
	lab_sipp_begin "$caller" "$a" "$3" "$row_a" \
		"$LAB_SCSCF_IP:$LAB_SCSCF_PORT" "${@:5}" || return 1
	lab_sipp_end "$caller" || {
		ok=1
		lab_stop_one "$callee" KILL
	}
	((ok)) || lab_sipp_end "$callee" || ok=1
	return $ok
}

# lab_call A B [HOLD_MS] [URI]: A calls B, talks HOLD_MS (100), hangs up.
lab_call() {
	lab_pair "$1" "$2" call answer -d "${3:-100}" \
		-key uri "${4:-$(lab_impu "$2")}"
}

# lab_call_cancel A B: A calls B, it rings, A gives up.
lab_call_cancel() {
	lab_pair "$1" "$2" cancel ring -key uri "$(lab_impu "$2")"
}

# lab_message A B TEXT: a pager-mode MESSAGE.
lab_message() {
	lab_pair "$1" "$2" message message_answer -key text "$3" \
		-key uri "$(lab_impu "$2")"
}

# --- what the HSS does ------------------------------------------------------

# lab_hss_command VERB IMPI...: give it to the HSS; print what came of it, one
# of "result=N us=N", "unanswered", "refused: why".
lab_hss_command() {
	local tag
	lab_seq=$((lab_seq + 1))
	tag=t$BASHPID-$lab_seq
	printf '%s %s\n' "$tag" "$*" >"$LAB_RUN/hss.control"
	if ! lab_until 5000 grep -q "test_hss: #$tag " "$LAB_RUN/hss.log"; then
		lab_fail "hss: nothing came of $1" "$LAB_RUN/hss.log"
		return
	fi
	sed -n "s/.*test_hss: #$tag $1 //p" "$LAB_RUN/hss.log"
}

# lab_rtr USER: terminate; true when the S-CSCF answered 2001. (Kamailio 5.6
# does not answer when the identity is not registered.)
lab_rtr() {
	local got
	got=$(lab_hss_command rtr "$(lab_impi "$1")" "$(lab_impu "$1")") ||
		return 1
	[[ $got == result=2001* ]] || lab_fail "rtr: $got"
}

# lab_rtr_impi USER: RTR without a public identity. Kamailio 5.6 never answers:
# true when it was sent.
lab_rtr_impi() {
	local got
	got=$(lab_hss_command rtr "$(lab_impi "$1")") || return 1
	[[ $got == unanswered || $got == result=* ]] || lab_fail "rtr: $got"
}

# lab_ppr USER [auth] [IMPU...]: push the profile, with a vector, with these
# public identities when any are given. Kamailio 5.6 never answers: true when sent.
lab_ppr() {
	local got
	got=$(lab_hss_command ppr "$(lab_impi "$1")" "${@:2}") || return 1
	[[ $got == unanswered || $got == result=* ]] || lab_fail "ppr: $got"
}

# --- a second S-CSCF, of Diameter only ---------------------------------------

# lab_scscf2: start it, on 10.77.0.21. The relay gets a peer more, so before
# lab_start; connected when lab_await_relay scscf2 says so.
lab_scscf2() {
	LAB_RELAY_EXTRA+=$'\n'$(lab_peer scscf2 10.77.0.21)
	lab_spawn scscf2 python3 "$LAB_DIR/scscf_peer.py" 10.77.0.21 \
		"$LAB_RUN/scscf2.control"
	lab_await scscf2 listening grep -q listening "$LAB_RUN/scscf2.log"
}

# lab_scscf2_do WHAT VERB...: tell it, and wait until it prints one line WHAT
# more.
lab_scscf2_do() {
	local what=$1 before
	before=$(lab_scscf2_count "$what")
	printf '%s\n' "${*:2}" >"$LAB_RUN/scscf2.control"
	lab_until 5000 lab_scscf2_more "$what" "$before" ||
		lab_fail "scscf2: no '$what' after ${*:2}" "$LAB_RUN/scscf2.log"
}

lab_scscf2_count() {
	grep -cxF "$1" "$LAB_RUN/scscf2.log" || true
}

lab_scscf2_more() {
	(($(lab_scscf2_count "$1") > $2))
}

# lab_scscf2_register USER [TYPE]: MAR, then SAR of this type (1).
lab_scscf2_register() {
	lab_scscf2_do 'got mar 2001' mar "$(lab_impi "$1")" "$(lab_impu "$1")" &&
		lab_scscf2_sar "$1" "${2:-1}"
}

# lab_scscf2_sar USER TYPE
lab_scscf2_sar() {
	lab_scscf2_do 'got sar 2001' sar "$(lab_impi "$1")" \
		"$(lab_impu "$1")" "$2"
}
