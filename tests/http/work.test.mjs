// SPDX-License-Identifier: EUPL-1.2
// The work list: whose dossiers an officer sees, chips that count what they show,
// first due first, pages by cursor without gaps, a search that does not mind
// accents, questions that make no sense, and nothing but text in what people typed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Person, asking, chips, codes, filer, filled, forms, offered, people, press, send, serve, words } from './desk.mjs';

let db, world, server, as, file, ask;

before(async () => {
  world = await filled(800);
  db = world.db;
  server = await serve(db);
  as = people(server);
  file = filer(server, db);
  ask = asking(db);
  const communes = await ask("select code from unit where code between 'H41.14.01' and 'H41.14.99' and length(code) = 9 and valid_from <= '2025-06-02' and (valid_to is null or valid_to > '2025-06-02') order by code");
  for (let i = 0; i < 130; i++) await file('1.001193', communes[i % communes.length][0], { applicant: { name: `Nguyễn Đầy Trang ${i}` } });
});
after(async () => {
  ask?.end();
  await server?.stop();
  await world?.stop();
});

/** All rows of a list, page after page. */
async function walk(who, to) {
  const all = [];
  for (let at = to, pages = 0; at; pages++) {
    assert.ok(pages < 200, 'the pages never end');
    const html = await who.page(at);
    const rows = codes(html);
    assert.ok(rows.length <= 50);
    all.push(...rows);
    const [, next] = /<a href="([^"]+)" rel="next">/.exec(html) ?? [];
    if (next) assert.equal(rows.length, 50, 'only a full page has a next one');
    at = next?.replaceAll('&amp;', '&');
  }
  return all;
}

const OPEN = 'd.urgency > 0';
const rowsOf = async (where) => (await ask(`select d.code from dossier d join unit u on u.id = d.unit join unit h on h.id = d.holder where ${OPEN} and ${where} order by d.urgency, d.id`)).map(([code]) => code);

test('an office sees what it has in hand, first due first, and nothing of others', async () => {
  for (const [login, unit] of [['motcua', 'H41.14.MC'], ['chuyenvien', 'H41.14.TP'], ['motcua.trangson', 'H41.14.10.MC']])
    assert.deepEqual(await walk(await as(login), '/work'), await rowsOf(`h.code = '${unit}'`), login);
});

test('the desk sees its authority, a leader the district, page after page without a gap', async () => {
  assert.deepEqual(await walk(await as('motcua'), '/work?scope=authority'), await rowsOf("u.code = 'H41.14'"));
  const all = await walk(await as('chutich'), '/work?scope=area');
  assert.ok(all.length > 100, `only ${all.length}: the pages are not tried`);
  assert.deepEqual(all, await rowsOf("u.code like 'H41.14%'"));
  assert.equal(new Set(all).size, all.length);
});

test('what a search finds has pages too', async () => {
  const found = await walk(await as('chutich'), '/work?q=day%20trang');
  assert.equal(found.length, 130);
  assert.equal(new Set(found).size, 130);
});

test('a page stays right while dossiers come in between', async () => {
  const who = await as('chutich');
  const first = await who.page('/work?scope=area');
  await file('1.001193', 'H41.14.10', { applicant: { name: 'Chen Ngang' } });
  const [, next] = /<a href="([^"]+)" rel="next">/.exec(first);
  const second = codes(await who.page(next.replaceAll('&amp;', '&')));
  assert.equal(new Set([...codes(first), ...second]).size, 50 + second.length, 'a row came twice');
});

test('every chip leads to exactly the rows that it counts', async () => {
  let tried = 0;
  for (const [login, at] of [['motcua', '/work'], ['motcua', '/work?scope=authority'], ['motcua.trangson', '/work'], ['chutich', '/work?scope=area'], ['chutich', '/work?unit=H41.14.01']]) {
    const who = await as(login);
    for (const chip of chips(await who.page(at)).filter((c) => c.count !== null)) {
      assert.equal((await walk(who, chip.to)).length, chip.count, `${login} ${at}: ${chip.label} ${chip.to}`);
      tried++;
    }
  }
  assert.ok(tried > 15, `${tried} chips`);
});

test('late ones are late, and only those', async () => {
  const who = await as('chutich');
  const late = await walk(who, '/work?scope=area&overdue=1');
  assert.ok(late.length > 0);
  const html = await who.page('/work?scope=area&overdue=1');
  assert.equal((html.match(/class="late-row"/g) ?? []).length, codes(html).length);
});

