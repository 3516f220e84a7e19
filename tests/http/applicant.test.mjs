// SPDX-License-Identifier: EUPL-1.2
/*
 * What only the applicant may do from the outside: prove who they are, send what
 * is missing, fetch the result. And that nobody else may, however close they come.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { start } from './lib.mjs';
import { answer, command, setClock, sqlite, token, world } from './motcua.mjs';

const bytes = '%PDF-1.4\n% a paper that was missing\n';
const PDF = new Blob([bytes], { type: 'application/pdf' });
const sha256 = createHash('sha256').update(bytes).digest('hex');
const number = '040099000001';
let server, path, db, all;

before(async () => {
  ({ path, db } = world('2024-05-06T08:30'));
  all = token(db, 'all', 'all');
  server = await start({ command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'], ready: '/readyz' });
});
after(() => server?.stop());

const api = async (method, where, body) => {
  const got = await fetch(`${server.url}/api/v1${where}`, {
    method,
    headers: { Authorization: `Bearer ${all}`, 'Content-Type': 'application/json', ...(where.includes('/actions/') ? { 'If-Match': '*' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json = await got.json();
  assert.ok(got.ok, `${where}: ${JSON.stringify(json)}`);
  return json;
};
const dossier = (code) => api('GET', `/dossiers/${code}`);
const act = (code, action, body = {}) => api('POST', `/dossiers/${code}/actions/${action}`, body);
const get = (where, cookie = '') => fetch(server.url + where, { redirect: 'manual', headers: { 'Accept-Language': 'vi', cookie } });
const text = (html) => html.replaceAll('&amp;', '&');

async function file(changes = {}) {
  const { code } = await api('POST', '/dossiers', { procedure: '1.001193', unit: 'H41.14.01', channel: 'online', applicant: { kind: 'citizen', id_number: number, name: 'Nguyễn Văn Đức', phone: '0912345678' }, ...changes });
  return code;
}

/** Somebody who knows the code and the last four: { cookie, csrf, url, html, post(), prove() }. */
async function follower(code, last4 = '0001') {
  const first = await get('/track');
  const me = { cookie: first.headers.get('set-cookie').split(';')[0] };
  me.csrf = /name="csrf" value="([^"]+)"/.exec(await first.text())[1];
  const send = (where, body) => fetch(server.url + where, { method: 'POST', redirect: 'manual', headers: { 'Accept-Language': 'vi', cookie: me.cookie }, body });
  me.look = async (where) => {
    const got = await get(where, me.cookie);
    assert.equal(got.status, 200, where);
    me.url = where;
    me.html = await got.text();
    return me.html;
  };
  const found = await send('/track', new URLSearchParams({ csrf: me.csrf, code, last4 }));
  assert.equal(found.status, 303);
  await me.look(found.headers.get('location'));
  me.hidden = () => Object.fromEntries([...me.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, k, v]) => [k, v]));
  me.seals = () => Object.fromEntries(new URL(me.url, server.url).searchParams);
  me.prove = (id_number) => send(`/track/${code}?k=${me.seals().k}`, new URLSearchParams({ csrf: me.csrf, id_number, go: 'prove' }));
  me.open = async () => {
    const proved = await me.prove(number);
    assert.equal(proved.status, 303);
    return me.look(proved.headers.get('location').split('#')[0]);
  };
  me.reply = (fields = {}, files = {}, seals = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...me.hidden(), ...fields, go: 'reply' })) body.append(name, value);
    for (const [name, blob] of Object.entries(files)) body.append(name, blob, 'giấy chứng sinh.pdf');
    return send(`/track/${code}?${new URLSearchParams({ k: me.seals().k, p: me.seals().p ?? '', ...seals })}`, body);
  };
  return me;
}

