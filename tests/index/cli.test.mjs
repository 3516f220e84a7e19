// SPDX-License-Identifier: EUPL-1.2
// The commands `motcua index …` as a person and as a program sees them. Answers are
// compared with golden files; MOTCUA_GOLDEN=write writes them anew, to be read in the diff.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync, cpSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const example = ['--edition', '766-2022-2-4-6', '--values', 'data/examples/766-do-luong.json'];
const districts = ['--editions', 'parindex-district-2022,parindex-district-2023', '--values', 'data/examples/districts'];

function index(...args) {
  const { status, stdout, stderr } = spawnSync(process.env.MOTCUA, ['index', ...args], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}
function answer(...args) {
  const got = index(...args);
  assert.equal(got.status, 0, got.stderr);
  assert.equal(got.stderr, '');
  return got.stdout;
}
const json = (...args) => JSON.parse(answer(...args, '--format', 'json'));

function golden(name, text) {
  const path = join(root, 'tests/index/golden', name);
  if (process.env.MOTCUA_GOLDEN === 'write') writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'), name);
}
const leaf = (got, code) => got.leaves.find((l) => l.code === code);

test('the worked example of Đô Lương is reproduced to four places', () => {
  const got = json('score', ...example);
  const want = {
    1.1: 5.76, 1.2: 3.52, 1.3: 2, 1.4: 5.8915, 2.1: 19.761, '3a': 2, '3b': 1.8491, '3c': 6, 4.1: 6, 4.2: 3.2936,
    4.3: 2, 4.4: 0.6029, '4.5a': 1.6796, '4.5b': 1.8225, 4.6: 2.0672, 5.2: 5.4, 5.3: 4.8, 5.4: 6, '6a': 5.1, '6b': 1.7143, '6c': 2,
  };
  assert.deepEqual(Object.fromEntries(got.leaves.map((l) => [l.code, +l.score.toFixed(4)])), want);
  const groups = { CKMB: 17.17, TDGQ: 19.76, CLGQ: 9.85, MDSH: 17.47, MDHL: 16.2, TTTT: 8.81 };
  assert.deepEqual(Object.fromEntries(got.groups.map((g) => [g.code, +g.score.toFixed(2)])), groups);
  assert.equal(got.total.toFixed(4), '89.2618');
  assert.equal(got.class, 'Tốt');
});

test('scores are not rounded: a leaf also gives its exact quotient, and losses fill the rest', () => {
  const got = json('score', ...example);
  assert.equal(leaf(got, '1.4').exact, '760/129');
  assert.equal(leaf(got, '4.4').exact, '700/1161');
  const sum = (key) => got.leaves.reduce((s, l) => s + l[key], 0);
  assert.ok(Math.abs(sum('contribution') - got.total) < 1e-9);
  assert.ok(Math.abs(sum('lost') - (100 - got.total)) < 1e-9);
  assert.equal(leaf(got, '5.3').lost, 1.2);
});

test('the text of score, explain, raise and rank is as it was', () => {
  golden('score.txt', answer('score', ...example));
  golden('explain.txt', answer('explain', ...example));
  golden('raise.txt', answer('raise', ...example));
  golden('rank.txt', answer('rank', ...districts));
  golden('list.txt', answer('list'));
});

test('the JSON of score, explain and raise is as it was', () => {
  golden('score.json', answer('score', ...example, '--format', 'json'));
  golden('explain.json', answer('explain', ...example, '--format', 'json'));
  golden('raise.json', answer('raise', ...example, '--format', 'json'));
});

test('explain says which inputs cost how many points, in the leaf and altogether', () => {
  const got = json('explain', ...example);
  const input = (name) => got.inputs.find((i) => i.variable === name);
  assert.equal(input('decisions_in_time').costs, 0.24);
  assert.equal(input('petitions_in_time').costs, 1.2); // in 5.2 and again in 5.3
  assert.deepEqual(leaf(got, '5.2').inputs.map((i) => [i.variable, i.costs]), [['petitions_in_time', 0.6]]);
  assert.equal(got.inputs[0].variable, 'services_used');
});

// The values of the example with one changed, in a file of their own.
function changed(t, change) {
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const values = JSON.parse(readFileSync(join(root, 'data/examples/766-do-luong.json'), 'utf8'));
  change(values);
  const path = join(folder, 'values.json');
  writeFileSync(path, JSON.stringify(values));
  return path;
}

test('what raise promises is what a new score gives, and one step less is not enough', (t) => {
  const got = json('raise', ...example);
  assert.ok(got.raises.filter((r) => r.reaches).length > 10);
  for (const raise of got.raises) {
    const step = raise.to > raise.from ? 1 : -1;
    const at = (to) => {
      const file = changed(t, (v) => { v.values[raise.variable] = to; });
      return json('score', '--edition', '766-2022-2-4-6', '--values', file).total - got.total;
    };
    assert.ok(Math.abs(at(raise.to) - raise.gain) < 1e-9, raise.variable);
    assert.equal(raise.gain >= 0.1, raise.reaches);
    if (raise.reaches) assert.ok(raise.to - step === raise.from || at(raise.to - step) < 0.1, raise.variable);
  }
  assert.equal(json('raise', ...example, '--by', '0.5').raises.filter((r) => r.reaches).length < got.raises.length, true);
});

test('Đô Lương comes 8th in 2022 and 7th in 2023, one up, by what was entered', () => {
  const { periods } = json('rank', ...districts);
  const [before, after] = periods.map((p) => p.units.find((u) => u.unit === '427'));
  assert.deepEqual(periods.map((p) => p.units.length), [21, 21]);
  assert.deepEqual([before.rank, after.rank], [8, 7]);
  assert.equal(after.change.ranks, 1);
  assert.ok(Math.abs(after.change.points - (after.total - before.total)) < 1e-9);
  assert.ok(after.criteria.some((c) => c.code === '7.2'));
  for (const year of ['2022', '2023'])
    assert.ok(!/rank"/.test(readFileSync(join(root, `data/examples/districts/${year}.json`), 'utf8')), 'no rank is stored');
});

test('a unit can be scored out of a file of many', () => {
  const { periods } = json('rank', ...districts);
  const got = json('score', '--edition', 'parindex-district-2023', '--values', 'data/examples/districts/2023.json', '--unit', '427');
  assert.equal(got.total, periods[1].units.find((u) => u.unit === '427').total);
});

// A folder of its own with these files.
function folder(t, files) {
  const path = mkdtempSync(join(tmpdir(), 'index-'));
  t.after(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(path, name), typeof text === 'string' ? text : JSON.stringify(text));
  return path;
}

test('what does not apply and what too few people answered is said', (t) => {
  const edition = readFileSync(join(root, 'data/editions/parindex-district-2022.edition'), 'utf8')
    .replace('groups: district', 'groups: district city').replace('title: Thu ngân sách\n', 'title: Thu ngân sách\n    applies to: city\n')
    .replace('title: Xử lý phản ánh, kiến nghị\n', 'title: Xử lý phản ánh, kiến nghị\n    applies to: city\n    not applicable: full\n');
  const values = JSON.parse(readFileSync(join(root, 'data/examples/districts/2022.json'), 'utf8'));
  const unit = { ...values, ...values.units.find((u) => u.unit === '427') };
  delete unit.units;
  unit.values.asked = 20;
  unit.values.satisfied = 20;
  const at = folder(t, { 'a.edition': edition, 'v.json': unit });
  const args = ['--edition', join(at, 'a.edition'), '--values', join(at, 'v.json')];
  const text = answer('score', ...args), got = json('score', ...args);
  assert.match(text, /8\.3 .*taken out\n/);
  assert.match(text, /3\.3 .* 3\.00 of {3}3\.00 {2}does not apply\n/);
  assert.match(text, /8\.1 .* 0\.00 of {2}10\.00 {2}too few answers\n/);
  assert.equal(leaf(got, '8.3').not_applicable, 'rescale');
  assert.equal(leaf(got, '8.3').contribution, 0);
  assert.equal(leaf(got, '8.1').few_answers, true);
  const area = got.groups.find((g) => g.code === '8'); // 16.5 points over the two that are left
  assert.ok(Math.abs(area.score - leaf(got, '8.2').score * 16.5 / 13.5) < 1e-9);
  assert.ok(Math.abs(got.leaves.reduce((s, l) => s + l.contribution, 0) - got.total) < 1e-9);
});

test('what is measured between units is scored, explained and raised among the others, or alone on its scale', (t) => {
  const edition = 'ddci-localities-2022';
  const unit = (code, mean) => ({ edition, period: '2022', group: 'district', unit: code,
    values: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`mean_${i + 1}`, i === 3 || i === 4 ? 6 - mean : mean])) });
  const at = folder(t, { 'a.json': unit('a', 2), 'b.json': unit('b', 3), 'c.json': unit('c', 4) });
  const alone = ['--edition', edition, '--values', join(at, 'b.json')];
  assert.equal(json('score', ...alone).total, 55);
  assert.ok(json('score', ...alone).leaves.every((l) => l.alone === true));
  assert.match(answer('explain', ...alone), /\(on its scale: no other units\)/);
  assert.equal(json('explain', ...alone).inputs.length, 9);
  const among = ['--edition', edition, '--values', join(at, 'a.json'), '--peers', at];
  const ranked = json('rank', '--editions', edition, '--values', at).periods[0].units;
  const got = json('score', ...among);
  assert.equal(got.total, ranked.find((u) => u.unit === 'a').total);
  assert.ok(got.leaves.every((l) => l.alone === undefined));
  const raised = json('raise', ...among, '--by', '1');
  assert.equal(raised.raises.length, 9);
  for (const raise of raised.raises) {
    const again = folder(t, { 'a.json': { ...unit('a', 2), values: { ...unit('a', 2).values, [raise.variable]: raise.to } }, 'b.json': unit('b', 3), 'c.json': unit('c', 4) });
    const now = json('rank', '--editions', edition, '--values', again).periods[0].units.find((u) => u.unit === 'a');
    assert.ok(Math.abs(now.total - raised.total - raise.gain) < 1e-9 && raise.gain >= 1, raise.variable);
  }
  const many = folder(t, { 'all.json': { edition, period: '2022', group: 'district', units: [2, 3, 4].map((m) => ({ unit: `u${m}`, values: unit('', m).values })) } });
  assert.equal(json('score', '--edition', edition, '--values', join(many, 'all.json'), '--unit', 'u4').total, 100);
  writeFileSync(join(at, 'c.json'), JSON.stringify({ ...unit('c', 4), values: { mean_1: 9 } }));
  refused(1, /c, mean_1: 9 is more than 5\./, 'raise', ...among);
  refused(2, /nowhere: cannot be read/, 'raise', ...alone, '--peers', join(at, 'nowhere'));
});

