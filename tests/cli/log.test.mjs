// SPDX-License-Identifier: EUPL-1.2
/*
 * What a server writes for whoever looks after it: what runs where, who was refused, what
 * broke and for which request; nothing personal, and no line without need.
 */
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { start } from '../http/lib.mjs';
import { filled, forms, Person, words } from '../http/desk.mjs';
import { command, token } from '../http/motcua.mjs';

const OFFICER = 'chutich';
let server, world, db;
const lines = () => server.log.split('\n').filter(Boolean);
const serve = () => start({ command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'], ready: '/readyz' });
before(async () => {
  world = await filled(40);
  ({ db } = world);
  server = await serve();
});
after(async () => {
  await server?.stop();
  await world?.stop();
});

/** What one act adds to the log. */
async function added(act) {
  const n = lines().length;
  const got = await act();
  await new Promise((done) => setTimeout(done, 200));
  return [got, lines().slice(n)];
}

test('the start tells version, database, files and address', () => {
  assert.match(server.log, new RegExp(`^motcua \\d+\\.\\d+\\.\\d+ starts: database ${db}, files ${server.dir}/files, listens at 127\\.0\\.0\\.1:${server.port}$`, 'm'));
});

test('each refused sign-in has a line, without name and address; one that succeeds has none', async () => {
  const [, wrong] = await added(async () => {
    const who = new Person(server);
    await who.page('/sign-in');
    const { fields } = forms(who.html).find((f) => f.action === '/sign-in');
    assert.equal((await who.post('/sign-in', { ...fields, login: OFFICER, password: 'geheim' })).status, 422);
  });
  assert.equal(wrong.length, 1);
  assert.match(wrong[0], /^[0-9a-f]{16} POST \/sign-in 422 /);
  assert.ok(!wrong[0].includes(OFFICER) && !wrong[0].includes('127.0.0.1') && !wrong[0].includes('geheim'));
  assert.deepEqual((await added(() => new Person(server).signIn(OFFICER)))[1], []);
  const [status, bearer] = await added(async () => (await fetch(`${server.url}/api/v1/units`, { headers: { Authorization: 'Bearer mc_x' } })).status);
  assert.equal(status, 401);
  assert.match(bearer[0], / GET \/api\/v1\/units 401 /);
});

test('a newer world that cannot be loaded has one line, and the old one goes on', async () => {
  const place = (unit) => world.sql(`update working_hours set unit = '${unit}' where seq = (select min(seq) from working_hours);
    update realm set generation = generation + 1`);
  const [, said] = await added(async () => {
    place('nowhere');
    await new Promise((done) => setTimeout(done, 3500)); // it looks once a second
  });
  place('');
  assert.deepEqual(said, ['motcua serve: the world: the calendar: no such unit: nowhere']);
  assert.equal((await fetch(`${server.url}/api/v1/units/H41.14`)).status, 200);
});

test('who tries too often has a line', async () => {
  const who = new Person(server);
  const { fields } = forms(await who.page('/track')).find((f) => f.action === '/track');
  const [status, said] = await added(async () => {
    for (let i = 0; i < 20; i++) {
      const got = await who.post('/track', { ...fields, code: 'H41.14.10-250602-0001', last4: '9999' });
      if (got.status === 429) return 429;
    }
    return 0;
  });
  assert.equal(status, 429);
  assert.equal(said.length, 1);
  assert.match(said[0], / POST \/track 429 /);
});

test('a file whose bytes are missing is told as that, and logged with its digest', async () => {
  const [code, id, sha256] = world.sql(`select d.code, f.id, lower(hex(f.sha256)) from dossier d join file f on f.dossier = d.id
    join dossier_component c on c.dossier = d.id and c.file = f.id order by d.id desc limit 1`).split('|');
  const where = `/dossiers/${code}/files/${id}`;
  const who = await new Person(server, 'en').signIn(OFFICER);
  assert.equal((await who.get(where)).status, 404, 'bytes that never were here');
  world.sql(`update file set absent = 0 where id = ${id}`);
  for (const [lang, said] of [['en', /content of this file is missing/], ['vi', /Nội dung của tệp này đã bị mất/], ['tr', /Bu dosyanın içeriği sistemimizde eksik/]]) {
    who.lang = lang;
    const [got, log] = await added(() => who.get(where));
    assert.equal(got.status, 500);
    assert.match(words(got.html), said);
    assert.ok(!/nothing at this address/.test(words(got.html)));
    assert.equal(log.length, 1);
    assert.match(log[0], new RegExp(`^[0-9a-f]{16} GET /dossiers/:code/files/:id 500 .* ${sha256}$`));
    assert.ok(got.html.includes(log[0].slice(0, 16)), 'the number of the page is that of the line');
  }
});

test('what the store says carries the number of the request', async () => {
  const secret = token(db, 'log', 'all');
  const code = world.sql('select code from dossier limit 1');
  world.sql('alter table event rename to hidden');
  const [status, log] = await added(async () => (await fetch(`${server.url}/api/v1/dossiers/${code}`, { headers: { Authorization: `Bearer ${secret}` } })).status);
  world.sql('alter table hidden rename to event');
  assert.equal(status, 500);
  const [, number] = /^([0-9a-f]{16}) store: .*no such table/.exec(log[0]);
  assert.match(log[1], new RegExp(`^${number} GET /api/v1/dossiers/:code 500 `));
});

test('the stop tells that it stopped', async () => {
  await server.stop();
  assert.match(server.log, /^motcua \d+\.\d+\.\d+ has stopped$/m);
  server = null;
});
