// SPDX-License-Identifier: EUPL-1.2
// Signing with real peers: a token, a time-stamp service, OCSP; judged by pdfsig
// (NSS), OpenSSL and PDFBox, and by our own verifier.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { at, documents, makeForm, makeWith, must, preflight, run, textOf } from './world.mjs';
import * as pki from './pki.mjs';
import { seal, scribble } from './images.mjs';

const token = pki.startToken();
token.load('leader', '01');
token.load('agency', '02');
const tsa = await pki.startTsa();
const ocsp = await pki.startOcsp();
const decision = makeForm('decision', at('decision.pdf'));
const env = { ...token.env, no_proxy: '127.0.0.1' };
let n = 0;

// Signs and gives the path; the result must be there.
function sign(input, args, out = at(`signed-${n++}.pdf`)) {
  must(process.env.MOTCUA_DOCUMENTS, ['sign', input, '--out', out, ...args], { env });
  return out;
}
const byToken = (name) => ['--key', token.uri(name), '--pin-file', pki.file('pin'), '--trust', pki.trust];
const byFile = (name) => ['--key', `file:${pki.file(`${name}.both`)}`];
function verify(path, ...args) {
  const done = documents(['verify-pdf', path, '--trust', pki.trust, '--format', 'json', ...args]);
  return { status: done.status, ...JSON.parse(done.out) };
}
// Container and covered bytes of the last signature, as OpenSSL wants them.
function container(path) {
  const pdf = readFileSync(path);
  const text = pdf.toString('latin1');
  const [, a, b, c] = [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/g)].at(-1).map(Number);
  const der = Buffer.from(text.slice(a + 1, b - 1), 'hex');
  const size = der[1] === 0x82 ? der.readUInt16BE(2) + 4 : der[2] + 3;
  writeFileSync(at('container.der'), der.subarray(0, size));
  writeFileSync(at('covered.bin'), Buffer.concat([pdf.subarray(0, a), pdf.subarray(b, b + c)]));
  return der.subarray(0, size);
}

// NSS knows our authority; pdfsig then judges trust as well.
mkdirSync(at('nss'));
must('certutil', ['-N', '-d', `sql:${at('nss')}`, '--empty-password']);
must('certutil', ['-A', '-d', `sql:${at('nss')}`, '-n', 'root', '-t', 'CT,CT,CT', '-i', pki.trust]);
const pdfsig = (path) => run('pdfsig', ['-nssdir', at('nss'), path]).out;

test('B-B with a key file: NSS and OpenSSL agree, and no signing time is inside', () => {
  for (const who of ['leader', 'agency']) {
    const out = sign(decision, byFile(who));
    const said = pdfsig(out);
    assert.match(said, /Signature is Valid\./);
    assert.match(said, /Certificate is Trusted\./);
    assert.match(said, /Total document signed/);
    container(out);
    must('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', at('container.der'), '-content', at('covered.bin'),
      '-CAfile', pki.trust, '-purpose', 'any', '-out', '/dev/null']);
    const printed = must('openssl', ['cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', at('container.der')]);
    assert.doesNotMatch(printed, /signingTime/);
    assert.match(printed, /signingCertificateV2|id-smime-aa-signingCertificateV2/);
    const report = verify(out);
    assert.equal(report.verdict, 'valid');
    assert.equal(report.signatures[0].time_source, 'claimed');
  }
});

test('a token signs with RSA and with ECDSA, stamped by the time service', () => {
  for (const who of ['leader', 'agency']) {
    const out = sign(decision, [...byToken(who), '--tsa', tsa]);
    assert.match(pdfsig(out), /Signature is Valid\./);
    const [one] = verify(out).signatures;
    assert.equal(one.valid, true);
    assert.equal(one.time_source, 'time-stamp');
    assert.equal(one.stamped_by, 'Cấp dấu thời gian thử nghiệm');
    assert.ok(Math.abs(Date.parse(one.time) - Date.now()) < 120000);
    assert.equal(one.person, who === 'leader' ? '040070000001' : '2900000001');
  }
});

