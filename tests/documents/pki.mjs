// SPDX-License-Identifier: EUPL-1.2
// A small public-key world made new for every run: an authority with revocation,
// signers of every good and bad kind, a time-stamp service, an OCSP service, a
// token. All by OpenSSL's and SoftHSM's own programs.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { at, must, run } from './world.mjs';

const openssl = (...args) => must('openssl', args);
const dir = at('pki');
mkdirSync(`${dir}/new`, { recursive: true });
export const file = (name) => `${dir}/${name}`;

writeFileSync(file('ca.cnf'), `
[ca]
default_ca = us
[us]
dir = ${dir}
database = ${dir}/index.txt
serial = ${dir}/serial
crlnumber = ${dir}/crlnumber
new_certs_dir = ${dir}/new
certificate = ${dir}/ca.pem
private_key = ${dir}/ca.key
default_md = sha256
default_days = 700
default_crl_days = 30
policy = any
unique_subject = no
email_in_dn = no
rand_serial = yes
[any]
commonName = supplied
organizationName = optional
UID = optional
serialNumber = optional
[req]
distinguished_name = dn
string_mask = utf8only
utf8 = yes
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ocsp]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[tsa_config]
dir = ${dir}
serial = ${dir}/tsaserial
crypto_device = builtin
signer_cert = ${dir}/tsa.pem
signer_key = ${dir}/tsa.key
certs = ${dir}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[tsa_bad]
dir = ${dir}
serial = ${dir}/tsaserial
crypto_device = builtin
signer_cert = ${dir}/strange-tsa.pem
signer_key = ${dir}/strange-tsa.key
certs = ${dir}/strange.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
`.replace('noCheck = ignored\n', 'noCheck = yes\n'));
for (const [name, text] of [['index.txt', ''], ['serial', '01'], ['crlnumber', '01'], ['tsaserial', '01']]) writeFileSync(file(name), text);

const newKey = (name, kind = 'rsa') => openssl('genpkey', '-out', file(`${name}.key`),
  ...(kind === 'ec' ? ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
    : ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${kind === 'weak' ? 1024 : 2048}`]));

function root(name, cn) {
  newKey(name);
  openssl('req', '-x509', '-config', file('ca.cnf'), '-extensions', 'root', '-key', file(`${name}.key`), '-days', '3650',
    '-subj', `/CN=${cn}`, '-out', file(`${name}.pem`));
}

// A certificate of our authority (or another) over a new key.
function issue(name, subject, { kind, ext = 'signer', by = 'ca', dates = [] } = {}) {
  newKey(name, kind);
  openssl('req', '-new', '-config', file('ca.cnf'), '-key', file(`${name}.key`), '-subj', subject, '-utf8', '-out', file(`${name}.csr`));
  openssl('ca', '-batch', '-notext', '-config', file('ca.cnf'), '-extensions', ext, '-in', file(`${name}.csr`), '-out', file(`${name}.pem`),
    '-cert', file(`${by}.pem`), '-keyfile', file(`${by}.key`), ...dates);
  writeFileSync(file(`${name}.both`), readFileSync(file(`${name}.key`), 'utf8') + readFileSync(file(`${name}.pem`), 'utf8'));
}

root('ca', 'Cơ quan chứng thực thử nghiệm');
root('strange', 'A strange authority');
issue('leader', '/CN=Hoàng Văn Hiệp/UID=CCCD:040070000001');
issue('agency', '/CN=UBND huyện Đô Lương/UID=MST:2900000001', { kind: 'ec' });
issue('expired', '/CN=Expired', { kind: 'ec', dates: ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'] });
issue('future', '/CN=Not yet', { kind: 'ec', dates: ['-startdate', '20990101000000Z', '-enddate', '21000101000000Z'] });
issue('server', '/CN=web server', { kind: 'ec', ext: 'server' });
issue('weak', '/CN=Weak', { kind: 'weak' });
issue('revoked', '/CN=Revoked', { kind: 'ec' });
issue('outsider', '/CN=Outsider', { kind: 'ec', by: 'strange' });
issue('tsa', '/CN=Cấp dấu thời gian thử nghiệm', { kind: 'ec', ext: 'tsa' });
issue('strange-tsa', '/CN=Strange clock', { kind: 'ec', ext: 'tsa', by: 'strange' });
issue('ocsp', '/CN=OCSP', { kind: 'ec', ext: 'ocsp' });
openssl('ca', '-config', file('ca.cnf'), '-revoke', file('revoked.pem'), '-crl_reason', 'keyCompromise');
openssl('ca', '-config', file('ca.cnf'), '-gencrl', '-out', file('crl.pem'));
export const trust = file('ca.pem');
export const crl = file('crl.pem');

// ---- services, each in a process of its own ----

const children = [];
process.on('exit', () => children.forEach((c) => c.kill('SIGKILL')));

export const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

async function answers(url) {
  for (let i = 0; i < 100; i++) {
    try { await fetch(url, { signal: AbortSignal.timeout(1000) }); return; } catch { await new Promise((r) => setTimeout(r, 50)); }
  }
  throw new Error(`${url} does not answer`);
}

// mode: good, bad (another authority), liar (stamps something else), broken (no DER)
async function start(mode) {
  const port = await freePort();
  const script = fileURLToPath(new URL('./services.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, String(port), mode, dir], { stdio: 'ignore' });
  child.unref();
  children.push(child);
  await answers(`http://127.0.0.1:${port}/`);
  return `http://127.0.0.1:${port}`;
}
export const startTsa = async (mode = 'good') => `${await start(mode)}/tsa`;
export const startOcsp = async () => `${await start('good')}/ocsp`;

// ---- a token ----

export const softhsm = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(existsSync);
export function startToken(label = 'van-thu', pin = '246810') {
  mkdirSync(`${dir}/tokens`, { recursive: true });
  writeFileSync(file('softhsm2.conf'), `directories.tokendir = ${dir}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const env = { SOFTHSM2_CONF: file('softhsm2.conf') };
  must('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin], { env });
  writeFileSync(file('pin'), `${pin}\n`);
  writeFileSync(file('wrong-pin'), '000000\n');
  const load = (name, id) => {
    must('softhsm2-util', ['--import', file(`${name}.key`), '--token', label, '--label', name, '--id', id, '--pin', pin], { env });
    openssl('x509', '-in', file(`${name}.pem`), '-outform', 'der', '-out', file(`${name}.der`));
    must('pkcs11-tool', ['--module', softhsm, '--token-label', label, '--login', '--pin', pin, '--write-object', file(`${name}.der`),
      '--type', 'cert', '--label', name, '--id', id], { env });
  };
  const uri = (name) => `pkcs11:token=${label};object=${name}?module-path=${softhsm}`;
  return { env, load, uri };
}

export { appendFileSync, run };
