// SPDX-License-Identifier: EUPL-1.2
// Officers in a real browser: a dossier from the counter to the hands of its
// applicant by keyboard, and again without JavaScript; a leader from a figure to
// the dossier behind it; every page in every width, theme and language without an
// accessibility violation and without anything wider than the screen.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { PASSWORD, Person, asking, filer, filled, serve, staff, stored } from '../http/desk.mjs';
import { token } from '../http/motcua.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { SHOTS } = process.env;
const DESK = 'motcua.trangson';
const COMMUNE = 'H41.14.10';
const LONG = 'Hợp tác xã Dịch vụ Nông nghiệp tổng hợp và Tiêu thụ sản phẩm Tràng Sơn – Đô Lương';
let db, world, server, browser, file, ask;
const keys = new Map();

before(async () => {
  world = await filled(700);
  db = world.db;
  server = await serve(db);
  file = filer(server, db);
  ask = asking(db);
  for (let i = 0; i < 55; i++) await file('1.001193', COMMUNE, { applicant: { name: i % 7 ? `Nguyễn Thị Thanh Hương ${i}` : LONG } });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
});
after(async () => {
  await browser?.close();
  ask?.end();
  await server?.stop();
  await world?.stop();
});

/** A browser in which somebody has signed in; one password check for each of them. */
async function desk(login, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi', ...options });
  if (login) {
    if (!keys.has(login)) keys.set(login, (await new Person(server).signIn(login)).cookies.mc_session);
    await context.addCookies([{ name: 'mc_session', value: keys.get(login), url: server.url }]);
  }
  await context.addInitScript(() => {
    window.printed = 0;
    window.print = () => window.printed++;
  });
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.troubles.push(message.text()));
  page.to = (where) => page.goto(server.url + where);
  page.at = () => page.url().slice(server.url.length);
  return page;
}
const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim().slice(0, 40));

