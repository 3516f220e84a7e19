// SPDX-License-Identifier: EUPL-1.2
// Helps where a script can; every page works without it. Keys in lists (j k Enter
// x / ?), leaving with unsaved text, printing by a button, focus that moves on by
// itself at the counter. No state, no network, nothing built.
"use strict";

(() => {
    const typing = (at) => at.closest("input, textarea, select, [contenteditable]");
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
        if (typing(event.target) || !keys[event.key]) return;
        event.preventDefault();
        keys[event.key]();
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

    document.querySelectorAll("[data-print]").forEach((button) => {
        button.hidden = false;
        button.addEventListener("click", () => window.print());
    });
    if (document.querySelector("[data-print-now]")) window.print();

    document.querySelector(".error-summary")?.focus();
})();
