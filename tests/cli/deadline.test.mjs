// SPDX-License-Identifier: EUPL-1.2
// `motcua deadline` as a person and as a program sees it, and `backup` and `restore`.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, folder, run, sqlite, world } from '../http/motcua.mjs';
import { startPostgres } from '../pg.mjs';

const root = new URL('../../', import.meta.url).pathname;
const modes = ['hours', 'wd_end', 'cal_end'];

// received, normalised ('' when the same), days, due by hours, wd_end, cal_end: the vectors of the rules.
const vectors = `
2024-04-26T09:00                  3 2024-05-04T09:00 2024-05-04T17:30 2024-05-02T17:30
2024-04-26T16:30                  1 2024-05-02T16:30 2024-05-02T17:30 2024-05-02T17:30
2024-05-03T15:00                  2 2024-05-06T15:00 2024-05-06T17:30 2024-05-06T17:30
2024-08-30T18:05 2024-09-04T07:30 1 2024-09-04T17:30 2024-09-05T17:30 2024-09-05T17:30
2024-02-06T10:00                  5 2024-02-20T10:00 2024-02-20T17:30 2024-02-15T17:30
2025-04-25T14:00                  3 2025-04-29T14:00 2025-04-29T17:30 2025-04-28T17:30
2025-08-29T11:45 2025-08-29T13:30 2 2025-09-04T11:30 2025-09-04T17:30 2025-09-03T17:30
2026-02-13T16:00                  3 2026-02-25T16:00 2026-02-25T17:30 2026-02-23T17:30
2026-08-21T10:00                  2 2026-08-24T10:00 2026-08-24T17:30 2026-08-24T17:30
2026-08-28T15:10                  1 2026-09-03T15:10 2026-09-03T17:30 2026-09-03T17:30
2026-04-24T09:30                  5 2026-05-06T09:30 2026-05-06T17:30 2026-04-29T17:30
2024-05-17T08:00                 21 2024-06-17T08:00 2024-06-17T17:30 2024-06-07T17:30
`.trim().split('\n').map((line) => line.split(/\s+/));

const ask = (received, days, mode, ...more) => answer('deadline', '--received', received, '--days', days, '--mode', mode, ...more);

test('every vector of the law comes out, with and without a database', () => {
  const { db } = world();
  for (const row of vectors) {
    const received = row[0];
    const [days, ...dues] = row.slice(-4);
    const normalised = row.length === 6 ? row[1] : received;
    modes.forEach((mode, i) => {
      const got = JSON.parse(ask(received, days, mode, '--format', 'json'));
      assert.equal(got.normalised, normalised, `${received} ${mode}`);
      assert.equal(got.due, dues[i], `${received} ${days} ${mode}`);
      const counted = got.steps.filter((s) => s.counted);
      if (mode === 'hours') assert.equal(counted.reduce((n, s) => n + s.minutes, 0), days * 480);
      else assert.equal(counted.reduce((n, s) => n + s.days, 0), Number(days), `${received} ${mode}`);
    });
  }
  assert.equal(ask('2024-04-26T09:00', '3', 'hours', '--db', db, '--unit', 'H41.14.01', '--format', 'json'), ask('2024-04-26T09:00', '3', 'hours', '--format', 'json'));
});

test('a unit with hours and a closed day of its own is asked by them, and no other unit is', () => {
  const { db } = world();
  const due = (received, unit, ...more) => {
    const got = JSON.parse(ask(received, '1', 'hours', '--unit', unit, ...more, '--format', 'json'));
    return [got.normalised.slice(5), got.due.slice(5)];
  };
  for (const more of [[], ['--db', db]]) {
    // Lam Sơn in winter: 08:00–11:45, 13:00–17:15; closed on 28 October.
    assert.deepEqual(due('2024-11-20T07:40', 'H41.14.04', ...more), ['11-20T08:00', '11-20T17:15']);
    assert.deepEqual(due('2024-11-20T07:40', 'H41.14.04.MC', ...more), ['11-20T08:00', '11-20T17:15']);
    assert.deepEqual(due('2024-10-25T13:30', 'H41.14.04', ...more), ['10-25T13:30', '10-29T13:30']);
    for (const unit of ['H41.14.03', 'H41.14', 'H41']) {
      assert.deepEqual(due('2024-11-20T07:40', unit, ...more), ['11-20T07:40', '11-21T07:40'], unit);
      assert.deepEqual(due('2024-10-25T13:30', unit, ...more), ['10-25T13:30', '10-28T11:30'], unit);
    }
    assert.deepEqual(due('2024-04-26T09:00', 'H41.14.04', ...more), due('2024-04-26T09:00', 'H41.14', ...more));
  }
});

