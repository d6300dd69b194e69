# SPDX-License-Identifier: EUPL-1.2
# A private PostgreSQL 15 cluster: own folder, own Unix socket, no TCP, data checksums, passwords. Sourced after common.sh.
#
# A cluster folder holds data/, cluster.log and password (of the superuser "ozg_super", readable by the owner only).
# The socket folder is given apart, because socket paths must be short.

pg_bin=/usr/lib/postgresql/15/bin

# cluster_create DIR USER: does nothing when it is there already.
cluster_create() {
	local dir=$1 user=$2
	[ -s "$dir/data/PG_VERSION" ] && [ -e "$dir/ready" ] && return 0
	rm -rf "$dir"
	mkdir -p "$dir"
	(umask 077; random_word >"$dir/password")
	chown -R "$user" "$dir"
	chmod 700 "$dir"
	as_user "$user" "$pg_bin/initdb" -D "$dir/data" -U ozg_super --pwfile="$dir/password" --auth=scram-sha-256 \
		--data-checksums --encoding=UTF8 --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; return 1; }
	cat >>"$dir/data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_permissions = 0770
		max_connections = 60
		timezone = 'UTC'
		log_timezone = 'UTC'
	CONF
	cat "$top/contrib/postgresql/private.conf" >>"$dir/data/postgresql.conf"
	touch "$dir/ready"
}

# cluster_start DIR USER SOCKET_DIR
cluster_start() {
	local dir=$1 user=$2 sock=$3
	as_user "$user" "$pg_bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1 && return 0
	as_user "$user" "$pg_bin/pg_ctl" -D "$dir/data" -l "$dir/cluster.log" -w -t 60 -s \
		-o "-c unix_socket_directories='$sock'" start >/dev/null || { tail -20 "$dir/cluster.log" >&2; return 1; }
}

# cluster_stop DIR USER
cluster_stop() {
	local dir=$1 user=$2
	[ -d "$dir/data" ] || return 0
	as_user "$user" "$pg_bin/pg_ctl" -D "$dir/data" -m fast -w -t 30 -s stop >/dev/null 2>&1 || true
}

random_word() {
	od -An -N18 -tx1 /dev/urandom | tr -d ' \n'
}
