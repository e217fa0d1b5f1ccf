// What the class sees on the wall. It can look and do nothing: keys go to the teacher's own page.
(function () {
  "use strict";
  const W = window.WORDS, { el, text, fill } = window.QG;
  const stage = document.getElementById("stage"), black = document.getElementById("black");
  // The wall shows no address that somebody else could look on with.
  let token = location.hash.slice(1);
  try {
    token = token || sessionStorage.getItem("quizgen-wall") || "";
    sessionStorage.setItem("quizgen-wall", token);
    history.replaceState(null, "", location.pathname);
  } catch (error) { /* a tab that keeps nothing: the address must */ }
  window.addEventListener("hashchange", () => { if (location.hash) { sessionStorage.setItem("quizgen-wall", location.hash.slice(1)); location.replace(location.pathname); } });
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("quizgen-review") : null;
  let shot = null, since = 0, drawn = "";
  // A passage that doesn't fit beside its question fills the wall when it is new, until half of
  // the class has answered, voting ends or the teacher says so (R); then it scrolls in its box.
  const NEW = 1, KEPT = 2;
  let reading = "", whole = 0;

  function snapshot(said) {
    shot = said;
    since = performance.now();
    if (said.phase !== "open" || (whole === NEW && said.answered * 2 >= Math.max(1, said.here))) { setWhole(0); }
    const key = JSON.stringify([said.phase, said.ask, said.round, said.paused, said.people, said.doors, said.let, said.tallies, said.skipped, said.total]);
    if (key !== drawn) { drawn = key; draw(said); }
    document.getElementById("place").textContent = said.ask && said.phase !== "end" ? fill(W.question, { n: said.number }) + " / " + said.total + (said.round === 2 ? " · " + fill(W.round, { n: 2 }) : "") : "";
    const count = said.phase === "open" || said.phase === "closed" ? fill(W.answered, { n: said.answered, total: said.here || said.answered }) : fill(W.here, { n: said.here });
    document.getElementById("count").textContent = count;
    invite(said);
    clock();
  }
  // How latecomers get in, on the edge of the wall.
  let invited = "";
  function invite(said) {
    const open = said.doors && said.doors.urls.length && said.phase !== "lobby", key = open ? said.doors.urls[0] + said.doors.code : "";
    if (key === invited) { return; }
    invited = key;
    const box = document.getElementById("invite");
    box.textContent = "";
    if (open) {
      box.appendChild(text("span", {}, fill(W.join_at, { url: said.doors.urls[0].replace("http://", ""), code: said.doors.code })));
      box.appendChild(el("img", { src: said.doors.qr, alt: "" }));
    }
    fit();
  }
  function draw(said) {
    stage.textContent = ""; stage.classList.remove("with-passage", "whole-passage"); stage.removeAttribute("dir"); stage.removeAttribute("lang");
    if (whole && !said.paused && said.shown.passage) { passage(said.shown); }
    else if (said.phase === "lobby") { lobby(said); }
    else if (said.phase === "end") { stage.appendChild(text("p", { "class": "done" }, W.done)); board(said); }
    else { question(said); }
    fit();
    window.scrollTo(0, 0);
    if (isNew(said)) { setWhole(NEW); draw(said); return; }
    // What is new is read first, where there isn't room for all.
    if (said.told && overflows()) { stage.lastElementChild.scrollIntoView({ block: "nearest" }); }
  }
  function isNew(said) {
    if (said.phase !== "open" || whole || !said.shown.passage) { return false; }
    const last = reading;
    reading = said.shown.passage.html;
    return reading !== last && !said.answered && isCut();
  }
  function setWhole(how) {
    if (whole !== how) { whole = how; drawn = ""; }
  }
  function passage(shown) {
    stage.classList.add("whole-passage");
    stage.setAttribute("lang", shown.lang || "");
    stage.appendChild(text("h2", {}, shown.passage.title || W.passage));
    stage.appendChild(el("div", { "class": "reading" }, shown.passage.html));
    stage.appendChild(el("div", { "class": "stem" }, shown.stem));
  }
  function turn() {
    if (!shot || shot.phase !== "open" || shot.paused || !shot.shown.passage) { return; }
    setWhole(whole ? 0 : KEPT);
    draw(shot);
  }
  function lobby(said) {
    const box = el("div", { "class": "lobby" }), left = el("div");
    if (said.doors && !said.doors.urls.length) {
      left.appendChild(text("h1", {}, W.review));
      left.appendChild(text("p", {}, W.no_network));
      box.appendChild(left);
    } else if (said.doors) {
      left.appendChild(text("p", {}, W.go_to));
      said.doors.urls.slice(0, 3).forEach((url) => left.appendChild(text("p", { "class": "url" }, url.replace("http://", ""))));
      left.appendChild(text("p", {}, W.and_type));
      left.appendChild(text("p", { "class": "code" }, said.doors.code));
      box.appendChild(left);
      box.appendChild(el("img", { src: said.doors.qr, alt: said.doors.urls[0] }));
    } else {
      left.appendChild(text("h1", {}, W.review));
      box.appendChild(left);
    }
    stage.appendChild(box);
    const names = el("ul", { "class": "names" });
    said.people.forEach((name) => names.appendChild(text("li", {}, "")).appendChild(text("bdi", { dir: "auto" }, name)));
    stage.appendChild(names);
  }
  function question(said) {
    const flag = said.skipped ? W.skipped : said.paused ? W.paused : said.phase === "discuss" ? W.talk
      : said.phase === "open" && said.round === 2 ? W.vote_again : said.phase === "closed" ? W.closed : said.again ? W.comes_back : "";
    if (flag) { stage.appendChild(text("p", { "class": "flag", role: "status" }, flag)); }
    if (said.paused) { return; }
    window.QG.question(stage, said.shown, said.told, said.told && said.tallies && said.tallies[0].counts && said.shown.form.form !== "self" ? said.tallies : null);
    if (said.told) {
      window.QG.answer(stage, said.shown, said.told, said.tallies && said.tallies[said.tallies.length - 1]);
      if (said.moved) { stage.appendChild(window.QG.moved(said.moved)); }
      const last = said.tallies[said.tallies.length - 1];
      if (last.texts && last.texts.length) { stage.appendChild(window.QG.texts(last)); }
      const box = el("div", { "class": "told-grid" });
      window.QG.reasons(box, said.told);
      stage.appendChild(box);
      board(said);
    } else if (said.let && said.let.length) {
      stage.appendChild(window.QG.texts({ texts: said.let.map((one) => ({ text: one, n: 1 })) }));
    }
  }
  function board(said) {
    if (!said.board) { return; }
    const list = el("ol", { "class": "board" });
    said.board.forEach((row) => {
      const line = el("li");
      line.appendChild(text("bdi", { dir: "auto" }, row.name));
      line.appendChild(document.createTextNode(" " + row.score));
      list.appendChild(line);
    });
    stage.appendChild(text("h2", {}, W.board));
    stage.appendChild(list);
  }
  // As large as there is room for, to be read from the last row. Then pictures shrink, then text;
  // what doesn't fit even so scrolls, and says so.
  const LARGEST = 145, LEAST_PICTURES = 40, LEAST_TEXT = 24;
  const foot = document.querySelector("footer"), more = document.getElementById("more");
  // Text shrinks for a passage in its box, too: the more of it is seen, the better.
  const isCut = () => { const box = stage.querySelector(".passage > div"); return box && box.scrollHeight > box.clientHeight + 2; };
  const overflows = () => document.documentElement.scrollHeight > window.innerHeight;
  function fit() {
    const usual = parseFloat(getComputedStyle(document.body).fontSize);
    let size = LARGEST, pictures = 100;
    const set = () => {
      stage.style.fontSize = Math.max(LEAST_TEXT, usual * size / 100) + "px";
      stage.style.setProperty("--pictures", pictures / 100);
    };
    stage.classList.remove("scrolls");
    stage.style.setProperty("--foot", foot.offsetHeight + "px");
    set();
    while (size > 100 && (overflows() || isCut())) { size -= 5; set(); }
    while (stage.querySelector("img") && pictures > LEAST_PICTURES && overflows()) { pictures -= 5; set(); }
    while (usual * size / 100 > LEAST_TEXT && (overflows() || isCut())) { size -= 5; set(); }
    if (overflows()) { keepOptions(); }
    showMore();
  }
  // Options stay in sight while what is above them scrolls, if they leave it half of the screen.
  function keepOptions() {
    const options = stage.querySelector(".options");
    if (options && options.offsetHeight < window.innerHeight / 2) { stage.classList.add("scrolls"); }
  }
  function showMore() {
    const root = document.documentElement, options = stage.classList.contains("scrolls") ? stage.querySelector(".options") : null;
    more.hidden = root.scrollHeight - root.scrollTop - window.innerHeight < 8;
    more.style.bottom = foot.offsetHeight + (options ? options.offsetHeight : 0) + "px";
  }
  const whole_screen = document.getElementById("full");
  function fullScreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); } else if (document.documentElement.requestFullscreen) { document.documentElement.requestFullscreen().catch(() => undefined); }
  }
  whole_screen.addEventListener("click", fullScreen);
  whole_screen.hidden = !document.fullscreenEnabled;
  document.addEventListener("fullscreenchange", () => { whole_screen.hidden = !!document.fullscreenElement; });
  more.textContent = "↓ " + W.more_below;
  more.addEventListener("click", () => window.scrollBy(0, window.innerHeight / 2));
  window.addEventListener("scroll", showMore, { passive: true });
  function clock() {
    const runs = shot && shot.phase === "open" && shot.left !== null;
    document.getElementById("time").textContent = runs ? fill(W.seconds, { n: shot.paused ? Math.ceil(shot.left / 1000) : window.QG.seconds(shot.left, since) }) : "";
  }
  setInterval(clock, 250);
  window.addEventListener("resize", fit);
  stage.addEventListener("load", fit, true);  // a picture has come: it may need more room
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "b" || event.key === ".") { black.hidden = !black.hidden; event.preventDefault(); return; }
    if (!black.hidden) { black.hidden = true; event.preventDefault(); return; }
    if (event.key === "f" || event.key === "F") { fullScreen(); event.preventDefault(); return; }
    if (event.key === "r" || event.key === "R") { turn(); event.preventDefault(); return; }
    if (channel && (event.key.length === 1 || /^(Arrow|Page|Enter|Backspace)/.test(event.key))) { channel.postMessage({ key: event.key }); event.preventDefault(); }
  });
  if (channel) { channel.onmessage = (event) => { if (event.data.black) { black.hidden = !black.hidden; } if (event.data.read) { turn(); } }; }
  // The screen must not go dark in the middle of a discussion.
  function awake() { if (navigator.wakeLock && !document.hidden) { navigator.wakeLock.request("screen").catch(() => undefined); } }
  document.addEventListener("visibilitychange", awake);
  awake();

  const banner = document.getElementById("banner");
  window.QG.connect("/watch", () => ({ t: "hello", token: token }), {
    up: (is) => { banner.hidden = is; banner.textContent = is ? "" : W.no_connection; },
    over: (why) => { banner.hidden = true; stage.textContent = why === 4003 ? W.stranger_window : W.over; },
    said: (said) => { if (said.t === "snapshot") { snapshot(said); } }
  });
}());