/** Presses Tab until that is in focus, as somebody without a mouse would. */
async function tabTo(page, selector, most = 60) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return i;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${selector}; it stands at ${await focused(page)}`);
}
/** Does what leads to another page, and waits for that page: a slow browser may still show the one before. */
const loaded = (page, press) => Promise.all([page.waitForNavigation(), press()]);
const follow = (page, selector) => loaded(page, () => page.click(selector));
const enter = (page) => loaded(page, () => page.keyboard.press('Enter'));
const type = (page, text) => page.keyboard.type(text);

test('by keyboard alone: search, card, papers, receipt, next applicant', async () => {
  const page = await desk(DESK);
  await page.to('/counter');
  assert.equal(await focused(page), 'q', 'the cursor stands in the search');
  await type(page, 'dang ky khai sinh');
  await enter(page);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.matches('tbody tr.here a')), true);
  await enter(page);
  assert.match(page.at(), /procedure=/);
  assert.equal(await focused(page), 'card', 'the scanner may begin');
  await type(page, '040190000123|186001122|Trần Thị Đào|01021990|Nữ|Xóm 5, Tràng Sơn, Đô Lương, Nghệ An|10052021');
  await enter(page);
  assert.equal(await page.inputValue('[name="applicant.name"]'), 'Trần Thị Đào');
  assert.equal(await focused(page), 'applicant.phone', 'the cursor goes to what is missing');
  await type(page, '0912345678');
  await tabTo(page, '[data-tick]');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.ticks input:not(:checked)').count(), 0);
  await loaded(page, () => page.keyboard.press('Control+Enter'));
  assert.match(page.at(), /\/receipt\?print=1$/);
  assert.equal(await page.evaluate(() => window.printed), 1, 'the receipt prints itself');
  await loaded(page, () => page.keyboard.press('n'));
  assert.equal(page.at(), '/counter');
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('by keyboard alone: the list, a dossier, back to the list, search', async () => {
  const page = await desk(DESK);
  await page.to('/work');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const code = await page.textContent('tr.here a.code');
  assert.equal(code, await page.textContent('tbody tr:first-child a.code'));
  await enter(page);
  assert.equal(page.at(), `/dossiers/${code}`);
  await loaded(page, () => page.keyboard.press('u'));
  assert.equal(page.at(), '/work');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'frame-search');
  await type(page, 'hop tac xa');
  await enter(page);
  assert.ok((await page.locator('tbody tr').count()) >= 8);
  await page.keyboard.press('?');
  assert.equal(await page.locator('details.keys[open]').count(), 1);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test('by keyboard alone: all that may be accepted, in three keys', async () => {
  const page = await desk(DESK);
  await page.to('/work?state=submitted');
  await page.focus('tbody input[type=checkbox]'); /* a box is ticked, not typed in */
  await page.keyboard.press('a');
  const ticked = await page.locator('tbody input:checked').count();
  assert.ok(ticked > 40, String(ticked));
  assert.equal(await page.textContent('[data-ticked]'), String(ticked));
  await page.keyboard.press('g');
  await enter(page);
  assert.match(await page.textContent('h1'), new RegExp(`${ticked} trên ${ticked}`));
  await loaded(page, () => page.keyboard.press('u'));
  assert.equal(page.at(), '/work?state=submitted');
  await page.context().close();
});

test('leaving with unsaved text asks, sending does not', async () => {
  const page = await desk(DESK);
  const code = await file('1.001193', COMMUNE);
  await page.to(`/dossiers/${code}?act=ask-completion`);
  await page.fill('#items', 'Bản sao');
  let asked = 0;
  page.on('dialog', async (dialog) => {
    asked += dialog.type() === 'beforeunload';
    await dialog.accept();
  });
  await page.to('/work');
  assert.equal(asked, 1);
  await page.to(`/dossiers/${code}?act=ask-completion`);
  await page.fill('#items', 'Bản sao');
  await follow(page, '#act-form button[type=submit]');
  assert.equal(asked, 1);
  assert.match(page.at(), /\?done=ask-completion$/);
  await page.context().close();
});

test('without JavaScript: from the counter to the hands of the applicant', async () => {
  const off = { javaScriptEnabled: false };
  const one = await desk(DESK, off);
  await one.to('/counter?q=khai%20sinh');
  await follow(one, 'tbody tr:has-text("Đăng ký khai sinh") >> nth=0 >> a');
  await one.fill('[name="applicant.name"]', 'Phạm Thị Lan');
  await one.fill('[name="applicant.id_number"]', '040190000456');
  await one.fill('[name="applicant.phone"]', '0912345679');
  await one.fill('[name="applicant.address"]', 'Xóm 7');
  await follow(one, 'button[value=receive]');
  assert.ok((await one.locator('.error-summary a').count()) >= 1, 'papers are missing');
  await one.click('.error-summary a >> nth=0');
  for (const box of await one.locator('.ticks input').all()) await box.check();
  await follow(one, 'button[value=receive]');
  assert.match(one.at(), /\/receipt\?print=1$/);
  assert.equal(await one.locator('[data-print]:visible').count(), 0, 'no button that does nothing');
  const code = /\/dossiers\/([^/]+)\//.exec(one.at())[1];
  await follow(one, 'a[data-key=u]');
  await follow(one, '.stay button[type=submit]');
  assert.equal(one.at(), `/dossiers/${code}?done=hand-over`);
  assert.ok(await one.isVisible('.notice.done'));

  /* Step by step by whoever has it, until the result is there. */
  for (let steps = 0; (await stored(ask, code)).state === 'in-progress'; steps++) {
    assert.ok(steps < 12, 'it never comes to an end');
    const { holder } = await stored(ask, code);
    let done = false;
    for (const login of await staff(ask, holder)) {
      const who = await desk(login, off);
      await who.to(`/dossiers/${code}`);
      const main = who.locator('.stay .actions button[type=submit], .stay .actions a.button');
      if (await main.count()) {
        for (const [field, value] of [['#number', '45/GKS'], ['#date', '2025-06-02']]) if (await who.locator(`#act-form ${field}`).count()) await who.fill(field, value);
        if (await who.locator('#act-form #file').count()) await who.setInputFiles('#file', { name: 'kết quả.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n') });
        await loaded(who, () => main.click());
        done = who.at().includes('?done=');
        if (!done) assert.fail(`${login}: ${await who.textContent('main')}`);
      }
      await who.context().close();
      if (done) break;
    }
    assert.ok(done, `nobody of ${holder} may go on`);
  }
  assert.equal((await stored(ask, code)).state, 'signed');
  await one.to(`/dossiers/${code}`);
  await one.check('input[name=way][value=direct]');
  await follow(one, '#act-form button');
  assert.equal((await stored(ask, code)).state, 'returned');
  assert.ok(await one.isVisible('.notice.done'));
  assert.equal(await one.locator('.timeline li').count(), Number((await ask(`select version from dossier where code = '${code}'`))[0][0]));
  await one.context().close();
});

