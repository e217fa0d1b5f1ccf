// What the three pages share: elements, a connection that mends itself, and how a question looks.
// What the bank says comes as HTML that was escaped on the way; what people say is only ever text.
(function () {
  "use strict";
  const W = window.WORDS;

  function el(tag, attributes, html) {
    const node = document.createElement(tag);
    Object.keys(attributes || {}).forEach((key) => node.setAttribute(key, attributes[key]));
    if (html !== undefined) { node.innerHTML = html; }
    node.querySelectorAll("img[height]").forEach((picture) => keepRoom(picture));
    return node;
  }
  // A picture takes its room before it has loaded, so that nothing moves under a finger.
  function keepRoom(picture) {
    const wide = Number(picture.getAttribute("width")), high = Number(picture.getAttribute("height"));
    picture.style.aspectRatio = wide + " / " + high;
    picture.style.width = "min(100%, " + wide + "px, var(--pictures, 1) * var(--most) * 1vh * " + wide / high + ")";
  }
  function text(tag, attributes, content) {
    const node = el(tag, attributes);
    node.textContent = content;
    return node;
  }
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  }
  function letter(index) {
    return (index > 25 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + index % 26);
  }

  // --- a connection that mends itself -----------------------------------------------------------
  // hello() gives what is said first; it is asked anew on each connection.
  function connect(path, hello, on) {
    // A server that says nothing is told of after QUIET, and given up after DEAF; with a ping
    // each BEAT, nobody taps for five seconds into a connection that is none.
    const BEAT = 2000, QUIET = 2500, DEAF = 7000;
    let socket = null, wait = 300, timer = 0, beat = 0, quiet = 0, deaf = 0, over = false, up = false;
    const FULL = 4013, PASSING = [4008, 4009, FULL];
    function open() {
      clearTimeout(timer);
      const mine = socket = new WebSocket("ws://" + location.host + path);
      listen();
      // Open is not in: a full room opens a socket to say that it is full.
      mine.onopen = () => { send(hello()); };
      mine.onmessage = (event) => {
        heard();
        if (!up) { up = true; wait = 300; on.up(true); }
        const said = JSON.parse(event.data);
        if (said.t !== "pong") { on.said(said); }
      };
      mine.onclose = (event) => {
        if (mine !== socket) { return; }
        heard();
        socket = null;
        up = false;
        on.up(false, event.code === FULL);
        if (event.code >= 4000 && PASSING.indexOf(event.code) < 0) { over = true; on.over(event.code); return; }
        timer = setTimeout(open, wait + Math.random() * 200);
        wait = Math.min(wait * 1.7, 4000);
      };
    }
    function send(message) {
      if (!socket || socket.readyState !== 1) { return false; }
      socket.send(JSON.stringify(message));
      listen();
      return true;
    }
    function heard() {
      clearTimeout(quiet);
      clearTimeout(deaf);
      quiet = deaf = 0;
    }
    function listen() {
      if (quiet) { return; }
      quiet = setTimeout(() => { up = false; on.up(false); }, QUIET);
      deaf = setTimeout(again, DEAF);
    }
    function again() {
      const old = socket;
      heard();
      socket = null;
      if (old) { old.onclose = null; old.close(); }
      open();
    }
    // A phone that slept often holds a socket that is dead and does not know it.
    function check() {
      if (over || document.hidden) { return; }
      if (!socket) { open(); return; }
      send({ t: "ping" });
    }
    document.addEventListener("visibilitychange", check);
    window.addEventListener("online", check);
    window.addEventListener("pageshow", check);
    beat = setInterval(() => { if (socket) { check(); } }, BEAT);
    open();
    return { send: send, stop: () => { over = true; clearInterval(beat); } };
  }

  // --- a question --------------------------------------------------------------------------------
  // A passage stands open at its first question; later ones show its title where room is short.
  let lastPassage = "";
  function passage(node, shown) {
    node.classList.toggle("with-passage", !!shown);
    if (!shown) { lastPassage = ""; return; }
    const title = shown.title || W.passage;
    const box = el("details", { "class": "passage" });
    box.open = lastPassage !== shown.html || window.matchMedia("(min-width: 60em)").matches;
    box.appendChild(text("summary", {}, title));
    box.appendChild(el("div", { tabindex: "0", role: "region", "aria-label": title }, shown.html));
    node.appendChild(box);
    lastPassage = shown.html;
  }
  function direction(lang) {
    return /^(ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)\b|-(Arab|Hebr)\b/i.test(lang || "") ? "rtl" : "ltr";
  }
  function head(node, shown) {
    node.setAttribute("lang", shown.lang || "");
    node.setAttribute("dir", direction(shown.lang));
    if (shown.topic) { node.appendChild(text("p", { "class": "topic" }, shown.topic)); }
    if (shown.section) { node.appendChild(el("div", { "class": "section" }, shown.section)); }
    passage(node, shown.passage);
    if (shown.stimulus) { node.appendChild(el("blockquote", {}, shown.stimulus)); }
    if (shown.image) {
      const figure = el("figure");
      const size = shown.size, picture = el("img", { src: shown.image, alt: shown.alt });
      if (size) {
        picture.setAttribute("width", size[0]);
        picture.setAttribute("height", size[1]);
        keepRoom(picture);
      }
      figure.appendChild(picture);
      node.appendChild(figure);
    }
    if (shown.audio) { node.appendChild(el("audio", { controls: "", src: shown.audio })); }
    if (shown.say && shown.say.length && window.speechSynthesis) {
      const aloud = text("button", { type: "button" }, "▶ " + W.listen);
      aloud.addEventListener("click", () => {
        const words = new SpeechSynthesisUtterance(shown.say[0]);
        words.lang = shown.say[1];
        speechSynthesis.cancel();
        speechSynthesis.speak(words);
      });
      node.appendChild(aloud);
    }
    node.appendChild(el("div", { "class": "stem", id: "stem" }, shown.stem));
    if (shown.criteria) { node.appendChild(criteria(shown.criteria)); }
  }
  // What an answer is judged by: the rule, which may be empty, then each criterion.
  function criteria(texts) {
    const box = el("div", { "class": "criteria" });
    if (texts[0]) { box.appendChild(el("div", {}, texts[0])); }
    box.appendChild(listOf("ul", "", texts.slice(1)));
    return box;
  }
  function listOf(tag, name, texts) {
    const list = el(tag, { "class": name });
    texts.forEach((html) => list.appendChild(el("li", {}, html)));
    return list;
  }
  // The question as it is read, with the answers behind it when there are any to show.
  function question(node, shown, told, tallies) {
    head(node, shown);
    if (shown.instruction) { node.appendChild(text("p", { "class": "instruction" }, shown.instruction)); }
    const form = shown.form.form;
    if (form === "match") {
      const columns = el("div", { "class": "columns" });
      columns.appendChild(listOf("ol", "numbers", shown.lefts));
      columns.appendChild(listOf("ol", "letters", shown.choices));
      node.appendChild(columns);
    } else if (form === "order") {
      node.appendChild(listOf("ol", "letters", shown.choices));
    } else if (form === "blanks" && shown.choices.length) {
      node.appendChild(listOf("ul", "names", shown.choices));
    } else if (form === "one" || form === "many") {
      node.appendChild(options(shown, told, tallies));
    }
  }
  function options(shown, told, tallies) {
    // Two columns, where every line is short; those of a program are its author's.
    const short = shown.choices.every((html) => html.replace(/<[^>]*>/g, "").split("\n").every((line) => line.length < 34));
    const list = el("ol", { "class": "options" + (short ? " short" : "") });
    const last = tallies && tallies.length ? tallies[tallies.length - 1] : null;
    const first = tallies && tallies.length > 1 ? tallies[0] : null;
    shown.choices.forEach((html, index) => {
      const right = told && told.keys.indexOf(index) >= 0;
      const row = el("li", { "class": "option" + (right ? " right" : "") });
      if (last) { row.appendChild(bar(last, first, index)); }
      row.appendChild(text("span", { "class": "letter" }, letter(index)));
      const words = el("span", { "class": "text" }, html);
      const why = told && told.whys[index];
      if (why && (!last || right || last.counts[index] > 0)) { words.appendChild(el("span", { "class": "why" }, why)); }
      row.appendChild(words);
      if (right) { row.appendChild(text("span", { "class": "sign", role: "img", "aria-label": W.right }, "✓")); }
      if (last) { row.appendChild(text("span", { "class": "count" }, counted(last, first, index))); }
      list.appendChild(row);
    });
    return list;
  }
  function percent(tally, index) { return tally.n ? Math.round(100 * tally.counts[index] / tally.n) : 0; }
  function counted(last, first, index) {
    const now = last.counts[index] + " · " + percent(last, index) + " %";
    return first ? first.counts[index] + " → " + now : now;
  }
  // Its length says how many; the numbers beside it say it again, so that no colour has to.
  function bar(last, first, index) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "bar");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("preserveAspectRatio", "none");
    [[last, ""], [first, "first"]].forEach((pair) => {
      if (!pair[0]) { return; }
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", pair[1]);
      rect.setAttribute("y", pair[1] ? "88%" : "0");
      rect.setAttribute("height", pair[1] ? "12%" : "100%");
      rect.setAttribute("width", percent(pair[0], index) + "%");
      svg.appendChild(rect);
    });
    return svg;
  }
  function share(tally, index) {
    if (!tally || !tally.right || !tally.n) { return ""; }
    return " <span class='count'>" + tally.right[index] + " · " + Math.round(100 * tally.right[index] / tally.n) + " %</span>";
  }
  // With a tally, each pair and each place says how many had it right.
  function answer(node, shown, told, tally) {
    const form = shown.form.form;
    if (form === "one" || form === "many") { return; }
    const box = el("div", { "class": "answer told" });
    if (form === "match") {
      const list = el("ol");
      shown.lefts.forEach((left, i) => list.appendChild(el("li", {}, left + " — " + letter(told.matches[i]) + ": " + told.answers[i] + share(tally, i))));
      box.appendChild(list);
    } else if (told.answers.length === 1) {
      box.appendChild(el("div", {}, told.answers[0]));
    } else {
      box.appendChild(listOf(form === "open" ? "ul" : "ol", "", told.answers.map((html, i) => html + (form === "order" ? share(tally, i) : ""))));
    }
    node.appendChild(box);
    if (tally && tally.numbers && tally.n) { node.appendChild(histogram(tally.numbers, shown.lang)); }
  }
  // Numbers in columns over a band of what is right; words below say the same.
  function histogram(numbers, lang) {
    const box = el("figure", { "class": "histogram" }), most = Math.max(1, ...numbers.counts), wide = (numbers.to - numbers.from) || 1;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const part = (name, x, width, height) => {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      Object.entries({ "class": name, x: x, y: 40 - height, width: width, height: height }).forEach(([key, value]) => rect.setAttribute(key, value));
      svg.appendChild(rect);
    };
    svg.setAttribute("viewBox", "0 0 150 40");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const left = 150 * (numbers.low - numbers.from) / wide, band = 150 * (numbers.high - numbers.low) / wide;
    part("band", Math.max(0, left - .5), Math.max(1, band + 1), 40);
    numbers.counts.forEach((count, i) => part("column", i * 150 / numbers.counts.length + .6, 150 / numbers.counts.length - 1.2, 38 * count / most));
    box.appendChild(svg);
    const say = (value) => { try { return value.toLocaleString(lang || undefined, { maximumSignificantDigits: 6 }); } catch (error) { return String(value); } };
    const line = el("figcaption"), out = numbers.below + numbers.above;
    line.appendChild(text("span", {}, say(numbers.from)));
    line.appendChild(text("b", {}, fill(numbers.low === numbers.high ? W.number_is : W.numbers_between, { low: say(numbers.low), high: say(numbers.high) })));
    if (out) { line.appendChild(text("span", {}, fill(W.further_out, { n: out }))); }
    if (numbers.unread) { line.appendChild(text("span", {}, fill(W.unread, { n: numbers.unread }))); }
    line.appendChild(text("span", {}, say(numbers.to)));
    box.appendChild(line);
    return box;
  }
  function reasons(node, told) {
    if (told.explanation) { node.appendChild(el("div", { "class": "explanation told" }, told.explanation)); }
    told.evidence.forEach((one) => {
      const box = el("p", { "class": "evidence told" });
      box.appendChild(text("q", { lang: one.lang, dir: "auto" }, one.quote));
      box.appendChild(text("cite", {}, one.place));
      node.appendChild(box);
    });
  }
  function texts(tally, more) {
    const list = el("ul", { "class": "texts" });
    (tally.texts || []).forEach((row) => {
      const line = el("li", row.right === 1 ? { "class": "right" } : {});
      line.appendChild(text("bdi", { "class": "said", dir: "auto" }, row.text));
      if (row.right === 1) { line.appendChild(text("span", { "class": "sign", role: "img", "aria-label": W.right }, "✓")); }
      line.appendChild(text("span", { "class": "count" }, "× " + row.n));
      if (more) { more(line, row); }
      list.appendChild(line);
    });
    return list;
  }
  function moved(ways) {
    const list = el("ul", { "class": "moved", "aria-label": W.moved });
    [["wrong_right", W.moved_up, "↑"], ["right_right", W.stayed_right, "✓"], ["wrong_wrong", W.stayed_wrong, "✗"], ["right_wrong", W.moved_down, "↓"]].forEach((way) => {
      const line = el("li");
      line.appendChild(text("b", {}, way[2] + " " + ways[way[0]]));
      line.appendChild(document.createTextNode(" " + way[1]));
      list.appendChild(line);
    });
    return list;
  }
  function seconds(left, since) { return Math.max(0, Math.ceil((left - (performance.now() - since)) / 1000)); }

  window.QG = { el, text, fill, letter, connect, head, question, answer, reasons, texts, moved, seconds, listOf, direction };
}());
