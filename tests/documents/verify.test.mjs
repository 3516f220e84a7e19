// SPDX-License-Identifier: EUPL-1.2
// Verifying: the tamper matrix, the published attacks, files that others signed,
// agreement with pdfsig (NSS) and OpenSSL where they look at the same thing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at, documents, makeForm, must, run } from './world.mjs';
import * as pki from './pki.mjs';
import { scribble } from './images.mjs';

const program = process.env.MOTCUA_DOCUMENTS;
const tsa = await pki.startTsa();
const env = { no_proxy: '127.0.0.1' };
const decision = makeForm('decision', at('decision.pdf'));
let n = 0;
function sign(input, who, ...args) {
  const out = at(`signed-${n++}.pdf`);
  must(program, ['sign', input, '--out', out, '--key', `file:${pki.file(`${who}.both`)}`, ...args], { env });
  return out;
}
const one = sign(decision, 'leader', '--role', 'leader', '--image', scribble(at('sig.png')), '--tsa', tsa, '--trust', pki.trust);
const two = sign(one, 'agency');
const plain = sign(decision, 'leader');

function verify(path, ...args) {
  const done = documents(['verify-pdf', path, '--trust', pki.trust, '--format', 'json', ...args]);
  const report = JSON.parse(done.out);
  assert.equal(done.status, { valid: 0, invalid: 1, unsigned: 3, unreadable: 2 }[report.verdict], done.err);
  return report;
}
const faults = (path, ...args) => verify(path, ...args).signatures.map((s) => s.faults);
function write(bytes) {
  const path = at(`changed-${n++}.pdf`);
  writeFileSync(path, bytes);
  return path;
}
const latin = (path) => readFileSync(path).toString('latin1');
const writeLatin = (text) => write(Buffer.from(text, 'latin1'));

mkdirSync(at('nss'));
must('certutil', ['-N', '-d', `sql:${at('nss')}`, '--empty-password']);
must('certutil', ['-A', '-d', `sql:${at('nss')}`, '-n', 'root', '-t', 'CT,CT,CT', '-i', pki.trust]);
const pdfsig = (path) => run('pdfsig', ['-nssdir', at('nss'), path]).out;

// ---- an incremental update as an attacker writes it ----

const parsed = (path) => JSON.parse(must('qpdf', ['--json=2', '--json-key=qpdf', path])).qpdf;
const spell = (v) => v === null ? 'null' : Array.isArray(v) ? `[${v.map(spell).join(' ')}]`
  : typeof v === 'object' ? `<<${Object.entries(v).map(([k, x]) => `${k} ${spell(x)}`).join(' ')}>>`
    : typeof v === 'string' ? (/^u:/.test(v) ? `<feff${[...v.slice(2)].map((c) => c.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`
      : /^b:/.test(v) ? `<${v.slice(2)}>` : v) : String(v);
// change(objects) gives { number: text } to add; objects by "obj:N 0 R"; next is the first free number.
function update(path, change) {
  const text = latin(path);
  const [head, objects] = parsed(path);
  const { root, next } = { root: objects.trailer.value['/Root'], next: head.maxobjectid + 1 };
  const number = (ref) => Number(ref.split(' ')[0]);
  const dict = (ref) => objects[`obj:${ref}`].value;
  const pages = Object.entries(objects).filter(([, o]) => o.value?.['/Type'] === '/Page').map(([k]) => k.slice(4));
  const added = change({ objects, root, next, dict, number, pages, spell });
  let out = text, table = '';
  for (const [id, body] of Object.entries(added)) {
    table += `${id} 1\n${String(out.length).padStart(10, '0')} 00000 n \n`;
    out += `${id} 0 obj\n${body}\nendobj\n`;
  }
  const previous = Number(text.match(/startxref\s+(\d+)\s+%%EOF\s*$/)[1]);
  const size = Math.max(next, ...Object.keys(added).map((k) => Number(k) + 1));
  const at_ = out.length;
  out += `xref\n${table}trailer\n<< /Size ${size} /Root ${root} /Prev ${previous} >>\nstartxref\n${at_}\n%%EOF\n`;
  return writeLatin(out);
}
const stream = (content, extra = '') => `<<${extra} /Length ${content.length}>>\nstream\n${content}\nendstream`;

