// SPDX-License-Identifier: EUPL-1.2
/*
 * The demonstration district, played through the verbs on both databases: the
 * figures of the district's own reports must come out to the digit, by command and
 * over the interface, and the ledger must agree. Then one thing is flipped in a
 * copy, and `motcua verify` must find it and name it.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
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
    assert.ok(got.dossiers >= 3999 + 645 && got.events > 5 * got.dossiers && got.sums > 0 && got.seals > 50, JSON.stringify(got));
  });
}

const one = "(select id from dossier where state = (select max(to_state) from event) or accepted_day > 0 order by id limit 1 offset 700)";
const code = () => sqlite(path, `select code from dossier where id = ${one}`);
const flips = {
  'the reason of an event': [`update event set reason = reason || '.' where dossier = ${one} and seq = 2`, code],
  'the name of an applicant': [`update dossier set applicant_name = applicant_name || 'g' where id = ${one}`, code],
  'the due date of a dossier': [`update dossier set due = due + 1440 where id = ${one}`, code],
  'an event taken away': [`delete from event where dossier = ${one} and seq = 3`, code],
  'a tally': ['update tally set received = received + 1 where rowid = (select max(rowid) from tally)',
    () => sqlite(path, "select 'tally of unit ' || unit || ' in ' || period from tally where rowid = (select max(rowid) from tally)")],
  'a seal': ["update seal set hash = zeroblob(32) where day = (select day from seal order by day limit 1 offset 20)",
    () => `seal of day ${sqlite(path, 'select day from seal order by day limit 1 offset 20')}`],
};
for (const [what, [text, named]] of Object.entries(flips)) {
  test(`verify finds and names ${what}`, () => {
    const copy = join(dir, 'copy.db');
    sqlite(path, `vacuum into '${copy}'`);
    const changed = sqlite(copy, `${text}; select changes()`);
    assert.equal(changed, '1');
    const got = run('verify', '--db', `sqlite:${copy}`);
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
    assert.equal(got.status, 1, got.stdout + got.stderr);
    assert.ok(got.stderr.includes(named()), `${named()} in: ${got.stderr}`);
  });
}
