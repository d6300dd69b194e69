#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs the tests that need the whole engine against a private PostgreSQL cluster.
set -u
TOP_SRCDIR=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
TOP_BUILDDIR=${TOP_BUILDDIR:-$TOP_SRCDIR/build}
export TOP_SRCDIR TOP_BUILDDIR
[ -e "$TOP_BUILDDIR/share/schema/bpmn/BPMN20.xsd" ] || "$TOP_SRCDIR/contrib/assets" "$TOP_BUILDDIR/share" >/dev/null 2>&1 || {
	echo "SKIP: the BPMN schema is missing and contrib/assets cannot make it (npm)"
	exit 77
}
. "$TOP_SRCDIR/tests/lib/pgcluster.sh"
pgcluster_start
export PGC_BIN PGC_SOCKET
failed=0
parts=$(cd "$TOP_SRCDIR/tests/http" && ls *.py | sed 's/\.py$//; /^core$/d')
for t in ${*:-$parts}; do
	echo "# tests/http/$t.py"
	python3 "$TOP_SRCDIR/tests/http/$t.py"
	case $? in 0 | 77) ;; *) failed=1 ;; esac
done
exit $failed