const signedOff = at('final.pdf');
test('initials, leader and seal in increments: every judge accepts all, and PDF/A stays PDF/A', () => {
  const initials = sign(decision, [...byFile('agency'), '--role', 'initials', '--image', scribble(at('sig.png'))]);
  const leader = sign(initials, [...byToken('leader'), '--role', 'leader', '--image', at('sig.png'), '--reason', 'Phê duyệt', '--location', 'Đô Lương', '--tsa', tsa]);
  sign(leader, [...byToken('agency'), '--role', 'seal', '--image', seal(at('seal.png')), '--level', 'LT', '--tsa', tsa, '--crl', pki.crl], signedOff);
  const copy = sign(signedOff, [...byToken('agency'), '--place', '1,165,285', '--text', 'ỦY BAN NHÂN DÂN HUYỆN ĐÔ LƯƠNG\n16/5/2024 10:20:31+07:00'], at('copy.pdf'));
  const report = verify(signedOff);
  assert.equal(report.verdict, 'valid', JSON.stringify(report));
  assert.deepEqual(report.signatures.map((s) => s.signer), ['UBND huyện Đô Lương', 'Hoàng Văn Hiệp', 'UBND huyện Đô Lương']);
  assert.equal(report.signatures[1].reason, 'Phê duyệt');
  assert.deepEqual(report.signatures.map((s) => s.later_signatures), [2, 1, 0]);
  assert.equal(pdfsig(signedOff).match(/Signature is Valid\./g).length, 3);
  assert.equal(verify(copy).verdict, 'valid');
  const before = readFileSync(decision);
  assert.ok(readFileSync(copy).subarray(0, before.length).equals(before), 'signed bytes stand untouched');
  must('qpdf', ['--check', copy]);
  for (const [path, why] of preflight([initials, leader, signedOff, copy])) assert.equal(why, '', path);
  assert.equal(textOf(copy), textOf(decision));
});

test('what the signature shows is seen on paper: blue at the post, red over its left third', () => {
  const colours = (path) => {
    must('pdftoppm', ['-r', '50', '-f', '2', '-l', '2', '-singlefile', path, at('look')]);
    const ppm = readFileSync(at('look.ppm'));
    const wide = Number(ppm.toString('latin1', 3).split(/\s/)[0]);
    const body = ppm.subarray(ppm.length - Math.floor(ppm.length / (wide * 3)) * wide * 3);
    const x = { red: [], blue: [] };
    for (let i = 0; i + 2 < body.length; i += 3) {
      const [r, g, b] = [body[i], body[i + 1], body[i + 2]];
      if (r > 150 && g < 110 && b < 110) x.red.push((i / 3) % wide);
      if (b > 120 && r < 110 && g < 120) x.blue.push((i / 3) % wide);
    }
    return x;
  };
  const seen = colours(signedOff);
  const span = (v) => [Math.min(...v), Math.max(...v)];
  assert.ok(seen.red.length > 100 && seen.blue.length > 30);
  const [red0, red1] = span(seen.red), [blue0, blue1] = span(seen.blue.filter((v) => v < 380));
  assert.ok(red0 < blue0 && red1 > blue0 && red1 < blue1, `${red0}-${red1} ${blue0}-${blue1}`);
  assert.deepEqual(colours(decision), { red: [], blue: [] });
});

test('B-LT carries what proves it later: after the certificate has ended it still holds', () => {
  for (const evidence of [['--crl', pki.crl], ['--ocsp', ocsp]]) {
    const out = sign(decision, [...byToken('leader'), '--level', 'LT', '--tsa', tsa, ...evidence]);
    const [one] = verify(out, '--at', '2034-01-01T00:00:00Z').signatures;
    assert.equal(one.valid, true, JSON.stringify(one));
    assert.equal(one.revocation.status, 'good');
    assert.equal(one.revocation.source, evidence[0] === '--crl' ? 'crl' : 'ocsp');
    assert.equal(one.evidence_added, true);
    must('qpdf', ['--check', out]);
  }
  const bare = sign(decision, byToken('leader'));
  assert.deepEqual(verify(bare, '--at', '2034-01-01T00:00:00Z').signatures[0].faults, ['expired']);
});