test('what late means here and overdue on the dashboard is said where each stands', async () => {
  for (const [lang, here, there] of [['vi', /qua giờ phải trả lời tiếp nhận/, /ngày hẹn trả đã qua/], ['en', /reception owed an answer/, /the day of the appointment is over/], ['tr', /kabul yanıtı için tanınan saat/, /randevu günü geçmiş/]]) {
    const who = await as('chutich', lang);
    assert.match(words(await who.page('/work?scope=area&overdue=1')), here, lang);
    assert.doesNotMatch(words(await who.page('/work?scope=area')), here, lang);
    assert.match(words(await who.page('/dashboard')), there, lang);
  }
});

test('due today are those that fall due before midnight and are not late yet', async () => {
  const [[behind]] = await ask('select clock_behind from realm');
  const now = Math.floor((Date.now() * 1000 - Number(behind)) / 6e7) + 420;
  const midnight = (Math.floor(now / 1440) + 1) * 1440;
  const desk = await as('motcua.trangson');
  const code = await file('1.001193', 'H41.14.10', { applicant: { name: 'Đến Hạn Hôm Nay' } });
  await press(desk, code, 'accept');
  const want = await rowsOf(`h.code = 'H41.14.10.MC' and d.urgency >= ${now} and d.urgency < ${midnight}`);
  assert.deepEqual(await walk(desk, '/work?today=1'), want);
  assert.ok(want.includes(code));
  assert.equal(chips(await desk.page('/work')).find((c) => c.to === '/work?today=1').count, want.length);
  assert.deepEqual(await walk(await as('chutich'), '/work?scope=area&today=1'), await rowsOf(`u.code like 'H41.14%' and d.urgency >= ${now} and d.urgency < ${midnight}`));
});

/** The bar under a list: what may be done at once, and each row's own value. */
const bulk = (html) => forms(html).find((f) => f.action.startsWith('/work/acts'));
const outcomes = (html) => [...html.matchAll(/<tr><th scope="row">(?:<[^>]*>)([^<]*)<[^]*?<\/tr>/g)].map(([row, code]) => ({ code, row: words(row) }));

test('several are accepted and handed over at once, each for itself: one that somebody was faster with holds up no other', async () => {
  const desk = await as('motcua.trangson');
  const mine = [];
  for (let i = 0; i < 4; i++) mine.push(await file('1.001193', 'H41.14.10', { applicant: { name: `Làm Một Lượt ${i}` } }));
  const form = bulk(await desk.page('/work?state=submitted'));
  assert.deepEqual(form.buttons.map((b) => b.value), ['accept']);
  const pick = mine.map((code) => form.choices.pick.find((p) => p.startsWith(`${code}:`)));
  assert.ok(pick.every(Boolean), pick.join());
  await press(desk, mine[3], 'accept');
  const sent = [['csrf', form.fields.csrf], ['once', form.fields.once], ['do', 'accept'], ...pick.map((p) => ['pick', p]), ['pick', 'H41.14.11-250101-0001:1']];
  const got = await desk.post(form.action, sent);
  assert.equal(got.status, 200);
  assert.match(words(got.html), /xong 3 trên 5 hồ sơ/);
  const rows = outcomes(got.html);
  assert.deepEqual(rows.map((r) => r.code), [...mine, 'H41.14.11-250101-0001']);
  for (const r of rows.slice(0, 3)) assert.match(r.row, /Làm Một Lượt \d đã xong Được tiếp nhận/);
  assert.match(rows[3].row, /chưa làm được .*thay đổi/);
  assert.match(rows[4].row, /chưa làm được/);
  assert.ok(!got.html.includes('href="/dossiers/H41.14.11-250101-0001"'), 'of what is not theirs no hint');
  assert.match(got.html, /href="\/work\?state=submitted" data-key="u"/);
  const state = async () => (await ask(`select state, version from dossier where code in (${mine.map((c) => `'${c}'`)}) order by code`)).map((r) => r.join());
  const after = await state();
  assert.equal(new Set(after).size, 1);
  /* Sent again: the same answer, and nothing is done twice. */
  assert.match(words((await desk.post(form.action, sent)).html), /xong 3 trên 5 hồ sơ/);
  assert.deepEqual(await state(), after);
  const next = bulk(await desk.page('/work?state=accepted'));
  assert.ok(next.buttons.some((b) => b.value === 'hand-over'));
  const over = await desk.post(next.action, [['csrf', next.fields.csrf], ['once', next.fields.once], ['do', 'hand-over'], ...next.choices.pick.filter((p) => mine.includes(p.split(':')[0])).map((p) => ['pick', p])]);
  assert.match(words(over.html), /xong 4 trên 4 hồ sơ/);
});

