// SPDX-License-Identifier: EUPL-1.2
// Judges every saved page: Nu HTML checker, html-validate, pa11y, and axe at three widths, dark and in high contrast.
//
// usage: node judge.mjs PAGES STATIC SHOTS
//   PAGES   folder of NAME.html as the server sent them (journey.mjs writes them)
//   STATIC  folder of the style sheets and fonts they refer to
//   SHOTS   where the pictures go
//
// The pages have no script, so that a copy with the same style sheets is the page; no server state is needed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pa11y from 'pa11y';
import { executable, flags, launch } from './chromium.mjs';
import { finish, report } from './tap.mjs';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const [pagesDir, staticDir, shotsDir] = process.argv.slice(2);
if (!shotsDir) {
	console.error('usage: node judge.mjs PAGES STATIC SHOTS');
	process.exit(2);
}
const names = fs.readdirSync(pagesDir).filter((f) => f.endsWith('.html')).map((f) => f.slice(0, -5)).sort();
const files = names.map((n) => path.join(pagesDir, `${n}.html`));
fs.mkdirSync(shotsDir, { recursive: true });

const modes = [
	{ name: '1280', width: 1280 },
	{ name: '375', width: 375 },
	{ name: '320', width: 320 },
	{ name: 'dark', width: 1280, media: { colorScheme: 'dark' } },
	{ name: 'contrast', width: 1280, media: { forcedColors: 'active' } },
];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

function serve() {
	const types = { '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };
	const server = http.createServer((req, res) => {
		const address = decodeURIComponent(req.url.split('?')[0]);
		const isStatic = address.startsWith('/static/');
		const file = isStatic ? path.join(staticDir, address.slice(7)) : path.join(pagesDir, address);
		if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) {
			res.writeHead(404).end();
			return;
		}
		const type = isStatic ? types[path.extname(file)] ?? 'application/octet-stream' : 'text/html; charset=utf-8';
		const csp = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'";
		res.writeHead(200, isStatic ? { 'content-type': type } : { 'content-type': type, 'content-security-policy': csp });
		res.end(fs.readFileSync(file));
	});
	return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

/** Findings of a checker that prints one line per finding, sorted to the pages they name. */
function byPage(lines) {
	const found = new Map(names.map((n) => [n, []]));
	const rest = [];
	for (const line of lines) {
		const name = names.find((n) => line.includes(`/${n}.html`));
		(name ? found.get(name) : rest).push(line.replace(/^.*\/([^/]+\.html)/, '$1'));
	}
	return { found, rest };
}

function runNu() {
	const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
	const args = ['-jar', jar, '--errors-only', '--format', 'gnu', ...files.map((f) => path.resolve(f))];
	const r = spawnSync('java', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
	if (r.error) return report('Nu: runs', [r.error.message]);
	const { found, rest } = byPage(r.stderr.split('\n').filter((l) => l.includes('error')));
	for (const n of names) report(`Nu: ${n}`, found.get(n));
	if (rest.length > 0) report('Nu: runs', rest);
	const css = spawnSync('java', ['-jar', jar, '--css', '--errors-only', path.join(staticDir, 'app.css')], { encoding: 'utf8' });
	return report('Nu: app.css', css.stderr.split('\n').filter((l) => l.includes('error')));
}

function runHtmlValidate() {
	const bin = path.join(path.dirname(require.resolve('html-validate/package.json')), 'bin/html-validate.mjs');
	const args = [bin, '--config', path.join(here, 'htmlvalidate.json'), '--formatter', 'json', ...files];
	const r = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
	let results;
	try {
		results = JSON.parse(r.stdout);
	} catch {
		return report('html-validate: runs', [r.stderr || r.stdout]);
	}
	const found = new Map(results.map((f) => [path.basename(f.filePath, '.html'), f.messages]));
	for (const n of names)
		report(`html-validate: ${n}`, (found.get(n) ?? []).map((m) => `${m.line}:${m.column}: ${m.message} (${m.ruleId})`));
}

async function runPa11y(origin) {
	const puppeteer = createRequire(require.resolve('pa11y'))('puppeteer');
	const browser = await puppeteer.launch({ executablePath: executable, args: flags });
	const options = { standard: 'WCAG2AA', runners: ['htmlcs'], includeWarnings: false, timeout: 60000, browser,
		// HTML_CodeSniffer computes contrast without oklch() and colour-mix(); axe judges it.
		ignore: ['WCAG2AA.Principle1.Guideline1_4.1_4_3.G18.Fail', 'WCAG2AA.Principle1.Guideline1_4.1_4_3.G145.Fail'] };
	for (const n of names) {
		try {
			const r = await pa11y(`${origin}/${n}.html`, options);
			report(`pa11y: ${n}`, r.issues.map((i) => `${i.message} (${i.code}) ${i.selector}`));
		} catch (e) {
			report(`pa11y: ${n}`, [e.message]);
		}
	}
	await browser.close();
}

async function runAxe(origin) {
	const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
	const browser = await launch();
	for (const mode of modes) {
		const context = await browser.newContext({ viewport: { width: mode.width, height: 800 }, locale: 'de-DE', ...mode.media });
		const page = await context.newPage();
		for (const n of names) {
			const blocked = [];
			page.removeAllListeners('console');
			page.on('console', (m) => m.type() === 'error' && blocked.push(`console: ${m.text()}`));
			await page.goto(`${origin}/${n}.html`, { waitUntil: 'load' });
			await page.evaluate(() => document.fonts.ready.then(() => true));
			await page.screenshot({ path: path.join(shotsDir, `${n}-${mode.name}.png`), fullPage: true });
			const problems = await page.evaluate(`(async () => {
				${source}
				const r = await axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] });
				const out = r.violations.map((v) => v.id + ': ' + v.help + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '));
				const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
				if (wide > 0) out.push('the page is ' + wide + ' px wider than the window');
				return out;
			})()`);
			report(`axe ${mode.name}: ${n}`, [...problems, ...blocked]);
		}
		await context.close();
	}
	await browser.close();
}

if (names.length === 0) report('pages to judge', [`none in ${pagesDir}`]);
runNu();
runHtmlValidate();
const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
await Promise.all([runAxe(origin), runPa11y(origin)]);
server.close();
finish();
