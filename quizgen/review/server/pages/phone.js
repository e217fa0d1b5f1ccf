// A pupil's phone. Who it is: a secret in localStorage and, for tabs that keep nothing, in the state
// of their history: the address, which neighbours read, holds the code on the wall alone.
// What is chosen or typed is a draft until the server says that it keeps it; the two are never mixed up.
(function () {
  "use strict";
  const W = window.WORDS, { el, text, fill, letter } = window.QG;
  const stage = document.getElementById("stage"), foot = document.getElementById("foot");
  const statusLine = document.getElementById("status"), banner = document.getElementById("banner");
  const place = document.getElementById("place"), who = document.getElementById("who");
  const KEY = "quizgen-review-" + location.host;
  const NO_DRAFT = undefined, MOST_TYPED = 200;
  let code = "", token = "", shot = null, since = 0, drawn = "", tries = 0;
  let kept = null, draft = NO_DRAFT, sure = null, pending = null, lost = false, stuck = false;
  const sent = new Map();

  function start() {
    const parts = location.hash.slice(1).split(".");
    code = (parts[0] || "").toUpperCase();
    token = parts[1] || stored();
    if (parts[1]) { keep(token); }
  }
  function stored() {
    const here = (history.state || {}).secret || "";
    try { return localStorage.getItem(KEY) || here; } catch (error) { return here; }
  }
  function keep(secret) {
    token = secret;
    try { localStorage.setItem(KEY, secret); } catch (error) { /* a tab that keeps nothing */ }
    history.replaceState({ secret: secret }, "", "#" + code);
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
        if (said.back.length) { form.appendChild(backs(said.back)); }
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
  // Made-up names that the teacher gave free: whoever bore one takes it up again.
  function backs(names) {
    const box = el("div", { "class": "options", role: "group", "aria-label": W.was_me });
    box.appendChild(text("p", { "class": "quiet" }, W.was_me));
    names.forEach((name) => {
      const button = el("button", { type: "button", "class": "option" });
      button.appendChild(text("bdi", { "class": "text", dir: "auto" }, name));
      button.addEventListener("click", () => line.send({ t: "join", back: name }));
      box.appendChild(button);
    });
    return box;
  }
  function trouble(why) {
    const said = { code: W.wrong_code, slow: W.wait, name: W.bad_name, taken: W.taken, away: W.name_away, locked: W.locked, rude: W.rude_name, over: W.over, log: pending ? "" : W.not_sent };
    if (why === "code" && !code) { askCode(""); return; }
    if (why === "code" || why === "slow") { askCode(said[why]); return; }
    if (said[why]) {
      const place = stage.querySelector(".trouble");
      if (place) { place.textContent = said[why]; } else { show(said[why], "trouble"); }
      return;
    }
    if (why === "log") { tries = 0; stuck = true; } // sent again with the next snapshot
    else if (why !== "paused") { // what was paused is sent again when the lesson goes on
      lost = why !== "bad";
      pending = null;
      if (why === "late") { setDraft(NO_DRAFT); drawn = ""; snapshot(shot); }
    }
    answered();
  }

  // --- the lesson --------------------------------------------------------------------------------
  function draw(key, make) {
    if (drawn === key) { return; }
    drawn = key;
    stage.textContent = ""; stage.classList.remove("with-passage"); stage.removeAttribute("dir"); stage.removeAttribute("lang");
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
    if (!before || before.ask !== said.ask || before.round !== said.round) { forget(said, !before); }
    if (said !== before) { keeps(said); }
    const key = [said.phase, said.ask, said.round, said.paused, said.skipped, lost, said.you.right].join();
    place.textContent = said.ask && said.phase !== "end" ? fill(W.question, { n: said.number }) : "";
    switch (said.phase) {
      case "lobby": draw(key + said.you.waiting, () => (said.you.waiting ? notes(W.wait_for_teacher) : notes(W.you_are_in, W.look_up))); break;
      case "open": draw(key, () => (said.paused ? notes(W.paused) : askIt(said))); answered(); break;
      case "reveal": draw(key, () => tell(said)); break;
      case "end": draw(key, () => end(said)); break;
      default: draw(key, () => waiting(said));
    }
  }
  function forget(said, first) {
    kept = null; sure = null; pending = null; lost = false; stuck = false;
    sent.clear();
    draft = first ? savedDraft(said) : NO_DRAFT;
  }
  // What the server says it keeps; what is on its way when voting ends came too late, and looks it.
  function keeps(said) {
    kept = said.you.response === undefined ? null : said.you.response;
    if (!pending && kept !== null) { sure = said.you.sure === undefined ? null : said.you.sure; }
    if (said.phase === "open") {
      if (lost && draft !== NO_DRAFT && !said.paused) { lost = false; post(draft); } // voting was opened again
      return;
    }
    if (pending && !same(pending.response, kept)) { lost = true; }
    if (pending && !lost) { setDraft(NO_DRAFT); }
    pending = null;
  }
  const plain = (value) => JSON.stringify(value, (_, one) => (typeof one === "string" ? one.replace(/\s+/g, " ").trim().slice(0, MOST_TYPED) : one));
  function same(one, other) { return plain(one) === plain(other); }
  function mine() { return draft === NO_DRAFT ? kept : draft; }
  // A draft outlives a pause, voting that is opened again and, where the browser allows it, a reload.
  function setDraft(value) {
    draft = value !== NO_DRAFT && same(value, kept) && !pending ? NO_DRAFT : value;
    try { sessionStorage.setItem(KEY + "-draft", JSON.stringify([shot.ask, shot.round, draft])); } catch (error) { /* it lives as long as this page */ }
  }
  function savedDraft(said) {
    try {
      const [ask, round, value] = JSON.parse(sessionStorage.getItem(KEY + "-draft")) || [];
      return ask === said.ask && round === said.round && value !== null ? value : NO_DRAFT;
    } catch (error) { return NO_DRAFT; }
  }
  function notes() {
    [].forEach.call(arguments, (note) => stage.appendChild(text("p", { "class": "note" }, note)));
  }
  function waiting(said) {
    notes(said.skipped ? W.skipped : said.phase === "discuss" ? W.talk : W.closed);
    if (lost) { verdict("wrong", W.too_late + (kept === null ? "" : " " + W.still_counts)); }
    else if (draft !== NO_DRAFT && !isEmpty(draft)) { verdict("", W.unsent + (kept === null ? "" : " " + W.still_counts)); }
    const box = el("div");
    window.QG.question(box, said.shown);
    markMine(box);
    stage.appendChild(box);
    stage.appendChild(ownAnswer(said.shown));
  }
  function markMine(box) {
    const picked = Array.isArray(kept) ? kept : [kept];
    box.querySelectorAll(".option").forEach((row, index) => row.classList.toggle("picked", picked.indexOf(index) >= 0));
  }
  // What is kept of an answer that no option shows.
  function ownAnswer(shown) {
    const form = shown.form.form, line = el("p", { "class": "own" });
    if (kept === null || form === "one" || form === "many" || form === "self") { line.hidden = true; return line; }
    const said = form === "match" ? kept.map((right, left) => left + 1 + " " + letter(right)).join(", ")
      : form === "order" ? kept.map(letter).join(", ") : Array.isArray(kept) ? kept.map((one) => one || "–").join(" / ") : kept;
    line.appendChild(text("span", { "class": "quiet" }, W.your_answer + " "));
    line.appendChild(text("bdi", { dir: "auto" }, said));
    return line;
  }
  function askIt(said) {
    if (said.round === 2) { notes(W.vote_again); } else if (said.again) { notes(W.comes_back); }
    window.QG.head(stage, said.shown);
    FORMS[said.shown.form.form](said.shown);
    foot.hidden = false;
    // Where there is a keyboard, it writes at once; on a phone it would cover half of the question.
    const field = window.matchMedia("(hover: hover) and (pointer: fine)").matches && stage.querySelector("input, textarea, select");
    (field || stage).focus({ preventScroll: true });
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
          const picked = (mine() || []).slice(), at = picked.indexOf(index);
          if (at >= 0) { picked.splice(at, 1); } else { picked.push(index); }
          choose(picked.sort((a, b) => a - b), picked.length > 0);
        } else { choose(index, true); }
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
        choose(next, true);
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
    field.setAttribute("maxlength", MOST_TYPED);
    field.setAttribute("dir", "auto");
    if (mine()) { field.value = mine(); }
    field.addEventListener("input", () => choose(field.value, false));
    sendForm([field], shown.unit, () => field.value.trim() || null);
  }
  function blanks(shown) {
    if (shown.choices.length) { stage.appendChild(window.QG.listOf("ul", "names", shown.choices)); }
    const fields = [].map.call(stage.querySelectorAll(".stem .blank"), (blank, index) => {
      const offered = (shown.form.lists || [])[index] || [];
      const field = offered.length ? listIn(blank, offered) : el("input", { type: "text", "class": "blank-input", autocomplete: "off", spellcheck: "false", dir: "auto", maxlength: MOST_TYPED });
      field.setAttribute("aria-label", String(index + 1));
      field.setAttribute("form", "answer");
      if (mine()) { field.value = mine()[index]; }
      field.addEventListener("input", () => choose(fields.map((f) => f.value), false));
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
    const form = el("form", { id: "answer" });
    fields.forEach((field) => form.appendChild(field));
    if (unit) { form.appendChild(document.createTextNode(" " + unit)); }
    form.appendChild(text("button", { "class": "main" }, W.send));
    form.addEventListener("submit", (event) => { event.preventDefault(); if (value() !== null) { choose(value(), true); } });
    stage.appendChild(form);
  }
  function instruct(shown) {
    if (shown.instruction) { stage.appendChild(text("p", { "class": "instruction" }, shown.instruction)); }
  }
  function match(shown) {
    instruct(shown);
    stage.appendChild(window.QG.listOf("ol", "letters", shown.choices));
    const pairs = el("div", { "class": "pairs" });
    const selects = shown.lefts.map((left, index) => {
      const label = el("label", {}, "<span>" + left + "</span>");
      const select = el("select");
      select.appendChild(text("option", { value: "" }, W.choose));
      shown.choices.forEach((_, i) => select.appendChild(text("option", { value: i }, letter(i))));
      if (mine() && mine()[index] !== null) { select.value = mine()[index]; }
      select.addEventListener("change", () => {
        const chosen = selects.map((s) => (s.value === "" ? null : Number(s.value)));
        choose(chosen, chosen.indexOf(null) < 0);
      });
      label.appendChild(select);
      pairs.appendChild(label);
      return select;
    });
    stage.appendChild(pairs);
  }
  function order(shown) {
    instruct(shown);
    let picked = mine() ? mine().slice() : [];
    const list = el("div", { "class": "options", role: "group", "aria-labelledby": "stem" });
    const buttons = shown.choices.map((html, index) => {
      const button = el("button", { type: "button", "class": "option" });
      button.appendChild(text("span", { "class": "letter" }, letter(index)));
      button.appendChild(el("span", { "class": "text" }, html));
      button.appendChild(text("span", { "class": "count" }, ""));
      button.addEventListener("click", () => {
        const at = picked.indexOf(index);
        if (at < 0) { picked.push(index); } else { picked.splice(at, 1); }
        numbers();
        choose(picked.slice(), picked.length === shown.choices.length);
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
    again.addEventListener("click", () => { picked = []; numbers(); choose([], false); });
    stage.appendChild(again);
    numbers();
  }
  function answered() {
    if (!shot || shot.phase !== "open" || shot.paused) { return; }
    const value = mine(), picked = Array.isArray(value) ? value : [value], many = shot.shown && shot.shown.form.form === "many";
    if (shot.shown && ["one", "many", "self"].indexOf(shot.shown.form.form) >= 0) {
      stage.querySelectorAll(".option").forEach((row, index) => {
        const on = picked.indexOf(index) >= 0;
        row.setAttribute(many ? "aria-pressed" : "aria-checked", String(on));
        if (!many) { row.tabIndex = on || (value === null && index === 0) ? 0 : -1; }
      });
    }
    document.getElementById("sure").setAttribute("aria-pressed", String(sure === true));
    document.getElementById("unsure").setAttribute("aria-pressed", String(sure === false));
    state();
  }
  function state() {
    const form = shot.shown.form.form, also = kept === null ? "" : " " + W.still_counts;
    if (pending) { show(stuck ? W.not_sent : W.sending, stuck ? "trouble" : ""); }
    else if (lost) { show(W.too_late + also, "trouble"); }
    else if (draft !== NO_DRAFT && !(kept === null && isEmpty(draft))) { show(lacking(form) + also, kept === null ? "" : "trouble"); }
    else if (kept !== null) { show(W.sent, "kept"); }
    else { show(["text", "number", "open", "blanks"].indexOf(form) < 0 ? W.change_it : W.type_it); }
  }
  function isEmpty(value) { return Array.isArray(value) ? value.every((one) => one === null || one === "") : !String(value).trim(); }
  function lacking(form) {
    const left = form === "match" ? draft.map((right, index) => (right === null ? index + 1 : 0)).filter(Boolean)
      : form === "order" ? shot.shown.choices.map((_, index) => letter(index)).filter((_, index) => draft.indexOf(index) < 0) : [];
    return left.length ? fill(W.still_missing, { what: left.join(", ") }) : W.unsent;
  }
  // `whole`: it is an answer, and is sent; else it waits for the rest of it, or for the button.
  function choose(value, whole) {
    tries = 0;
    lost = false;
    pending = null;
    if (whole) { post(value); }
    setDraft(value);
    answered();
  }
  function post(value) {
    stuck = false;
    pending = { t: "answer", ask: shot.ask, round: shot.round, response: value, sure: sure, nonce: nonce() };
    sent.set(pending.nonce, value);
    line.send(pending);
  }
  function acknowledged(nonce) {
    if (sent.has(nonce)) { kept = sent.get(nonce); }
    if (pending && pending.nonce === nonce) { pending = null; stuck = false; }
    if (draft !== NO_DRAFT && !pending) { setDraft(draft); }
    answered();
  }
  ["sure", "unsure"].forEach((id) => document.getElementById(id).addEventListener("click", () => {
    sure = id === "sure";
    const value = pending ? pending.response : kept;
    if (value !== null) { post(value); }
    answered();
  }));
  function tell(said) {
    const right = said.you.right, none = kept === null;
    if (lost) { notes(W.too_late); }
    if (none) { verdict("", "– " + W.no_answer); }
    else if (right !== null) { verdict(right === 1 ? "right" : right > 0 ? "" : "wrong", right === 1 ? "✓ " + W.right : right > 0 ? "◐ " + W.partly : "✗ " + W.wrong); }
    const box = el("div");
    window.QG.question(box, said.shown, said.told);
    markMine(box);
    box.appendChild(ownAnswer(said.shown));
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
      fetch("/deck", { headers: { "X-Quizgen-Token": token } }).then((r) => (r.ok ? r.status === 204 ? null : r.blob() : Promise.reject(r.status))).then((blob) => {
        if (!blob) { button.replaceWith(text("p", { "class": "note", role: "status" }, W.nothing_missed)); return; }
        const link = el("a", { href: URL.createObjectURL(blob), download: "missed.apkg" });
        document.body.appendChild(link);
        link.click();
        link.remove();
      }).catch(() => { foot.hidden = false; show(W.no_deck, "trouble"); });
    });
    stage.appendChild(button);
  }

  // Options by their number or letter, where there is a keyboard.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || foot.hidden || event.key.length !== 1) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    const at = "123456789".indexOf(event.key), named = "abcdefghijklmnopqrstuvwxyz".indexOf(event.key.toLowerCase());
    const option = stage.querySelectorAll("button.option")[at < 0 ? named : at];
    if (!option) { return; }
    event.preventDefault();
    option.click();
    option.focus();
  });
  setInterval(() => {
    if (shot && shot.phase === "open" && shot.left !== null && !shot.paused) {
      place.textContent = fill(W.question, { n: shot.number }) + " · " + fill(W.seconds, { n: window.QG.seconds(shot.left, since) });
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
        if (pending && !said.paused && tries++ < 5) { line.send(pending); } // it may not have been heard: the nonce makes it one
      } else if (said.t === "ack") {
        acknowledged(said.nonce);
      } else if (said.t === "welcome") { keep(said.token); }
      else if (said.t === "names") { askName(said); }
      else if (said.t === "refused" && (!said.nonce || (pending && pending.nonce === said.nonce))) { trouble(said.why); }
    }
  });
}());
