// SPDX-License-Identifier: EUPL-1.2
// The main job through the browser, on the running service: citizens apply, caseworkers decide with four eyes, the
// citizen sees it, strangers see nothing. Keeps every kind of page for judge.mjs.
//
// usage: OZG_DEMO_PASSWORD=... node journey.mjs BASE-URL PAGES
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, openWindow } from './chromium.mjs';
import { fillIn, fillToCheck, follow, hasHeading, heading, press } from './fill.mjs';
import { check, finish, step } from './tap.mjs';

const [baseURL, dir] = process.argv.slice(2);
const password = process.env.OZG_DEMO_PASSWORD;
if (!dir || !password) {
	console.error('usage: OZG_DEMO_PASSWORD=... node journey.mjs BASE-URL PAGES');
	process.exit(2);
}
const top = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const browser = await launch();
const open = (script) => openWindow(browser, { baseURL, dir, script });

function must(holds, why) {
	if (!holds) throw new Error(why);
}

// ---- answers: [group or null, question, answer] ----

const person = (place) => [
	[null, /Vornamen/, 'Erika Ğüłşen Ẑofïa'],
	[null, /Familienname/, 'Müstermañn-Çelik'],
	[null, /^Geburtsdatum$/, '23.6.1987'],
	[null, /Straße/, 'Hauptstraße 12 a'],
	[null, /Postleitzahl/, place.postcode],
	[null, /^Ort/, place.name],
	[null, /Telefon/, '09331 123456'],
	[null, /E-Mail/, 'erika@example.org'],
];
const dogs = [
	[/2/, /Rufname|Name des Hundes/, 'Rex'],
	[/Hund/, /Rufname|Name des Hundes/, 'Bello'],
	[/2/, /^Rasse/, /Rottweiler/],
	[/Hund/, /^Rasse/, /Dackel/],
	[/Hund/, /Geschlecht/, /Rüde/],
	[/Hund/, /Geburtsdatum des Hundes/, '2.3.2024'],
	[/Hund/, /Seit wann/, '1.5.2024'],
	[/Hund/, /Negativzeugnis|Erlaubnis|vorher/, /Nein/],
];
const rest = [
	[null, /befreit/, /Nein/],
	[null, /abbuchen/, /Ja/],
	[null, /Kontoinhaber/, 'Erika Müstermañn'],
	[null, /IBAN/, 'DE02 1203 0000 0000 2020 51'],
	[null, /ermächtige|versichere/, true],
];
const ochsenfurt = { postcode: '97199', name: /Ochsenfurt/ };
const segnitz = { postcode: '97340', name: /Segnitz/ };
const sulzfeld = { postcode: '97320', name: /Sulzfeld/ };
const approve = [
	[null, /vollständig|Wie entscheiden|Bestätigen Sie/, /^(Ja|Anmeldung annehmen)/],
];

async function begin(page, municipality) {
	await page.goto('/');
	await follow(page, municipality);
	await follow(page, /Hund/);
	await follow(page, /Antrag beginnen/);
}

async function send(page) {
	await press(page, /verbindlich absenden/);
	must(await hasHeading(page, /eingegangen/), `instead of the receipt: ${await heading(page)}`);
	const text = await page.locator('main').innerText();
	return {
		number: /[A-Z]{3}-\d{4}-\d{6}/.exec(text)?.[0],
		secret: /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3,}/.exec(text)?.[0],
	};
}

async function signIn(login, path = '/office/') {
	const page = await open(true);
	await page.goto(path);
	await page.getByLabel('Benutzername').fill(login);
	await page.getByLabel('Passwort').fill(password);
	await press(page, 'Anmelden');
	must((await page.getByRole('button', { name: 'Abmelden' }).count()) === 1, `${login} is not signed in`);
	return page;
}

async function openCase(page, number) {
	await page.goto('/office/');
	await page.getByRole('link', { name: number }).click();
	must((await page.locator('main').innerText()).includes(number), `case ${number} does not open`);
}

const claimButton = (page) => page.getByRole('button', { name: 'Übernehmen', exact: true });

/** Claims and completes the open task, affirmatively. */
async function doTask(page) {
	if ((await claimButton(page).count()) > 0) await claimButton(page).first().click();
	await fillIn(page, approve);
	await press(page, 'Aufgabe abschließen');
}