test('a leader goes from a figure to the dossier behind it, by keyboard and without JavaScript', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await desk('chutich', { javaScriptEnabled });
    await page.to('/dashboard');
    if (javaScriptEnabled) {
      await tabTo(page, 'a.figure.late');
      await enter(page);
    } else await follow(page, 'a.figure.late');
    assert.match(page.at(), /^\/figures\?.*kind=overdue/);
    const said = Number(/\d+/.exec(await page.textContent('h1'))[0]);
    assert.equal(await page.locator('tbody tr').count(), said);
    const code = await page.textContent('tbody a.code >> nth=0');
    if (javaScriptEnabled) {
      await page.keyboard.press('j');
      await enter(page);
    } else await follow(page, 'tbody a.code >> nth=0');
    assert.equal(page.at(), `/dossiers/${code}`);
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  }
});

test('signing in by keyboard; a wrong password is told and keeps the name', async () => {
  const page = await desk(null);
  await page.to('/work');
  assert.match(page.at(), /^\/sign-in\?next=/);
  assert.equal(await focused(page), 'login');
  await type(page, DESK);
  await page.keyboard.press('Tab');
  await type(page, 'wrong');
  await enter(page);
  assert.ok(await page.isVisible('[role=alert]'));
  assert.equal(await page.inputValue('#login'), DESK);
  assert.equal(await focused(page), 'password');
  await type(page, PASSWORD);
  await enter(page);
  assert.equal(page.at(), '/work');
  await tabTo(page, 'form[action="/sign-out"] button');
  await enter(page);
  await page.to('/work');
  assert.match(page.at(), /^\/sign-in/);
  await page.context().close();
});

test('on paper a dossier is what is known of it, without what is only for pressing', async () => {
  const page = await desk(DESK);
  const code = await file('1.001193', COMMUNE);
  await page.to(`/dossiers/${code}`);
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.deskbar', '.acts', '.act-panel', '.scan', '.back', '.stay .actions', 'input', 'button'])
    assert.deepEqual(await page.locator(gone).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML)), [], gone);
  for (const there of ['h1', '.bar', '.papers', '.steps-table', '.timeline', '.facts', '.printed'])
    assert.ok(await page.locator(there).first().isVisible(), there);
  await page.context().close();
  const leader = await desk('chutich');
  await leader.to('/dashboard');
  await leader.setViewportSize({ width: 642, height: 900 }); /* the text of an A4 sheet */
  await leader.emulateMedia({ media: 'print' });
  assert.deepEqual(await leader.locator('.button, button').evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML)), []);
  assert.deepEqual(await leader.locator('.figure-value').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right).map((one) => one.textContent)), []);
  await leader.context().close();
});

test('the form that a link opens has the cursor, and what was scanned wrong is scanned over', async () => {
  const page = await desk(DESK);
  const code = await file('1.001193', COMMUNE);
  await page.to(`/dossiers/${code}`);
  await follow(page, 'a[href*="act=ask-completion"]');
  await page.waitForFunction(() => document.activeElement.matches('#act-form textarea'));
  await page.to('/counter?procedure=1.001193');
  await type(page, 'rubbish');
  await enter(page);
  assert.equal(await focused(page), 'card');
  await type(page, '040190000123|186001122|Trần Thị Đào|01021990|Nữ|Xóm 5, Tràng Sơn, Đô Lương, Nghệ An|10052021');
  await enter(page);
  assert.equal(await page.inputValue('[name="applicant.name"]'), 'Trần Thị Đào');
  assert.equal(await page.inputValue('#card'), '');
  await page.context().close();
});

