// SPDX-License-Identifier: EUPL-1.2
// Forms become documents: their text, their looks, their structure, their conformance.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, documents, example, fold, makeForm, makeWith, must, preflight, program, root, run, sha256, textOf } from './world.mjs';

const forms = ['receipt', 'supplement', 'refusal', 'apology', 'stop', 'control', 'book', 'decision', 'separator'];
const made = new Map(forms.map((f) => [f, makeForm(f, at(`${f}.pdf`))]));

// Every text of the facts that a reader must find again, in one string each.
function texts(value, name = '') {
  const skip = ['paper', 'pace', 'mark', 'number', 'url', 'returned', 'called', 'parent', 'agency', 'place', 'title'];
  if (typeof value === 'string')
    return skip.includes(name) || /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? [] : [value];
  if (value && typeof value === 'object') return Object.entries(value).flatMap(([k, v]) => texts(v, Array.isArray(value) ? name : k));
  return [];
}
// Cells of a row come out in columns; what is compared is letters without white space.
const tight = (s) => s.replace(/\s+/g, '');

for (const form of forms) {
  test(`the ${form} gives back every text it was made from, in NFC`, () => {
    const text = textOf(made.get(form));
    assert.equal(text, text.normalize('NFC'));
    assert.ok(!text.includes('\u00ad') && !text.includes('\ufffd'));
    for (const want of texts(JSON.parse(readFileSync(example(form), 'utf8'))))
      if (form === 'book') assert.ok(want.split(/[\s-]+/).every((w) => text.includes(w)), want);
      else assert.ok(tight(text).includes(tight(want)), `lost: ${want}`);
  });
}

test('whole sentences of the law stand in the receipt and in the decision', () => {
  const receipt = fold(textOf(made.get('receipt')));
  for (const sentence of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc',
    'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ', 'Đô Lương, ngày 26 tháng 4 năm 2024', 'Số: 128/TTPVHCC',
    'Thời gian nhận hồ sơ: 09 giờ 15 phút, ngày 26 tháng 4 năm 2024'])
    assert.ok(receipt.includes(sentence), sentence);
  const decision = fold(textOf(made.get('decision')));
  for (const sentence of ['Số: 1234/QĐ-UBND', 'QUYẾT ĐỊNH: Điều 1. Cho phép bà Nguyễn Thị Hồng Nhung', '- Lưu: VT, TNMT.'])
    assert.ok(decision.includes(sentence), sentence);
});

test('every form is PDF/A-1b for an independent judge, who refuses what is not', () => {
  const raw = at('negative.pdf');
  must('qpdf', ['--empty', '--pages', made.get('receipt'), '--', raw]); // metadata and intent are lost
  const verdicts = preflight([...made.values(), raw]);
  for (const [form, path] of made) assert.equal(verdicts.get(path), '', form);
  assert.notEqual(verdicts.get(raw), '', 'the judge judges');
});

test('fonts are embedded subsets of Liberation Serif with a way back to text', () => {
  for (const path of made.values()) {
    const rows = must('pdffonts', [path]).trim().split('\n').slice(2);
    assert.ok(rows.length > 0);
    for (const row of rows) assert.match(row, /^[A-Z]{6}\+LiberationSerif\S*\s.*\byes yes yes\b/);
  }
});

test('a document knows its language, its title and its structure', () => {
  const json = JSON.parse(must('qpdf', ['--json=2', '--json-key=qpdf', made.get('receipt')]));
  const objects = Object.values(json.qpdf[1]).map((o) => o.value ?? o.stream?.dict);
  const root = objects.find((o) => o?.['/Type'] === '/Catalog');
  assert.equal(root['/Lang'], 'u:vi-VN');
  assert.equal(root['/MarkInfo']['/Marked'], true);
  const figures = objects.filter((o) => o?.['/S'] === '/Figure');
  assert.equal(figures.length, 2);
  assert.deepEqual(figures.map((f) => f['/Alt'].slice(2)).sort(),
    ['Mã QR: https://motcua.example/tra-cuu/H41.14-240426-0017', 'Mã vạch: H41.14-240426-0017']);
  const structure = must('pdfinfo', ['-struct', made.get('receipt')]);
  for (const element of ['Document', 'H1', 'Table', 'TR', 'TH', 'TD', 'Figure']) assert.match(structure, new RegExp(`^\\s*${element}\\b`, 'm'));
});

test('the same facts and moment give the same bytes; another moment does not', () => {
  assert.equal(sha256(makeForm('decision', at('again.pdf'))), sha256(made.get('decision')));
  must(program, ['pdf', 'decision', '--data', example('decision'), '--out', at('later.pdf'), '--created', '2024-04-26T09:15:01+07:00']);
  assert.notEqual(sha256(at('later.pdf')), sha256(made.get('decision')));
});