test('B-LTA stamps the whole file, evidence included', () => {
  const out = sign(decision, [...byToken('leader'), '--level', 'LTA', '--tsa', tsa, '--crl', pki.crl]);
  const report = verify(out);
  assert.equal(report.verdict, 'valid', JSON.stringify(report));
  assert.deepEqual(report.signatures.map((s) => [s.kind, s.covers_whole_file]), [['pades', false], ['document-time-stamp', true]]);
  assert.equal(report.signatures[1].signer, 'Cấp dấu thời gian thử nghiệm');
  container(out);
  must('openssl', ['ts', '-verify', '-in', at('container.der'), '-token_in', '-data', at('covered.bin'), '-CAfile', pki.trust]);
  const bytes = readFileSync(out);
  bytes[bytes.indexOf('/DSS') - 3000] ^= 1;
  writeFileSync(at('lta-changed.pdf'), bytes);
  assert.notEqual(verify(at('lta-changed.pdf')).verdict, 'valid');
  for (const [path, why] of preflight([out])) assert.equal(why, '', path);
});

test('a file whose cross-references are streams gets streams, and holds', () => {
  const streams = at('streams.pdf');
  must('qpdf', ['--object-streams=generate', decision, streams]);
  let out = sign(streams, [...byFile('leader'), '--role', 'leader', '--image', at('sig.png')]);
  out = sign(out, [...byToken('agency'), '--tsa', tsa, '--level', 'LT', '--crl', pki.crl]);
  assert.ok(!readFileSync(out).includes('\nxref\n'));
  must('qpdf', ['--check', out]);
  assert.equal(verify(out).verdict, 'valid');
  assert.equal(pdfsig(out).match(/Signature is Valid\./g).length, 2);
});

const refusals = [
  ['expired', byFile('expired'), 'expired'], ['not yet valid', byFile('future'), 'not-yet-valid'], ['for web servers', byFile('server'), 'wrong-purpose'],
  ['of an authority', ['--key', `file:${pki.file('ca.key')}`, '--certs', pki.trust], 'wrong-purpose'],
  ['too weak', byFile('weak'), 'weak-key'], ['of somebody else', [...byFile('leader'), '--signer', '040070000002'], 'wrong-person'],
  ['of a strange authority', [...byFile('outsider'), '--trust', pki.trust], 'untrusted'],
  ['revoked, by list', [...byFile('revoked'), '--trust', pki.trust, '--crl', pki.crl], 'revoked'],
  ['revoked, by OCSP', [...byFile('revoked'), '--trust', pki.trust, '--ocsp', ocsp], 'revoked'],
  ['without evidence where evidence is due', [...byFile('leader'), '--trust', pki.trust, '--level', 'LT', '--tsa', tsa], 'revocation-unknown'],
];
for (const [what, args, code] of refusals) {
  test(`a certificate ${what} is refused before anything is signed`, () => {
    const out = at('refused.pdf');
    const done = documents(['sign', decision, '--out', out, ...args], { env });
    assert.equal(done.out.trim(), code, done.err);
    assert.equal(done.status, 1);
    assert.ok(!existsSync(out));
  });
}

test('the right person is let through, by personal number', () => {
  assert.equal(verify(sign(decision, [...byToken('leader'), '--signer', '040070000001'])).verdict, 'valid');
});

test('a wrong PIN, a missing token, driver, key or file is said, and nothing is written', () => {
  const out = at('none.pdf');
  const cases = [[['--key', token.uri('leader'), '--pin-file', pki.file('wrong-pin')], 'PIN'],
    [['--key', token.uri('leader').replace('van-thu', 'nobody'), '--pin-file', pki.file('pin')], 'no token'],
    [['--key', 'pkcs11:token=x?module-path=/nowhere.so'], 'driver'], [['--key', token.uri('stranger'), '--pin-file', pki.file('pin')], 'key'],
    [['--key', 'file:/nowhere.pem'], 'no readable key'], [['--key', 'usb:1'], 'named by'],
    [['--key', `file:${pki.file('leader.key')}`, '--certs', pki.file('agency.pem')], 'do not belong together'],
    [['--key', token.uri('leader'), '--pin-file', pki.file('pin'), '--certs', pki.file('agency.pem')], 'does not fit']];
  for (const [args, why] of cases) {
    const done = documents(['sign', decision, '--out', out, ...args], { env });
    assert.equal(done.status, 2, why);
    assert.ok(done.err.includes(why), `${done.err} / ${why}`);
    assert.ok(!existsSync(out));
  }
});

