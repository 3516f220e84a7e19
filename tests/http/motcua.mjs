// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua for tests: its commands, and a database of the test's own whose clock
 * stands at a morning of the demonstration, so that neither the day of the test
 * nor the end of the holiday tables matters.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../pg.mjs';

const program = process.env.MOTCUA ?? new URL('../../build/src/main/motcua', import.meta.url).pathname;
const folders = [];
process.on('exit', () => folders.forEach((f) => rmSync(f, { recursive: true, force: true })));

export const command = program;

export function folder() {
  const made = mkdtempSync(join(tmpdir(), 'motcua-'));
  folders.push(made);
  return made;
}

/** Runs a command; gives { status, stdout, stderr }. */
export const run = (...args) => spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });

/** Runs one that must succeed; gives what it printed. */
export function answer(...args) {
  const got = run(...args);
  assert.equal(got.status, 0, `motcua ${args.join(' ')}: ${got.stderr}`);
  return got.stdout;
}

/** How far the realm's clock must stand behind for now to be this local moment in Việt Nam. */
const behind = (moment) => (Date.now() - Date.parse(`${moment.padEnd(19, ':00')}+07:00`)) * 1000;
const clockSql = (moment) => `update realm set clock_behind = ${behind(moment)}, generation = generation + 1`;

/** Changes a SQLite file behind the program's back. */
export function sqlite(path, text) {
  const got = spawnSync('sqlite3', ['-cmd', '.timeout 10000', path, text], { encoding: 'utf8' });
  assert.equal(got.status, 0, got.stderr);
  return got.stdout.trim();
}

/** The realm's clock of a SQLite file: now is this local moment in Việt Nam. */
export const setClock = (path, moment) => sqlite(path, clockSql(moment));

/** A token of the database at that address; more: further arguments of `motcua token`. */
export const token = (db, name, scope, ...more) =>
  answer('token', '--db', db, '--name', name, '--scope', scope, ...more).trim().split('\n').pop();

/** The world in a SQLite file of a new folder: { path, db }. */
export function world(moment = '2024-05-06T08:30', ...more) {
  const path = join(folder(), 'motcua.db');
  answer('load', '--db', `sqlite:${path}`, ...more);
  setClock(path, moment);
  return { path, db: `sqlite:${path}` };
}

/**
 * The world in the database that a test runs on: SQLite, or with MOTCUA_ON=postgresql a
 * PostgreSQL of the test's own. sql() changes it behind the program's back; more: further
 * arguments of `motcua load`.
 */
export async function worldOn(moment = '2024-05-06T08:30', ...more) {
  if (process.env.MOTCUA_ON !== 'postgresql') {
    const { path, db } = world(moment, ...more);
    const sql = (text) => sqlite(path, text);
    return { db, sql, setClock: (to) => sql(clockSql(to)), stop() {} };
  }
  const pg = await startPostgres();
  answer('load', '--db', pg.db, ...more);
  const sql = (text) => pg.sql(text);
  sql(clockSql(moment));
  return { db: pg.db, sql, setClock: (to) => sql(clockSql(to)), stop: () => pg.stop() };
}
