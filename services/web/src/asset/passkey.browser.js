// Makes passkeys and signs in by them. Without it, or in a browser without passkeys, the forms stay hidden and people
// sign in by mail.
const bytes = (text) => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const each = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function optionsFrom(path) {
  const answer = await fetch(path, { method: 'POST', credentials: 'same-origin' });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  const { options } = body;
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: options.user && { ...options.user, id: bytes(options.user.id) },
    allowCredentials: each(options.allowCredentials),
    excludeCredentials: each(options.excludeCredentials),
  };
}

// Does what `toJSON()` does in newer browsers.
function jsonOf({ rawId, response }) {
  const id = text(rawId);
  const named = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (response[name]?.byteLength) named[name] = text(response[name]);
  const transports = response.getTransports?.();
  return {
    id,
    rawId: id,
    type: 'public-key',
    response: { ...named, ...(transports && { transports }) },
    clientExtensionResults: {},
  };
}

const WAYS = {
  make: (publicKey) => navigator.credentials.create({ publicKey }),
  use: (publicKey) => navigator.credentials.get({ publicKey }),
};

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!globalThis.PublicKeyCredential) break;
  form.hidden = false;
  for (const note of document.querySelectorAll('.nopasskey')) note.hidden = true;
  form.addEventListener('submit', async (event) => {
    const field = form.elements.passkey;
    if (field.value) return;
    event.preventDefault();
    const told = form.querySelector('[role=status]');
    told.textContent = '';
    try {
      const options = await optionsFrom(form.dataset.options);
      field.value = JSON.stringify(jsonOf(await WAYS[form.dataset.passkey](options)));
      form.requestSubmit();
    } catch (error) {
      const over = ['NotAllowedError', 'AbortError'].includes(error.name);
      const known = error.name === 'InvalidStateError';
      told.textContent = over
        ? 'Nothing was done: the browser was told no, or has no passkey for this site.'
        : known
          ? 'This device has a passkey of this account already.'
          : error.message;
    }
  });
}
