/** The operations' page: no asset of anybody else. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Echoin REST</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1b2420; background: #fff; }
  h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; color: #2f6f4f; }
  input, textarea { font: inherit; padding: .3rem .5rem; border: 1px solid #b9c6bf; border-radius: 4px; box-sizing: border-box; }
  #filter { width: 100%; margin: .8rem 0; }
  details { border: 1px solid #dbe4df; border-radius: 6px; margin: .3rem 0; padding: .3rem .7rem; }
  summary { cursor: pointer; } summary b { display: inline-block; width: 3.2rem; color: #2f6f4f; }
  code, pre, textarea { font-family: ui-monospace, monospace; font-size: 13px; }
  label { display: grid; grid-template-columns: 17rem 1fr; gap: .6rem; margin: .25rem 0; align-items: center; }
  textarea { width: 100%; min-height: 7rem; }
  button { font: inherit; padding: .3rem 1rem; border: 0; border-radius: 4px; background: #2f6f4f; color: #fff; cursor: pointer; }
  pre { background: #f3f7f5; padding: .6rem; overflow: auto; max-height: 30rem; border-radius: 4px; white-space: pre-wrap; word-break: break-word; }
  .muted { color: #66756d; }
  @media (max-width: 40rem) { label { grid-template-columns: 1fr; gap: 0; } }
  @media (prefers-color-scheme: dark) { body { background: #141a17; color: #e3ebe6; } details { border-color: #2f3b35; } pre { background: #1c2420; } input, textarea { background: #1c2420; color: inherit; border-color: #3c4a43; } h2, summary b { color: #7fc7a2; } }
</style>
<h1>Echoin REST</h1>
<p class="muted">What this node answers, from <a href="/openapi.json">/openapi.json</a>. 64-bit integers are text, bytes are base64.</p>
<input id="filter" type="search" placeholder="Filter, for example balances" aria-label="Filter">
<main>Loading…</main>
<script>
"use strict";
const main = document.querySelector("main");
const make = (tag, text, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), attributes);
  if (text !== undefined) element.textContent = text;
  return element;
};
const typeOf = (schema) => schema.type === "array" ? schema.items.type + ", several by commas" : schema.format || schema.type;

function form(path, verb, operation) {
  const box = make("form");
  const inputs = operation.parameters.map((parameter) => {
    const label = make("label");
    label.append(make("span", parameter.name + (parameter.required ? " *" : "")));
    const input = make("input", undefined, { placeholder: typeOf(parameter.schema), required: parameter.required });
    label.append(input);
    box.append(label);
    return { parameter, input };
  });
  const body = operation.requestBody && make("textarea", undefined, { placeholder: "JSON body", ariaLabel: "JSON body" });
  if (body) box.append(body);
  box.append(make("button", "Send"));
  const request = make("p", undefined, { className: "muted", hidden: true });
  const answer = make("pre", undefined, { hidden: true });
  box.append(request, answer);
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    let url = path;
    const query = new URLSearchParams();
    const headers = {};
    for (const { parameter, input } of inputs) {
      if (input.value === "") continue;
      if (parameter.in === "path") url = url.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
      else if (parameter.in === "header") headers[parameter.name] = input.value;
      else for (const value of parameter.schema.type === "array" ? input.value.split(",") : [input.value]) query.append(parameter.name, value);
    }
    if ([...query].length > 0) url += "?" + query;
    request.hidden = answer.hidden = false;
    request.textContent = verb.toUpperCase() + " " + url;
    answer.textContent = "…";
    try {
      const response = await fetch(url, { method: verb.toUpperCase(), headers, body: body ? body.value : undefined });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
      answer.textContent = response.status + " " + response.statusText + "\\n" + shown;
    } catch (error) {
      answer.textContent = String(error);
    }
  });
  return box;
}

function show(document_) {
  main.textContent = "";
  const groups = new Map();
  for (const [path, operations] of Object.entries(document_.paths)) {
    for (const [verb, operation] of Object.entries(operations)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ path, verb, operation });
    }
  }
  for (const [tag, entries] of groups) {
    const section = make("section");
    section.append(make("h2", tag));
    for (const { path, verb, operation } of entries) {
      const details = make("details");
      const summary = make("summary");
      summary.append(make("b", verb.toUpperCase()), make("code", path));
      details.append(summary);
      details.dataset.text = (path + " " + operation.summary).toLowerCase();
      details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(form(path, verb, operation)); });
      section.append(details);
    }
    main.append(section);
  }
}

document.getElementById("filter").addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const section of main.children) {
    let any = false;
    for (const details of section.querySelectorAll("details")) {
      details.hidden = !details.dataset.text.includes(wanted);
      any ||= !details.hidden;
    }
    section.hidden = !any;
  }
});
fetch("/openapi.json").then((response) => response.json()).then(show, (error) => { main.textContent = "The list could not be loaded: " + error; });
</script>
</html>
`;
