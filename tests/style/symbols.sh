#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Public names begin with a word of their folder, and no library keeps writable state of its own.
set -u
cd "${TOP_BUILDDIR:-build}" || exit 99
declare -A prefix=(
	[base]='arena_|zone_|str_|buf_|err_|diags?_|dec_|date_|holiday_|utf8_|din91379_|email_|suggest|conf_|log_|map_|hex_|b32_|clock_|file_|media_|random_|po_|json_'
	[xml]='xml_' [xpath]='xpath_' [html]='tpl_|html_|texts_' [db]='db_'
	[upload]='upload_'
	[form]='form_|field_|fields_|lint_|sat_|dom_|range_|why_'
	[flow]='flow_|node_|nodes_|draw_|pen_|import_'
	[dmn]='dmn_|feel_'
	[region]='region_'
	[cases]='attachment_|consent_|draft_|due_|machine_|incident_|inbox_|begin_|verify_|submission_|case_|cases_|task_|route_|places?_'
	[office]='office_|worklist_'
	[publish]='publish_'
	[identity]='identity_|session_|account_|password_' [notify]='notify_|outbox_|mail_' [ledger]='ledger_'
)
failed=0
for m in "${!prefix[@]}"; do
	lib=engine/$m/lib$m.a
	[ -e "$lib" ] || continue
	# Constant tables of pointers stand in .data.rel.ro; .data and .bss can be written. Names with a dot are made by
	# the compiler from statics inside functions.
	while read -r name class section; do
		case $section in
		.data | .data.rel | .data.rel.local | .bss | '*COM*')
			echo "not ok - $lib: $name is writable state"
			failed=1
			;;
		esac
		if [[ $class == [A-Z] && ! $name =~ ^(${prefix[$m]}) ]]; then
			echo "not ok - $lib: $name has no prefix of its folder"
			failed=1
		fi
	done < <(nm -f sysv --defined-only "$lib" 2>/dev/null |
		awk -F'|' 'NF == 7 { gsub(/ /, ""); print $1, $3, $7 }' | grep -vE '^(__asan|__unnamed_|__odr_asan|\.|__gcov|__llvm|__ubsan)')
done
[ $failed -eq 0 ] && echo "ok - symbols"
exit $failed