test('what is missing is sent by the applicant after a proof, and the answer is due again', async () => {
  const code = await file();
  await act(code, 'ask-completion', { items: 'Giấy chứng sinh: ảnh bị mờ' });
  const me = await follower(code);
  assert.match(me.html, /Giấy chứng sinh: ảnh bị mờ/);
  assert.doesNotMatch(me.html, /type="file"/);
  await me.open();
  const [first, second] = [...me.html.matchAll(/name="(paper\.\d+)"/g)].map(([, name]) => name);
  assert.equal((await me.reply()).status, 422);
  const bad = await me.reply({ message: 'xin xem' }, { [first]: new Blob(['MZ a program']) });
  assert.equal(bad.status, 422);
  const again = await bad.text();
  assert.match(again, new RegExp(`href="#${first.replace('.', '\\.')}"`));
  assert.match(again, /xin xem\s*<\/textarea>/);
  assert.equal((await dossier(code)).state, 'pre-supplement');

  const sent = await me.reply({ message: 'Đã chụp lại' }, { [first]: PDF, [second]: PDF });
  assert.equal(sent.status, 303, await sent.text());
  const twice = await me.reply({ message: 'Đã chụp lại' }, { [first]: PDF, [second]: PDF });
  assert.equal(twice.status, 303);
  const now = await dossier(code);
  assert.equal(now.state, 'submitted');
  assert.deepEqual(now.events.map((e) => e.action), ['submit', 'ask-completion', 'digitise', 'digitise', 'complete']);
  assert.equal(now.events.at(-1).reason, 'Đã chụp lại');
  assert.equal(now.components.filter((c) => c.source === 'filed').length, 2);
  assert.match(await me.look(sent.headers.get('location')), /Đã nhận giấy tờ bổ sung/);
  assert.doesNotMatch(me.html, /type="file"/);
});

test('the appointment moves by the time the office waited for the reply', async () => {
  const code = await file();
  await act(code, 'accept');
  await act(code, 'hand-over');
  const { due } = await dossier(code);
  await act(code, 'ask-supplement', { items: 'Giấy đăng ký kết hôn' });
  setClock(path, '2024-05-08T08:30');
  await new Promise((done) => setTimeout(done, 2500));
  const me = await follower(code);
  await me.open();
  const [first] = [...me.html.matchAll(/name="(paper\.\d+)"/g)].map(([, name]) => name);
  assert.equal((await me.reply({}, { [first]: PDF })).status, 303);
  const now = await dossier(code);
  assert.equal(now.state, 'in-progress');
  assert.ok(Date.parse(now.due) > Date.parse(due), `${due} became ${now.due}`);
  assert.equal(JSON.parse(answer('verify', '--db', db, '--format', 'json')).agrees, true);
});

test('nothing is taken without a proof, with that of another dossier, or once it changed', async () => {
  const code = await file(), other = await file();
  for (const one of [code, other]) await act(one, 'ask-completion', { items: 'Tờ khai' });
  const me = await follower(code), thief = await follower(other);
  await thief.open();
  const { p } = thief.seals();
  const nothing = async () => assert.equal((await dossier(code)).version, 2);
  for (const forged of [{ p: '' }, { p }, { p: '0'.repeat(32) }]) {
    const got = await me.reply({ once: 'x', version: '2', message: 'xin chào' }, {}, forged);
    assert.equal(got.status, 303, JSON.stringify(forged));
    await nothing();
  }
  await me.open();
  assert.equal((await me.reply({ csrf: '0'.repeat(32), message: 'xin chào' })).status, 403);
  assert.equal((await me.reply({ message: 'xin chào' }, {}, { k: '0'.repeat(32) })).status, 404);
  await nothing();
  await act(code, 'refuse', { reason: 'Không thuộc thẩm quyền' });
  const late = await me.reply({ message: 'xin chào' });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /Không thuộc thẩm quyền/);
  assert.equal((await dossier(code)).state, 'refused');
});