test('the reasons read as they did', () => {
  const text = modes.map((mode) => `# ${mode}\n${ask('2024-04-26T09:00', '3', mode)}${ask('2024-04-26T09:00', '3', mode, '--format', 'json')}`).join('');
  const path = join(root, 'tests/cli/golden/deadline.txt');
  if (process.env.MOTCUA_GOLDEN === 'write') writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
});

test('what makes no question is refused with what was wrong', () => {
  const good = ['--received', '2024-04-26T09:00', '--days', '3', '--mode', 'hours'];
  const change = (name, value) => good.map((w, i) => (good[i - 1] === name ? value : w));
  for (const [args, say] of [
    [change('--received', '2024-02-30T09:00'), /2024-02-30T09:00/],
    [change('--days', '-1'), /--days/],
    [change('--mode', 'moon'), /hours, wd_end or cal_end/],
    [[...good, '--unit', 'H99'], /no such unit: H99/],
    [[...good, '--format', 'csv'], /usage/],
    [good.slice(2), /usage/],
    [change('--received', '1990-01-01T09:00'), /does not reach/],
  ]) {
    const got = run('deadline', ...args);
    assert.equal(got.status, 2, args.join(' '));
    assert.match(got.stderr, say);
    assert.equal(got.stdout, '');
  }
});

test('a copy is the same database, and nothing is written over', () => {
  const { path, db } = world();
  const copy = join(folder(), 'copy');
  const back = join(folder(), 'back.db');
  answer('backup', '--db', db, '--out', copy);
  assert.match(answer('restore', '--from', copy, '--db', `sqlite:${back}`), /all agree/);
  const text = 'select count(*) from unit union all select count(*) from step union all select clock_behind from realm';
  assert.equal(sqlite(back, text), sqlite(path, text));
  assert.equal(run('backup', '--db', db, '--out', copy).status, 1);
  const over = run('restore', '--from', copy, '--db', `sqlite:${back}`);
  assert.equal(over.status, 1);
  assert.match(over.stderr, /exists already/);
});

test('what is no copy of ours is not restored, and leaves nothing', () => {
  const { db } = world();
  const dir = folder();
  const target = join(dir, 'back.db');
  const foreign = join(dir, 'foreign');
  spawnSync('sqlite3', [foreign, 'create table t (x)']);
  const text = join(dir, 'text');
  writeFileSync(text, 'x'.repeat(10000));
  const newer = join(dir, 'newer');
  answer('backup', '--db', db, '--out', newer);
  sqlite(newer, "insert into schema_migration select number + 100, 'of-tomorrow', sha256, applied_at from schema_migration where number = 1");
  const cut = join(dir, 'cut');
  answer('backup', '--db', db, '--out', cut);
  writeFileSync(cut, readFileSync(cut).subarray(0, 100000));
  for (const from of [foreign, text, newer, cut, join(dir, 'none')]) {
    const got = run('restore', '--from', from, '--db', `sqlite:${target}`);
    assert.notEqual(got.status, 0, from);
    assert.notEqual(got.stderr, '', from);
    assert.ok(!existsSync(target), `${from} left a database`);
  }
});

test('a copy of PostgreSQL made while it is written to fills an empty database, and nothing else', async () => {
  const pg = await startPostgres();
  try {
    answer('load', '--db', pg.db, '--dossiers', '50', '--seed', '3');
    const copy = join(folder(), 'copy');
    answer('backup', '--db', pg.db, '--out', copy);
    assert.equal(run('backup', '--db', pg.db, '--out', copy).status, 1, 'nothing is written over');
    const back = pg.fresh('back');
    assert.match(answer('restore', '--from', copy, '--db', back), /50 dossiers, .* all agree/);
    const over = run('restore', '--from', copy, '--db', back);
    assert.equal(over.status, 1);
    assert.match(over.stderr, /is not empty/);
    const text = join(folder(), 'text');
    writeFileSync(text, 'x'.repeat(10000));
    const bad = run('restore', '--from', text, '--db', pg.fresh('other'));
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /pg_restore/);
    assert.equal(run('backup', '--db', pg.fresh('empty'), '--out', join(folder(), 'none')).status, 1);
  } finally {
    await pg.stop();
  }
});

test('a database that is not there is not made by asking it', () => {
  const none = join(folder(), 'none.db');
  for (const args of [['verify'], ['report', 'channel'], ['serve'], ['token', '--scope', 'all'], ['deadline', '--received', '2024-04-26T09:00', '--days', '1', '--mode', 'hours']]) {
    const got = run(...args, `--db=sqlite:${none}`);
    assert.equal(got.status, 2, args[0]);
    assert.match(got.stderr, /there is no such file/);
    assert.ok(!existsSync(none), args[0]);
  }
  assert.match(answer('migrate', '--db', `sqlite:${none}`), /^schema \d+$/m);
  assert.match(run('report', 'nothing', '--db', `sqlite:${none}`).stderr, /no report called nothing/);
});
