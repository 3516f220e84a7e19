// SPDX-License-Identifier: EUPL-1.2
/*
 * What becomes of the bytes that a page sends, on the server as it runs: whoever files the
 * dossier finds them for good, and what nobody filed is gone a few days later. The days are
 * made older by the name of their folder.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, until } from './lib.mjs';
import { command, folder, worldOn } from './motcua.mjs';

const FORM = '/apply/1.001193?level=commune';
const WHO = { 'applicant.kind': 'citizen', 'applicant.name': 'Nguyễn Thị Ánh', 'applicant.id_number': '040099000001', 'applicant.phone': '0912345678' };
const bytes = (text) => `%PDF-1.4\n% ${text}\n`;
const hash = (text) => createHash('sha256').update(bytes(text)).digest('hex');
const files = join(folder(), 'files');
const waiting = join(files, 'waiting');
const place = (text) => join(files, hash(text).slice(0, 2), hash(text).slice(2));
const days = () => (existsSync(waiting) ? readdirSync(waiting) : []);
const waits = (text) => days().some((day) => existsSync(join(waiting, day, hash(text))));
const ago = (n) => new Date(Date.now() - n * 86400e3).toISOString().slice(0, 10);
let world, server;
const serving = () => ({ command, ready: '/readyz', args: ['serve', '--db', world.db, '--listen', '127.0.0.1:{port}', '--set', `files=${files}`] });

before(async () => {
  world = await worldOn();
  server = await start(serving());
});
after(async () => {
  await server?.stop();
  await world?.stop();
});

const hidden = (html) => Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, k, v]) => [k, v]));

/** Somebody who has filled in the form, with that paper, up to its last page; send() sends it. */
async function applicant(text) {
  const first = await fetch(server.url + FORM);
  const cookie = first.headers.get('set-cookie').split(';')[0];
  let html = await first.text();
  const unit = /<option value="(H41[^"]+)"/.exec(html)[1];
  const [, action] = /<form method="post" action="(\/apply[^"]+)"/.exec(html);
  const post = async (fields, go, paper) => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...hidden(html), ...fields, go })) body.append(name, value);
    if (paper) body.append(paper, new Blob([bytes(text)]), 'giay.pdf');
    const got = await fetch(server.url + action, { method: 'POST', body, redirect: 'manual', headers: { cookie } });
    html = await got.text();
    return got.status;
  };
  assert.equal(await post({ unit, case: '01' }, 'next'), 200);
  assert.equal(await post(WHO, 'next'), 200);
  assert.equal(await post({}, 'next', /name="(paper\.[^"]+)"/.exec(html)[1]), 200);
  return { send: () => post({ agreed: '1' }, 'send') };
}

test('a paper that is filed stays, one that was only sent goes after its days', async () => {
  await applicant('only sent');
  assert.equal(await (await applicant('filed')).send(), 303);
  assert.ok(waits('only sent') && waits('filed'));
  await server.stop();
  const [today] = days();
  renameSync(join(waiting, today), join(waiting, ago(3)));
  writeFileSync(join(waiting, ago(3), 'half.0123456789abcdef.new'), 'of a copy that broke off');
  mkdirSync(join(waiting, ago(2)));
  writeFileSync(join(waiting, ago(2), hash('not yet')), bytes('not yet'));

  server = await start(serving());
  await until('the old day to be settled', () => !days().includes(ago(3)));
  assert.equal(readFileSync(place('filed'), 'latin1'), bytes('filed'));
  assert.ok(!waits('only sent') && !existsSync(place('only sent')));
  assert.ok(waits('not yet'), 'whoever sent it may still file it');
  assert.equal(Number(world.sql('select count(*) from file')), 1);
});

test('what is filed already is not kept twice', async () => {
  assert.equal(await (await applicant('filed')).send(), 303);
  assert.ok(!waits('filed'));
  assert.ok(existsSync(place('filed')));
});
