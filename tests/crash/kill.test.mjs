// SPDX-License-Identifier: EUPL-1.2
/*
 * `kill -9` of the server in the middle of filings and acceptances, on both databases.
 * Every dossier that was acknowledged is there by its code, what was asked under a key
 * has one effect and gives the same answer again, also where the first was lost, and
 * the ledger agrees. Sockets of dead servers, half commits and stale locks included.
 */
import test from 'node:test';
import assert from 'node:assert/strict';
import { until } from '../http/lib.mjs';
import { token } from '../http/motcua.mjs';
import { Load, postgres, serve, verified, world } from './lib.mjs';

const ENOUGH = 100; // acknowledged before the kill

async function killed(db, rounds) {
  const secret = token(db, 'load', 'all');
  let all = 0;
  for (let round = 0; round < rounds; round++) {
    const load = new Load(secret, `round-${round}`);
    const server = await serve(db);
    load.begin(server);
    await until(`${ENOUGH} acknowledged`, () => load.told >= ENOUGH, 60000);
    await Promise.all([server.kill(), load.end()]);
    assert.ok(load.codes.size > ENOUGH / 4 && load.accepted.size > ENOUGH / 4);

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

test('SQLite: kill -9 under load loses nothing that was acknowledged', () => killed(world().db, 3));

test('PostgreSQL: kill -9 under load loses nothing that was acknowledged', async () => {
  const pg = await postgres();
  try {
    await killed(pg.db, 2);
  } finally {
    await pg.stop();
  }
});