test('good files are valid, and say who, when and how far', () => {
  const report = verify(two);
  assert.equal(report.verdict, 'valid');
  const [first, last] = report.signatures;
  assert.equal(first.signer, 'Hoàng Văn Hiệp');
  assert.equal(first.time_source, 'time-stamp');
  assert.equal(first.covers_whole_file, false);
  assert.equal(last.covers_whole_file, true);
  assert.deepEqual(first.chain.certificates.length, 2);
  assert.equal(verify(decision).verdict, 'unsigned');
  assert.deepEqual(verify(decision).signatures, []);
});

test('nobody is trusted unless we say so; what the file carries convinces nobody', () => {
  const done = documents(['verify-pdf', plain, '--format', 'json']);
  assert.equal(done.status, 1);
  const [sig] = JSON.parse(done.out).signatures;
  assert.deepEqual(sig.faults, ['untrusted']);
  assert.equal(sig.integrity, 'intact');
  const other = documents(['verify-pdf', plain, '--trust', pki.file('strange.pem'), '--format', 'json']);
  assert.equal(other.status, 1);
  assert.deepEqual(faults(sign(decision, 'outsider')), [['untrusted']]);
});

test('what is no PDF, cut or encrypted cannot be read: exit 2', () => {
  must('qpdf', ['--encrypt', '', 'x', '256', '--', decision, at('locked.pdf')]);
  const bytes = readFileSync(one);
  for (const path of [at('locked.pdf'), write(bytes.subarray(0, bytes.length - 40)), write('MZ'), write(''), write(Buffer.concat([Buffer.from('junk'), bytes])), at('missing.pdf')])
    assert.equal(documents(['verify-pdf', path, '--trust', pki.trust, '--format', 'json']).status, 2, path);
});

test('bytes appended behind the last signature are seen', () => {
  for (const tail of ['trailing 12b', '\n%%EOF\n', '%comment\n%%EOF'])
    assert.notEqual(verify(writeLatin(latin(two) + tail)).verdict, 'valid', tail);
});

test('bytes hidden in the padding of the container are seen', () => {
  const text = latin(plain);
  const end = text.match(/0000>/).index;
  const hidden = writeLatin(`${text.slice(0, end)}beef${text.slice(end + 4)}`);
  assert.deepEqual(faults(hidden), [['container']]);
  assert.match(pdfsig(hidden), /Signature is Valid/, 'pdfsig does not look there: a difference we explain');
});

test('page content changed later is seen, unsigned or signed again, where pdfsig says valid', () => {
  const forged = update(one, ({ pages, dict, spell, next, number }) => ({
    [next]: stream('BT ET 0 0 1 rg 100 400 300 40 re f'),
    [number(pages[0])]: spell({ ...dict(pages[0]), '/Contents': `${next} 0 R` }),
  }));
  assert.ok(faults(forged)[0].includes('pages-changed'));
  const signedAgain = sign(forged, 'agency');
  const report = verify(signedAgain);
  assert.equal(report.verdict, 'invalid');
  assert.ok(report.signatures[0].changes.includes('pages-changed'));
  assert.deepEqual(report.signatures[1].faults, []);
  assert.equal(pdfsig(signedAgain).match(/Signature is Valid/g).length, 2, 'pdfsig accepts it: the difference we explain');
});

test('a shared resource changed later (a font, an image) is a changed page', () => {
  const forged = update(two, ({ objects }) => {
    const [key, value] = Object.entries(objects).find(([, o]) => o.value?.['/Type'] === '/FontDescriptor');
    return { [Number(key.slice(4).split(' ')[0])]: spell({ ...value.value, '/ItalicAngle': 12 }) };
  });
  assert.ok(faults(forged).every((f) => f.includes('pages-changed')));
});

test('an object replaced in place by a later section (hide and replace) is seen', () => {
  const forged = update(two, ({ objects, dict, pages, number }) => {
    const ref = dict(pages[1])['/Contents'];
    return { [number(Array.isArray(ref) ? ref[0] : ref)]: stream('BT ET') };
  });
  assert.ok(faults(forged)[0].includes('pages-changed'));
});

