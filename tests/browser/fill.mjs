// SPDX-License-Identifier: EUPL-1.2
// Fills in a form as a person does: reads the question, writes the answer. Knows labels, not addresses or ids.

/** The questions of the page in their order, each with its label, its kind and the input or inputs that answer it. */
function questions(page) {
	return page.locator('main form').evaluateAll((forms) => {
		const words = (e) => (e ? e.textContent.replace(/– optional/, '').replace(/\s+/g, ' ').trim() : '');
		const label = (i) => words(document.querySelector(`label[for="${CSS.escape(i.id)}"]`));
		const found = [];
		const seen = new Set();
		for (const i of forms.flatMap((f) => [...f.elements])) {
			if (!i.id || i.type === 'hidden' || i.readOnly || !['INPUT', 'SELECT', 'TEXTAREA'].includes(i.tagName)) continue;
			const set = i.closest('fieldset');
			const legend = words(set?.querySelector('legend'));
			const part = /\.(tag|monat|jahr)$/.exec(i.name)?.[1];
			const box = set?.parentElement?.closest('fieldset');
			const group = words((part || i.type === 'radio' || !set ? box : set)?.querySelector('legend'));
			const base = { id: i.id, group, required: i.required || i.type === 'radio' };
			if (part === 'tag') found.push({ ...base, kind: 'date', label: legend, empty: i.value === '' });
			else if (part) continue;
			else if (i.type === 'radio') {
				const whole = found.find((q) => q.kind === 'radio' && q.name === i.name);
				const option = { id: i.id, label: label(i) };
				if (whole) {
					whole.options.push(option);
					whole.empty = whole.empty && !i.checked;
				} else found.push({ ...base, kind: 'radio', name: i.name, label: legend, options: [option], empty: !i.checked });
			} else if (i.type === 'checkbox') found.push({ ...base, kind: 'checkbox', label: label(i), empty: !i.checked });
			else if (i.tagName === 'SELECT')
				found.push({ ...base, kind: 'select', label: label(i), options: [...i.options].filter((o) => o.value).map((o) => ({ label: words(o) })), empty: i.value === '' });
			else if (!seen.has(i.id)) found.push({ ...base, kind: 'text', label: label(i), empty: i.value === '' });
			seen.add(i.id);
		}
		return found;
	});
}

/** The answer that the rules have for a question: [group or null, label, answer], the first that fits. */
function lookUp(rules, q) {
	return rules.find(([group, label]) => (!group || group.test(q.group)) && label.test(q.label))?.[2];
}

const byId = (page, id) => page.locator(`[id="${id}"]`);

async function answer(page, q, value) {
	if (q.kind === 'date') {
		const legend = page.locator('fieldset', { has: byId(page, q.id) }).last();
		for (const [i, part] of ['Tag', 'Monat', 'Jahr'].entries())
			await legend.getByLabel(part, { exact: true }).fill(value.split('.')[i] ?? '');
	} else if (q.kind === 'radio') {
		const wanted = q.options.find((o) => value.test(o.label));
		if (!wanted) throw new Error(`"${q.label}" has no answer like ${value}: ${q.options.map((o) => o.label).join(', ')}`);
		await byId(page, wanted.id).check();
	} else if (q.kind === 'select') {
		const wanted = q.options.find((o) => value.test(o.label));
		if (!wanted) throw new Error(`"${q.label}" has no option like ${value}`);
		await byId(page, q.id).selectOption({ label: wanted.label });
	} else if (q.kind === 'checkbox') {
		await byId(page, q.id).setChecked(value);
	} else {
		await byId(page, q.id).fill(value);
	}
}

/** Answers every question that has a rule, and every required one that is still empty; the latter must have a rule. */
export async function fillIn(page, rules) {
	for (const q of await questions(page)) {
		const value = lookUp(rules, q);
		if (value !== undefined) await answer(page, q, value);
		else if (q.required && q.empty) throw new Error(`no answer for "${q.label}" (${q.group || 'no group'})`);
	}
}

export const press = (page, name) => page.getByRole('button', { name }).click();
export const follow = (page, name) => page.getByRole('link', { name }).first().click();
export const heading = async (page) => (await page.getByRole('heading', { level: 1 }).innerText()).trim();
export const hasHeading = async (page, wanted) => wanted.test(await heading(page));

/** Answers page after page until the check page; before(page) may do more on a page. */
export async function fillToCheck(page, rules, before = async () => {}) {
	for (let i = 0; i < 20; i++) {
		if (await hasHeading(page, /Prüfen Sie Ihre Angaben/)) return;
		if ((await page.getByRole('button', { name: 'Weiter', exact: true }).count()) === 0) return;
		await before(page);
		await fillIn(page, rules);
		await press(page, /^Weiter$/);
	}
	throw new Error(`not at the end after 20 pages: ${await heading(page)}`);
}