test('raise goes up the options of a choice, and says when an edition names nothing to move', (t) => {
  const at = folder(t, {
    'v.json': { edition: 'decree-61', unit: 'u', group: 'district', values: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`level_${i + 1}`, i ? 'full' : 'none'])) },
    'p.json': { unit: 'u', group: 'province', values: { overall: 0.7 } },
  });
  const args = ['--edition', 'decree-61', '--values', join(at, 'v.json')];
  const options = index('raise', ...args);
  assert.equal(options.status, 0, options.stderr);
  assert.match(options.stdout, /level_1 +none to partly \(1 up\): \+1\.0000/);
  const got = json('raise', ...args, '--by', '1.5');
  assert.deepEqual(got.raises.map((r) => [r.variable, r.from, r.to, r.steps, r.gain, r.reaches]), [['level_1', 'none', 'full', 2, 2, true]]);
  assert.deepEqual(json('explain', ...args).inputs.map((i) => [i.variable, i.value, i.best, i.costs]), [['level_1', 'none', 'full', 2]]);
  assert.match(answer('raise', '--edition', 'dti-province-2024', '--values', join(at, 'p.json')), /names no input that a unit could move/);
});

test('rank names the unit and the variable that are wrong', (t) => {
  const file = (units) => ({ edition: 'dti-province-2024', period: '2024', group: 'province', units });
  const at = (name, files) => refused(1, name, 'rank', '--editions', 'dti-province-2024', '--values', folder(t, files));
  const unit = (code, values) => ({ unit: code, name: code, values });
  at(/: 2024: b, overall: 2 is more than 1\.\n|^2024: b, overall: 2 is more than 1\.\n/, { 'a.json': file([unit('a', { overall: 1 }), unit('b', { overall: 2 })]) });
  at(/b, DTI: The value of overall is missing\./, { 'a.json': file([unit('a', { overall: 1 }), unit('b', {})]) });
  at(/"a" stands here twice\./, { '1.json': file([unit('a', { overall: 1 })]), '2.json': file([unit('a', { overall: 1 })]) });
  at(/a\.json: unit: is missing/, { 'a.json': file([{ values: {} }]) });
  at(/a\.json:1:\d+: /, { 'a.json': '{"edition": "x", "edition": "y"}' });
  at(/a\.json: values: must be an object/, { 'a.json': file([{ unit: 'a', values: [] }]) });
  at(/a\.json: merged_from: must be a/, { 'a.json': file([{ unit: 'a', values: {}, merged_from: [1] }]) });
  at(/a\.json: name: must be a text/, { 'a.json': file([{ unit: 'a', name: 1 }]) });
});

