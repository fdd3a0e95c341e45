import assert from "node:assert/strict";
import { test } from "node:test";
import { unfit } from "../../survey/collection/client/storage.js";

const GIB = 1024 ** 3;
const fit = { persisted: true, quota: 10 * GIB, usage: 0, files: true, worker: true, apple: false, installed: false };

for (const [what, facts, reason] of [
  ["an ordinary window that keeps what it is given", {}, null],
  ["a window without a service worker", { worker: false }, "private"],
  ["a window without files of its own", { files: false }, "private"],
  ["a window with a little memory in place of a disk", { persisted: false, quota: GIB }, "private"],
  ["a browser that does not promise to keep", { persisted: false }, "persistence"],
  ["an iPad in the browser", { apple: true }, "home_screen"],
  ["an iPad on the home screen", { apple: true, installed: true }, null],
  ["a full device", { usage: 10 * GIB - 49 * 1024 * 1024 }, "space"],
  ["a device with just enough room", { usage: 10 * GIB - 50 * 1024 * 1024 }, null],
]) {
  test(`${what}: ${reason ?? "fieldwork may begin"}`, () => assert.equal(unfit({ ...fit, ...facts }), reason));
}
