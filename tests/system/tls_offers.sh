# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034
#
# tls_offers.sh - what openssl offers to each TLS end of ours, as client or as
# server: options that both s_client and s_server take. Source it.
#
# An offer is a line NAME|KEY|OPTIONS. KEY is the kind of key that the server
# has: ec, rsa, or any. TS 33.210 cl. 6.2

# openssl itself is to refuse nothing.
weak=ALL:COMPLEMENTOFALL:@SECLEVEL=0

taken=(
	'TLS 1.3|any|-tls1_3'
	'TLS 1.3, AES-128-GCM|any|-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256'
	'TLS 1.3, AES-256-GCM|any|-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384'
	'TLS 1.3, ChaCha20|any|-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256'
	'TLS 1.3, P-256|any|-tls1_3 -groups P-256'
	'TLS 1.3, P-384|any|-tls1_3 -groups P-384'
	'TLS 1.2, ECDSA, AES-128-GCM|ec|-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256'
	'TLS 1.2, ECDSA, AES-256-GCM|ec|-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384'
	'TLS 1.2, ECDSA, ChaCha20|ec|-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305'
	'TLS 1.2, RSA, AES-128-GCM|rsa|-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256'
	'TLS 1.2, RSA, AES-256-GCM|rsa|-tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384'
	'TLS 1.2, P-256|any|-tls1_2 -groups P-256'
	'TLS 1.2, P-384|any|-tls1_2 -groups P-384:P-256'
)

refused=(
	"TLS 1.0|any|-tls1 -cipher $weak"
	"TLS 1.1|any|-tls1_1 -cipher $weak"
	'CBC|ec|-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0'
	'CBC, SHA-1|ec|-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0'
	'CBC, RSA|rsa|-tls1_2 -cipher ECDHE-RSA-AES128-SHA256:@SECLEVEL=0'
	'CCM|ec|-tls1_2 -cipher ECDHE-ECDSA-AES128-CCM:@SECLEVEL=0'
	'CCM-8|ec|-tls1_2 -cipher ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0'
	'no cipher|ec|-tls1_2 -cipher ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0'
	'no certificate|ec|-tls1_2 -cipher ADH-AES128-GCM-SHA256:@SECLEVEL=0'
	'RSA key exchange|rsa|-tls1_2 -cipher AES128-GCM-SHA256:@SECLEVEL=0'
	'RSA key exchange, CBC|rsa|-tls1_2 -cipher AES256-SHA:@SECLEVEL=0'
	'DHE|rsa|-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0'
	'TLS 1.3, CCM|any|-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256'
	'TLS 1.3, CCM-8|any|-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256'
	'TLS 1.3, X25519|any|-tls1_3 -groups X25519'
	'TLS 1.3, X448|any|-tls1_3 -groups X448'
	'TLS 1.3, P-521|any|-tls1_3 -groups P-521'
	'TLS 1.3, DHE|any|-tls1_3 -groups ffdhe2048'
	'TLS 1.2, X25519|rsa|-tls1_2 -groups X25519'
	'TLS 1.2, P-521|rsa|-tls1_2 -groups P-521'
	"SHA-1, ECDSA|ec|-tls1_2 -sigalgs ECDSA+SHA1 -cipher $weak"
	"SHA-1, RSA|rsa|-tls1_2 -sigalgs RSA+SHA1 -cipher $weak"
	"SHA-224|rsa|-tls1_2 -sigalgs RSA+SHA224 -cipher $weak"
)

# offers KEY LIST-ENTRY...: those for a server with that kind of key
offers() {
	local key=$1 offer
	shift
	for offer; do
		[[ $offer == *"|$key|"* || $offer == *'|any|'* ]] &&
			echo "$offer"
	done
	return 0
}

# rsa_certificate NAME LINE...: of our CA, with an RSA key
rsa_certificate() {
	local name=$1
	shift
	{
		printf '%s\n' "cn = \"$name\"" signing_key encryption_key \
			tls_www_client tls_www_server 'expiration_days = 1' "$@"
	} >template
	{
		certtool --generate-privkey --key-type rsa --bits 2048 \
			--no-text --outfile "certs/$name.key"
		chmod 0400 "certs/$name.key"
		certtool --generate-certificate --no-text \
			--load-privkey "certs/$name.key" \
			--load-ca-certificate certs/ca.pem \
			--load-ca-privkey certs/ca.key --template template \
			--outfile "certs/$name.pem"
	} 2>certtool.log || fail "certtool: $(<certtool.log)"
}