test('the result is fetched after a proof, and while nothing is owed', async () => {
  const code = await file();
  const steps = (await api('GET', '/procedures/1.001193')).items[0].steps.filter((s) => s.counted);
  const result = { file: { sha256 }, result: { number: '12/GKS', date: '2024-05-06' } };
  await act(code, 'accept');
  await act(code, 'hand-over');
  for (const [i, step] of steps.slice(1).entries()) {
    const isLast = i === steps.length - 2;
    await act(code, step.role === 'approve' ? 'approve' : isLast ? 'issue' : 'forward', isLast ? result : {});
  }
  assert.equal((await dossier(code)).state, 'signed');
  const me = await follower(code);
  const { k } = me.seals();
  assert.doesNotMatch(me.html, /\/result\?/);
  for (const where of [`/track/${code}/result`, `/track/${code}/result?k=${k}&p=${'0'.repeat(32)}`])
    assert.notEqual((await get(where, me.cookie)).status, 200);
  await me.open();
  const link = text(/href="(\/track\/[^"]+\/result\?[^"]+)"/.exec(me.html)[1]);
  const got = await get(link);
  assert.equal(got.status, 200);
  assert.match(got.headers.get('content-disposition'), /^attachment/);
  assert.equal(await got.text(), bytes);
  sqlite(path, `update dossier set fee = 8000 where code = '${code}'`);
  assert.equal((await get(link)).status, 404);
  assert.match(await me.look(me.url), /còn phải nộp: 8\.000/);
  assert.doesNotMatch(me.html, /\/result\?/);
});

test('a refusal says why, and nothing is owed for what was refused or withdrawn', async () => {
  const refused = await file(), withdrawn = await file();
  await act(refused, 'refuse', { items: 'Không thuộc thẩm quyền', reason: 'Không thuộc thẩm quyền' });
  await act(withdrawn, 'accept');
  await act(withdrawn, 'hand-over');
  await act(withdrawn, 'withdraw', { reason: 'Người nộp xin rút' });
  sqlite(path, `update dossier set fee = 8000 where code in ('${refused}', '${withdrawn}')`);
  const no = await follower(refused), back = await follower(withdrawn);
  assert.match(no.html, /Không thuộc thẩm quyền/);
  assert.match(back.html, /Bạn đã rút hồ sơ này/);
  for (const { html } of [no, back]) assert.doesNotMatch(html, /8\.000|class="deadline/);
});

test('who waits too long is told so, and that we are sorry; who still owes, where to pay', async () => {
  const code = await file();
  await act(code, 'accept');
  await act(code, 'hand-over');
  sqlite(path, `update dossier set fee = 8000 where code = '${code}'`);
  assert.match((await follower(code)).html, /Bạn chưa phải làm gì[^]*còn phải nộp: 8\.000[^]*Nộp tại bộ phận một cửa/);
  setClock(path, '2024-05-31T08:30');
  await new Promise((done) => setTimeout(done, 2500));
  const { html } = await follower(code);
  assert.match(html, /Quá hạn/);
  assert.match(html, /Xin lỗi bạn[^]*bộ phận một cửa, Ủy ban nhân dân/);
  setClock(path, '2024-05-06T08:30');
});

test('a wrong number says nothing but that it is wrong, and tries run out', async () => {
  const code = await file();
  await act(code, 'ask-completion', { items: 'Tờ khai' });
  const me = await follower(code);
  const said = new Set();
  for (const wrong of ['', '0001', '040099000002', '0400990000011', 'x'.repeat(500)]) {
    const got = await me.prove(wrong);
    assert.equal(got.status, 422, wrong);
    said.add((await got.text()).replace(/name="once" value="[^"]*"|[0-9a-f]{16,}/g, ''));
  }
  assert.equal(said.size, 1);
  let status;
  for (let i = 0; i < 12 && status !== 429; i++) status = (await me.prove('040099000002')).status;
  assert.equal(status, 429);
  assert.equal((await me.prove(number)).status, 429);
});
