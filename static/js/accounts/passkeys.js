// Asks the device for a passkey, or for a new one, and sends its answer with the form. Decides nothing.

const form = document.querySelector("form[data-passkey]");
const show = (name) => form.querySelector(`[data-passkey-${name}]`).removeAttribute("hidden");
const hide = (name) => form.querySelector(`[data-passkey-${name}]`).setAttribute("hidden", "");

const toBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.codePointAt(0));
};

const toText = (buffer) => {
  if (!buffer) return null;
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCodePoint(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const readable = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

function optionsOf(given) {
  const options = { ...given, challenge: toBytes(given.challenge) };
  if (given.user) options.user = { ...given.user, id: toBytes(given.user.id) };
  if (given.excludeCredentials) options.excludeCredentials = readable(given.excludeCredentials);
  if (given.allowCredentials) options.allowCredentials = readable(given.allowCredentials);
  return options;
}

function answerOf(credential) {
  const { response } = credential;
  const told = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    told.attestationObject = toText(response.attestationObject);
    told.transports = response.getTransports?.() ?? null;
  } else {
    told.authenticatorData = toText(response.authenticatorData);
    told.signature = toText(response.signature);
    told.userHandle = toText(response.userHandle);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: told,
    extensions: JSON.stringify(credential.getClientExtensionResults()),
  };
}

async function ask() {
  hide("failed");
  if (!globalThis.PublicKeyCredential) return show("unable");
  const publicKey = optionsOf(JSON.parse(form.dataset.options));
  try {
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(answerOf(credential));
    form.submit();
  } catch (problem) {
    show(problem.name === "SecurityError" ? "unable" : "failed");
  }
}

form.querySelector("[data-passkey-again]").addEventListener("click", ask);
ask();