test('a time service that is strange, lies, talks nonsense or is down stops the signature', async () => {
  for (const mode of ['bad', 'liar', 'broken', 'down']) {
    const url = mode === 'down' ? `http://127.0.0.1:${await pki.freePort()}/` : await pki.startTsa(mode);
    const done = documents(['sign', decision, '--out', at('none.pdf'), ...byToken('leader'), '--tsa', url], { env });
    assert.equal(done.status, 2, mode);
    assert.ok(!existsSync(at('none.pdf')));
  }
});

test('in two phases the signature is made elsewhere', () => {
  const certs = ['--certs', pki.file('leader.pem'), '--trust', pki.trust];
  const moment = ['--at', new Date().toISOString()];
  const bytes = must(process.env.MOTCUA_DOCUMENTS, ['sign', decision, '--prepare', at('draft.pdf'), '--role', 'leader', '--image', at('sig.png'), ...certs, ...moment], { env, bytes: true });
  writeFileSync(at('to-sign.bin'), bytes);
  must('openssl', ['dgst', '-sha256', '-sign', pki.file('leader.key'), '-out', at('elsewhere.sig'), at('to-sign.bin')]);
  must(process.env.MOTCUA_DOCUMENTS, ['sign', at('draft.pdf'), '--signature', at('elsewhere.sig'), '--out', at('two.pdf'), ...certs, '--tsa', tsa], { env });
  assert.equal(verify(at('two.pdf')).verdict, 'valid');
  assert.match(pdfsig(at('two.pdf')), /Signature is Valid\./);
  assert.equal(verify(at('draft.pdf')).verdict, 'invalid', 'a draft is no signature');
  assert.equal(documents(['sign', at('two.pdf'), '--signature', at('elsewhere.sig'), '--out', at('x.pdf'), ...certs]).status, 2, 'a signed file is no draft');
});

test('what cannot be signed safely is refused: encrypted, broken, no PDF, no such place, no image', () => {
  must('qpdf', ['--encrypt', '', 'owner', '256', '--', decision, at('locked.pdf')]);
  const bytes = readFileSync(decision);
  writeFileSync(at('cut.pdf'), bytes.subarray(0, bytes.length - 700));
  writeFileSync(at('text.pdf'), 'not a PDF at all');
  writeFileSync(at('image.png'), 'not a picture');
  for (const path of ['locked.pdf', 'cut.pdf', 'text.pdf'])
    assert.equal(documents(['sign', at(path), '--out', at('none.pdf'), ...byFile('leader')]).status, 2, path);
  for (const extra of [['--image', at('image.png')], ['--text', 'x', '--anchor', 'nowhere'], ['--text', 'x', '--place', '9,10,10'], ['--text', '漢字']])
    assert.equal(documents(['sign', decision, '--out', at('none.pdf'), ...byFile('leader'), ...extra]).status, 2, extra.join(' '));
  assert.ok(!existsSync(at('none.pdf')));
});

test('documents of every form can be signed where their post is', () => {
  for (const form of ['receipt', 'supplement', 'refusal', 'apology', 'stop']) {
    const pdf = makeForm(form, at(`f-${form}.pdf`));
    assert.equal(verify(sign(pdf, [...byFile('leader'), '--role', 'leader', '--image', at('sig.png')])).verdict, 'valid', form);
  }
  rmSync(at('f-stop.pdf'));
  assert.equal(makeWith('receipt', (d) => { d.electronic = true; }, at('e.pdf')).status, 0);
});
