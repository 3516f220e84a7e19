// SPDX-License-Identifier: EUPL-1.2
/*
 * A PostgreSQL of the test's own, for tests in JavaScript; tests/pg.h is the same
 * in C: in a temporary folder, by a Unix socket only, without fsync, thrown away
 * after. As root it runs as another user, because PostgreSQL refuses root.
 *
 *   const pg = await startPostgres();   // pg.db is an address for --db
 *   pg.sql('select 1');
 *   await pg.stop();
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './http/lib.mjs';

const parent = '/usr/lib/postgresql';
const newest = () => readdirSync(parent).map(Number).filter(Boolean).sort((a, b) => b - a)[0];

/* The server ends with the test, however that ends. */
const asUser = process.getuid() === 0
  ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=QUIT']
  : ['setpriv', '--pdeathsig=QUIT'];

/**
 * env: a function of its folder that gives more environment for the server. durable: it
 * waits for the disk, and has the memory that a small province would give it. from: a
 * folder that keep() has filled, to begin with a copy of what is in it.
 */
export async function startPostgres({ env, durable, from } = {}) {
  const bin = join(parent, String(newest()), 'bin');
  const dir = mkdtempSync(join(tmpdir(), 'pgtest-'));
  const data = join(dir, 'data');
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.on('exit', remove);
  if (process.getuid() === 0) spawnSync('chown', ['postgres', dir]);
  const [program, ...user] = asUser;
  const made = from ? spawnSync('cp', ['-a', from, data], { encoding: 'utf8' }) : spawnSync(program, [...user, join(bin, 'initdb'), '-D', data, '-A', 'trust', '-U', 'motcua', '-E', 'UTF8',
    '--locale=C.UTF-8', '--no-sync', '--no-instructions'], { encoding: 'utf8', cwd: dir });
  if (made.status !== 0) throw new Error(`${from ? 'cp' : 'initdb'}: ${made.stderr ?? made.error}`);

  const environment = { ...process.env, ...env?.(dir) };
  const begin = async () => {
    const server = spawn(program, [...user, join(bin, 'postgres'), '-D', data, '-k', dir, '-c', 'listen_addresses=',
      '-c', 'max_connections=60', ...(durable ? ['-c', 'shared_buffers=256MB']
        : ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'shared_buffers=32MB'])],
    { stdio: 'ignore', cwd: dir, env: environment });
    const ended = new Promise((done) => server.on('close', done));
    await until('PostgreSQL to answer', () => spawnSync(join(bin, 'pg_isready'), ['-h', dir, '-q']).status === 0, 30000);
    server.unref();
    return { server, ended };
  };
  let running = await begin();
  const end = async (signal) => {
    running.server.ref();
    running.server.kill(signal);
    await running.ended;
  };
  return {
    db: `postgresql:///postgres?host=${dir}&user=motcua`,
    pid: () => running.server.pid,
    /** Another empty database of that name. */
    fresh(name) {
      this.sql(`create database ${name}`);
      return `postgresql:///${name}?host=${dir}&user=motcua`;
    },
    /** Runs SQL as the owner; gives what it printed, unaligned. */
    sql(text) {
      const got = spawnSync('psql', ['-h', dir, '-U', 'motcua', '-d', 'postgres', '-AtXq', '-v', 'ON_ERROR_STOP=1', '-c', text], { encoding: 'utf8' });
      if (got.status !== 0) throw new Error(`psql: ${got.stderr}`);
      return got.stdout.trim();
    },
    /** As after a power cut, on the same data. */
    async restart() {
      await end('SIGQUIT');
      running = await begin();
    },
    /** Goes away at once, as by `pg_ctl stop -m immediate`, until resume(). */
    halt: () => end('SIGQUIT'),
    async resume() {
      running = await begin();
    },
    /** Copies all data to a folder that is not there yet. */
    async keep(folder) {
      await end('SIGINT');
      const got = spawnSync('cp', ['-a', data, folder], { encoding: 'utf8' });
      if (got.status !== 0) throw new Error(`cp: ${got.stderr}`);
      running = await begin();
    },
    async stop() {
      await end('SIGQUIT');
      remove();
    },
  };
}
