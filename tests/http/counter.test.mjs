// SPDX-License-Identifier: EUPL-1.2
// The reception counter: find the procedure, read a card, tick the papers, receive
// and accept in one press; what is missing, pressed twice, forged, or not theirs.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { answer } from './motcua.mjs';
import { Person, asking, filled, forms, people, serve, stored, words } from './desk.mjs';

const DESK = 'motcua.trangson';
const BIRTH = '1.001193';
const APPLICANT = { 'applicant.name': 'Nguyễn Văn Bình', 'applicant.id_number': '040099000001', 'applicant.phone': '0912345678', 'applicant.address': 'Xóm 2, xã Tràng Sơn' };
let db, world, server, as, ask;

before(async () => {
  world = await filled(200);
  db = world.db;
  server = await serve(db);
  as = people(server);
  ask = asking(db);
});
after(async () => {
  ask?.end();
  await server?.stop();
  await world?.stop();
});

const count = async () => Number((await ask('select count(*) from dossier'))[0][0]);
const theForm = (html) => forms(html).find((f) => f.action === '/counter' && f.method === 'post');
const papers = (form) => Object.keys(form.choices).filter((n) => n.startsWith('paper.'));

/** The form of a procedure, filled in; without: names of papers that are not ticked. */
async function filling(who, more = {}, procedure = BIRTH) {
  const form = theForm(await who.page(`/counter?procedure=${procedure}`));
  assert.ok(form, 'no form');
  const ticks = Object.fromEntries(papers(form).map((p) => [p, '1']));
  return { form, fields: { ...form.fields, ...APPLICANT, ...ticks, go: 'receive', ...more } };
}
const codeOf = (got) => /^\/dossiers\/([^/?]+)/.exec(got.to)[1];

