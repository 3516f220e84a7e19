// SPDX-License-Identifier: EUPL-1.2
// The page of a dossier: who sees it, every act of the table of states pressed
// from the page, two officers on one button, the same press twice, forged forms,
// and what people typed, which is always shown as text.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, folder, token } from './motcua.mjs';
import { Person, asking, filer, filled, forms, offered, people, press, send, serve, staff, stored, words } from './desk.mjs';

const COMMUNE = 'H41.14.10';
const DESK = 'motcua.trangson';
const BIRTH = '1.001193';
let db, world, server, as, file, ask;

before(async () => {
  world = await filled(60);
  db = world.db;
  server = await serve(db);
  as = people(server);
  file = filer(server, db);
  ask = asking(db);
});
after(async () => {
  ask?.end();
  await server?.stop();
  await world?.stop();
});

function settings() {
  const file = join(folder(), 'settings');
  writeFileSync(file, 'public_url = https://motcua.doluong.example/\n');
  return file;
}

const transitions = () => answer('states').split('\n').map((l) => l.trim().split(/\s+/)).filter((l) => l.length === 4 && l[0] !== 'state');
const events = async (code) => Number((await ask(`select count(*) from event e join dossier d on d.id = e.dossier where d.code = '${code}'`))[0][0]);

/** Whoever is offered the act, and its form: the desk, the office that has it, the leaders. */
const usual = new Map(), teams = new Map();
async function team(unit) {
  if (!teams.has(unit)) teams.set(unit, await staff(ask, unit));
  return teams.get(unit);
}
async function whoMay(code, action, plainly = false) {
  const { holder, step } = await stored(ask, code);
  const key = `${action} ${holder} ${step}`;
  const all = [DESK, ...await team(holder), ...await team(COMMUNE)];
  for (const login of new Set([...(usual.has(key) ? [usual.get(key)] : []), ...all])) {
    const who = await as(login);
    const form = await offered(who, code, action, plainly);
    if (!form) continue;
    usual.set(key, login);
    return { code, who, form };
  }
  return null;
}

async function walk(code, actions) {
  for (const action of actions) {
    const found = await whoMay(code, action);
    if (!found) return false;
    const got = await send(found.who, found.form);
    assert.equal(got.status, 303, `${action}: ${words(got.html).slice(0, 400)}`);
  }
  return true;
}

/* How to come to a state from a new dossier; {} stands where steps may be gone forward. */
const WAYS = {
  submitted: [],
  'pre-supplement': ['ask-completion'],
  'await-fee': ['require-fee'],
  accepted: ['accept'],
  'in-progress': ['accept', 'hand-over', {}],
  coordinating: ['accept', 'hand-over', {}, 'consult'],
  'linked-out': ['accept', 'hand-over', {}, 'link-out'],
  extended: ['accept', 'hand-over', {}, 'extend'],
  supplement: ['accept', 'hand-over', {}, 'ask-supplement'],
  obligation: ['accept', 'hand-over', {}, 'impose'],
  suspended: ['accept', 'hand-over', {}, 'suspend'],
  signed: ['accept', 'hand-over', {}, 'approve', 'issue'],
  rejected: ['accept', 'hand-over', {}, 'reject'],
  unclaimed: ['accept', 'hand-over', {}, 'approve', 'issue', 'mark-unclaimed'],
  returned: ['accept', 'hand-over', {}, 'approve', 'issue', 'return'],
};
const ways = (way, n) => way.flatMap((a) => (typeof a === 'string' ? [a] : Array(n).fill('forward')));
const OTHER_WAYS = { 'obligation fulfil': ['accept', 'hand-over', {}, 'impose', 'pay'], 'in-progress issue': ['accept', 'hand-over', {}, 'approve'], 'extended issue': ['accept', 'hand-over', {}, 'extend', 'approve'] };
const forwards = new Map(); /* how many steps forward led to an act the last time */

