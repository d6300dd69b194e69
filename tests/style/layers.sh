#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Who may include whom: a folder includes itself and folders of a lower level; foreign libraries have one home each.
set -u
cd "${TOP_SRCDIR:-$(dirname "$0")/../..}" || exit 99

declare -A level=(
	[base]=0
	[xml]=1 [xpath]=1 [db]=1 [html]=1 [upload]=1
	[form]=2 [dmn]=2 [flow]=2 [region]=2
	[cases]=3 [office]=3 [publish]=3 [identity]=3 [notify]=3 [ledger]=3
	[bin]=4 [fcgi]=4
)
# Exceptions to "lower level": what level 2 must not see, and what level 3 may see of its own level.
forbidden='form:upload flow:upload dmn:upload region:upload dmn:db dmn:html form:db form:html form:flow flow:db flow:html flow:form region:db region:html db:xml db:xpath db:html
html:db html:xml html:xpath xml:db xml:html xml:xpath xpath:db xpath:html xpath:xml'
allowed='flow:dmn cases:ledger cases:notify office:cases office:identity publish:ledger identity:ledger'
declare -A home=([libxml/]='engine/xml/ engine/xpath/' [libpq-fe.h]='engine/db/' [fcgiapp.h]='fcgi/' [curl/]='engine/notify/'
	[magic.h]='engine/upload/' [archive]='engine/flow/import/'
	[sodium.h]='engine/identity/ engine/base/ engine/ledger/ engine/cases/ engine/publish/ fcgi/')

failed=0
fail() {
	echo "not ok - $*"
	failed=1
}

while IFS=: read -r file line text; do
	from=$(cut -d/ -f2 <<<"$file")
	[[ $file == fcgi/* ]] && from=fcgi
	header=$(sed -E 's/.*#include "([^"]+)".*/\1/' <<<"$text")
	to=${header%%/*}
	[ "$to" = "$header" ] && to=$from # a header without a folder is the file's own
	[ "$from" = "$to" ] && continue
	[ -n "${level[$to]:-}" ] || { fail "$file:$line: $header: unknown folder"; continue; }
	grep -qw -- "$from:$to" <<<"$allowed" && continue
	if grep -qw -- "$from:$to" <<<"$forbidden" || [ "${level[$from]}" -le "${level[$to]}" ]; then
		fail "$file:$line: $from/ must not include $header"
	fi
done < <(grep -nE '^[[:space:]]*#[[:space:]]*include "' -r engine fcgi --include='*.[ch]')

for lib in "${!home[@]}"; do
	while IFS=: read -r file line _; do
		ok=no
		for h in ${home[$lib]}; do [[ $file == "$h"* ]] && ok=yes; done
		[ $ok = yes ] || fail "$file:$line: <$lib belongs in ${home[$lib]}"
	done < <(grep -nE "^[[:space:]]*#[[:space:]]*include <$lib" -r engine fcgi --include='*.[ch]')
done

# Pure folders read no clock and draw no random number (DESIGN: time and ids are arguments).
while read -r hit; do
	fail "$hit: form, flow, dmn and xpath are pure"
done < <(grep -nE '\b(time|clock_gettime|gettimeofday|getrandom|random|randombytes_[a-z]+|fopen|open|getenv)\(' \
	-r engine/form engine/flow engine/dmn engine/xpath engine/region --include='*.[ch]' | grep -vE '^\S+:\s*(/\*|\*)')

[ $failed -eq 0 ] && echo "ok - layers"
exit $failed
