#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# ozgctl dmn eval, flow check and flow import as people and scripts call them: results, findings, exit codes.
set -u
top=${TOP_SRCDIR:-.}
ozgctl=${TOP_BUILDDIR:-build}/bin/ozgctl
[ -e "${TOP_BUILDDIR:-build}/share/schema/bpmn/BPMN20.xsd" ] || {
	echo "SKIP: the BPMN schema is not installed"
	exit 77
}
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
n=0 failed=0

# check NAME EXIT PATTERN COMMAND…: exit code, and the output (both streams on one line) must match.
check() {
	local name=$1 want=$2 pattern=$3 out code
	shift 3
	out=$("$@" 2>&1)
	code=$?
	n=$((n + 1))
	if [ $code = "$want" ] && tr '\n' ' ' <<<"$out" | grep -qE -- "$pattern"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name ($code: $out)"
		failed=1
	fi
}

cat >"$dir/wer.dmn" <<'END'
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d">
<decision id="wer-zeichnet" name="Wer zeichnet"><variable name="stufe" typeRef="string"/><decisionTable>
<input><inputExpression typeRef="number"><text>betrag</text></inputExpression></input><output/>
<rule><inputEntry><text>&lt; 500</text></inputEntry><outputEntry><text>"amt"</text></outputEntry></rule>
<rule><inputEntry><text>&gt;= 500</text></inputEntry><outputEntry><text>"rat"</text></outputEntry></rule>
</decisionTable></decision></definitions>
END
sed 's/&gt;= 500/\&gt;= 400/' "$dir/wer.dmn" >"$dir/schlecht.dmn"
echo '{"betrag": "700.00"}' >"$dir/gut.json"
echo '{"betrag": "viel"}' >"$dir/schlecht.json"
echo '[1]' >"$dir/liste.json"

check "a decision by id" 0 '^"rat" $' "$ozgctl" dmn eval "$dir/wer.dmn" --decision wer-zeichnet --inputs "$dir/gut.json"
check "by name" 0 '^"rat" $' "$ozgctl" dmn eval "$dir/wer.dmn" --decision "Wer zeichnet" --inputs "$dir/gut.json"
check "the only one without a name; no input is null" 0 '^null $' "$ozgctl" dmn eval "$dir/wer.dmn"
check "an input of the wrong type" 1 'betrag: Hier wird eine Zahl erwartet' "$ozgctl" dmn eval "$dir/wer.dmn" --inputs "$dir/schlecht.json"
check "inputs that are no object" 1 'liste.json:1:1: error' "$ozgctl" dmn eval "$dir/wer.dmn" --inputs "$dir/liste.json"
check "no such decision" 1 'Es gibt: wer-zeichnet' "$ozgctl" dmn eval "$dir/wer.dmn" --decision wer
check "rules that contradict each other" 1 'schlecht.dmn:5:1: error: .*Regeln 1 und 2' "$ozgctl" flow check "$dir/schlecht.dmn"
check "a good file" 0 '^ ?$' "$ozgctl" flow check "$dir/wer.dmn"
check "wrong call" 2 'dmn eval' "$ozgctl" dmn eval

check "an import writes the file" 0 'todo|ozg:operation' "$ozgctl" flow import "$top/tests/golden/flow-import/camunda.bpmn" -o "$dir/antrag.bpmn"
check "it fits beside its decision" 0 '' "$ozgctl" flow check "$dir/antrag.bpmn"
rm "$dir/wer.dmn" "$dir/schlecht.dmn"
check "not without it" 1 'braucht die Entscheidung' "$ozgctl" flow check "$dir/antrag.bpmn"
check "for machines" 0 '"code": "todo-form"' "$ozgctl" flow import "$top/tests/golden/flow-import/camunda.bpmn" --json -o "$dir/antrag.bpmn"
check "what is no workflow" 1 'not-bpmn|kein Prozess' "$ozgctl" flow import "$top/tests/golden/dmn-bad/gap.dmn"
echo "1..$n"
exit $failed