async function lookUpStatus(page, { number, secret }) {
	await page.goto('/status/');
	await page.getByLabel('Vorgangsnummer').fill(number);
	await page.getByLabel('Kennwort').fill(secret);
	await press(page, 'Stand anzeigen');
}

let first = {};
let second = {};
let third = {}; // at Marktbreit

// ---- the citizen, without JavaScript ----

const erika = await open(false);

await step('start pages', async () => {
	await erika.goto('/');
	await erika.keep('start');
	await follow(erika, /Ochsenfurt/);
	await erika.keep('leistungen');
	must(/default-src 'none'/.test(erika.header('content-security-policy') ?? ''), 'no strict Content-Security-Policy');
	await follow(erika, /Hund/);
	await erika.keep('formular-beginn');
	await follow(erika, /Antrag beginnen/);
	await erika.keep('formular-seite');
});

await step('an empty page is answered with an error summary that has the focus, without script', async () => {
	await press(erika, /^Weiter$/);
	await erika.keep('formular-fehler');
	must(erika.status() === 422, `status ${erika.status()} instead of 422`);
	must((await erika.title()).startsWith('Fehler:'), `title: ${await erika.title()}`);
	must((await erika.evaluate(() => document.activeElement.getAttribute('role'))) === 'alert', 'the error summary does not have the focus');
	const links = erika.getByRole('alert').getByRole('link');
	must((await links.count()) >= 3, `${await links.count()} errors named`);
	const targets = await links.evaluateAll((l) => l.map((a) => a.getAttribute('href')).filter((h) => h.length < 2 || !document.getElementById(h.slice(1))));
	must(targets.length === 0, `links that lead nowhere: ${targets}`);
});

await step('a wrong answer is named and kept as typed', async () => {
	await fillIn(erika, person(ochsenfurt).map((r) => (r[1].test('Geburtsdatum') ? [null, r[1], '31.2.1990'] : r)));
	await press(erika, /^Weiter$/);
	must(erika.status() === 422, `status ${erika.status()} instead of 422`);
	const date = erika.getByRole('group', { name: 'Geburtsdatum' });
	must((await date.getByLabel('Tag').inputValue()) === '31', 'the day is lost');
	must((await erika.getByLabel('Vornamen').inputValue()) === 'Erika Ğüłşen Ẑofïa', 'the first name is lost or changed');
});

await step('the citizen answers page after page, with a second dog', async () => {
	let added = false;
	await fillToCheck(erika, [...person(ochsenfurt), ...dogs, ...rest], async (page) => {
		const more = page.getByRole('button', { name: 'Weiteren Hund hinzufügen' });
		if (added || (await more.count()) === 0) return;
		added = true;
		await fillIn(page, dogs);
		await more.click();
		must((await page.getByRole('group', { name: 'Hund 2' }).count()) > 0, 'no second dog');
		must((await page.getByLabel('Rufname').first().inputValue()) === 'Bello', 'the first dog is lost');
		await page.keep('formular-gruppe');
	});
	must(await hasHeading(erika, /Prüfen Sie Ihre Angaben/), `instead of the check page: ${await heading(erika)}`);
	await erika.keep('pruefen');
	const text = await erika.locator('main').innerText();
	for (const wanted of ['Erika Ğüłşen Ẑofïa', 'Müstermañn-Çelik', 'Rex', 'Rottweiler', '560,00'])
		must(text.includes(wanted), `the check page lacks "${wanted}"`);
});

await step('"Warum?" explains the fee and leads back', async () => {
	await follow(erika, /^Warum\? Hundesteuer/);
	await erika.keep('warum');
	must((await heading(erika)).startsWith('Warum?'), `instead of the explanation: ${await heading(erika)}`);
	must((await erika.locator('main').innerText()).includes('560,00'), 'the fee is not explained');
	must(!/560|Rottweiler|Erika/.test(erika.url()), `an answer stands in the address: ${erika.url()}`);
	await follow(erika, /Zurück zum Antrag/);
	must(await hasHeading(erika, /Prüfen Sie Ihre Angaben/), `not back on the check page: ${await heading(erika)}`);
});

await step('a change link leads to the page and back', async () => {
	await follow(erika, /^Ändern/);
	await erika.getByLabel('Telefon').fill('09331 999');
	await press(erika, /^Weiter$/);
	await fillToCheck(erika, []);
	must((await erika.locator('main').innerText()).includes('09331 999'), 'the change is missing');
});