test('annotations added, changed or removed later are seen', () => {
  const note = (ctx, extra) => ({ [ctx.next]: spell({ '/Type': '/Annot', '/Subtype': '/FreeText', '/Rect': [50, 50, 300, 300], '/DA': '(/Helv 12 Tf)', '/Contents': '(x)', ...extra }) });
  const added = update(one, (ctx) => ({ ...note(ctx), [ctx.number(ctx.pages[0])]: spell({ ...ctx.dict(ctx.pages[0]), '/Annots': [...(ctx.dict(ctx.pages[0])['/Annots'] ?? []), `${ctx.next} 0 R`] }) }));
  assert.ok(faults(added)[0].includes('annotation-changed'));
  const removed = update(one, ({ dict, pages, number, spell }) => ({ [number(pages[1])]: spell({ ...dict(pages[1]), '/Annots': [] }) }));
  assert.ok(faults(removed)[0].includes('annotation-changed'));
  const looks = update(one, ({ objects }) => {
    const [, widget] = Object.entries(objects).find(([, o]) => o.value?.['/Subtype'] === '/Widget');
    return { [Number(widget.value['/AP']['/N'].split(' ')[0])]: stream('1 0 0 rg 0 0 400 400 re f', '/Type /XObject /Subtype /Form /BBox [0 0 400 400]') };
  });
  assert.ok(faults(looks)[0].length > 0, 'the look of a signature cannot be exchanged');
});

test('pages added, removed or swapped later are seen', () => {
  const tree = ({ objects }) => Object.entries(objects).find(([, o]) => o.value?.['/Type'] === '/Pages');
  for (const change of [(kids) => kids.slice(1), (kids) => [...kids].reverse()]) {
    const forged = update(two, (ctx) => {
      const [key, { value }] = tree(ctx);
      const kids = change(value['/Kids']);
      return { [Number(key.slice(4).split(' ')[0])]: spell({ ...value, '/Kids': kids, '/Count': kids.length }) };
    });
    assert.ok(faults(forged).every((f) => f.includes('pages-changed')));
  }
});

test('the catalog changed later (actions, layers, names, script forms) is seen', () => {
  for (const extra of [{ '/OpenAction': { '/S': '/JavaScript', '/JS': '(app.alert(1))' } }, { '/OCProperties': { '/OCGs': [], '/D': {} } }, { '/Names': { '/EmbeddedFiles': { '/Names': [] } } }]) {
    const forged = update(two, ({ root, dict, number, spell }) => ({ [number(root)]: spell({ ...dict(root), ...extra }) }));
    assert.ok(faults(forged).every((f) => f.includes('document-changed')), JSON.stringify(extra));
  }
  const form = update(two, ({ root, dict, number, spell }) => ({ [number(root)]: spell({ ...dict(root), '/AcroForm': { ...dict(root)['/AcroForm'], '/NeedAppearances': true } }) }));
  assert.ok(faults(form).every((f) => f.includes('field-changed')));
});

test('a later section that changes nothing one can see is still not covered', () => {
  const forged = update(one, ({ next }) => ({ [next]: '(nothing)' }));
  assert.deepEqual(faults(forged), [['unsigned-update']]);
});

test('a signature removed, exchanged or moved (wrapping) is seen', () => {
  const removed = update(two, ({ root, dict, number, spell }) => ({ [number(root)]: spell({ ...dict(root), '/AcroForm': { ...dict(root)['/AcroForm'], '/Fields': [] } }) }));
  assert.notEqual(verify(removed).verdict, 'valid');
  // Signature wrapping: the range keeps pointing at the old bytes, the dictionary in force says something else.
  const wrapped = update(one, ({ objects }) => {
    const [key, o] = Object.entries(objects).find(([, v]) => v.value?.['/Type'] === '/Sig');
    return { [Number(key.slice(4).split(' ')[0])]: spell({ ...o.value, '/Reason': '(other)' }) };
  });
  assert.ok(faults(wrapped)[0].includes('signature-replaced'));
  for (const change of [{ '/ByteRange': [0, 10, 20, 30] }, { '/ByteRange': null }, { '/ByteRange': [0, -1, 5, 5] }, { '/ByteRange': [5, 6, 7, 8] }, { '/ByteRange': [0, 1, 2] },
    { '/Contents': 'b:' }, { '/Contents': 'b:00' }, { '/SubFilter': '/adbe.x509.rsa_sha1' }, { '/Contents': null }, { '/SubFilter': null }]) {
    const forged = update(one, ({ objects }) => {
      const [key, o] = Object.entries(objects).find(([, v]) => v.value?.['/Type'] === '/Sig');
      return { [Number(key.slice(4).split(' ')[0])]: spell({ ...o.value, ...change }) };
    });
    assert.notEqual(verify(forged).verdict, 'valid', `universal forgery: ${JSON.stringify(change)}`);
  }
});

