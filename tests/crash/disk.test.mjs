// SPDX-License-Identifier: EUPL-1.2
/*
 * The disk is full (full_disk.c, loaded before the server or before PostgreSQL): writing
 * is refused with 507 and changes nothing, reading goes on, an upload and a copy leave
 * nothing behind. When there is room again the same server goes on, the same keys
 * succeed, and everything agrees.
 */
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, command, folder, sqlite, token } from '../http/motcua.mjs';
import { accept, file, postgres, refused, send, serve, verified, world } from './lib.mjs';

const library = process.env.FULL_DISK_LIBRARY;
const PAPER = 'a paper of some size '.repeat(5000);

const SPARE = 40;
const TOGETHER = 8; // filings at once: on SQLite they share a commit, and its failure

/** Files until a whole batch was refused; what was told. */
async function fill(server, secret, most) {
  const said = new Map();
  const refusals = [];
  for (let i = 0; i < most; i += TOGETHER) {
    const keys = Array.from({ length: TOGETHER }, (_, k) => `full-${i + k}`);
    const told = await Promise.all(keys.map((key) => file(server, secret, key)));
    for (const [k, got] of told.entries()) {
      assert.ok(got, 'the server died');
      if (got.status === 201) {
        said.set(keys[k], got.body.code);
      } else {
        refused(got, 507);
        assert.match(got.body.detail, /no room|hết chỗ|yer kalmadı/);
        refusals.push(keys[k]);
      }
    }
    if (told.every((got) => got.status === 507)) return { said, refusals };
  }
  assert.fail(`${said.size} filings and the disk still was not full`);
}

/**
 * Accepts what was filed before until that is refused too, for longer than a checkpoint
 * takes: one filing less than a batch may still fit, and a checkpoint gives SQLite's log
 * its room back. How many were accepted.
 */
async function fillTheRest(server, secret, spare) {
  let refusals = 0;
  for (const [accepted, code] of spare.entries()) {
    while ((await accept(server, secret, `spare-${accepted}`, code)).status === 507) {
      if (++refusals === 4) return accepted;
      await sleep(200);
    }
    refusals = 0;
  }
  assert.fail('all were accepted and the disk still was not full');
}

async function goesOn(server, secret, db, first, { said, refusals, filed, events }) {
  for (const [key, code] of said) assert.equal((await file(server, secret, key)).body.code, code);
  for (const key of refusals) {
    const got = await file(server, secret, key);
    assert.equal(got.status, 201, JSON.stringify(got.body));
    assert.equal(got.headers.get('idempotent-replayed'), null, 'what was refused was done');
    said.set(key, got.body.code);
  }
  const accepted = await accept(server, secret, 'first', first);
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
  assert.equal(accepted.headers.get('idempotent-replayed'), null, 'what was refused was done');
  assert.equal(accepted.body.version, 2);
  verified(db, filed + refusals.length, events + refusals.length + 1);
}

/* A citizen's form on its third page, where papers are sent along. */
async function formWithPaper(server) {
  const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, k, v]) => [k, v]));
  const path = `${server.url}/apply/1.001193?level=commune`;
  const first = await fetch(path);
  const cookie = first.headers.get('set-cookie').split(';')[0];
  let html = await first.text();
  const post = async (fields, files = {}) => {
    const body = new FormData();
    for (const [k, v] of Object.entries({ ...hidden(html), ...fields, go: 'next' })) body.append(k, v);
    for (const [k, text] of Object.entries(files)) body.append(k, new Blob([`%PDF-1.4\n%${text}\n`], { type: 'application/pdf' }), 'a.pdf');
    const got = await fetch(path, { method: 'POST', body, headers: { cookie } });
    const page = await got.text();
    if (got.status === 200) html = page;
    return { status: got.status, page };
  };
  const unit = /<option value="(H41[^"]+)"/.exec(html)[1];
  assert.equal((await post({ unit, case: '01' })).status, 200);
  assert.equal((await post({ 'applicant.kind': 'citizen', 'applicant.name': 'Lê Văn Ba', 'applicant.id_number': '040099000001', 'applicant.phone': '0912345678' })).status, 200);
  const name = /name="(paper\.[^"]+)"/.exec(html)[1];
  return (text) => post({}, { [name]: text });
}

