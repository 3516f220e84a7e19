// SPDX-License-Identifier: EUPL-1.2
// The published attacks on PDF signatures, each built byte by byte on a file that was signed
// by hand with `openssl cms`; then a mixed corpus before three judges: ours, pdfsig, OpenSSL.
// Names of the attacks are those of their authors: incremental saving, signature wrapping,
// universal forgery (2019), shadow: hide, replace, hide and replace (2021), evil annotation
// and sneaky signature on certified files (2021).
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at, documents, makeForm, must, run } from './world.mjs';
import * as pki from './pki.mjs';

const program = process.env.MOTCUA_DOCUMENTS;
let n = 0;
const latin = (bytes) => Buffer.from(bytes, 'latin1');
function write(text) {
  const path = at(`attack-${n++}.pdf`);
  writeFileSync(path, latin(text));
  return path;
}
function verify(path, ...args) {
  const done = documents(['verify-pdf', path, '--trust', pki.trust, '--format', 'json', ...args]);
  const report = JSON.parse(done.out);
  assert.equal(done.status, { valid: 0, invalid: 1, unsigned: 3, unreadable: 2 }[report.verdict], done.err);
  return report;
}
mkdirSync(at('nss'));
must('certutil', ['-N', '-d', `sql:${at('nss')}`, '--empty-password']);
must('certutil', ['-A', '-d', `sql:${at('nss')}`, '-n', 'root', '-t', 'CT,CT,CT', '-i', pki.trust]);
const pdfsig = (path) => run('pdfsig', ['-nssdir', at('nss'), path]).out;

// ---- a file written by hand ----

const body = (id, text) => `${id} 0 obj\n${text}\nendobj\n`;
const stream = (content, extra = '') => `<< ${extra} /Length ${content.length} >>\nstream\n${content}\nendstream`;
const row = (offset) => `${String(offset).padStart(10, '0')} 00000 n \n`;
const ROOM = 12000; // digits of the container
const RANGE = '/ByteRange [0 0000000000 0000000000 0000000000]';

// objects: number -> text, in the order given; objects of one number may stand twice, the first counts.
function file(objects) {
  let out = '%PDF-1.7\n';
  const where = new Map();
  for (const [id, text] of objects) {
    if (!where.has(id)) where.set(id, out.length);
    out += body(id, text);
  }
  const size = Math.max(...where.keys()) + 1, table = out.length;
  out += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let id = 1; id < size; id++) out += where.has(id) ? row(where.get(id)) : '0000000000 00000 f \n';
  return `${out}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}
// One page, one signature field, and whatever an attacker prepares beforehand.
function page({ contents = '4 0 R', annots = '5 0 R', extra = [], sig = '', fields = '5 0 R', form = '', more = '' } = {}) {
  return file([
    [1, `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${fields}] /SigFlags 3 ${form} >> ${more} >>`],
    [2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents ${contents} /Annots [${annots}] >>`],
    [4, stream('0 0 1 rg 100 700 200 40 re f')],
    [5, '<< /Type /Annot /Subtype /Widget /FT /Sig /T (one) /V 6 0 R /P 3 0 R /Rect [0 0 0 0] /F 132 >>'],
    [6, `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached ${sig} ${RANGE} /Contents <${'0'.repeat(ROOM)}> >>`],
    ...extra]);
}
// Signs the last gap in a text with `openssl cms`.
function seal(text, who = 'leader') {
  const a = text.lastIndexOf('<0000000000'), b = text.indexOf('>', a) + 1;
  const pad = (v) => String(v).padStart(10, '0');
  const at_ = text.lastIndexOf(RANGE, a);
  const ranged = text.slice(0, at_) + `/ByteRange [0 ${pad(a)} ${pad(b)} ${pad(text.length - b)}]` + text.slice(at_ + RANGE.length);
  writeFileSync(at('covered.bin'), latin(ranged.slice(0, a) + ranged.slice(b)));
  must('openssl', ['cms', '-sign', '-binary', '-in', at('covered.bin'), '-outform', 'DER', '-out', at('container.der'), '-md', 'sha256',
    '-signer', pki.file(`${who}.pem`), '-inkey', pki.file(`${who}.key`)]);
  const hex = readFileSync(at('container.der')).toString('hex');
  return ranged.slice(0, a + 1) + hex.padEnd(ROOM, '0') + ranged.slice(b - 1);
}
const startxref = (text) => Number([...text.matchAll(/startxref\s+(\d+)/g)].at(-1)[1]);
// A later section: objects, a table, a trailer.
function later(text, objects, { root = '1 0 R', table = true, trailer = true, offsets = {}, free = [] } = {}) {
  let out = text, rows = '';
  for (const [id, content] of Object.entries(objects)) {
    rows += `${id} 1\n${row(out.length)}`;
    out += body(id, content);
  }
  for (const [id, offset] of Object.entries(offsets)) rows += `${id} 1\n${row(offset)}`;
  for (const id of free) rows += `${id} 1\n0000000000 00001 f \n`;
  const start = out.length, ids = [...Object.keys(objects), ...Object.keys(offsets)].map((id) => Number(id) + 1);
  const size = Math.max(Number([...text.matchAll(/\/Size (\d+)/g)].at(-1)[1]), ...ids);
  if (table) out += `xref\n${rows}`;
  if (trailer) out += `trailer\n<< /Size ${size} /Root ${root} /Prev ${startxref(text)} >>\nstartxref\n${start}\n`;
  return `${out}%%EOF\n`;
}
const signed = seal(page());
const good = write(signed);
const evil = stream('1 0 0 rg 100 700 400 90 re f');

