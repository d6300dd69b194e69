# SPDX-License-Identifier: EUPL-1.2
# Makes queries.h (-v out=h) or queries.c (-v out=c) from .sql files.
#
#     -- name: draft_save (tenant, key::bytea, rev::int)
#     UPDATE draft SET … WHERE tenant = :tenant AND rev = :rev
#
# A statement reaches to the next such line. :rev becomes $3::int; $3 may be written as well. Names that are not in the
# list, parameters that are not used and statements of the same name stop the build. Lines beginning with -- are dropped.
#
# Text that several statements share is written once, before the first of them: the lines behind "-- part: NAME", with
# the parameters of whoever says "-- use: NAME".

function fail(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
	failed = 1
	exit 1
}

# One line with its parameters numbered.
function numbered(line,    done, head, word, i) {
	done = ""
	while (match(line, /(:[a-z_][a-z0-9_]*|\$[0-9]+)/)) {
		head = substr(line, 1, RSTART - 1)
		word = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		if (word ~ /^:/ && head ~ /[:A-Za-z0-9]$/) { # a cast or a time, no parameter
			done = done head word
			continue
		}
		if (word ~ /^\$/)
			i = substr(word, 2) + 0
		else
			i = (substr(word, 2) in number) ? number[substr(word, 2)] : 0
		if (i < 1 || i > n_params)
			fail(word " is no parameter of " name)
		used[i] = 1
		done = done head "$" i type[i]
	}
	return done line
}

function flush_statement(    i) {
	if (name == "")
		return
	sub(/[ \t\n;]+$/, "", text)
	if (text == "")
		fail("statement " name " is empty")
	for (i = 1; i <= n_params; i++)
		if (!(i in used))
			fail("statement " name " does not use its parameter " i)
	names[n] = name
	params[n] = n_params
	reads[n] = toupper(" " text " ") !~ /[^A-Z_](INSERT|UPDATE|DELETE|CREATE|BEGIN|COMMIT|ROLLBACK|LOCK)[^A-Z_]/
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\"", text)
	gsub(/\n/, "\\n\"\n\t  \"", text)
	texts[n++] = text
	name = ""
}

BEGIN { n = 0; name = "" }

/^-- name:/ {
	flush_statement()
	part = ""
	if ($0 !~ /^-- name: [a-z][a-z0-9_]* \([^()]*\)$/)
		fail("expected: -- name: NAME (PARAMETER, …)")
	name = $3
	if (name in seen)
		fail("statement " name " is defined twice")
	seen[name] = 1
	list = $0
	sub(/^[^(]*\(/, "", list)
	sub(/\)$/, "", list)
	split("", number); split("", type); split("", used)
	n_params = split(list, words, /, */)
	for (i = 1; i <= n_params; i++) {
		at = index(words[i], "::")
		type[i] = at ? substr(words[i], at) : ""
		number[at ? substr(words[i], 1, at - 1) : words[i]] = i
	}
	text = ""
	next
}

/^-- part:/ {
	flush_statement()
	if ($0 !~ /^-- part: [a-z][a-z0-9_]*$/ || ($3 in parts))
		fail("expected: -- part: NAME, once")
	part = $3
	parts[part] = ""
	next
}

/^-- use:/ {
	if (name == "" || !($3 in parts))
		fail("no part " $3)
	n_lines = split(parts[$3], lines, "\n")
	for (i_line = 1; i_line < n_lines; i_line++)
		text = text (text == "" ? "" : "\n") numbered(lines[i_line])
	next
}

/^[ \t]*--/ || (name == "" && part == "") { next }

part != "" {
	parts[part] = parts[part] $0 "\n"
	next
}

{
	text = text (text == "" ? "" : "\n") numbered($0)
}

END {
	if (failed)
		exit 1
	flush_statement()
	print "/* SPDX-License-Identifier: EUPL-1.2"
	print " * Generated from the .sql files by sql2c.awk. */"
	if (out == "h") {
		print "#ifndef OZG_DB_QUERIES_H\n#define OZG_DB_QUERIES_H\n\n#include <stdbool.h>\n\nenum db_query {"
		for (i = 0; i < n; i++)
			print "\tDB_" toupper(names[i]) ","
		print "\tDB_N_QUERIES\n};\n"
		print "struct db_query_def {\n\tconst char *name, *sql;\n\tunsigned n_params;"
		print "\tbool reads; /* changes nothing, so it may be repeated at will */\n};\n"
		print "extern const struct db_query_def db_queries[DB_N_QUERIES];\n\n#endif"
	} else {
		print "#include \"db/queries.h\"\n\nconst struct db_query_def db_queries[DB_N_QUERIES] = {"
		for (i = 0; i < n; i++)
			printf "\t{ \"%s\",\n\t  \"%s\",\n\t  %d, %s },\n", names[i], texts[i], params[i], reads[i] ? "true" : "false"
		print "};"
	}
}
