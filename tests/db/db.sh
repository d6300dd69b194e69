#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs every tests/db/test_*.c (or those named) against one private cluster, each with an empty database of its own.
# The program is told the folder of the socket in OZG_TEST_SOCKET.
set -u
TOP_SRCDIR=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
TOP_BUILDDIR=${TOP_BUILDDIR:-$TOP_SRCDIR/build}
export TOP_SRCDIR
. "$TOP_SRCDIR/tests/lib/pgcluster.sh"
pgcluster_start
export OZG_TEST_SOCKET=$PGC_SOCKET
failed=0
[ $# -gt 0 ] || set -- $(cd "$TOP_SRCDIR/tests/db" && printf '%s\n' test_*.c | sed 's/^test_//; s/\.c$//')
for t; do
	echo "# tests/db/test_$t"
	pgcluster_psql -d postgres -c 'DROP DATABASE IF EXISTS ozg WITH (FORCE)' -c 'CREATE DATABASE ozg OWNER ozg_owner'
	"$TOP_BUILDDIR/tests/db/test_$t" || failed=1
done
exit $failed