await step('the application is sent once, whatever the citizen presses', async () => {
	first = await send(erika);
	await erika.keep('abgesendet');
	must(first.number && first.secret, 'number or secret is missing');
	await erika.reload();
	must((await erika.locator('main').innerText()).includes(first.number), 'the number is gone after a reload');
	await erika.goBack();
	const again = erika.getByRole('button', { name: /verbindlich absenden/ });
	if ((await again.count()) > 0) await again.click();
	must((await erika.locator('main').innerText()).includes(first.number), 'sending again does not lead to the same number');
});

await step('status by number and secret, and by neither', async () => {
	await erika.goto('/status/');
	await erika.keep('stand-abfrage');
	await lookUpStatus(erika, { number: first.number, secret: '0000-0000-0000-0000' });
	await erika.keep('stand-unbekannt');
	must(erika.status() >= 400 && !(await erika.locator('main').innerText()).includes('Verlauf'), 'a wrong secret opens the status');
	await lookUpStatus(erika, first);
	await erika.keep('stand');
	must((await erika.locator('main').innerText()).includes(first.number), `instead of the status: ${await heading(erika)}`);
});

// ---- places, with JavaScript ----

await step('a postcode of several places is asked for; another municipality takes the answers over', async () => {
	const page = await open(true);
	await begin(page, /Ochsenfurt/);
	await fillIn(page, person(segnitz).filter((r) => !r[1].test('Ort')));
	await press(page, /^Weiter$/);
	must((await page.getByRole('group', { name: /Ort/ }).getByRole('radio').count()) === 3, 'the three places of 97340 are not offered');
	await page.keep('formular-orte');
	await fillToCheck(page, [...person(segnitz), ...dogs, ...rest]);
	if (await hasHeading(page, /Prüfen Sie/)) await press(page, /verbindlich absenden/);
	must((await heading(page)).includes('Marktbreit'), `instead of the way to Marktbreit: ${await heading(page)}`);
	await page.keep('zustaendig-andere');
	await press(page, /Mit meinen Angaben/);
	must(page.url().includes('/marktbreit/'), `not at Marktbreit: ${page.url()}`);
	await fillToCheck(page, [...dogs, ...rest]);
	const text = await page.locator('main').innerText();
	must(text.includes('Müstermañn-Çelik') && text.includes('Segnitz'), 'the answers were not carried over');
	third = await send(page);
	must(/^MAR-/.test(third.number), `not a number of Marktbreit: ${third.number}`);
});

await step('a place of nobody gets a clear page', async () => {
	const page = await open(true);
	await begin(page, /Ochsenfurt/);
	await fillIn(page, person(sulzfeld).filter((r) => !r[1].test('Ort')));
	await press(page, /^Weiter$/);
	await fillToCheck(page, [...person(sulzfeld), ...dogs, ...rest]);
	if (await hasHeading(page, /Prüfen Sie/)) await press(page, /verbindlich absenden/);
	must((await heading(page)).includes('Sulzfeld'), `instead of a clear no: ${await heading(page)}`);
	await page.keep('zustaendig-keine');
	await page.goto('/ochsenfurt/hundesteuer-anmeldung/');
	await page.keep('formular-entwurf');
});

await step('a second citizen applies with JavaScript on', async () => {
	const page = await open(true);
	await begin(page, /Ochsenfurt/);
	await fillToCheck(page, [...person(ochsenfurt), ...dogs, ...rest]);
	second = await send(page);
	must(second.number && second.number !== first.number, 'no number of its own');
});

await step('several of a long list are picked without JavaScript', async () => {
	const page = await open(false);
	await page.goto('/ochsenfurt/fragen/liste');
	await page.getByLabel('Suchwort').fill('nummer 2');
	await press(page, /^Suchen/);
	must((await page.getByRole('checkbox').count()) === 20, `${await page.getByRole('checkbox').count()} matches instead of 20`);
	await page.getByLabel('Beruf Nummer 2', { exact: true }).check();
	await page.getByLabel('Beruf Nummer 20', { exact: true }).check();
	await press(page, /^Angekreuzte hinzufügen/);
	await page.getByLabel('Suchwort').fill('beruf');
	await press(page, /^Weiter$/);
	await page.keep('formular-auswahl');
	must(page.status() === 422, `status ${page.status()} instead of 422`);
	must((await page.getByRole('button', { name: /^Entfernen/ }).count()) === 2, 'what was picked is lost');
	await page.getByLabel('Suchwort').fill('');
	await press(page, /^Entfernen.*Beruf Nummer 20$/);
	await page.getByLabel('Suchwort').fill('Tischlerin');
	await page.getByLabel('Suchwort').press('Enter');
	must(page.url().endsWith('/fragen/reihe'), `Enter does not go on: ${page.url()}`);
	await press(page, /^Weiter$/);
	await page.keep('formular-reihe');
});

