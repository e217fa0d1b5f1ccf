// The teacher's page. Its secret comes in the address and leaves it at once: many rooms mirror it.
(function () {
  "use strict";
  const W = window.WORDS, { el, text, fill, letter } = window.QG;
  const stage = document.getElementById("stage"), steps = document.getElementById("steps");
  const people = document.getElementById("people"), peekButton = document.getElementById("peek");
  const banner = document.getElementById("banner");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("quizgen-review") : null;
  let shot = null, since = 0, drawn = "", peek = false, ending = false, counting = false, token = "", isUp = true;
  const ticked = new Set();

  token = location.hash.slice(1) || sessionStorage.getItem("quizgen-host") || "";
  sessionStorage.setItem("quizgen-host", token);
  history.replaceState(null, "", location.pathname);

  function act(kind, more) { line.send(Object.assign({ t: "do", kind: kind, version: shot.version }, more)); }

  // --- what is on the screen -----------------------------------------------------------------------
  function snapshot(said) {
    if (shot && shot.version !== said.version) { ending = false; }
    // What the class must not see yet never opens by itself.
    if (shot && shot.ask !== said.ask) { counting = false; showTally(false); }
    shot = said;
    since = performance.now();
    document.getElementById("title").textContent = said.title;
    document.getElementById("doors").textContent = said.doors.open ? W.doors_open : W.open_doors;
    alarm();
    drawIt();
  }
  function alarm() {
    const trouble = shot && shot.trouble;
    banner.hidden = isUp && !trouble;
    banner.title = trouble ? shot.failed : "";
    banner.textContent = !isUp ? W.no_connection : trouble ? W.log_failed + ": " + W["log_" + trouble] : "";
  }
  function drawIt() {
    const { left, ...rest } = shot;
    const key = JSON.stringify([rest, peek, ending, counting]);
    if (key === drawn) { return; }
    drawn = key;
    const at = document.activeElement, held = at && at.id;
    if (!counting || !stage.querySelector(".hand-row")) { drawStage(); }
    drawPeople();
    drawInvite();
    drawPlan();
    drawEntry();
    drawReach();
    drawSteps();
    if (held && document.getElementById(held)) { document.getElementById(held).focus(); }
  }
  function drawStage() {
    stage.textContent = ""; stage.classList.remove("with-passage"); stage.removeAttribute("dir"); stage.removeAttribute("lang");
    if (shot.doors.open && shot.phase === "lobby") { doors(); }
    if (shot.phase === "lobby" || shot.phase === "end") {
      stage.appendChild(text("p", { "class": "stem" }, shot.phase === "end" ? W.done : shot.title));
      if (shot.phase === "lobby") { stage.appendChild(text("p", { "class": "quiet" }, fill(W.here, { n: shot.here }))); }
      if (shot.phase === "end") { results(); overview(); }
      return;
    }
    const facts = el("p", { "class": "facts" });
    [fill(W.question, { n: shot.number }) + " / " + shot.total + (shot.again ? " · " + W.comes_back : ""), fill(W.round, { n: shot.round }), fill(W.answered, { n: shot.answered, total: shot.here })].forEach((fact) => facts.appendChild(text("span", {}, fact)));
    facts.appendChild(text("span", { id: "time" }, ""));
    stage.appendChild(facts);
    if (shot.advice) { stage.appendChild(text("p", { "class": "advice", role: "status" }, W["advice_" + shot.advice])); }
    const told = peek || shot.phase === "reveal";
    window.QG.question(stage, shot.shown, told ? shot.told : null, told && shot.tallies[0].counts && shot.shown.form.form !== "self" ? shot.tallies : null);
    const last = shot.tallies[shot.tallies.length - 1];
    // What pupils typed, and who was wrong, never shows by itself: the class may be looking on.
    if (last.texts && peek) { stage.appendChild(window.QG.texts(last, lets)); }
    if (counting) { hands(); }
    if (told) {
      window.QG.answer(stage, shot.shown, shot.told, last);
      if (shot.moved) { stage.appendChild(window.QG.moved(shot.moved)); }
      if (peek && shot.sure_and_wrong.length) {
        stage.appendChild(text("h2", {}, W.sure_and_wrong));
        const names = el("ul", { "class": "names" });
        shot.sure_and_wrong.forEach((name) => names.appendChild(el("li")).appendChild(text("bdi", { dir: "auto" }, name)));
        stage.appendChild(names);
      }
      window.QG.reasons(stage, shot.told);
    }
  }
  function doors() {
    const box = el("div", { "class": "doors" });
    if (!shot.doors.urls.length) { stage.appendChild(text("p", { "class": "note", role: "alert" }, W.no_network)); return; }
    box.appendChild(el("img", { src: shot.doors.qr, alt: shot.doors.urls[0] }));
    box.appendChild(text("span", { "class": "code" }, shot.doors.code));
    const urls = el("p");
    shot.doors.urls.forEach((url) => urls.appendChild(text("div", {}, url)));
    box.appendChild(urls);
    if (shot.doors.addresses.length > 1) { box.appendChild(addresses()); }
    box.appendChild(text("p", { "class": "quiet" }, W.lan_is_open));
    stage.appendChild(box);
  }
  function addresses() {
    const label = text("label", { "class": "quiet" }, W.choose_address + " "), list = el("select", { id: "address" });
    shot.doors.addresses.forEach((one) => list.appendChild(text("option", { value: one }, one)));
    list.value = shot.doors.chosen || shot.doors.addresses[0];
    list.addEventListener("change", () => act("address", { address: list.value }));
    label.appendChild(list);
    return label;
  }
  // What keeps phones out, and what works without them.
  function drawReach() {
    const stuck = document.getElementById("stuck"), box = document.getElementById("reach"), reach = shot.doors.reach;
    stuck.hidden = !shot.doors.open && !reach;
    box.textContent = "";
    if (!reach) { return; }
    const say = (line) => box.appendChild(text("p", {}, fill(line, reach)));
    say(reach.verdict === "no_network" ? W.no_network : W["reach_" + reach.verdict]);
    if (reach.verdict === "alone" || reach.verdict === "blocked") {
      if (reach.firewall) { say(W.firewall_on); }
      say(W["firewall_" + reach.system]);
      if (reach.verdict === "alone") { say(W.isolation); }
    }
    if (reach.verdict !== "reached") {
      say(W.what_is_left + ":");
      box.appendChild(window.QG.listOf("ul", "", [W.left_hotspot, W.left_hands, W.left_projector]));
    }
  }
  function lets(row, said) {
    const shown = shot.let.indexOf(said.text) >= 0;
    const button = text("button", { type: "button", "aria-pressed": String(shown) }, shown ? W.unlet : W.let);
    button.addEventListener("click", () => act("let", { text: said.text, shown: !shown }));
    row.appendChild(button);
    if (shot.shown.form.form !== "text") { return; }
    // Accepted is for this lesson: the bank stays as it is, until its author says otherwise.
    const accepted = shot.accepted.indexOf(said.text) >= 0;
    if (said.right === 1 && !accepted) { return; }
    const accept = text("button", { type: "button", "aria-pressed": String(accepted) }, accepted ? W.unaccept : W.accept);
    accept.addEventListener("click", () => act("accept", { text: said.text, on: !accepted }));
    row.appendChild(accept);
  }
  // --- always at hand: how to get in, and what is to come -----------------------------------------
  function drawInvite() {
    const box = document.getElementById("invite"), open = shot.doors.urls.length && shot.phase !== "end" && shot.phase !== "lobby";
    box.hidden = !open;
    box.textContent = "";
    if (!open) { return; }
    box.appendChild(el("img", { src: shot.doors.qr, alt: "" }));
    box.appendChild(text("span", { "class": "code" }, shot.doors.code));
    box.appendChild(text("span", {}, (shot.doors.urls[0] || "").replace("http://", "")));
  }
  function drawPlan() {
    const list = document.getElementById("plan"), repeats = document.getElementById("repeats");
    list.textContent = "";
    repeats.textContent = fill(W.repeats, { n: shot.repeats.asked, most: shot.repeats.most });
    repeats.setAttribute("aria-pressed", String(shot.repeats.on && shot.repeats.most > 0));
    repeats.disabled = !shot.repeats.most;
    shot.plan.forEach((row, index) => {
      const line = el("li", { "class": row.state }), acts = el("div", { "class": "acts" });
      line.appendChild(text("span", { lang: shot.lang || "", dir: "auto" }, (row.state === "asked" ? "✓ " : row.state === "now" ? "▶ " : "") + row.text));
      if (row.state !== "now" && shot.phase !== "open" && shot.phase !== "end") { acts.appendChild(does("goto-" + index, W.ask_now, () => act("goto", { item: index }))); }
      if (row.state === "" || row.state === "left") { acts.appendChild(does("leave-" + index, row.state ? W.take_in : W.leave_out, () => act("leave", { item: index, on: !row.state }))); }
      line.appendChild(acts);
      list.appendChild(line);
    });
  }
  function does(id, label, what) {
    const button = text("button", { type: "button", id: id }, label);
    button.addEventListener("click", what);
    return button;
  }
  document.getElementById("repeats").addEventListener("click", () => act("repeat", { on: !shot.repeats.on }));
  function overview() {
    if (!shot.overview.length) { return; }
    const box = el("div", { "class": "overview", tabindex: "0", role: "region", "aria-label": W.each_pupil }), table = el("table"), head = el("tr");
    head.appendChild(text("th", { scope: "col" }, W.each_pupil));
    shot.overview[0].marks.forEach((_, index) => head.appendChild(text("th", { scope: "col" }, index + 1)));
    head.appendChild(text("th", { scope: "col" }, W.points));
    table.appendChild(head);
    shot.overview.forEach((row) => {
      const line = el("tr");
      line.appendChild(el("th", { scope: "row" })).appendChild(text("bdi", { dir: "auto" }, row.name));
      row.marks.forEach((mark) => line.appendChild(text("td", {}, mark === null ? "–" : mark === 1 ? "✓" : mark > 0 ? "◐" : "✗")));
      line.appendChild(text("td", {}, row.score + " / " + row.possible));
      table.appendChild(line);
    });
    box.appendChild(table);
    stage.appendChild(box);
  }
  function hands() {
    const form = el("form", { "class": "hand-row", "aria-label": W.hands });
    const fields = shot.shown.choices.map((_, index) => {
      const label = text("label", {}, letter(index) + " ");
      const field = el("input", { type: "number", min: "0", max: "999", value: shot.hands[index] || 0 });
      label.appendChild(field);
      form.appendChild(label);
      return field;
    });
    form.appendChild(text("button", { "class": "main" }, W.count_hands));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      counting = false;
      act("hands", { counts: fields.map((field) => Math.max(0, Math.min(999, Math.round(Number(field.value) || 0)))) });
    });
    stage.appendChild(form);
    fields[0].focus();
  }
  function results() {
    const box = el("div", { "class": "results" });
    [["answers.csv", W.answers_csv], ["answers.xlsx", W.answers_xlsx], ["report.html", W.report], ["report.json", W.report_data]].forEach((file) => {
      const button = text("button", { type: "button" }, file[1]);
      button.addEventListener("click", () => fetch("/results/" + file[0], { headers: { "X-Quizgen-Token": token } }).then((r) => r.blob()).then((blob) => {
        const link = el("a", { href: URL.createObjectURL(blob), download: file[0] });
        document.body.appendChild(link);
        link.click();
        link.remove();
      }));
      box.appendChild(button);
    });
    stage.appendChild(text("h2", {}, W.results));
    stage.appendChild(box);
  }
  function drawPeople() {
    const open = [].map.call(people.querySelectorAll("details[open]"), (d) => d.dataset.id);
    people.textContent = "";
    if (!shot.people.length) { people.appendChild(text("li", { "class": "quiet" }, W.nobody)); }
    shot.people.forEach((person) => {
      const row = el("li"), more = el("details", { "data-id": person.id });
      if (open.indexOf(String(person.id)) >= 0) { more.open = true; }
      const head = el("summary", { id: "person-" + person.id });
      head.appendChild(text("bdi", { "class": "who", dir: "auto" }, person.name));
      if (person.away) { head.appendChild(text("span", { "class": "quiet" }, " · " + W.away)); }
      if (person.answered && shot.phase === "open") { head.appendChild(text("span", { role: "img", "aria-label": W.answers }, " ✓")); }
      if (person.extra > 100) { head.appendChild(text("span", { "class": "quiet" }, " · " + person.extra + " %")); }
      more.appendChild(head);
      const tick = el("input", { type: "checkbox", id: "tick-" + person.id, "aria-label": person.name });
      tick.checked = ticked.has(person.id);
      tick.addEventListener("change", () => { if (tick.checked) { ticked.add(person.id); } else { ticked.delete(person.id); } drawEntry(); });
      const acts = el("div", { "class": "acts" });
      [["rename", W.rename], ["release", W.release], ["extra", W.more_time], ["kick", W.kick]].forEach((kind) => {
        const button = text("button", { type: "button" }, kind[1]);
        button.addEventListener("click", () => {
          if (kind[0] === "rename") {
            const name = window.prompt(W.your_name, person.name);
            if (name) { act("rename", { person: person.id, name: name }); }
          } else if (kind[0] === "extra") {
            act("extra", { person: person.id, percent: person.extra >= 200 ? 100 : person.extra + 50 });
          } else { act(kind[0], { person: person.id }); }
        });
        acts.appendChild(button);
      });
      more.appendChild(acts);
      row.appendChild(tick);
      row.appendChild(more);
      people.appendChild(row);
    });
  }

  // --- who may come in ---------------------------------------------------------------------------
  function pressed(id, label, on, kind) {
    const button = text("button", { type: "button", id: id, "aria-pressed": String(on) }, label);
    button.addEventListener("click", () => act(kind, { on: !on }));
    return button;
  }
  function drawEntry() {
    const entry = document.getElementById("entry"), others = document.getElementById("others");
    const gone = shot.people.filter((person) => ticked.has(person.id)).map((person) => person.id);
    entry.textContent = ""; others.textContent = "";
    entry.appendChild(pressed("lock", shot.locked ? W.unlock_room : W.lock_room, shot.locked, "lock"));
    entry.appendChild(pressed("approve", W.approve_names, shot.approve, "approve"));
    if (gone.length) { entry.appendChild(sends(W.send_ticked, { people: gone })); }
    if (shot.newcomers) { entry.appendChild(sends(fill(W.send_newcomers, { n: shot.newcomers }), { newcomers: true })); }
    [["waiting", W.waiting_names], ["sent_away", W.sent_away_names]].forEach((group) => {
      const rows = shot[group[0]];
      if (!rows.length) { return; }
      const list = el("ul", { "class": "people", "aria-label": group[1] });
      rows.forEach((person) => {
        const row = el("li", { "class": "acts" }), button = text("button", { type: "button" }, W.let_in);
        row.appendChild(text("bdi", { "class": "who", dir: "auto" }, person.name));
        button.addEventListener("click", () => act("admit", { people: [person.id] }));
        row.appendChild(button);
        if (group[0] === "waiting") { row.appendChild(sends(W.kick, { people: [person.id] })); }
        list.appendChild(row);
      });
      others.appendChild(text("h2", {}, group[1]));
      others.appendChild(list);
    });
  }
  function sends(label, whom) {
    const button = text("button", { type: "button" }, label);
    button.addEventListener("click", () => { ticked.clear(); act("kick", whom); });
    return button;
  }

  // --- steps ----------------------------------------------------------------------------------------
  function choicesNow() {
    const next = [shot.more ? W.next : ending ? W.really_end : W.end, "forward", "→"];
    switch (shot.phase) {
      case "lobby": return [[W.start, "forward", "→"]];
      case "open": return shot.paused ? [[W.resume, "resume", "P"]] : [[W.close, "forward", "→"], [W.pause, "pause", "P"], [W.skip, "skip", "S"], [W.hands, "count", "H"]];
      case "closed": return shot.skipped ? [next] : [[W.reveal, "forward", "→"]].concat(shot.revealed ? [] : shot.round === 1 ? [[W.discuss, "discuss", "D"], [W.revote, "revote", "V"]] : [], shot.revealed ? [] : [[W.reopen, "reopen", "←"]], [[W.skip, "skip", "S"], [W.hands, "count", "H"]]);
      case "discuss": return [[W.revote, "forward", "→"], [W.reveal, "reveal", "R"]];
      case "reveal": return [next, [W.undo, "undo", "←"]];
      default: return [];
    }
  }
  function drawSteps() {
    steps.textContent = "";
    const now = choicesNow();
    if (shot.phase !== "end" && !leaves("forward")) { now.push([ending ? W.really_end : W.end, "end", "E"]); }
    now.forEach((step, index) => {
      const button = text("button", { type: "button", id: "step-" + step[1], "class": index ? "" : "main" }, step[0]);
      button.appendChild(text("kbd", {}, step[2]));
      button.addEventListener("click", () => take(step[1]));
      steps.appendChild(button);
    });
  }
  // A step on from the last question leaves the lesson, which cannot be taken back.
  function leaves(kind) { return kind === "forward" && !shot.more && (shot.phase === "reveal" || (shot.phase === "closed" && shot.skipped)); }
  function take(kind) {
    if ((kind === "end" || leaves(kind)) && !ending) { ending = true; drawIt(); return; }
    if (kind === "count") { counting = !counting; drawn = ""; stage.textContent = ""; drawIt(); return; }
    act(kind);
  }
  function key(name) {
    const now = choicesNow().map((step) => step[1]);
    const can = (kind) => { if (now.indexOf(kind) >= 0) { take(kind); } };
    switch (name) {
      case "ArrowRight": case "ArrowDown": case "PageDown": case " ": case "Enter": can("forward"); return true;
      case "ArrowLeft": case "ArrowUp": case "PageUp": case "Backspace": if (shot.phase === "reveal") { can("undo"); } else { can("reopen"); } return true;
      case "d": can("discuss"); return true;
      case "v": if (shot.phase === "discuss") { can("forward"); } else { can("revote"); } return true;
      case "r": if (shot.phase === "discuss") { can("reveal"); } else if (shot.phase === "closed") { can("forward"); } return true;
      case "s": can("skip"); return true;
      case "p": if (shot.paused) { can("resume"); } else { can("pause"); } return true;
      case "h": can("count"); return true;
      case "e": take("end"); return true;
      case "t": look(); return true;
      case "o": act("doors"); return true;
      case "r": if (channel) { channel.postMessage({ read: true }); } return true;
      case "b": case ".": if (channel) { channel.postMessage({ black: true }); } return true;
      default: return false;
    }
  }
  function look() {
    showTally(!peek);
    if (shot) { drawIt(); }
  }
  function showTally(shows) {
    peek = shows;
    peekButton.setAttribute("aria-pressed", String(peek));
    peekButton.firstChild.textContent = peek ? W.hide_tally : W.tally;
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !shot) { return; }
    const tag = event.target.tagName;
    if (tag === "INPUT" || tag === "TEXTAREA") { return; }
    if ((tag === "BUTTON" || tag === "SUMMARY") && (event.key === " " || event.key === "Enter")) { return; }
    if (key(event.key.length === 1 ? event.key.toLowerCase() : event.key)) { event.preventDefault(); }
  });
  if (channel) { channel.onmessage = (event) => { if (event.data.key && shot) { key(event.data.key.length === 1 ? event.data.key.toLowerCase() : event.data.key); } }; }
  peekButton.addEventListener("click", look);
  document.getElementById("doors").addEventListener("click", () => act("doors"));
  document.getElementById("stuck").addEventListener("toggle", (event) => { if (event.target.open) { act("reach"); } });
  document.getElementById("projector").addEventListener("click", () => { if (shot) { window.open("/projector#" + shot.projector, "quizgen-projector"); } });
  setInterval(() => {
    const time = document.getElementById("time");
    if (time && shot && shot.left !== null && shot.phase === "open") { time.textContent = fill(W.seconds, { n: shot.paused ? Math.ceil(shot.left / 1000) : window.QG.seconds(shot.left, since) }); }
  }, 250);
  function awake() { if (navigator.wakeLock && !document.hidden) { navigator.wakeLock.request("screen").catch(() => undefined); } }
  document.addEventListener("visibilitychange", awake);
  awake();

  const line = window.QG.connect("/host", () => ({ t: "hello", token: token }), {
    up: (is) => { isUp = is; alarm(); },
    over: (why) => { banner.hidden = false; banner.textContent = why === 4003 ? W.stranger_window : W.over; if (why === 4003) { stage.textContent = ""; } },
    said: (said) => { if (said.t === "snapshot") { snapshot(said); } }
  });
}());
