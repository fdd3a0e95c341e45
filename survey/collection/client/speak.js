// @ts-check
/** Reading aloud: the recording of a question when there is one, else a voice that this device itself has for the language. */

/** @type {AudioContext|null} */
let player = null;
/** @type {AudioBufferSourceNode|null} */
let sounding = null;

/** The voice for a language; only a local one: what is asked here goes to nobody's server. @param {string} language */
function voice(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language.split("-")[0]) ?? null;
}

/**
 * A way to have this read, or null when the device has none.
 * @param {{language: string, sentences: string[], recordings: (() => Promise<Blob|null>)[]}} what
 * @returns {Promise<(() => Promise<void>)|null>}
 */
export async function reader({ language, sentences, recordings }) {
  const sounds = (await Promise.all(recordings.map((fetched) => fetched().catch(() => null)))).filter((one) => one !== null);
  if (sounds.length > 0) return () => play(sounds);
  if (!voice(language) && globalThis.speechSynthesis) await arrived();
  const chosen = voice(language);
  if (!chosen) return null;
  return async () => {
    hush();
    for (const sentence of sentences) {
      const spoken = new SpeechSynthesisUtterance(sentence);
      Object.assign(spoken, { voice: chosen, lang: chosen.lang });
      speechSynthesis.speak(spoken);
    }
  };
}

/** Stop whatever is being read. */
export function hush() {
  globalThis.speechSynthesis?.cancel();
  sounding?.stop();
  sounding = null;
}

/** @param {Blob[]} sounds one after the other */
async function play(sounds) {
  hush();
  player ??= new AudioContext();
  for (const sound of sounds) {
    const node = player.createBufferSource();
    node.buffer = await player.decodeAudioData(await sound.arrayBuffer());
    node.connect(player.destination);
    sounding = node;
    node.start();
    await new Promise((resolve) => (node.onended = resolve));
    if (sounding !== node) return; // hushed meanwhile
  }
}

/** Some browsers know their voices a moment after the page only. @returns {Promise<void>} */
function arrived() {
  return new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", () => resolve(), { once: true });
    setTimeout(resolve, 1000);
  });
}
