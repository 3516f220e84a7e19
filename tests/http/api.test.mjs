// SPDX-License-Identifier: EUPL-1.2
/*
 * The interface for other systems, through a real socket: a dossier from filing to
 * hand-over, and everything that must be refused. Every reply is judged by
 * /openapi.json (openapi.mjs); at the end no operation may be left that was never
 * called or never refused anything.
 */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { start, until } from './lib.mjs';
import { answer, command, token, worldOn } from './motcua.mjs';
import { client, faultsOf } from './openapi.mjs';

const commune = 'H41.14.01'; // Đô Lương town
const other = 'H41.14.02';
const procedure = '1.001193'; // registration of a birth
const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const applicant = { kind: 'citizen', id_number: '040099000001', name: 'Nguyễn Văn Đức', phone: '0912345678' };
const filing = (changes = {}) => ({ procedure, unit: commune, channel: 'online', applicant, ...changes });

let place, server, api, all, also, reader, filer, watcher, desk, district, neighbour, expired, withdrawn, elsewhere;
const ask = (method, path, options = {}) => api.ask(method, `/api/v1${path}`, { token: all, ...options });
const act = (code, action, body = {}, { version = '*', headers = {}, ...more } = {}) =>
  ask('POST', `/dossiers/${code}/actions/${action}`, {
    body,
    headers: { ...(version === null ? {} : { 'If-Match': version }), ...headers },
    ...more,
  });

async function file(changes, options) {
  const got = await ask('POST', '/dossiers', { body: filing(changes), ...options });
  assert.equal(got.status, 201, got.text);
  return got.body.code;
}

/** Refused with that status, and with a problem at that place when one is named. */
function refused(got, status, pointer, code) {
  assert.equal(got.status, status, got.text);
  if (pointer !== undefined)
    assert.ok(got.body.errors.some((e) => e.pointer === pointer && (!code || e.code === code)), `${pointer} ${code ?? ''}: ${got.text}`);
}

before(async () => {
  place = await worldOn('2024-05-01T08:30');
  const { db } = place;
  expired = token(db, 'expired', 'all', '--days', '1');
  place.setClock('2024-05-06T08:30');
  all = token(db, 'all', 'all');
  also = token(db, 'also', 'all');
  reader = token(db, 'reader', 'report.read');
  filer = token(db, 'filer', 'dossier.file');
  desk = token(db, 'desk', 'all', '--unit', `${commune}.MC`);
  watcher = token(db, 'watcher', 'dossier.read');
  district = token(db, 'district', 'all', '--unit', 'H41.14');
  neighbour = token(db, 'neighbour', 'all', '--unit', other);
  elsewhere = token(db, 'elsewhere', 'all', '--networks', '10.9.0.0/16');
  withdrawn = token(db, 'withdrawn', 'all');
  answer('token', '--db', db, '--revoke', 'withdrawn');
  server = await start({ command, args: ['serve', '--db', db, '--listen', '127.0.0.1:{port}'], ready: '/readyz' });
  api = await client(server.url);
});
after(async () => {
  await server?.stop();
  await place?.stop();
});

async function walk(code) {
  const { body: catalogue } = await ask('GET', `/procedures/${procedure}`);
  const steps = catalogue.items[0].steps;
  const counted = steps.filter((s) => s.counted);
  const file = { sha256 };
  const result = { number: '12/GKS', date: '2024-05-06' };
  const todo = counted.slice(1).map((s, i) => {
    const isLast = i === counted.length - 2;
    if (s.role === 'approve') return ['approve', isLast ? { file, result } : {}];
    return isLast ? ['issue', { file, result }] : ['forward', {}];
  });
  const plan = [['accept', {}], ['hand-over', {}], ...todo, ['return', { way: 'direct' }]];
  for (const [action, body] of plan) {
    const now = await ask('GET', `/dossiers/${code}`);
    assert.ok(now.body.actions.includes(action), `${action} is offered in ${now.body.state}: ${now.body.actions}`);
    const done = await act(code, action, body, { version: `"${now.body.version}"` });
    assert.equal(done.status, 200, `${action}: ${done.text}`);
    assert.equal(done.headers.get('etag'), `"${now.body.version + 1}"`);
  }
  return plan.map(([action]) => action);
}

test('a birth goes from filing through all its steps to the parents', async () => {
  const filed = await ask('POST', '/dossiers', { body: filing({ data: { child: 'Nguyễn An' }, components: [{ code: 'GT.0001', source: 'filed' }, { code: 'GT.0011', source: 'scanned' }] }) });
  assert.equal(filed.status, 201, filed.text);
  assert.equal(filed.body.state, 'submitted');
  assert.equal(filed.headers.get('location'), `/api/v1/dossiers/${filed.body.code}`);
  const plan = await walk(filed.body.code);
  const { body: d } = await ask('GET', `/dossiers/${filed.body.code}`);
  assert.equal(d.state, 'returned');
  assert.equal(d.national_state, 10);
  assert.equal(d.unit, commune);
  assert.equal(d.result_digitised, true);
  assert.deepEqual(d.applicant, { ...applicant, email: '', address: '' });
  assert.deepEqual(d.events.map((e) => e.action), ['submit', ...plan]);
  assert.deepEqual(d.result, { number: '12/GKS', date: '2024-05-06', sha256 });
  assert.equal(d.returned_way, 'direct');
  assert.deepEqual(d.data, { child: 'Nguyễn An' });
  assert.deepEqual(d.events.filter((e) => e.result_number).map((e) => [e.action, e.result_number]), [[plan.at(-2), '12/GKS']]);
  assert.deepEqual(d.events.map((e) => e.seq), d.events.map((_, i) => i + 1));
  assert.deepEqual(d.components.filter((c) => c.source !== 'none').map((c) => c.code), ['GT.0001', 'GT.0011']);
  assert.deepEqual(d.actions.filter((a) => a !== 'correct-result'), []);
});

