// SPDX-License-Identifier: EUPL-1.2
// What the HTTP room promises, through real sockets (server: net_server.c).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './lib.mjs';

const boot = (...settings) =>
  start({ command: process.env.NET_SERVER, args: ['listen=127.0.0.1:{port}', ...settings], ready: '/hello' });

let server;
before(async () => (server = await boot('proxy=127.0.0.1')));
after(async () => assert.equal((await server.stop()).code, 0));

test('a page comes with its body and every security header', async () => {
  const r = await fetch(server.url + '/hello');
  assert.equal(r.status, 200);
  assert.equal(await r.text(), 'hello\n');
  assert.match(r.headers.get('content-security-policy'), /default-src 'none'.*frame-ancestors 'none'/);
  assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(r.headers.get('cache-control'), 'no-store');
  assert.match(r.headers.get('x-request-id'), /^[0-9a-f]{16}$/);
});
