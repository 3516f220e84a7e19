// SPDX-License-Identifier: EUPL-1.2
// A citizen with a 360 px phone and no JavaScript: finds a procedure, files a
// dossier, follows it. Every page on the way: no accessibility violation, nothing
// wider than the screen, under 60 KB.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { start } from '../http/lib.mjs';
import { setClock } from '../http/motcua.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { viewport: { width: 360, height: 740 }, locale: 'vi' };
let server, folder, browser, page, db;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-phone-'));
  db = `sqlite:${join(folder, 'd.db')}`;
  execFileSync(process.env.MOTCUA, ['load', '--db', db], { stdio: 'pipe' });
  setClock(join(folder, 'd.db'), '2024-05-06T08:30');
  server = await start({
    command: process.env.MOTCUA,
    args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'],
    ready: '/readyz', wait: 60000,
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  page = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What stands on the phone now, looked at by axe in a browser that may run scripts. */
async function looksRight(name) {
  const html = await page.content();
  assert.ok(Buffer.byteLength(html) < 60000, `${name}: ${html.length}`);
  const context = await browser.newContext({ ...PHONE, bypassCSP: true });
  const copy = await context.newPage();
  await copy.route('**/copy', (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(`${server.url}/copy`);
  await copy.evaluate(axe);
  const { violations } = await copy.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html}`), []);
  assert.ok((await copy.evaluate(() => document.documentElement.scrollWidth)) <= 360, `${name} is too wide`);
  await context.close();
}

/** Presses what leads to another page, and waits for that page: a slow browser may still show the one before. */
const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const go = (where) => press(`button[name=go][value=${where}]`);

test('a dossier is filed and followed on a phone without JavaScript', async () => {
  await page.goto(`${server.url}/`);
  await looksRight('home');
  await page.fill('#q', 'dang ky khai sinh');
  await press('.hero button');
  await looksRight('list');
  await press('.offers a >> nth=0');
  assert.equal(await page.textContent('h1'), 'Đăng ký khai sinh');
  await looksRight('procedure');
  await press('main a.button');
  await go('next');
  await looksRight('where, with problems');
  await page.selectOption('#unit', { index: 3 });
  await page.check('input[name=case] >> nth=1');
  await go('next');
  await page.fill('[name="applicant.name"]', 'Nguyễn Thị Hương');
  await page.fill('[name="applicant.phone"]', '12');
  await go('next');
  assert.equal(await page.inputValue('[name="applicant.name"]'), 'Nguyễn Thị Hương');
  await looksRight('who, with problems');
  await page.fill('[name="applicant.id_number"]', '040099000001');
  await page.fill('[name="applicant.phone"]', '0912345678');
  await go('next');
  await go('next');
  await looksRight('papers, with problems');
  const paper = { name: 'to-khai.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') };
  await page.setInputFiles('input[type=file] >> nth=0', paper);
  await go('next');
  await looksRight('check');
  for (let i = 0; i < 3; i++) await page.goBack();
  assert.equal(await page.inputValue('[name="applicant.phone"]'), '0912345678', 'the browser goes back to what was typed');
  for (let i = 0; i < 3; i++) await page.goForward();
  await page.focus('[name=agreed]');
  await page.keyboard.press('Space');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]); /* sends, and changes nothing above it */
  await looksRight('sent');
  await page.emulateMedia({ media: 'print' });
  for (const [where, is] of [['.masthead .brand', true], ['.confirm .code', true], ['.confirm-code .qr', true], ['.masthead .nav', false], ['.switches', false], ['.foot', false]])
    assert.equal(await page.isVisible(where), is, `${where} on paper`);
  await page.emulateMedia({ media: 'screen' });
  const code = (await page.textContent('.confirm .code')).trim();
  await page.goto(`${server.url}/track?code=${code}`);
  await page.fill('#last4', '9999');
  await press('form[action="/track"] button');
  await looksRight('wrong pair');
  await page.fill('#last4', '0001');
  await press('form[action="/track"] button');
  await looksRight('track');
  assert.ok((await page.content()).includes(code));
});

test('what is missing is sent, and the result fetched, on a phone without JavaScript', async () => {
  const secret = execFileSync(process.env.MOTCUA, ['token', '--db', db, '--name', 'desk', '--scope', 'all'], { encoding: 'utf8' }).trim().split('\n').pop();
  const api = async (method, where, body) => {
    const got = await fetch(`${server.url}/api/v1${where}`, { method, headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json', 'If-Match': '*' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    assert.ok(got.ok, `${where}: ${got.status}`);
    return got.json();
  };
  const applicant = { kind: 'citizen', id_number: '040099000001', name: 'Nguyễn Hoàng Thị Phương Thảo', phone: '0912345678' };
  const { code } = await api('POST', '/dossiers', { procedure: '1.001193', unit: 'H41.14.01', channel: 'online', applicant });
  const act = (action, body = {}) => api('POST', `/dossiers/${code}/actions/${action}`, body);
  await act('ask-completion', { items: 'Giấy chứng sinh: ảnh bị mờ, không đọc được số' });
  await page.goto(`${server.url}/track?code=${code}`);
  await page.fill('#last4', '0001');
  await press('form[action="/track"] button');
  await looksRight('asked for a supplement');
  await page.fill('#id_number', '040099000002');
  await press('button[value=prove]');
  await looksRight('a wrong number');
  await page.fill('#id_number', '0400 9900 0001');
  await press('button[value=prove]');
  await looksRight('the reply');
  await press('button[value=reply]');
  await looksRight('an empty reply');
  const bytes = Buffer.from('%PDF-1.4\n% the same\n');
  await page.setInputFiles('input[type=file] >> nth=1', { name: 'giay-chung-sinh.pdf', mimeType: 'application/pdf', buffer: bytes });
  await page.fill('#message', 'Tôi đã chụp lại.');
  await press('button[value=reply]');
  assert.match(await page.textContent('.confirm'), /Đã nhận giấy tờ bổ sung/);
  await looksRight('sent what was missing');

  const steps = (await api('GET', '/procedures/1.001193')).items[0].steps.filter((s) => s.counted);
  const result = { file: { sha256: createHash('sha256').update(bytes).digest('hex') }, result: { number: '12/GKS', date: '2024-05-06' } };
  await act('accept');
  await act('hand-over');
  for (const [i, step] of steps.slice(1).entries()) {
    const isLast = i === steps.length - 2;
    await act(step.role === 'approve' ? 'approve' : isLast ? 'issue' : 'forward', isLast ? result : {});
  }
  await page.reload();
  await looksRight('the result');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('.own-part a.button')]);
  assert.deepEqual(readFileSync(await file.path()), bytes);
});
