// SPDX-License-Identifier: EUPL-1.2
/*
 * How commands end, as `motcua --help` says it: 0 done, 1 the answer is no, 2 a wrong call
 * or something out of reach, 3 of verify-pdf alone. Each command is tried to each end it has.
 */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, folder, run, sqlite, world } from '../http/motcua.mjs';

const { path, db } = world();
const dir = folder();
const here = (name) => join(dir, name);
const file = (name, text) => (writeFileSync(here(name), text), here(name));
const none = `sqlite:${here('none.db')}`;
const data = new URL('../../data/', import.meta.url).pathname;

/* Worlds: one with a sum of nothing; one that is only a table; a copy. */
const spoiled = world();
sqlite(spoiled.path, 'insert into open_due (realm, unit, day, in_process, unanswered) values (1, 1, 19000, 1, 0)');
const copy = here('copy');
answer('backup', '--db', db, '--out', copy);
const foreign = here('foreign');
sqlite(foreign, 'create table t (x)');

const ends = [
  [0, ['--help']],
  [2, []],
  [2, ['nothing']],
  [0, ['serve', '--check', '--db', db, '--set', `files=${here('files')}`]],
  [2, ['serve', '--check', '--db', none, '--set', `files=${here('files')}`]],
  [2, ['serve', '--check', '--set', 'colour=red']],
  [2, ['serve', '--db', none]],
  [1, ['demo', '--db', db, '--files', here('files')]],
  [2, ['demo', '--db', 'postgresql://127.0.0.1:1/none']],
  [1, ['load', '--db', db]],
  [2, ['load']],
  [1, ['load', '--db', `sqlite:${here('faulty.db')}`, '--data', here('nowhere')]],
  [0, ['report', 'channel', '--db', db]],
  [2, ['report', 'channel', '--db', none]],
  [2, ['report', 'nothing', '--db', db]],
  [2, ['report', 'channel', '--db', db, '--level', 'village']],
  [0, ['token', '--db', db, '--scope', 'all']],
  [1, ['token', '--db', db, '--revoke', 'nobody']],
  [2, ['token', '--db', db, '--scope', 'everything']],
  [2, ['token', '--db', db, '--scope', 'all', '--networks', 'here']],
  [1, ['user', '--db', db, '--login', 'nobody', '--password-file', file('password', 'a long password\n')]],
  [2, ['user', '--db', db, '--login', 'motcua', '--password-file', here('nothing')]],
  [0, ['verify', '--db', db]],
  [1, ['verify', '--db', spoiled.db]],
  [2, ['verify', '--db', none]],
  [0, ['migrate', '--db', db]],
  [2, ['migrate']],
  [2, ['migrate', '--db', `sqlite:${file('text', 'x'.repeat(10000))}`]],
  [0, ['deadline', '--received', '2024-04-26T09:00', '--days', '3', '--mode', 'hours']],
  [2, ['deadline', '--received', 'today', '--days', '3', '--mode', 'hours']],
  [2, ['deadline', '--received', '2024-04-26T09:00', '--days', '3', '--mode', 'hours', '--unit', 'H99']],
  [1, ['backup', '--db', db, '--out', copy]],
  [1, ['backup', '--db', `sqlite:${foreign}`, '--out', here('copied')]],
  [2, ['backup', '--db', db, '--out', join(here('nowhere'), 'copy')]],
  [2, ['backup', '--db', none, '--out', here('copied')]],
  [0, ['restore', '--from', copy, '--db', `sqlite:${here('back.db')}`]],
  [1, ['restore', '--from', foreign, '--db', `sqlite:${here('other.db')}`]],
  [1, ['restore', '--from', copy, '--db', db]],
  [2, ['restore', '--from', here('nothing'), '--db', `sqlite:${here('other.db')}`]],
  [0, ['index', 'check', `${data}editions/decree-61.edition`]],
  [1, ['index', 'check', file('bad.edition', 'edition x\n')]],
  [2, ['index', 'check', here('nothing')]],
  [0, ['settings']],
  [2, ['settings', '--all']],
  [0, ['routes']],
  [0, ['rights']],
  [0, ['states', '--dot']],
  [2, ['pdf', 'poem', '--data', copy, '--out', here('poem.pdf')]],
  [1, ['pdf', 'receipt', '--data', file('facts.json', '{"colour": "red"}'), '--out', here('receipt.pdf')]],
  [2, ['pdf', 'receipt', '--data', here('nothing'), '--out', here('receipt.pdf')]],
  [0, ['pdf', 'receipt', '--data', `${data}examples/forms/receipt.json`, '--out', here('made.pdf')]],
  [3, ['verify-pdf', here('made.pdf')]],
  [2, ['verify-pdf', here('nothing')]],
  [2, ['sign', here('made.pdf'), '--out', here('signed.pdf')]],
  [1, ['scan', '--out', here('scans'), here('nothing')]],
  [2, ['scan']],
  [2, ['sheet', '--data', here('nothing'), '--out', here('sheet.xlsx')]],
  [2, ['bag', 'check', here('nothing')]],
];

for (const [status, args] of ends) {
  test(`${args.join(' ').replaceAll(dir, '…').replaceAll(path, 'DB')} ends with ${status}`, () => {
    const got = run(...args);
    assert.equal(got.status, status, got.stdout + got.stderr);
    if (status) assert.notEqual(got.stderr + got.stdout, '', 'it says why');
  });
}

test('the demonstration leaves a database in use as it is, also one of an earlier edition, and says so', () => {
  const old = world();
  sqlite(old.path, `delete from schema_migration where number = (select max(number) from schema_migration)`);
  for (const [file, url] of [[path, db], [old.path, old.db]]) {
    const before = sqlite(file, 'select (select max(number) from schema_migration), generation from realm');
    const got = run('demo', '--db', url, '--files', here('files'));
    assert.equal(got.status, 1);
    assert.match(got.stderr, /motcua\.db: is in use and was left as it is/);
    assert.equal(sqlite(file, 'select (select max(number) from schema_migration), generation from realm'), before);
  }
});

test('the help of the program says what each end means', () => {
  assert.match(answer('--help'), /exit status:\n {2}0 {2}.*\n {2}1 {2}.*\n {2}2 {2}.*\n {2}3 {2}/);
});
