(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var items = data.items;
  var stage = document.getElementById("stage");
  var controls = document.getElementById("controls");
  var place = document.getElementById("place");
  var black = document.getElementById("black");
  var picker = document.getElementById("set");
  var more = document.getElementById("more");
  var SELF_MARKED = ["write", "recall"];
  var COMES_BACK_AFTER = 3;
  var UNTIL_RIGHT = 2; // times, before what was missed is known
  var state = { mode: "projector", queue: [], at: 0, revealed: false, answered: null, missed: {}, due: {}, right: 0, total: 0 };

  // --- small helpers -----------------------------------------------------------------------
  function el(tag, attributes, html) {
    var node = document.createElement(tag), key;
    for (key in attributes || {}) { node.setAttribute(key, attributes[key]); }
    if (html !== undefined) { showHtml(node, html); }
    [].forEach.call(node.querySelectorAll("img[height]"), function (picture) { keepRoom(picture); });
    return node;
  }
  // A formula that stands in many texts is there once, and so is each of its glyphs.
  if (data.glyphs) {
    document.body.insertAdjacentHTML("beforeend", '<svg class="glyphs" aria-hidden="true" width="0" height="0"><defs>' +
      data.glyphs.map(function (path, at) { return '<path id="g' + at + '" d="' + path + '"/>'; }).join("") + "</defs></svg>");
  }
  function whole(html) {
    return html.replace(/<i data-maths="(\d+)"><\/i>/g, function (_, at) { return data.formulas[at]; });
  }
  // Pictures lie beside the texts, each once; a text names them by their place.
  function showHtml(node, html) {
    var inert = document.createElement("template"), named = [];
    inert.innerHTML = whole(html);
    [].forEach.call(inert.content.querySelectorAll("img"), function (picture) {
      named.push([picture, medium(picture.getAttribute("src"))]);
      picture.removeAttribute("src");
    });
    node.appendChild(inert.content);
    named.forEach(function (pair) { pair[0].setAttribute("src", pair[1]); });
  }
  function medium(address) { return address ? data.media[Number(address.slice(1))] : ""; }
  // A picture takes its room before it has loaded, so that nothing moves under a finger.
  function keepRoom(picture) {
    var wide = Number(picture.getAttribute("width")), high = Number(picture.getAttribute("height"));
    picture.style.aspectRatio = wide + " / " + high;
    picture.style.width = "min(100%, " + wide + "px, var(--pictures, 1) * var(--most) * 1vh * " + wide / high + ")";
  }
  function text(tag, attributes, content) {
    var node = el(tag, attributes);
    node.textContent = content;
    return node;
  }
  function letter(index) { return String.fromCharCode(65 + index % 26); }
  function today() {
    var d = new Date();
    return d.getFullYear() + "-" + (d.getMonth() + 1) + "-" + d.getDate();
  }
  function direction(lang) {
    return /^(ar|arc|ckb|dv|fa|he|iw|ks|ps|sd|ug|ur|yi)\b|-(Arab|Hebr)\b/i.test(lang || "") ? "rtl" : "ltr";
  }
  function current() { return items[state.queue[state.at]]; }

  // --- how it is answered --------------------------------------------------------------------
  // What an item's fields hold says how it is answered, so that a type which is answered like
  // another needs nothing here. Of writing at length and recalling nothing is told but the type.
  function interactionOf(item) {
    var told = item.told;
    if (item.lefts.length) { return "match"; }
    if (told.ranks.length) { return "order"; }
    if (told.keys.length) { return item.instruction ? "choose several" : "choose"; }
    if (told.low) { return "enter number"; }
    if (told.accept.length) { return "enter text"; }
    if (item.stem.indexOf('<span class="blank">') >= 0) { return "fill"; }
    return item.type === "open-response" ? "write" : "recall";
  }

  // --- what is asked -------------------------------------------------------------------------
  // A passage stands open at its first question; later ones show its title where room is short.
  var lastPassage = "";
  function showPassage(passage) {
    stage.classList.toggle("with-passage", !!passage);
    if (passage) {
      var box = el("details", { "class": "passage" });
      box.open = lastPassage !== passage.html || window.matchMedia("(min-width: 60em)").matches;
      box.appendChild(text("summary", {}, passage.title || data.words.passage));
      box.appendChild(el("div", { tabindex: "0", role: "region", "aria-label": passage.title || data.words.passage }, passage.html));
      stage.appendChild(box);
    }
    lastPassage = passage ? passage.html : "";
  }
  function showAsked(item) {
    stage.textContent = "";
    stage.classList.remove("revealed");
    stage.setAttribute("lang", item.lang);
    stage.setAttribute("dir", direction(item.lang));
    if (item.topic) { stage.appendChild(text("p", { "class": "topic" }, item.topic)); }
    if (item.section) { stage.appendChild(el("div", { "class": "section" }, item.section)); }
    showPassage(item.passage);
    if (item.stimulus) { stage.appendChild(el("blockquote", {}, item.stimulus)); }
    if (item.image) {
      var figure = el("figure");
      var picture = el("img", { src: medium(item.image), alt: item.alt });
      if (item.size) {
        picture.setAttribute("width", item.size[0]);
        picture.setAttribute("height", item.size[1]);
        keepRoom(picture);
      }
      figure.appendChild(picture);
      stage.appendChild(figure);
    }
    if (item.audio) { stage.appendChild(el("audio", { controls: "", src: medium(item.audio) })); }
    if (item.say.length && window.speechSynthesis) {
      var aloud = text("button", { type: "button", "class": "listen" }, "▶ " + data.words.listen);
      aloud.addEventListener("click", function () { say(item.say); });
      stage.appendChild(aloud);
    }
    stage.appendChild(el("div", { "class": "stem", id: "stem" }, item.stem));
    if (item.instruction) { stage.appendChild(text("p", { "class": "instruction" }, item.instruction)); }
    if (item.criteria) { showCriteria(item.criteria); }
    showAnswerSpace(item);
    if (item.hint) {
      var hint = el("details", { "class": "hint" });
      hint.appendChild(text("summary", {}, data.words.hint));
      hint.appendChild(el("div", {}, item.hint));
      stage.appendChild(hint);
    }
  }
  // What an answer is judged by: the rule, which may be empty, then each criterion.
  function showCriteria(texts) {
    var box = el("div", { "class": "criteria" });
    if (texts[0]) { box.appendChild(el("div", {}, texts[0])); }
    box.appendChild(listOf("ul", "", texts.slice(1)));
    stage.appendChild(box);
  }
  function say(spoken) {
    var words = new SpeechSynthesisUtterance(spoken[0]);
    words.lang = spoken[1];
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }
  function showAnswerSpace(item) {
    if (item.interaction === "match") { return showColumns(item); }
    if (item.interaction === "order") { return showSteps(item); }
    if (item.choices.length) { return showOptions(item); }
    if (state.mode !== "solo") { return; }
    if (item.interaction === "enter text" || item.interaction === "enter number") {
      var row = el("p");
      row.appendChild(el("input", { type: "text", id: "typed", "aria-labelledby": "stem", autocomplete: "off", spellcheck: "false" }));
      if (item.unit) { row.appendChild(document.createTextNode(" " + item.unit)); }
      stage.appendChild(row);
    } else if (item.interaction === "fill") {
      [].forEach.call(stage.querySelectorAll(".stem .blank"), function (blank, index) {
        var label = data.words.blank + " " + (index + 1), offered = (item.lists || [])[index] || [];
        if (offered.length) { return chooseIn(blank, offered, label); }
        blank.replaceWith(el("input", { type: "text", "class": "blank-input", autocomplete: "off", spellcheck: "false",
          "aria-label": label }));
      });
    } else if (item.interaction === "write") {
      stage.appendChild(el("textarea", { id: "typed", "aria-labelledby": "stem" }));
    }
  }
  // What a blank offers stands in its hint, too: here it is chosen from a list instead.
  function chooseIn(blank, offered, label) {
    var list = el("select", { "class": "blank-input", "aria-label": label });
    var hint = blank.nextElementSibling, said = offered.join(" / ");
    [""].concat(offered).forEach(function (word) { list.appendChild(text("option", { value: word }, word || "…")); });
    if (hint && hint.textContent === "(" + said + ")") { hint.previousSibling.remove(); hint.remove(); } // with its space
    else if (hint) { hint.textContent = hint.textContent.replace(": " + said, ""); }
    blank.replaceWith(list);
  }
  function showOptions(item) {
    var solo = state.mode === "solo";
    var many = item.interaction === "choose several";
    var short = item.choices.every(function (c) { return whole(c).replace(/<[^>]*>/g, "").split("\n").every(function (line) { return line.length < 34; }); });
    var list = el(solo ? "fieldset" : "ol", { "class": "options" + (short ? " short" : ""), "aria-labelledby": "stem" });
    item.choices.forEach(function (choice, index) {
      var option = el(solo ? "label" : "li", { "class": "option", "data-i": index });
      if (solo) { option.appendChild(el("input", { type: many ? "checkbox" : "radio", name: "option", value: index })); }
      option.appendChild(text("span", { "class": "letter" }, letter(index)));
      option.appendChild(el("span", { "class": "text" }, choice));
      list.appendChild(option);
    });
    stage.appendChild(list);
  }
  function listOf(tag, name, texts) {
    var list = el(tag, { "class": name });
    texts.forEach(function (html) { list.appendChild(el("li", {}, html)); });
    return list;
  }
  function showColumns(item) {
    var columns = el("div", { "class": "columns" });
    columns.appendChild(chosenIn(listOf("ol", "numbers", item.lefts), item.choices.map(function (_, i) { return letter(i); })));
    columns.appendChild(listOf("ol", "letters", item.choices));
    stage.appendChild(columns);
  }
  function showSteps(item) {
    var columns = el("div", { "class": "columns one" });
    columns.appendChild(chosenIn(listOf("ol", "letters", item.choices), item.choices.map(function (_, i) { return i + 1 + "."; })));
    stage.appendChild(columns);
  }
  // Alone, the letter of each pair and the place of each step is chosen from a list beside it.
  function chosenIn(list, signs) {
    if (state.mode !== "solo") { return list; }
    [].forEach.call(list.children, function (line) {
      var picker = el("select", { "class": "part", "aria-label": line.textContent });
      picker.appendChild(text("option", { value: "" }, "…"));
      signs.forEach(function (sign, index) { picker.appendChild(text("option", { value: index }, sign)); });
      line.insertBefore(document.createTextNode(" "), line.firstChild);
      line.insertBefore(picker, line.firstChild);
    });
    return list;
  }
  function parts() { return [].slice.call(stage.querySelectorAll("select.part")); }
  function rightParts(item) { return item.interaction === "match" ? item.told.matches : item.told.ranks; }

  // --- what is told --------------------------------------------------------------------------
  function showSource(line) {
    var known = Array.isArray(line), box = text("p", { "class": "source" }, known ? line[0] : line);
    if (known) {
      box.appendChild(document.createTextNode(" "));
      box.appendChild(text("a", { href: line[1], rel: "noopener noreferrer", target: "_blank" }, line[1].replace(/^https?:\/\/(?:www\.)?([^\/?#]+).*$/, "$1")));
    }
    stage.appendChild(box);
  }
  function reveal(verdict) {
    var item = current(), told = item.told;
    state.revealed = true;
    stage.classList.add("revealed");
    markOptions(item, told);
    parts().forEach(function (picker, index) {
      var right = Number(picker.value) === rightParts(item)[index];
      picker.disabled = true;
      if (picker.value !== "") { picker.insertAdjacentElement("afterend", text("span", { "class": "sign", role: "img", "aria-label": right ? data.words.right : data.words.wrong }, right ? "✓" : "✗")); }
    });
    fillBlanks(item, told);
    if (verdict !== undefined) { showVerdict(verdict); }
    if (!told.keys.length) { showAnswer(item, told); }
    if (told.explanation) { stage.appendChild(el("div", { "class": "explanation" }, told.explanation)); }
    told.evidence.forEach(showSource);
    showControls();
    fit();
    // What is new is read first, where there isn't room for all.
    if (state.mode === "projector" && overflows()) { stage.lastElementChild.scrollIntoView({ block: "nearest" }); }
  }
  function showVerdict(right) {
    stage.appendChild(text("p", { "class": "verdict " + (right ? "right" : "wrong"), role: "status" },
      right ? "✓ " + data.words.right : "✗ " + data.words.wrong));
  }
  function markOptions(item, told) {
    [].forEach.call(stage.querySelectorAll(".option"), function (option) {
      var index = Number(option.getAttribute("data-i"));
      var input = option.querySelector("input");
      var right = told.keys.indexOf(index) >= 0;
      var picked = input && input.checked;
      if (input) { input.disabled = true; }
      if (right) { option.classList.add("right"); }
      if (picked && !right) { option.classList.add("wrong"); }
      if (right || picked) { option.appendChild(text("span", { "class": "sign", "aria-label": right ? data.words.right : data.words.wrong }, right ? "✓" : "✗")); }
      if (told.whys[index]) { option.querySelector(".text").appendChild(el("span", { "class": "why" }, told.whys[index])); }
    });
  }
  function fillBlanks(item, told) {
    if (item.interaction !== "fill") { return; }
    [].forEach.call(stage.querySelectorAll(".stem .blank, .stem .blank-input"), function (blank, index) {
      var typed = blank.value === undefined ? "" : blank.value.trim();
      var filled = el("span", { "class": "blank filled" }, told.answers[index]);
      if (typed && !fits(told, index, typed)) { filled.insertBefore(text("s", {}, typed), filled.firstChild); }
      blank.replaceWith(filled);
    });
  }
  function showAnswer(item, told) {
    if (item.interaction === "fill") { return; }
    var box = el("div", { "class": "answer", role: "status" });
    if (item.interaction === "match") {
      box.appendChild(listOf("ol", "", item.lefts.map(function (left, i) {
        return left + " — " + letter(told.matches[i]) + ". " + told.answers[i];
      })));
    } else if (item.interaction === "order") {
      box.appendChild(listOf("ol", "", told.answers.map(function (step, rank) {
        return letter(told.ranks.indexOf(rank)) + ". " + step;
      })));
    } else if (told.answers.length > 1) {
      box.appendChild(listOf("ul", "", told.answers));
    } else {
      showHtml(box, told.answers[0] || "");
    }
    if (told.also) { box.appendChild(text("div", { "class": "also" }, told.also)); }
    stage.appendChild(box);
  }

  // --- marking -------------------------------------------------------------------------------
  function fits(told, index, typed) {
    var match = told.listed.indexOf(index) >= 0 ? "exact" : told.match, typedForm = qgFold(typed, match);
    return [told.plain[index]].concat(told.blanks[index] || []).some(function (answer) { return qgFold(answer, match) === typedForm; });
  }
  function isRight(item) {
    var told = item.told;
    if (parts().length) {
      return parts().every(function (picker, index) { return Number(picker.value) === rightParts(item)[index]; });
    }
    if (item.choices.length) {
      var picked = [].map.call(stage.querySelectorAll(".option input:checked"), function (i) { return Number(i.value); });
      return picked.length === told.keys.length && picked.every(function (i) { return told.keys.indexOf(i) >= 0; });
    }
    if (item.interaction === "fill") {
      return [].every.call(stage.querySelectorAll(".blank-input"), function (input, index) {
        return fits(told, index, input.value);
      });
    }
    var typed = document.getElementById("typed").value.trim();
    if (item.interaction === "enter number") {
      var numbers = qgNumbers(typed, item.unit);
      if (!numbers.length) { return undefined; } // not a number alone: the learner judges
      return numbers.some(function (n) { return n >= Number(told.low) && n <= Number(told.high); });
    }
    return told.accept.some(function (answer) { return qgFold(typed, told.match) === qgFold(answer, told.match); });
  }
  function hasAnswer() {
    if (parts().length) {
      var open = parts().filter(function (picker) { return picker.value === ""; })[0];
      if (open) { open.focus(); }
      return !open;
    }
    var fields = [].slice.call(stage.querySelectorAll("input[type=text], select.blank-input"));
    return fields.length ? fields.some(function (f) { return f.value.trim(); }) : !!stage.querySelector("input:checked");
  }
  function check() {
    if (!hasAnswer()) { return; }
    var right = isRight(current());
    if (right === undefined) { reveal(); } else { marked(right); }
  }
  function marked(right) {
    var index = state.queue[state.at];
    state.answered = right;
    if (right && !state.missed[index]) { state.right += 1; }
    if (!right) { state.missed[index] = true; }
    // What was missed comes back until it was right twice.
    state.due[index] = right ? Math.max(0, (state.due[index] || 0) - 1) : UNTIL_RIGHT;
    if (state.due[index]) { state.queue.splice(Math.min(state.queue.length, state.at + 1 + COMES_BACK_AFTER), 0, index); }
    if (state.revealed) { next(); } else { reveal(right); remember(); }
  }

  // --- a place that outlives a reload, where the browser keeps anything for a page ---------------
  var KEPT = "quizgen-review|" + data.bank + "|" + items.length + "|" + items.reduce(function (sum, item) { return (sum * 31 + item.stem.length) % 1000003; }, 7);
  var keeps = true;
  function remember() {
    var dealt = state.revealed && state.answered !== null ? 1 : 0;
    var place = { mode: state.mode, set: picker.value, queue: state.queue, at: state.at + dealt, missed: state.missed, due: state.due, right: state.right, total: state.total };
    try { localStorage.setItem(KEPT, JSON.stringify(place)); } catch (error) { keeps = false; }
  }
  function remembered() {
    try {
      var place = JSON.parse(localStorage.getItem(KEPT)), known = function (at) { return at >= 0 && at < items.length; };
      return place && data.sets[Number(place.set)] && place.queue.every(known) && place.at < place.queue.length ? place : null;
    } catch (error) { return null; }
  }
  function goOn(place) {
    picker.value = place.set;
    ["queue", "at", "missed", "due", "right", "total"].forEach(function (name) { state[name] = place[name]; });
    show();
  }

  // --- fitting: pictures shrink first, then text; what doesn't fit even so scrolls, and says so ---
  var LEAST_PICTURES = 40, LEAST_TEXT = 24;
  function overflows() { return document.documentElement.scrollHeight > window.innerHeight; }
  function fit() {
    var pictures = 100, size, usual;
    stage.style.fontSize = "";
    stage.style.setProperty("--pictures", 1);
    stage.classList.remove("scrolls");
    stage.style.setProperty("--foot", controls.offsetHeight + "px");
    if (state.mode === "projector" && window.innerWidth >= 640) {
      while (stage.querySelector("img") && pictures > LEAST_PICTURES && overflows()) {
        pictures -= 5;
        stage.style.setProperty("--pictures", pictures / 100);
      }
      size = usual = parseFloat(getComputedStyle(stage).fontSize);
      while (size > LEAST_TEXT && overflows()) {
        size = Math.max(LEAST_TEXT, size - usual / 20);
        stage.style.fontSize = size + "px";
      }
      if (overflows()) { keepOptions(); }
    }
    showMore();
  }
  // Options stay in sight while what is above them scrolls, if they leave it half of the screen.
  function keepOptions() {
    var options = stage.querySelector(".options");
    if (options && options.offsetHeight < window.innerHeight / 2) { stage.classList.add("scrolls"); }
  }
  function showMore() {
    var root = document.documentElement, options = stage.classList.contains("scrolls") && stage.querySelector(".options");
    var left = root.scrollHeight - root.scrollTop - window.innerHeight;
    more.hidden = state.mode !== "projector" || left < 8;
    more.style.bottom = controls.offsetHeight + (options ? options.offsetHeight : 0) + "px";
  }

  // --- moving --------------------------------------------------------------------------------
  function show() {
    state.revealed = false;
    state.answered = null;
    document.body.className = state.mode;
    remember();
    if (state.at >= state.queue.length) { return showDone(); }
    showAsked(current());
    showControls();
    if (!keeps && state.mode === "solo") { stage.appendChild(text("p", { "class": "forgets" }, data.words.forgets)); }
    fit();
    place.textContent = state.mode === "solo" ? data.words.to_go.replace("{n}", state.queue.length - state.at)
      : (state.at + 1) + " / " + state.queue.length;
    var field = stage.querySelector("input[type=text], textarea");
    (state.mode === "solo" && field ? field : stage).focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  function next() {
    if (state.at < state.queue.length) { state.at += 1; show(); }
  }
  function back() {
    if (state.at > 0) { state.at -= 1; show(); }
  }
  function forward() {
    if (state.at >= state.queue.length) { return; }
    if (state.revealed) { next(); } else { reveal(); }
  }
  function showDone() {
    var solo = state.mode === "solo";
    stage.textContent = "";
    controls.textContent = "";
    place.textContent = "";
    var done = el("div", { "class": "done" });
    done.appendChild(text("h2", {}, data.words.done));
    if (solo) {
      done.appendChild(text("p", {}, data.words.first_time.replace("{right}", state.right).replace("{total}", state.total)));
      var missed = Object.keys(state.missed);
      if (missed.length) {
        done.appendChild(text("p", {}, data.words.missed));
        done.appendChild(listOf("ul", "", missed.map(function (i) { return items[i].stem; })));
      }
    }
    stage.appendChild(done);
    button(data.words.again, start, "main");
    stage.focus({ preventScroll: true });
  }
  function button(label, act, name, key) {
    var node = text("button", { type: "button", "class": name || "" }, label);
    if (key) { node.appendChild(document.createTextNode(" ")); node.appendChild(text("kbd", {}, key)); }
    node.addEventListener("click", act);
    controls.appendChild(node);
    return node;
  }
  function showControls() {
    var item = current();
    controls.textContent = "";
    if (state.mode === "projector") {
      button(data.words.back, back, "", "←");
      button(state.revealed ? data.words.next : data.words.reveal, forward, "main", "→");
    } else if (!state.revealed) {
      if (SELF_MARKED.indexOf(item.interaction) >= 0) { button(data.words.reveal, function () { reveal(); }, "main", "Enter"); }
      else { button(data.words.check, check, "main", "Enter"); }
    } else if (state.answered === null) {
      button(data.words.missed_it, function () { marked(false); }, "", "0");
      button(data.words.had_it, function () { marked(true); }, "main", "1");
    } else {
      button(data.words.next, next, "main", "Enter").focus({ preventScroll: true });
    }
  }
  function start() {
    var set = data.sets[Number(picker.value)];
    var names = set.items.map(String);
    state.queue = (state.mode === "solo" ? qgRanked(data.bank + "|" + today(), names) : names).map(Number);
    state.at = 0; state.missed = {}; state.due = {}; state.right = 0; state.total = names.length;
    show();
  }
  function setMode(mode, place) {
    state.mode = mode;
    document.getElementById("mode-projector").setAttribute("aria-pressed", String(mode === "projector"));
    document.getElementById("mode-solo").setAttribute("aria-pressed", String(mode === "solo"));
    if (place) { goOn(place); } else { start(); }
  }

  // --- keyboard and clicker --------------------------------------------------------------------
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var tag = event.target.tagName;
    if (tag === "SELECT" || (tag === "BUTTON" && (event.key === "Enter" || event.key === " "))) { return; }
    var typing = tag === "TEXTAREA" || (tag === "INPUT" && event.target.type === "text");
    if (!black.hidden && event.key !== "Tab") { black.hidden = true; event.preventDefault(); return; }
    if (state.mode === "projector" ? projectorKey(event) : soloKey(event, typing)) { event.preventDefault(); }
  }
  function projectorKey(event) {
    switch (event.key) {
      case "ArrowRight": case "ArrowDown": case "PageDown": case " ": case "Enter": case "n": forward(); return true;
      case "ArrowLeft": case "ArrowUp": case "PageUp": case "Backspace": case "p": back(); return true;
      case "r": if (!state.revealed && state.at < state.queue.length) { reveal(); } return true;
      case "Home": state.at = 0; show(); return true;
      case "b": case ".": black.hidden = false; return true;
      default: return false;
    }
  }
  function soloKey(event, typing) {
    if (state.at >= state.queue.length) { return false; }
    if (event.key === "Enter" && !(typing && event.target.tagName === "TEXTAREA")) {
      if (!state.revealed) { controls.querySelector(".main").click(); }
      else if (state.answered !== null) { next(); }
      return true;
    }
    if (typing) { return false; }
    if (state.revealed && state.answered === null && (event.key === "0" || event.key === "1")) { marked(event.key === "1"); return true; }
    if (state.revealed || event.key.length !== 1) { return false; }
    var index = /[1-9]/.test(event.key) ? Number(event.key) - 1 : event.key.toLowerCase().charCodeAt(0) - 97;
    var input = stage.querySelector('.option[data-i="' + index + '"] input');
    if (!input) { return false; }
    input.click();
    return true;
  }

  items.forEach(function (item) { item.interaction = interactionOf(item); });
  data.sets.forEach(function (set, index) { picker.appendChild(text("option", { value: index }, set.title + " (" + set.items.length + ")")); });
  picker.addEventListener("change", start);
  document.getElementById("mode-projector").addEventListener("click", function () { setMode("projector"); });
  document.getElementById("mode-solo").addEventListener("click", function () { setMode("solo"); });
  black.addEventListener("click", function () { black.hidden = true; });
  document.addEventListener("keydown", onKey);
  window.addEventListener("resize", fit);
  window.addEventListener("scroll", showMore, { passive: true });
  more.textContent = "↓ " + data.words.more_below;
  more.addEventListener("click", function () { window.scrollBy(0, window.innerHeight / 2); });
  stage.addEventListener("load", fit, true); // a picture has come: it may need more room
  var before = remembered(), wanted = location.hash === "#solo" ? "solo" : before ? before.mode : "projector";
  setMode(wanted, before && before.mode === wanted ? before : null);
}());
