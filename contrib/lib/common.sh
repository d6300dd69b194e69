# SPDX-License-Identifier: EUPL-1.2
# Shared by the scripts of contrib/: messages, package installation, the unprivileged user. Sourced, not run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
started=$(date +%s)

say() { # progress for people, on stderr
	printf '%3ds  %s\n' $(($(date +%s) - started)) "$*" >&2
}

die() {
	printf 'Fehler: %s\n' "$*" >&2
	exit 3
}

# install_packages NAME...: those that are missing, without starting the services they bring.
install_packages() {
	local missing=() p
	for p in "$@"; do
		dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing+=("$p")
	done
	[ ${#missing[@]} -eq 0 ] && return 0
	[ "$(id -u)" -eq 0 ] || die "Es fehlen Debian-Pakete. Bitte als root ausführen: apt-get install ${missing[*]}"
	say "installiere Debian-Pakete: ${missing[*]}"
	local policy=/usr/sbin/policy-rc.d ours=no
	if [ ! -e $policy ]; then
		printf '#!/bin/sh\nexit 101\n' >$policy
		chmod 755 $policy
		ours=yes
	fi
	local rc=0
	apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null || rc=$?
	DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
		"${missing[@]}" >/dev/null || rc=$?
	[ $ours = yes ] && rm -f $policy
	[ $rc -eq 0 ] || die "apt-get konnte nicht alles installieren: ${missing[*]}"
}

# packages GROUP...: names from contrib/packages, where a line is "group: name name ...".
packages() {
	local g
	for g in "$@"; do
		sed -n "s/^$g: *//p" "$top/contrib/packages"
	done
}

# The servers never run as root: as root they get the system user "ozg" (made here), otherwise they are run as oneself.
run_user() {
	if [ "$(id -u)" -ne 0 ]; then
		id -un
		return
	fi
	id -u ozg >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin ozg
	echo ozg
}

# as_user USER COMMAND...
as_user() {
	local user=$1
	shift
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@"
	else
		"$@"
	fi
}
