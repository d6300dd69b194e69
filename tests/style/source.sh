#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# House rules that a search can prove: licence line, length, no HTML and no SQL in C, templates without raw output.
set -u
cd "${TOP_SRCDIR:-$(dirname "$0")/../..}" || exit 99
failed=0
fail() {
	echo "not ok - $*"
	failed=1
}

sources() {
	find engine fcgi tests -name '*.[ch]' -not -path '*/node_modules/*'
}

while read -r f; do
	head -n 3 "$f" | grep -q 'SPDX-License-Identifier: EUPL-1.2' || fail "$f: no licence line"
done < <(sources; find engine fcgi contrib tests -name '*.sh' -o -name '*.sql' -o -name '*.mk' -o -name '*.mjs' -o -name '*.py')

while read -r n f; do
	[ "$f" = total ] && continue
	[ "$n" -le 800 ] || fail "$f: $n lines; a file does one thing, 800 lines are the limit"
done < <(sources | xargs wc -l)

# A tag or a statement in a string literal. Tests may contain both.
while read -r hit; do
	fail "$hit: HTML belongs in templates"
done < <(grep -nE '"[^"]*<(/?[a-z][a-z0-9]*[ >/]|!--)[^"]*"' -r engine fcgi --include='*.c' | grep -vE '/xml_|/form_import|fprintf\(std' | cut -c1-120)
while read -r hit; do
	fail "$hit: SQL belongs in .sql files"
done < <(grep -nE '"[^"]*\b(SELECT .* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)\b' -r engine fcgi --include='*.c' | cut -c1-120)
while read -r hit; do
	fail "$hit: templates have no raw output"
done < <(grep -nE '\{\{\{|\{\{&' -r fcgi/templates 2>/dev/null)

# Names that exist only on somebody's machine.
while read -r hit; do
	fail "$hit: a path of one machine"
done < <(grep -rnE '/work/|/root/' --include='*' engine fcgi forms workflows contrib .ci configure.ac Makefile.am README.md HACKING.md 2>/dev/null | cut -c1-120)

[ $failed -eq 0 ] && echo "ok - source"
exit $failed