// Never valid; when the file can be read, with the fault that the attack deserves.
function caught(text, fault) {
  const report = verify(write(text));
  assert.notEqual(report.verdict, 'valid');
  const faults = report.signatures.flatMap((s) => s.faults);
  if (fault) assert.ok(faults.includes(fault), `${report.verdict} ${report.reason ?? ''} ${faults} / ${fault}`);
  return report;
}

test('a file signed by hand with openssl cms is valid for all three judges', () => {
  const report = verify(good);
  assert.equal(report.verdict, 'valid', JSON.stringify(report.signatures));
  assert.equal(report.signatures[0].time_source, 'attribute');
  assert.match(pdfsig(good), /Total document signed[^]*Signature is Valid/);
  must('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', at('container.der'), '-content', at('covered.bin'), '-CAfile', pki.trust, '-purpose', 'any', '-out', '/dev/null']);
});

// ---- incremental saving ----

test('incremental saving: with table and trailer, without either, with the signature copied', () => {
  const sig = signed.match(/6 0 obj\n([^]*?)\nendobj/)[1];
  caught(later(signed, { 4: evil }), 'pages-changed');
  caught(later(signed, { 4: evil }, { table: false, trailer: false }), 'trailing-bytes');
  caught(later(signed, { 4: evil }, { trailer: false }), 'trailing-bytes');
  caught(later(signed, { 4: evil }, { table: false }));
  caught(later(signed, { 4: evil, 6: sig }), 'pages-changed');
  caught(later(signed, { 4: evil, 6: sig }, { table: false, trailer: false }));
  caught(later(signed, { 1: '<< /Type /Catalog /Pages 20 0 R >>', 20: '<< /Type /Pages /Kids [] /Count 0 >>' }));
  caught(later(signed, { 5: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (one) /P 3 0 R /Rect [0 0 0 0] /F 132 >>', 4: evil }));
});

// ---- signature wrapping ----

// Everything signed stays; the second part moves back and other objects come into the wider gap,
// with a table exactly where the signed startxref points.
function wrap(change) {
  const a = signed.indexOf('<3082'), b = signed.indexOf('>', a) + 1;
  const hex = signed.slice(a, b).replace(/0+>$/, (zeros) => (zeros.length % 2 ? '>' : '0>'));
  const table = startxref(signed), tail = signed.slice(b);
  const { inGap, objects, rangeAt } = change({ a, hex, table, tail });
  let out = signed.slice(0, a) + inGap;
  const rows = new Map();
  for (const [id, text] of Object.entries(objects(0))) { rows.set(Number(id), out.length); out += body(id, text); }
  assert.ok(out.length < table, 'the objects fit before the table');
  out = out.padEnd(table, ' ');
  let xref = 'xref\n0 1\n0000000000 65535 f \n';
  for (const id of [1, 2, 3, 4, 5, 6]) xref += `${id} 1\n${row(rows.get(id) ?? signed.indexOf(`\n${id} 0 obj`) + 1)}`;
  out += `${xref}trailer\n<< /Size 7 /Root 1 0 R >>\n`;
  const moved = out.length;
  const real = objects(moved);
  out = rangeAt ? rangeAt(out, moved) : out;
  for (const [id, text] of Object.entries(real)) {
    const from = rows.get(Number(id));
    out = out.slice(0, from) + body(id, text) + out.slice(from + body(id, text).length);
  }
  return out + tail;
}
let wrapped;
test('signature wrapping: the second range moved, other objects in between', () => {
  const pad = (v) => String(v).padStart(10, '0');
  // The dictionary in force is a copy in the gap whose range goes around everything new.
  wrapped = wrap(({ a, hex, tail }) => ({ inGap: `${hex} >>\nendobj\n`, objects: (moved) => ({ 4: evil,
    6: `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 ${pad(a)} ${pad(moved)} ${pad(tail.length)}] /Contents ${hex} >>` }) }));
  caught(wrapped, 'byte-range');
  wrapped = write(wrapped);
  // The signed dictionary stays in force and gets a second range behind its container.
  const twice = wrap(({ a, hex, tail }) => ({ inGap: `${hex} /ByteRange [0 ${pad(a)} ${pad(0)} ${pad(tail.length)}] >>\nendobj\n`, objects: () => ({ 4: evil }),
    rangeAt: (out, moved) => out.replace(`/ByteRange [0 ${pad(a)} ${pad(0)} `, `/ByteRange [0 ${pad(a)} ${pad(moved)} `) }));
  caught(twice);
  // The signed dictionary as it was: its range points into the new objects.
  caught(wrap(({ hex }) => ({ inGap: `${hex} >>\nendobj\n`, objects: () => ({ 4: evil }) })));
});

// ---- universal forgery ----

test('universal forgery: nothing where signature or range should be is no signature', () => {
  const range = signed.match(/\/ByteRange \[[^\]]*\]/)[0], contents = signed.match(/\/Contents <3[^>]*>/)[0];
  const fill = (text, long) => text.padEnd(long.length);
  const forged = evil.padEnd(0);
  for (const value of ['', '/ByteRange null', '/ByteRange []', '/ByteRange [0 1 2]', '/ByteRange [0 0 0 0]', '/ByteRange [0 -1 -1 -1]', '/ByteRange [a b c d]', '/ByteRange 5',
    '/ByteRange [0 10 10 10]', '/ByteRange [0 99999999 5 5]', '/ByteRange [0 1 99999999999 1]', '/ByteRange [0 9223372036854775807 1 1]'])
    for (const text of [signed.replace(range, fill(value, range)), later(signed.replace(range, fill(value, range)), { 4: forged })]) caught(text);
  for (const value of ['', '/Contents null', '/Contents <>', '/Contents <00>', '/Contents ()', '/Contents 0', '/Contents [ ]', '/Contents <30>', '/Contents <3080>', '/Contents <30840000ffff>'])
    for (const text of [signed.replace(contents, fill(value, contents)), later(signed.replace(contents, fill(value, contents)), { 4: forged })]) caught(text);
  for (const [from, to] of [['/SubFilter /adbe.pkcs7.detached', '/SubFilter /adbe.x509.rsa_sha1'], ['/Type /Sig /Filter', '/Type /Foo /Filter'], ['/V 6 0 R', '/V null '], ['/FT /Sig', '/FT /Btn']])
    caught(signed.replace(from, fill(to, from)));
});

// ---- shadow documents ----

test('shadow, hide: a cover that was signed is taken away later', () => {
  const cover = stream('1 1 1 rg 0 0 595 842 re f'), stamp = '<< /Type /Annot /Subtype /Square /Rect [90 690 320 750] /IC [1 1 1] /P 3 0 R /F 4 >>';
  const layered = seal(page({ contents: '[4 0 R 9 0 R]', extra: [[9, cover]] }));
  const noted = seal(page({ annots: '5 0 R 9 0 R', extra: [[9, stamp]] }));
  assert.equal(verify(write(layered)).verdict, 'valid');
  assert.equal(verify(write(noted)).verdict, 'valid');
  for (const text of [later(layered, {}, { free: [9] }), later(layered, { 9: 'null' }), later(layered, { 9: stream('') })]) caught(text, 'pages-changed');
  caught(later(noted, {}, { free: [9] }), 'annotation-changed');
  caught(later(noted, { 9: stamp.replace('[90 690 320 750]', '[0 0 1 1]') }), 'annotation-changed');
  caught(later(noted, { 9: stamp.replace('/F 4', '/F 2') }), 'annotation-changed');
});

test('shadow, replace: what a form field shows is exchanged, by value, look, or font', () => {
  const look = (text) => stream(`BT /F0 12 Tf (${text}) Tj ET`, '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F0 11 0 R >> >>');
  const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V (100) /DA (/F0 12 Tf) /Rect [100 600 300 620] /P 3 0 R /F 4 /AP << /N 10 0 R >> >>';
  const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
  const text = seal(page({ annots: '5 0 R 9 0 R', fields: '5 0 R 9 0 R', form: '/DR << /Font << /F0 11 0 R >> >>', extra: [[9, field], [10, look('100')], [11, font]] }));
  assert.equal(verify(write(text)).verdict, 'valid');
  caught(later(text, { 9: field.replace('(100)', '(999)') }), 'field-changed');
  caught(later(text, { 10: look('999') }), 'annotation-changed');
  caught(later(text, { 11: font.replace('Helvetica', 'Symbol') }), 'annotation-changed');
});

test('shadow, hide and replace: a second content already lies in the signed bytes, and only a table points to it', () => {
  const hidden = stream('1 0 0 rg 100 700 400 90 re f'), root = '<< /Type /Catalog /Pages 21 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>';
  const text = seal(page({ extra: [[4, hidden], [20, root], [21, '<< /Type /Pages /Kids [22 0 R] /Count 1 >>'],
    [22, '<< /Type /Page /Parent 21 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 23 0 R /Annots [5 0 R] >>'], [23, hidden]] }));
  assert.equal(verify(write(text)).verdict, 'valid');
  caught(later(text, {}, { offsets: { 4: text.lastIndexOf('\n4 0 obj') + 1 } }), 'pages-changed');
  caught(later(text, {}, { root: '20 0 R', offsets: { 20: text.indexOf('\n20 0 obj') + 1 } }), 'pages-changed');
});

// ---- certified documents ----

const certified = (p) => seal(page({ sig: `/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P ${p} /V /1.2 >> >>]`, more: '/Perms << /DocMDP 6 0 R >>' }));
const pageWith = (annots) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R /Annots [${annots}] >>`;

test('evil annotation: no permission of a certified file lets a later note hide what was signed', () => {
  for (const p of [1, 2, 3]) {
    const text = certified(p);
    assert.equal(verify(write(text)).verdict, 'valid', `P ${p}`);
    for (const kind of ['FreeText', 'Redact', 'Stamp', 'Square'])
      caught(later(text, { 3: pageWith('5 0 R 9 0 R'), 9: `<< /Type /Annot /Subtype /${kind} /Rect [90 690 320 750] /Contents (x) /DA (/Helv 12 Tf) /P 3 0 R >>` }), 'annotation-changed');
  }
});

const sneaky = (text, rect, who) => seal(later(text, {
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 9 0 R] /SigFlags 3 >> /Perms << /DocMDP 6 0 R >> >>', 3: pageWith('5 0 R 9 0 R'),
  9: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (two) /V 30 0 R /P 3 0 R /Rect [${rect}] /F 132 >>`,
  30: `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached ${RANGE} /Contents <${'0'.repeat(ROOM)}> >>` }), who);