test('a dossier tells the files of its papers, what was asked and paid, and an act its new date', async () => {
  const code = await file();
  const [first] = (await ask('GET', `/dossiers/${code}`)).body.components;
  assert.equal(first.file, undefined);
  const scanned = await act(code, 'digitise', { component: first.seq, file: { sha256 } });
  assert.equal(scanned.status, 200, scanned.text);
  assert.equal(scanned.body.due, undefined);
  assert.equal((await act(code, 'pay', { amount: 8000 })).status, 200);
  const accepted = await act(code, 'accept');
  const { body: d } = await ask('GET', `/dossiers/${code}`);
  assert.ok(d.due);
  assert.equal(accepted.body.due, d.due);
  const { absent, ...scan } = d.components[0].file;
  assert.deepEqual([scan, typeof absent], [{ name: 'file', size: 0, sha256 }, 'boolean']);
  assert.deepEqual(d.events.filter((e) => e.amount).map((e) => [e.action, e.amount]), [['pay', 8000]]);
  assert.deepEqual([d.result, d.returned_way, d.data], [undefined, undefined, undefined]);
  assert.equal((await act(code, 'ask-supplement', { items: 'Bản sao giấy chứng sinh' })).status, 200);
  assert.equal((await ask('GET', `/dossiers/${code}`)).body.events.at(-1).items, 'Bản sao giấy chứng sinh');
});

