// SPDX-License-Identifier: EUPL-1.2
// The gallery of the look in a real browser: no accessibility violation, valid
// HTML, nothing wider than the screen, in three languages, light and dark, on a
// phone and on a desk. SHOTS=folder also keeps the pictures, to be looked at.
import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const GALLERY = process.env.GALLERY;
const SHOTS = process.env.SHOTS;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const program = (...args) => execFileSync(GALLERY, args, { maxBuffer: 1 << 24 });
let server, base, browser;

function answer(request, response) {
    const path = new URL(request.url, "http://x").pathname;
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'");
    if (path.startsWith("/assets/")) {
        response.setHeader("Content-Type", program("type", path).toString());
        response.end(program("asset", path));
        return;
    }
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(program(...path.slice(1).split("/")));
}

before(async () => {
    server = createServer((request, response) => {
        try {
            answer(request, response);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    base = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
    if (SHOTS) mkdirSync(SHOTS, { recursive: true });
});
after(async () => {
    await browser?.close();
    server?.close();
});

async function visit(width, theme, path) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    const troubles = [];
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(String(error)));
    await page.goto(`${base}/${path}/${theme}`);
    await page.evaluate(() => document.fonts.ready);
    return { context, page, troubles };
}

const cases = [
    ["public", "vi", 360, "light"], ["public", "vi", 768, "light"], ["public", "vi", 1440, "light"], ["public", "vi", 1440, "dark"],
    ["desk", "vi", 360, "light"], ["desk", "vi", 768, "dark"], ["desk", "vi", 1440, "light"], ["desk", "vi", 1440, "dark"],
    ["public", "en", 360, "dark"], ["public", "tr", 1440, "light"], ["desk", "tr", 1440, "light"], ["sheet", "vi", 1440, "light"],
    ["dossier", "vi", 360, "light"], ["dossier", "vi", 1440, "dark"], ["dossier", "en", 1440, "light"],
];
for (const [name, lang, width, theme] of cases) {
    test(`the ${name} gallery in ${lang} at ${width} px, ${theme}, is accessible and fits`, async () => {
        const { context, page, troubles } = await visit(width, theme, `${name}/${lang}`);
        if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${lang}-${width}-${theme}.png`, fullPage: true });
        await page.addScriptTag({ content: axeSource });
        const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | ")}`), []);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `the page is ${wider} px wider than the screen`);
        assert.deepEqual(troubles, []);
        await context.close();
    });
}

test("a page breaks no rule of its content security policy", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const troubles = [];
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    await page.goto(`${base}/desk/vi/auto`);
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.querySelectorAll("tr.here").length), 1);
    assert.deepEqual(troubles, []);
    await context.close();
});

const validator = new HtmlValidate({
    extends: ["html-validate:recommended"],
    rules: { "long-title": "off", "no-trailing-whitespace": "off", "void-style": "off", "attribute-boolean-style": "off",
        "no-inline-style": "error", "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }], "doctype-style": "off", "prefer-native-element": "off", "element-required-attributes": "error" },
});
for (const name of ["public", "desk", "dossier", "sheet"]) {
    test(`the ${name} gallery is valid HTML`, async () => {
        const report = await validator.validateString(program(name, "vi", "light").toString());
        assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`)), []);
    });
}
