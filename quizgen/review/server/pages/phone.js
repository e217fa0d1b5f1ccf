// A pupil's phone. Who it is: a secret in localStorage and, for private tabs, in the address.
(function () {
  "use strict";
  const W = window.WORDS, { el, text, fill, letter } = window.QG;
  const stage = document.getElementById("stage"), foot = document.getElementById("foot");
  const statusLine = document.getElementById("status"), banner = document.getElementById("banner");
  const place = document.getElementById("place"), who = document.getElementById("who");
  const KEY = "quizgen-review-" + location.host;
  let code = "", token = "", shot = null, since = 0, drawn = "", mine = null, sure = null, pending = null, tries = 0;

  function start() {
    const parts = location.hash.slice(1).split(".");
    code = (parts[0] || "").toUpperCase();
    token = parts[1] || stored();
  }
  function stored() { try { return localStorage.getItem(KEY) || ""; } catch (error) { return ""; } }
  function keep(secret) {
    token = secret;
    try { localStorage.setItem(KEY, secret); } catch (error) { /* a private tab: the address holds it */ }
    history.replaceState(null, "", "#" + code + "." + secret);
  }
  function nonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  }

  // --- coming in ---------------------------------------------------------------------------------
  function askCode(message) {
    draw("code", () => {
      const form = el("form");
      form.appendChild(text("label", { "class": "field", "for": "code" }, W.code));
      form.appendChild(el("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "4", required: "" }));
      form.appendChild(text("button", { "class": "main" }, W.join));
      form.appendChild(text("p", { "class": "status trouble", role: "alert" }, message || ""));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        code = form.querySelector("input").value.trim().toUpperCase();
        line.send({ t: "hello", code: code });
      });
      stage.appendChild(form);
      form.querySelector("input").focus();
    });
    stage.querySelector(".trouble").textContent = message || "";
  }
  function askName(said) {
    drawn = "";
    draw("name", () => {
      const form = el("form");
      if (said.how === "roster") {
        form.appendChild(text("h1", {}, W.who_are_you));
        const list = el("div", { "class": "options" });
        said.names.forEach((name, index) => {
          const button = el("button", { type: "button", "class": "option" });
          button.appendChild(text("bdi", { "class": "text", dir: "auto" }, name));
          if (said.taken.indexOf(index) >= 0) { button.appendChild(text("span", { "class": "quiet" }, "•")); }
          button.addEventListener("click", () => line.send({ t: "join", pupil: index }));
          list.appendChild(button);
        });
        form.appendChild(list);
      } else if (said.how === "generated") {
        form.appendChild(text("p", { "class": "note" }, fill(W.you_will_be, { name: said.proposal })));
      } else {
        form.appendChild(text("label", { "class": "field", "for": "name" }, W.your_name));
        form.appendChild(el("input", { id: "name", maxlength: "32", autocomplete: "given-name", required: "" }));
      }
      if (said.how !== "roster") { form.appendChild(text("button", { "class": "main" }, W.join)); }
      form.appendChild(text("p", { "class": "status trouble", role: "alert" }, ""));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const field = form.querySelector("input");
        line.send({ t: "join", name: field ? field.value : "" });
      });
      stage.appendChild(form);
      (form.querySelector("input") || stage).focus();
    });
  }
  function trouble(why) {
    const said = { code: W.wrong_code, slow: W.wait, name: W.bad_name, taken: W.taken, over: W.over, log: pending ? "" : W.not_sent };
    if (why === "code" && !code) { askCode(""); return; }
    if (why === "code" || why === "slow") { askCode(said[why]); return; }
    if (said[why]) {
      const place = stage.querySelector(".trouble");
      if (place) { place.textContent = said[why]; } else { show(said[why], "trouble"); }
      return;
    }
    if (why === "late") { pending = null; show(W.too_late, "trouble"); }
    else if (why === "log") { tries = 0; show(W.not_sent, "trouble"); } // sent again with the next snapshot
    else if (why === "bad") { pending = null; show(W.not_sent, "trouble"); }
    else { pending = null; show(W.closed, ""); }
  }

  // --- the lesson --------------------------------------------------------------------------------
  function draw(key, make) {
    if (drawn === key) { return; }
    drawn = key;
    stage.textContent = ""; stage.classList.remove("with-passage");
    foot.hidden = true;
    make();
    window.scrollTo(0, 0);
  }
  function show(message, name) {
    statusLine.textContent = message;
    statusLine.className = "status " + (name || "");
  }
  function snapshot(said) {
    const before = shot;
    shot = said;
    since = performance.now();
    who.textContent = said.you.name;
    if (!before || before.ask !== said.ask || before.round !== said.round) { mine = null; sure = null; pending = null; }
    if (pending && (said.phase !== "open" || said.paused)) { pending = null; }
    if (!pending && said.you.response !== undefined) { mine = said.you.response; sure = said.you.sure === undefined ? null : said.you.sure; }
    const key = [said.phase, said.ask, said.round, said.paused, said.skipped].join();
    place.textContent = said.ask && said.phase !== "end" ? fill(W.question, { n: said.ask }) : "";
    switch (said.phase) {
      case "lobby": draw(key, () => notes(W.you_are_in, W.look_up)); break;
      case "open": draw(key, () => (said.paused ? notes(W.paused) : askIt(said))); answered(); break;
      case "reveal": draw(key, () => tell(said)); break;
      case "end": draw(key, () => end(said)); break;
      default: draw(key, () => waiting(said));
    }
  }
  function notes() {
    [].forEach.call(arguments, (note) => stage.appendChild(text("p", { "class": "note" }, note)));
  }
  function waiting(said) {
    notes(said.skipped ? W.skipped : said.phase === "discuss" ? W.talk : W.closed);
    const box = el("div");
    window.QG.question(box, said.shown);
    markMine(box);
    stage.appendChild(box);
  }
  function markMine(box) {
    const picked = Array.isArray(mine) ? mine : [mine];
    box.querySelectorAll(".option").forEach((row, index) => row.classList.toggle("picked", picked.indexOf(index) >= 0));
  }
  function askIt(said) {
    if (said.round === 2) { notes(W.vote_again); } else if (said.again) { notes(W.comes_back); }
    window.QG.head(stage, said.shown);
    FORMS[said.shown.form.form](said.shown);
    foot.hidden = false;
    show(W.change_it);
    stage.focus({ preventScroll: true });
  }
  const FORMS = {
    one: (shown) => choices(shown, false),
    many: (shown) => choices(shown, true),
    self: (shown) => choices({ choices: [W.knew, W.did_not], instruction: "" }, false),
    text: (shown) => typed(shown, el("input", { type: "text" })),
    number: (shown) => typed(shown, el("input", { type: "text", inputmode: "decimal" })),
    open: (shown) => typed(shown, el("textarea", { maxlength: "200" })),
    blanks: blanks,
    match: match,
    order: order
  };
  function choices(shown, many) {
    if (many) { stage.appendChild(text("p", { "class": "instruction" }, shown.instruction)); }
    const list = el("div", { "class": "options", role: many ? "group" : "radiogroup", "aria-labelledby": "stem" });
    shown.choices.forEach((html, index) => {
      const button = el("button", many ? { type: "button", "class": "option" } : { type: "button", "class": "option", role: "radio" });
      button.appendChild(text("span", { "class": "letter" }, letter(index)));
      button.appendChild(el("span", { "class": "text" }, html));
      button.addEventListener("click", () => {
        if (many) {
          const picked = (mine || []).slice(), at = picked.indexOf(index);
          if (at >= 0) { picked.splice(at, 1); } else { picked.push(index); }
          choose(picked.length ? picked.sort((a, b) => a - b) : null);
        } else { choose(index); }
      });
      list.appendChild(button);
    });
    // One stop for Tab, arrows inside, as radio buttons have it everywhere.
    if (!many) {
      list.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (!step) { return; }
        event.preventDefault();
        const count = shown.choices.length;
        const next = ([].indexOf.call(list.children, document.activeElement) + step + count) % count;
        choose(next);
        list.children[next].focus();
      });
    }
    stage.appendChild(list);
  }
  function typed(shown, field) {
    field.className = "typed";
    field.setAttribute("aria-labelledby", "stem");
    field.setAttribute("autocomplete", "off");
    field.setAttribute("spellcheck", "false");
    if (mine) { field.value = mine; }
    sendForm([field], shown.unit, () => field.value.trim() || null);
  }
  function blanks(shown) {
    if (shown.choices.length) { stage.appendChild(window.QG.listOf("ul", "names", shown.choices)); }
    const fields = [].map.call(stage.querySelectorAll(".stem .blank"), (blank, index) => {
      const offered = (shown.form.lists || [])[index] || [];
      const field = offered.length ? listIn(blank, offered) : el("input", { type: "text", "class": "blank-input", autocomplete: "off", spellcheck: "false" });
      field.setAttribute("aria-label", String(index + 1));
      if (mine) { field.value = mine[index]; }
      blank.replaceWith(field);
      return field;
    });
    sendForm([], "", () => (fields.some((f) => f.value.trim()) ? fields.map((f) => f.value.trim()) : null));
  }
  // What a blank offers stands in its hint, too: here it is chosen from a list instead.
  function listIn(blank, offered) {
    const list = el("select", { "class": "blank-input" }), hint = blank.nextElementSibling, said = offered.join(" / ");
    ["", ...offered].forEach((word) => list.appendChild(text("option", { value: word }, word || "…")));
    if (hint && hint.textContent === "(" + said + ")") { hint.previousSibling.remove(); hint.remove(); } // with its space
    else if (hint) { hint.textContent = hint.textContent.replace(": " + said, ""); }
    return list;
  }
  function sendForm(fields, unit, value) {
    const form = el("form");
    fields.forEach((field) => form.appendChild(field));
    if (unit) { form.appendChild(document.createTextNode(" " + unit)); }
    form.appendChild(text("button", { "class": "main" }, W.send));
    form.addEventListener("submit", (event) => { event.preventDefault(); if (value() !== null) { choose(value()); } });
    stage.appendChild(form);
  }
  function match(shown) {
    stage.appendChild(window.QG.listOf("ol", "letters", shown.choices));
    const pairs = el("div", { "class": "pairs" });
    const selects = shown.lefts.map((left, index) => {
      const label = el("label", {}, "<span>" + left + "</span>");
      const select = el("select");
      select.appendChild(text("option", { value: "" }, W.choose));
      shown.choices.forEach((_, i) => select.appendChild(text("option", { value: i }, letter(i))));
      if (mine) { select.value = mine[index]; }
      select.addEventListener("change", () => { if (selects.every((s) => s.value !== "")) { choose(selects.map((s) => Number(s.value))); } });
      label.appendChild(select);
      pairs.appendChild(label);
      return select;
    });
    stage.appendChild(pairs);
  }
  function order(shown) {
    let picked = mine ? mine.slice() : [];
    const list = el("div", { "class": "options", role: "group", "aria-labelledby": "stem" });
    const buttons = shown.choices.map((html, index) => {
      const button = el("button", { type: "button", "class": "option" });
      button.appendChild(text("span", { "class": "letter" }, letter(index)));
      button.appendChild(el("span", { "class": "text" }, html));
      button.appendChild(text("span", { "class": "count" }, ""));
      button.addEventListener("click", () => {
        if (picked.indexOf(index) < 0) { picked.push(index); }
        numbers();
        if (picked.length === shown.choices.length) { choose(picked.slice()); }
      });
      list.appendChild(button);
      return button;
    });
    function numbers() {
      buttons.forEach((button, index) => {
        const at = picked.indexOf(index);
        button.querySelector(".count").textContent = at < 0 ? "" : at + 1 + ".";
        button.setAttribute("aria-pressed", String(at >= 0));
      });
    }
    stage.appendChild(list);
    const again = text("button", { type: "button" }, W.start_over);
    again.addEventListener("click", () => { picked = []; numbers(); });
    stage.appendChild(again);
    numbers();
  }
  function answered() {
    const picked = Array.isArray(mine) ? mine : [mine], many = shot.shown && shot.shown.form.form === "many";
    if (shot.shown && ["one", "many", "self"].indexOf(shot.shown.form.form) >= 0) {
      stage.querySelectorAll(".option").forEach((row, index) => {
        const on = picked.indexOf(index) >= 0;
        row.setAttribute(many ? "aria-pressed" : "aria-checked", String(on));
        if (!many) { row.tabIndex = on || (mine === null && index === 0) ? 0 : -1; }
      });
    }
    document.getElementById("sure").setAttribute("aria-pressed", String(sure === true));
    document.getElementById("unsure").setAttribute("aria-pressed", String(sure === false));
    if (!pending && mine !== null) { show(W.sent, "kept"); }
  }
  function choose(value) {
    mine = value;
    tries = 0;
    if (value !== null) { post(); }
    answered();
  }
  function post() {
    pending = { t: "answer", ask: shot.ask, round: shot.round, response: mine, sure: sure, nonce: nonce() };
    line.send(pending);
    show(W.sending);
  }
  ["sure", "unsure"].forEach((id) => document.getElementById(id).addEventListener("click", () => {
    sure = id === "sure";
    if (mine !== null) { post(); }
    answered();
  }));
  function tell(said) {
    const right = said.you.right, none = mine === null;
    if (none) { verdict("", "– " + W.no_answer); }
    else if (right !== null) { verdict(right === 1 ? "right" : right > 0 ? "" : "wrong", right === 1 ? "✓ " + W.right : right > 0 ? "◐ " + W.partly : "✗ " + W.wrong); }
    const box = el("div");
    window.QG.question(box, said.shown, said.told);
    markMine(box);
    if (said.shown.form.form === "one" || said.shown.form.form === "many") {
      box.querySelectorAll(".option.picked:not(.right)").forEach((row) => {
        row.classList.add("wrong");
        row.appendChild(text("span", { "class": "sign", role: "img", "aria-label": W.wrong }, "✗"));
      });
    }
    window.QG.answer(box, said.shown, said.told);
    window.QG.reasons(box, said.told);
    stage.appendChild(box);
    score(said);
    stage.focus({ preventScroll: true });
  }
  function verdict(name, words) { stage.appendChild(text("p", { "class": "verdict " + name, role: "status" }, words)); }
  function score(said) {
    if (said.you.score === undefined || !said.you.possible) { return; }
    const values = { score: said.you.score, possible: said.you.possible };
    stage.appendChild(text("p", { "class": "status" }, fill(W.score, values)));
  }
  function end(said) {
    notes(W.done);
    score(said);
    const button = text("button", { type: "button", "class": "main" }, W.take_home);
    button.addEventListener("click", () => {
      fetch("/deck", { headers: { "X-Quizgen-Token": token } }).then((r) => (r.ok ? r.blob() : Promise.reject(r.status))).then((blob) => {
        const link = el("a", { href: URL.createObjectURL(blob), download: "missed.apkg" });
        document.body.appendChild(link);
        link.click();
        link.remove();
      }).catch(() => { button.disabled = true; });
    });
    stage.appendChild(button);
  }

  setInterval(() => {
    if (shot && shot.phase === "open" && shot.left !== null && !shot.paused) {
      place.textContent = fill(W.question, { n: shot.ask }) + " · " + fill(W.seconds, { n: window.QG.seconds(shot.left, since) });
    }
  }, 250);

  start();
  const line = window.QG.connect("/phone", () => ({ t: "hello", token: token, code: code }), {
    up: (is, full) => { tries = 0; banner.hidden = is; banner.textContent = is ? "" : full ? W.full : W.no_connection; },
    over: (why) => {
      draw("over", () => notes({ 4001: W.taken_over, 4003: W.sent_away }[why] || W.over));
      banner.hidden = true;
    },
    said: (said) => {
      if (said.t === "snapshot") {
        snapshot(said);
        if (pending && tries++ < 5) { line.send(pending); } // it may not have been heard: the nonce makes it one
      } else if (said.t === "ack") {
        if (pending && pending.nonce === said.nonce) { pending = null; show(W.sent, "kept"); }
      } else if (said.t === "welcome") { keep(said.token); }
      else if (said.t === "names") { askName(said); }
      else if (said.t === "refused") { trouble(said.why); }
    }
  });
}());
