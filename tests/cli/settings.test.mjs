// SPDX-License-Identifier: EUPL-1.2
/*
 * A settings file: `serve --check` refuses what `serve` would refuse, names every mistake
 * with its line, and changes nothing.
 */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../http/lib.mjs';
import { answer, command, folder, run, sqlite, world } from '../http/motcua.mjs';

const { path, db } = world();
const dir = folder();
const at = (name) => join(dir, name);
const written = (text) => (writeFileSync(at('settings'), text), at('settings'));
const good = { listen: '127.0.0.1:0', db, files: at('files') };
const text = (settings) => Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`).join('');

test('a good file is good, comments and all', async () => {
  const file = written(`# Đô Lương\n\n${text({ ...good, public_url: 'https://motcua.example/', proxies: '10.0.0.0/8, ::1', name: 'UBND huyện' })}`);
  assert.equal(run('serve', '--check', '--settings', file).status, 0);
  const server = await start({ command, args: ['serve', '--settings', file, '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
  await server.stop();
});

writeFileSync(at('file'), '');
sqlite(at('foreign.db'), 'create table t (x)');
answer('migrate', '--db', `sqlite:${at('empty.db')}`);
const bad = [
  ['proxies', 'bogus'], ['proxies', '10.0.0.0/8,'], ['proxies', Array(17).fill('10.0.0.1').join()],
  ['listen', '127.0.0.1'], ['listen', '127.0.0.1:99999'], ['listen', 'localhost:80'], ['listen', ''],
  ['db', ''], ['db', 'mysql://x'], ['db', 'sqlite:'],
  ['public_url', 'nonsense'], ['public_url', 'https://'], ['public_url', 'https:///x'], ['public_url', 'http://a b'],
  ['files', ''], ['threads', '-1'], ['threads', 'many'], ['upload_mb', '0'], ['colour', 'red'],
];
for (const [name, value] of bad) {
  test(`${name} = ${value} is refused by serve and by --check, with its line`, () => {
    const { [name]: _, ...others } = good;
    const file = written(`${text(others)}${name} = ${value}\n`);
    for (const check of [['--check'], []]) {
      const got = run('serve', ...check, '--settings', file);
      assert.equal(got.status, 2);
      assert.match(got.stderr, new RegExp(`^motcua serve: settings: ${file}:${Object.keys(others).length + 1}: .*${name}`));
    }
  });
}

test('what the surroundings do not have is refused by both', () => {
  for (const [name, value] of [['files', at('file/below')], ['files', at('file')], ['db', `sqlite:${at('none.db')}`], ['db', `sqlite:${dir}`], ['db', `sqlite:${at('file/x.db')}`],
    ['db', 'postgresql://127.0.0.1:1/none']]) {
    const file = written(text({ ...good, [name]: value }));
    for (const check of [['--check'], []]) {
      const got = run('serve', ...check, '--settings', file);
      assert.equal(got.status, 2, `${name} ${value}`);
      assert.notEqual(got.stderr, '');
    }
  }
  assert.equal(existsSync(at('none.db')), false);
});

test('a database without a world, or of somebody else, is refused by --check and left as it is', () => {
  for (const name of ['foreign.db', 'empty.db']) {
    const before = sqlite(at(name), 'select group_concat(sql) from sqlite_schema');
    const got = run('serve', '--check', '--settings', written(text({ ...good, db: `sqlite:${at(name)}` })));
    assert.equal(got.status, 2);
    assert.match(got.stderr, new RegExp(name));
    assert.equal(sqlite(at(name), 'select group_concat(sql) from sqlite_schema'), before);
  }
});

test('every mistake is told at once; one set twice is a mistake', () => {
  const file = written(`db = ${db}\nlisten = nowhere\nfiles\n\ncolour = red\ndb = ${db}\nidle_ms = 1\n`);
  const got = run('serve', '--check', '--settings', file, '--set', 'threads=x', '--listen', 'here');
  assert.equal(got.status, 2);
  assert.deepEqual(got.stderr.trim().split('\n').map((line) => line.replace(`${file}:`, '').split(': ').slice(1, 3).join(' ')),
    ['settings 2', 'settings 3', 'settings 5', 'settings 6', 'settings 7', '--set threads is a number from 0 to 256', '--listen listen is ADDRESS:PORT with an address in numbers, :PORT or unix:/path']);
  assert.match(got.stderr, /:6: db is set twice/);
});

test('a password in the address of the database is told nobody', () => {
  const plain = 'postgresql://u:geheim@127.0.0.1:1/none', asked = 'postgresql://u@127.0.0.1:1/none?password=geheim&connect_timeout=1';
  for (const [url, ...args] of [[plain, 'serve', '--check', '--set', `files=${at('files')}`], [plain, 'backup', '--out', at('x')], [asked, 'verify']]) {
    const got = run(...args, '--db', url);
    assert.notEqual(got.status, 0);
    assert.ok(!got.stderr.includes('geheim'), `${args}: ${got.stderr}`);
    assert.match(got.stderr, /none.*127\.0\.0\.1/);
  }
});

test('the help says what a line is', () => {
  assert.match(answer('settings', '--help'), /`name = value`/);
});

test('the database of all this is as it was', () => assert.equal(JSON.parse(answer('verify', '--db', db, '--format', 'json')).agrees && existsSync(path), true));