test('a later signature whose look hides a large part of the page is seen', () => {
  const cover = sign(one, 'agency', '--image', at('sig.png'), '--wide', '200', '--place', '1,105,150', '--role', 'seal', '--text', Array(60).fill('che khuất nội dung đã ký '.repeat(3)).join('\n'));
  assert.ok(faults(cover)[0].includes('covering-mark'));
});

test('a file cut back to an earlier revision is what it was: valid, and a different file', () => {
  const end = verify(two).signatures[0].covered_bytes + 32770;
  const back = write(readFileSync(two).subarray(0, end));
  assert.equal(verify(back).verdict, 'valid');
  const sha = (p) => createHash('sha256').update(readFileSync(p)).digest('hex');
  assert.equal(sha(back), sha(one));
});

// ---- containers made by others ----

// Puts a container that make(covered, out) writes into a file prepared by us under another profile name.
function foreign(make, filter = '/adbe.pkcs7.detached   ') {
  must(program, ['sign', decision, '--prepare', at('draft.pdf'), '--certs', pki.file('leader.pem')]);
  const text = latin(at('draft.pdf')).replace('/ETSI.CAdES.detached', filter.padEnd(20).slice(0, 20));
  const [, a, b, c] = text.match(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/).map(Number);
  writeFileSync(at('covered.bin'), Buffer.from(text.slice(0, a) + text.slice(b, b + c), 'latin1'));
  make(at('covered.bin'), at('container.der'));
  const hex = readFileSync(at('container.der')).toString('hex');
  return writeLatin(text.slice(0, a + 1) + hex + text.slice(a + 1 + hex.length));
}
const cms = (...args) => (covered, out) => must('openssl', ['cms', '-sign', '-binary', '-in', covered, '-outform', 'DER', '-out', out,
  '-signer', pki.file('leader.pem'), '-inkey', pki.file('leader.key'), '-md', 'sha256', ...args]);

test('adbe.pkcs7.detached from OpenSSL is valid, with its signing time', () => {
  const path = foreign(cms());
  const [sig] = verify(path).signatures;
  assert.deepEqual(sig.faults, []);
  assert.equal(sig.kind, 'pkcs7');
  assert.equal(sig.time_source, 'attribute');
  assert.match(pdfsig(path), /Signature is Valid/);
});

test('containers with the wrong inside are refused, each for its reason', () => {
  const cases = [
    ['no signed attributes', foreign(cms('-noattr')), 'signed-attributes'],
    ['a digest of another file', foreign((c, o) => { writeFileSync(at('other.bin'), 'x'); cms()(at('other.bin'), o); }), 'digest'],
    ['SHA-1', foreign((c, o) => must('openssl', ['cms', '-sign', '-binary', '-in', c, '-outform', 'DER', '-out', o, '-signer', pki.file('leader.pem'), '-inkey', pki.file('leader.key'), '-md', 'sha1'])), 'weak-algorithm'],
    ['two signers', foreign((c, o) => must('openssl', ['cms', '-sign', '-binary', '-in', c, '-outform', 'DER', '-out', o, '-signer', pki.file('leader.pem'), '-inkey', pki.file('leader.key'), '-signer', pki.file('agency.pem'), '-inkey', pki.file('agency.key'), '-md', 'sha256'])), 'container'],
    ['no certificate', foreign(cms('-nocerts')), 'container'],
    ['content inside', foreign((c, o) => { writeFileSync(at('small.bin'), 'x'); must('openssl', ['cms', '-sign', '-binary', '-nodetach', '-in', at('small.bin'), '-outform', 'DER', '-out', o, '-signer', pki.file('leader.pem'), '-inkey', pki.file('leader.key'), '-md', 'sha256']); }), 'container'],
    ['PAdES with a signing time and no committed certificate', foreign(cms(), '/ETSI.CAdES.detached'), 'signed-attributes'],
    ['a certificate for web servers', foreign((c, o) => must('openssl', ['cms', '-sign', '-binary', '-in', c, '-outform', 'DER', '-out', o, '-signer', pki.file('server.pem'), '-inkey', pki.file('server.key'), '-md', 'sha256'])), 'wrong-purpose'],
    ['an expired certificate', foreign((c, o) => must('openssl', ['cms', '-sign', '-binary', '-in', c, '-outform', 'DER', '-out', o, '-signer', pki.file('expired.pem'), '-inkey', pki.file('expired.key'), '-md', 'sha256'])), 'expired'],
    ['no container', foreign((c, o) => writeFileSync(o, 'this is no DER')), 'container'],
  ];
  for (const [what, path, code] of cases) assert.ok(faults(path)[0].includes(code), `${what}: ${faults(path)}`);
});

