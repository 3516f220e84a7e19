// SPDX-License-Identifier: EUPL-1.2
// What the tests of the document room share: the program, a folder of their own,
// the independent judges. Nothing here is used by the product.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = process.env.MOTCUA_DOCUMENTS;
assert.ok(program, 'MOTCUA_DOCUMENTS names the program under test');

// A folder that is gone when the tests end.
export const folder = mkdtempSync(join(tmpdir(), 'motcua-documents-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
export const at = (...names) => join(folder, ...names);

// Runs a program; { status, out, err } with out as bytes when asked.
export function run(command, args, { input, env, bytes, cwd, timeout = 60000 } = {}) {
  const done = spawnSync(command, args, {
    input, timeout, cwd, maxBuffer: 256 << 20, env: { ...process.env, OMP_THREAD_LIMIT: '1', ...env },
  });
  if (done.error) throw done.error;
  return { status: done.status, signal: done.signal, err: done.stderr.toString(),
           out: bytes ? done.stdout : done.stdout.toString() };
}

// The same, and it must succeed.
export function must(command, args, options) {
  const done = run(command, args, options);
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.err}${bytes(done.out)}`);
  return done.out;
}
const bytes = (out) => (Buffer.isBuffer(out) ? '' : out);

export const documents = (args, options) => run(program, args, options);
export const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
export const example = (name) => join(root, 'data', 'examples', 'forms', `${name}.json`);

export const created = '2024-04-26T09:15:00+07:00';
export function makeForm(name, out, data = example(name)) {
  must(program, ['pdf', name, '--data', data, '--out', out, '--created', created]);
  return out;
}

// A form from an example with some members replaced.
export function makeWith(name, change, out) {
  const data = JSON.parse(readFileSync(example(name), 'utf8'));
  change(data);
  const path = `${out}.json`;
  writeFileSync(path, JSON.stringify(data));
  return documents(['pdf', name, '--data', path, '--out', out, '--created', created]);
}

// Text as people read it: white space folded.
export const fold = (text) => text.replace(/\s+/g, ' ').trim();
export const textOf = (pdf) => must('pdftotext', ['-raw', pdf, '-']);

// PDFBox Preflight over many files in one Java: path -> '' when valid PDF/A-1b, else the complaints.
export function preflight(paths) {
  const jars = ['preflight', 'pdfbox2', 'xmpbox', 'fontbox2', 'commons-logging', 'commons-io',
    'javax.activation', 'jaxb-api'].map((j) => `/usr/share/java/${j}.jar`).join(':');
  const list = at(`preflight-${Math.random()}.list`);
  writeFileSync(list, paths.join('\n') + '\n');
  run('java', ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', jars,
    'org.apache.pdfbox.preflight.Validator_A1b', 'xml', 'batch', list], { timeout: 120000 });
  return new Map(paths.map((p) => {
    const xml = readFileSync(`${p}.preflight.xml`, 'utf8');
    const valid = /<isValid[^>]*>true<\/isValid>/.test(xml);
    return [p, valid ? '' : [...xml.matchAll(/<details>(.*?)<\/details>/gs)].map((m) => m[1]).join('; ') || xml];
  }));
}
