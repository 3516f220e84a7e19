// SPDX-License-Identifier: EUPL-1.2
/*
 * Clients that do not behave, against the product as it is served: silent, dripping
 * and gone ones, two thousand idle ones, readers that never read, and everything that
 * is too long, too deep, cut off or not text. Each gets its clear error or is closed,
 * changes nothing, and nobody else notices. The limits themselves, one by one, are in
 * net.test.js; JSON and fields in api.test.mjs.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, parse, raw, resident, sleep, start, until } from './lib.mjs';
import { answer, command, folder, token, worldOn } from './motcua.mjs';

let place, server, db, secret;
const filing = (name) => JSON.stringify({
  procedure: '1.001193', unit: 'H41.14.01', channel: 'online',
  applicant: { kind: 'citizen', id_number: '040099000001', name, phone: '0912345678' },
});
const post = (body, { length = Buffer.byteLength(body), key = '' } = {}) => ['POST /api/v1/dossiers HTTP/1.1', 'Host: x', `Authorization: Bearer ${secret}`,
  'Content-Type: application/json', ...(key ? [`Idempotency-Key: ${key}`] : []), `Content-Length: ${length}`, '', body].join('\r\n');
const dossiers = () => Number(place.sql('select count(*) from dossier'));
const idle = [];

before(async () => {
  place = await worldOn();
  ({ db } = place);
  secret = token(db, 'hostile', 'all');
  const settings = join(folder(), 'settings');
  writeFileSync(settings, ['connections_each = 4000', 'head_ms = 3000', 'idle_ms = 120000', 'upload_mb = 1', 'files = {dir}/files'].join('\n')
    .replace('{dir}', folder()));
  server = await start({ command, args: ['serve', '--db', db, '--settings', settings, '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
});
after(async () => {
  idle.forEach((peer) => peer.socket.destroy());
  await server?.stop();
  await place?.stop();
});

/** A filing by the interface and a page, as by somebody who behaves. */
async function worksAsUsual(name) {
  const begun = Date.now();
  const filed = await fetch(`${server.url}/api/v1/dossiers`, {
    method: 'POST', body: filing(name), headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' } });
  assert.equal(filed.status, 201, await filed.text());
  assert.equal((await fetch(`${server.url}/procedures`)).status, 200);
  return Date.now() - begun;
}

test('two thousand idle connections, and service goes on', async () => {
  for (let i = 0; i < 2000; i += 50) {
    const some = await Promise.all(Array.from({ length: 50 }, () => connect(server.port)));
    // Each asks once, or it would be a silent head.
    for (const peer of some) peer.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    idle.push(...some);
  }
  await until('two thousand answers', () => idle.every((p) => p.text().endsWith('ok\n')), 30000);
  for (let i = 0; i < 5; i++) await worksAsUsual(`idle ${i}`);
  assert.equal(idle.filter((p) => p.closed).length, 0);
  const bytes = await resident(server.process.pid);
  // A build with a sanitiser maps terabytes for its shadow, and keeps much of it.
  const [, mapped] = /VmSize:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'));
  assert.ok(bytes < (mapped > 2 ** 30 ? 1024 : 64) << 20, `${bytes >> 20} MiB`);
});

test('silent and dripping heads are closed, and hold up nobody', async () => {
  const silent = await Promise.all(Array.from({ length: 100 }, () => connect(server.port)));
  const dripping = await Promise.all(Array.from({ length: 100 }, () => connect(server.port)));
  for (const peer of dripping) peer.send('POST /api/v1/dossiers HTTP/1.1\r\nX-A: ');
  const drip = setInterval(() => dripping.forEach((peer) => peer.closed || peer.send('a')), 100);
  await worksAsUsual('dripping');
  await until('all of them to be closed', () => [...silent, ...dripping].every((p) => p.closed), 20000);
  clearInterval(drip);
  assert.ok(dripping.every((p) => p.text() === ''));
});

test('who never reads what was asked for holds up nobody', async () => {
  const lazy = await Promise.all(Array.from({ length: 50 }, () => connect(server.port)));
  for (const peer of lazy) {
    peer.socket.pause();
    peer.send('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
  }
  await sleep(200);
  for (let i = 0; i < 5; i++) await worksAsUsual(`lazy ${i}`);
  lazy.forEach((peer) => peer.socket.destroy());
});

test('a filing that is cut off, or hangs in the middle, is no filing', async () => {
  const before = dossiers();
  const whole = filing('cut off');
  const cut = await Promise.all(Array.from({ length: 50 }, () => connect(server.port)));
  for (const [i, peer] of cut.entries()) peer.send(post(whole.slice(0, 1 + i * 3), { length: Buffer.byteLength(whole) }));
  await sleep(100);
  for (const peer of cut.slice(0, 40)) peer.socket.destroy();
  await worksAsUsual('after the cut ones');
  await until('those that hang to be closed', () => cut.slice(40).every((peer) => peer.closed), 40000);
  assert.ok(cut.every((peer) => peer.text() === ''), 'half a filing was answered');
  assert.equal(dossiers(), before + 1);
});

test('a client that hangs up before it hears the answer has filed once', async () => {
  const before = dossiers();
  const gone = await Promise.all(Array.from({ length: 20 }, () => connect(server.port)));
  for (const [i, peer] of gone.entries()) peer.send(post(filing('gone'), { key: `gone-${i}` }));
  await sleep(5);
  for (const peer of gone) peer.socket.destroy();
  await worksAsUsual('after the gone ones');
  // Whoever did not hear asks again under the same key, twice.
  const ask = async (i) => {
    const got = parse(await raw(server.port, post(filing('gone'), { key: `gone-${i}` }).replace('Host: x', 'Host: x\r\nConnection: close')));
    assert.equal(got.status, 201, got.body);
    return JSON.parse(got.body).code;
  };
  const codes = new Set();
  for (let i = 0; i < 40; i++) codes.add(await ask(i % 20));
  assert.equal(codes.size, 20);
  assert.equal(dossiers(), before + 21);
  assert.match(answer('verify', '--db', db), /^all agree/);
});

test('what is too long, too many or not text gets its own error and changes nothing', async () => {
  const before = dossiers();
  const head = (line, ...more) => [line, 'Host: x', 'Connection: close', ...more, '', ''].join('\r\n');
  const auth = `Authorization: Bearer ${secret}`;
  const json = 'Content-Type: application/json';
  const cases = [
    ['a target of 3,000 letters', head(`GET /api/v1/dossiers?q=${'q'.repeat(3000)} HTTP/1.1`, auth), 414],
    ['a header of 6,000 letters', head('GET /api/v1/dossiers HTTP/1.1', auth, `X-A: ${'a'.repeat(6000)}`), 431],
    ['sixty headers', head('GET /api/v1/dossiers HTTP/1.1', auth, ...Array.from({ length: 60 }, (_, i) => `X-${i}: 1`)), 431],
    ['a body of 9 MB, told', head('POST /api/v1/dossiers HTTP/1.1', auth, json, 'Content-Length: 9000000'), 413],
    ['a body that only says it is JSON', head('POST /api/v1/dossiers HTTP/1.1', auth, json, 'Content-Length: 4') + '\xff\xfe\xfd\xfc', 400],
    ['a query that is not UTF-8', head('GET /api/v1/dossiers?q=%ff%fe HTTP/1.1', auth), 400],
    ['a query with a NUL', head('GET /api/v1/dossiers?q=a%00b HTTP/1.1', auth), 400],
    ['a path that is not UTF-8', head('GET /api/v1/dossiers/%ff%fe HTTP/1.1', auth), 400],
    ['a path that climbs', head('GET /api/v1/../../etc/passwd HTTP/1.1', auth), 400],
    ['a path that climbs in code', head('GET /track/..%2f..%2fetc%2fpasswd HTTP/1.1'), [303, 400, 404]],
    ['an action that is not text', head('POST /api/v1/dossiers/x/actions/%c3%28 HTTP/1.1', auth, json, 'If-Match: *', 'Content-Length: 2') + '{}', 400],
    ['a token of 5,000 letters', head('GET /api/v1/dossiers HTTP/1.1', `Authorization: Bearer ${'a'.repeat(5000)}`), [401, 431]],
  ];
  for (const [what, bytes, wanted] of cases) {
    const peer = await connect(server.port);
    peer.socket.write(Buffer.from(bytes, 'latin1'));
    await peer.end(10000);
    const got = parse(peer.text());
    assert.ok([wanted].flat().includes(got.status), `${what}: ${peer.text()}`);
    if (got.status < 400) continue;
    assert.equal(got.headers['x-content-type-options'], 'nosniff', what);
    if (bytes.includes(' /api/') && got.headers['content-type']) {
      assert.match(got.headers['content-type'], /^application\/problem\+json/, what);
      assert.equal(JSON.parse(got.body).status, got.status, what);
    }
  }
  assert.equal(dossiers(), before);
});

test('the longest bodies that are taken stay within the memory of a request', async () => {
  const before = dossiers();
  const room = 250000;
  const times = (text) => Array(Math.floor(room / (text.length + 1))).fill(text).join(',');
  const members = (text) => Array.from({ length: room / 12 }, (_, i) => text.replace('#', String(100000 + i))).join(',');
  const rest = filing('An').slice(1);
  const cases = [
    ['components that are none', `{"components":[${times('0')}],${rest}`],
    ['empty components', `{"components":[${times('{}')}],${rest}`],
    ['members nobody knows', `{${members('"#":0')},${rest}`],
    ['one long name', filing('A'.repeat(room))],
    ['empty lists', `{"data":[${times('[]')}],${rest}`],
  ];
  for (const [what, body] of cases) {
    const got = await fetch(`${server.url}/api/v1/dossiers`, {
      method: 'POST', body, headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' } });
    const problem = await got.json();
    assert.equal(got.status, 422, `${what}: ${JSON.stringify(problem).slice(0, 300)}`);
    assert.ok(problem.errors.length > 0 && problem.errors.length <= 100, what);
  }
  assert.equal(dossiers(), before);
  await worksAsUsual('after the longest');
});

test('a form that is too large or broken is refused with a page', async () => {
  const page = await fetch(`${server.url}/apply/1.001193?level=commune`);
  const cookie = page.headers.get('set-cookie').split(';')[0];
  const [, csrf] = /name="csrf" value="([^"]+)"/.exec(await page.text());
  const send = (body, type) => raw(server.port,
    `POST /apply/1.001193?level=commune HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, 20000);
  const form = 'multipart/form-data; boundary=b';
  const part = (name, text, file = '') => `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  const begin = part('csrf', csrf);
  const cases = [
    ['a file of two megabytes', `${begin}${part('paper.x', 'x'.repeat(2 << 20), '; filename="a.pdf"')}--b--\r\n`, form, 413],
    ['a thousand fields', `${begin}${Array.from({ length: 1000 }, (_, i) => part(`f${i}`, '1')).join('')}--b--\r\n`, form, [400, 413]],
    ['a hundred files', `${begin}${Array.from({ length: 100 }, (_, i) => part(`paper.${i}`, 'x', '; filename="a"')).join('')}--b--\r\n`, form, 413],
    ['no end', begin, form, 400],
    ['no boundary', 'x', 'multipart/form-data', 400],
    ['pairs that are not UTF-8', `csrf=${csrf}&unit=%ff`, 'application/x-www-form-urlencoded', 400],
  ];
  for (const [what, body, type, wanted] of cases) {
    const text = await send(body, type);
    const got = parse(text);
    assert.ok([wanted].flat().includes(got.status), `${what}: ${text.slice(0, 500)}`);
    assert.match(got.headers['content-type'], /^text\/html/, what);
    assert.match(got.headers['content-security-policy'], /default-src/, what);
  }
});

test('afterwards everything agrees and the server is in health', async () => {
  await worksAsUsual('at the end');
  assert.match(answer('verify', '--db', db), /^all agree/);
  assert.equal(server.ended(), null);
});
