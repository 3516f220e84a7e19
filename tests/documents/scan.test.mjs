// SPDX-License-Identifier: EUPL-1.2
// Reading scans: what scanners make of our own forms, and what attackers send.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { at, documents, fold, makeForm, makeWith, must, preflight, root, textOf } from './world.mjs';

const spoil = process.env.MOTCUA_SPOIL;
const created = ['--created', '2024-04-26T09:15:00+07:00'];
let n = 0;
function scan(inputs, ...args) {
  const out = at(`scan-${n++}`);
  const done = documents(['scan', ...inputs, '--out', out, ...created, ...args], { timeout: 200000 });
  assert.ok(done.status === 0 || done.status === 1, done.err);
  return { status: done.status, out, ...JSON.parse(done.out) };
}
const paper = new Map();
// A page of a PDF as a scanner gives it.
function scanned(pdf, page, name, ...how) {
  const key = `${pdf}-${page}`;
  if (!paper.has(key)) {
    must('pdftoppm', ['-r', '200', '-png', '-f', page, '-l', page, '-singlefile', pdf, at(`clean-${paper.size}`)]);
    paper.set(key, at(`clean-${paper.size}.png`));
  }
  must(spoil, [paper.get(key), at(name), 'resolution=200', ...how]);
  return at(name);
}
const receipt = makeForm('receipt', at('receipt.pdf'));
const refusal = makeForm('refusal', at('refusal.pdf'));
const separator = makeForm('separator', at('separator.pdf'));

// Share of the words that were read, letters as they are.
function recall(wanted, got) {
  const words = new Set(fold(got).split(/[\s,.;:()]+/));
  const all = fold(wanted).split(/[\s,.;:()]+/).filter((w) => w.length > 1);
  return all.filter((w) => words.has(w)).length / all.length;
}

test('a skewed, noisy colour scan becomes straight, searchable PDF/A with its codes and text', () => {
  const done = scan([scanned(receipt, '1', 'skewed.jpg', 'skew=1.7', 'noise=1')]);
  assert.equal(done.status, 0);
  const [page] = done.inputs[0].pages;
  assert.ok(Math.abs(page.skew + 1.7) < 0.3, `skew ${page.skew}`);
  assert.ok(page.confidence >= 80);
  assert.deepEqual([...new Set(page.codes.map((c) => c.dossier))], ['H41.14-240426-0017']);
  const pdf = `${done.out}/001.pdf`;
  const wanted = textOf(receipt).split('\f')[0];
  assert.ok(recall(wanted, page.text) >= 0.95, `recall ${recall(wanted, page.text)}`);
  assert.ok(recall(page.text, textOf(pdf)) >= 0.95);
  assert.equal(page.text, page.text.normalize('NFC'));
  assert.equal(done.documents[0].dossier, 'H41.14-240426-0017');
  assert.match(must('pdfimages', ['-list', pdf]), /rgb .* 200 +200/);
  assert.ok(existsSync(`${done.out}/001.jpg`) && readFileSync(`${done.out}/001.txt`, 'utf8').includes('Nguyễn Thị Hồng Nhung'));
  assert.deepEqual(readdirSync(done.out).sort(), ['001.jpg', '001.pdf', '001.txt', 'report.json']);
  assert.equal(preflight([pdf]).get(pdf), '');
});

test('a pile is split by separator sheets and dossier codes, blank backs left out', () => {
  makeWith('receipt', (d) => { d.lookup = { code: 'H41.14-240427-0003', url: '' }; d.components = []; }, at('other.pdf'));
  must('pdftoppm', ['-r', '100', '-png', '-singlefile', separator, at('s')]);
  const blank = scanned(receipt, '1', 'blank.png', 'scale=0.4');
  writeFileSync(blank, blankPng(800, 1100));
  const pile = [scanned(receipt, '1', 'p1.jpg', 'turn=2'), blank, scanned(separator, '1', 'p2.tif', 'skew=-0.8'), scanned(refusal, '1', 'p3.jpg', 'turn=1'),
    scanned(at('other.pdf'), '1', 'p4.png', 'noise=1')];
  const done = scan(pile);
  assert.equal(done.status, 0, JSON.stringify(done.inputs.map((i) => i.refused)));
  assert.deepEqual(done.documents.map((d) => [d.dossier, d.component, d.pages.map((p) => p.input)]),
    [['H41.14-240426-0017', '', [1]], ['H41.14-240426-0017', '3', [4]], ['H41.14-240427-0003', '', [5]]]);
  assert.equal(done.inputs[0].pages[0].turned, 180);
  assert.equal(done.inputs[1].pages[0].blank, true);
  assert.notEqual(done.inputs[3].pages[0].turned, 0);
  assert.ok(done.inputs[3].pages[0].text.includes('TỪ CHỐI TIẾP NHẬN'));
  assert.equal(done.inputs[2].pages[0].codes[0].meaning, 'separator');
});

