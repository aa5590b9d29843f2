"use strict";
// The map without a script shows all; with it, one node at a time says what it is connected with.
(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const svg = map.querySelector("svg");
  const nodes = [...svg.querySelectorAll(".node")];
  const edges = [...svg.querySelectorAll(".edge")];
  const panel = document.getElementById("chosen");
  const facts = JSON.parse(document.getElementById("nodes").textContent);
  let pinned = null;

  const visible = (element) => getComputedStyle(element).display !== "none";

  function light(node) {
    const id = node && node.dataset.id;
    const on = new Set([id]);
    const own = new Set(node ? [id, facts[id].registry] : []);  // What a registry grants or replicates is its repositories'.
    for (const edge of edges) {
      const { from, to } = edge.dataset;
      const ours = own.has(from) || own.has(to);
      edge.classList.toggle("on", ours);
      if (ours && visible(edge)) on.add(from).add(to);
    }
    for (const each of nodes) each.classList.toggle("on", on.has(each.dataset.id));
    svg.classList.toggle("active", Boolean(node));
  }

  function line(tag, text, mark) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (mark) element.dataset.mark = mark;
    return element;
  }

  function tell(node) {
    panel.hidden = !node;
    panel.replaceChildren();
    if (!node) return;
    const fact = facts[node.dataset.id];
    panel.append(line("strong", fact.title), line("span", fact.kind === "repositories" ? "" : `, ${fact.kind}`));
    if (fact.members.length) {
      const more = fact.more ? ` and ${fact.more.toLocaleString("en")} more` : "";
      const members = line("p", fact.members.join(", ") + more);
      members.className = "members";
      panel.append(members);
    }
    const registry = facts[fact.registry];
    if (fact.lines.length || !registry?.lines.length) panel.append(connections(fact.lines));
    if (registry?.lines.length) panel.append(line("p", "As a part of its registry:"), connections(registry.lines));
  }

  function connections(lines) {
    const list = document.createElement("ul");
    const words = { added: "New: ", removed: "Gone: ", same: "" };
    for (const [mark, text] of lines) list.append(line("li", words[mark] + text, mark));
    if (!lines.length) list.append(line("li", "No connection."));
    return list;
  }

  function pin(node) {
    pinned = pinned === node ? null : node;
    for (const each of nodes) each.setAttribute("aria-pressed", String(each === pinned));
    light(pinned);
    tell(pinned);
  }

  // One stop for the Tab key; arrow keys go from node to node, sideways to the nearest of another column.
  function move(to) {
    if (!to) return;
    for (const each of nodes) each.setAttribute("tabindex", each === to ? "0" : "-1");
    to.focus();
  }

  function place(node) {
    const { x, y, width, height } = node.querySelector("rect").getBBox();
    return { x: x + width / 2, y: y + height / 2 };
  }

  function beside(node, direction) {
    const here = place(node);
    let found = null;
    let nearest = Infinity;
    for (const each of nodes.filter(visible)) {
      const there = place(each);
      const across = (there.x - here.x) * direction;
      const distance = across * 4 + Math.abs(there.y - here.y);
      if (across > 40 && distance < nearest) [found, nearest] = [each, distance];
    }
    return found;
  }

  function press(event) {
    const node = event.currentTarget;
    const shown = nodes.filter(visible);
    const at = shown.indexOf(node);
    const acts = {
      Enter: () => pin(node),
      " ": () => pin(node),
      Escape: () => pinned && pin(pinned),
      ArrowDown: () => move(shown[at + 1]),
      ArrowUp: () => move(shown[at - 1]),
      ArrowLeft: () => move(beside(node, -1)),
      ArrowRight: () => move(beside(node, 1)),
      Home: () => move(shown[0]),
      End: () => move(shown[shown.length - 1]),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  nodes.forEach((node, at) => {
    node.setAttribute("tabindex", at === 0 ? "0" : "-1");
    node.addEventListener("click", () => { move(node); pin(node); });
    node.addEventListener("keydown", press);
    for (const name of ["mouseenter", "focus"]) node.addEventListener(name, () => light(node));
    for (const name of ["mouseleave", "blur"]) node.addEventListener(name, () => light(pinned));
  });
  map.addEventListener("change", () => {
    if (pinned && !visible(pinned)) pin(pinned);
    light(pinned);
    const first = nodes.find(visible);
    if (first && !nodes.some((node) => visible(node) && node.getAttribute("tabindex") === "0")) {
      for (const each of nodes) each.setAttribute("tabindex", each === first ? "0" : "-1");
    }
  });
  map.classList.add("live");
})();
