#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The statements' compiler: names become numbers, mistakes stop the build with file and line.
set -u
awk_script=${TOP_SRCDIR:-.}/engine/db/sql2c.awk
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
n=0 failed=0

# check NAME INPUT PATTERN: the output for the .c file, or the message, must match.
check() {
	printf '%s\n' "$2" >"$dir/x.sql"
	n=$((n + 1))
	if (cd "$dir" && awk -f "$awk_script" -v out=c x.sql 2>&1) | tr '\n\t' '  ' | grep -qE -- "$3"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		failed=1
	fi
}

check "names are numbered and cast" "-- name: a (x, y::int)
SELECT :y, :x, :y" '"SELECT \$2::int, \$1, \$2::int", +2, true'
check "numbers are cast too" "-- name: a (x::bytea)
SELECT \$1" '"SELECT \$1::bytea"'
check "casts and times are no parameters" "-- name: a (x)
SELECT now()::text, '10:mi', :x::int" "now\\(\\)::text, '10:mi', .1::int"
check "comments, semicolons and quotes" "-- name: a ()
-- about it
SELECT '\"\\';" "\"SELECT '\\\\\"\\\\\\\\'\""
check "writing statements are known" "-- name: a ()
WITH x AS (DELETE FROM t RETURNING 1) SELECT 1" ', +0, false'
check "a column updated_at does not write" "-- name: a ()
SELECT updated_at FROM t" ', +0, true'
check "unknown name" "-- name: a (x)
SELECT :x, :z" '^x.sql:2: :z is no parameter of a'
check "number too high" "-- name: a (x)
SELECT \$1, \$2" 'x.sql:2: \$2 is no parameter of a'
check "a part takes the parameters of the statement" "-- part: p
x AS (SELECT :b),
-- name: a (c, b::int)
WITH
-- use: p
y AS (SELECT :c) SELECT 1" 'WITH\\n" +"x AS \(SELECT \$2::int\),\\n" +"y AS \(SELECT \$1\) SELECT 1", +2'
check "an unknown part" "-- name: a ()
-- use: p
SELECT 1" '^x.sql:2: no part p'
check "unused parameter" "-- name: a (x, y)
SELECT :x" 'does not use its parameter 2'
check "the same name twice" "-- name: a ()
SELECT 1
-- name: a ()
SELECT 2" 'x.sql:3: statement a is defined twice'
check "no list" "-- name: a
SELECT 1" 'x.sql:1: expected'
check "nothing in it" "-- name: a ()
-- name: b ()
SELECT 1" 'statement a is empty'
echo "1..$n"
exit $failed