test('one press receives, accepts and prints', async () => {
  const who = await as(DESK);
  const { fields } = await filling(who);
  const got = await who.post('/counter', fields);
  assert.equal(got.status, 303, words(got.html));
  assert.match(got.to, /^\/dossiers\/H41\.14\.10-\d{6}-\d{4}\/receipt\?print=1$/);
  assert.equal((await stored(ask, codeOf(got))).state, 'accepted');
  const sheet = await who.page(got.to);
  assert.match(sheet, /data-print-now="yes"/);
  for (const part of ['Nguyễn Văn Bình', '040099000001', '0912345678', 'Xóm 2, xã Tràng Sơn', codeOf(got), 'ngày 02 tháng 6 năm 2025', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'])
    assert.ok(words(sheet).toUpperCase().includes(part.toUpperCase()), part);
  assert.ok(!(await who.page(got.to.replace('?print=1', ''))).includes('data-print-now'));
});

test('the limit of the case is promised at the counter, kept and told on the receipt', async () => {
  world.sql(`insert into limit_rule (realm, seq, version, case_code, channel, mode, supplement, early, amount, cut_off, last_hour, basis, confidence, valid_from)
    select 1, 100000, v.id, '02', 0, 2, 0, 0, 5, 0, 0, 'a decree', 0, '2024-01-01' from procedure_version v join procedure p on p.id = v.procedure where p.code = '${BIRTH}' and p.level = 0;
    update realm set generation = generation + 1`);
  await new Promise((done) => setTimeout(done, 1500)); // the server looks once a second
  const who = await as(DESK);
  const due = async (code) => Number((await ask(`select (due - submitted_at / 60000000) / 1440 from dossier where code = '${code}'`))[0][0]);
  const of = {};
  for (const number of ['01', '02']) {
    const got = await who.post('/counter', (await filling(who, { case: number })).fields);
    assert.equal(got.status, 303, words(got.html));
    of[number] = { days: await due(codeOf(got)), receipt: words(await who.page(got.to)), page: words(await who.page(`/dossiers/${codeOf(got)}`)) };
  }
  assert.ok(of['01'].days < 2 && of['02'].days >= 7, JSON.stringify([of['01'].days, of['02'].days]));
  assert.match(of['02'].receipt, /5 ngày làm việc/);
  assert.doesNotMatch(of['01'].receipt, /5 ngày làm việc/);
  assert.match(of['02'].page, /Đăng ký khai sinh quá hạn/);
});

test('papers that were handed in are kept, also the optional ones, and stand on the receipt', async () => {
  const who = await as(DESK);
  const { form, fields } = await filling(who);
  const optional = papers(form).filter((p) => new RegExp(`name="${p.replaceAll('.', '\\.')}"[^]{0,400}?optional`).test(form.inside.slice(form.inside.indexOf(`name="${p}"`) - 10).split('</label>')[0]));
  assert.ok(optional.length >= 2, 'this procedure has optional papers');
  delete fields[optional[0]];
  const got = await who.post('/counter', fields);
  const code = codeOf(got);
  const kept = Object.fromEntries(await ask(`select c.code, c.source from dossier_component c join dossier d on d.id = c.dossier where d.code = '${code}'`));
  for (const paper of papers(form)) assert.equal(kept[paper.slice('paper.'.length)], paper === optional[0] ? '0' : '4', paper);
  const [[digitised]] = await ask(`select digitised from dossier where code = '${code}'`);
  assert.equal(digitised, '0', 'paper is not a file');
  const sheet = words(await who.page(`/dossiers/${code}/receipt`));
  const names = await ask(`select c.code, c.name from dossier_component c join dossier d on d.id = c.dossier where d.code = '${code}'`);
  for (const [paper, name] of names) assert.equal(sheet.includes(name), `paper.${paper}` !== optional[0], name);
  assert.match(words(await who.page(`/dossiers/${code}`)), /đã nộp bản giấy/);
});

test('a required paper that is not there stops the acceptance, at its box', async () => {
  const who = await as(DESK);
  const was = await count();
  const { form, fields } = await filling(who);
  for (const paper of papers(form)) delete fields[paper];
  const got = await who.post('/counter', fields);
  assert.equal(got.status, 422);
  const missing = [...got.html.matchAll(/href="#(paper\.[^"]+)"/g)].map(([, id]) => id);
  assert.ok(missing.length >= 1);
  for (const id of missing) assert.ok(got.html.includes(`id="${id}"`) && got.html.includes(`id="${id}-error"`), id);
  assert.equal(theForm(got.html).fields['applicant.name'], 'Nguyễn Văn Bình', 'what was typed stays');
  assert.equal(await count(), was);
});

test('every field that is missing or wrong is told at once, in three languages', async () => {
  for (const lang of ['vi', 'en', 'tr']) {
    const who = await as(DESK, lang);
    const { fields } = await filling(who, { 'applicant.name': '', 'applicant.id_number': '12', 'applicant.phone': 'x', 'applicant.email': 'no', 'applicant.kind': 'robot' });
    const got = await who.post('/counter', fields);
    assert.equal(got.status, 422);
    assert.match(got.html, new RegExp(`<html lang="${lang}"`));
    for (const field of ['applicant.name', 'applicant.id_number', 'applicant.phone', 'applicant.email', 'applicant.kind'])
      assert.ok(got.html.includes(`href="#${field}"`) && got.html.includes(`id="${field}-error"`), `${lang} ${field}`);
  }
});

test('a card that was just scanned says who stands here, and files nothing', async () => {
  const who = await as(DESK);
  const was = await count();
  const { fields } = await filling(who, { card: '040190000123|186001122|Trần Thị Đào|01021990|Nữ|Xóm 5, Tràng Sơn, Đô Lương, Nghệ An|10052021', 'applicant.name': '', 'applicant.id_number': '', 'applicant.address': 'ở trọ', go: 'read' });
  const got = await who.post('/counter', fields);
  assert.equal(got.status, 200);
  const form = theForm(got.html);
  assert.equal(form.fields['applicant.name'], 'Trần Thị Đào');
  assert.equal(form.fields['applicant.id_number'], '040190000123');
  assert.equal(form.fields['applicant.address'], 'Xóm 5, Tràng Sơn, Đô Lương, Nghệ An');
  assert.equal(form.fields.card, '', 'ready for the next card');
  assert.equal(form.fields[papers(form)[0]], '1', 'ticks stay');
  assert.match(got.html, /role="status"/);
  const bad = await who.post('/counter', { ...fields, card: 'not a card' });
  assert.equal(bad.status, 422);
  assert.ok(bad.html.includes('id="card-error"'));
  assert.match(bad.html, /<input id="card"[^>]* autofocus/, 'the next scan lands where the wrong one stands');
  const next = await who.post('/counter', { ...fields, 'applicant.name': 'Người trước', 'applicant.id_number': '040099000001' });
  assert.equal(theForm(next.html).fields['applicant.name'], 'Trần Thị Đào', 'not the one before');
  assert.equal(theForm(next.html).fields['applicant.id_number'], '040190000123');
  assert.equal(await count(), was);
});

test('a card left in its field while the form is sent fills only what is empty', async () => {
  const who = await as(DESK);
  const { fields } = await filling(who, { card: '040190000123|186001122|Trần Thị Đào|01021990|Nữ|Xóm 5, Tràng Sơn, Đô Lương, Nghệ An|10052021', 'applicant.address': '' });
  const got = await who.post('/counter', fields);
  assert.equal(got.status, 303);
  const sheet = words(await who.page(got.to));
  assert.match(sheet, /Nguyễn Văn Bình/);
  assert.match(sheet, /Xóm 5, Tràng Sơn, Đô Lương, Nghệ An/);
});

test('a search puts the plainest name first and says when there are more', async () => {
  const who = await as(DESK);
  const found = (html) => [...html.matchAll(/<th scope="row"><a[^>]*>([^<]+)<\/a><\/th><td[^>]*>([^<]*)</g)].map(([, name, code]) => ({ code, name }));
  const births = found(await who.page('/counter?q=khai%20sinh'));
  assert.equal(births[0].code, BIRTH);
  const starts = (name) => name.startsWith('Khai sinh');
  for (let i = 1; i < births.length; i++)
    if (starts(births[i].name) === starts(births[i - 1].name)) assert.ok(Buffer.byteLength(births[i - 1].name) <= Buffer.byteLength(births[i].name), births[i].name);
  const many = await who.page('/counter?q=c');
  assert.equal(found(many).length, 12);
  assert.match(words(many), /Chỉ hiện 12 thủ tục gần nhất/);
  assert.ok(!words(await who.page('/counter?q=khai%20sinh')).includes('Chỉ hiện'));
});

test('received most often is counted at this authority, not in the province', async () => {
  const who = await as(DESK);
  const html = await who.page('/counter');
  const shown = [...html.matchAll(/href="\/counter\?procedure=([^"]+)"/g)].map(([, code]) => code);
  const rows = await ask(`select p.code from dossier d join procedure p on p.id = d.procedure join unit u on u.id = d.unit where u.code = 'H41.14.10' and d.accepted_day > 0 order by d.accepted_day desc, d.id desc limit 200`);
  const times = new Map();
  for (const [code] of rows) times.set(code, (times.get(code) ?? 0) + 1);
  assert.ok(shown.length > 0 && shown.length <= 9);
  for (const code of shown) assert.ok(times.has(code), `${code} was never received here`);
  const counts = shown.map((code) => times.get(code));
  assert.deepEqual(counts, [...times.values()].sort((a, b) => b - a).slice(0, shown.length));
  for (const code of shown) assert.ok(theForm(await who.page(`/counter?procedure=${code}`)), code);
});

test('the same press twice gives one dossier and one acceptance', async () => {
  const who = await as(DESK);
  const was = await count();
  const { fields } = await filling(who);
  const [one, two] = await Promise.all([who.post('/counter', fields), who.post('/counter', fields)]);
  const three = await who.post('/counter', fields);
  assert.deepEqual([one, two, three].map((g) => g.status), [303, 303, 303]);
  assert.equal(codeOf(one), codeOf(two));
  assert.equal(codeOf(one), codeOf(three));
  assert.equal(await count(), was + 1);
  assert.equal((await ask(`select count(*) from event e join dossier d on d.id = e.dossier where d.code = '${codeOf(one)}'`))[0][0], '2');
  const other = await who.post('/counter', { ...fields, 'applicant.name': 'Người khác' });
  assert.equal(other.status, 422, 'the same key for another filing');
  assert.equal(await count(), was + 1);
});

test('a form without token, with a forged one or that of another session files nothing', async () => {
  const who = await as(DESK);
  const was = await count();
  const other = await new Person(server).signIn(DESK);
  const stolen = (await filling(other)).fields.csrf;
  const { fields } = await filling(who);
  for (const csrf of [undefined, '', 'x', fields.csrf.slice(1), stolen]) {
    const sent = { ...fields, csrf };
    if (csrf === undefined) delete sent.csrf;
    assert.equal((await who.post('/counter', sent)).status, 403);
  }
  assert.equal((await new Person(server).post('/counter', fields)).status, 401);
  assert.equal(await count(), was);
});

test('who does not receive dossiers does not come in', async () => {
  for (const login of ['chuyenvien', 'chutich', 'truongphong']) {
    const who = await as(login);
    assert.equal((await who.get('/counter')).status, 403, login);
    const { csrf } = forms(await who.page('/work')).find((f) => f.fields.csrf).fields;
    assert.equal((await who.post('/counter', { csrf, procedure: BIRTH, go: 'receive', ...APPLICANT })).status, 403, login);
  }
  const got = await new Person(server).get('/counter');
  assert.equal(got.status, 303);
});

test('a procedure is found by code and by words, without accents, and only those of this authority', async () => {
  const who = await as(DESK);
  const found = async (q) => [...(await who.page(`/counter?q=${encodeURIComponent(q)}`)).matchAll(/\/counter\?procedure=([\d.]+)"/g)].map(([, c]) => c);
  const want = await found('khai sinh');
  assert.ok(want.length > 2);
  for (const q of ['KHAI SINH', 'Khai  Sinh', 'khai sinh'.normalize('NFD')]) assert.deepEqual(await found(q), want, q);
  assert.match(await who.page(`/counter?q=${encodeURIComponent('giấy độc thân')}`), /name="procedure" value="1\.004873"/, 'the one that is called so');
  const district = await (await as('motcua')).page('/counter?q=khai%20sinh');
  for (const code of want) assert.ok(!district.includes(`procedure=${code}"`) || code !== BIRTH);
  assert.ok(theForm(await who.page(`/counter?q=${BIRTH}`)), 'one hit is chosen at once');
  const none = await who.page('/counter?q=zzzz');
  assert.match(none, /class="empty"/);
});

test('a procedure that this authority does not offer is said so, and cannot be filed', async () => {
  const district = await as('motcua');
  const html = await district.page(`/counter?procedure=${BIRTH}`);
  assert.equal(theForm(html), undefined);
  assert.ok(words(html).includes(`không giải quyết thủ tục ${BIRTH}`));
  const nasty = await district.page(`/counter?procedure=${encodeURIComponent('<script>x</script>')}&q=${encodeURIComponent('"><script>x')}`);
  assert.ok(!nasty.includes('<script>x'));
  const was = await count();
  const { csrf } = forms(html).find((f) => f.fields.csrf).fields;
  const got = await district.post('/counter', { csrf, once: 'k1', procedure: BIRTH, 'applicant.kind': 'citizen', go: 'receive', ...APPLICANT });
  assert.notEqual(got.status, 303);
  assert.equal(await count(), was);
});

test('markup in every field of the form comes back as text', async () => {
  const who = await as(DESK);
  const nasty = '<script>x</script>"\'&;--';
  const { fields } = await filling(who);
  const sent = { ...fields, card: nasty, case: nasty };
  for (const name of Object.keys(APPLICANT)) sent[name] = nasty;
  sent['applicant.email'] = nasty;
  sent[`paper.${nasty}`] = '1';
  const got = await who.post('/counter', sent);
  assert.equal(got.status, 422);
  assert.ok(!got.html.includes('<script>x'));
  assert.equal(theForm(got.html).fields['applicant.address'], nasty);
  const { fields: good } = await filling(who, { 'applicant.name': nasty, 'applicant.address': `'; drop table dossier; -- ${nasty}` });
  const done = await who.post('/counter', good);
  assert.equal(done.status, 303, words(done.html));
  const sheet = await who.page(done.to);
  assert.ok(!sheet.includes('<script>x'));
  assert.ok(sheet.includes('&lt;script&gt;x&lt;/script&gt;'));
  assert.ok((await count()) > 200);
});

test('what was done agrees with the ledger', () => {
  assert.match(answer('verify', '--db', db), /^all agree/);
});
