// SPDX-License-Identifier: EUPL-1.2
/*
 * What the tests of faults share: a server over a database, filings and acts under
 * their keys, a memory of what was acknowledged, and the question whether it is there.
 */
import assert from 'node:assert/strict';
import { start, sleep } from '../http/lib.mjs';
import { answer, command, world } from '../http/motcua.mjs';
import { startPostgres } from '../pg.mjs';

export const serve = (db, more = {}) => start({
  command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}', '--set', 'files={dir}/files'], ready: '/readyz', wait: 60000, ...more });

/** A PostgreSQL with the world in it, its clock on a morning of the demonstration. */
export async function postgres(options) {
  const pg = await startPostgres(options);
  answer('load', '--db', pg.db);
  pg.sql(`update realm set clock_behind = ${(Date.now() - Date.parse('2024-05-06T08:30:00+07:00')) * 1000}, generation = generation + 1`);
  return pg;
}
export { world };

/** One request; { status, type, body, headers }, or null when the connection broke. */
export async function send(server, secret, method, path, { key, body, match } = {}) {
  try {
    const got = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${secret}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(key ? { 'Idempotency-Key': key } : {}),
        ...(match ? { 'If-Match': match } : {}),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30000),
    });
    return { status: got.status, type: got.headers.get('content-type'), headers: got.headers, body: await got.json() };
  } catch {
    return null;
  }
}

export const file = (server, secret, key) => send(server, secret, 'POST', '/dossiers', {
  key,
  body: {
    procedure: '1.001193', unit: 'H41.14.01', channel: 'online',
    applicant: { kind: 'citizen', id_number: '040099000001', name: key, phone: '0912345678' },
  },
});
export const accept = (server, secret, key, code) =>
  send(server, secret, 'POST', `/dossiers/${code}/actions/accept`, { key: `${key}-accept`, match: '"1"', body: {} });

/** Refused for a while: a problem in JSON with one of these statuses. */
export function refused(got, ...statuses) {
  assert.ok(statuses.includes(got.status), JSON.stringify(got));
  assert.match(got.type, /^application\/problem\+json/);
  assert.equal(got.body.status, got.status);
  assert.ok(got.body.detail.length > 10);
}

/** Everything computed again agrees, and there are so many dossiers and events. */
export function verified(db, dossiers, events) {
  const got = JSON.parse(answer('verify', '--db', db, '--format', 'json'));
  assert.equal(got.agrees, true, JSON.stringify(got));
  if (dossiers !== undefined) assert.equal(got.dossiers, dossiers);
  if (events !== undefined) assert.equal(got.events, events);
}

/**
 * Clients that file and accept, each under keys of its own, and remember what they
 * were told. They try again what failed for a while, and end when stopped, or, with
 * patience 0, when a connection breaks.
 */
export class Load {
  constructor(secret, name, { clients = 8, patience = 0 } = {}) {
    Object.assign(this, { secret, name, patience, codes: new Map(), accepted: new Set(), keys: new Set(), away: [], stopped: false, told: 0 });
    this.clients = clients;
  }

  begin(server) {
    this.running = Array.from({ length: this.clients }, (_, c) => this.client(server, c));
  }

  async insist(ask) {
    for (let i = 0; ; i++) {
      const got = await ask();
      if (got && got.status < 500) {
        this.told++;
        return got;
      }
      if (got) this.away.push(got);
      if (i >= this.patience || (!got && !this.patience)) return null;
      await sleep(100);
    }
  }

  async client(server, c) {
    for (let i = 0; !this.stopped; i++) {
      const key = `${this.name}-${c}-${i}`;
      this.keys.add(key);
      const filed = await this.insist(() => file(server, this.secret, key));
      if (!filed) return;
      assert.equal(filed.status, 201, JSON.stringify(filed.body));
      this.codes.set(key, filed.body.code);
      const done = await this.insist(() => accept(server, this.secret, key, filed.body.code));
      if (!done) return;
      assert.equal(done.status, 200, JSON.stringify(done.body));
      this.accepted.add(key);
    }
  }

  async end() {
    this.stopped = true;
    await Promise.all(this.running);
  }

  async checkOne(server, key) {
    const known = this.codes.get(key);
    if (known) {
      const { status, body } = await send(server, this.secret, 'GET', `/dossiers/${known}`);
      assert.equal(status, 200, `${known} of ${key} is lost`);
      assert.ok(body.version >= (this.accepted.has(key) ? 2 : 1), `${known} of ${key} has lost its acceptance`);
      assert.equal(body.events.length, body.version);
    }
    const again = await file(server, this.secret, key);
    assert.equal(again.status, 201, JSON.stringify(again.body));
    if (known) assert.equal(again.body.code, known);
    if (known) assert.equal(again.headers.get('idempotent-replayed'), 'true');
    this.codes.set(key, again.body.code);
    const done = await accept(server, this.secret, key, again.body.code);
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.equal(done.body.version, 2);
  }

  /** Everything acknowledged is there; the same keys give the same, once. Then all is accepted. */
  async check(server) {
    const keys = [...this.keys];
    const lane = async () => {
      for (let key = keys.pop(); key; key = keys.pop()) await this.checkOne(server, key);
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    assert.equal(new Set(this.codes.values()).size, this.keys.size, 'two keys gave one dossier');
  }
}
