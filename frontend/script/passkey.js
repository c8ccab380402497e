// Passkeys: asks the server for its question, the browser for the answer, and sends that as an ordinary form.
// A form with data-passkey="get" or "create" stays hidden where the browser cannot do it.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (mark) => mark.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the server asked, with bytes where the browser wants bytes. */
function prepared(options) {
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));
  const asked = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) asked.allowCredentials = keys(options.allowCredentials);
  if (options.excludeCredentials) asked.excludeCredentials = keys(options.excludeCredentials);
  return asked;
}

/** The browser's answer as the server reads it (RegistrationResponseJSON, AuthenticationResponseJSON). */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  });
}

async function ask(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const question = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!question.ok || question.redirected) throw new Error("no question");
  const publicKey = prepared((await question.json()).publicKey);
  return navigator.credentials[form.dataset.passkey]({ publicKey });
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const trouble = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  trouble.hidden = true;
  button.disabled = true;
  try {
    form.elements.antwoord.value = answered(await ask(form));
    form.submit();
  } catch {
    trouble.hidden = false;
    button.disabled = false;
    button.focus();
  }
}

// A passkey belongs to a name: at a bare number (127.0.0.1) no browser makes one.
const named = !/^[\d.]+$|^\[/.test(location.hostname);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !named) continue;
  form.hidden = false;
  form.addEventListener("submit", submit);
}
for (const text of document.querySelectorAll("[data-without-passkey]")) text.hidden = Boolean(window.PublicKeyCredential) && named;
