// SPDX-License-Identifier: EUPL-1.2
// Test lines in TAP: "ok 1 - name" or "not ok 1 - name" with the reason as comments below.

let count = 0;
let failed = 0;

/** One test line. problems: what is wrong, one entry each; empty means passed. Returns whether it passed. */
export function report(name, problems = []) {
	count++;
	const bad = problems.length > 0;
	if (bad) failed++;
	console.log(`${bad ? 'not ok' : 'ok'} ${count} - ${name}`);
	for (const p of problems) for (const line of String(p).split('\n')) console.log(`#   ${line}`);
	return !bad;
}

/** One test line for something that either holds or not. */
export const check = (name, holds, why = '') => report(name, holds ? [] : [why || 'does not hold']);

/** Runs one step; an exception is a failed line, not the end of the tests. Returns whether it went through. */
export async function step(name, action) {
	try {
		await action();
		return report(name);
	} catch (e) {
		return report(name, [e.message]);
	}
}

/** The plan, and the exit status. */
export function finish() {
	console.log(`1..${count}`);
	process.exitCode = failed > 0 || count === 0 ? 1 : 0;
}
