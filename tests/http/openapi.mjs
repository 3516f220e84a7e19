// SPDX-License-Identifier: EUPL-1.2
/*
 * Replies held to /openapi.json. A client made by client() asks the server,
 * judges every reply by the description (status, type, members of the body) and
 * counts which operations were called and which refused something, so that a
 * test can demand that none was forgotten. Only the words of JSON Schema that
 * the description uses are known; an unknown one is an error, not a free pass.
 */
import assert from 'node:assert/strict';

const annotations = new Set(['description', 'format', 'title']);

function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return typeof value;
}

const rules = {
  $ref: (ref, value, at, doc) => check(ref.slice(2).split('/').reduce((o, k) => o[k], doc), value, at, doc),
  type(type, value, at) {
    const kind = kindOf(value);
    const ok = [type].flat().some((t) => t === kind || (t === 'number' && kind === 'integer'));
    return ok ? [] : [`${at}: ${kind} instead of ${type}`];
  },
  properties: (members, value, at, doc) =>
    Object.entries(members).flatMap(([name, schema]) =>
      value && typeof value === 'object' && name in value ? check(schema, value[name], `${at}/${name}`, doc) : []),
  required: (names, value, at) => names.filter((n) => !(n in Object(value))).map((n) => `${at}/${n} is missing`),
  additionalProperties(allowed, value, at, doc, schema) {
    const others = Object.keys(value ?? {}).filter((k) => !(k in (schema.properties ?? {})));
    if (allowed === false) return others.map((k) => `${at}/${k} is not described`);
    return others.flatMap((k) => check(allowed, value[k], `${at}/${k}`, doc));
  },
  items: (schema, value, at, doc) =>
    Array.isArray(value) ? value.flatMap((v, i) => check(schema, v, `${at}/${i}`, doc)) : [],
  enum: (words, value, at) => (words.includes(value) ? [] : [`${at}: ${value} is none of ${words}`]),
  maxLength: (max, value, at) => ([...value].length <= max ? [] : [`${at}: longer than ${max}`]),
  maximum: (max, value, at) => (value <= max ? [] : [`${at}: more than ${max}`]),
  minimum: (min, value, at) => (value >= min ? [] : [`${at}: less than ${min}`]),
  pattern: (text, value, at) => (new RegExp(text).test(value) ? [] : [`${at}: ${value} is not like ${text}`]),
};

/** Everything in value that the schema does not allow. */
export function check(schema, value, at, doc) {
  return Object.entries(schema).flatMap(([word, what]) => {
    if (annotations.has(word)) return [];
    if (!rules[word]) return [`${at}: the validator does not know ${word}`];
    return rules[word](what, value, at, doc, schema);
  });
}

const matcher = (path) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

export async function client(url) {
  const doc = await (await fetch(`${url}/openapi.json`)).json();
  const paths = Object.entries(doc.paths).map(([path, methods]) => ({ path, methods, like: matcher(path) }));
  const called = new Set();
  const refused = new Set();

  function judge(method, path, answer) {
    const row = paths.find((p) => p.like.test(path) && p.methods[method.toLowerCase()]);
    if (!row) return;
    const name = `${method} ${row.path}`;
    called.add(name);
    if (answer.status >= 400) refused.add(name);
    const said = row.methods[method.toLowerCase()].responses;
    const response = said[answer.status] ?? said.default;
    assert.ok(answer.status >= 400 || answer.status === 304 || said[answer.status],
      `${name} answers ${answer.status}, which is not described`);
    if (answer.status === 304) return;
    const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
    assert.ok(content, `${name} ${answer.status}: the description says nothing about the body`);
    assert.equal(answer.headers.get('content-type')?.split(';')[0], type, `${name} ${answer.status}`);
    const faults = check(content.schema, answer.body, '', doc);
    assert.deepEqual(faults, [], `${name} ${answer.status}: ${JSON.stringify(answer.body)}`);
    if (answer.status >= 400) assert.equal(answer.body.status, answer.status);
  }

  /** Asks; body: an object is sent as JSON, text and bytes as they are. */
  async function ask(method, path, { token, body, headers = {} } = {}) {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const got = await fetch(url + path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || raw ? body : JSON.stringify(body),
    });
    const text = await got.text();
    const json = /json/.test(got.headers.get('content-type') ?? '');
    const answer = { status: got.status, headers: got.headers, text, body: json ? JSON.parse(text) : null };
    judge(method, path.split('?')[0], answer);
    return answer;
  }
  return { ask, doc, called, refused, operations: paths.flatMap((p) => Object.keys(p.methods).map((m) => `${m.toUpperCase()} ${p.path}`)) };
}
