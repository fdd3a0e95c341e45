/** A database in memory in place of the browser's, for the modules that keep: as much of `idb` as they use, and no more. */
import { registerHooks } from "node:module";

const stores = new Map();

/** @param {any} key */
const named = (key) => JSON.stringify(key);

function storeOf(name, keyPath) {
  const rows = stores.get(name) ?? stores.set(name, new Map()).get(name);
  const keyOf = (value) => (Array.isArray(keyPath) ? keyPath.map((part) => value[part]) : value[keyPath]);
  return {
    get: async (key) => structuredClone(rows.get(named(key))?.value),
    getAll: async () => [...rows.values()].map(({ value }) => structuredClone(value)),
    getAllKeys: async () => [...rows.values()].map(({ key }) => key),
    getKey: async (key) => rows.get(named(key))?.key,
    put: async (value, key = keyOf(value)) => void rows.set(named(key), { key, value: structuredClone(value) }),
    delete: async (key) => void rows.delete(named(key)),
    clear: async () => rows.clear(),
  };
}

export async function openDB(_name, _version, { upgrade }) {
  const paths = new Map();
  upgrade({ createObjectStore: (name, { keyPath } = {}) => paths.set(name, keyPath) }, 0);
  const store = (name) => storeOf(name, paths.get(name));
  const shortly = (act) => (name, ...rest) => store(name)[act](...rest);
  const acts = ["get", "getAll", "getAllKeys", "getKey", "put", "delete"];
  return {
    ...Object.fromEntries(acts.map((act) => [act, shortly(act)])),
    transaction: () => ({ objectStore: store, done: Promise.resolve(), abort: () => {} }),
  };
}

/** Throw away everything, as a browser does that makes room. */
export function wipe() {
  stores.clear();
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.endsWith("/vendor/idb/index.js") ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
});