/** A dossier in that state on whose page somebody is offered the act. */
async function reach(state, action) {
  const way = OTHER_WAYS[`${state} ${action}`] ?? WAYS[state];
  const most = way.some((a) => typeof a !== 'string') ? 4 : 0;
  const first = forwards.get(way.find((a, i) => typeof way[i - 1] === 'object') ?? action) ?? 0;
  for (const n of new Set([Math.min(first, most), ...Array(most + 1).keys()])) {
    const code = await file(BIRTH, COMMUNE);
    if (!(await walk(code, ways(way, n))) || (await stored(ask, code)).state !== state) continue;
    const found = await whoMay(code, action, true);
    if (!found) continue;
    forwards.set(way.find((a, i) => typeof way[i - 1] === 'object') ?? action, n);
    return found;
  }
  return null;
}

test('what one server did, another on the same database shows at once, also of a ledger it has at hand', async (t) => {
  const twin = await serve(db);
  t.after(() => twin.stop());
  const code = await file(BIRTH, COMMUNE), desk = await as(DESK), beside = await people(twin)(DESK);
  const key = token(db, 'twin', 'all');
  const seen = async () => (await (await fetch(`${twin.url}/api/v1/dossiers/${code}`, { headers: { Authorization: `Bearer ${key}` } })).json());
  const papers = (d) => d.components.filter((c) => c.file).length;
  const before = await seen();
  assert.deepEqual(await seen(), before);
  await send(desk, await offered(desk, code, 'digitise'));
  const after = await seen();
  assert.equal(after.version, before.version + 1);
  assert.equal(after.events.length, before.events.length + 1);
  assert.equal(papers(after), papers(before) + 1);
  await press(desk, code, 'accept');
  assert.equal((await seen()).state, 'accepted');
  assert.match(words(await beside.page(`/dossiers/${code}`)), /Được tiếp nhận/);
});

test('every act of the table of states is pressed from the page and leads where the table says', async (t) => {
  const missing = [];
  const table = [...transitions()].filter((row) => WAYS[row[0]] && !['recalculate', 'transfer'].includes(row[1])); // motcua does that
  for (const both of new Set(table.map(([state, action]) => `${state} ${action}`))) {
    const [state, action] = both.split(' ');
    const rows = table.filter((row) => row[0] === state && row[1] === action);
    const found = await reach(state, action);
    if (!found) {
      missing.push(`${state} ${action}`);
      continue;
    }
    const { code, who, form } = found;
    const was = await events(code);
    const got = await send(who, form);
    assert.equal(got.status, 303, `${state} ${action}: ${words(got.html).slice(0, 400)}`);
    const now = await stored(ask, code);
    assert.ok(rows.some(([, , leads]) => leads === now.state), `${state} ${action} led to ${now.state}`);
    assert.equal(await events(code), was + 1);
    assert.match(await who.page(got.to), /<p class="notice done" role="status">/, `${state} ${action} is not told`);
  }
  t.diagnostic(`not offered: ${missing.join(', ') || 'none'}`);
  assert.deepEqual(missing, []);
});

/** A dossier just filed, and the form of its acceptance on the desk's page. */
async function fresh(more) {
  const code = await file(BIRTH, COMMUNE, more);
  const who = await as(DESK);
  return { code, who, form: await offered(who, code, 'accept') };
}

test('another unit\'s dossier is as if it did not exist, in every address below it', async () => {
  const { code, who, form } = await fresh();
  assert.match(await who.page(`/dossiers/${code}`), /Nguyễn Thị Ánh/);
  await send(who, form);
  const stranger = await as('motcua');
  const plain = (got) => words(got.html).replace(/[0-9a-f]{16}/g, '').replaceAll(code, '…').replaceAll('H41.14.10-990101-0001', '…');
  for (const below of ['', '/receipt', '/files/1', '?act=accept', '?done=accept']) {
    const theirs = await stranger.get(`/dossiers/${code}${below}`);
    const nobodys = await stranger.get(`/dossiers/H41.14.10-990101-0001${below}`);
    assert.equal(theirs.status, 404);
    assert.equal(nobodys.status, 404);
    assert.equal(plain(theirs), plain(nobodys), below);
    assert.ok(!theirs.html.includes('Ánh'));
  }
  const { csrf } = forms(await stranger.page('/work')).find((f) => f.action === '/sign-out').fields;
  const was = await stored(ask, code);
  for (const action of ['hand-over', 'withdraw', 'pay', 'digitise']) {
    const got = await stranger.post(`/dossiers/${code}/acts/${action}`, { csrf, once: `stranger-${action}`, version: was.version, reason: 'x', amount: 1, component: 1 });
    assert.equal(got.status, 404, action);
    assert.ok(!got.html.includes('Ánh'));
  }
  assert.deepEqual(await stored(ask, code), was);
  const found = await stranger.page(`/work?q=${code}`);
  assert.ok(!found.includes(`/dossiers/${code}`));
});