test('a receipt and an apology are one sheet of paper each, in Vietnamese for every officer; the counter is one screen', async () => {
  const page = await desk(DESK, { locale: 'en' });
  const code = await file('1.001193', COMMUNE, { applicant: { name: LONG, address: 'Xóm 5, xã Tràng Sơn, huyện Đô Lương, tỉnh Nghệ An, gần trạm y tế xã' } });
  await page.to(`/dossiers/${code}`);
  await follow(page, '.stay button[type=submit]');
  const key = token(db, 'papers', 'all');
  for (const [action, body] of [['hand-over', {}], ['extend', { reason: 'Cần kiểm tra thực địa thêm do thời tiết xấu. '.repeat(4), due: '2025-06-27T17:00' }]]) {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'If-Match': '*' };
    const got = await fetch(`${server.url}/api/v1/dossiers/${code}/actions/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(got.status, 200, await got.text());
  }
  for (const [paper, words] of [['receipt', /Giấy tiếp nhận hồ sơ/i], ['forms/apology', /Mong nhận được sự thông cảm/]]) {
    await page.to(`/dossiers/${code}/${paper}`);
    assert.match(await page.textContent('.sheet'), words);
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    assert.equal((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 1, paper);
  }
  await page.to('/counter?procedure=1.001193');
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'no scrolling at 1366 × 768');
  await page.context().close();
});

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'void-style': 'off', 'attribute-boolean-style': 'off', 'no-inline-style': 'error',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }], 'doctype-style': 'off', 'prefer-native-element': 'off', 'element-required-attributes': 'error', 'valid-id': ['error', { relaxed: true }] },
});

const WIDTHS = [360, 768, 1440], THEMES = ['light', 'dark'];
const pages = async () => {
  const fresh = await file('1.001193', COMMUNE, { applicant: { name: LONG } });
  const [[late]] = await ask(`select d.code from dossier d join unit u on u.id = d.unit where d.urgency > 0 and d.accepted_day > 0 and u.code like 'H41.14%' order by d.urgency limit 1`);
  const [[receipt]] = await ask(`select d.code from dossier d join unit u on u.id = d.unit where d.accepted_day > 0 and u.code = '${COMMUNE}' order by d.id desc limit 1`);
  return [
    [null, '/sign-in'], [DESK, '/work'], [DESK, '/work?q=zzzz'], [DESK, '/work?state=moon'], [DESK, '/counter'], [DESK, '/counter?procedure=1.001193'],
    [DESK, `/dossiers/${fresh}?act=ask-completion`], [DESK, `/dossiers/${receipt}/receipt`], ['chutich', `/dossiers/${late}`], ['chutich', '/work?scope=area'],
    ['chutich', '/dashboard'], ['chutich', '/figures?kind=open&unit=H41.14'],
  ];
};

/*
 * Each page in each language: at every width nothing is wider than the screen; axe
 * looks at one width of them, another for each language, in alternating themes.
 */
let all;
test('on a phone whose letters are set twice as large nothing is wider than the screen', async () => {
  all ??= await pages();
  const folder = mkdtempSync(join(tmpdir(), 'motcua-large-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }));
  const context = await chromium.launchPersistentContext(folder, { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'], viewport: { width: 360, height: 800 }, locale: 'tr' });
  const page = await context.newPage(), found = [];
  try {
    for (const [login, where] of all.filter(([, at]) => !/receipt$/.test(at))) {
      await context.clearCookies();
      if (login) {
        if (!keys.has(login)) keys.set(login, (await new Person(server).signIn(login)).cookies.mc_session);
        await context.addCookies([{ name: 'mc_session', value: keys.get(login), url: server.url }]);
      }
      await page.goto(server.url + where);
      const { size, wider, which } = await page.evaluate(() => ({
        size: getComputedStyle(document.documentElement).fontSize, wider: document.documentElement.scrollWidth - innerWidth,
        which: [...document.querySelectorAll('main *')].filter((e) => !e.closest('thead') && e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).pop()?.outerHTML.slice(0, 120),
      }));
      assert.equal(size, '32px');
      if (wider > 0) found.push(`${where}: ${wider} px wider than the screen: ${which}`);
    }
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
  assert.deepEqual(found, []);
});

for (const [turn, lang] of ['vi', 'en', 'tr'].entries()) {
  test(`every officer's page in ${lang} is accessible, light and dark, and fits every screen`, async () => {
    all ??= await pages();
    const found = [];
    const open = new Map();
    for (const [i, [login, where]] of all.entries()) {
      if (!open.has(login)) open.set(login, await desk(login, { locale: lang, bypassCSP: true }));
      const page = open.get(login);
      const name = where.split('/').slice(0, 3).join('/');
      const theme = THEMES[(i + turn) % 2];
      await page.emulateMedia({ colorScheme: theme });
      await page.to(where);
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      for (const width of [...WIDTHS.slice(turn + 1), ...WIDTHS.slice(0, turn + 1)]) {
        await page.setViewportSize({ width, height: 800 });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) found.push(`${name} at ${width}: ${wider} px wider than the screen`);
      }
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${i}-${lang}-${WIDTHS[turn]}-${theme}.png`, fullPage: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      found.push(...violations.map((v) => `${name} at ${WIDTHS[turn]}, ${theme}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join(' | ')}`));
      found.push(...page.troubles.splice(0).filter((t) => !t.includes('422')).map((t) => `${name}: ${t}`));
    }
    for (const page of open.values()) await page.context().close();
    assert.deepEqual(found, []);
  });
}

test('every officer\'s page is valid HTML', async () => {
  const found = [];
  for (const [login, where] of all ?? (await pages())) {
    const got = await fetch(server.url + where, { headers: login ? { cookie: `mc_session=${keys.get(login)}` } : {} });
    const report = await validator.validateString(await got.text());
    found.push(...report.results.flatMap((r) => r.messages.map((m) => `${where}:${m.line}: ${m.ruleId} ${m.message}`)));
  }
  assert.deepEqual(found, []);
});
