// SPDX-License-Identifier: EUPL-1.2
/*
 * Passwords and tokens as an administrator gives and takes them: a new password ends
 * what began with the old one, a token is replaced by another of its name before it is
 * withdrawn. The same on both databases.
 */
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, serve } from '../http/desk.mjs';
import { until } from '../http/lib.mjs';
import { answer, command, folder, run, token, worldOn } from '../http/motcua.mjs';

const DESK = 'motcua.trangson', OTHER = 'chutich';
const dir = folder();
const file = (text) => (writeFileSync(join(dir, 'password'), text), join(dir, 'password'));
const typed = (db, login, text) => spawnSync(command, ['user', '--db', db, '--login', login], { input: text, encoding: 'utf8' });

for (const on of ['sqlite', 'postgresql']) {
  let place;
  before(async () => {
    process.env.MOTCUA_ON = on;
    place = await worldOn();
    for (const login of [DESK, OTHER]) answer('user', '--db', place.db, '--login', login, '--password-file', file('motcua2024\n'));
  });
  after(() => place?.stop());

  test(`${on}: a new password ends all sessions of the person, and of nobody else`, async () => {
    const server = await serve(place.db);
    try {
      const [one, two, other] = [await new Person(server).signIn(DESK), await new Person(server).signIn(DESK), await new Person(server).signIn(OTHER)];
      for (const who of [one, two, other]) assert.equal((await who.get('/work')).status, 200);
      assert.equal(run('user', '--db', place.db, '--login', DESK, '--password-file', file('short')).status, 2);
      assert.equal((await one.get('/work')).status, 200, 'what was refused ended nothing');
      answer('user', '--db', place.db, '--login', DESK, '--password-file', file('a longer one\n'));
      assert.deepEqual([(await one.get('/work')).status, (await two.get('/work')).status, (await other.get('/work')).status], [303, 303, 200]);
    } finally {
      await server.stop();
    }
  });

  test(`${on}: a password has 10 characters at least and 256 bytes at most, from a file or typed`, () => {
    for (const [text, said] of [['a', /password: At least 10 characters/], ['mật khẩu9', /At least 10/], ['x'.repeat(257), /At most 256/], ['x'.repeat(400), /At most 256|no password/], ['\n', /no password was given/]]) {
      const byFile = run('user', '--db', place.db, '--login', OTHER, '--password-file', file(`${text}\n`));
      assert.deepEqual([byFile.status, typed(place.db, OTHER, `${text}\n`).status], [2, 2], text);
      assert.match(byFile.stderr, said);
    }
    const typing = typed(place.db, OTHER, 'mật khẩu 9\n');
    assert.equal(typing.status, 0, typing.stderr);
    assert.equal(typed(place.db, OTHER, `${'x'.repeat(256)}\n`).status, 0);
    assert.match(answer('user', '--help'), /standard input/);
  });

  test(`${on}: a token is replaced by another of its name and withdrawn by its id`, async () => {
    const old = token(place.db, 'kiosk', 'dossier.read,report.read', '--unit', 'H41.14', '--networks', '127.0.0.0/8,::1/128', '--days', '30');
    const fresh = token(place.db, 'kiosk', 'all');
    const rows = answer('token', '--db', place.db, '--list').trim().split('\n').filter((line) => line.includes('kiosk'));
    assert.match(rows[0], /^[0-9a-f]{12} kiosk +(\S+) until (\S+) unused H41\.14 127\.0\.0\.0\/8,::1\/128 dossier\.read,report\.read$/);
    assert.match(rows[1], /^[0-9a-f]{12} kiosk +\S+ until \S+ unused - - all$/);
    const server = await serve(place.db);
    const ask = async (secret) => (await fetch(`${server.url}/api/v1/units`, { headers: { Authorization: `Bearer ${secret}` } })).status;
    const which = async () => [await ask(old), await ask(fresh)];
    try {
      assert.deepEqual(await which(), [200, 200]);
      const used = () => answer('token', '--db', place.db, '--list').match(/kiosk.* used \d{4}-\d\d-\d\d /g)?.length;
      await until('both are known to be used', () => used() === 2);
      assert.equal(await ask('mc_nobody'), 401);
      const several = run('token', '--db', place.db, '--revoke', 'kiosk');
      assert.equal(several.status, 1);
      assert.match(several.stderr, /by its ID/);
      assert.deepEqual(await which(), [200, 200]);
      answer('token', '--db', place.db, '--revoke', rows[0].slice(0, 12));
      assert.deepEqual(await which(), [401, 200]);
      assert.equal(run('token', '--db', place.db, '--revoke', rows[0].slice(0, 12)).status, 1, 'once');
      answer('token', '--db', place.db, '--revoke', 'kiosk');
      assert.deepEqual(await which(), [401, 401]);
    } finally {
      await server.stop();
    }
    assert.equal(answer('token', '--db', place.db, '--list').match(/kiosk.* \(withdrawn\)$/gm).length, 2);
  });

  test(`${on}: no interface signs in or changes the world`, () => {
    for (const scope of ['signed-in', 'world.edit', 'dossier.read,world.edit', 'nothing']) {
      const got = run('token', '--db', place.db, '--scope', scope, '--name', 'too much');
      assert.equal(got.status, 2, scope);
      assert.match(got.stderr, new RegExp(scope.split(',').pop()));
    }
    assert.ok(!answer('token', '--db', place.db, '--list').includes('too much'));
  });

  test(`${on}: the name of a token is a line of text`, () => {
    for (const name of ['', 'a\nb', '\x1b[2Jb', 'b\x7f', 'n'.repeat(101)])
      assert.equal(run('token', '--db', place.db, '--scope', 'all', '--name', name).status, 2, JSON.stringify(name));
    assert.ok(!answer('token', '--db', place.db, '--list').includes('\x1b'));
  });

  test(`${on}: when the store fails, a command says which of its statements, gives nothing and has changed nothing`, async () => {
    await place.sql('alter table audit rename to audit_away');
    const token = run('token', '--db', place.db, '--scope', 'all', '--name', 'never');
    const password = run('user', '--db', place.db, '--login', OTHER, '--password-file', file('another password\n'));
    await place.sql('alter table audit_away rename to audit');
    for (const got of [token, password]) {
      assert.deepEqual([got.status, got.stdout], [2, '']);
      assert.match(got.stderr, /^store: audit_insert \(safety\.sql:\d+\): .*audit/m);
    }
    assert.ok(!answer('token', '--db', place.db, '--list').includes('never'));
  });
}