test('who has not signed in is sent to sign in and comes back', async () => {
  const { code } = await fresh();
  const nobody = new Person(server);
  for (const below of ['', '/receipt', '/files/1']) {
    const got = await nobody.get(`/dossiers/${code}${below}`);
    assert.equal(got.status, 303);
    assert.equal(got.to, `/sign-in?next=${encodeURIComponent(`/dossiers/${code}${below}`)}`);
  }
  assert.equal((await nobody.post(`/dossiers/${code}/acts/accept`, { version: 1 })).status, 401);
  await nobody.get(`/sign-in?next=${encodeURIComponent(`/dossiers/${code}`)}`);
  const form = forms(nobody.html).find((f) => f.action === '/sign-in');
  const got = await nobody.post('/sign-in', { ...form.fields, login: DESK, password: 'motcua2024' });
  assert.equal(got.to, `/dossiers/${code}`);
});

test('an act that is not one\'s own is refused, even when it is posted by hand', async () => {
  const { code, who, form } = await fresh();
  await send(who, form);
  assert.equal(await offered(who, code, 'approve'), null);
  const { csrf } = forms(await who.page(`/dossiers/${code}`)).find((f) => f.fields.csrf).fields;
  const { version } = await stored(ask, code);
  const got = await who.post(`/dossiers/${code}/acts/suspend`, { csrf, once: 'by-hand', version, reason: 'x' });
  assert.equal(got.status, 403);
  assert.match(words(got.html), /Vị trí của bạn không được/);
  assert.equal((await who.post(`/dossiers/${code}/acts/explode`, { csrf, version })).status, 404);
  assert.equal((await stored(ask, code)).version, version);
});

test('a form without the token, with a forged one or that of another session changes nothing', async () => {
  const { code, who, form } = await fresh();
  const other = await new Person(server).signIn(DESK);
  const stolen = forms(await other.page('/work')).find((f) => f.fields.csrf).fields.csrf;
  assert.notEqual(stolen, form.fields.csrf);
  for (const csrf of [undefined, '', 'x', form.fields.csrf.slice(1), `${form.fields.csrf}0`, form.fields.csrf.replace(/./g, '0'), stolen]) {
    const fields = { ...form.fields, csrf };
    if (csrf === undefined) delete fields.csrf;
    const got = await who.post(form.path, fields);
    assert.equal(got.status, 403, csrf);
    assert.match(words(got.html), /hết hạn/);
    assert.doesNotMatch(words(got.html), /Vị trí của bạn/, 'it is the form, not the person');
  }
  assert.equal((await stored(ask, code)).state, 'submitted');
  assert.equal((await send(who, form)).status, 303);
});

test('two officers press one button: one wins, the other is told in their language on the same page', async () => {
  const told = { vi: /vừa được người khác thay đổi/, en: /has changed this dossier meanwhile/, tr: /Dosya bu arada değişti/ };
  for (const [first, other] of [['vi', 'en'], ['en', 'tr'], ['tr', 'vi']]) {
    const code = await file('2.000635', 'H41.14');
    const [who, second] = [await as('motcua', first), await as('tien.tx', other)];
    const form = await offered(who, code, 'accept');
    const theirs = await offered(second, code, 'accept');
    const both = await Promise.all([send(who, form), send(second, theirs)]);
    assert.deepEqual(both.map((g) => g.status).sort(), [303, 409]);
    const loser = both[0].status === 409 ? who : second;
    const page = both.find((g) => g.status === 409).html;
    assert.match(page, /<p class="notice late" role="alert">/);
    assert.match(words(page), told[loser.lang], loser.lang);
    assert.ok(page.includes(code) && page.includes('/acts/hand-over'), 'the page shows the dossier as it is now');
    assert.equal(await events(code), 2);
  }
});