test("a citizen card's code fills a form, and only when every field agrees", () => {
  const good = '040191000123|186000456|Nguyễn Thị Hồng Nhung|15031991|Nữ|Xóm 4, Đà Sơn, Đô Lương, Nghệ An|20042021';
  makeWith('refusal', (d) => { d.lookup = { code: 'X', url: good }; }, at('card.pdf'));
  makeWith('refusal', (d) => { d.lookup = { code: 'X', url: good.replace('15031991', '31021991') }; }, at('bad.pdf'));
  const done = scan([scanned(at('card.pdf'), '1', 'card.jpg'), scanned(at('bad.pdf'), '1', 'bad.jpg')]);
  assert.deepEqual(done.documents[0].cards, [{ id: '040191000123', old_id: '186000456', name: 'Nguyễn Thị Hồng Nhung', born: '1991-03-15', sex: 'female',
    address: 'Xóm 4, Đà Sơn, Đô Lương, Nghệ An', issued: '2021-04-20' }]);
  assert.equal(done.inputs[0].pages[0].codes.find((c) => c.kind === 'qr').meaning, 'citizen-card');
  assert.equal(done.inputs[1].pages[0].codes.find((c) => c.kind === 'qr').meaning, 'other');
});

test('a coarse picture is read and warned about', () => {
  const done = scan([scanned(receipt, '1', 'coarse.jpg', 'scale=0.5', 'resolution=100')]);
  assert.deepEqual(done.inputs[0].pages[0].warnings.filter((w) => w === 'low-resolution'), ['low-resolution']);
  assert.equal(done.documents[0].dossier, 'H41.14-240426-0017');
});

test('a PDF is drawn and read; what could act in it is named and gone; a signed one is kept', () => {
  const text = must('qpdf', ['--qdf', '--object-streams=disable', refusal, '-'], { bytes: true }).toString('latin1');
  const armed = text.replace('/Type /Catalog', '/Type /Catalog /OpenAction << /S /J#61vaScript /JS (app.alert\\(1\\)) >>');
  writeFileSync(at('armed-raw.pdf'), Buffer.from(armed, 'latin1'));
  must('sh', ['-c', `fix-qdf "${at('armed-raw.pdf')}" > "${at('armed.pdf')}"`]);
  const done = scan([at('armed.pdf')]);
  assert.equal(done.status, 0, JSON.stringify(done.inputs[0]));
  assert.deepEqual(done.inputs[0].active.sort(), ['JS', 'JavaScript', 'OpenAction']);
  assert.ok(!readFileSync(`${done.out}/001.pdf`).includes('JavaScript'));
  assert.ok(textOf(`${done.out}/001.pdf`).includes('Công ty TNHH'));
  const signed = join(root, 'tests/fuzz/corpus/verify/one.pdf');
  const kept = scan([signed]);
  assert.equal(kept.inputs[0].signed, true);
  assert.equal(kept.documents.length, 0);
  assert.ok(readFileSync(`${kept.out}/signed-001.pdf`).equals(readFileSync(signed)), 'not one byte of a signed file changes');
});