test('a revoked signer is refused when the list is known, and judged at the stamped time', () => {
  const late = sign(decision, 'revoked', '--tsa', tsa, '--trust', pki.trust);
  const [before] = verify(late).signatures;
  assert.equal(before.revocation.status, 'unknown');
  const [after] = verify(late, '--crl', pki.crl).signatures;
  assert.deepEqual(after.faults, ['revoked']);
  assert.equal(after.revocation.status, 'revoked');
});

test('a time stamp that is not about this signature is refused', () => {
  const strangers = sign(decision, 'leader', '--tsa', tsa, '--trust', pki.trust);
  const text = latin(strangers);
  assert.equal(verify(strangers).signatures[0].time_source, 'time-stamp');
  // Trust our signers' authority under another name only: the stamp's signer is then a stranger too.
  const [sig] = JSON.parse(documents(['verify-pdf', strangers, '--trust', pki.file('strange.pem'), '--format', 'json']).out).signatures;
  assert.ok(sig.faults.includes('time-stamp') && sig.faults.includes('untrusted'));
  assert.ok(text.length > 0);
});

test('files that pdfsig (NSS) signed are valid, and survive our counter-signature', () => {
  const p12 = at('leader.p12');
  must('openssl', ['pkcs12', '-export', '-in', pki.file('leader.pem'), '-inkey', pki.file('leader.key'), '-name', 'leader', '-passout', 'pass:', '-out', p12]);
  must('pk12util', ['-i', p12, '-d', `sql:${at('nss')}`, '-W', '', '-K', '']);
  const out = at('pdfsig.pdf');
  must('pdfsig', ['-nssdir', at('nss'), '-add-signature', '-nick', 'leader', decision, out]);
  const report = verify(out);
  assert.equal(report.verdict, 'valid', JSON.stringify(report.signatures));
  assert.equal(report.signatures[0].kind, 'pkcs7');
  const both = sign(out, 'agency');
  assert.equal(verify(both).verdict, 'valid', JSON.stringify(verify(both).signatures.map((s) => s.faults)));
  assert.equal(pdfsig(both).match(/Signature is Valid/g).length, 2);
  // The other way round: theirs after ours; pdfsig rewrites parts of the form, which we name.
  const theirs = at('pdfsig2.pdf');
  must('pdfsig', ['-nssdir', at('nss'), '-add-signature', '-nick', 'leader', plain, theirs]);
  const second = verify(theirs);
  assert.equal(second.signatures.at(-1).valid, true, JSON.stringify(second.signatures.map((s) => s.faults)));
});

test('a signer that is its own plain anchor, as small tools make them, is judged by what its certificate says', () => {
  must('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('own.key'), '-out', at('own.pem'), '-days', '30', '-subj', '/CN=Own']);
  writeFileSync(at('own.both'), readFileSync(at('own.key'), 'utf8') + readFileSync(at('own.pem'), 'utf8'));
  must(program, ['sign', decision, '--out', at('own.pdf'), '--key', `file:${at('own.both')}`]);
  const own = (...args) => JSON.parse(documents(['verify-pdf', at('own.pdf'), '--format', 'json', ...args]).out).verdict;
  assert.equal(own('--trust', at('own.pem')), 'valid');
  assert.equal(own('--trust', pki.trust), 'invalid');
});

test('a small fault of counting in a file of others is passed over; a repair is not made', () => {
  const miscounted = latin(decision).replace(/\/Size (\d+)/, (m, n) => `/Size ${Number(n) - 1}`.padEnd(m.length));
  assert.equal(verify(writeLatin(miscounted)).verdict, 'unsigned');
  const broken = latin(decision).replace(/startxref\n(\d+)/, (m, n) => `startxref\n${Number(n) + 7}`.slice(0, m.length));
  assert.equal(documents(['verify-pdf', writeLatin(broken), '--format', 'json']).status, 2);
});

test('verifying leaves the file alone and prints lines for people too', () => {
  copyFileSync(two, at('same.pdf'));
  const done = documents(['verify-pdf', at('same.pdf'), '--trust', pki.trust]);
  assert.equal(done.status, 0);
  assert.match(done.out, /^valid\n1\. valid: Hoàng Văn Hiệp, .* \(time-stamp\)\n2\. valid: UBND huyện Đô Lương/);
  assert.ok(readFileSync(at('same.pdf')).equals(readFileSync(two)));
});
