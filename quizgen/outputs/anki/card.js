(function () {
  // Choice, matching, ordering, typed. Everything it needs stands in the card's own HTML; what was
  // picked is remembered between front and back where the client allows, and nothing else is.
  var cards = document.querySelectorAll(".qg"), card = cards[cards.length - 1];
  if (!card || card.qgReady) { return; }
  card.qgReady = true;
  var id = card.getAttribute("data-id"), back = has(card, "back");
  var key = "qg:" + id;

  function has(node, name) { return (" " + node.className + " ").indexOf(" " + name + " ") >= 0; }
  function add(node, name) { if (!has(node, name)) { node.className += " " + name; } }
  function drop(node, name) { node.className = (" " + node.className + " ").replace(" " + name + " ", " ").replace(/^ | $/g, ""); }
  function flag(node, name, on) { if (on) { add(node, name); } else { drop(node, name); } }
  function rows(selector) { return [].slice.call(card.querySelectorAll(selector)); }
  function k(row) { return row.getAttribute("data-k"); }
  function make(tag, name, text) {
    var node = document.createElement(tag);
    node.className = name;
    if (text) { node.appendChild(document.createTextNode(text)); }
    return node;
  }
  function letter(index) { return String.fromCharCode(65 + index % 26); }
  function split(text) { return text ? text.split(" ") : []; }

  // --- memory: the session's storage, else the page itself, else nothing ---------------------
  function recall() {
    var kept = window.qgPicks && window.qgPicks[key];
    try { kept = sessionStorage.getItem(key) || kept; } catch (e) { /* private or embedded page */ }
    return kept || "";
  }
  function remember(picks) {
    window.qgPicks = window.qgPicks || {};
    window.qgPicks[key] = picks;
    try { sessionStorage.setItem(key, picks); } catch (e) { /* as above */ }
  }

  // --- order: by item and local date, so front and back agree without any memory -------------
  function today() {
    var d = new Date(), m = d.getMonth() + 1, n = d.getDate();
    return d.getFullYear() + (m < 10 ? "-0" : "-") + m + (n < 10 ? "-0" : "-") + n;
  }
  function shuffle(list) {
    var free = [], pinned = [], by = {};
    [].forEach.call(list.children, function (row) {
      by[k(row)] = row;
      (row.hasAttribute("data-pin") ? pinned : free).push(k(row));
    });
    qgRanked(id + "|" + today(), free).concat(pinned).forEach(function (name) { list.appendChild(by[name]); });
  }

  // --- asking --------------------------------------------------------------------------------
  function act(row, role, pick) {
    row.setAttribute("role", role);
    row.setAttribute("tabindex", "0");
    add(row, "tappable");
    row.addEventListener("click", pick);
    row.qgPick = pick;
  }
  function askChoice() {
    var list = card.querySelector(".options"), many = has(list, "many"), picks = [];
    list.setAttribute("role", many ? "group" : "radiogroup");
    [].forEach.call(list.children, function (row) {
      act(row, many ? "checkbox" : "radio", function () {
        var at = picks.indexOf(k(row));
        if (at >= 0) { picks.splice(at, 1); } else if (many) { picks.push(k(row)); } else { picks = [k(row)]; }
        show();
      });
    });
    function show() {
      [].forEach.call(list.children, function (row) {
        var on = picks.indexOf(k(row)) >= 0;
        flag(row, "picked", on);
        row.setAttribute("aria-checked", String(on));
      });
      remember(picks.join(" "));
    }
    show();
    return rows(".options > li");
  }
  function askMatching() {
    var lefts = rows(".lefts > li"), rights = rows(".rights > li"), picks = [], active = 0;
    lefts.forEach(function (left, index) {
      left.appendChild(make("span", "slot"));
      act(left, "button", function () { active = index; show(); });
    });
    rights.forEach(function (right) {
      act(right, "button", function () {
        var next = 0;
        if (picks[active] === k(right)) { picks[active] = ""; } else {
          picks[active] = k(right);
          while (next < lefts.length && picks[(active + next) % lefts.length]) { next += 1; }
          if (next < lefts.length) { active = (active + next) % lefts.length; }
        }
        show();
      });
    });
    function show() {
      var names = rights.map(k), used = [];
      lefts.forEach(function (left, index) {
        var at = names.indexOf(picks[index]);
        flag(left, "active", index === active);
        left.setAttribute("aria-pressed", String(index === active));
        left.querySelector(".slot").textContent = at < 0 ? "" : letter(at);
        used[index] = picks[index] || "-";
      });
      rights.forEach(function (right) { flag(right, "picked", used.indexOf(k(right)) >= 0); });
      remember(used.join("").replace(/-/g, "") ? used.join(" ") : "");
    }
    show();
    return rights;
  }
  function askOrdering() {
    var steps = rows(".steps > li"), picks = [];
    steps.forEach(function (step) {
      step.appendChild(make("span", "slot"));
      act(step, "button", function () {
        var at = picks.indexOf(k(step));
        if (at >= 0) { picks.splice(at, 1); } else { picks.push(k(step)); }
        show();
      });
    });
    function show() {
      steps.forEach(function (step) {
        var at = picks.indexOf(k(step));
        flag(step, "picked", at >= 0);
        step.setAttribute("aria-pressed", String(at >= 0));
        step.querySelector(".slot").textContent = at < 0 ? "" : String(at + 1);
      });
      remember(picks.join(" "));
    }
    show();
    return steps;
  }

  // --- telling -------------------------------------------------------------------------------
  function verdict(right, before) {
    var node = make("p", "verdict " + (right ? "right" : "wrong"));
    node.setAttribute("role", "status");
    before.parentNode.insertBefore(node, before);
  }
  function tellChoice(keys, picks) {
    var whys = {}, right = picks.length === keys.length;
    rows(".whys > li").forEach(function (row) { whys[k(row)] = row.querySelector(".why"); });
    rows(".options > li").forEach(function (row) {
      var isKey = keys.indexOf(k(row)) >= 0, picked = picks.indexOf(k(row)) >= 0;
      flag(row, "picked", picked);
      if (isKey) { add(row, "right"); } else if (picked) { add(row, "wrong"); right = false; }
      if (isKey && picks.length && !picked) { add(row, "missed"); }
      if (isKey || picked) { row.appendChild(make("span", "sign")); }
      // Once something was picked, only what was picked needs its reason.
      if (whys[k(row)] && (picked || !picks.length)) { row.appendChild(whys[k(row)]); }
    });
    if (picks.length) { verdict(right, card.querySelector(".options")); }
  }
  function tellRows(keys, picks, choices) {
    // One row for each left side or each step in the right order, with what was picked there.
    var names = choices.map(k), right = picks.length > 0;
    rows(".answer > ol > li").forEach(function (row, index) {
      var slot = make("span", "slot", letter(names.indexOf(keys[index])));
      row.insertBefore(slot, row.firstChild);
      if (!picks.length) { return; }
      var good = picks[index] === keys[index], at = names.indexOf(picks[index]);
      add(row, good ? "right" : "wrong");
      row.appendChild(make("span", "sign"));
      if (!good && at >= 0) {
        var yours = make("s", "yours", letter(at));
        row.insertBefore(yours, slot);
      }
      right = right && good;
    });
    add(card.querySelector(".answer"), "rows");
    if (picks.length) { verdict(right, card.querySelector(".answer")); }
  }
  function tellTyped() {
    // Anki compares to the letter; what else is right, and numbers in their range, we know.
    var shown = document.getElementById("typeans"), also = card.querySelector(".also"), typed = "";
    if (!shown || shown.tagName === "INPUT" || !also) { return; }
    for (var node = shown.firstChild; node && node.tagName !== "BR"; node = node.nextSibling) {
      if (!/typeMissed/.test(node.className || "")) { typed += node.textContent; }
    }
    typed = typed.replace(/^\s+|\s+$/g, "");
    if (!typed) { return; }
    var low = also.getAttribute("data-low"), right;
    if (low !== null) {
      var number = Number(typed.replace(/[^\d.eE+-]/g, "") || NaN);
      right = number >= Number(low) && number <= Number(also.getAttribute("data-high"));
    } else {
      var answers = [card.querySelector(".answer")].concat(rows(".also li")).map(function (n) { return n.textContent; });
      right = answers.some(function (answer) {
        return has(also, "exact") ? typed === answer : qgFold(typed) === qgFold(answer);
      });
    }
    verdict(right, card.querySelector(".answer"));
    if (right) { add(card, "forgiven"); }
  }

  // --- keys: letters, and Alt with a digit, since the desktop keeps the digits for itself -----
  function listen(targets) {
    if (window.qgKey) { document.removeEventListener("keydown", window.qgKey, true); }
    window.qgKey = targets && function (event) {
      var name = (event.key || "").toLowerCase(), at = -1, code = event.keyCode;
      if (event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
      if (event.altKey) { at = code >= 49 && code <= 57 ? code - 49 : -1; } else if (/^[a-h]$/.test(name)) { at = name.charCodeAt(0) - 97; }
      var row = targets[at];
      if (at < 0 && (name === "enter" || name === " ") && event.target.qgPick) { row = event.target; }
      if (row) { event.preventDefault(); event.stopPropagation(); row.qgPick(); }
    };
    if (targets) { document.addEventListener("keydown", window.qgKey, true); }
  }

  rows(".options, .rights, .steps").forEach(shuffle);
  if (!back) {
    listen(has(card, "choice") ? askChoice() : has(card, "matching") ? askMatching() : askOrdering());
  } else {
    var keys = split(card.getAttribute("data-keys")), picks = split(recall());
    listen(null);
    if (has(card, "choice")) { tellChoice(keys, picks); }
    if (has(card, "matching") || has(card, "ordering")) { tellRows(keys, picks, rows(".rights > li, .steps > li")); }
    if (has(card, "typed")) { tellTyped(); }
  }
  add(card, "js");
})();