// ---- caseworkers ----

let anna;
let bernd;

await step('a wrong password does not open the office', async () => {
	const page = await open(true);
	await page.goto('/office/');
	await page.keep('anmelden');
	await page.getByLabel('Benutzername').fill('anna.ochsenfurt');
	await page.getByLabel('Passwort').fill('falsch');
	await press(page, 'Anmelden');
	await page.keep('anmelden-fehler');
	must((await page.getByRole('button', { name: 'Abmelden' }).count()) === 0, 'signed in with a wrong password');
});

await step('Anna signs in and sees both cases', async () => {
	anna = await signIn('anna.ochsenfurt');
	await anna.keep('aufgaben');
	for (const n of [first.number, second.number])
		must((await anna.getByRole('link', { name: n }).count()) === 1, `${n} is not in the list`);
});

await step('Anna checks the first application', async () => {
	await openCase(anna, first.number);
	await anna.keep('vorgang-frei');
	const text = await anna.locator('main').innerText();
	for (const wanted of ['Müstermañn-Çelik', 'Rex', '560,00']) must(text.includes(wanted), `the case lacks "${wanted}"`);
	await claimButton(anna).first().click();
	await anna.keep('vorgang');
	await press(anna, 'Aufgabe abschließen');
	await anna.keep('vorgang-fehler');
	must(anna.status() === 422, `status ${anna.status()} instead of 422`);
	await doTask(anna);
});

await step('Anna decides', async () => {
	await openCase(anna, first.number);
	await doTask(anna);
});

await step('Anna is not offered the second decision', async () => {
	await openCase(anna, first.number);
	await anna.keep('vorgang-vier-augen');
	const text = await anna.locator('main').innerText();
	must(/Vier-Augen-Prinzip/.test(text), 'nothing is said about four eyes');
	must((await anna.getByRole('button', { name: /Übernehmen|abschließen/ }).count()) === 0, 'Anna is offered the task');
});

/** Where the form of a button goes and what it sends. */
const postOf = (button) => button.evaluate((b) => [b.form.getAttribute('action'), [...new FormData(b.form, b)]]);

/** Posts what the page did not offer: what a colleague's page sends, with one's own token. */
async function forge(page, [address, fields]) {
	const posted = page.waitForNavigation();
	await page.evaluate(([action, values]) => {
		const form = document.createElement('form');
		Object.assign(form, { method: 'post', action });
		const token = document.querySelector('input[name="_csrf"]').value;
		for (const [name, value] of values) {
			const input = document.createElement('input');
			Object.assign(input, { type: 'hidden', name, value: name === '_csrf' ? token : value });
			form.append(input);
		}
		document.body.append(form);
		form.submit();
	}, [address, fields]);
	await posted;
}

await step('Anna is refused as second approver by the server too, before and after Bernd takes the task', async () => {
	bernd = await signIn('bernd.ochsenfurt');
	await openCase(bernd, first.number);
	await forge(anna, await postOf(claimButton(bernd).first()));
	await anna.keep('vier-augen-verweigert');
	must([403, 409].includes(anna.status()), `claiming: status ${anna.status()}`);
	await claimButton(bernd).first().click();
	await fillIn(bernd, approve);
	await openCase(anna, first.number);
	await forge(anna, await postOf(bernd.getByRole('button', { name: 'Aufgabe abschließen' })));
	must([403, 409].includes(anna.status()), `completing: status ${anna.status()}`);
	await openCase(bernd, first.number);
	must((await bernd.getByRole('button', { name: 'Aufgabe abschließen' }).count()) === 1, 'the task is gone');
});

await step('Bernd approves', async () => {
	await doTask(bernd);
	await bernd.goto(`/office/vorgang/ochsenfurt/${first.number}`);
	await bernd.keep('vorgang-fertig');
	must(/Nichts mehr zu tun/.test(await bernd.locator('main').innerText()), 'the case is still open');
});

