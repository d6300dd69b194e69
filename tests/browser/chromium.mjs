// SPDX-License-Identifier: EUPL-1.2
// Debian's Chromium under Playwright, and a browser window that keeps the pages it was shown.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const executable = process.env.OZG_CHROMIUM || '/usr/bin/chromium';
export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export const launch = () => chromium.launch({ executablePath: executable, args: flags, headless: true });

/**
 * A new window with its own cookies. keep(name) writes the page as the server sent it to dir/name.html, for the
 * judges: what a POST answers can be seen only once.
 */
export async function openWindow(browser, { baseURL, dir, script = true }) {
	const context = await browser.newContext({ baseURL, javaScriptEnabled: script, locale: 'de-DE', reducedMotion: 'reduce' });
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	let last = null;
	page.on('response', (r) => {
		if (r.request().resourceType() === 'document' && r.frame() === page.mainFrame() && !(r.status() >= 300 && r.status() < 400)) last = r;
	});
	page.status = () => last?.status();
	page.header = (name) => last?.headers()[name];
	page.keep = async (name) => {
		fs.mkdirSync(dir, { recursive: true });
		fs.writeFileSync(path.join(dir, `${name}.html`), await last.text());
	};
	return page;
}
