// SPDX-License-Identifier: EUPL-1.2
/*
 * Reports as pages and lists as downloads: who may, what is refused and where it
 * says so, that a download is the command's bytes, that the list of a figure has
 * its dossiers, and that nothing a citizen typed becomes a formula.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { start } from './lib.mjs';
import { answer, command, token, world } from './motcua.mjs';

const unit = 'H41.14.01';
const formulas = ['=HYPERLINK("http://example.org";"bấm")', '+84 912', '-1+1', '@SUM(A1)'];
const plain = 'Nguyễn "Tý", em';
let server, db, all, reader, commune, filer;

const get = (path, secret = reader, headers = {}) => fetch(server.url + path, {
  redirect: 'manual',
  headers: { 'Accept-Language': 'vi', ...(secret ? { Authorization: `Bearer ${secret}` } : {}), ...headers },
});

async function file(name) {
  const made = await fetch(`${server.url}/api/v1/dossiers`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${all}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ procedure: '1.001193', unit, channel: 'online', applicant: { kind: 'citizen', id_number: '040099000001', name, phone: '0912345678' } }),
  });
  assert.equal(made.status, 201, await made.text());
}

before(async () => {
  db = world('2024-05-06T08:30').db;
  all = token(db, 'all', 'all');
  reader = token(db, 'reader', 'report.read');
  commune = token(db, 'commune', 'report.read', '--unit', unit);
  filer = token(db, 'filer', 'dossier.read');
  server = await start({ command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'], ready: '/readyz' });
  for (const name of [...formulas, plain]) await file(name);
});
after(() => server?.stop());

test('nobody sees a report without the right to it', async () => {
  for (const path of ['/reports', '/reports/csv', '/figures?kind=received', '/figures/csv?kind=received']) {
    const asked = await get(path, null);
    assert.equal(asked.status, 303, path);
    assert.match(asked.headers.get('location'), /^\/sign-in\?next=/);
    assert.equal((await get(path, filer)).status, 403, path);
    assert.equal((await get(path)).status, 200, path);
  }
});

test('a period that ends before it begins is said at its field, and no figure is shown', async () => {
  const got = await get('/reports?report=channel&from=2024-05-03&to=2024-01-01');
  const html = await got.text();
  assert.equal(got.status, 422);
  assert.match(html, /<a href="#from">/);
  assert.match(html, /id="from"[^>]*value="2024-05-03"[^>]*aria-invalid="true"/);
  assert.doesNotMatch(html, /figures-list/);
  assert.equal((await get('/reports/csv?report=channel&from=2024-05-03&to=2024-01-01')).status, 422);
});

test('what is not a day, a level or a unit comes back with what was typed', async () => {
  const got = await get('/reports?report=channel&from=2024-02-30&level=moon');
  const html = await got.text();
  assert.equal(got.status, 422);
  assert.match(html, /id="from"[^>]*value="2024-02-30"/);
  const level = await get('/reports?report=channel&level=moon&unit=H99');
  assert.equal(level.status, 422);
  const both = await level.text();
  assert.match(both, /href="#level"/);
  assert.match(both, /href="#unit"/);
  assert.equal((await get('/reports?report=weather')).status, 404);
  assert.equal((await get('/reports/csv?report=weather')).status, 404);
  assert.equal((await get('/figures?kind=received&level=moon')).status, 422);
});

test('a commune sees itself, and of another commune nothing, not even that it is there', async () => {
  assert.match(await (await get('/reports?report=channel', commune)).text(), /Đô Lương/);
  assert.equal((await get('/reports?report=channel&unit=H41.14.02', commune)).status, 422);
  for (const other of ['H41.14.02', 'H41.14', 'all', 'H99.99'])
    assert.equal((await get(`/figures/csv?kind=submitted&unit=${other}`, commune)).status, 404, other);
});

test('the download of a report is what the command prints, to the byte', async () => {
  for (const report of ['catalogue', 'channel', 'digitisation', 'settlement', 'payment']) {
    const got = await get(`/reports/csv?report=${report}&level=commune&from=2024-01-01&to=2024-05-06`);
    assert.equal(got.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(got.headers.get('content-disposition'), `attachment; filename="${report}.csv"`);
    assert.equal(await got.text(), answer('report', report, '--db', db, '--level', 'commune', '--from', '2024-01-01', '--to', '2024-05-06', '--format', 'csv'));
  }
});

test('a page names every figure of its report and links to the same as JSON', async () => {
  for (const report of ['catalogue', 'channel', 'digitisation', 'settlement', 'payment']) {
    const html = await (await get(`/reports?report=${report}`)).text();
    const rows = [...html.matchAll(/<tr[^>]*><th scope="row">([^<]+)<\/th><td class="num">/g)].map(([, name]) => name);
    const csv = (await (await get(`/reports/csv?report=${report}`)).text()).trim().split('\n').slice(1);
    assert.equal(rows.length, csv.length, report);
    assert.equal(new Set(rows).size, rows.length, report);
    const json = /href="(\/api\/v1\/reports\/[^"]+)"/.exec(html)[1].replaceAll('&amp;', '&');
    assert.equal((await (await get(json)).json()).report, report);
  }
});

test('a list for spreadsheets has the mark, a heading in the reader’s language, and no formula', async () => {
  const got = await get('/figures/csv?kind=submitted&unit=H41.14.01');
  const bytes = Buffer.from(await got.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(got.headers.get('content-disposition'), /filename="submitted-H41\.14\.01-2024-01-01-2024-05-06\.csv"/);
  const text = bytes.subarray(3).toString();
  assert.equal(text.split('\r\n').length, 1 + formulas.length + 1 + 1);
  assert.match(text, /^Mã hồ sơ,/);
  assert.doesNotMatch(text, /(^|,)"?[=+@-]/m);
  const english = await (await get('/figures/csv?kind=submitted', reader, { 'Accept-Language': 'en' })).text();
  assert.match(english, /^\ufeff?Code,/);
});

test('who may open the dossiers gets the names, quoted and defused; who may not gets none', async () => {
  const text = await (await get('/figures/csv?kind=submitted&unit=H41.14.01', all)).text();
  for (const name of formulas)
    assert.ok(text.includes(`'${name.replaceAll('"', '""')}`), name);
  assert.ok(text.includes('"Nguyễn ""Tý"", em"'));
  assert.ok(!(await (await get('/figures/csv?kind=submitted&unit=H41.14.01')).text()).includes('Nguyễn'));
});
