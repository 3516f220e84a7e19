// SPDX-License-Identifier: EUPL-1.2
/*
 * Memory runs out under load (no_memory.c, loaded before the server): one allocation of
 * so many fails, in our code, in libmicrohttpd, SQLite or libpq. Either the request is
 * refused, or the server ends at once, saying so; it never goes on with what it has not.
 * Whatever was acknowledged is there, nothing by half, and the same keys have one effect.
 */
import test from 'node:test';
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, token } from '../http/motcua.mjs';
import { sleep, until } from '../http/lib.mjs';
import { Load, postgres, refused, serve, verified, world } from './lib.mjs';

const library = process.env.NO_MEMORY_LIBRARY;
const RATES = [47, 499, 2503]; // one of so many
const TROUBLE = 40;           // refusals after which a round has seen enough

async function starved(db) {
  const secret = token(db, 'load', 'all');
  let all = 0;
  for (const rate of RATES) {
    const gone = join(folder(), 'gone');
    const load = new Load(secret, `rate-${rate}`, { patience: 20 });
    const server = await serve(db, { env: { LD_PRELOAD: library, NO_MEMORY: gone, NO_MEMORY_EVERY: rate } });
    load.begin(server);
    await until('40 acknowledged', () => load.told >= 40, 60000);
    writeFileSync(gone, '');
    for (let i = 0; i < 100 && !server.ended() && load.away.length < TROUBLE; i++) await sleep(50);
    rmSync(gone);
    const end = server.ended();
    load.stopped = true;
    await Promise.all([server.kill(), load.end()]);
    if (end) assert.equal(end.signal, 'SIGABRT', `${JSON.stringify(end)}\n${server.log}`);
    assert.ok(end || load.away.length > 0, 'nobody noticed');
    for (const got of load.away) refused(got, 500, 503);

    const again = await serve(db);
    try {
      await load.check(again);
    } finally {
      await again.stop();
    }
    all += load.keys.size;
    verified(db, all, 2 * all);
  }
}

test('SQLite: without memory a request is refused or the server ends; nothing acknowledged is lost', () => starved(world().db));

test('PostgreSQL: without memory a request is refused or the server ends; nothing acknowledged is lost', async () => {
  const pg = await postgres();
  try {
    await starved(pg.db);
  } finally {
    await pg.stop();
  }
});
