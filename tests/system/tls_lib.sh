# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
#
# tls_lib.sh - what tests of TLS share. Source it behind deliver_lib.sh.
certs=$run/certs

# crl [NAME]: a list of the CA with this one, or nobody, as $run/crl.pem
crl() {
	printf '%s\n' 'crl_next_update = 30' 'crl_number = 1' >"$run/template"
	certtool --generate-crl --load-ca-privkey "$certs/ca.key" \
		--load-ca-certificate "$certs/ca.pem" --outfile "$run/crl.tmp" \
		${1:+--load-certificate "$certs/$1.pem"} \
		--template "$run/template" 2>"$run/certtool.log" ||
		fail "certtool: $(<"$run/certtool.log")"
	mv "$run/crl.tmp" "$run/crl.pem"
}

# pin NAME: of its key. RFC 7469 cl. 2.4
pin() {
	openssl x509 -in "$certs/$1.pem" -noout -pubkey |
		openssl pkey -pubin -outform der |
		openssl dgst -sha256 -binary | base64
}

# s_server NAME PORT INPUT OPTION...: openssl with this pipe, which never ends, to
# read commands from; a certificate is to be of our CA
s_server() {
	local name=$1 at=$2 input=$3
	shift 3
	[[ -p $input ]] || mkfifo "$input"
	timeout "${limit:-110}" openssl s_server -accept "$at" \
		-CAfile "$certs/ca.pem" "$@" <>"$input" >>"$run/$name.out" \
		2>>"$run/$name.log" &
	pids[$name]=$!
}
