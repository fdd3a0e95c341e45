/**
 * Puts the vectors, and the cases from its input, to every mutant of the JavaScript twin. The input is JSON lines: a
 * `programme`, or a case with its `outcome`. Writes one JSON object: how many mutants there were, and the ids of those that
 * no case told from the original.
 */

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Script } from "node:vm";

import { assembled, sources } from "../client/engine/assembled.js";
import { cases, expected, FILES, outcome, plain, PROGRAMMES, SIGNATURES } from "../client/engine/vectors.js";
import { mutants } from "./mutants.js";

const STEPS = 10_000; // no loop of the engine turns as often on any case
const SECONDS = 60; // what still hangs is stopped: far above the half second that all cases take

/** A mutated loop may never end: each turn of a counting loop is counted. */
function guarded(texts) {
  const loops = /for \(let [^{]*\{/g;
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replace(loops, "$& globalThis.turn();")]));
}

/** What is put to each mutant: the case, the programme it is about, and what comes out of the original. */
function everything() {
  const found = FILES.flatMap(cases).map((given) => ({
    given,
    programme: PROGRAMMES[given.programme],
    right: plain(expected(given)),
  }));
  let programme = null;
  for (const line of readFileSync(0, "utf8").split("\n")) {
    const given = JSON.parse(line);
    if (given.function) found.push({ given, programme, right: plain(given.outcome) });
    else programme = given.programme;
  }
  return found;
}

let all = everything();
let turns = 0;
globalThis.turn = () => {
  turns += 1;
  if (turns > STEPS) throw new Error("this loop does not end");
};

/** Whether some case gives something else than the original. */
globalThis.told = (texts) => {
  let engine;
  try {
    engine = assembled(guarded(texts));
  } catch {
    return true;
  }
  const teller = all.findIndex(({ given, programme, right }) => {
    turns = 0;
    return !isDeepStrictEqual(plain(outcome(engine, given, programme)), right);
  });
  if (teller > 0) all.unshift(...all.splice(teller, 1)); // what told one mutant often tells the next
  return teller >= 0;
};

const judge = new Script("told(texts)");
function killed(texts) {
  globalThis.texts = texts;
  try {
    return judge.runInThisContext({ timeout: SECONDS * 1000 });
  } catch (error) {
    if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return true;
    throw error;
  }
}

const originals = sources();
if (killed(originals)) throw new Error("the engine itself does not give what the cases say");
const survivors = [];
let count = 0;
for (const [name, original] of Object.entries(originals)) {
  const near = ({ given }) => SIGNATURES[given.function][0] === name;
  all = [...all.filter(near), ...all.filter((each) => !near(each))];
  for (const { id, source } of mutants(name, original)) {
    count += 1;
    if (!killed({ ...originals, [name]: source })) survivors.push(id);
  }
}
process.stdout.write(JSON.stringify({ count, survivors }));