test('a stale page is told what changed, and nothing is done', async () => {
  for (const [lang, told] of [['vi', /<html lang="vi"/], ['en', /<html lang="en"/], ['tr', /<html lang="tr"/]]) {
    const { code, who, form } = await fresh();
    const late = await as(DESK, lang);
    const stale = await offered(late, code, 'refuse');
    await send(who, form);
    const got = await send(late, stale);
    assert.equal(got.status, 409);
    assert.match(got.html, told);
    assert.match(got.html, /role="alert"/);
    assert.equal((await stored(ask, code)).state, 'accepted');
  }
});

test('what was typed is still there when somebody else was faster, and may be sent after looking', async () => {
  const { code, who } = await fresh();
  const form = await offered(who, code, 'ask-completion');
  const other = await as(DESK, 'en');
  await send(other, await offered(other, code, 'pay'), { amount: '1000' });
  const got = await send(who, form, { items: 'Bản sao giấy chứng sinh' });
  assert.equal(got.status, 409);
  assert.match(got.html, /role="alert"/);
  assert.match(got.html, /<textarea id="items"[^>]*>\s*Bản sao giấy chứng sinh<\/textarea>/);
  const again = forms(got.html).find((f) => f.action.endsWith('/acts/ask-completion'));
  const sent = await who.post(again.action, again.fields);
  assert.equal(sent.status, 303, words(sent.html));
  assert.equal((await stored(ask, code)).state, 'pre-supplement');
});

test('the receipt is in Vietnamese, whatever language its officer reads', async () => {
  const { code, who, form } = await fresh();
  await send(who, form);
  const sheet = (html) => /<article class="sheet receipt"[^]*<\/article>/.exec(html)[0];
  const vi = sheet(await who.page(`/dossiers/${code}/receipt`));
  assert.match(vi, /lang="vi"/);
  assert.match(words(vi), /GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ/i);
  for (const [lang, button] of [['en', 'Next applicant'], ['tr', 'Sıradaki']]) {
    const page = await (await as(DESK, lang)).page(`/dossiers/${code}/receipt`);
    assert.equal(sheet(page), vi);
    assert.ok(words(page).includes(button), lang);
  }
});