await step('two caseworkers on one task: the second is told, nothing is overwritten', async () => {
	await openCase(anna, second.number);
	await openCase(bernd, second.number);
	await claimButton(bernd).first().click();
	await claimButton(anna).first().click();
	await anna.keep('konflikt');
	must(anna.status() === 409, `status ${anna.status()} instead of 409`);
	must(/Bernd/.test(await anna.locator('main').innerText()), 'it does not say who has the task');
});

await step('the citizen sees the decision', async () => {
	await lookUpStatus(erika, first);
	await erika.keep('stand-entschieden');
	must(/Bewilligt|Angenommen|Festgesetzt/i.test(await erika.locator('main').innerText()), 'the decision is missing');
});

await step("Marktbreit's staff see nothing of it", async () => {
	const page = await signIn('anna.marktbreit');
	await page.keep('aufgaben-marktbreit');
	const list = await page.content();
	must(list.includes(third.number), 'their own case is missing');
	must(![first, second].some((a) => list.includes(a.number)), 'a foreign case is listed');
	await page.goto(`/office/vorgang/ochsenfurt/${first.number}`);
	await page.keep('office-404');
	must([403, 404].includes(page.status()), `status ${page.status()}`);
	must(!(await page.content()).includes('Müstermañn'), 'the foreign case can be read');
});

// ---- the admin ----

const form = fs.readFileSync(path.join(top, 'forms/hundesteuer-anmeldung/form.xml'), 'utf8');
const flow = fs.readFileSync(path.join(top, 'workflows/hundesteuer.bpmn'), 'utf8');

async function upload(page, text) {
	await page.goto('/admin/');
	await follow(page, 'Hochladen');
	await page.getByLabel('Datei', { exact: true }).setInputFiles({ name: 'form.xml', mimeType: 'text/xml', buffer: Buffer.from(text) });
	await press(page, /als Entwurf speichern/);
}

await step('the admin is shown what is wrong with a form, with line and column', async () => {
	const page = await signIn('admin', '/admin/');
	await page.keep('admin');
	await follow(page, 'Hochladen');
	await page.keep('admin-hochladen');
	await upload(page, form.replace('$rasse = \'ANDERE\'', '$rase = \'ANDERE\'').replace('required="no"', 'requird="no"'));
	await page.keep('admin-fehler');
	const text = await page.locator('main').innerText();
	must(/Zeile \d+, Spalte \d+/.test(text) && /Fehler/.test(text), 'no place is named');
	must((await page.getByRole('button', { name: /veröffentlichen/ }).count()) === 0, 'a wrong form can be published');
});

await step('the admin uploads, previews and publishes a new version', async () => {
	const page = await signIn('admin', '/admin/');
	await upload(page, form.replace('<title>Hund zur Hundesteuer anmelden</title>', '<title>Hund anmelden</title>'));
	await page.keep('admin-vorschau');
	await press(page, /veröffentlichen/);
	await page.keep('admin-versionen');
	await page.goto('/admin/wartend?fuer=ochsenfurt&ablauf=hundesteuer');
	await page.keep('admin-wartend');
	await erika.goto('/ochsenfurt/');
	must((await erika.getByRole('link', { name: 'Hund anmelden' }).count()) === 1, 'the new version is not live');
});

await step('the admin takes open cases over to a new version of their workflow', async () => {
	const page = await signIn('admin', '/admin/');
	await upload(page, flow.replaceAll('Task_Pruefung', 'Task_Vorpruefung').replaceAll('Task_Entscheidung', 'Task_Beschluss'));
	await press(page, /veröffentlichen/);
	await page.goto('/admin/ochsenfurt/flow/hundesteuer/');
	await page.keep('admin-ablauf');
	await follow(page, 'Offene Vorgänge umziehen');
	await page.keep('admin-umzug-plan');
	for (const [button, after] of [['Probelauf starten', /^Probelauf: /m], [/Vorg.* umziehen$/, /Umgezogen: [1-9]/]]) {
		await press(page, button);
		for (let i = 0; i < 20 && !after.test(await page.locator('main').innerText()); i++) {
			await page.waitForTimeout(500);
			await page.goto(page.url());
		}
		must(after.test(await page.locator('main').innerText()), `nothing came of ${button}`);
		await page.keep(`admin-umzug-${button instanceof RegExp ? 'fertig' : 'probelauf'}`);
	}
});

