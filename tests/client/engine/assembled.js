/** The engine put together from source texts in memory, so that a fault can be planted in one of them. */

import { readFileSync } from "node:fs";
import { Script } from "node:vm";

import { MODULES } from "./vectors.js";

const FOLDER = new URL("../../../questionnaires/engine/", import.meta.url);
const IMPORT = /^import \{ ([\w, ]+) \} from "\.\/(\w+)\.js";$/gm;
const EXPORT = /^export (?=(?:function|const) (\w+))/gm;

/** The sources by module, in the order in which each needs only those before it. */
export function sources() {
  return Object.fromEntries(MODULES.map((name) => [name, readFileSync(new URL(`${name}.js`, FOLDER), "utf8")]));
}

/** Run the sources; gives the modules by name, as an import would. Throws on a fault of syntax. */
export function assembled(texts) {
  const modules = {};
  for (const [name, text] of Object.entries(texts)) {
    const exported = [...text.matchAll(EXPORT)].map(([, found]) => found);
    const body = text.replace(IMPORT, "const { $1 } = modules.$2;").replace(EXPORT, "");
    const script = new Script(`(modules) => { "use strict"; ${body}\nreturn { ${exported.join(", ")} }; }`);
    modules[name] = script.runInThisContext()(modules);
  }
  return modules;
}

/** The sources with one place changed; throws when it is not there exactly once. */
export function planted(texts, name, before, after) {
  if (texts[name].split(before).length !== 2) throw new Error(`${name}.js does not hold once: ${before}`);
  return { ...texts, [name]: texts[name].replace(before, () => after) };
}
