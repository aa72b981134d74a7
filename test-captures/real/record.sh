#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Records the captures of this folder anew: SIPp phones and a Kamailio proxy in network namespaces of their own.
#
#   record.sh FOLDER [NAME...]      all captures, or the named ones, go to FOLDER as NAME.pcap and NAME.expect
#   record.sh --list                prints the names
#
# Debian packages: sip-tester kamailio tcpdump iproute2 tshark (and perl-base, which is always there). Needs root for
# the namespaces; what it makes there (namespaces, processes, temporary files) is gone when it ends, however it ends.
# No packet leaves the namespaces.
#
#   alice 192.0.2.10   proxy 192.0.2.20   bob 192.0.2.30   carol 192.0.2.40     all ports 5060, one bridge in "switch"

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
prefix=siplens$$
work=
pids=()
sniffer=
kamailio_pid=
current=
expectations=()
serial=0

declare -A address=([alice]=192.0.2.10 [proxy]=192.0.2.20 [bob]=192.0.2.30 [carol]=192.0.2.40)

die()
{
	echo "record.sh: ${current:+$current: }$*" >&2
	exit 1
}

# ---- hosts ----------------------------------------------------------------------------------------------------------

on() # HOST COMMAND...
{
	local host=$1
	shift
	ip netns exec "$prefix-$host" "$@"
}

# Has eth0 compute its checksums, which a virtual card leaves to the next one: the capture would show them wrong.
# It is "ethtool -K eth0 tx off" (SIOCETHTOOL, ETHTOOL_STXCSUM) without needing one more package.
checksums_on() # HOST
{
	# shellcheck disable=SC2016
	on "$1" perl -e 'my $off = pack("II", 0x17, 0);
		socket(my $any, 2, 2, 0) or die "socket: $!\n";
		ioctl($any, 0x8946, pack("a16 p x16", "eth0", $off)) or die "SIOCETHTOOL: $!\n"'
}

