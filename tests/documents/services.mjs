// SPDX-License-Identifier: EUPL-1.2
// services.mjs PORT MODE FOLDER: a time-stamp service over OpenSSL's `ts -reply`, and
// under /ocsp an OCSP service over `ocsp -respout`.
import { createServer } from 'node:http';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, unlinkSync } from 'node:fs';

const [port, mode, dir] = process.argv.slice(2);
let n = 0;

function reply(query) {
  const name = `${dir}/ts-${process.pid}-${n++}`;
  if (mode === 'liar') query[query.length - 20] ^= 1; // somewhere in imprint or nonce
  writeFileSync(`${name}.tsq`, query);
  const section = mode === 'bad' ? 'tsa_bad' : 'tsa_config';
  spawnSync('openssl', ['ts', '-reply', '-config', `${dir}/ca.cnf`, '-section', section, '-queryfile', `${name}.tsq`, '-out', `${name}.tsr`]);
  const bytes = readFileSync(`${name}.tsr`);
  unlinkSync(`${name}.tsq`);
  unlinkSync(`${name}.tsr`);
  return bytes;
}

function ocsp(query) {
  const name = `${dir}/ocsp-${process.pid}-${n++}`;
  writeFileSync(`${name}.req`, query);
  spawnSync('openssl', ['ocsp', '-index', `${dir}/index.txt`, '-CA', `${dir}/ca.pem`, '-rsigner', `${dir}/ocsp.pem`, '-rkey', `${dir}/ocsp.key`,
    '-reqin', `${name}.req`, '-respout', `${name}.resp`, '-ndays', '7']);
  const bytes = readFileSync(`${name}.resp`);
  unlinkSync(`${name}.req`);
  unlinkSync(`${name}.resp`);
  return bytes;
}

createServer((req, res) => {
  if (req.method !== 'POST') return res.end('a time-stamp service');
  const parts = [];
  req.on('data', (d) => parts.push(d));
  req.on('end', () => {
    const asks = req.url.startsWith('/ocsp');
    res.setHeader('Content-Type', asks ? 'application/ocsp-response' : 'application/timestamp-reply');
    if (mode === 'broken') return res.end('no DER at all');
    try { res.end((asks ? ocsp : reply)(Buffer.concat(parts))); } catch { res.statusCode = 500; res.end(); }
  });
}).listen(Number(port), '127.0.0.1');
