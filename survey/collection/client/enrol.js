// @ts-check
/** Letting this device in: with a code that works once, or by who is signed in here. */
import { press, screen, slot } from "./screen.js";
import { say } from "./words.js";

/** @typedef {{device: number, name: string, organisation: string, token: string, again?: boolean, turn?: number, finished?: Record<string, number>}} Device */

/**
 * @param {{client: string, before?: string, wiped: import("./mark.js").Mark|null, enrolled: (device: Device) => void, status: (place: HTMLElement) => void}} means
 * @returns {HTMLElement}
 */
export function enrol({ client, before, wiped, enrolled, status }) {
  const made = screen("enrol");
  const form = /** @type {HTMLFormElement} */ (made.querySelector("form"));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("code"));
  const about = { client, platform: platform(), before }; // who it was, so that it stays the same device
  if (wiped) {
    slot(made, "wiped").textContent = say(wiped.waiting ? "wiped_waiting" : "wiped", { n: wiped.waiting, name: wiped.name });
    slot(made, "wiped").hidden = false;
  }
  const complain = (/** @type {string} */ text) => {
    slot(made, "problem").textContent = text;
    slot(made, "problem").hidden = !text;
  };
  const ask = async (/** @type {string} */ path, /** @type {any} */ content, /** @type {Record<string, string>} */ headers = {}) => {
    complain("");
    const answer = await post(path, { ...content, ...about }, headers);
    if (answer?.token) enrolled(answer);
    else complain(answer ? [answer.title, answer.detail].filter(Boolean).join(". ") : say("enrol_away"));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = field.value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    if (code.length === 8) void ask("/api/v1/devices", { code });
    else complain(say("enrol_code", { n: code.length }));
  });
  const scanned = /^#code=([\w-]+)$/.exec(location.hash)?.[1];
  if (scanned) {
    field.value = scanned;
    history.replaceState(null, "", location.pathname); // it works once, and need not stay in the address
  }
  void fetch("/veld/wie.json", { cache: "no-store" })
    .then((answer) => answer.json())
    .then(({ name, may, csrf }) => {
      slot(made, "staff").hidden = name !== null;
      slot(made, "own").hidden = !may;
      slot(made, "who").textContent = say("enrol_who", { name });
      press(made, "own", () => void ask("/api/v1/devices/own", { name: "" }, { "X-CSRFToken": csrf }));
    })
    .catch(() => {}); // without a network there is nobody to ask
  status(slot(made, "status"));
  return made;
}

/** What kind of device this is, for the list of devices; nothing that tells one of a kind from another. */
export function platform() {
  const { userAgent } = navigator;
  const kind = /iPad|iPhone|Android|Windows|Mac OS X|CrOS|Linux/.exec(userAgent)?.[0] ?? "";
  const program = /(Edg|Firefox|Chrome|Safari)\/\d+/.exec(userAgent)?.[0] ?? "";
  return [kind, program].filter(Boolean).join(", ");
}

/** @param {string} path @param {any} content @param {Record<string, string>} headers @returns {Promise<any>} null without an answer of our server */
async function post(path, content, headers) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
      body: JSON.stringify(content),
      redirect: "error",
    });
    return await answer.json();
  } catch {
    return null;
  }
}
