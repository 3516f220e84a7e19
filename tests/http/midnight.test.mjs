// SPDX-License-Identifier: EUPL-1.2
/*
 * The end of a day, on the server as it runs: what is dated by whom, and when the day is
 * sealed. A request that begins before midnight and ends after it belongs to the new day,
 * and the old one stays open for a while, so that no act is added to a sealed day.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { connect, sleep, start, until } from './lib.mjs';
import { answer, command, token, worldOn } from './motcua.mjs';

const MIDNIGHT = Date.parse('2024-05-07T00:00:00+07:00');
const body = (name) => JSON.stringify({
  procedure: '1.001193', unit: 'H41.14.01', channel: 'online',
  applicant: { kind: 'citizen', id_number: '040099000001', name, phone: '0912345678' },
});
let place, server, secret;
const serving = () => ({ command, args: ['serve', '--db', place.db, '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
const head = (text) => `POST /api/v1/dossiers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n`;
const number = (sql) => Number(place.sql(sql));

before(async () => {
  place = await worldOn('2024-05-06T23:30');
  secret = token(place.db, 'midnight', 'all');
  server = await start(serving());
});
after(async () => {
  await server?.stop();
  await place?.stop();
});

test('a request that crosses midnight is dated when it is there, and the day is sealed when nothing more can come', async () => {
  const early = await connect(server.port);
  early.send(head(body('Trước nửa đêm')) + body('Trước nửa đêm'));
  await early.wait(/^HTTP\/1.1 201/);

  place.setClock('2024-05-06T23:59:57');
  const set = Date.now();
  const late = await connect(server.port);
  const text = Buffer.from(body('Qua nửa đêm'));
  late.send(head(text));
  late.send(text.subarray(0, 40));
  await sleep(set + 5500 - Date.now()); // two and a half seconds past midnight, and the clock was read again
  late.send(text.subarray(40));
  await late.wait(/^HTTP\/1.1 201/);
  assert.ok(number('select max(at) from event') >= MIDNIGHT * 1000, 'it is dated by its head');
  await sleep(1500);
  assert.equal(number('select count(*) from seal'), 0, 'sealed in the first moment of the new day');

  place.setClock('2024-05-07T00:10:01');
  await until('the seal of the day', () => number('select count(*) from seal') === 1);
  assert.equal(number('select events from seal'), number(`select count(*) from event where at < ${MIDNIGHT * 1000}`));
  assert.match(answer('verify', '--db', place.db), /^all agree/);
});

test('a day that cannot be closed is told once, not every second, and closed when it can be', async () => {
  const told = () => server.log.match(/the day cannot be closed/g)?.length ?? 0;
  place.sql('alter table seal rename to seal_elsewhere');
  place.setClock('2024-05-08T00:10:01');
  await until('the failure to be told', told);
  await sleep(3000);
  assert.equal(told(), 1);
  place.sql('alter table seal_elsewhere rename to seal');
  await server.stop();
  server = await start(serving());
  await until('the seal of the second day', () => number('select count(*) from seal') === 2);
  assert.match(answer('verify', '--db', place.db), /^all agree/);
});
