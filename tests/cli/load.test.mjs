// SPDX-License-Identifier: EUPL-1.2
/*
 * `motcua load --dossiers`: what a trial of speed is filled with must be what
 * officers would have left, or the trial measures something else. Every state and
 * agency over two years, one ledger that agrees, the same again for the same
 * seed, on both databases; and nothing is ever poured over what is there.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setCookies, start } from '../http/lib.mjs';
import { answer, command, folder, run, sqlite } from '../http/motcua.mjs';
import { startPostgres } from '../pg.mjs';

const N = 1500;
const dir = folder();
const path = join(dir, 'load.db');
const sqliteDb = (name) => `sqlite:${join(dir, name)}`;
const db = sqliteDb('load.db');
const number = (text) => Number(sqlite(path, text));
const heads = (file) => sqlite(join(dir, file), 'select hex(head) from dossier order by id');
let said, pg;

before(async () => {
  const got = run('load', '--db', db, '--dossiers', String(N), '--seed', '7');
  assert.equal(got.status, 0, got.stderr);
  said = got.stderr;
  pg = await startPostgres();
});
after(() => pg?.stop());

for (const bad of [['0'], ['-1'], ['1.5'], ['viele'], ['10000001'], ['5', '--seed', '-1'], ['5', '--seed', 'x']]) {
  test(`--dossiers ${bad.join(' ')} is refused, and no database is made`, () => {
    const got = run('load', '--db', sqliteDb('never.db'), '--dossiers', ...bad);
    assert.equal(got.status, 2);
    assert.match(got.stderr, /^usage: motcua load/);
    assert.equal(existsSync(join(dir, 'never.db')), false);
  });
}

test('a seed without a number of dossiers is refused', () => {
  assert.equal(run('load', '--db', sqliteDb('never.db'), '--seed', '3').status, 2);
});

test('it says how far it is, up to the number that was asked for', () => {
  const lines = said.trim().split('\n');
  assert.ok(lines.length >= 10 && lines.length <= 20, said);
  assert.equal(lines.at(-1), `motcua load: ${N} of ${N} dossiers`);
  assert.equal(number('select count(*) from dossier'), N);
});

test('the ledger agrees with everything kept beside it', () => {
  const got = JSON.parse(answer('verify', '--db', db, '--format', 'json'));
  assert.equal(got.agrees, true);
  assert.equal(got.dossiers, N);
  assert.equal(got.events, number('select count(*) from event'));
});

test('two years end at the realm\'s now, which is a morning', () => {
  const [first, last] = ['min', 'max'].map((f) => Number(sqlite(path, `select ${f}(at) / 1000000 from event`)));
  const now = Date.now() / 1000 - Number(sqlite(path, 'select clock_behind / 1000000 from realm'));
  assert.ok(Math.abs(last - first - 2 * 365.25 * 86400) < 10 * 86400, `${first} ${last}`);
  assert.ok(now > last && now - last < 4 * 86400, `${last} ${now}`);
  assert.equal(new Date((now + 7 * 3600) * 1000).getUTCHours(), 7);
  const months = number("select count(distinct period) from tally where period between 100000 and 999999 and received > 0");
  assert.equal(months, 24);
});

test('every state of the table has dossiers, but the draft that nobody stores', () => {
  const rows = answer('states').trim().split('\n').slice(1).map((line) => line.split(/ +/));
  const wanted = new Set(rows.flatMap(([from, , to]) => [from, to]).filter((s) => /^[a-z-]+$/.test(s))).size;
  assert.equal(number('select count(distinct state) from dossier'), wanted);
});

test('every agency of the district has dossiers, also the one that two were merged into', () => {
  const without = sqlite(path, `select code from unit where kind in (select kind from unit where code in ('H41.14', 'H41.14.01'))
    and valid_from <= '2025-05-30' and (valid_to is null or valid_to >= '2023-06-01') and id not in (select unit from dossier)`);
  assert.equal(without, '');
  assert.equal(number(`select count(*) from dossier d join unit u on u.id = d.unit
    where accepted_day > 0 and (date(accepted_day * 86400, 'unixepoch') not between u.valid_from and coalesce(u.valid_to, '9999'))`), 0);
});

test('every channel and every kind of punctuality is there, and most of it is in time', () => {
  assert.equal(number('select count(distinct channel) from dossier'), 3);
  const [early, punctual, late] = sqlite(path, 'select sum(early), sum(on_time), sum(late) from tally where period between 100000 and 999999').split('|').map(Number);
  assert.ok(early > late && punctual > 0 && late > 0 && late < N / 10, `${early} ${punctual} ${late}`);
});

test('files have digest, size and name, and say that their bytes are not here', () => {
  assert.equal(number('select count(*) from file where absent <> 1 or length(sha256) <> 32 or size < 1024 or name not like \'%.pdf\''), 0);
  assert.equal(number('select count(*) from file') > 2 * N, true);
  assert.equal(number('select count(distinct sha256) from file'), number('select count(*) from file'));
  assert.equal(number('select count(*) from dossier_component c left join file f on f.realm = c.realm and f.id = c.file and f.dossier = c.dossier where (c.source > 0) <> (f.id is not null)'), 0);
  assert.equal(number("select count(*) from event e where (e.component > 0 or e.detail like '%result%') and not exists (select 1 from file f where f.dossier = e.dossier and instr(e.detail, lower(hex(f.sha256))) > 0)"), 0);
});

test('the page of a dossier names its files without offering them', async () => {
  const server = await start({ command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'], ready: '/readyz' });
  try {
    const form = await fetch(`${server.url}/sign-in`);
    const fields = Object.fromEntries([...(await form.text()).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, k, v]) => [k, v]));
    let cookie = setCookies(form.headers).map((c) => c.split(';')[0]).join('; ');
    const signed = await fetch(`${server.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { Cookie: cookie, Origin: server.url }, body: new URLSearchParams({ ...fields, login: 'chutich', password: 'motcua2024' }) });
    cookie = setCookies(signed.headers).map((c) => c.split(';')[0]).join('; ');
    const [code, id, name] = sqlite(path, 'select d.code, f.id, f.name from dossier d join file f on f.dossier = d.id join dossier_component c on c.dossier = d.id and c.file = f.id order by d.id desc limit 1').split('|');
    const page = await fetch(`${server.url}/dossiers/${code}`, { headers: { Cookie: cookie, 'Accept-Language': 'en' } });
    assert.equal(page.status, 200);
    const html = await page.text();
    assert.ok(html.includes(name) && !html.includes(`/files/${id}`), name);
    assert.match(html, /its content is not kept here/);
    const file = await fetch(`${server.url}/dossiers/${code}/files/${id}`, { headers: { Cookie: cookie } });
    assert.equal(file.status, 404);
  } finally {
    await server.stop();
  }
});

test('the same seed gives the same ledger, another one another', () => {
  answer('load', '--db', sqliteDb('a.db'), '--dossiers', '200', '--seed', '11');
  answer('load', '--db', sqliteDb('b.db'), '--dossiers', '200', '--seed', '11');
  answer('load', '--db', sqliteDb('c.db'), '--dossiers', '200', '--seed', '12');
  assert.equal(heads('a.db'), heads('b.db'));
  assert.notEqual(heads('a.db'), heads('c.db'));
});

test('PostgreSQL gets the same ledger as SQLite, and it agrees', () => {
  answer('load', '--db', pg.db, '--dossiers', '200', '--seed', '11');
  assert.equal(pg.sql("select upper(encode(head, 'hex')) from dossier order by id").trim(), heads('a.db'));
  assert.equal(pg.sql('select count(*) from file where absent').trim(), sqlite(join(dir, 'a.db'), 'select count(*) from file'));
  const got = JSON.parse(answer('verify', '--db', pg.db, '--format', 'json'));
  assert.deepEqual([got.agrees, got.dossiers], [true, 200]);
});

test('a world without dossiers is filled; one with dossiers is left as it is', () => {
  answer('load', '--db', sqliteDb('world.db'));
  answer('load', '--db', sqliteDb('world.db'), '--dossiers', '50');
  const before = heads('world.db');
  const again = run('load', '--db', sqliteDb('world.db'), '--dossiers', '50');
  assert.equal(again.status, 1);
  assert.match(again.stderr, /has dossiers already/);
  assert.equal(heads('world.db'), before);
  const world = run('load', '--db', sqliteDb('world.db'));
  assert.equal(world.status, 1);
  assert.match(world.stderr, /has a world already/);
});
