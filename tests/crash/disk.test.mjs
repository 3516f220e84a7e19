// SPDX-License-Identifier: EUPL-1.2
/*
 * The disk is full (full_disk.c, loaded before the server or before PostgreSQL): writing
 * is refused with 507 and changes nothing, reading goes on, an upload leaves nothing
 * behind. When there is room again the same server goes on, the same keys succeed,
 * and everything agrees.
 */
import test from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, sqlite, token } from '../http/motcua.mjs';
import { file, postgres, refused, send, serve, verified, world } from './lib.mjs';

const library = process.env.FULL_DISK_LIBRARY;
const PAPER = 'a paper of some size '.repeat(5000);

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

async function goesOn(server, secret, db, { said, refusals }) {
  for (const [key, code] of said) assert.equal((await file(server, secret, key)).body.code, code);
  for (const key of refusals) {
    const got = await file(server, secret, key);
    assert.equal(got.status, 201, JSON.stringify(got.body));
    assert.equal(got.headers.get('idempotent-replayed'), null, 'what was refused was done');
    said.set(key, got.body.code);
  }
  verified(db, said.size + 1, said.size + 1);
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
    const got = await fetch(path.split('?')[0], { method: 'POST', body, headers: { cookie } });
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

test('SQLite: on a full disk writing is refused, reading goes on, and room mends it', async () => {
  const { path, db } = world();
  const secret = token(db, 'full', 'all');
  const full = join(folder(), 'full');
  const server = await serve(db, { env: { LD_PRELOAD: library, FULL_DISK: full } });
  try {
    const first = await file(server, secret, 'first');
    assert.equal(first.status, 201);
    const upload = await formWithPaper(server);

    writeFileSync(full, '');
    const told = await fill(server, secret, 300);
    assert.equal((await send(server, secret, 'GET', `/dossiers/${first.body.code}`)).status, 200);
    assert.equal((await fetch(`${server.url}/procedures`)).status, 200);
    const before = kept(server);
    const sent = await upload(PAPER);
    assert.equal(sent.status, 507);
    assert.match(sent.page, /no room left|hết chỗ/);
    assert.equal(kept(server), before);
    assert.equal(sqlite(path, 'select count(*) from dossier'), String(told.said.size + 1));

    rmSync(full);
    assert.equal((await upload(PAPER)).status, 200);
    assert.equal(kept(server), before + 1);
    await goesOn(server, secret, db, told);
  } finally {
    await server.stop();
  }
  assert.equal(sqlite(path, 'pragma integrity_check'), 'ok');
});

test('PostgreSQL: on its full disk writing is refused, and room mends it', async () => {
  let full;
  const pg = await postgres({
    env(dir) {
      copyFileSync(library, join(dir, 'full_disk.so')); // where its user may read it
      full = join(dir, 'full');
      return { LD_PRELOAD: join(dir, 'full_disk.so'), FULL_DISK: full };
    },
  });
  const secret = token(pg.db, 'full', 'all');
  const server = await serve(pg.db);
  try {
    assert.equal((await file(server, secret, 'first')).status, 201);
    writeFileSync(full, '');
    const told = await fill(server, secret, 2000);
    assert.equal((await send(server, secret, 'GET', `/dossiers/${[...told.said.values()].pop() ?? ''}`)).status, 200);
    assert.equal(pg.sql('select count(*) from dossier'), String(told.said.size + 1));
    rmSync(full);
    await goesOn(server, secret, pg.db, told);
  } finally {
    await server.stop();
    await pg.stop();
  }
});
