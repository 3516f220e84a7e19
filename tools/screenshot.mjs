// SPDX-License-Identifier: EUPL-1.2
/*
 * node tools/screenshot.mjs ADDRESS LOGIN PASSWORD PATH FILE.png: one page of a
 * running server as somebody sees it, 1440 wide. The picture in the README is
 *
 *   node tools/screenshot.mjs http://127.0.0.1:8080 chutich motcua2024 /dashboard docs/screenshot.png
 *
 * from the demonstration that ./run serves. It needs what the tests need:
 * playwright-core from package-lock.json and a Chromium.
 */
import { chromium } from 'playwright-core';

const [address, login, password, path, file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node tools/screenshot.mjs ADDRESS LOGIN PASSWORD PATH FILE.png');
  process.exit(2);
}
const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args, timeout: 120000 });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'vi' });
  const page = await context.newPage();
  page.setDefaultTimeout(120000);
  await page.goto(`${address}/sign-in`);
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForLoadState();
  const answer = await page.goto(address + path);
  if (answer.status() !== 200) throw new Error(`${path}: ${answer.status()}`);
  await page.screenshot({ path: file });
} finally {
  await browser.close();
}
