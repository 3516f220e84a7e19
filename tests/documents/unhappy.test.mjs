// SPDX-License-Identifier: EUPL-1.2
// Every command of the document room used wrongly: the message names the thing that is wrong,
// the exit status is right, and nothing stands where the result would have been.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { at, documents, example, makeForm, must } from './world.mjs';

const out = (name) => at('out', name);
mkdirSync(at('out'));
mkdirSync(at('folder'));
const pdf = makeForm('decision', at('decision.pdf'));
must('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('k.pem'), '-out', at('c.pem'), '-days', '30', '-subj', '/CN=Own']);
writeFileSync(at('kc.pem'), readFileSync(at('k.pem'), 'utf8') + readFileSync(at('c.pem'), 'utf8'));
must('qpdf', ['--encrypt', '', 'owner', '256', '--', pdf, at('locked.pdf')]);
writeFileSync(at('list.json'), '[1]');
writeFileSync(at('bad.json'), '{"head": 1,\n}');
writeFileSync(at('head.json'), JSON.stringify({ name: 'a', columns: [{ head: 'x', kind: 'text' }], rows: [] }));
const sign = (...args) => ['sign', pdf, '--out', out('s.pdf'), '--key', `file:${at('kc.pem')}`, ...args];

const cases = [
  // making
  [['pdf'], 2, /usage: motcua pdf/], [['pdf', 'poem', '--data', 'x', '--out', out('x.pdf')], 2, /poem: no such form/],
  [['pdf', 'receipt', '--data', at('none.json'), '--out', out('x.pdf')], 2, /none\.json: cannot be read/],
  [['pdf', 'receipt', '--data', at('folder'), '--out', out('x.pdf')], 2, /folder: cannot be read/],
  [['pdf', 'receipt', '--data', at('bad.json'), '--out', out('x.pdf')], 1, /bad\.json: line 2: /],
  [['pdf', 'receipt', '--data', at('list.json'), '--out', out('x.pdf')], 1, /list\.json: not an object/],
  [['pdf', 'receipt', '--data', example('refusal'), '--out', out('x.pdf')], 1, /refusal\.json: party: no such member/],
  [['pdf', 'receipt', '--data', example('receipt'), '--out', out('x.pdf'), '--created', 'noon'], 2, /noon: not a moment/],
  [['pdf', 'receipt', '--data', example('receipt'), '--out', at('nowhere/x.pdf')], 2, /nowhere\/x\.pdf: cannot be written/],
  [['pdf', 'receipt', '--data', example('receipt'), '--out', at('folder')], 2, /folder: cannot be written/],
  [['pdf', 'receipt', '--data', example('receipt'), '--colour', 'red'], 2, /--colour is not known here/], [['pdf', 'receipt', '--data'], 2, /--data needs a value/],
  // signing
  [['sign'], 2, /usage: motcua sign/], [['sign', at('none.pdf'), '--out', out('s.pdf'), '--key', `file:${at('kc.pem')}`], 2, /none\.pdf: cannot be read/],
  [['sign', at('locked.pdf'), '--out', out('s.pdf'), '--key', `file:${at('kc.pem')}`], 2, /locked\.pdf: is encrypted/],
  [['sign', at('kc.pem'), '--out', out('s.pdf'), '--key', `file:${at('kc.pem')}`], 2, /kc\.pem: is not a PDF/],
  [['sign', pdf, '--out', at('nowhere/s.pdf'), '--key', `file:${at('kc.pem')}`], 2, /nowhere\/s\.pdf: cannot be written/],
  [['sign', pdf, '--out', out('s.pdf'), '--key', `file:${at('none.pem')}`], 2, /none\.pem/], [['sign', pdf, '--out', out('s.pdf'), '--key', `file:${at('c.pem')}`], 2, /no readable key/],
  [sign('--level', 'LT'), 2, /LT: this level needs a time-stamp service/], [sign('--level', 'Z'), 2, /Z: no such level/], [sign('--role', 'boss'), 2, /boss: no such role/],
  [sign('--trust', at('none.pem')), 2, /none\.pem: cannot be read/], [sign('--trust', at('list.json')), 2, /list\.json: has no certificate/], [sign('--crl', at('list.json')), 2, /list\.json: has no certificate and no revocation list/],
  [sign('--image', at('none.png')), 2, /none\.png: cannot be read/], [sign('--image', at('kc.pem')), 2, /kc\.pem: not a PNG/], [sign('--text', '漢字'), 2, /--text: has letters that the fonts lack/],
  [sign('--text', 'x', '--anchor', 'nowhere'), 2, /nowhere: the document has no such place/], [sign('--text', 'x', '--place', '9,10,10'), 2, /9,10,10: the document has no such place/],
  [sign('--text', 'x', '--place', 'left'), 2, /left: not a place like/], [sign('--wide', '9000'), 2, /9000: not a width/], [sign('--at', 'noon'), 2, /noon: not a moment/],
  [sign('--tsa', 'http://127.0.0.1:1/'), 2, /127\.0\.0\.1:1\/: the time-stamp service does not answer/], [sign('--tsa', 'ftp://x'), 2, /ftp:\/\/x: /], [sign('--pin-file', at('none')), 2, /none: cannot be read/],
  [sign('--at', '2001-01-01T00:00:00Z'), 1, /^$/, /^not-yet-valid\n$/], [sign('--at', '2101-01-01T00:00:00Z'), 1, /^$/, /^expired\n$/],
  [['sign', pdf, '--signature', at('kc.pem'), '--certs', at('c.pem'), '--out', out('s.pdf')], 2, /decision\.pdf: is not a prepared draft/],
  // verifying
  [['verify-pdf'], 2, /usage: motcua verify-pdf/], [['verify-pdf', at('none.pdf')], 2, /none\.pdf: no such file/], [['verify-pdf', at('folder')], 2, /folder: cannot be read/],
  [['verify-pdf', at('locked.pdf')], 2, /locked\.pdf: encrypted/], [['verify-pdf', at('list.json')], 2, /list\.json: not a PDF that can be read/],
  [['verify-pdf', pdf, '--trust', at('none.pem')], 2, /none\.pem: cannot be read/], [['verify-pdf', pdf, '--trust', at('list.json')], 2, /list\.json: has no certificate/],
  [['verify-pdf', pdf, '--format', 'xml'], 2, /xml: no such format/], [['verify-pdf', pdf, '--at', 'noon'], 2, /noon: not a moment/],
  // reading
  [['scan'], 2, /usage: motcua scan/], [['scan', pdf, '--out', at('kc.pem')], 2, /kc\.pem: cannot be made/], [['scan', pdf, '--out', out('scan'), '--max-pages', '0'], 2, /0: not a number of pages/],
  [['scan', pdf, '--out', out('scan'), '--created', 'noon'], 2, /noon: not a moment/],
  // sheets and packages
  [['sheet'], 2, /usage: motcua sheet/], [['sheet', '--data', at('none.json'), '--out', out('x.xlsx')], 2, /none\.json: cannot be read/], [['sheet', '--data', at('bad.json'), '--out', out('x.xlsx')], 1, /bad\.json: line 2: /],
  [['sheet', '--data', at('list.json'), '--out', out('x.xlsx')], 1, /list\.json: columns/], [['sheet', '--data', at('head.json'), '--out', at('nowhere/x.xlsx')], 2, /^motcua sheet: \S*nowhere\/x\.xlsx: cannot be written\n$/],
  [['sheet', '--data', at('head.json'), '--out', out('x.xlsx'), '--created', 'noon'], 2, /noon: not a moment/],
  [['bag'], 2, /usage: motcua bag/], [['bag', 'make', out('b.zip')], 2, /usage/], [['bag', 'make', out('b.zip'), at('none.txt')], 2, /none\.txt: cannot be read/],
  [['bag', 'make', at('nowhere/b.zip'), at('k.pem')], 2, /nowhere\/b\.zip: cannot be written/], [['bag', 'make', out('b.zip'), at('k.pem'), '--info', at('list.json')], 2, /list\.json: not an object of texts/],
  [['bag', 'make', out('b.zip'), at('k.pem'), at('folder/../k.pem')], 2, /k\.pem: two files of one name/], [['bag', 'check', at('none.zip')], 2, /none\.zip: cannot be read/],
  [['bag', 'check', pdf, '--out', at('kc.pem')], 2, /kc\.pem: cannot be made/], [['nothing'], 2, /commands: bag pdf scan sheet sign verify-pdf/],
];

test('what is wrong is named, the status is right, and nothing is left where the result would be', () => {
  for (const [args, status, err, said = /^(\{"verdict":"unreadable".*)?$/] of cases) {
    const done = documents(args);
    assert.equal(done.status, status, `${args.join(' ')}: ${done.err}`);
    assert.match(done.err, err, args.join(' '));
    assert.match(done.out, said, args.join(' '));
    assert.doesNotMatch(done.err, /ERR_|\[ERROR\]/, 'words, not names of ours or of a library');
    assert.deepEqual(readdirSync(at('out')), [], args.join(' '));
  }
  assert.deepEqual(readdirSync(at('folder')), []);
});

test('a result that cannot be put in place leaves what stood there as it was', () => {
  mkdirSync(at('kept'));
  for (const [name, args] of [['x.pdf', (o) => ['pdf', 'receipt', '--data', example('refusal'), '--out', o]], ['s.pdf', (o) => ['sign', at('locked.pdf'), '--out', o, '--key', `file:${at('kc.pem')}`]],
    ['x.xlsx', (o) => ['sheet', '--data', at('list.json'), '--out', o]], ['b.zip', (o) => ['bag', 'make', o, at('none.txt')]]]) {
    writeFileSync(at('kept', name), 'what was there');
    assert.notEqual(documents(args(at('kept', name))).status, 0);
    assert.equal(readFileSync(at('kept', name), 'utf8'), 'what was there', name);
  }
  assert.deepEqual(readdirSync(at('kept')).sort(), ['b.zip', 's.pdf', 'x.pdf', 'x.xlsx']);
});

test('every command answers --help on standard output', () => {
  for (const command of ['pdf', 'sign', 'verify-pdf', 'scan', 'sheet', 'bag']) {
    const done = documents([command, '--help']);
    assert.deepEqual([done.status, done.err], [0, ''], command);
    assert.match(done.out, new RegExp(`^usage: motcua ${command} `));
  }
});
