/**
 * Answers cases from its input, one JSON object on a line: a `programme`, or a case for the programme before it.
 * With three arguments (module, before, after) the engine has that fault planted in it.
 */

import { readFileSync } from "node:fs";

import { assembled, planted, sources } from "./assembled.js";
import { outcome, shipped } from "./vectors.js";

const fault = process.argv.slice(2);
const engine = fault.length > 0 ? assembled(planted(sources(), ...fault)) : await shipped();

let programme = null;
const replies = [];
for (const line of readFileSync(0, "utf8").split("\n")) {
  const given = JSON.parse(line);
  if (given.function) replies.push(JSON.stringify(outcome(engine, given, programme)));
  else programme = given.programme;
}
process.stdout.write(replies.join("\n"));