// A form of the catalogue: [id, name, how often] of each field.
function catalogueForm(version, fields) {
	const id = (x) => `<x:identifikation><x:id>${x}</x:id><x:version>${version}</x:version></x:identifikation>`;
	const within = (times, what) => `<x:struktur><x:anzahl>${times}</x:anzahl><x:enthaelt>${what}</x:enthaelt></x:struktur>`;
	const list = fields.map(([key, name, times]) => within(times, `<x:datenfeld>${id(key)}<x:name>${name}</x:name>
		<x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp></x:datenfeld>`));
	return `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:header/>
<x:stammdatenschema>${id('S99')}<x:name>Fundsache anzeigen</x:name>
${within('1:1', `<x:datenfeldgruppe>${id('G1')}<x:name>Angaben zum Fund</x:name>${list.join('\n')}</x:datenfeldgruppe>`)}
</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
}

await step('the admin takes a newer version from the catalogue into a form that was worked on', async () => {
	const page = await signIn('admin', '/admin/');
	await upload(page, catalogueForm('1.0.0', [['F1', 'Gegenstand', '1:1'], ['F2', 'Fundort', '1:1'], ['F3', 'Faxnummer', '0:1']]));
	await page.keep('admin-uebernommen');
	await page.goto('/admin/hochladen?fuer=_&art=form&id=s99&version=0');
	const text = page.getByLabel('Oder: Text einfügen');
	await text.fill((await text.inputValue()).replace('label="Gegenstand"', 'label="Was haben Sie gefunden?"').replace('label="Fundort"', 'label="Wo lag es?"'));
	await press(page, /als Entwurf speichern/);
	await press(page, /veröffentlichen/);
	await upload(page, catalogueForm('1.1.0', [['F1', 'Art der Fundsache', '1:1'], ['F2', 'Fundort', '0:1'], ['F4', 'Wert der Sache', '0:1']]));
	must(/Neuere Fassung/.test(await heading(page)), 'no comparison');
	await page.keep('admin-neuere-fassung');
	await page.getByLabel(/Im Katalog/).check();
	await press(page, /Als Entwurf speichern/);
	await press(page, /veröffentlichen/);
});

await step('the office sees what could not go on', async () => {
	const page = await signIn('anna.ochsenfurt', '/office/');
	await page.goto('/office/stoerungen');
	await page.keep('stoerungen');
});

await step('unknown addresses and a signed-out office', async () => {
	await erika.goto('/gibt-es-nicht/');
	await erika.keep('problem-404');
	check('status of an unknown address is 404', erika.status() === 404, `status ${erika.status()}`);
	await press(anna, 'Abmelden');
	await anna.goto(`/office/vorgang/ochsenfurt/${first.number}`);
	must(!(await anna.content()).includes('Müstermañn'), 'still readable after signing out');
	for (const name of ['impressum', 'datenschutz', 'barrierefreiheit']) {
		await erika.goto(`/ochsenfurt/${name}`);
		must(erika.status() === 200, `${name}: status ${erika.status()}`);
		await erika.keep(name);
	}
});

// ---- other languages ----

for (const [tag, begin, next] of [['en', 'Begin the application', /^Continue$/], ['de-x-leicht', 'Antrag anfangen', /^Weiter$/]]) {
	await step(`a citizen applies in ${tag}`, async () => {
		const page = await open(false);
		const lang = () => page.locator('html').getAttribute('lang');
		await page.goto(`/?sprache=${tag}`);
		await page.keep(`${tag}-start`);
		must((await lang()) === tag, `the page speaks ${await lang()}`);
		await follow(page, /Ochsenfurt/);
		await page.keep(`${tag}-leistungen`);
		await page.goto('/ochsenfurt/hundesteuer-anmeldung/');
		await page.keep(`${tag}-beginn`);
		await follow(page, begin);
		await page.locator('details').first().locator('summary').click();
		await page.keep(`${tag}-seite`);
		await press(page, next);
		await page.keep(`${tag}-fehler`);
		must(page.status() === 422, `status ${page.status()}`);
		await page.locator('#f_vornamen').fill('Änne');
		await press(page, 'Deutsch');
		must((await lang()) === 'de' && (await page.locator('#f_vornamen').inputValue()) === 'Änne', 'what was typed is lost');
		for (const name of ['datenschutz', 'status/']) {
			await page.goto(`/${name}?sprache=${tag}`);
			await page.keep(`${tag}-${name.replace('/', '')}`);
		}
	});
}

await browser.close();
finish();
