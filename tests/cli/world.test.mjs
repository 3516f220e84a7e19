// SPDX-License-Identifier: EUPL-1.2
/*
 * The world changes while people work in it: an administrator edits the files, looks
 * at what would change, and applies it. Servers follow without a restart, what was
 * decided before stays verified, and a mistake changes nothing. On both databases.
 */
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, serve, words } from '../http/desk.mjs';
import { until } from '../http/lib.mjs';
import { answer, folder, run, token, worldOn } from '../http/motcua.mjs';

const DATA = new URL('../../data/', import.meta.url).pathname;
const DESK = 'motcua.trangson', POSITION = 'H41.14.10.MC-TN1', UNIT = 'H41.14.10', PROCEDURE = '1.004873';
const dir = folder();
let copies = 0;

/** A folder of the files, edited: { name: (text) => text }. */
function files(edits = {}) {
  const to = join(dir, `data-${++copies}`);
  cpSync(DATA, to, { recursive: true, filter: (from) => from === DATA || from.endsWith('.tsv') });
  for (const [name, edit] of Object.entries(edits)) {
    const text = readFileSync(join(to, name), 'utf8'), edited = edit(text);
    assert.notEqual(edited, text, name);
    writeFileSync(join(to, name), edited);
  }
  return to;
}
const more = (...rows) => (text) => text + rows.map((cells) => `${cells.join('\t')}\n`).join('');
const day = (date, name = 'Nghỉ', unit = '', kind = 'HOLIDAY') => [date, kind, name, 'Thông báo', unit, 'K'];
/** The days that a page tells of. */
const dates = (html) => [...new Set(words(html).match(/\d{1,2}\/\d{1,2}\/\d{4}/g))].sort();
/** The desk officer goes and somebody else comes. */
const handOver = (text) => text.replace(new RegExp(`^(${DESK}\t.*\t2021-07-01\t)2025-06-30(\t.*)$`, 'm'), `$12024-05-05$2\nmoi.nv\tNguyễn Văn Mới\t${POSITION}\t2024-05-06\t2025-06-30\t`);