test('a merged unit stands beside the mean of its predecessors', (t) => {
  const year = (period, units) => ({ edition: 'dti-province-2024', period, group: 'province', units });
  const at = folder(t, {
    '1.json': year('2024', [{ unit: 'a', values: { overall: 0.5 } }, { unit: 'b', values: { overall: 0.75 } }, { unit: 'c', values: { overall: '60%' } }]),
    '2.json': year('2025', [{ unit: 'ab', merged_from: ['a', 'b'], values: { overall: 0.7 } }, { unit: 'c', values: { overall: 0.7 } }]),
  });
  const args = ['--editions', 'dti-province-2024', '--values', at];
  const [ab, c] = json('rank', ...args).periods[1].units;
  assert.deepEqual([ab.rank, ab.shared, c.rank, c.shared], [1, true, 1, true]);
  assert.deepEqual(ab.change, { points: 0.075, merged: true });
  assert.deepEqual(c.change, { points: 0.1, ranks: 1 });
  const text = answer('rank', ...args);
  assert.match(text, / 1= ab .*\+0\.0750 on its predecessors\n/);
  assert.match(text, /province: 2 units, mean 0\.7000\n/);
});

function refused(status, pattern, ...args) {
  const got = index(...args);
  assert.equal(got.status, status, got.stderr);
  assert.equal(got.stdout, '');
  assert.match(got.stderr, pattern);
}

