// SPDX-License-Identifier: EUPL-1.2
/*
 * Databases and their copies on disk: nobody but owner and group may read them, a copy
 * that failed leaves nothing that stands in the way of the next, and whoever makes one is
 * told what is not in it.
 */
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, folder, run, world } from '../http/motcua.mjs';
import { startPostgres } from '../pg.mjs';

process.umask(0o022);
const { path, db } = world();
const dir = folder();
const at = (name) => join(dir, name);
let pg;
before(async () => {
  pg = await startPostgres();
  assert.equal(run('load', '--db', pg.db).status, 0);
});
after(() => pg?.stop());

/* No file of it grows beyond 64 KiB: what SQLite shares with others has room, a copy has not. */
const onFullDisk = (...args) => spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 128; exec "$0" "$@"', command, ...args], { encoding: 'utf8' });
const left = (name) => readdirSync(dir).filter((f) => f.startsWith(name));

test('a database and its copies are read by owner and group only', () => {
  assert.equal(run('backup', '--db', db, '--out', at('mode.copy')).status, 0);
  assert.equal(run('backup', '--db', pg.db, '--out', at('mode.dump')).status, 0);
  assert.equal(run('restore', '--from', at('mode.copy'), '--db', `sqlite:${at('mode.db')}`).status, 0);
  for (const file of [path, at('mode.copy'), at('mode.dump'), at('mode.db')]) assert.equal(statSync(file).mode & 0o777, 0o640, file);
});

test('a copy for which the disk has no room leaves nothing, and the next one succeeds', () => {
  const failed = onFullDisk('backup', '--db', db, '--out', at('small.copy'));
  assert.equal(failed.status, 2, failed.stderr);
  assert.match(failed.stderr, /small\.copy: /);
  assert.deepEqual(left('small'), []);
  assert.equal(run('backup', '--db', db, '--out', at('small.copy')).status, 0);

  const back = ['restore', '--from', at('small.copy'), '--db', `sqlite:${at('room.db')}`];
  assert.equal(onFullDisk(...back).status, 2);
  assert.deepEqual(left('room'), []);
  assert.equal(run(...back).status, 0);
});

test('PostgreSQL: a copy for which the disk has no room leaves nothing, and the next one succeeds', () => {
  const failed = onFullDisk('backup', '--db', pg.db, '--out', at('tight.dump'));
  assert.equal(failed.status, 2, failed.stderr);
  assert.deepEqual(left('tight'), []);
  assert.equal(run('backup', '--db', pg.db, '--out', at('tight.dump')).status, 0);
});

test('what exists is not written over', () => {
  writeFileSync(at('mine'), 'mine');
  assert.equal(run('backup', '--db', db, '--out', at('mine')).status, 1);
  assert.equal(readFileSync(at('mine'), 'utf8'), 'mine');
});

test('whoever copies is told that the folder of files is to be copied besides', () => {
  const copy = at('told.copy');
  assert.match(run('backup', '--db', db, '--out', copy).stderr, /folder of the setting files \(var\/files unless it is set\) is copied besides/);
  assert.match(run('restore', '--from', copy, '--db', `sqlite:${at('told.db')}`).stderr, /folder of the setting files/);
  for (const name of ['backup', 'restore']) assert.match(run(name, '--help').stdout, /var\/files/);
  assert.ok(existsSync(copy));
  rmSync(copy);
});
