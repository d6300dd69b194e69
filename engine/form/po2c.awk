# SPDX-License-Identifier: EUPL-1.2
# The entries of a PO file as rows of a C table: its strings are C strings. The header, whose msgid is empty, is left out.
/^#/ { next }
/^msgid / { id = substr($0, 7); text = ""; now = "id"; next }
/^msgstr / { text = substr($0, 8); now = "text"; next }
/^"/ { if (now == "id") id = id "\n\t    " $0; else if (now == "text") text = text "\n\t    " $0; next }
now == "text" { row() }
END { row() }
function row() {
	if (now == "text" && id != "\"\"")
		printf "\t{ %s,\n\t    %s },\n", id, text
	now = ""
}