test('values that cannot be are refused with the variable and the reason', (t) => {
  const score = (change) => ['score', '--edition', '766-2022-2-4-6', '--values', changed(t, change)];
  refused(1, /values\.json: decisions_in_time: 26 is more than 25\.\n$/, ...score((v) => { v.values.decisions_in_time = 26; }));
  refused(1, /report_identity: .*received \+ carried_over = settled \+ pending does not hold/, ...score((v) => { v.values.pending = 215; v.values.pending_in_time = 206; }));
  refused(1, /: 1\.1: The value of decisions is missing\.\n/, ...score((v) => { delete v.values.decisions; }));
  refused(1, /values\.json: decision: There is no variable "decision"\.\n$/, ...score((v) => { v.values.decision = 1; }));
  refused(1, /decisions: decisions must be a whole number/, ...score((v) => { v.values.decisions = 25.5; }));
  refused(1, /values\.json: class: is not known here/, ...score((v) => { v.class = 'A'; }));
  refused(1, /the values are for this edition/, ...score((v) => { v.edition = 'decree-61'; }));
  refused(1, /has no group of units "ward"/, ...score((v) => { v.group = 'ward'; }));
});

test('a decimal in JSON is the decimal that was written', (t) => {
  const one = (value) => {
    const folder = mkdtempSync(join(tmpdir(), 'index-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'v.json'), `{"unit": "u", "group": "province", "values": {"overall": ${value}}}`);
    return json('score', '--edition', 'dti-province-2024', '--values', join(folder, 'v.json')).leaves[0].exact;
  };
  assert.equal(one('0.8241'), '8241/10000');
  assert.equal(one('"82.41%"'), '8241/10000');
  assert.equal(one('0.1'), '1/10');
  assert.equal(one('0.123456789012345'), '24691357802469/200000000000000');
});

test('check lists every fault of an edition with line and column', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const good = join(root, 'data/editions/766-2022-2-4-6.edition'), path = join(folder, 'a.edition');
  cpSync(good, path);
  assert.match(answer('check', path), /: edition 766-2022-2-4-6 is sound: 27 criteria, 21 of them leaves, /);
  const text = readFileSync(good, 'utf8');
  writeFileSync(path, text.replace('ratio(updates_in_time, updates, 0)', 'ratio(update_in_time, updates, 0)').replace('max: 20', 'max: 21'));
  const got = index('check', path);
  assert.equal(got.status, 1);
  const line = (needle) => text.split('\n').findIndex((l) => l.includes(needle)) + 1;
  assert.ok(got.stderr.includes(`${path}:${line('ratio(updates_in_time')}:27: 1.2: There is no variable "update_in_time".`), got.stderr);
  assert.match(got.stderr, /: TDGQ: The parts have 20 points together, not 21\.|: 766-2022-2-4-6: The parts have 101 points together, not 100\./);
});

test('an edition can be a file of one’s own instead of a shipped one', () => {
  const own = json('score', '--edition', 'data/editions/766-2022-2-4-6.edition', '--values', 'data/examples/766-do-luong.json');
  assert.equal(own.total, json('score', ...example).total);
});

test('wrong words on the command line are answered with the usage', () => {
  assert.match(answer('--help'), /^usage: motcua index score/);
  refused(2, /usage: motcua index/, 'scores');
  refused(2, /usage: motcua index/, 'score', '--edition', '766-2022-2-4-6');
  refused(2, /--wrong is not known here/, 'score', '--wrong', 'x');
  refused(2, /no such edition/, 'score', '--edition', '766', '--values', 'data/examples/766-do-luong.json');
  refused(2, /cannot be read/, 'score', '--edition', 'decree-61', '--values', 'data/nowhere.json');
  refused(2, /usage: motcua index/, 'score', ...example, '--format', 'xml');
  refused(2, /is not a number of points/, 'raise', ...example, '--by', '-1');
  refused(2, /choose one of its units/, 'score', '--edition', 'parindex-district-2023', '--values', 'data/examples/districts/2023.json');
  refused(1, /the folder has no values for it/, 'rank', '--editions', 'decree-61', '--values', 'data/examples/districts');
});

test('the manual names every key of the format, and its example is sound', (t) => {
  const manual = readFileSync(join(root, 'docs/indices.md'), 'utf8');
  const tables = readFileSync(join(root, 'src/domain/index/edition_keys.c'), 'utf8').split('static const struct index_key ').slice(1).join('');
  const keys = [...tables.matchAll(/\{STR\("([a-z ]+)"\), read_/g)].map((m) => m[1]);
  assert.ok(keys.length > 40);
  for (const key of new Set(keys)) assert.ok(new RegExp('`' + key + '[`:]').test(manual), `not in docs/indices.md: ${key}`);
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'example.edition'), manual.match(/```edition\n([^]*?)```/)[1]);
  assert.match(answer('check', join(folder, 'example.edition')), /edition vi-du-2026 is sound: 3 criteria/);
  writeFileSync(join(folder, 'v.json'), '{"unit": "u", "group": "commune", "values": {"settled": 100, "settled_in_time": 90}}');
  const got = json('score', '--edition', join(folder, 'example.edition'), '--values', join(folder, 'v.json'));
  assert.ok(Math.abs(got.total - (10 * 0.9 / 0.95 - 1)) < 1e-12);
  assert.equal(got.class, 'Tốt');
});
