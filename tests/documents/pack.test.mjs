// SPDX-License-Identifier: EUPL-1.2
// Spreadsheets and archive packages: written, opened by others, and attacked.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { at, documents, must, run, sha256 } from './world.mjs';

const created = ['--created', '2024-04-26T09:15:00+07:00'];
const python = (code, ...args) => must('python3', ['-c', code, ...args]);

// ---- sheets ----

const columns = [{ head: 'Mã hồ sơ', kind: 'text', wide: 22 }, { head: 'Họ tên', kind: 'text' }, { head: 'Lệ phí', kind: 'number' }, { head: 'Ngày nhận', kind: 'day' }, { head: 'Hẹn trả', kind: 'moment' }];
function sheet(rows, out, name = 'Tháng 4') {
  writeFileSync(at('sheet.json'), JSON.stringify({ name, title: 'Sổ', author: 'Một Cửa', columns, rows }).replace('424242', '9007199254740993'));
  return documents(['sheet', '--data', at('sheet.json'), '--out', out, ...created]);
}
// Cells of the first sheet as another reader of ZIP and XML sees them.
const read = (path) => JSON.parse(python(`
import sys,zipfile,json,xml.etree.ElementTree as E
z=zipfile.ZipFile(sys.argv[1]); n='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
rows=[]
for r in E.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n+'row'):
    rows.append([[c.get('t'), (c.findtext(n+'v') if c.get('t')!='inlineStr' else ''.join(t.text or '' for t in c.iter(n+'t'))), c.find(n+'f') is not None] for c in r.iter(n+'c')])
print(json.dumps(rows))`, path));

test('a sheet holds text as text, numbers as numbers, days as days', () => {
  const rows = [['H41.14-240426-0017', 'Nguyễn Thị Hồng Nhung', 28000, '2024-04-26', '2024-05-20T17:00'],
    ['=HYPERLINK("http://evil")', '+1', -5, '1900-03-01', null], ['@x', '000123', 424242, null, null]];
  const out = at('a.xlsx');
  assert.equal(sheet(rows, out).status, 0);
  const got = read(out);
  assert.deepEqual(got[0].map((c) => c[1]), columns.map((c) => c.head));
  assert.deepEqual(got[1].slice(0, 4).map((c) => c[1]), ['H41.14-240426-0017', 'Nguyễn Thị Hồng Nhung', '28000', '45408']);
  assert.ok(Math.abs(Number(got[1][4][1]) - 45432 - 17 / 24) < 1e-8);
  assert.deepEqual(got[2].slice(0, 3).map((c) => [c[0], c[1], c[2]]), [['inlineStr', '=HYPERLINK("http://evil")', false], ['inlineStr', '+1', false], [null, '-5', false]]);
  assert.equal(got[3][1][1], '000123');
  assert.equal(got[3][2][1], '9007199254740993', 'no digit is lost');
  assert.ok(got.flat().every((c) => !c[2]), 'nothing is a formula');
});

test('the same sheet has the same bytes; wrong rows and names are refused', () => {
  const rows = [['a', 'b', 1, '2024-04-26', '2024-04-26T10:00']];
  sheet(rows, at('one.xlsx'));
  sheet(rows, at('two.xlsx'));
  assert.equal(sha256(at('one.xlsx')), sha256(at('two.xlsx')));
  for (const bad of [[['a']], [['a', 'b', 'c', null, null]], [['a', 'b', 1, '2024-02-30', null]], [[1, 'b', 1, null, null]]])
    assert.equal(sheet(bad, at('bad.xlsx')).status, 1, JSON.stringify(bad));
  assert.equal(sheet(rows, at('bad.xlsx'), 'a/b').status, 1);
  assert.equal(sheet(rows, at('bad.xlsx'), 'x'.repeat(32)).status, 1);
});

// Largest resident memory of a run, in KiB.
const peak = (...args) => Number(python(`
import subprocess,sys,resource
done=subprocess.run(sys.argv[1:]); assert done.returncode==0
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)`, process.env.MOTCUA_DOCUMENTS, ...args));