test('sneaky signature: a later signature field cannot cover the page, nor come from a stranger, nor follow a final one', () => {
  assert.equal(verify(write(sneaky(certified(2), '10 10 60 60', 'agency'))).verdict, 'valid', 'an honest second signature');
  caught(sneaky(certified(2), '50 100 550 800', 'agency'), 'covering-mark');
  caught(sneaky(certified(2), '10 10 60 60', 'outsider'), 'untrusted');
  caught(sneaky(certified(1), '10 10 60 60', 'agency'), 'locked');
});

// ---- files of others, and three judges over all ----

const decision = makeForm('decision', at('decision.pdf'));
function podofo(input, ...args) {
  const out = at(`podofo-${n++}.pdf`);
  must('podofosign', ['-in', input, '-out', out, '-cert', pki.file('leader.pem'), '-pkey', pki.file('leader.key'), '-digest', 'SHA256', ...args]);
  return out;
}
const ours = (input, who = 'agency') => {
  const out = at(`ours-${n++}.pdf`);
  must(program, ['sign', input, '--out', out, '--key', `file:${pki.file(`${who}.both`)}`]);
  return out;
};

test("PoDoFo's signatures are valid, alone and under ours, and any change to them is seen", () => {
  for (const path of [podofo(decision), podofo(decision, '-annot-position', '1,100,200,50,20')]) {
    const report = verify(path);
    assert.equal(report.verdict, 'valid', JSON.stringify(report.signatures));
    assert.equal(report.signatures[0].kind, 'pkcs7');
    const both = verify(ours(path));
    assert.deepEqual(both.signatures.map((s) => s.faults), [[], []]);
    caught(later(readFileSync(path, 'latin1'), { 400: evil }));
  }
});