for (const on of ['sqlite', 'postgresql']) {
  let place, server, bearer;
  before(async () => {
    process.env.MOTCUA_ON = on;
    place = await worldOn();
    writeFileSync(join(dir, 'password'), 'motcua2024\n');
    answer('user', '--db', place.db, '--login', DESK, '--password-file', join(dir, 'password'));
    bearer = token(place.db, 'test', 'all');
    server = await serve(place.db);
  });
  after(async () => {
    await server?.stop();
    await place?.stop();
  });
  const world = (...args) => run('world', '--db', place.db, ...args);
  const generation = () => Number(place.sql('select generation from realm'));
  const verify = () => assert.equal(JSON.parse(answer('verify', '--db', place.db, '--format', 'json')).agrees, true);
  const api = async (method, path, body, more = {}) => {
    const got = await fetch(`${server.url}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json', ...more }, body: body && JSON.stringify(body) });
    const said = await got.json();
    assert.ok(got.ok, JSON.stringify(said));
    return { ...said, etag: got.headers.get('etag') };
  };
  const file = async () => {
    const { code } = await api('POST', '/dossiers', { procedure: PROCEDURE, unit: UNIT, channel: 'online', applicant: { kind: 'citizen', id_number: '040099000001', name: 'Nguyễn Văn Đức', phone: '0912345678' } });
    const { etag } = await api('GET', `/dossiers/${code}`);
    return api('POST', `/dossiers/${code}/actions/accept`, {}, { 'If-Match': etag });
  };

  test(`${on}: what was loaded differs in nothing from its files`, () => {
    assert.deepEqual([world().status, world().stdout, world('--apply').status, generation()], [0, '', 0, generation()]);
  });

  test(`${on}: what is written out is the same world, also in an empty database`, () => {
    const out = join(dir, `out-${on}`);
    assert.equal(world('--out', out).status, 0);
    assert.equal(readdirSync(out).length, 18);
    const again = world('--data', out);
    assert.deepEqual([again.status, again.stdout, again.stderr], [0, '', '']);
    const fresh = `sqlite:${join(dir, `fresh-${on}.db`)}`;
    answer('load', '--db', fresh, '--data', out);
    assert.deepEqual([run('world', '--db', fresh).status, run('world', '--db', fresh).stdout], [0, '']);
    const refused = world('--out', out);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /units\.tsv: is there already/);
  });

  test(`${on}: a server that runs learns of a day off and of a new officer, and the old one is out`, async () => {
    const before = await file(), over = await file();
    await api('POST', `/dossiers/${over.code}/actions/withdraw`, { reason: 'Không cần nữa' }, { 'If-Match': over.etag });
    const desk = await new Person(server).signIn(DESK);
    assert.equal((await desk.get('/work')).status, 200);
    const told = dates(await desk.page(`/dossiers/${over.code}`));
    const to = files({ 'calendar.tsv': more(day('2024-05-07', 'Bão', '', 'EMERGENCY_OFF')), 'people.tsv': handOver });
    const seen = generation();
    const shown = world('--data', to);
    assert.equal(shown.status, 1);
    assert.deepEqual(shown.stdout.trim().split('\n'), [
      `people.tsv:172\tmoi.nv ${POSITION} 2024-05-06\tnew`,
      `people.tsv:171\t${DESK} ${POSITION} 2021-07-01\tvalid_to: 2025-06-30 → 2024-05-05`,
      'calendar.tsv:55\t2024-05-07 -\tnew',
    ]);
    assert.equal(generation(), seen, 'looking changes nothing');
    const applied = world('--data', to, '--apply');
    assert.deepEqual([applied.status, applied.stdout, applied.stderr], [0, shown.stdout, 'motcua world: the dates of 1 open dossiers have moved\n']);
    assert.equal(generation(), seen + 1);
    assert.deepEqual([world('--data', to).status, world('--data', to, '--apply').stdout, generation()], [0, '', seen + 1]);
    verify();
    await until('the old officer is signed out', async () => (await desk.get('/work')).status === 303);
    await assert.rejects(new Person(server).signIn(DESK));
    answer('user', '--db', place.db, '--login', 'moi.nv', '--password-file', join(dir, 'password'));
    const fresh = await new Person(server).signIn('moi.nv');
    assert.equal((await fresh.get('/work')).status, 200);
    assert.equal(dates(await fresh.page(`/dossiers/${over.code}`)).at(-1), told.at(-1), 'what is over is told as it was decided');
    const later = await file();
    assert.equal(Date.parse(later.due) - Date.parse(before.due), 24 * 3600e3, `${before.due} ${later.due}`);
    assert.equal((await api('GET', `/dossiers/${before.code}`)).due, later.due);
    verify();
    assert.equal(place.sql("select count(*) from audit where act = 'change-world'"), '1');
  });

  test(`${on}: a calendar that ends soon is told at the start and by --check, until the next year is loaded`, async () => {
    const own = await worldOn('2026-11-30T09:00');
    const warning = /motcua serve: warning: days off after (\S+) are not known/;
    const check = () => run('serve', '--check', '--db', own.db, '--set', `files=${dir}`);
    const started = async () => {
      const it = await serve(own.db);
      await it.stop();
      return it.log;
    };
    try {
      assert.deepEqual([check().status, check().stderr.match(warning)?.[1], (await started()).match(warning)?.[1]], [0, '2026-12-31', '2026-12-31']);
      answer('world', '--db', own.db, '--data', files({ 'calendar.tsv': more(day('2027-01-01')) }), '--apply');
      assert.deepEqual([check().stderr, warning.test(await started())], ['', false]);
    } finally {
      await own.stop();
    }
  });

  test(`${on}: what somebody acted in is not taken away, and the reason is told with its place`, async () => {
    const to = files({ 'calendar.tsv': more(day('2024-05-07', 'Bão', '', 'EMERGENCY_OFF')), 'people.tsv': (text) => text.replace(new RegExp(`^${DESK}\t[^\t]*\t`, 'm'), 'moi.nv\tNguyễn Văn Mới\t') });
    const seen = generation();
    const got = world('--data', to, '--apply');
    assert.equal(got.status, 1, got.stderr);
    assert.match(got.stderr, new RegExp(`people\\.tsv: ${DESK} ${POSITION.replaceAll('.', '\\.')} 2021-07-01: this person acted in this position: end it with valid_to instead`));
    assert.equal(generation(), seen);
  });

  const MISTAKES = {
    'a row with too few cells': { 'units.tsv': more(['H41.ZZ', '']) },
    'a cell of ten megabytes': { 'calendar.tsv': more(day('2027-01-01', 'x'.repeat(10 << 20))) },
    'a quoted cell': { 'calendar.tsv': more(day('2027-01-01', '"Tết"')) },
    'a carriage return': { 'calendar.tsv': (text) => text.replaceAll('\n', '\r\n') },
    'a key that stands twice': { 'calendar.tsv': more(day('2027-01-01'), day('2027-01-01')) },
    'a position of nobody knows which unit': { 'positions.tsv': (text) => text.replace('H41.MC-TN1\tH41.MC\t', 'H41.MC-TN1\tH41.XX\t') },
    'a day of an unknown unit': { 'calendar.tsv': more(day('2027-01-01', 'Nghỉ', 'H99')) },
    'a unit under itself': { 'units.tsv': (text) => text.replace('\tdesk\tH41\t', '\tdesk\tH41.MC\t') },
    'an end before the beginning': { 'people.tsv': (text) => text.replace('2021-07-01\t2025-06-30', '2021-07-01\t2020-06-30') },
    'a date that does not exist': { 'calendar.tsv': more(day('2027-02-29')) },
  };
  for (const [what, edits] of Object.entries(MISTAKES))
    test(`${on}: ${what} is refused with file and line, and nothing changes`, () => {
      const seen = generation();
      const got = world('--data', files(edits), '--apply');
      assert.equal(got.status, 2, got.stdout);
      assert.match(got.stderr, /motcua world: .*: [a-z]+\.tsv:\d+: /);
      assert.ok(got.stderr.length < 500, got.stderr.length);
      assert.equal(generation(), seen);
    });

  test(`${on}: a world that casework would stumble over is refused`, () => {
    const got = world('--data', files({ 'people.tsv': more(['hai', 'Hai', 'H41.MC-TN1', '2024-01-01', '', '']) }), '--apply');
    assert.equal(got.status, 2);
    assert.match(got.stderr, /two people hold one position at one time/);
  });
}

test('without a world, a folder or an address it says so', () => {
  const db = `sqlite:${join(dir, 'none.db')}`;
  assert.equal(run('world').status, 2);
  assert.match(run('world', '--db', db).stderr, /there is no such file/);
  answer('migrate', '--db', db);
  assert.match(run('world', '--db', db).stderr, /no world is loaded/);
  assert.match(run('world', '--db', db, '--data', join(dir, 'nowhere')).stderr, /units\.tsv: cannot be read/);
  assert.equal(run('world', '--db', db, '--out', dir, '--apply').status, 2);
});
