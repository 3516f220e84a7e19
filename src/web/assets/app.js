// SPDX-License-Identifier: EUPL-1.2
// Helps where a script can; every page works without it. Keys in lists (j k Enter
// x a g / ?, arrows from a search into what it found), keys that pages name, leaving
// with unsaved text, printing by a button, focus that moves on by itself at the
// counter. No state, no network, nothing built.
"use strict";

(() => {
    const typing = (at) => at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr")];
    const current = (all) => all.findIndex((row) => row.classList.contains("here"));

    function go(step) {
        const all = rows();
        if (all.length === 0) return;
        const was = current(all);
        const next = was < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, was + step));
        if (was >= 0) all[was].classList.remove("here");
        all[next].classList.add("here");
        const link = all[next].querySelector("a");
        if (link) link.focus();
        all[next].scrollIntoView({ block: "nearest" });
    }

    function tick() {
        const all = rows();
        const box = current(all) >= 0 && all[current(all)].querySelector("input[type=checkbox]");
        if (box) box.click();
    }

    const keys = {
        j: () => go(1),
        k: () => go(-1),
        x: tick,
        "/": () => document.querySelector("[data-key='/']")?.focus(),
        "?": () => document.querySelector("details[data-key='?']")?.toggleAttribute("open"),
    };

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Escape" && typing(event.target)) event.target.blur();
        if (typing(event.target)) return;
        const named = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
        if (!keys[event.key] && !named) return;
        event.preventDefault();
        if (keys[event.key]) keys[event.key]();
        else if (named.matches("[data-focus]")) named.focus(); // what changes something is pressed, not hit
        else named.click();
    });

    // From a search field down into what it found, and back up by the same way.
    document.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const inside = event.target.matches("input[type=search]") || event.target.closest("table[data-keys]");
        if (!step || !inside || event.target.closest("header") || rows().length === 0) return;
        event.preventDefault();
        go(step);
    });

    // Ctrl and Enter press the button that ends a form, from any of its fields.
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !event.ctrlKey) return;
        const button = event.target.form?.querySelector("[data-key=ctrl]");
        if (!button) return;
        event.preventDefault();
        button.click();
    });

    document.addEventListener("click", (event) => {
        const list = event.target.closest("[data-tick]");
        if (!list) return;
        document.querySelectorAll(`#${list.dataset.tick} input[type=checkbox]`).forEach((box) => (box.checked = true));
        document.querySelector("[data-key=ctrl]")?.focus();
    });

    // How many rows are ticked, and all at once.
    function count(form) {
        const ticked = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
        form.querySelectorAll("[data-ticked]").forEach((place) => (place.textContent = ticked));
        form.querySelectorAll(".selection").forEach((bar) => bar.classList.toggle("some", ticked > 0));
    }
    document.addEventListener("change", (event) => {
        const form = event.target.form;
        if (!form || event.target.type !== "checkbox") return;
        if (event.target.matches("[data-all]"))
            form.querySelectorAll("tbody input[type=checkbox]").forEach((box) => (box.checked = event.target.checked));
        count(form);
    });

    // A form with unsaved text asks before it is left.
    let unsaved = false;
    document.addEventListener("input", (event) => {
        if (event.target.form?.matches("[data-unsaved]")) unsaved = true;
    });
    document.addEventListener("submit", (event) => {
        unsaved = false;
        const button = event.submitter;
        if (button && event.target.method === "post") setTimeout(() => (button.disabled = true));
    });
    window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
    window.addEventListener("pageshow", () =>
        document.querySelectorAll("form[method=post] button:disabled:not([data-off])").forEach((button) => (button.disabled = false)));

    // A scanner ends with Enter: in a field marked so it moves on instead of submitting.
    document.addEventListener("keydown", (event) => {
        const next = event.key === "Enter" && event.target.dataset?.next;
        if (!next) return;
        event.preventDefault();
        document.getElementById(next)?.focus();
    });

    document.querySelectorAll("[data-script]").forEach((help) => (help.hidden = false));
    document.querySelectorAll("[data-print]").forEach((button) => {
        button.hidden = false;
        button.addEventListener("click", () => window.print());
    });
    if (document.querySelector("[data-print-now]")) window.print();

    // What is wrong comes first, unless the page says where to go on; what stands there may be typed over.
    const start = document.querySelector("[autofocus]");
    if (!start) document.querySelector(".error-summary")?.focus();
    else if (start.matches("[aria-invalid]")) start.select();

    // A form that was asked for by its address takes the cursor, once the browser has gone there.
    window.addEventListener("load", () => {
        const form = document.querySelector(":target form");
        form?.querySelector("textarea, select, input:not([type=hidden])")?.focus({ preventScroll: true });
    });
})();