test('text that came decomposed leaves composed', () => {
  const name = 'Nguyễn Thị Hồng Nhung';
  assert.equal(makeWith('refusal', (d) => { d.party.name = name.normalize('NFD'); }, at('nfd.pdf')).status, 0);
  assert.ok(textOf(at('nfd.pdf')).includes(name.normalize('NFC')));
});

test('a character without a glyph is refused and named, not drawn as a box', () => {
  for (const odd of ['漢字', 'ok 😀', '\u0e01']) {
    const done = makeWith('refusal', (d) => { d.party.name = odd; }, at('odd.pdf'));
    assert.equal(done.status, 1);
    assert.ok(done.err.includes(odd), done.err);
  }
});

test('markup in a value is shown, never obeyed', () => {
  const name = '<b>A & B</b> <span size="99">x</span>';
  assert.equal(makeWith('refusal', (d) => { d.party.name = name; }, at('markup.pdf')).status, 0);
  assert.ok(textOf(at('markup.pdf')).includes('<b>A & B</b> <span size="99">x</span>'));
});

test('a table of 500 rows runs over pages with its head on each and loses none', () => {
  const done = makeWith('book', (d) => {
    const rows = d.entries;
    d.entries = Array.from({ length: 500 }, (_, i) => ({ ...rows[i % rows.length], code: `H41.14-2405${String(i % 28 + 1).padStart(2, '0')}-${String(i).padStart(4, '0')}` }));
  }, at('long.pdf'));
  assert.equal(done.status, 0, done.err);
  const pages = textOf(at('long.pdf')).split('\f').slice(0, -1);
  assert.ok(pages.length > 50);
  for (const page of pages) assert.ok(tight(page).includes('Mãhồsơ'));
  pages.forEach((page, i) => i && assert.match(page.split('\n')[0], new RegExp(`^${i + 1}$`)));
  const all = tight(pages.join(''));
  for (let i = 0; i < 500; i++) assert.ok(all.includes(`-${String(i).padStart(4, '0')}`), `row ${i}`);
});

test('a row taller than a page breaks between lines and loses none', () => {
  const words = Array.from({ length: 1800 }, (_, i) => `từ${i}`);
  assert.equal(makeWith('control', (d) => { d.handovers[1].note = words.join(' '); }, at('tall.pdf')).status, 0);
  const text = textOf(at('tall.pdf'));
  assert.ok(text.split('\f').length > 4);
  for (const word of words) assert.ok(text.includes(word), word);
});

test('a signature never stands on a page without text of the document', () => {
  for (let n = 0; n < 24; n += 1) {
    const out = at(`keep-${n}.pdf`);
    assert.equal(makeWith('decision', (d) => { d.bases = Array(n).fill(d.bases[1]); }, out).status, 0);
    const last = textOf(out).split('\f').at(-2);
    assert.ok(last.includes('Hoàng Văn Hiệp') && last.includes('Điều 3.'), `${n} bases`);
  }
});

test('facts that are not those of the form are refused with the member named', () => {
  const cases = [[(d) => { delete d.receiver; }, 'receiver: is missing'], [(d) => { d.colour = 'red'; }, 'colour: no such member'],
    [(d) => { d.due = '2024-02-30T10:00'; }, 'due: not a moment'], [(d) => { d.components[1].paper = 'parchment'; }, 'components[1].paper: not one'],
    [(d) => { d.sets = 1.5; }, 'sets: not a whole number'], [(d) => { d.submitter.name = 'a\u0007b'; }, 'submitter.name: has a control'],
    [(d) => { d.lookup.code = 'Đ1'; }, 'Đ1']];
  for (const [change, text] of cases) {
    const done = makeWith('receipt', change, at('refused.pdf'));
    assert.equal(done.status, 1, text);
    assert.ok(done.err.includes(text), `${done.err} / ${text}`);
  }
  writeFileSync(at('bad.json'), '{"head": 1,}');
  assert.equal(documents(['pdf', 'receipt', '--data', at('bad.json'), '--out', at('x.pdf')]).status, 1);
  assert.equal(documents(['pdf', 'poem', '--data', at('bad.json'), '--out', at('x.pdf')]).status, 2);
  assert.equal(documents(['pdf', 'receipt', '--data', at('none.json'), '--out', at('x.pdf')]).status, 2);
});

test('the five minutes of the manual work as they stand', () => {
  const manual = readFileSync(join(root, 'docs/documents.md'), 'utf8');
  const script = manual.match(/```sh\n([^]*?)```/)[1];
  mkdirSync(at('five'));
  const done = run('bash', ['-euc', `motcua() { "$MOTCUA_DOCUMENTS" "$@"; }\n${script.replace('forms=data', `forms=${root}/data`)}`], { cwd: at('five'), timeout: 120000 });
  assert.equal(done.status, 0, done.err + done.out);
  assert.match(done.out, /^valid\n1\. valid: Trial/m);
  assert.match(done.out, /"whole":true/);
  assert.ok(readdirSync(at('five/unpacked')).includes('signed.pdf'));
});
