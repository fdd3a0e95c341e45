// @ts-check
/** "Buiten": for full sun, the device remembers it. */

/** @param {{setting: (name: string) => Promise<any>, keepSetting: (name: string, value: unknown) => Promise<unknown>}} store */
export async function keepOutside(store) {
  const button = /** @type {HTMLElement} */ (document.getElementById("outside"));
  const set = (/** @type {boolean} */ on) => {
    document.documentElement.toggleAttribute("data-outside", on);
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    void store.keepSetting("outside", on);
  });
  set((await store.setting("outside").catch(() => false)) === true);
}
