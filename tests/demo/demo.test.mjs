// SPDX-License-Identifier: EUPL-1.2
/*
 * The demonstration district, played through the verbs on both databases: the
 * figures of the district's own reports must come out to the digit, by command and
 * over the interface, and the ledger must agree. Then one thing is flipped in a
 * copy, and `motcua verify` must find it and name it.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../http/lib.mjs';
import { answer, command, folder, run, sqlite, token } from '../http/motcua.mjs';
import { startPostgres } from '../pg.mjs';

const spring = { from: '2024-01-01', to: '2024-05-03' };
const figures = [
  ['catalogue', { level: 'district' }, { full: 111, partial: 150, total: 261 }],
  ['catalogue', { level: 'commune' }, { full: 36, partial: 114, total: 156 }],
  ['channel', { level: 'district', ...spring }, { received: 645, online: 645, online_rate: 100 }],
  ['channel', { level: 'commune', ...spring }, { received: 3999, online: 3555, online_rate: 88.9 }],
  ['digitisation', { from: '2024-01-01', to: '2024-03-31' }, {
    received: 3351, components_digitised: 3350, fully_digitised: 3343, fully_digitised_rate: 99.76,
    settled: 3294, results_digitised: 3294, results_digitised_rate: 100,
  }],
];
const only = (object, names) => Object.fromEntries(names.map((n) => [n, object[n]]));
const dir = folder();
const path = join(dir, 'demo.db');
const embedded = `sqlite:${path}`;
let pg;

before(async () => {
  answer('demo', '--db', embedded, '--files', join(dir, 'files'));
  pg = await startPostgres();
  answer('demo', '--db', pg.db, '--files', join(dir, 'pg-files'));
});
after(() => pg?.stop());

for (const [name, db] of [['SQLite', () => embedded], ['PostgreSQL', () => pg.db]]) {
  test(`${name}: every report gives the district's figures, by command`, () => {
    for (const [report, query, want] of figures) {
      const options = Object.entries(query).flatMap(([k, v]) => [`--${k}`, v]);
      const names = Object.keys(want);
      const json = JSON.parse(answer('report', report, '--db', db(), ...options, '--format', 'json'));
      assert.deepEqual(only(json, names), want, `${report} ${options}`);
      const text = answer('report', report, '--db', db(), ...options, '--format', 'text');
      const csv = answer('report', report, '--db', db(), ...options, '--format', 'csv');
      for (const [figure, value] of Object.entries(want)) {
        assert.equal(Number(new RegExp(`^${figure} +(.*)$`, 'm').exec(text)[1]), value, `${report} ${figure}`);
        assert.equal(Number(new RegExp(`^${figure},(.*)$`, 'm').exec(csv)[1]), value, `${report} ${figure}`);
      }
    }
  });

  test(`${name}: the interface gives the same figures as the command`, async () => {
    const secret = token(db(), 'reports', 'report.read');
    const server = await start({ command, args: ['serve', '--db', db(), '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
    try {
      for (const [report, query, want] of figures) {
        const got = await fetch(`${server.url}/api/v1/reports/${report}?${new URLSearchParams(query)}`, { headers: { Authorization: `Bearer ${secret}` } });
        assert.equal(got.status, 200);
        assert.deepEqual(only(await got.json(), Object.keys(want)), want, report);
      }
    } finally {
      await server.stop();
    }
  });

  test(`${name}: every number of every report's page is the length of the list behind it`, async () => {
    const everywhere = token(db(), 'pages', 'report.read');
    const district = token(db(), 'pages of the district', 'report.read', '--unit', 'H41.14');
    const server = await start({ command, args: ['serve', '--db', db(), '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
    const text = async (path, secret) => {
      const got = await fetch(server.url + path, { headers: { Authorization: `Bearer ${secret}`, 'Accept-Language': 'en' } });
      assert.equal(got.status, 200, path);
      return got.text();
    };
    const asked = [
      [everywhere, { report: 'settlement', from: '2024-02-15', to: '2024-03-31' }],
      [everywhere, { report: 'channel', level: 'commune', ...spring }],
      [district, { report: 'settlement', level: 'commune', from: '2024-03-01', to: '2024-03-31' }],
      [district, { report: 'channel', ...spring }],
      [district, { report: 'digitisation', from: '2024-01-01', to: '2024-03-31' }],
      [district, { report: 'payment', ...spring }],
    ];
    try {
      let lists = 0;
      for (const [secret, query] of asked) {
        const html = await text(`/reports?${new URLSearchParams(query)}`, secret);
        const rows = [...html.matchAll(/<th scope="row">([^<]+)<\/th><td class="num">(?:<a href="(\/figures[^"]+)">)?([\d,.%]+)/g)];
        assert.ok(rows.length >= 3, JSON.stringify(query));
        for (const [, figure, link, shown] of rows) {
          if (shown.endsWith('%')) continue;
          const n = Number(shown.replaceAll(',', ''));
          assert.equal(Boolean(link), n > 0, figure);
          if (!link) continue;
          const csv = await text(link.replaceAll('&amp;', '&').replace('/figures?', '/figures/csv?'), secret);
          assert.equal(csv.split('\r\n').length - 2, n, `${JSON.stringify(query)} ${figure}`);
          lists++;
        }
      }
      assert.ok(lists > 35, String(lists));
    } finally {
      await server.stop();
    }
  });

  test(`${name}: a deadline is asked by the hours of the unit`, () => {
    const due = (unit) => JSON.parse(answer('deadline', '--db', db(), '--received', '2024-11-20T07:40', '--days', '1', '--mode', 'hours', '--unit', unit, '--format', 'json')).due;
    assert.equal(due('H41.14.04'), '2024-11-20T17:15');
    assert.equal(due('H41.14.05'), '2024-11-21T07:40');
  });

  test(`${name}: the ledger agrees with everything kept beside it`, () => {
    const got = JSON.parse(answer('verify', '--db', db(), '--format', 'json'));
    assert.equal(got.agrees, true);
    assert.equal(got.unsealed_days, 0);
    assert.ok(got.dossiers >= 3999 + 645 && got.events > 5 * got.dossiers && got.sums > 0 && got.seals > 50, JSON.stringify(got));
  });
}

test('SQLite: when all seals are taken away, every day with events is told', () => {
  const copy = join(dir, 'copy.db');
  sqlite(path, `vacuum into '${copy}'`);
  try {
    const days = sqlite(copy, 'delete from seal; select count(distinct (at + 25200000000) / 86400000000) from event');
    const got = JSON.parse(answer('verify', '--db', `sqlite:${copy}`, '--format', 'json'));
    assert.deepEqual([got.agrees, got.seals, got.unsealed_days], [true, 0, Number(days)]);
    assert.match(answer('verify', '--db', `sqlite:${copy}`), new RegExp(`; ${days} days that are over are not sealed$`, 'm'));
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
  }
});

/* The sums as they were kept before the eleventh migration, and then that migration. */
const weeks = readFileSync(new URL('../../migrations/0011_weeks.sql', import.meta.url), 'utf8');
const beforeWeeks = ['tally', 'cohort'].map((table) => `delete from ${table} where period < 100000;
  update ${table} set period = period * 100 where period < 1000000;
  create index ${table}_month on ${table} (realm, unit, period) where period % 100 = 0;`).join('\n');

