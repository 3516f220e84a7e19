// SPDX-License-Identifier: EUPL-1.2
// How often each address asks the database. The budgets are in limits.tsv; the
// server tells in its log what a request has asked. A page of fifty rows asks as
// often as one of five, and an act on a long history as often as on a short one.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sleep } from './lib.mjs';
import { answer, token } from './motcua.mjs';
import { Person, asking, codes, filer, filled, forms, offered, people, press, send, serve } from './desk.mjs';

const COMMUNE = 'H41.14.10';
let db, world, server, as, file, ask, key, code, paper, tracked, visitor;

const rows = readFileSync(new URL('limits.tsv', import.meta.url), 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split('\t'));
const budgets = (method) => new Map(rows.filter(([m]) => m === method).map(([, route, n]) => [route, Number(n)]));
const limits = budgets('GET'), writes = budgets('POST');
const routes = (wanted = 'GET') => answer('routes').split('\n').map((l) => l.split(/\s+/)).filter(([method]) => method === wanted).map(([, route]) => route);

before(async () => {
  world = await filled(1500);
  db = world.db;
  server = await serve(db);
  as = people(server);
  file = filer(server, db);
  ask = asking(db);
  key = token(db, 'limits', 'all');
  for (let i = 0; i < 60; i++) await file('1.001193', COMMUNE, { applicant: { name: `Nhiều Dòng ${i}` } });
  /* A dossier with a history, a paper and a receipt. */
  code = await file('1.001193', COMMUNE);
  const desk = await as('motcua.trangson');
  await send(desk, await offered(desk, code, 'digitise'));
  await press(desk, code, 'accept');
  await press(desk, code, 'hand-over');
  for (let i = 0; i < 12; i++) await press(desk, code, 'pay', { amount: '1000' });
  visitor = new Person(server);
  const form = forms(await visitor.page('/track')).find((f) => f.action === '/track');
  tracked = (await visitor.post('/track', { ...form.fields, code, last4: '0001' })).to;
  assert.match(tracked, /^\/track\//);
  [, paper] = /\/files\/(\d+)"/.exec(await desk.page(`/dossiers/${code}`));
});
after(async () => {
  ask?.end();
  await server?.stop();
  await world?.stop();
});

/** What the log has said since a place: [{ route, status, reads }]. */
async function told(from, n) {
  for (let i = 0; i < 100; i++) {
    const lines = [...server.log.slice(from).matchAll(/^\S+ (\w+) (\S+) (\d+) \d+ us \d+ B (\d+) statements/gm)].map(([, method, route, status, reads]) => ({ method, route, status: Number(status), reads: Number(reads) }));
    if (lines.length >= n) return lines;
    await sleep(20);
  }
  throw new Error(`the log does not tell:\n${server.log.slice(from)}`);
}
async function cost(who, to, headers) {
  const from = server.log.length;
  const got = await who.get(to, headers);
  assert.ok(got.status < 400, `${to}: ${got.status}`);
  const [line] = await told(from, 1);
  return line;
}

const bearer = () => ({ Authorization: `Bearer ${key}` });
/* Addresses of each route, the most expensive ones that we know; who asks: a login, or nobody. */
const PLACES = {
  '/': [['/', null], ['/', 'chutich']],
  '/procedures': [['/procedures', null], ['/procedures?q=dang%20ky&level=commune', null]],
  '/procedures/:code': [['/procedures/1.001193?level=commune', null]],
  '/apply/:code': [['/apply/1.001193?level=commune', null]],
  '/track': [['/track', null]],
  '/track/:code': () => [[tracked, null]],
  '/track/:code/result': () => [[tracked.replace('?', '/result?'), null]],
  '/sign-in': [['/sign-in', null]],
  '/lang': [['/lang?to=en', null]],
  '/theme': [['/theme?to=dark', null]],
  '/healthz': [['/healthz', null]],
  '/readyz': [['/readyz', null]],
  '/metrics': [['/metrics', 'token']],
  '/work': [['/work?scope=area', 'chutich'], ['/work?scope=authority', 'motcua'], ['/work?unit=H41.14.10', 'chutich'], ['/work?scope=area&overdue=1', 'chutich'], ['/work?q=nhieu%20dong', 'chutich'], ['/work?q=nhieu%20dong', 'chuyenvien']],
  '/counter': [['/counter', 'motcua.trangson'], ['/counter?q=khai%20sinh', 'motcua.trangson'], ['/counter?procedure=1.001193', 'motcua.trangson']],
  '/dossiers/:code': () => [[`/dossiers/${code}`, 'motcua.trangson'], [`/dossiers/${code}?act=withdraw`, 'motcua.trangson'], [`/dossiers/${code}`, 'chutich'], [`/dossiers/${code}?done=pay`, 'motcua.trangson']],
  '/dossiers/:code/receipt': () => [[`/dossiers/${code}/receipt`, 'motcua.trangson']],
  '/dossiers/:code/forms/:form': () => [[`/dossiers/${code}/forms/control`, 'motcua.trangson']],
  '/dossiers/:code/files/:id': () => [[`/dossiers/${code}/files/${paper}`, 'motcua.trangson']],
  '/dashboard': [['/dashboard', 'chutich'], ['/dashboard?span=twelve', 'chutich'], ['/dashboard?unit=H41.14.10', 'chutich']],
  '/dashboard/late': [['/dashboard/late', 'chutich'], ['/dashboard/late?span=twelve', 'chutich']],
  '/figures': [['/figures?kind=late&step=process&unit=H41.14', 'chutich'], ['/figures?kind=open&unit=H41.14', 'chutich'], ['/figures?kind=received&unit=H41.14&from=2023-06-01&to=2025-06-01', 'chutich'], ['/figures?kind=overdue&unit=H41.14', 'chutich']],
  '/figures/csv': [['/figures/csv?kind=open&unit=H41.14', 'chutich'], ['/figures/csv?kind=received&unit=H41.14&from=2023-06-01&to=2025-06-01', 'chutich']],
  '/reports': [['/reports', 'chutich'], ['/reports?report=channel', 'chutich']],
  '/reports/csv': [['/reports/csv', 'chutich']],
  '/openapi.json': [['/openapi.json', null]],
  '/api/v1/dossiers': [['/api/v1/dossiers?limit=200', 'token'], ['/api/v1/dossiers?q=nhieu%20dong&limit=50', 'token'], [`/api/v1/dossiers?unit=${COMMUNE}&sort=due`, 'token']],
  '/api/v1/dossiers/:code': () => [[`/api/v1/dossiers/${code}`, 'token']],
  '/api/v1/procedures': [['/api/v1/procedures?limit=200', 'token']],
  '/api/v1/procedures/:code': [['/api/v1/procedures/1.001193', 'token']],
  '/api/v1/units': [['/api/v1/units?limit=200', 'token']],
  '/api/v1/units/:code': [['/api/v1/units/H41.14', 'token']],
  '/api/v1/reports/:name': [['/api/v1/reports/channel?from=2025-01-01&to=2025-03-31', 'token'], ['/api/v1/reports/digitisation?from=2025-01-01&to=2025-03-31', 'token'], ['/api/v1/reports/catalogue', 'token']],
};

test('every address that reads has its budget and keeps it', async (t) => {
  const all = routes();
  assert.deepEqual(all.filter((r) => !limits.has(r)), [], 'routes without a budget in limits.tsv');
  assert.deepEqual([...limits.keys()].filter((r) => !all.includes(r)), [], 'budgets without a route');
  assert.deepEqual(all.filter((r) => !PLACES[r]), [], 'routes that this test does not ask');
  const most = new Map();
  for (const route of all) {
    const list = typeof PLACES[route] === 'function' ? PLACES[route]() : PLACES[route];
    for (const [to, login] of list) {
      const who = login && login !== 'token' ? await as(login) : visitor;
      const line = await cost(who, to, login === 'token' ? bearer() : undefined);
      assert.equal(line.route, route, to);
      most.set(route, Math.max(most.get(route) ?? 0, line.reads));
    }
  }
  for (const [route, reads] of most) t.diagnostic(`${route}\t${reads}`);
  assert.deepEqual([...most].filter(([route, reads]) => reads > limits.get(route)).map(([route, reads]) => `${route}: ${reads} of ${limits.get(route)}`), []);
});

test('fifty rows ask as often as five, a long history as often as a short one', async () => {
  const leader = await as('chutich'), desk = await as('motcua.trangson');
  const [many, few] = ['/work?scope=area', '/work?scope=office'];
  assert.equal(codes(await leader.page(many)).length, 50);
  assert.ok(codes(await leader.page(few)).length < 10);
  assert.equal((await cost(leader, many)).reads, (await cost(leader, few)).reads);
  const young = await file('1.001193', COMMUNE);
  const [[events]] = await ask(`select count(*) from event e join dossier d on d.id = e.dossier where d.code = '${code}'`);
  assert.ok(Number(events) > 15);
  await press(desk, code, 'pay', { amount: '1000' });
  const looks = async (which) => (await cost(desk, `/dossiers/${which}`)).reads;
  const first = [await looks(code), await looks(young)], second = [await looks(code), await looks(young)];
  assert.equal(first[0], first[1]);
  assert.equal(second[0], second[1]);
  assert.ok(second[0] < first[0], 'a ledger that did not grow is not read again');
});

test('every address that writes has its budget, and no act asks more for a long history', async (t) => {
  assert.deepEqual([...writes.keys()].sort(), routes('POST').sort());
  const api = (path, body) => fetch(`${server.url}/api/v1${path}`, {
    method: 'POST', headers: { ...bearer(), 'Content-Type': 'application/json', 'If-Match': '*' }, body: JSON.stringify(body),
  });
  const from = server.log.length;
  for (const old of [await file('1.001193', COMMUNE), code])
    assert.equal((await api(`/dossiers/${old}/actions/pay`, { amount: 1000 })).status, 200);
  const [young, long] = (await told(from, 3)).filter((l) => l.route.endsWith(':action'));
  assert.equal(long.reads, young.reads);
  assert.equal((await visitor.post(tracked, { last4: '0001' })).status < 500, true);
  assert.equal((await visitor.post('/apply/1.001193?level=commune', {})).status < 500, true);
  const desk = await as('motcua.trangson');
  await press(desk, await file('1.001193', COMMUNE), 'accept');
  const two = [await file('1.001193', COMMUNE), await file('1.001193', COMMUNE)];
  const bulk = forms(await desk.page('/work?state=submitted')).find((f) => f.action.startsWith('/work/acts'));
  await desk.post(bulk.action, [['csrf', bulk.fields.csrf], ['once', bulk.fields.once], ['do', 'accept'], ...bulk.choices.pick.filter((p) => two.includes(p.split(':')[0])).map((p) => ['pick', p])]);
  await (await new Person(server).signIn('caicach')).signIn('caicach');
  const all = await told(0, 1);
  const most = new Map();
  for (const { method, route, reads } of all) if (method === 'POST') most.set(route, Math.max(most.get(route) ?? 0, reads));
  for (const [route, n] of most) t.diagnostic(`POST ${route}\t${n}`);
  assert.deepEqual([...most].filter(([route, n]) => !(n <= writes.get(route))), []);
  for (const route of ['/api/v1/dossiers', '/api/v1/dossiers/:code/actions/:action', '/dossiers/:code/acts/:action']) assert.ok(most.get(route) >= 4, route);
  assert.equal(most.get('/sign-in'), writes.get('/sign-in'));
});