// ---- malware ----

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
async function startClamd() {
  mkdirSync(at('clamdb'));
  writeFileSync(at('clamdb/test.ndb'), `Test.Marker:0:*:${Buffer.from('MOTCUA-MALWARE-MARKER').toString('hex')}\nTest.Eicar:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  writeFileSync(at('clamd.conf'), `LocalSocket ${at('clamd.sock')}\nDatabaseDirectory ${at('clamdb')}\nForeground yes\nStreamMaxLength 1M\nConcurrentDatabaseReload no\nMaxThreads 2\n`);
  const child = spawn('clamd', ['-c', at('clamd.conf')], { stdio: 'ignore' });
  child.unref();
  process.on('exit', () => child.kill('SIGKILL'));
  for (let i = 0; i < 200 && !existsSync(at('clamd.sock')); i++) await new Promise((r) => setTimeout(r, 100));
  return ['--clamd', at('clamd.sock')];
}

test('clamd decides before anything is opened, and silence is not consent', async () => {
  const ask = await startClamd();
  const clean = scanned(refusal, '1', 'clean.jpg', 'scale=0.6');
  const marked = at('marked.jpg');
  writeFileSync(marked, Buffer.concat([readFileSync(clean), Buffer.from('MOTCUA-MALWARE-MARKER')]));
  writeFileSync(at('eicar.pdf'), eicar);
  writeFileSync(at('huge.png'), Buffer.alloc(2 << 20));
  const done = scan([clean, marked, at('eicar.pdf'), at('huge.png')], ...ask);
  assert.deepEqual(done.inputs.map((i) => [i.malware, i.refused]), [['clean', undefined], ['found', 'malware'], ['found', 'malware'], ['not-checked', 'malware-check-failed']]);
  assert.match(done.inputs[1].malware_detail, /Test\.Marker/);
  assert.equal(done.documents.length, 1);
  const down = scan([clean], '--clamd', at('nobody.sock'));
  assert.equal(down.inputs[0].refused, 'malware-check-failed');
  assert.equal(down.documents.length, 0);
});

// ---- a hostile corpus ----

function blankPng(wide, high, rows = Buffer.alloc(high * (wide + 1), 255).map((v, i) => (i % (wide + 1) ? v : 0))) {
  const crcTable = Array.from({ length: 256 }, (_, c) => { for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (b) => { let c = 0xffffffff; for (const x of b) c = crcTable[(c ^ x) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (t, d) => { const o = Buffer.alloc(d.length + 12); o.writeUInt32BE(d.length); o.write(t, 4); d.copy(o, 8); o.writeUInt32BE(crc(o.subarray(4, d.length + 8)), d.length + 8); return o; };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(wide, 0);
  head.writeUInt32BE(high, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

test('hostile files are each refused with a clear word, and do no harm to their neighbours', () => {
  const good = scanned(refusal, '1', 'good.jpg', 'scale=0.6');
  const jpeg = readFileSync(good);
  const pdf = readFileSync(refusal);
  const cases = {
    'elf.jpg': [readFileSync(process.execPath).subarray(0, 4096), 'type'],
    'page.jpg': ['<html><script>alert(1)</script></html>', 'type'],
    'script.jpg': [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<script>')]), 'unreadable'],
    'wrong.png': [jpeg, 'name-contradicts-content'],
    'cut.jpg': [jpeg.subarray(0, 300), 'unreadable'],
    'bomb.png': [blankPng(30000, 30000, Buffer.alloc(1 << 20)), 'too-large'],
    'junk.pdf': [Buffer.concat([Buffer.from('junk'), pdf]), 'type'],
    'cut.pdf': [pdf.subarray(0, pdf.length - 2000), 'unreadable'],
    'noise.pdf': [Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251))]), 'unreadable'],
    'noise.tif': [Buffer.concat([Buffer.from('II*\0'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 104729) % 253))]), 'unreadable'],
    'vector.svg': ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'type'],
    'empty.jpg': ['', 'type'],
    'wide.pdf': [Buffer.from(pdf.toString('latin1').replace(/\/MediaBox \[[^\]]*\]/g, (m) => `/MediaBox [0 0 99999 9]`.padEnd(m.length)), 'latin1'), 'too-large'],
  };
  const paths = Object.entries(cases).map(([name, [bytes]]) => { writeFileSync(at(name), bytes); return at(name); });
  must('qpdf', ['--encrypt', 'u', 'o', '256', '--', refusal, at('locked.pdf')]);
  const done = scan([...paths, at('locked.pdf'), at('missing.jpg'), good]);
  assert.equal(done.status, 1);
  const said = done.inputs.map((i) => i.refused ?? i.pages?.[0]?.refused);
  assert.deepEqual(said.slice(0, -1), [...Object.values(cases).map(([, why]) => why), 'encrypted', 'cannot-be-opened']);
  assert.equal(said.at(-1), undefined);
  assert.equal(done.documents.length, 1, 'the good neighbour was read');
  assert.ok(done.documents[0].confidence > 50);
});

// A PDF of these objects, the first of them its catalog.
function rawPdf(...objects) {
  let out = '%PDF-1.7\n';
  const at_ = objects.map((text, i) => { const from = out.length; out += `${i + 1} 0 obj\n${text}\nendobj\n`; return from; });
  const table = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at_.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${out}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`, 'latin1');
}
const rawStream = (dict, data) => `<< ${dict} /Length ${data.length} >>\nstream\n${data.toString('latin1')}\nendstream`;