test('SQLite: sums kept without weeks get theirs from the days, as the ledger would give them', () => {
  const copy = join(dir, 'copy.db');
  sqlite(path, `vacuum into '${copy}'`);
  try {
    sqlite(copy, beforeWeeks);
    assert.equal(run('verify', '--db', `sqlite:${copy}`).status, 1);
    sqlite(copy, `begin; ${weeks} commit`);
    assert.equal(JSON.parse(answer('verify', '--db', `sqlite:${copy}`, '--format', 'json')).agrees, true);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
  }
});

test('PostgreSQL: sums kept without weeks get theirs from the days, as the ledger would give them', () => {
  pg.sql(beforeWeeks);
  assert.equal(run('verify', '--db', pg.db).status, 1);
  pg.sql(`begin; ${weeks} commit`);
  assert.equal(JSON.parse(answer('verify', '--db', pg.db, '--format', 'json')).agrees, true);
});

/*
 * One thing is changed behind the program's back, in every table that a figure, a
 * date or a hash lives in: table, what is set, which row, what must be named.
 */
const one = '(select id from dossier where accepted_day > 0 order by id limit 1 offset 700)';
const last = (table, key) => `(${key}) = (select ${key} from ${table} order by ${key} limit 1 offset 20)`;
const code = `select code from dossier where id = ${one}`;
const flips = {
  'the reason of an event': ['event', "reason = reason || '.'", `dossier = ${one} and seq = 2`, code],
  'the moment of an event': ['event', 'at = at + 60000000', `dossier = ${one} and seq = 2`, code],
  'a hash that is none': ['event', 'hash = BLOB1', `dossier = ${one} and seq = 2`, code],
  'an event taken away': ['event', null, `dossier = ${one} and seq = 3`, code],
  'the name of an applicant': ['dossier', "applicant_name = applicant_name || 'g'", `id = ${one}`, code],
  'the due date of a dossier': ['dossier', 'due = due + 1440', `id = ${one}`, code],
  'the day it was accepted': ['dossier', 'accepted_day = accepted_day + 1', `id = ${one}`, code],
  'its place in the work list': ['dossier', 'urgency = urgency + 1', `id = ${one}`, code],
  'its procedure': ['dossier', 'procedure = procedure + 1', `id = ${one}`, code],
  'where a paper came from': ['dossier_component', 'source = 0', `dossier = ${one} and source > 0`, code],
  'the limit of a step that is over': ['step_run', 'due = due + 60', `dossier = ${one} and seq = (select min(seq) from step_run where dossier = ${one})`, code],
  'a step taken away': ['step_run', null, `dossier = ${one} and seq = (select max(seq) from step_run where dossier = ${one})`, code],
  'a tally': ['tally', 'received = received + 1', last('tally', 'unit, period'), `select 'tally of unit ' || unit || ' in ' || period from tally where ${last('tally', 'unit, period')}`],
  'a tally taken away': ['tally', null, last('tally', 'unit, period'), "select 'is missing'"],
  'a cohort': ['cohort', 'fully_digitised = fully_digitised - 1', last('cohort', 'unit, period'), `select 'cohort of unit ' || unit || ' in ' || period from cohort where ${last('cohort', 'unit, period')}`],
  'what is open on a day': ['open_due', 'in_process = in_process + 1', last('open_due', 'unit, day'), "select 'open_due of unit'"],
  'the serial of a day': ['code_serial', 'serial = serial + 1', last('code_serial', 'unit, day'), "select 'code_serial of unit'"],
  'a seal': ['seal', 'hash = BLOB32', last('seal', 'day'), `select 'seal of day ' || day from seal where ${last('seal', 'day')}`],
  'the first seals taken away': ['seal', null, 'day < (select min(day) + 3 from seal)', "select 'seal of day'"],
  'the file of a paper taken away': ['file', null, `id = (select min(file) from dossier_component where dossier = ${one} and file > 0)`, code],
  'the file of a result taken away': ['file', null, `dossier = ${one} and id not in (select file from dossier_component where dossier = ${one})`, code],
  'a file exchanged': ['file', 'sha256 = BLOB32', `dossier = ${one}`, code],
  'a file given to another dossier': ['file', 'dossier = dossier + 1', `dossier = ${one}`, code],
  'a seal taken away': ['seal', null, last('seal', 'day'), "select 'seal of day'"],
};
const change = ([table, set, where], zeros) =>
  (set ? `update ${table} set ${set.replace(/BLOB(\d+)/, (_, n) => zeros(n))} where ${where}` : `delete from ${table} where ${where}`);