test('a hundred thousand rows, one a line, take no more memory than a thousand', () => {
  writeFileSync(at('head.json'), JSON.stringify({ name: 'Tháng 4', columns }));
  const rows = (n) => {
    writeFileSync(at('rows.jsonl'), Array.from({ length: n }, (_, i) =>
      JSON.stringify([`H41.14-240426-${String(i).padStart(6, '0')}`, 'Nguyễn Thị Hồng Nhung', i, '2024-04-26', '2024-05-20T17:00'])).join('\n') + '\n');
    return peak('sheet', '--data', at('head.json'), '--rows', at('rows.jsonl'), '--out', at('rows.xlsx'));
  };
  const small = rows(1000), large = rows(100000);
  if (!process.env.ASAN_OPTIONS) // which keeps what was given back, to catch a later use
    assert.ok(large < small + 4096, `${small} KiB, then ${large} KiB`);
  const [first, last] = JSON.parse(python(`
import sys,zipfile,json,re
x=zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml').decode()
print(json.dumps([len(re.findall('<row ',x)), re.findall('H41.14-240426-[0-9]+',x)[-1]]))`, at('rows.xlsx')));
  assert.deepEqual([first, last], [100001, 'H41.14-240426-099999']);
});

test('a row that does not fit is named by its line, and no part of a sheet is left behind', () => {
  mkdirSync(at('nothing'));
  const out = at('nothing', 'x.xlsx');
  writeFileSync(at('bad.jsonl'), '["a","b",1,null,null]\n["a","b",1,null,null]\n["a","b","c",null,null]\n');
  const bad = documents(['sheet', '--data', at('head.json'), '--rows', at('bad.jsonl'), '--out', out]);
  assert.deepEqual([bad.status, bad.out], [1, '']);
  assert.match(bad.err, /bad\.jsonl: line 3: not a row as the columns say/);
  assert.equal(documents(['sheet', '--data', at('head.json'), '--rows', '-', '--out', out], { input: '["a","b",1,null,null]\n{' }).status, 1);
  assert.equal(documents(['sheet', '--data', at('head.json'), '--rows', at('none.jsonl'), '--out', out]).status, 2);
  assert.equal(documents(['sheet', '--data', at('head.json'), '--out', out]).status, 1, 'no rows at all');
  assert.deepEqual(readdirSync(at('nothing')), []);
  assert.equal(documents(['sheet', '--data', at('head.json'), '--rows', '-', '--out', out], { input: '["a","b",1,null,null]\n' }).status, 0);
  assert.deepEqual(readdirSync(at('nothing')), ['x.xlsx']);
});

// ---- packages ----

writeFileSync(at('đơn.txt'), 'Đơn đề nghị\n');
writeFileSync(at('b.bin'), Buffer.from([0, 1, 2, 255]));
writeFileSync(at('info.json'), JSON.stringify({ 'Source-Organization': 'UBND huyện Đô Lương', 'External-Identifier': 'H41.14-240426-0017' }));
const make = (out, ...files) => documents(['bag', 'make', out, '--info', at('info.json'), ...created, ...files]);
function check(path, ...args) {
  const done = documents(['bag', 'check', path, ...args]);
  return { status: done.status, ...(done.out ? JSON.parse(done.out) : {}) };
}
// As ZIP has it; Node 18 has none of its own.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
// A ZIP of [name, bytes] pairs written here, so that it can say what no honest program says.
function zipOf(entries) {
  const parts = [], directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const bytes = Buffer.from(content), packed = deflateRawSync(bytes), label = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x800, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(label.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(20, 4);
    head.copy(row, 6, 4, 30);
    row.writeUInt32LE(offset, 42);
    directory.push(row, label);
    parts.push(head, label, packed);
    offset += 30 + label.length + packed.length;
  }
  const end = Buffer.alloc(22), rows = Buffer.concat(directory);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(rows.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, rows, end]);
}
function zip(entries, out) {
  writeFileSync(out, zipOf(Array.isArray(entries) ? entries : Object.entries(entries)));
  return out;
}
const sha = (b) => createHash('sha256').update(b).digest('hex');
function bagOf(files, change = (all) => all) {
  const all = { 'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    'manifest-sha256.txt': Object.entries(files).map(([n, b]) => `${sha(b)}  data/${n}\n`).join('') };
  for (const [n, b] of Object.entries(files)) all[`data/${n}`] = b;
  return change(all);
}

test('a package is made, is the same again, and others read it', () => {
  assert.equal(make(at('a.zip'), at('đơn.txt'), at('b.bin')).status, 0);
  make(at('again.zip'), at('b.bin'), at('đơn.txt'));
  assert.equal(sha256(at('a.zip')), sha256(at('again.zip')), 'the order given does not matter');
  const names = JSON.parse(python('import sys,zipfile,json; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps(z.namelist()))', at('a.zip')));
  assert.deepEqual(names, ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'data/b.bin', 'data/đơn.txt']);
  const report = check(at('a.zip'), '--out', at('unpacked'));
  assert.equal(report.status, 0, JSON.stringify(report));
  assert.equal(report.info['External-Identifier'], 'H41.14-240426-0017');
  assert.equal(report.info['Payload-Oxum'], `${4 + Buffer.byteLength('Đơn đề nghị\n')}.2`);
  assert.equal(readFileSync(at('unpacked/đơn.txt'), 'utf8'), 'Đơn đề nghị\n');
});