test('bombs, loops, endless trees, files of two kinds and files that would act: each has its word or is made harmless', () => {
  const root = '<< /Type /Catalog /Pages 2 0 R >>', tree = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>';
  const zeros = deflateSync(Buffer.alloc(64 << 20, 32), { level: 9 });
  const entry = (...v) => { const b = Buffer.alloc(12); b.writeUInt16LE(v[0]); b.writeUInt16LE(v[1], 2); b.writeUInt32LE(v[2], 4); b.writeUInt32LE(v[3], 8); return b; };
  const loop = Buffer.concat([Buffer.from('II*\0\x08\0\0\0\x04\0', 'latin1'), entry(256, 4, 1, 10), entry(257, 4, 1, 10), entry(258, 3, 1, 8), entry(273, 4, 1, 8), Buffer.from([8, 0, 0, 0])]);
  const jpeg = readFileSync(scanned(refusal, '1', 'both-base.jpg', 'scale=0.5'));
  const zip = Buffer.from('PK\x03\x04 HIDDEN-PAYLOAD');
  const cases = {
    'count.pdf': [rawPdf(root, tree.replace('/Count 1', '/Count 100000000'), page, rawStream('', Buffer.from(' '))), 'unreadable'],
    'cycle.pdf': [rawPdf(root, '<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>', page, rawStream('', Buffer.from(' '))), 'unreadable'],
    'kids.pdf': [rawPdf(root, `<< /Type /Pages /Kids [${'3 0 R '.repeat(20000)}] /Count 20000 >>`, page, rawStream('', Buffer.from(' '))), 'too-many-pages'],
    'deep.pdf': [rawPdf(`<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(50000)}${']'.repeat(50000)} >>`, tree, page, rawStream('', Buffer.from(' '))), 'unreadable'],
    'gif.pdf': [Buffer.concat([Buffer.from('GIF89a'), readFileSync(refusal)]), 'type'],
    'loop.tif': [loop, 'unreadable'],
    'self.pdf': [rawPdf(root, tree, page, rawStream('', Buffer.from('/I Do')), rawStream('/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I 5 0 R >> >>', Buffer.from('/I Do /I Do'))), undefined],
    'stream.pdf': [rawPdf(root, tree, page, rawStream('/Filter /FlateDecode', zeros)), undefined],
    'act.pdf': [rawPdf('<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (calc.exe) >> /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >> >>', tree, page,
      rawStream('', Buffer.from('0 0 1 rg 20 20 100 100 re f')), 'null', '<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>', rawStream('/Type /EmbeddedFile', Buffer.from('MZ-HIDDEN-PAYLOAD'))), undefined],
    'both.jpg': [Buffer.concat([jpeg, zip]), undefined],
  };
  const paths = Object.entries(cases).map(([name, [bytes]]) => { writeFileSync(at(name), bytes); return at(name); });
  const done = scan(paths);
  assert.deepEqual(done.inputs.map((i) => [basename(i.name), i.refused ?? i.pages?.find((p) => p.refused)?.refused]), Object.entries(cases).map(([name, [, why]]) => [name, why]));
  assert.deepEqual(done.inputs.find((i) => basename(i.name) === 'act.pdf').active.sort(), ['EmbeddedFile', 'EmbeddedFiles', 'Launch', 'OpenAction']);
  for (const name of readdirSync(done.out)) {
    const bytes = readFileSync(`${done.out}/${name}`).toString('latin1');
    assert.ok(!/HIDDEN-PAYLOAD/.test(bytes) && (name === 'report.json' || !/Launch|EmbeddedFile/.test(bytes)), `${name} carries what it should not`);
  }
  assert.ok(done.documents.some((d) => d.pages.some((p) => basename(done.inputs[p.input - 1].name) === 'both.jpg')), 'the picture itself is read');
});

test('too many pages are refused before they are drawn', () => {
  const done = scan([receipt], '--max-pages', '1');
  assert.equal(done.inputs[0].refused, 'too-many-pages');
});