test('the forms of the law print what the ledger says, and only when there is something to say', async () => {
  const sheet = async (who, code, form) => {
    const html = await who.page(`/dossiers/${code}/forms/${form}`);
    return words(/<article class="sheet form" lang="vi">([^]*?)<\/article>/.exec(html)[1]);
  };
  const links = async (who, code) => [...(await who.page(`/dossiers/${code}`)).matchAll(/href="\/dossiers\/[^"]+\/forms\/([^"]+)"/g)].map(([, form]) => form);
  const desk = await as(DESK, 'en'); /* the sheet is in Vietnamese, whatever its reader speaks */
  const code = await file(BIRTH, COMMUNE, { applicant: { name: 'Nguyễn <b>Giấy</b> Tờ' } });
  assert.deepEqual(await links(desk, code), []);
  for (const form of ['supplement', 'refusal', 'apology', 'stop', 'control', 'moon'])
    assert.equal((await desk.get(`/dossiers/${code}/forms/${form}`)).status, 404, form);
  assert.ok(await walk(code, ['ask-completion']));
  assert.deepEqual(await links(desk, code), ['supplement']);
  const asked = await sheet(desk, code, 'supplement');
  for (const text of ['PHIẾU YÊU CẦU BỔ SUNG', code, 'Nguyễn <b>Giấy</b> Tờ', 'Bản sao giấy khai sinh', 'Ảnh 3x4', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Xã Tràng Sơn'])
    assert.ok(asked.toLowerCase().includes(text.toLowerCase()), `${text} in ${asked}`);
  assert.ok(await walk(code, ['complete', 'accept', 'hand-over']));
  for (let n = 0; !(await whoMay(code, 'extend')); n++) assert.ok(n < 4 && await walk(code, ['forward']));
  assert.ok(await walk(code, ['extend']));
  assert.deepEqual(await links(desk, code), ['supplement', 'apology', 'control']);
  const sorry = await sheet(desk, code, 'apology');
  for (const text of ['xin lỗi', 'Cần xem lại hồ sơ này.', '27/06/2025, 17:30', 'Chủ tịch']) assert.ok(sorry.toLowerCase().includes(text.toLowerCase()), `${text} in ${sorry}`);
  const control = await sheet(desk, code, 'control');
  assert.match(control, /1\. Giao: Bộ phận Tiếp nhận và Trả kết quả xã Tràng Sơn 2\. Nhận: [^]*02\/06\/2025, 08:\d\d Đúng hạn|Trước hạn/);
  const runs = Number((await ask(`select count(*) from step_run r join dossier d on d.id = r.dossier where d.code = '${code}'`))[0][0]);
  assert.equal(control.match(/1\. Giao:/g).length, runs);
  const refused = await file(BIRTH, COMMUNE);
  assert.ok(await walk(refused, ['refuse']));
  assert.match(await sheet(desk, refused, 'refusal'), /không tiếp nhận[^]*Lý do: Cần xem lại hồ sơ này\./);
  const withdrawn = await file(BIRTH, COMMUNE);
  assert.ok(await walk(withdrawn, ['accept', 'withdraw']));
  assert.match(await sheet(desk, withdrawn, 'stop'), /dừng giải quyết[^]*Được tiếp nhận/);
  /* Of another unit's dossier nothing is printed, and nobody learns that it is there. */
  const other = await as('chuyenvien');
  assert.equal((await other.get(`/dossiers/${refused}/forms/refusal`)).status, 404);
});

test('the same press sent again has one effect and the same answer', async () => {
  const { code, who, form } = await fresh();
  const first = await send(who, form);
  const again = await send(who, form);
  assert.equal(first.status, 303);
  assert.equal(again.status, 303, words(again.html));
  assert.equal(again.to, first.to);
  assert.equal(await events(code), 2);
  const reused = await who.post(`/dossiers/${code}/acts/withdraw`, { ...form.fields, version: 2, reason: 'khác' });
  assert.ok(reused.status === 422 || reused.status === 409, `the same key for another act: ${reused.status}`);
  assert.equal(await events(code), 2);
});

test('what is wrong in a form stands at its field, in every language, and what was typed stays', async () => {
  for (const [lang, told] of [['vi', 'Cần sửa 1 chỗ'], ['en', 'One thing to put right'], ['tr', 'Düzeltilecek']]) {
    const { code } = await fresh();
    const who = await as(DESK, lang);
    const form = await offered(who, code, 'ask-completion');
    const got = await send(who, form, { items: '', reason: 'lý do "đã gõ" <b>' });
    assert.equal(got.status, 422);
    assert.ok(words(got.html).includes(told), lang);
    assert.match(got.html, /class="error-summary"[^]*href="#items"/);
    assert.match(got.html, /id="items-error"/);
    if ('reason' in form.fields) assert.ok(got.html.includes('lý do &quot;đã gõ&quot; &lt;b&gt;'));
    assert.equal(await events(code), 1);
  }
});

test('a file that is no paper is refused, a paper is kept and comes back as a download', async () => {
  const { code, who } = await fresh();
  const form = await offered(who, code, 'digitise');
  const virus = await who.post(form.path, form.fields, { ...form.file, name: 'x.html', bytes: new Blob(['<script>alert(1)</script>'], { type: 'text/html' }) });
  assert.equal(virus.status, 422);
  assert.match(words(virus.html), /PDF, JPEG, PNG/);
  assert.equal(await events(code), 1);
  const name = '"><script>x</script>\';drop--.pdf';
  const got = await who.post(form.path, form.fields, { ...form.file, name });
  assert.equal(got.status, 303, words(got.html));
  const page = await who.page(`/dossiers/${code}`);
  const [, to] = /href="(\/dossiers\/[^"]+\/files\/\d+)"/.exec(page);
  const kept = await fetch(server.url + to, { headers: who.headers() });
  assert.equal(kept.status, 200);
  assert.equal(kept.headers.get('content-type'), 'application/pdf');
  assert.match(kept.headers.get('content-disposition'), /^attachment/);
  assert.match(await kept.text(), /^%PDF/);
});

test('scans of several papers are saved with one press, all of them or none', async () => {
  const { code, who } = await fresh();
  const form = await offered(who, code, 'digitise');
  const fields = [...(await who.page(`/dossiers/${code}`)).matchAll(/<input class="scan"[^>]* name="(paper\.\d+)"/g)].map(([, name]) => name);
  assert.ok(fields.length > 1, 'a field for every paper');
  const empty = await who.post(form.path, form.fields, []);
  assert.equal(empty.status, 422);
  assert.match(words(empty.html), /Hãy chọn tệp cho ít nhất một giấy tờ/);
  const mixed = await who.post(form.path, form.fields, [
    { field: fields[0], name: 'đơn.pdf' },
    { field: fields[1], name: 'ảnh.gif', bytes: new Blob(['GIF89a']) },
  ]);
  assert.equal(mixed.status, 422);
  assert.ok(mixed.html.includes(`href="#${fields[1]}"`), 'the summary leads to the file');
  assert.ok(mixed.html.includes(`id="${fields[1]}-error"`) && !mixed.html.includes(`id="${fields[0]}-error"`));
  assert.match(words(mixed.html), /Chưa tệp nào được lưu/);
  assert.equal(await events(code), 1, 'none is saved when one is wrong');

  const nobodys = await who.post(form.path, form.fields, [{ field: fields[0], name: 'a.pdf' }, { field: 'paper.99', name: 'b.pdf' }]);
  assert.equal(nobodys.status, 422);
  assert.equal(await events(code), 1, 'nor when one is of a paper that the dossier does not have');

  const files = fields.map((field, i) => ({ field, name: `tệp ${i}.pdf` }));
  const got = await who.post(form.path, form.fields, files);
  assert.equal(got.status, 303, words(got.html));
  assert.equal(await events(code), 1 + fields.length);
  const page = await who.page(`/dossiers/${code}`);
  for (const { name } of files) assert.ok(page.includes(`>${name}</a>`), name);
  const again = await who.post(form.path, form.fields, files);
  assert.equal(again.status, 303, 'pressed twice');
  assert.equal(await events(code), 1 + fields.length);
  const stale = await who.post(form.path, { ...form.fields, once: `${form.fields.once}x` }, files);
  assert.equal(stale.status, 409, 'by who saw it as it was');
});

test('markup and SQL in every field that is shown stay text', async () => {
  const nasty = (n) => `<script>x${n}</script>"'&;--`;
  const { code, who, form } = await fresh({
    applicant: { name: nasty('name'), address: nasty('address') },
    data: { [nasty('key')]: nasty('value'), 'O\'Brien"; drop table dossier; --': { deep: ['<img src=x onerror=y>'] } },
  });
  await send(who, form);
  const ended = await offered(who, code, 'withdraw');
  await send(who, ended, { reason: nasty('reason') });
  for (const at of [`/dossiers/${code}`, `/dossiers/${code}/receipt`, `/work?q=${code}`, `/work?q=${encodeURIComponent(nasty('q'))}`,
    `/dossiers/${code}?act=%3Cscript%3Ex%3C/script%3E`, `/dossiers/${code}?done=%3Cscript%3Ex%3C/script%3E`]) {
    const got = await who.get(at);
    if (got.status === 303) continue; /* a search that found exactly this */
    assert.equal(got.status, 200, at);
    assert.ok(!got.html.includes('<script>x'), at);
    assert.ok(!got.html.includes('<img src=x'), at);
  }
  const page = await who.page(`/dossiers/${code}`);
  for (const n of ['name', 'address', 'key', 'value', 'reason']) assert.ok(page.includes(`&lt;script&gt;x${n}&lt;/script&gt;`), `${n} is shown, as text`);
  const paper = await who.page(`/dossiers/${code}/receipt`);
  for (const n of ['name', 'address']) assert.ok(paper.includes(`&lt;script&gt;x${n}&lt;/script&gt;`), n);
  assert.ok(Number((await ask('select count(*) from dossier'))[0][0]) > 60);
});

test('the page speaks three languages', async () => {
  const { code } = await fresh();
  const titles = { vi: /Các bước/, en: /Steps/, tr: /Adımlar/ };
  for (const [lang, title] of Object.entries(titles)) {
    const page = await (await as(DESK, lang)).page(`/dossiers/${code}`);
    assert.match(page, new RegExp(`<html lang="${lang}"`));
    for (const [other, word] of Object.entries(titles)) assert.equal(word.test(words(page)), other === lang, `${other} on the ${lang} page`);
    assert.match(words(page), title);
  }
});

test('papers, offices and the place are called as the reader\'s language calls them', async () => {
  const code = await file(BIRTH, COMMUNE);
  for (const [lang, paper, office, place] of [['vi', 'Tờ khai theo mẫu', 'Tư pháp – Hộ tịch', 'Ủy ban nhân dân huyện Đô Lương'],
    ['en', 'Declaration on the prescribed form', 'Justice and Civil Status, Tràng Sơn', 'Đô Lương district'], ['tr', 'Belirlenen forma göre beyanname', 'Adalet ve Nüfus, Tràng Sơn', 'Đô Lương ilçesi']]) {
    const html = await (await as(DESK, lang)).page(`/dossiers/${code}`);
    assert.match(html, new RegExp(`<th scope="row">${paper} `), lang);
    assert.match(html, new RegExp(`<td data-label="[^"]+">${office}</td>`), lang);
    assert.match(html, new RegExp(`<p>${place} · `), lang);
  }
});

test('an open form is the thing to press, can be left, and is not offered a second time', async () => {
  const code = await file(BIRTH, COMMUNE);
  const desk = await as(DESK);
  await press(desk, code, 'accept');
  const html = await desk.page(`/dossiers/${code}?act=ask-supplement`);
  const [, panel] = /<form id="act-form"([^]*?)<\/form>/.exec(html);
  assert.match(panel, /<button type="submit">Yêu cầu bổ sung<\/button>/);
  assert.match(panel, new RegExp(`<a href="/dossiers/${code}">`));
  const filled = html.match(/<(button|a)\b[^>]*>/g).filter((tag) => (/class="([^"]*)"/.exec(tag)?.[1] ?? tag.slice(1, 7)) === 'button');
  assert.equal(filled.length, 1, filled.join());
  assert.ok(!html.includes(`/dossiers/${code}?act=ask-supplement#act`));
});

test('the receipt leads to the address of the settings, whatever host was asked', async () => {
  const { code, who, form } = await fresh();
  assert.equal((await who.get(`/dossiers/${code}/receipt`)).status, 404, 'no receipt before acceptance');
  await send(who, form);
  const here = await who.page(`/dossiers/${code}/receipt`);
  const other = await serve(db, '--settings', settings());
  try {
    const there = await people(other)(DESK);
    const qr = (html) => /<svg[^>]*role="img"[^]*?<\/svg>/.exec(html)?.[0] ?? /<div class="qr">([^]*?)<\/div>/.exec(html)[1];
    const sheet = await there.page(`/dossiers/${code}/receipt`);
    assert.notEqual(qr(sheet), qr(here));
    there.headers = ((own) => (more) => own.call(there, { ...more, 'X-Forwarded-Host': 'evil.example' }))(Person.prototype.headers);
    assert.equal(qr(await there.page(`/dossiers/${code}/receipt`)), qr(sheet));
  } finally {
    await other.stop();
  }
});

test('what was done agrees with the ledger', () => {
  assert.match(answer('verify', '--db', db), /^all agree/);
});