test("another tool's package, in a folder, as ZIP or TAR, is read", () => {
  const inFolder = Object.fromEntries(Object.entries(bagOf({ 'sub/x.txt': 'x' })).map(([k, v]) => [`mybag/${k}`, v]));
  assert.equal(check(zip(inFolder, at('folder.zip'))).whole, true);
  for (const [name, bytes] of Object.entries(inFolder)) {
    mkdirSync(at('t', dirname(name)), { recursive: true });
    writeFileSync(at('t', name), bytes);
  }
  must('tar', ['czf', at('folder.tar.gz'), '-C', at('t'), 'mybag']);
  assert.equal(check(at('folder.tar.gz')).whole, true);
});

test('every way to be at fault is named with the file', () => {
  const files = { 'a.txt': 'a', 'b.txt': 'b' };
  const cases = [['file-changed', (all) => ({ ...all, 'data/a.txt': 'x' }), 'data/a.txt'], ['file-missing', ({ 'data/b.txt': _, ...rest }) => rest, 'data/b.txt'],
    ['file-unlisted', (all) => ({ ...all, 'data/c.txt': 'c' }), 'data/c.txt'], ['manifest', ({ 'manifest-sha256.txt': _, ...rest }) => rest, 'manifest-sha256.txt'],
    ['manifest', (all) => ({ ...all, 'manifest-sha256.txt': 'zz data/a.txt\n' }), 'data/a.txt'], ['declaration', (all) => ({ ...all, 'bagit.txt': 'BagIt-Version: 9\n' }), 'bagit.txt'],
    ['declaration', ({ 'bagit.txt': _, ...rest }) => rest, 'bagit.txt'], ['payload-count', (all) => ({ ...all, 'bag-info.txt': 'Payload-Oxum: 3.2\n' }), 'bag-info.txt'],
    ['manifest', (all) => ({ ...all, 'manifest-sha256.txt': `${all['manifest-sha256.txt']}${sha('x')}  ../../etc/passwd\n` }), '../../etc/passwd'],
    ['file-changed', (all) => ({ ...all, 'tagmanifest-sha256.txt': `${sha('other')}  bagit.txt\n` }), 'bagit.txt']];
  for (const [fault, change, where] of cases) {
    const report = check(zip(bagOf(files, change), at('f.zip')));
    assert.deepEqual([report.status, report.fault, report.where], [1, fault, where]);
  }
});

test('hostile archives are stopped before they do harm', () => {
  const outside = at('outside');
  const names = { 'data/../../x': 'unsafe-name', '/etc/x': 'unsafe-name', 'data\\..\\x': 'unsafe-name', 'data//x': 'unsafe-name', 'C:x': 'unsafe-name' };
  for (const [name, fault] of Object.entries(names)) assert.equal(check(zip({ [name]: 'x' }, at('h.zip')), '--out', outside).archive, fault, name);
  zip([['data/bomb', Buffer.alloc(64 << 20)]], at('bomb.zip'));
  zip(Array.from({ length: 2100 }, (_, i) => [`data/${i}`, '']), at('many.zip'));
  const began = Date.now();
  assert.equal(check(at('bomb.zip'), '--out', outside).archive, 'bomb');
  assert.ok(Date.now() - began < 20000);
  assert.equal(check(at('many.zip')).archive, 'too-many-files');
  mkdirSync(at('links'));
  symlinkSync('/etc/passwd', at('links/data'));
  must('tar', ['cf', at('link.tar'), '-C', at('links'), 'data']);
  assert.equal(check(at('link.tar'), '--out', outside).archive, 'not-a-plain-file');
  writeFileSync(at('noise.zip'), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251))]));
  assert.equal(check(at('noise.zip')).status, 1);
  writeFileSync(at('empty.zip'), '');
  assert.equal(check(at('empty.zip')).archive, 'format');
  zip([['data/a', '1'], ['data/a', '2']], at('twice.zip'));
  assert.equal(check(at('twice.zip')).archive, 'name-twice');
  assert.ok(!existsSync(`${outside}/x`) && !existsSync(at('x')));
});
