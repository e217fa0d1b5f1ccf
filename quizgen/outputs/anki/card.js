(function () {
  // Choice, matching, ordering, typed. Everything it needs stands in the card's own HTML; what was
  // picked is remembered between front and back where the client allows, and nothing else is.
  var cards = document.querySelectorAll(".qg"), card = cards[cards.length - 1];
  if (!card || card.qgReady) { return; }
  card.qgReady = true;
  var id = card.getAttribute("data-id"), isBack = has(card, "back");

  // --- small helpers ---------------------------------------------------------------------------
  function has(node, name) { return (" " + node.className + " ").indexOf(" " + name + " ") >= 0; }
  function flag(node, name, on) {
    var names = node.className.split(/\s+/).filter(function (n) { return n && n !== name; });
    node.className = names.concat(on ? [name] : []).join(" ");
  }
  function rows(selector) { return [].slice.call(card.querySelectorAll(selector)); }
  function k(row) { return row.getAttribute("data-k"); }
  function make(parent, tag, name, text, before) {
    var node = document.createElement(tag);
    node.className = name;
    if (text) { node.appendChild(document.createTextNode(text)); }
    return parent.insertBefore(node, before || null);
  }
  function letter(index) { return (index > 25 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + index % 26); }
  function split(text) { return text ? text.split(" ") : []; }
  function today() {
    var d = new Date(), m = d.getMonth() + 1, n = d.getDate();
    return d.getFullYear() + (m < 10 ? "-0" : "-") + m + (n < 10 ? "-0" : "-") + n;
  }

  // --- memory: the session's storage, else the page itself, else nothing -------------------------
  function read(name) {
    var kept = window.qgKept && window.qgKept[name];
    try { kept = sessionStorage.getItem(name) || kept; } catch (e) { /* a private or embedded page */ }
    return kept || "";
  }
  function write(name, text) {
    window.qgKept = window.qgKept || {};
    window.qgKept[name] = text;
    try { sessionStorage.setItem(name, text); } catch (e) { /* as above */ }
  }
  // Kept is "day|told|picks". A front that is drawn again goes on with its picks; one that comes
  // after its back is a new try. A back speaks of the front before it, of no older one.
  function recall() {
    var kept = read("qg:" + id).split("|"), last = read("qg:last");
    write("qg:last", id);
    var fits = kept.length === 3 && (isBack ? kept[1] === "0" || last === id : kept[1] === "0" && kept[0] === today());
    return { day: fits && isBack ? kept[0] : today(), picks: fits ? split(kept[2]) : [] };
  }
  function remember(picks) { write("qg:" + id, kept.day + "|" + (isBack ? 1 : 0) + "|" + picks.join(" ")); }

  // --- order: by item and local date, so front and back agree without any memory -----------------
  // Of many options a card shows so many of those that needn't stay, others each day.
  function choose(list) {
    var spare = [].filter.call(list.children, function (row) { return !row.hasAttribute("data-stay"); });
    var shown = qgRanked(id + "|" + kept.day + "|show", spare.map(k)).slice(0, Number(list.getAttribute("data-show")));
    spare.forEach(function (row) { if (shown.indexOf(k(row)) < 0) { list.removeChild(row); } });
  }
  function shuffle(list) {
    if (list.hasAttribute("data-show")) { choose(list); }
    var free = [], pinned = [], by = Object.create(null);
    [].forEach.call(list.children, function (row) {
      by[k(row)] = row;
      (row.hasAttribute("data-pin") ? pinned : free).push(k(row));
    });
    qgRanked(id + "|" + kept.day, free).concat(pinned).forEach(function (name, index) {
      make(by[name], "span", "letter", letter(index), by[name].firstChild);
      list.appendChild(by[name]);
    });
  }

  // --- what was written by hand: in the editor rows come without an id, with another's, without marks --
  function said(html) { return html.replace(/<br>|&nbsp;/g, " ").replace(/\s+/g, " ").replace(/^ | $/g, ""); }
  function hold(row) {
    if (row.querySelector(".text")) { return; }
    var inside = [].slice.call(row.childNodes), text = make(row, "span", "text");
    text.setAttribute("dir", "auto");
    inside.forEach(function (node) { text.appendChild(node); });
  }
  function listed(field) {
    // Options as lines, or in a list of the editor's, become a list of ours.
    var list = field.querySelector("ol, ul"), row = null, lines = [].slice.call(field.childNodes);
    if (list) {
      list.className = "options one";
      return;
    }
    list = make(field, "ol", "options one");
    lines.forEach(function (node) {
      var whole = /^(DIV|P)$/.test(node.tagName || "");
      row = whole || !row ? make(list, "li", "") : row;
      row.appendChild(node);
      if (whole || node.tagName === "BR") { row = null; }
    });
  }
  function mend(list) {
    var taken = Object.create(null);
    [].slice.call(list.children).forEach(function (row) {
      if (!said(row.textContent) && !row.querySelector("img, svg, a, audio, video")) { return list.removeChild(row); }
      hold(row);
      for (var name = k(row) || "own", at = 2; taken[name]; at += 1) { name = (k(row) || "own") + "~" + at; }
      taken[name] = true;
      row.setAttribute("data-k", name);
    });
  }
  function same(one, other) {
    return said(one.innerHTML) === said(other.innerHTML) || (said(one.textContent) && said(one.textContent) === said(other.textContent));
  }
  // What Answer says counts where it names options, whatever the keys are; it may have been edited.
  function choiceKeys() {
    var answer = card.querySelector(".answer"), list = answer.firstElementChild, options = rows(".options > li");
    var many = list && list.tagName === "UL" && list.querySelector("li > .text");
    var answers = many ? [].slice.call(answer.querySelectorAll("ul > li > .text")) : [answer];
    function told(row) { return answers.some(function (one) { return same(one, row.querySelector(".text")); }); }
    var keys = split(card.getAttribute("data-keys"));
    var keyed = options.filter(function (row) { return keys.indexOf(k(row)) >= 0; }), named = options.filter(told);
    if (keyed.length !== answers.length || !keyed.every(told)) {
      keyed = named.length === answers.length ? named : keyed;
    }
    keyed.forEach(function (row) { row.setAttribute("data-stay", ""); });
    flag(card, "marked", keyed.length === answers.length && keyed.every(told));
    return keyed.map(k);
  }

  // --- asking --------------------------------------------------------------------------------------
  function act(row, pick) {
    row.setAttribute("role", "button");
    row.setAttribute("tabindex", "0");
    flag(row, "tappable", true);
    row.addEventListener("click", function (event) {
      for (var node = event.target; node !== row; node = node.parentNode) { if (node.tagName === "A") { return; } }
      if (window.getSelection && String(window.getSelection())) { return; } // text was being marked
      pick();
    });
    row.qgPick = pick;
  }
  function press(row, on) {
    flag(row, "picked", on);
    row.setAttribute("aria-pressed", String(on));
  }
  function grouped(list) {
    var stem = card.querySelector(".stem");
    stem.id = "qg-stem";
    list.setAttribute("role", "group");
    list.setAttribute("aria-labelledby", "qg-stem");
  }
  function announcer() {
    var node = make(card, "p", "spoken");
    node.setAttribute("role", "status");
    return function (text) { node.textContent = text; };
  }
  function words(row) { return row.querySelector(".text").textContent; }
  function without(list, one) { return list.filter(function (other) { return other !== one; }); }

  function askChoice(picks) {
    var options = rows(".options > li"), many = has(card.querySelector(".options"), "many");
    rows(".options").forEach(grouped);
    options.forEach(function (row) {
      act(row, function () {
        if (fold && !fold.open) { return fold.setAttribute("open", ""); } // a key, while they wait
        var others = without(picks, k(row));
        picks = others.length < picks.length ? others : (many ? picks : []).concat(k(row));
        show();
      });
    });
    var fold = card.querySelector("details.fold");
    if (fold && picks.length) { fold.setAttribute("open", ""); }
    function show() {
      options.forEach(function (row) { press(row, picks.indexOf(k(row)) >= 0); });
      remember(picks);
    }
    show();
    return { targets: options };
  }
  function askMatching(kept) {
    var lefts = rows(".lefts > li"), rights = rows(".rights > li"), names = rights.map(k), say = announcer();
    var picks = lefts.map(function (_, i) { return names.indexOf(kept[i]) >= 0 ? kept[i] : "-"; });
    var active = Math.max(0, picks.indexOf("-"));
    rows(".lefts, .rights").forEach(grouped);
    lefts.concat(rights).forEach(function (row) { make(row, "span", "slot"); });
    lefts.forEach(function (left, index) { make(left, "span", "letter", String(index + 1), left.firstChild); });
    lefts.forEach(function (left, index) { act(left, function () { active = index; show(); }); });
    rights.forEach(function (right, index) {
      act(right, function () {
        var left = active;
        picks[left] = picks[left] === k(right) ? "-" : k(right);
        for (var i = 1; i < lefts.length && picks[active] !== "-"; i += 1) {
          if (picks[(left + i) % lefts.length] === "-") { active = (left + i) % lefts.length; }
        }
        say(words(lefts[left]) + ": " + (picks[left] === "-" ? "–" : letter(index)));
        show();
      });
    });
    function show() {
      lefts.forEach(function (left, index) {
        flag(left, "active", index === active);
        flag(left, "picked", picks[index] !== "-");
        left.setAttribute("aria-pressed", String(index === active));
        left.querySelector(".slot").textContent = picks[index] === "-" ? "" : letter(names.indexOf(picks[index]));
      });
      rights.forEach(function (right) {
        var numbers = [];
        picks.forEach(function (pick, index) { if (pick === k(right)) { numbers.push(index + 1); } });
        press(right, numbers.length > 0);
        right.querySelector(".slot").textContent = numbers.join(", ");
      });
      remember(picks.some(function (pick) { return pick !== "-"; }) ? picks : []);
    }
    show();
    return { targets: rights, next: function () { active = (active + 1) % lefts.length; show(); } };
  }
  function askTyped() {
    // A hint that opens leaves the focus where one types.
    rows("details.hint").forEach(function (hint) {
      hint.addEventListener("toggle", function () {
        if (field && hint.contains(document.activeElement)) { field.focus(); }
      });
    });
    var field = document.getElementById("typeans"), unit = card.querySelector(".unit");
    card.querySelector(".stem").id = "qg-stem";
    unit.id = "qg-unit";
    if (field) { field.setAttribute("aria-labelledby", "qg-stem qg-unit"); }
    return null;
  }
  function askOrdering(picks) {
    var steps = rows(".steps > li"), say = announcer();
    rows(".steps").forEach(grouped);
    steps.forEach(function (step) {
      make(step, "span", "slot");
      act(step, function () {
        var others = without(picks, k(step));
        picks = others.length < picks.length ? others : picks.concat(k(step));
        say(words(step) + ": " + (picks.indexOf(k(step)) + 1 || "–"));
        show();
      });
    });
    function show() {
      steps.forEach(function (step) {
        var at = picks.indexOf(k(step));
        press(step, at >= 0);
        step.querySelector(".slot").textContent = at < 0 ? "" : String(at + 1);
      });
      remember(picks);
    }
    show();
    return { targets: steps };
  }

  // --- telling -------------------------------------------------------------------------------------
  function verdict(right, before) {
    make(before.parentNode, "p", "verdict " + (right ? "right" : "wrong"), "", before);
  }
  function tellChoice(keys, picks) {
    var whys = Object.create(null), right = picks.length === keys.length, list = card.querySelector(".options");
    rows(".whys > li").forEach(function (row) { whys[k(row)] = row.querySelector(".why"); });
    rows(".options > li").forEach(function (row) {
      var isKey = keys.indexOf(k(row)) >= 0, picked = picks.indexOf(k(row)) >= 0;
      if (keys.length && (isKey || picked)) {
        flag(row, isKey ? "right" : "wrong", true);
        make(row, "span", "sign");
      }
      if (picked) { make(row, "span", "mine"); }
      if (isKey && picks.length && !picked && has(list, "many")) {
        flag(row, "missed", true);
        make(row, "span", "mine missing");
      }
      // Once something was picked, only what was picked needs its reason.
      if (whys[k(row)] && (picked || !picks.length)) { row.appendChild(whys[k(row)]); }
      right = right && isKey === picked;
    });
    if (picks.length && keys.length) { verdict(right, list); }
  }
  function tellRows(keys, picks) {
    // One row for each left side, or for each step in the right order, with what was picked there.
    var choices = rows(".rights > li, .steps > li"), names = choices.map(k), right = true;
    function tells(row, choice) {
      var text = said(words(row)), end = said(words(choice));
      return text === end || text.slice(-3 - end.length) === " — " + end;
    }
    function keyAt(row, index) {
      // The keys hold as long as Answer says the same: it may have been edited.
      var key = names.indexOf(keys[index]), told = [];
      if (key >= 0 && tells(row, choices[key])) { return key; }
      choices.forEach(function (choice, at) { if (tells(row, choice)) { told.push(at); } });
      return told.length === 1 ? told[0] : key;
    }
    rows(".answer > ol > li").forEach(function (row, index) {
      hold(row);
      var key = keyAt(row, index), at = names.indexOf(picks[index]), mine;
      make(row, "span", "letter", key < 0 ? "" : letter(key), row.firstChild);
      right = right && at === key;
      if (at < 0) { return; }
      flag(row, at === key ? "right" : "wrong", true);
      make(row, "span", "sign");
      if (at !== key) {
        mine = make(row, "span", "mine");
        mine.appendChild(document.createTextNode(": " + letter(at) + ". " + words(choices[at])));
      }
    });
    flag(card.querySelector(".answer"), "rows", true);
    if (picks.length) { verdict(right, card.querySelector(".answer")); }
  }
  function tellTyped() {
    // Anki compares to the letter; what else is right, and numbers in their range, we know.
    var shown = document.getElementById("typeans"), also = card.querySelector(".also"), answer = card.querySelector(".answer");
    // Anki puts what was typed into spans; without one, nothing was.
    if (!also || !shown || !shown.querySelector(".typeGood, .typeBad, .typeMissed")) { return; }
    var typed = "", right;
    for (var node = shown.firstChild; node && node.tagName !== "BR"; node = node.nextSibling) {
      if (!/typeMissed/.test(node.className || "")) { typed += node.textContent; }
    }
    typed = typed.replace(/^\s+|\s+$/g, "");
    if (also.hasAttribute("data-low")) {
      var numbers = qgNumbers(typed, card.querySelector(".unit").textContent);
      if (!numbers.length) { return; } // not a number alone: Anki compares it well enough
      right = numbers.some(function (n) {
        return n >= Number(also.getAttribute("data-low")) && n <= Number(also.getAttribute("data-high"));
      });
    } else {
      var said = /exact|case|accents/.exec(also.className);
      var match = said ? said[0] : qgTones(card.getAttribute("lang"), "fold");
      right = [answer].concat(rows(".also li")).some(function (one) {
        return qgFold(typed, match) === qgFold(one.textContent, match);
      });
    }
    verdict(right, answer);
    flag(card, "forgiven", right);
  }

  // --- keys: Alt and a letter or digit, since the desktop keeps some of them for itself; letters alone --
  function pressed(event) {
    var name = (event.key || "").toLowerCase(), code = /^Key([A-Z])$/.exec(event.code || "");
    if (event.altKey && event.keyCode >= 48 && event.keyCode <= 57) { return event.keyCode - 49; }
    if (event.altKey) { return code ? code[1].charCodeAt(0) - 65 : -2; } // a Mac writes other signs with it
    if (!/^[a-z]$/.test(name)) { name = code && name.length === 1 ? code[1].toLowerCase() : ""; }
    return name ? name.charCodeAt(0) - 97 : -2;
  }
  function listen(asked) {
    function onKey(event) {
      if (!document.documentElement.contains(card)) { return listen(null); } // another card stands here now
      if (event.ctrlKey || event.metaKey || event.repeat) { return; }
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) { return; }
      var at = pressed(event), key = event.key, act = asked.targets[at] && asked.targets[at].qgPick;
      if (at === -1) { act = asked.next; }
      if (at === -2 && (key === "Enter" || key === " ")) { act = event.target.qgPick; }
      if (act) { event.preventDefault(); event.stopPropagation(); act(); }
    }
    if (window.qgKey) { document.removeEventListener("keydown", window.qgKey, true); }
    window.qgKey = asked && onKey;
    if (asked) { document.addEventListener("keydown", onKey, true); }
  }

  listen(null);
  var kept = recall(), kind = /choice|matching|ordering|typed/.exec(card.className)[0];
  var offered = card.querySelector(".offered");
  if (offered && !offered.querySelector(".options")) { listed(offered); }
  rows(".options, .rights, .steps").forEach(mend);
  rows(".lefts > li").forEach(hold);
  // Without scripts a press on a hint takes the focus; with them it stays where one types.
  rows("details > summary").forEach(function (hint) {
    hint.addEventListener("mousedown", function (event) { event.preventDefault(); });
  });
  var keys = isBack && kind === "choice" ? choiceKeys() : split(card.getAttribute("data-keys"));
  rows(".options, .rights, .steps").forEach(shuffle);
  if (!isBack) {
    listen({ choice: askChoice, matching: askMatching, ordering: askOrdering, typed: askTyped }[kind](kept.picks));
  } else if (kind === "typed") {
    tellTyped();
  } else {
    (kind === "choice" ? tellChoice : tellRows)(keys, kept.picks);
    remember(kept.picks);
  }
  flag(card, "js", true);
})();
