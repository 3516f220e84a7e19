// SPDX-License-Identifier: EUPL-1.2
// A reporter for node:test that writes flat TAP: one line for every test that
// has no tests inside it, so that `./test` counts node's tests and C's alike.
// Suites and tests that only hold others are lines only when they fail by
// themselves (a hook, an error between subtests).
function* lines(text) {
  for (const line of String(text).split("\n")) yield `# ${line}\n`;
}

export default async function* tap(source) {
  let n = 0;
  const held = []; // per nesting level: did something run inside?
  for await (const { type, data } of source) {
    if (type === "test:diagnostic" && data.nesting > 0) yield* lines(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const parent = held[data.nesting + 1] === true;
    held[data.nesting + 1] = false;
    held[data.nesting] = true;
    const error = data.details?.error;
    const own = error && error.failureType !== "subtestsFailed";
    if (parent && !(type === "test:fail" && own)) continue;
    if (data.details?.type === "suite" && !own) continue;
    n++;
    if (own) yield* lines(error.cause?.stack ?? error.stack ?? error.message);
    const name = data.name.replaceAll("#", "\\#").replaceAll("\n", " ");
    const skip = data.skip !== undefined ? ` # SKIP ${data.skip === true ? "" : data.skip}` : "";
    const verdict = type === "test:pass" ? "ok" : "not ok";
    yield `${verdict} ${n} - ${name}${skip}\n`;
  }
  yield `1..${n}\n`;
}
