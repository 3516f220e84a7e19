// SPDX-License-Identifier: EUPL-1.2
/*
 * /openapi.json held to its standards, and replies held to /openapi.json. The
 * description must be a document of OpenAPI 3.1 in the parts that we use (an object
 * of it may have no other member), and every schema in it one of JSON Schema 2020-12.
 * A client made by client() asks the server, judges every reply by the description
 * (status, type, members of the body) and counts which operations were called and
 * which refused something, so that a test can demand that none was forgotten.
 */
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';

const text = { type: 'string', minLength: 1 };
const bool = { type: 'boolean' };
const list = (items) => ({ type: 'array', items });
const map = (of) => ({ type: 'object', additionalProperties: of });
const part = (name) => ({ $ref: `#/$defs/${name}` });
const schema = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
/** An object of the specification: the members it must have, those it may have, and x-…. */
const object = (must, may = {}) => ({
  type: 'object', required: Object.keys(must), properties: { ...must, ...may }, patternProperties: { '^x-': {} }, additionalProperties: false,
});
const content = map(object({ schema }));

/* https://spec.openapis.org/oas/v3.1.0, section 4.8 */
const openapi = {
  ...object({ openapi: { const: '3.1.0' }, info: object({ title: text, version: text }, { description: text }), paths: map(part('path')) }, { components: part('components') }),
  $defs: {
    path: object({}, { get: part('operation'), post: part('operation') }),
    operation: object({
      operationId: text, summary: text, parameters: list(part('parameter')), security: list(map(list(text))),
      responses: { ...map(part('response')), propertyNames: { pattern: '^([1-5][0-9][0-9]|default)$' }, minProperties: 1 },
    }, { description: text, requestBody: object({ content }, { required: bool, description: text }) }),
    parameter: { ...object({ name: text, in: { enum: ['path', 'query', 'header'] }, schema }, { required: bool, description: text }),
      if: { properties: { in: { const: 'path' } } }, then: { required: ['required'], properties: { required: { const: true } } } },
    response: object({ description: text }, { content, headers: map(object({ schema }, { required: bool, description: text })) }),
    components: object({}, { schemas: map(schema),
      securitySchemes: map(object({ type: { const: 'http' }, scheme: text }, { description: text })) }),
  },
};

function validator() {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictTuples: false });
  ajv.addVocabulary(['openapi', 'info', 'paths', 'components']); // the document around the schemas
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
  return ajv;
}
const wellFormed = validator().compile(openapi);

/** Every value in a document under that name. */
function* under(name, value) {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === name) yield inner;
    yield* under(name, inner);
  }
}

const told = (errors) => (errors ?? []).map((e) => `${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`);
const place = (...parts) => `description#/${parts.map((p) => encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** What is wrong with the description itself. */
export function faultsOf(doc) {
  if (!wellFormed(doc)) return told(wellFormed.errors);
  const faults = [];
  const ids = [...under('operationId', doc.paths)];
  if (new Set(ids).size !== ids.length) faults.push(`an operationId is there twice: ${ids}`);
  const ajv = validator().addSchema(doc, 'description');
  const schemas = Object.keys(doc.components?.schemas ?? {}).map((name) => place('components', 'schemas', name));
  for (const [path, methods] of Object.entries(doc.paths)) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name).sort();
    for (const [method, operation] of Object.entries(methods)) {
      const at = ['paths', path, method];
      const given = operation.parameters.filter((p) => p.in === 'path').map((p) => p.name).sort();
      if (String(given) !== String(named)) faults.push(`${method} ${path} describes ${given}`);
      operation.parameters.forEach((_, i) => schemas.push(place(...at, 'parameters', String(i), 'schema')));
      if (operation.requestBody) schemas.push(place(...at, 'requestBody', 'content', 'application/json', 'schema'));
      for (const [status, response] of Object.entries(operation.responses))
        for (const type of Object.keys(response.content ?? {})) schemas.push(place(...at, 'responses', status, 'content', type, 'schema'));
    }
  }
  for (const $ref of schemas) {
    try {
      ajv.compile({ $ref });
    } catch (error) {
      faults.push(`${$ref}: ${error.message}`);
    }
  }
  return faults;
}

const matcher = (path) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

export async function client(url) {
  const doc = await (await fetch(`${url}/openapi.json`)).json();
  const paths = Object.entries(doc.paths).map(([path, methods]) => ({ path, methods, like: matcher(path) }));
  const ajv = validator().addSchema(doc, 'description');
  const called = new Set();
  const refused = new Set();

  function judge(method, path, answer) {
    const row = paths.find((p) => p.like.test(path) && p.methods[method.toLowerCase()]);
    if (!row) return;
    const name = `${method} ${row.path}`;
    called.add(name);
    if (answer.status >= 400) refused.add(name);
    const said = row.methods[method.toLowerCase()].responses;
    const status = said[answer.status] ? String(answer.status) : 'default';
    assert.ok(answer.status >= 400 || answer.status === 304 || said[answer.status],
      `${name} answers ${answer.status}, which is not described`);
    if (answer.status === 304) return;
    const [type] = Object.keys(said[status].content ?? {});
    assert.ok(type, `${name} ${answer.status}: the description says nothing about the body`);
    assert.equal(answer.headers.get('content-type')?.split(';')[0], type, `${name} ${answer.status}`);
    const fits = ajv.getSchema(place('paths', row.path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'));
    assert.ok(fits(answer.body), `${name} ${answer.status}: ${told(fits.errors)}: ${JSON.stringify(answer.body)}`);
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
