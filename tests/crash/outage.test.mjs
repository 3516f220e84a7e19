// SPDX-License-Identifier: EUPL-1.2
/*
 * The database goes away under load, as after `pg_ctl stop -m immediate`, or cuts its
 * connections. Meanwhile requests get 503 and change nothing; when it is back the server
 * finds it by itself, nothing acknowledged is lost, and every client that tries again
 * under its key has one effect.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { until } from '../http/lib.mjs';
import { token } from '../http/motcua.mjs';
import { Load, file, postgres, refused, send, serve, verified } from './lib.mjs';

let pg, secret, server;
before(async () => {
  pg = await postgres();
  secret = token(pg.db, 'load', 'all');
  server = await serve(pg.db);
});
after(async () => {
  try {
    await server?.stop();
  } finally {
    await pg?.stop();
  }
});

/** Ends every connection of the server, also in the middle of a transaction. */
const cut = () => assert.ok(Number(pg.sql(`select count(pg_terminate_backend(pid)) from pg_stat_activity
  where pid <> pg_backend_pid() and backend_type = 'client backend'`)) > 0);

const status = async (path) => (await fetch(server.url + path, { redirect: 'manual' })).status;

test('PostgreSQL: a stop at once under load is an outage, not a loss', async () => {
  const load = new Load(secret, 'outage', { clients: 6, patience: 300 });
  load.begin(server);
  await until('60 acknowledged', () => load.told >= 60, 60000);
  await pg.halt();
  const there = [...load.codes.values()];
  const [filed, shown, ready, alive, ...pages] = await Promise.all([
    file(server, secret, 'in-between'), send(server, secret, 'GET', `/dossiers/${there[0]}`),
    status('/readyz'), status('/healthz'), fetch(`${server.url}/`),
    fetch(`${server.url}/work`, { redirect: 'manual', headers: { Cookie: 'mc_session=of-an-officer' } })]);
  for (const got of [filed, shown]) {
    refused(got, 503);
    assert.equal(got.headers.get('retry-after'), '1');
  }
  assert.equal(ready, 503);
  assert.equal(alive, 200);
  for (const page of pages) { // nobody is sent to the sign-in because their session cannot be read
    assert.equal(page.status, 503);
    assert.match(await page.text(), /Không mất gì cả/);
  }

  await pg.resume();
  await until('the server to be ready again', async () => (await status('/readyz')) === 200, 20000);
  const back = load.told;
  await until('the clients to go on', () => load.told > back + 30, 60000);
  await load.end();
  assert.ok(load.away.length > 0, 'nobody noticed the outage');
  for (const got of load.away) refused(got, 503);
  await load.check(server);
  const late = await file(server, secret, 'in-between');
  assert.equal(late.status, 201);
  assert.equal(late.headers.get('idempotent-replayed'), null, 'what was refused was done');
  verified(pg.db, load.keys.size + 1, 2 * load.keys.size + 1);
});

test('PostgreSQL: after its connections were cut the next requests work', async () => {
  const first = await file(server, secret, 'cut-0');
  assert.equal(first.status, 201);
  for (let round = 1; round <= 3; round++) {
    cut();
    let got = await file(server, secret, `cut-${round}`);
    if (got.status !== 201) {
      refused(got, 503);
      got = await file(server, secret, `cut-${round}`);
    }
    assert.equal(got.status, 201, JSON.stringify(got.body));
    assert.equal((await send(server, secret, 'GET', `/dossiers/${first.body.code}`)).status, 200);
  }
  verified(pg.db);
});

test('PostgreSQL: connections cut again and again under load lose nothing and double nothing', async () => {
  const load = new Load(secret, 'cut-load', { clients: 6, patience: 300 });
  const there = JSON.parse(pg.sql("select json_build_array((select count(*) from dossier), (select count(*) from event))"));
  load.begin(server);
  for (let round = 0; round < 10; round++) {
    const told = load.told;
    cut();
    await until('the clients to go on', () => load.told > told + 20, 60000);
  }
  await load.end();
  for (const got of load.away) refused(got, 503);
  await load.check(server);
  verified(pg.db, there[0] + load.keys.size, there[1] + 2 * load.keys.size);
});
