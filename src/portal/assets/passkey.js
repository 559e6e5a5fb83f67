// Asks the device for a passkey. Without this file, or in a browser without passkeys, the page says what to do instead.
'use strict';

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const making = form.dataset.passkey === 'make';
  const kind = window.PublicKeyCredential;
  if (kind === undefined || typeof kind.parseCreationOptionsFromJSON !== 'function') continue;
  const button = form.querySelector('[data-passkey-button]');
  const trouble = form.querySelector('[data-passkey-trouble]');
  form.querySelector('[data-passkey-none]').hidden = true;
  button.hidden = false;
  const ask = async () => {
    const options = JSON.parse(form.dataset.options);
    trouble.textContent = '';
    try {
      const made = making
        ? await navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON(options) });
      form.querySelector('[name="credential"]').value = JSON.stringify(made.toJSON());
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      trouble.textContent = making ? 'No passkey was made. Try again, or use another device.' : 'No passkey was given. Try again, or use another way.';
    }
  };
  button.addEventListener('click', () => void ask());
}