const kept = (server) => readdirSync(join(server.dir, 'files'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length;

/** A full disk under a server that has the first dossier: nothing is written, everything read. */
async function fullAndRoom({ server, secret, db, full, count, most }) {
  const first = (await file(server, secret, 'first')).body.code;
  const spare = [];
  for (let i = 0; i < SPARE; i++) spare.push((await file(server, secret, `spare-${i}`)).body.code);
  const upload = await formWithPaper(server);

  writeFileSync(full, '');
  const told = await fill(server, secret, most);
  told.filed = 1 + SPARE + told.said.size;
  told.events = told.filed + await fillTheRest(server, secret, spare);
  refused(await accept(server, secret, 'first', first), 507);
  const shown = await send(server, secret, 'GET', `/dossiers/${first}`);
  assert.equal(shown.status, 200);
  assert.equal(shown.body.version, 1);
  assert.equal((await fetch(`${server.url}/procedures`)).status, 200);
  const before = kept(server);
  const sent = await upload(PAPER);
  assert.equal(sent.status, 507);
  assert.match(sent.page, /no room left|hết chỗ/);
  assert.equal(kept(server), before);
  assert.equal(count('dossier'), told.filed);
  assert.equal(count('event'), told.events);
  assert.equal(count('outbox'), told.events);

  rmSync(full);
  assert.equal((await upload(PAPER)).status, 200);
  assert.equal(kept(server), before + 1);
  await goesOn(server, secret, db, first, told);
}

/** motcua backup by that way of starting it fails, leaves nothing, and is not in its own way later. */
function noHalfCopy(db, start) {
  const copy = join(folder(), 'copy');
  const got = start(['backup', '--db', db, '--out', copy]);
  assert.notEqual(got.status, 0);
  assert.match(got.stderr, /disk is full|too large|No space/);
  assert.equal(existsSync(copy), false, 'half a copy');
  answer('backup', '--db', db, '--out', copy);
  assert.ok(existsSync(copy));
}

test('SQLite: on a full disk writing is refused, reading goes on, and room mends it', async () => {
  const { path, db } = world();
  const secret = token(db, 'full', 'all');
  const full = join(folder(), 'full');
  const env = { LD_PRELOAD: library, FULL_DISK: full };
  const server = await serve(db, { env });
  try {
    await fullAndRoom({ server, secret, db, full, most: 300, count: (table) => Number(sqlite(path, `select count(*) from ${table}`)) });
    writeFileSync(full, '');
    noHalfCopy(db, (args) => spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } }));
    rmSync(full);
  } finally {
    await server.stop();
  }
  assert.equal(sqlite(path, 'pragma integrity_check'), 'ok');
});

test('PostgreSQL: on a full disk writing is refused, reading goes on, and room mends it', async () => {
  let env;
  const pg = await postgres({
    env(dir) {
      copyFileSync(library, join(dir, 'full_disk.so')); // where its user may read it
      return (env = { LD_PRELOAD: join(dir, 'full_disk.so'), FULL_DISK: join(dir, 'full') });
    },
  });
  const secret = token(pg.db, 'full', 'all');
  const server = await serve(pg.db, { env }); // the papers lie on that disk too
  try {
    await fullAndRoom({ server, secret, db: pg.db, full: env.FULL_DISK, most: 2000, count: (table) => Number(pg.sql(`select count(*) from ${table}`)) });
    const small = ['-c', 'trap "" XFSZ; ulimit -f 1; exec "$@"', 'sh', command]; // pg_dump writes by the C library
    noHalfCopy(pg.db, (args) => spawnSync('sh', [...small, ...args], { encoding: 'utf8' }));
  } finally {
    await server.stop();
    await pg.stop();
  }
});
