#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs every database test against one private cluster. Each program is told the socket in OZG_TEST_SOCKET.
set -u
TOP_SRCDIR=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
TOP_BUILDDIR=${TOP_BUILDDIR:-$TOP_SRCDIR/build}
export TOP_SRCDIR
. "$TOP_SRCDIR/tests/lib/pgcluster.sh"
pgcluster_start
export OZG_TEST_SOCKET=$PGC_SOCKET
failed=0
for t in ${*:-conn identity}; do
	echo "# tests/db/test_$t"
	"$TOP_BUILDDIR/tests/db/test_$t" || failed=1
done
exit $failed