test('what is not JSON, or hides something, is refused', async () => {
  const nested = (depth) => JSON.stringify(filing({ data: { a: 0 } })).replace('{"a":0}', '{"a":'.repeat(depth) + '0' + '}'.repeat(depth));
  const bad = {
    'nothing at all after a brace': '{',
    'a list': '[]',
    'a word': '"x"',
    'a member twice': `{"procedure":"${procedure}","procedure":"1.000656","unit":"${commune}"}`,
    'something after the end': `${JSON.stringify(filing())} x`,
    'a lone surrogate': JSON.stringify(filing()).replace('0912345678', '\\ud800'),
    'a NUL in a text': JSON.stringify(filing()).replace('Nguyễn', 'Nguy\\u0000'),
    'a number that is none': JSON.stringify(filing()).replace('"0912345678"', '09'),
    'bytes that are not UTF-8': Buffer.concat([Buffer.from('{"procedure":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    'overlong UTF-8': Buffer.concat([Buffer.from('{"procedure":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    'sixteen objects in one another': nested(15),
    'a thousand objects in one another': nested(1000),
    'a hundred thousand lists': '['.repeat(100000),
  };
  for (const [what, body] of Object.entries(bad)) {
    const got = await ask('POST', '/dossiers', { body });
    assert.equal(got.status, 400, `${what}: ${got.text}`);
    refused(got, 400, '');
  }
  assert.equal((await ask('POST', '/dossiers', { body: nested(14) })).status, 201);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    refused(await ask('POST', '/dossiers', { body: JSON.stringify(filing()), headers: { 'Content-Type': type } }), 415);
  const [fault] = (await ask('POST', '/dossiers', { body: '{"a":1,"a":2}', headers: { 'Accept-Language': 'en' } })).body.errors;
  assert.deepEqual(fault, { pointer: '', code: 'PROBLEM_JSON_TWICE', detail: 'The same member is there twice: line 1, column 10.' });
});

test('a refusal says in the language of the reader what HTTP calls it, and by a code what it is', async () => {
  for (const [lang, title] of [['vi', 'Nội dung không xử lý được'], ['en', 'Unprocessable Content'], ['tr', 'İşlenemeyen içerik']]) {
    const { body } = await ask('POST', '/dossiers', { body: {}, headers: { 'Accept-Language': lang } });
    assert.deepEqual([body.type, body.title, body.status, body.code], ['about:blank', title, 422, 'ERR_INVALID']);
  }
  const code = await file();
  const english = { headers: { 'Accept-Language': 'en' } };
  for (const [got, title, name] of [
    [await ask('GET', '/dossiers/none', english), 'Not Found', 'ERR_NOTFOUND'],
    [await ask('PUT', '/dossiers', english), 'Method Not Allowed', 'ERR_METHOD'],
    [await act(code, 'accept', {}, { version: null, ...english }), 'Precondition Required', 'ERR_UNCONDITIONAL'],
    [await act(code, 'accept', {}, { version: '"9"', ...english }), 'Precondition Failed', 'ERR_STALE'],
    [await act(code, 'return', { way: 'direct' }, english), 'Conflict', 'ERR_STATE'],
    [await ask('GET', '/dossiers', { ...english, token: 'mc_none' }), 'Unauthorized', 'ERR_UNAUTHENTICATED'],
    [await ask('GET', '/dossiers', { ...english, token: elsewhere }), 'Forbidden', 'ERR_DENIED'],
  ]) assert.deepEqual([got.body.title, got.body.code], [title, name]);
});

test('whoever takes no JSON gets none', async () => {
  for (const accept of ['text/csv', 'text/html, image/*', 'application/json;q=0'])
    refused(await ask('GET', '/units?limit=1', { headers: { Accept: accept } }), 406);
  for (const accept of ['*/*', 'application/*;q=0.1', 'text/html, application/json;q=0.5'])
    assert.equal((await ask('GET', '/units?limit=1', { headers: { Accept: accept } })).status, 200, accept);
});

test('every wrong field is named at once', async () => {
  const got = await ask('POST', '/dossiers', {
    body: { procedure: 7, unit: null, channel: 'fax', applicant: { kind: 'x', name: ['a'], id_number: '12', phone: {} }, data: [], components: {}, extra: 1 },
  });
  for (const pointer of ['/procedure', '/unit', '/channel', '/applicant/kind', '/applicant/name', '/applicant/phone', '/data', '/extra'])
    refused(got, 422, pointer);
  refused(await ask('POST', '/dossiers', { body: filing({ applicant: { ...applicant, colour: 'red' } }) }), 422, '/applicant/colour', 'PROBLEM_UNKNOWN_FIELD');
  refused(await ask('POST', '/dossiers', { body: filing({ applicant: 'me' }) }), 422, '/applicant');
  refused(await ask('POST', '/dossiers', { body: {} }), 422, '/procedure', 'PROBLEM_REQUIRED');
  refused(await ask('POST', '/dossiers', {}), 422, '/unit', 'PROBLEM_REQUIRED');
});

test('codes, numbers and addresses that cannot be are refused at their field', async () => {
  const wrong = [
    [{ procedure: '9.999999' }, '/procedure'],
    [{ procedure: "1' or '1'='1" }, '/procedure'],
    [{ procedure: 'x'.repeat(21) }, '/procedure'],
    [{ unit: 'H99' }, '/unit'],
    [{ unit: `${commune}.MC` }, '/unit'],
    [{ unit: 'H41.301' }, '/unit'], // a commune of 2025
    [{ applicant: { ...applicant, id_number: '09909900000' } }, '/applicant/id_number'],
    [{ applicant: { ...applicant, id_number: '097099000001' } }, '/applicant/id_number'],
    [{ applicant: { ...applicant, id_number: '04009900000１' } }, '/applicant/id_number'],
    [{ applicant: { ...applicant, kind: 'business', id_number: '0100' } }, '/applicant/id_number'],
    [{ applicant: { ...applicant, phone: '12345' } }, '/applicant/phone'],
    [{ applicant: { ...applicant, phone: '+8491234567x' } }, '/applicant/phone'],
    [{ applicant: { ...applicant, email: 'a@b' } }, '/applicant/email'],
    [{ applicant: { ...applicant, name: ' ' } }, '/applicant/name'],
    [{ applicant: { ...applicant, name: 'a\u0007b' } }, '/applicant/name'],
    [{ applicant: { ...applicant, name: 'đ'.repeat(121) } }, '/applicant/name'],
    [{ applicant: { ...applicant, address: 'x'.repeat(301) } }, '/applicant/address'],
    [{ data: { text: 'x'.repeat(66000) } }, '/data'],
    [{ components: 'all' }, '/components'],
    [{ components: [1] }, '/components/0'],
    [{ components: [{ code: 'GT.0001' }, { code: 'GT.9999' }] }, '/components/1'],
    [{ components: [{ code: 'GT.0001' }, { code: 'GT.0001' }] }, '/components/1'],
    [{ components: [{ code: 5 }] }, '/components/0/code'],
    [{ components: [{ code: 'GT.0001', source: 'thin air' }] }, '/components/0/source'],
    [{ components: [{ code: 'GT.0001', size: 4 }] }, '/components/0/size'],
  ];
  for (const [changes, pointer] of wrong) refused(await ask('POST', '/dossiers', { body: filing(changes) }), 422, pointer);
  assert.equal((await ask('POST', '/dossiers', { body: filing({ applicant: { ...applicant, name: 'đ'.repeat(120) } }) })).status, 201);
});

test('a case that the procedure does not have is refused with those it has; one it has is kept, and its fee asked', async () => {
  const english = { headers: { 'Accept-Language': 'en' } };
  const wrong = await ask('POST', '/dossiers', { body: filing({ case: '03' }), ...english });
  refused(wrong, 422, '/case', 'PROBLEM_CASE_UNKNOWN');
  assert.equal(wrong.body.errors[0].detail, 'The procedure has no case 03; it has: 01, 02.');
  refused(await ask('POST', '/dossiers', { body: filing({ procedure: '1.004873', case: '01' }) }), 422, '/case', 'PROBLEM_CASE_NONE');
  const feeOf = async (changes) => (await ask('GET', `/dossiers/${await file(changes)}`)).body.fee;
  assert.deepEqual([await feeOf({ case: '01' }), await feeOf({ case: '02' }), await feeOf({})], [0, 8000, 0]);
  const caseOf = async (changes) => (await ask('GET', `/dossiers/${await file(changes)}`)).body.case;
  assert.deepEqual([await caseOf({ case: '02' }), await caseOf({})], ['02', undefined]);
});

test('a procedure tells its cases, limits, fees and result with their codes', async () => {
  const [p] = (await ask('GET', `/procedures/${procedure}`)).body.items;
  assert.deepEqual(p.cases.map((c) => c.code), ['01', '02']);
  assert.equal(p.cases[0].name_en, 'Within 60 days of the birth');
  assert.deepEqual(p.fees.map((f) => [f.code, f.kind, f.case, f.price]), [['L01', 'fee', '02', 8000]]);
  assert.deepEqual(p.limits.map((l) => [l.mode, l.cut_off]), [['SAME_DAY', '15:00']]);
  assert.equal(p.result.code, 'KQ.G15.000031');
  const [land] = (await ask('GET', '/procedures/1.000656')).body.items;
  assert.deepEqual(land.cases.map((c) => c.code), ['01', '02']);
});

test('what is wrong with unit and procedure is told together, and whose a procedure is', async () => {
  const both = await ask('POST', '/dossiers', { body: filing({ unit: 'H99', procedure: '9.999999' }) });
  refused(both, 422, '/unit', 'PROBLEM_UNIT_UNKNOWN');
  refused(both, 422, '/procedure', 'PROBLEM_PROCEDURE_UNKNOWN');
  const only = await ask('POST', '/dossiers', { body: filing({ unit: 'H99' }) });
  assert.deepEqual(only.body.errors.map((e) => e.pointer), ['/unit']);
  refused(await ask('POST', '/dossiers', { body: filing({ procedure: '2.000528' }) }), 422, '/procedure', 'PROBLEM_PROCEDURE_DISTRICT');
  refused(await ask('POST', '/dossiers', { body: filing({ unit: 'H41.14' }) }), 422, '/procedure', 'PROBLEM_PROCEDURE_COMMUNE');
});

test('a body of a megabyte is refused before it is read as JSON', async () => {
  refused(await ask('POST', '/dossiers', { body: JSON.stringify(filing({ data: { text: 'x'.repeat(1 << 20) } })) }), 413);
});

test('a request needs a token that is right, in force and from the right network', async () => {
  const body = filing();
  for (const [name, bad, status] of [
    ['none', undefined, 401], ['forged', `mc_${'0'.repeat(64)}`, 401], ['not ours', 'x', 401], ['cut', () => all.slice(0, -1), 401],
    ['expired', () => expired, 401], ['withdrawn', () => withdrawn, 401], ['elsewhere', () => elsewhere, 403], ['of narrow scope', () => reader, 403],
  ]) {
    const used = typeof bad === 'function' ? bad() : bad;
    const got = await api.ask('POST', '/api/v1/dossiers', { token: used, body });
    assert.equal(got.status, status, `${name}: ${got.text}`);
    if (status === 401) assert.equal(got.headers.get('www-authenticate'), 'Bearer', name);
    for (const path of ['/dossiers', '/dossiers/H41.14.01-240506-0001'])
      assert.equal((await api.ask('GET', `/api/v1${path}`, { token: used })).status, status, `${name} ${path}`);
  }
  assert.equal((await api.ask('GET', '/api/v1/reports/channel', {})).status, 401);
  assert.equal((await api.ask('GET', '/api/v1/reports/channel', { token: reader })).status, 200);
  for (const path of ['/api/v1/procedures', '/api/v1/procedures/1.001193', '/api/v1/units', `/api/v1/units/${commune}`, '/openapi.json'])
    assert.equal((await api.ask('GET', path, { token: `mc_${'1'.repeat(64)}` })).status, 401, path);
  const basic = await api.ask('POST', '/api/v1/dossiers', { body, headers: { Authorization: `Basic ${all}` } });
  assert.equal(basic.status, 401);
});

test('an act must name the version it was decided on', async () => {
  const code = await file();
  const none = await act(code, 'accept', {}, { version: null });
  assert.equal(none.status, 428, none.text);
  for (const version of ['"7"', '"0"', '"x"', 'W/"1"', '"99999999999999999999"', '"x", W/"1"', '"7", "8"'])
    assert.equal((await act(code, 'accept', {}, { version })).status, 412, version);
  for (const version of ['7', '1', '"1', '1"', '"1" "2"', '"7", 1', 'W/1', '*, "1"'])
    refused(await act(code, 'accept', {}, { version }), 400, '/If-Match', 'PROBLEM_IF_MATCH');
  const { body } = await ask('GET', `/dossiers/${code}`);
  assert.equal(body.version, 1);
  assert.equal((await act(code, 'accept', {}, { version: '"1"' })).status, 200);
  assert.equal((await act(code, 'accept', {}, { version: '"1"' })).status, 412);
  assert.equal((await act(code, 'accept')).status, 409);
  const listed = await file();
  assert.equal((await act(listed, 'accept', {}, { version: '"9", W/"8", "1", "7"' })).status, 200);
});

test('the tag of a dossier is of what is shown: another who may do less has another', async () => {
  const code = await file();
  const path = `/dossiers/${code}`;
  const mine = await ask('GET', path);
  const tag = mine.headers.get('etag');
  assert.equal((await ask('GET', path, { headers: { 'If-None-Match': tag } })).status, 304);
  const only = await ask('GET', path, { token: watcher, headers: { 'If-None-Match': tag } });
  assert.deepEqual([only.status, only.body.actions], [200, []]);
  assert.equal((await act(code, 'accept', {}, { version: only.headers.get('etag') })).status, 200, 'either tag names the version');
  assert.equal((await act(code, 'hand-over', {}, { version: tag })).status, 412);
  assert.equal((await ask('GET', path, { headers: { 'If-None-Match': tag } })).status, 200);
});

test('what an act cannot do without is described and named', async () => {
  const row = api.doc.paths['/api/v1/dossiers/{code}/actions/{action}'].post;
  const body = row.requestBody.content['application/json'].schema;
  assert.deepEqual(body.properties.way.enum, ['direct', 'online', 'post']);
  assert.match(row.description, /\n- `refuse` \(dossier\.receive\): `reason`\n/);
  assert.match(row.description, /\n- `digitise` \(dossier\.receive\): `component`, `file\.sha256`\n/);
  assert.match(row.description, /\n- `accept` \(dossier\.receive\)\n/);
  assert.equal(row['x-right-by-action'].pay, 'dossier.pay');
  const filed = api.doc.paths['/api/v1/dossiers'].post;
  assert.deepEqual(filed.requestBody.content['application/json'].schema.properties.components.items.properties.source.enum,
    ['none', 'scanned', 'reused', 'filed', 'paper']);
  assert.deepEqual(filed['x-right-by-channel'], { direct: 'dossier.receive', post: 'dossier.receive' });
  const code = await file();
  const bare = await act(code, 'digitise', { component: 1 });
  refused(bare, 422, '/file', 'PROBLEM_FILE_MISSING');
  assert.equal(bare.body.errors.length, 1);
  refused(await act(code, 'digitise', {}), 422, '/component', 'PROBLEM_COMPONENT_UNKNOWN');
  const way = await act(code, 'return', { way: 'pigeon' }, { headers: { 'Accept-Language': 'en' } });
  refused(way, 422, '/way', 'PROBLEM_NOT_A_CHOICE');
  assert.equal(way.body.errors[0].detail, '"pigeon" is not one of the choices: direct, online, post.');
});

test('who may not is told which right is missing', async () => {
  const english = { 'Accept-Language': 'en' };
  const told = (got) => {
    assert.equal(got.status, 403, got.text);
    return [got.body.detail, ...got.body.errors.map((e) => `${e.pointer}${e.detail}`)];
  };
  const token = 'The token does not allow this.';
  assert.deepEqual(told(await ask('GET', '/dossiers', { token: reader, headers: english })), [token, 'The right dossier.read is missing.']);
  assert.deepEqual(told(await ask('POST', '/dossiers', { token: filer, headers: english, body: filing({ channel: 'direct' }) })),
    [token, 'The right dossier.receive is missing.']);
  assert.equal((await ask('POST', '/dossiers', { token: filer, body: filing() })).status, 201);
  const code = await file();
  assert.deepEqual(told(await act(code, 'accept', {}, { token: watcher, headers: english })), [token, 'The right dossier.receive is missing.']);
  for (const action of ['accept', 'hand-over']) assert.equal((await act(code, action, {}, { token: desk })).status, 200);
  refused(await act(code, 'forward', {}, { token: desk }), 403, '', 'PROBLEM_NOT_IN_HAND');
  assert.deepEqual(told(await ask('GET', '/dossiers', { token: elsewhere, headers: english })),
    [token, 'This token may not be used from your address.']);
});

test('headers, truths and nulls are read as their standards say', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER'])
    assert.equal((await api.ask('GET', '/api/v1/dossiers?limit=1', { headers: { Authorization: `${scheme} ${all}` } })).status, 200, scheme);
  const code = await file({ components: null });
  refused(await act(code, 'pay', { amount: 1, online: 'yes' }), 422, '/online', 'PROBLEM_NOT_A_TRUTH');
  refused(await act(code, 'pay', { amount: '1' }), 422, '/amount', 'PROBLEM_NOT_A_NUMBER');
  assert.equal((await act(code, 'pay', { amount: 1, online: true, reason: null })).status, 200);
  for (const lang of ['vi', 'en', 'tr']) {
    for (const path of ['/api/v1/dossiers/none', '/openapi.json']) {
      const got = await api.ask('GET', path, { token: all, headers: { 'Accept-Language': lang } });
      assert.equal(got.headers.get('content-language'), lang, path);
      assert.match(got.headers.get('vary'), /Accept-Language/, path);
    }
  }
});

test('two clients decide on one version, and exactly one of them wins', async () => {
  for (let round = 0; round < 5; round++) {
    const code = await file();
    const both = await Promise.all(Array.from({ length: 8 }, (_, i) =>
      act(code, i % 2 ? 'accept' : 'refuse', { reason: 'Không thuộc thẩm quyền' }, { version: '"1"' })));
    const statuses = both.map((g) => g.status).sort();
    assert.deepEqual(statuses, [200, ...Array(7).fill(412)], both.map((g) => g.text).join());
    const { body } = await ask('GET', `/dossiers/${code}`);
    assert.equal(body.version, 2);
    assert.equal(body.events.length, 2);
  }
});

test('the same key is one dossier, and with other words it is a mistake', async () => {
  const headers = { 'Idempotency-Key': 'so-1' };
  const both = await Promise.all([1, 2, 3, 4].map(() => ask('POST', '/dossiers', { body: filing(), headers })));
  assert.deepEqual(both.map((g) => g.status), [201, 201, 201, 201]);
  assert.equal(new Set(both.map((g) => g.body.code)).size, 1);
  assert.equal(both.filter((g) => g.headers.get('idempotent-replayed') === 'true').length, 3);
  for (const changes of [{ unit: other }, { channel: 'direct' }, { data: { a: 1 } }, { applicant: { ...applicant, kind: 'other' } },
    { components: [{ code: 'GT.0001' }] }, { components: [{ code: 'GT.0001', source: 'scanned' }] }])
    refused(await ask('POST', '/dossiers', { body: filing(changes), headers }), 422, '/Idempotency-Key');
  refused(await ask('POST', '/dossiers', { body: filing(), headers: { 'Idempotency-Key': 'x'.repeat(129) } }), 422, '/Idempotency-Key');
  // The key belongs to who sent it.
  const theirs = await ask('POST', '/dossiers', { body: filing({ unit: other }), headers, token: neighbour });
  assert.equal(theirs.status, 201);
  const others = await ask('POST', '/dossiers', { body: filing(), headers, token: also });
  assert.deepEqual([others.status, others.headers.get('idempotent-replayed')], [201, null], 'another token of the same reach');
  const [{ body: { code } }] = both;
  const once = { version: '"1"', headers: { 'Idempotency-Key': 'act-1' } };
  const first = await act(code, 'accept', {}, once);
  const again = await act(code, 'accept', {}, once);
  assert.deepEqual([first.status, again.status], [200, 200], again.text);
  assert.equal(again.body.version, 2);
  refused(await act(code, 'refuse', { reason: 'x' }, once), 422, '/Idempotency-Key');
  assert.equal((await ask('GET', `/dossiers/${code}`)).body.events.length, 2);
});

test("another unit's dossier does not exist", async () => {
  const code = await file();
  const missing = `${code.slice(0, -4)}9999`;
  for (const path of [code, missing]) {
    const seen = await ask('GET', `/dossiers/${path}`, { token: neighbour });
    assert.equal(seen.status, 404);
    assert.deepEqual(seen.body.errors, []);
    const acted = await act(path, 'accept', {}, { token: neighbour, version: '"1"' });
    assert.equal(acted.status, 404);
    assert.deepEqual(acted.body.errors, []);
  }
  assert.equal((await ask('GET', `/dossiers/${code}`, { token: district })).status, 200);
  const { body } = await ask('GET', '/dossiers?limit=200', { token: neighbour });
  assert.ok(body.items.every((d) => d.unit.startsWith(other)));
  assert.equal((await ask('GET', `/dossiers?unit=${commune}`, { token: neighbour })).status, 404);
  const found = await ask('GET', `/dossiers?q=${encodeURIComponent(code)}`, { token: neighbour });
  assert.deepEqual(found.body.items, []);
  // A unit out of reach reads like one that is not.
  for (const unit of [commune, 'H41.14.99'])
    refused(await ask('GET', `/reports/channel?unit=${unit}`, { token: neighbour }), 422, '/unit', 'PROBLEM_UNIT_UNKNOWN');
});

test('acts are refused where state, right, step or what they need does not fit', async () => {
  const code = await file();
  refused(await act(code, 'fly'), 404);
  refused(await act(code, 'return', { way: 'direct' }), 409, '', 'PROBLEM_NOT_IN_STATE');
  refused(await act(code, 'refuse'), 422, '/reason');
  refused(await act(code, 'ask-completion'), 422, '/items');
  refused(await act(code, 'require-fee', { amount: -1 }), 422, '/amount');
  refused(await act(code, 'require-fee', { amount: 1.5 }), 422, '/amount');
  refused(await act(code, 'require-fee', { amount: 1e18 }), 422, '/amount');
  refused(await act(code, 'digitise', { component: 99, file: { sha256 } }), 422, '/component');
  refused(await act(code, 'digitise', { component: 1 }), 422, '/file');
  refused(await act(code, 'accept', { wish: 1 }), 422, '/wish');
  refused(await act(code, 'accept', { unit: 'nowhere' }), 422, '/unit', 'PROBLEM_UNIT_UNKNOWN');
  refused(await act(code, 'accept', { file: { sha256: 'zz' } }), 422, '/file/sha256');
  refused(await act(code, 'accept', { online: 'perhaps' }), 422, '/online');
  refused(await act(code, 'accept', { online: 3 }), 422, '/online');
  refused(await act(code, 'accept', { step: 'two' }), 422, '/step');
  refused(await act(code, 'accept', { due: '2024-02-30T08:00' }), 422, '/due');
  refused(await act(code, 'accept', { due: 20240506 }), 422, '/due');
  refused(await act(code, 'accept', '{"step":1,"step":2}'), 400, '');
  assert.equal((await act(code, 'accept', {}, { token: reader })).status, 403);
  assert.equal((await act(code, 'accept')).status, 200);
  refused(await act(code, 'forward'), 409);
  refused(await act(code, 'reject', { reason: 'Không đủ điều kiện', result: { number: '1', date: '2024-02-30' }, file: { sha256 } }), 422, '/result');
  assert.equal((await act(code, 'hand-over')).status, 200);
  refused(await act(code, 'send-back', { reason: 'x', step: 9 }), 422, '/step');
  refused(await act(code, 'consult', { reason: 'x', unit: 'nowhere' }), 422, '/unit');
  refused(await act(code, 'extend', { reason: 'x', due: '2020-01-01T08:00' }), 422, '/due');
  assert.equal((await ask('GET', `/dossiers/${code}`)).body.version, 3);
});

test('metacharacters of SQL, HTML and templates are nothing but text', async () => {
  const words = [`'; drop table dossier; --`, '<script>alert(1)</script>', '"><img src=x onerror=1>', '%s%n{{x}}', '\\u0027 \\" \\\\', '$1 :name ?1', "O'Brien & sons", '𝕏 نص עברית', 'a%_b'];
  for (const word of words) {
    const code = await file({ applicant: { ...applicant, name: word, address: word }, data: { text: word, [word]: 1 } });
    const { body } = await ask('GET', `/dossiers/${code}`);
    assert.equal(body.applicant.name, word.normalize('NFC'));
    assert.equal(body.applicant.address, word.normalize('NFC'));
    assert.equal((await act(code, 'refuse', { reason: word })).status, 200);
    assert.equal((await ask('GET', `/dossiers/${code}`)).body.events[1].reason, word.normalize('NFC'));
    for (const [name, value] of [['q', word], ['unit', word], ['state', word], ['after', word], ['sort', word], ['nothing', word]]) {
      const got = await ask('GET', `/dossiers?${new URLSearchParams({ [name]: value })}`);
      assert.ok(name === 'q' ? got.status === 200 : got.status === 422, `${name}=${word}: ${got.text}`);
    }
    assert.equal((await ask('GET', `/dossiers/${encodeURIComponent(word)}`)).status < 500, true);
  }
});

test('what has ended is listed by the state it ended in, newest first, page by page', async () => {
  const codes = [];
  for (let i = 0; i < 3; i++) {
    codes.unshift(await file({ unit: other }));
    assert.equal((await act(codes[0], 'refuse', { reason: 'Không thuộc thẩm quyền' })).status, 200);
  }
  const { body: first } = await ask('GET', `/dossiers?state=refused&unit=${other}&limit=2`);
  assert.deepEqual(first.items.map((d) => [d.code, d.state]), codes.slice(0, 2).map((c) => [c, 'refused']));
  const { body: rest } = await ask('GET', `/dossiers?state=refused&unit=${other}&limit=2&after=${first.next}`);
  assert.equal(rest.items[0].code, codes[2]);
  const { body: own } = await ask('GET', '/dossiers?state=refused', { token: neighbour });
  assert.deepEqual(own.items.map((d) => d.code).slice(0, 3), codes);
  assert.ok(own.items.every((d) => d.unit === other));
  assert.deepEqual((await ask('GET', '/dossiers?state=refused&overdue=true')).body.items, []);
});

test('queries say what they do not understand', async () => {
  for (const [path, pointer] of [
    ['/dossiers?limit=0', '/limit'], ['/dossiers?limit=201', '/limit'], ['/dossiers?limit=x', '/limit'], ['/dossiers?overdue=maybe', '/overdue'],
    ['/dossiers?state=lost', '/state'], ['/dossiers?after=1', '/after'], ['/dossiers?sort=colour', '/sort'], ['/dossiers?unit=H99', '/unit'], ['/dossiers?q=a&q=b', '/q'],
    ['/procedures?level=moon', '/level'], ['/procedures?after=-1', '/after'], ['/procedures?x=1', '/x'],
    ['/units?level=moon', '/level'], ['/units?after=x', '/after'],
    ['/reports/channel?from=2024-02-30', '/from'], ['/reports/channel?level=moon', '/level'], ['/reports/channel?unit=H99', '/unit'],
  ]) refused(await ask('GET', path), 422, pointer);
  for (const path of ['/dossiers/none', '/procedures/9.9', '/units/H99', '/reports/nothing', '/nothing']) refused(await ask('GET', path), 404);
  refused(await ask('DELETE', '/dossiers'), 405);
});

test('the catalogue and the units can be searched and paged', async () => {
  const { body: communes } = await ask('GET', '/units?level=commune');
  assert.equal(communes.next, null);
  assert.ok(communes.items.length >= 33 && communes.items.every((u) => u.kind === 'commune'));
  const paged = [];
  for (let after = '', n = 0; after !== null && n < 50; n++) {
    const { body } = await ask('GET', `/units?level=commune&limit=7${after && `&after=${after}`}`);
    assert.ok(body.items.length <= 7);
    paged.push(...body.items);
    after = body.next;
  }
  assert.deepEqual(paged, communes.items);
  const plain = await ask('GET', '/procedures?q=khai%20sinh&limit=200');
  const marked = await ask('GET', `/procedures?q=${encodeURIComponent('KHAI SINH')}&limit=200`);
  assert.ok(plain.body.items.length > 0 && plain.body.items.every((p) => /khai sinh/i.test(`${p.name}, ${p.aliases}`)));
  assert.deepEqual(plain.body, marked.body);
  assert.deepEqual((await ask('GET', '/procedures?q=zzzz')).body.items, []);
});

test('the description is printed once and kept by who has it', async () => {
  const first = await fetch(`${server.url}/openapi.json`, { headers: { 'Accept-Language': 'en' } });
  const tag = first.headers.get('etag');
  assert.match(tag, /^"[0-9a-f]{64}"$/);
  assert.match(first.headers.get('vary'), /Accept-Language/);
  const again = await fetch(`${server.url}/openapi.json`, { headers: { 'Accept-Language': 'en', 'If-None-Match': tag } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
  const other = await fetch(`${server.url}/openapi.json`, { headers: { 'Accept-Language': 'tr', 'If-None-Match': tag } });
  assert.equal(other.status, 200);
  assert.notEqual(other.headers.get('etag'), tag);
});

test('the description is OpenAPI 3.1 in every language, and what is not would be seen', async () => {
  for (const lang of ['vi', 'en', 'tr']) {
    const doc = await (await fetch(`${server.url}/openapi.json`, { headers: { 'Accept-Language': lang } })).json();
    assert.deepEqual(faultsOf(doc), [], lang);
  }
  const spoilt = {
    'a number for a truth': (d) => { d.paths['/api/v1/dossiers/{code}'].get.parameters[0].required = 1; },
    'a number for a schema': (d) => { d.components.schemas.Dossier.additionalProperties = 0; },
    'a name in the path that may be left out': (d) => { d.paths['/api/v1/dossiers/{code}'].get.parameters[0].required = false; },
    'a name in the path that is not told': (d) => { d.paths['/api/v1/dossiers/{code}'].get.parameters = []; },
    'a type that there is not': (d) => { d.components.schemas.Brief.properties.code.type = 'text'; },
    'a word of schemas that there is not': (d) => { d.components.schemas.Brief.properties.code.most = 4; },
    'a reference to nothing': (d) => { d.components.schemas.Dossier.properties.applicant.$ref = '#/components/schemas/Nobody'; },
    'a member that OpenAPI does not know': (d) => { d.paths['/api/v1/dossiers'].post.body = {}; },
    'no responses': (d) => { delete d.paths['/api/v1/dossiers'].post.responses; },
  };
  for (const [what, spoil] of Object.entries(spoilt)) {
    const doc = structuredClone(api.doc);
    spoil(doc);
    assert.notDeepEqual(faultsOf(doc), [], what);
  }
});

test('pages have no gaps and no row twice while dossiers come in', async () => {
  const there = new Set();
  for (let i = 0; i < 30; i++) there.add(await file({ applicant: { ...applicant, name: `Trang ${i}` } }));
  const seen = [];
  for (let after = ''; after !== null;) {
    const { body } = await ask('GET', `/dossiers?unit=${commune}&state=submitted&sort=due&limit=4${after && `&after=${encodeURIComponent(after)}`}`);
    seen.push(...body.items.map((d) => d.code));
    after = body.next;
    if (seen.length < 60) await file({ applicant: { ...applicant, name: 'Chen ngang' } });
    assert.ok(seen.length < 2000);
  }
  assert.equal(new Set(seen).size, seen.length, 'a row came twice');
  assert.deepEqual([...there].filter((code) => !seen.includes(code)), [], 'rows are missing');
  const found = await ask('GET', '/dossiers?q=chen%20ngang&limit=200');
  assert.ok(found.body.items.length > 0 && found.body.items.every((d) => d.applicant === 'Chen ngang'));
  const none = await ask('GET', '/dossiers?q=chen%20ngang&state=returned');
  assert.deepEqual(none.body.items, []);
  const theirs = await ask('GET', `/dossiers?q=chen%20ngang&unit=${other}`);
  assert.deepEqual(theirs.body.items, []);
});

test('a page of a search is filled though little of what has the words may be listed', async () => {
  const name = { applicant: { ...applicant, name: 'Lâm Quý Hiếm' } };
  const theirs = [];
  for (let i = 0; i < 3; i++) theirs.unshift(await file({ ...name, unit: other }));
  for (let i = 0; i < 40; i++) await file(name);
  const path = `/dossiers?q=quy%20hiem&unit=${other}`;
  const { body: page } = await ask('GET', `${path}&limit=2`);
  assert.deepEqual(page.items.map((d) => d.code), theirs.slice(0, 2));
  const { body: rest } = await ask('GET', `${path}&limit=2&after=${page.next}`);
  assert.deepEqual([rest.items.map((d) => d.code), rest.next], [theirs.slice(2), null]);
  const seen = [];
  for (let after = ''; after !== null;) {
    const { body } = await ask('GET', `/dossiers?q=quy%20hiem&limit=7${after && `&after=${after}`}`);
    seen.push(...body.items.map((d) => d.code));
    after = body.next;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [43, 43]);
  assert.equal((await ask('GET', '/dossiers?sort=due&limit=1')).status, 200);
  const sorted = await ask('GET', '/dossiers?sort=name', { headers: { 'Accept-Language': 'en' } });
  refused(sorted, 422, '/sort', 'PROBLEM_NOT_A_CHOICE');
  assert.equal(sorted.body.errors[0].detail, '"name" is not one of the choices: due.');
});

test('what was done agrees with the ledger', () => {
  const db = server.process.spawnargs[server.process.spawnargs.indexOf('--db') + 1];
  assert.match(answer('verify', '--db', db), /^all agree/);
});

test('every operation was called and refused something', () => {
  const rows = answer('routes').split('\n').map((l) => l.split(/\s+/)).filter(([, path]) => path?.startsWith('/api/') || path === '/openapi.json')
    .map(([method, path]) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual([...api.operations].sort(), [...rows].sort());
  assert.deepEqual(rows.filter((r) => !api.called.has(r)), [], 'never called');
  assert.deepEqual(rows.filter((r) => !api.refused.has(r)), [], 'never refused');
});

/* The last one: it leaves the clock at a later day. */
test('a unit tells both its codes, how long it stands and what follows it', async () => {
  const lamSon = async () => (await ask('GET', '/units/H41.14.04')).body;
  const before = await lamSon();
  assert.equal(before.old_code, '000.04.14.H41');
  assert.deepEqual([before.valid_from, before.valid_to, before.successor], ['2011-01-01', '2024-11-30', undefined]);
  assert.equal((await ask('GET', '/units/H41.302')).body.valid_to, undefined);
  place.setClock('2024-12-02T08:30');
  await until('the world of that day', async () => (await lamSon()).successor === 'H41.14.34');
  const got = await ask('POST', '/dossiers', { body: filing({ unit: 'H41.14.04' }) });
  refused(got, 422, '/unit', 'PROBLEM_UNIT_ENDED');
  assert.match(got.text, /H41\.14\.34/);
});