test('at once is offered only what needs nothing but to be pressed, in one\'s own hands; anything else is refused and changes nothing', async () => {
  assert.equal(bulk(await (await as('motcua')).page('/work?scope=authority')), undefined);
  assert.equal(bulk(await (await as('chutich')).page('/work?scope=area')), undefined);
  const desk = await as('motcua.trangson');
  const code = await file('1.001193', 'H41.14.10');
  const form = bulk(await desk.page('/work?state=submitted'));
  const [pick] = form.choices.pick.filter((p) => p.startsWith(`${code}:`));
  const keys = [['csrf', form.fields.csrf], ['once', form.fields.once]];
  for (const [fields, field] of [[[['do', 'refuse'], ['pick', pick]], 'do'], [[['do', 'accept']], 'pick'], [[['do', 'accept'], ['pick', code]], 'pick'], [[['do', 'accept'], ['pick', `${code}:x`]], 'pick'],
    [[['do', 'accept'], ...Array.from({ length: 51 }, () => ['pick', pick])], 'pick']]) {
    const got = await desk.post('/work/acts', [...keys, ...fields]);
    assert.equal(got.status, 422, JSON.stringify(fields[0]));
    assert.ok(got.html.includes(`<code>${field}</code>`), words(got.html));
  }
  assert.equal((await desk.post('/work/acts', [['csrf', 'x'.repeat(form.fields.csrf.length)], ['once', 'k'], ['do', 'accept'], ['pick', pick]])).status, 403);
  assert.deepEqual(await ask(`select state from dossier where code = '${code}'`), [['1']]);
});

