// Passkeys: ask the server for a question, let the device sign it, and send the answer. Without this script people sign
// in with a password and a code.

/** @param {Element} place @param {string} address @param {object} body */
async function send(place, address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.token },
    body: JSON.stringify(body),
  });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

/** Let the device sign what the server asks. @param {Element} place */
async function sign(place) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await send(place, place.dataset.passkey, {}));
  const credential = await navigator.credentials.get({ publicKey: options });
  return { credential: JSON.stringify(credential.toJSON()), next: place.dataset.next ?? "" };
}

/** Let the device make a new key. @param {Element} place */
async function make(place) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await send(place, place.dataset.newPasskey, {}));
  const credential = await navigator.credentials.create({ publicKey: options });
  return { credential: JSON.stringify(credential.toJSON()), name: place.querySelector("input")?.value ?? "" };
}

const able = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;
for (const place of able ? document.querySelectorAll("[data-passkey], [data-new-passkey]") : []) {
  place.hidden = false;
  const button = place.querySelector("button");
  const fault = place.querySelector("[data-passkey-fault]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    fault.textContent = "";
    try {
      const proof = await ("newPasskey" in place.dataset ? make(place) : sign(place));
      const { address } = await send(place, place.dataset.answer, proof);
      location.assign(address);
    } catch {
      // Somebody who changed their mind and a device that does not know us look the same here.
      fault.textContent = fault.dataset.passkeyFault;
      button.disabled = false;
    }
  });
}