// What each judge says: [ours, pdfsig, openssl]; openssl sees container and covered bytes only.
function judges(path) {
  const text = readFileSync(path, 'latin1');
  const said = pdfsig(path).match(/Signature Validation: (.*)/g) ?? [];
  let openssl = true;
  for (const [, a, b, c] of text.matchAll(/\/ByteRange ?\[ ?0 +(\d+) +(\d+) +(\d+) *\]/g)) {
    const [from, to, more] = [a, b, c].map(Number);
    const der = Buffer.from(text.slice(from + 1, to - 1), 'hex');
    writeFileSync(at('j.der'), der);
    writeFileSync(at('j.bin'), latin(text.slice(0, from) + text.slice(to, to + more)));
    openssl &&= run('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', at('j.der'), '-content', at('j.bin'), '-CAfile', pki.trust, '-purpose', 'any', '-out', '/dev/null']).status === 0;
  }
  return [verify(path).verdict === 'valid', said.length > 0 && said.every((s) => s.includes('Signature is Valid')), openssl];
}
const flippedAt = (text, i) => text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);
const flipped = (text, needle) => flippedAt(text, text.indexOf(needle));

test('on a mixed corpus the three judges agree; where they do not, docs/documents.md says why', () => {
  const manual = readFileSync(new URL('../../docs/documents.md', import.meta.url), 'utf8');
  const base = readFileSync(ours(decision), 'latin1');
  const corpus = [
    ['ours', ours(decision), [true, true, true]],
    ['ours, twice', ours(ours(decision), 'leader'), [true, true, true]],
    ['PoDoFo', podofo(decision), [true, true, true]],
    ['PoDoFo, then ours', ours(podofo(decision)), [true, true, true]],
    ['openssl cms by hand', good, [true, true, true]],
    ['a covered byte changed', write(flipped(base, '/MediaBox')), [false, false, false]],
    ['a covered byte changed, by hand', write(flipped(signed, '0 0 1 rg')), [false, false, false]],
    ['the value changed', write(flippedAt(signed, signed.search(/[1-9a-e][0-9a-f]{3}0+>/))), [false, false, false]],
    ['page changed later', write(later(signed, { 4: evil })), [false, true, true], 'pages changed'],
    ['page changed later, signed again', ours(write(later(signed, { 4: evil }))), [false, true, true], 'pages changed'],
    ['bytes behind the end', write(`${signed}% and more\n`), [false, true, true], 'updates that nothing covers'],
    ['a note added later', write(later(certified(3), { 3: pageWith('5 0 R 9 0 R'), 9: '<< /Type /Annot /Subtype /Stamp /Rect [90 690 320 750] /P 3 0 R >>' })), [false, true, true], 'notes, fields, actions'],
    ['a cover by a later signature', write(sneaky(certified(2), '50 100 550 800', 'agency')), [false, true, true], 'covers the page'],
    ['another version in the container', write(signed.replace(/(2a864886f70d010702a082....3082....0201)01/, '$103')), [false, true, true], 'versions or names of algorithms'],
    ['wrapped', wrapped, [false, true, false], 'leaves out more than its own container'],
    ['a stranger', ours(decision, 'outsider'), [false, true, false], 'a signer nobody named'],
    ['bytes hidden behind the container', write(signed.replace(/00000000>/, '0000beef>')), [false, true, true], 'bytes hidden behind the container'],
  ];
  for (const [name, path, want, why] of corpus) {
    assert.deepEqual(judges(path), want, name);
    if (why) assert.ok(manual.includes(why), `docs/documents.md does not explain: ${why}`);
  }
});