test('after an act the next dossier of the list is one key away, and the first one again at its end', async () => {
  const desk = await as('motcua.trangson');
  const list = codes(await desk.page('/work?state=submitted'));
  assert.ok(list.length > 3);
  const next = async (code, action, more) => {
    const got = await send(desk, await offered(desk, code, action), more);
    return /<a class="button next[^"]*" href="\/dossiers\/([^"]+)" data-key="n"/.exec(await desk.page(got.to))?.[1];
  };
  const all = codes(await desk.page('/work'));
  const at = all.indexOf(list[1]);
  assert.equal(await next(list[1], 'accept'), all[at + 1]);
  assert.ok(!(await desk.page(`/dossiers/${list[2]}`)).includes('button next'), 'only after an act');
  /* The last one that is due: from there it goes on with the first. */
  const [[last]] = await ask("select d.code from dossier d join unit h on h.id = d.holder where d.urgency > 0 and d.urgency < 1000000000 and h.code = 'H41.14.10.MC' order by d.urgency desc, d.id desc limit 1");
  assert.equal(await next(last, 'pay', { amount: '1000' }), codes(await desk.page('/work'))[0]);
});

test('a scope or a unit out of reach is as if it did not exist', async () => {
  const who = await as('motcua.trangson');
  for (const query of ['scope=area', 'unit=H41.14.01', 'unit=H41.14', 'unit=NONE', 'unit=%27%20or%201=1%20--'])
    assert.equal((await who.get(`/work?${query}`)).status, 404, query);
  assert.equal((await (await as('chuyenvien')).get('/work?scope=authority')).status, 404);
});

test('a question that makes no sense is answered by naming what is wrong', async () => {
  const told = { vi: 'không nằm trong các lựa chọn', en: 'is not one of the choices', tr: 'seçenekler' };
  for (const lang of ['vi', 'en', 'tr'])
    for (const [query, field] of [['state=moon', 'state'], ['scope=galaxy', 'scope'], ['after=1.2', 'after'], ['after=1.2.3.4', 'after'], ['after=x', 'after'],
      ['after=99999999999999999999.1.1', 'after'], ['state=%3Cscript%3Ex', 'state'], ['after=-1.1.1', 'after']]) {
      const who = await as('motcua', lang);
      const got = await who.get(`/work?${query}`);
      assert.equal(got.status, 422, query);
      assert.ok(words(got.html).includes(told[lang]), `${lang} ${query}: ${words(got.html)}`);
      assert.ok(got.html.includes(`<code>${field}</code>`), query);
      assert.ok(!got.html.includes('<script>x'));
      assert.match(got.html, /<body class="desk">/, 'the officer stays at the desk');
      assert.match(got.html, /href="\/work"/);
    }
});

test('a search finds with and without accents, in capitals, with đ, by number and by telephone', async () => {
  const name = 'Đinh Thị Đào, xã Đô Lương';
  const code = await file('1.001193', 'H41.14.10', { applicant: { name, id_number: '040188000123', phone: '0987000123' } });
  const who = await as('chutich');
  const found = (q) => walk(who, `/work?q=${encodeURIComponent(q)}`);
  const want = await found('Đô Lương');
  assert.ok(want.includes(code));
  for (const q of ['do luong', 'ĐÔ LƯƠNG', 'Do Luong', '  đô   lương ', 'ĐÔ LƯƠNG'.normalize('NFD'), 'đô lương'.normalize('NFD')]) assert.deepEqual(await found(q), want, q);
  for (const q of ['đinh thị đào', 'dinh thi dao', 'DINH THI DAO', '040188000123', '0987000123']) assert.deepEqual(await found(q), [code], q);
  const exact = await who.get(`/work?q=${code}`);
  assert.equal(exact.status, 303);
  assert.equal(exact.to, `/dossiers/${code}`);
});

test('a search shows only what one may see', async () => {
  const code = await file('1.001193', 'H41.14.10', { applicant: { name: 'Riêng Tràng Sơn' } });
  assert.deepEqual(codes(await (await as('motcua.trangson')).page('/work?q=rieng%20trang%20son')), [code]);
  for (const login of ['motcua', 'chuyenvien']) {
    const html = await (await as(login)).page('/work?q=rieng%20trang%20son');
    assert.deepEqual(codes(html), []);
    assert.ok(!html.includes(code));
  }
});

test('signs of SQL and of full-text search are only signs', async () => {
  const who = await as('chutich');
  for (const q of ["'", '"', "' or 1=1 --", '%', '_', '*', 'a*', 'NEAR(a b)', 'a AND', '-a', '(', ')', ':', '^', '\\', ';drop table dossier', '\u0000', '😀', 'a'.repeat(5000), '{', 'col:x', '+', '"a" "b'])
    assert.ok([200, 400, 414].includes((await who.get(`/work?q=${encodeURIComponent(q)}`)).status), q.slice(0, 30));
  assert.deepEqual(await walk(who, `/work?q=${encodeURIComponent("' or 1=1 --")}`), []);
  assert.deepEqual(await walk(who, `/work?q=${encodeURIComponent('%')}`), []);
});

test('what was searched and who applied come back as text', async () => {
  const nasty = '<script>x</script>"\'&';
  const code = await file('1.001193', 'H41.14.10', { applicant: { name: `Hàng rào ${nasty}` } });
  const who = await as('chutich');
  for (const at of [`/work?q=${encodeURIComponent(nasty)}`, '/work?q=hang%20rao', '/work?scope=area&unit=H41.14.10']) {
    const html = await who.page(at);
    assert.ok(!html.includes('<script>x'), at);
  }
  assert.ok((await who.page('/work?q=hang%20rao')).includes('Hàng rào &lt;script&gt;x&lt;/script&gt;'));
  assert.ok((await who.page(`/work?q=${encodeURIComponent(nasty)}`)).includes('&lt;script&gt;'), code);
});

test('an empty list says why and what next, in three languages', async () => {
  for (const [lang, why] of [['vi', 'Không tìm thấy'], ['en', 'Nothing found'], ['tr', 'bulunamadı']]) {
    const html = await (await as('motcua', lang)).page('/work?q=zzzz');
    assert.match(html, /<p class="empty"><strong>[^<]+<\/strong>[^<]+/);
    assert.match(html, new RegExp(`<html lang="${lang}"`));
    assert.ok(words(html).includes(why), words(html));
  }
});

test('who has not signed in is sent to sign in, and comes back to the same list', async () => {
  const got = await new Person(server).get('/work?scope=area&overdue=1');
  assert.equal(got.status, 303);
  assert.equal(got.to, `/sign-in?next=${encodeURIComponent('/work?scope=area&overdue=1')}`);
});