build()
{
	ip netns add "$prefix-switch"
	on switch ip link set lo up
	on switch ip link add wire type bridge forward_delay 0 mcast_snooping 0
	on switch ip link set wire up

	local host number
	for host in "${!address[@]}"; do
		number=${address[$host]##*.}
		ip netns add "$prefix-$host"
		on "$host" ip link set lo up
		on switch ip link add "$host" type veth peer name eth0 netns "$prefix-$host"
		on "$host" ip link set eth0 address "02:00:c0:00:02:$number"
		on "$host" ip address add "${address[$host]}/24" dev eth0
		on "$host" ip link set eth0 up
		checksums_on "$host"
		on switch ip link set "$host" master wire up
	done
}

cleanup()
{
	local status=$? host pid
	trap - EXIT
	trap '' INT TERM HUP
	# First what was started, politely; then, after a second, what is left in our own namespaces.
	for pid in "${pids[@]}" $sniffer $kamailio_pid; do
		kill "$pid" 2>/dev/null || :
	done
	for _ in $(seq 20); do
		[ -n "$(jobs -pr)" ] || break
		sleep 0.05
	done
	for host in switch "${!address[@]}"; do
		for pid in $(ip netns pids "$prefix-$host" 2>/dev/null); do
			kill -KILL "$pid" 2>/dev/null || :
		done
		ip netns delete "$prefix-$host" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	if [ "$status" -ne 0 ] && [ "$status" -lt 128 ]; then
		tail -n 20 "$work"/proxy.log "$work"/tap.log "$work"/*.errors >&2 2>/dev/null || :
	fi
	rm -rf "$work"
	exit "$status"
}

# ---- parties --------------------------------------------------------------------------------------------------------

listening() # HOST
{
	for _ in $(seq 100); do
		[ -z "$(on "$1" ss -Hlnut 'sport = :5060')" ] || return 0
		sleep 0.05
	done
	die "$1 does not listen"
}

sipp_at() # HOST SCENARIO OPTIONS...: one bounded run of SIPp; takes the place of its shell
{
	local host=$1 scenario=$2 source=(-sf "$here/sipp/$2.xml")
	shift 2
	case $scenario in
	default-*) source=(-sn "${scenario#default-}") ;;
	esac
	cd "$work"
	exec ip netns exec "$prefix-$host" sipp "${source[@]}" -i "${address[$host]}" -p 5060 -m 1 -r 1 \
		-nostdin -timeout 60s -timeout_error -max_invite_retrans 6 -key user "$host" \
		-cid_str "$current-$serial-%u@${address[$host]}" -trace_err -error_file "$work/$host-$scenario.errors" \
		"$@" >"$work/$host-$scenario.log" 2>&1
}

callee() # HOST SCENARIO OPTIONS...: answers in the background
{
	local from=${address[alice]}
	case $current in
	rr-*) from=${address[proxy]} ;;
	esac
	sipp_at "$@" -key from_hop "$from" &
	pids+=($!)
	listening "$1"
}

callees_done_anyhow() # the same where they are meant to fail
{
	wait "${pids[@]}" || :
	pids=()
}

callees_done() # their calls must have gone as their scenarios say
{
	local pid
	for pid in "${pids[@]}"; do
		wait "$pid" || die "a callee's call went wrong"
	done
	pids=()
}

# Waits for a command in a way that lets a signal end this script at once.
patiently()
{
	"$@" &
	wait $!
}

after_timer_b()
{
	patiently ip netns exec "$prefix-switch" sleep 33
}

caller() # HOST SCENARIO OPTIONS...
{
	serial=$((serial + 1))
	patiently sipp_at "$@" || die "the call of $1 went wrong"
}

caller_goes_wrong() # the same where SIPp is meant to fail
{
	serial=$((serial + 1))
	! patiently sipp_at "$@" || die "the call of $1 was expected to fail"
}

direct=(192.0.2.30:5060 -key callee bob@192.0.2.30 -key next_hop 192.0.2.30)
# With Record-Route the proxy stays on the path; without it the phones talk to each other after the INVITE.
through=(192.0.2.20:5060 -key callee bob@example.com -key next_hop 192.0.2.20)
past=(192.0.2.20:5060 -key callee bob@example.com -key next_hop 192.0.2.30)

ping_from() # HOST HOST: OPTIONS and its 200, between phones that have no call running
{
	callee "$2" options-uas
	caller "$1" options-uac "${address[$2]}:5060"
	callees_done
}

proxy_up() # -A VARIANT ...
{
	mkdir -p "$work/run"
	ip netns exec "$prefix-proxy" kamailio -DD -E -m 32 -M 8 -Y "$work/run" -w "$work/run" -P "$work/run/pid" \
		-f "$here/kamailio.cfg" "$@" >"$work/proxy.log" 2>&1 &
	kamailio_pid=$!
	listening proxy
	sleep 0.5
}

proxy_down()
{
	[ -n "$kamailio_pid" ] || return 0
	kill "$kamailio_pid" 2>/dev/null || :
	wait "$kamailio_pid" 2>/dev/null || :
	kamailio_pid=
}

# ---- recording ------------------------------------------------------------------------------------------------------

tap() # INTERFACE of the switch: "wire" sees every hop once, a host's name only what that host sends and gets
{
	ip netns exec "$prefix-switch" tcpdump -i "$1" -n -U --immediate-mode -s 0 -Z root -w "$work/tap.pcap" \
		'udp port 5060 or tcp port 5060' 2>"$work/tap.log" &
	sniffer=$!
	for _ in $(seq 100); do
		! grep -q 'listening on' "$work/tap.log" || return 0
		sleep 0.05
	done
	die "tcpdump does not start"
}

expect() # RULE FILTER: a finding of RULE belongs to the first frame that FILTER shows
{
	expectations+=("$1" "$2")
}

record() # NAME
{
	local rule filter frame
	current=$1
	serial=0
	expectations=()
	echo "$current" >&2
	: >"$work/expect"
	"$current"
	sleep 0.3
	kill "$sniffer"
	wait "$sniffer" || die "tcpdump failed"
	sniffer=
	proxy_down
	grep -q '^0 packets dropped by kernel' "$work/tap.log" || die "packets were dropped"

	set -- "${expectations[@]}"
	[ $# -gt 0 ] || echo "expect nothing" >"$work/expect"
	while [ $# -gt 0 ]; do
		rule=$1 filter=$2
		shift 2
		frame=$(tshark -r "$work/tap.pcap" -Y "$filter" -T fields -e frame.number 2>/dev/null | head -n 1)
		[ -n "$frame" ] || die "no frame is $filter"
		echo "expect $frame $rule" >>"$work/expect"
	done
	sort -u -k2,2n -k3,3 -o "$work/expect" "$work/expect"
	cp "$work/tap.pcap" "$folder/$current.pcap"
	cp "$work/expect" "$folder/$current.expect"
	rm -f "$work"/*.log "$work"/*.errors
	current=
}

# ---- the captures: phone to phone -----------------------------------------------------------------------------------

direct-answered()
{
	tap wire
	callee bob uas-call
	caller alice uac-call "${direct[@]}"
	callees_done
}

direct-answered-tcp()
{
	tap wire
	callee bob uas-call -t t1
	caller alice uac-call "${direct[@]}" -t t1
	callees_done
}

direct-busy()
{
	tap wire
	callee bob uas-busy
	caller alice uac-refused "${direct[@]}" -key extra 'Subject: lunch'
	callees_done
}

direct-cancelled()
{
	tap wire
	callee bob uas-cancelled
	caller alice uac-cancel "${direct[@]}"
	callees_done
}

direct-redirected()
{
	tap wire
	callee bob uas-redirect
	callee carol uas-call
	caller alice uac-redirected 192.0.2.30:5060 -key callee bob@192.0.2.30 -key next_hop 192.0.2.40
	callees_done
}

# Bob asks for alice before and after, so the capture has messages to her and goes on after her Timer B.
direct-silent()
{
	tap wire
	ping_from bob alice
	callee bob uas-silent
	caller alice uac-silent "${direct[@]}"
	callees_done
	ping_from bob alice
	expect no_response 'sip.Method == "INVITE"'
}

direct-ring-480()
{
	tap wire
	callee bob uas-ring-480
	caller alice uac-refused "${direct[@]}" -key extra 'Subject: lunch'
	callees_done
}

direct-ring-expires()
{
	tap wire
	callee bob uas-ring-487
	caller alice uac-refused "${direct[@]}" -key extra 'Expires: 4'
	callees_done
}

direct-challenged()
{
	tap wire
	callee bob uas-challenge
	caller alice uac-challenged "${direct[@]}" -auth_uri bob@192.0.2.30
	callees_done
}

# Two calls; the second one's first PRACK is late, so the 183 is repeated.
direct-prack()
{
	tap wire
	callee bob uas-prack
	caller alice uac-prack "${direct[@]}"
	callees_done
	callee bob uas-prack
	caller alice uac-prack "${direct[@]}" -d 1200
	callees_done
}

direct-reinvite()
{
	tap wire
	callee bob uas-reinvite
	caller alice uac-reinvite "${direct[@]}"
	callees_done
}

# SIPp's built-in scenarios, as most people run them.
direct-sipp-default()
{
	tap wire
	callee bob default-uas
	caller alice default-uac 192.0.2.30:5060 -d 1000
	callees_done
}

# ---- through the proxy, which stays on the path ---------------------------------------------------------------------

rr-answered()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-call
	caller alice uac-call "${through[@]}"
	callees_done
}

# Alice speaks TCP, bob UDP: the proxy writes two Record-Routes.
rr-answered-tcp-udp()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-call
	caller alice uac-call "${through[@]}" -t t1
	callees_done
}

# Alice takes 1.2 s for her ACK: the 200 is repeated on both hops.
rr-answered-slowly()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-call
	caller alice uac-call "${through[@]}" -d 1200
	callees_done
}

rr-busy()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-busy
	caller alice uac-refused "${through[@]}" -key extra 'Subject: lunch'
	callees_done
}

rr-cancelled()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-cancelled
	caller alice uac-cancel "${through[@]}"
	callees_done
}

rr-redirected()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-redirect
	callee carol uas-call
	caller alice uac-redirected "${through[@]}"
	callees_done
}

# The proxy waits for 30 s only (its default) and answers 408 itself.
rr-silent()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-silent
	caller alice uac-refused "${through[@]}" -key extra 'Subject: lunch'
	callees_done
	caller bob options-uac 192.0.2.20:5060
	expect no_response 'sip.Method == "INVITE" && ip.dst == 192.0.2.30'
}

# The same with a proxy that waits longer than Timer B.
rr-silent-longer()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE -A WITH_LONG_WAIT
	callee bob uas-silent
	caller alice uac-refused "${through[@]}" -key extra 'Subject: lunch'
	callees_done
	expect no_response 'sip.Method == "INVITE" && ip.dst == 192.0.2.30'
}

# Bob rings; the proxy loses patience: 408 to alice, CANCEL to bob.
rr-ring-408()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE -A WITH_SHORT_RING
	callee bob uas-cancelled
	caller alice uac-refused "${through[@]}" -key extra 'Subject: lunch'
	callees_done
}

rr-challenged()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE -A WITH_AUTH
	callee bob uas-call
	caller alice uac-challenged "${through[@]}" -auth_uri bob@example.com
	callees_done
}

# The callee asks for the password, the proxy only passes it on.
rr-challenged-by-callee()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-challenge
	caller alice uac-challenged "${through[@]}" -auth_uri bob@example.com
	callees_done
}

# Registrar: bob registers, alice mistypes her password once, she calls bob where he registered, he unregisters.
rr-registered()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	caller bob register 192.0.2.20:5060 -au bob -ap bob-secret -key expires 600 -auth_uri example.com
	caller alice register-mistyped 192.0.2.20:5060 -au alice -ap alice-secret -key expires 600 -auth_uri example.com
	callee bob uas-call
	caller alice uac-call "${through[@]}"
	callees_done
	caller bob register 192.0.2.20:5060 -au bob -ap bob-secret -key expires 0 -auth_uri example.com
}

rr-reinvite()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob uas-reinvite
	caller alice uac-reinvite "${through[@]}"
	callees_done
}

# SIPp's built-in scenarios know no Record-Route: the ACK never reaches bob, and the BYE is refused.
rr-sipp-default()
{
	tap wire
	proxy_up -A WITH_RECORD_ROUTE
	callee bob default-uas
	caller_goes_wrong alice default-uac 192.0.2.20:5060 -s bob -d 1000
	callees_done_anyhow
	sleep 2
	caller bob options-uac 192.0.2.20:5060
	expect ack_missing 'sip.Status-Code == 200 && sip.CSeq.method == "INVITE" && ip.src == 192.0.2.30'
	# the first copy that comes 2*T1 or more after alice's ACK
	expect ok_retransmitted_after_ack \
		'sip.Status-Code == 200 && sip.CSeq.method == "INVITE" && ip.dst == 192.0.2.10 && frame.time_relative > 1.1'
}

# ---- through the proxy, which leaves the path -----------------------------------------------------------------------

# ACK and BYE are seen on the third side of the triangle; OPTIONS keep the clock running.
norr-answered()
{
	tap wire
	proxy_up
	callee bob uas-call
	caller alice uac-call "${past[@]}"
	callees_done
	after_timer_b
	caller alice options-uac 192.0.2.20:5060
}

# The same, seen from the proxy's port only: ACK and BYE pass by unseen.
norr-answered-at-proxy()
{
	tap proxy
	proxy_up
	callee bob uas-call
	caller alice uac-call "${past[@]}"
	callees_done
	after_timer_b
	caller alice options-uac 192.0.2.20:5060
}

norr-busy()
{
	tap wire
	proxy_up
	callee bob uas-busy
	caller alice uac-refused "${past[@]}" -key extra 'Subject: lunch'
	callees_done
}

norr-cancelled()
{
	tap wire
	proxy_up
	callee bob uas-cancelled
	caller alice uac-cancel "${past[@]}"
	callees_done
}

norr-challenged()
{
	tap wire
	proxy_up -A WITH_AUTH
	callee bob uas-call
	caller alice uac-challenged "${past[@]}" -auth_uri bob@example.com
	callees_done
}

norr-reinvite()
{
	tap wire
	proxy_up
	callee bob uas-reinvite
	caller alice uac-reinvite "${past[@]}"
	callees_done
}

# ---- main -----------------------------------------------------------------------------------------------------------

mapfile -t names < <(grep -oE '^(direct|rr|norr)-[a-z0-9-]+\(\)' "$0" | tr -d '()')

if [ "${1-}" = --list ]; then
	printf '%s\n' "${names[@]}"
	exit 0
fi
[ $# -ge 1 ] || die "usage: record.sh FOLDER [NAME...]"
for tool in ip tc ss sipp kamailio tcpdump tshark; do
	command -v "$tool" >/dev/null || die "$tool is missing; packages: sip-tester kamailio tcpdump iproute2 tshark"
done
[ "$(id -u)" = 0 ] || die "must be root: it makes network namespaces"

mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
	[[ $name == *-* && $(type -t "$name") == function ]] || die "no capture is called $name"
done

work=$(mktemp -d)
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
build
for name in "${names[@]}"; do
	record "$name"
done
