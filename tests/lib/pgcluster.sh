# SPDX-License-Identifier: EUPL-1.2
# To be sourced: a private PostgreSQL cluster for a test, on a Unix socket in a temporary folder, gone at the end.
#
#     . "$TOP_SRCDIR/tests/lib/pgcluster.sh"
#     pgcluster_start            # exits 77 when there is no PostgreSQL
#     …                          # $PGC_SOCKET is the folder of the socket, database ozg, roles as in roles.sql
# It is stopped and removed when the shell ends. The schema is for the caller: ozgctl db setup, or db_setup().

pgcluster_start() {
	PGC_BIN=$(pgcluster_bin) || { echo "SKIP: PostgreSQL is not installed (apt-get install postgresql-15)"; exit 77; }
	PGC_DIR=$(mktemp -d "${TMPDIR:-/tmp}/ozg-pg.XXXXXX") || exit 99
	PGC_SOCKET=$PGC_DIR/s
	mkdir "$PGC_SOCKET"
	PGC_AS=()
	if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
		local user=postgres
		id "$user" >/dev/null 2>&1 || user=nobody
		PGC_AS=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$PGC_DIR")
		chown -R "$user" "$PGC_DIR"
	fi
	trap pgcluster_stop EXIT
	trap 'exit 130' INT TERM
	(
		cd "$PGC_DIR" &&
			"${PGC_AS[@]}" "$PGC_BIN/initdb" -D "$PGC_DIR/data" -U super -A trust -E UTF8 --locale=C.UTF-8 -N >init.log 2>&1 &&
			printf '%s\n' "unix_socket_directories = '$PGC_SOCKET'" "listen_addresses = ''" 'fsync = off' \
				'shared_buffers = 32MB' 'max_connections = 120' >>"$PGC_DIR/data/postgresql.conf" &&
			cat "$TOP_SRCDIR/contrib/postgresql/private.conf" >>"$PGC_DIR/data/postgresql.conf" &&
			"${PGC_AS[@]}" "$PGC_BIN/pg_ctl" -D "$PGC_DIR/data" -w -t 60 -l "$PGC_DIR/server.log" start >>init.log 2>&1 &&
			pgcluster_psql -d postgres -f "$TOP_SRCDIR/engine/db/schema/roles.sql" &&
			pgcluster_psql -d postgres -c 'CREATE DATABASE ozg OWNER ozg_owner'
	) || { cat "$PGC_DIR/init.log" "$PGC_DIR/server.log" 2>/dev/null; exit 99; }
}

# psql as superuser of the cluster, quiet, stops at the first error.
pgcluster_psql() {
	"$PGC_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$PGC_SOCKET" -U super "$@"
}

pgcluster_stop() {
	trap - EXIT
	[ -d "${PGC_DIR:-}/data" ] && "${PGC_AS[@]}" "$PGC_BIN/pg_ctl" -D "$PGC_DIR/data" -m immediate stop >/dev/null 2>&1
	case ${PGC_DIR:-} in */ozg-pg.*) rm -rf "$PGC_DIR" ;; esac
}

pgcluster_bin() {
	local d
	for d in /usr/lib/postgresql/{18,17,16,15}/bin "$(pg_config --bindir 2>/dev/null)"; do
		[ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && echo "$d" && return 0
	done
	return 1
}