function names(db, text) {
  const got = run('verify', '--db', db);
  assert.equal(got.status, 1, got.stdout + got.stderr);
  assert.ok(got.stderr.includes(text), `${text} in: ${got.stderr}`);
}

for (const [what, flip] of Object.entries(flips)) {
  test(`SQLite: verify finds and names ${what}`, () => {
    const copy = join(dir, 'copy.db');
    sqlite(path, `vacuum into '${copy}'`);
    assert.notEqual(sqlite(copy, `${change(flip, (n) => `zeroblob(${n})`)}; select changes()`), '0');
    try {
      names(`sqlite:${copy}`, sqlite(path, flip[3]));
    } finally {
      for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
    }
  });

  test(`PostgreSQL: verify finds and names ${what}`, () => {
    const [table] = flip;
    const named = pg.sql(flip[3]);
    pg.sql(`create table kept as table ${table}`);
    pg.sql(change(flip, (n) => `decode(repeat('00', ${n}), 'hex')`));
    assert.notEqual(pg.sql(`select count(*) from (table ${table} except all table kept union all (table kept except all table ${table})) as d`), '0');
    try {
      names(pg.db, named);
    } finally {
      pg.sql(`truncate ${table}; insert into ${table} table kept; drop table kept`);
    }
  });
}
