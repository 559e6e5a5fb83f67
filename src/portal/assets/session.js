// Warns before somebody is signed out by time. Without this file the header says when, and a form sent too late is kept.
'use strict';

(() => {
  const dialog = document.querySelector('#session');
  if (dialog === null || typeof dialog.showModal !== 'function') return;
  const warnSeconds = 120;
  const text = dialog.querySelector('#session-left');
  const again = dialog.querySelector('.app-session__again');
  const written = new Set();
  let ends = Date.now() + Number(dialog.dataset.seconds) * 1000;
  let final = dialog.dataset.final === 'yes';
  let over = false;
  let asking = false;

  const left = () => Math.ceil((ends - Date.now()) / 1000);
  const take = (said) => {
    ends = Date.now() + said.seconds * 1000;
    final = said.final;
  };
  const show = (which) => {
    for (const part of dialog.querySelectorAll('[data-session-when]')) part.hidden = part.dataset.sessionWhen !== which;
  };
  // Said at a few times only: a screen reader speaks each change.
  const words = (seconds) => (seconds > 60 ? 'You will be signed out in 2 minutes.' : seconds > 30 ? 'You will be signed out in 1 minute.' : 'You will be signed out in 30 seconds.');
  const say = (said) => {
    if (text.textContent !== said) text.textContent = said;
  };

  // A page in another tab may have been used meanwhile, so the server is asked before anybody is warned.
  const ask = async (init) => {
    const answer = await fetch('/session', { headers: { accept: 'application/json' }, credentials: 'same-origin', ...init });
    if (!answer.ok || !/json/.test(answer.headers.get('content-type') ?? '')) throw new Error('no answer');
    take(await answer.json());
  };

  const leave = () => {
    over = true;
    const form = [...written].find((one) => one.isConnected);
    if (form === undefined) {
      window.location.replace(`/sign-out?idle=1&return=${encodeURIComponent(window.location.pathname + window.location.search)}`);
      return;
    }
    // What was written stays in the page, out of sight, and is sent to be kept when they sign in again.
    document.body.classList.add('app-covered');
    show('over');
    dialog.querySelector('#session-title').textContent = 'You have been signed out';
    say('You have been signed out.');
    dialog.querySelector('[data-session-stay]').hidden = true;
    dialog.querySelector('[data-session-out]').hidden = true;
    again.hidden = false;
    if (!dialog.open) dialog.showModal();
    again.focus();
    again.addEventListener('click', () => HTMLFormElement.prototype.submit.call(form), { once: true });
  };

  const tick = async () => {
    if (over || asking || left() > warnSeconds) return;
    asking = true;
    try {
      if (!dialog.open || left() <= 0) await ask({ method: 'GET' }).catch(() => undefined);
    } finally {
      asking = false;
    }
    if (left() > warnSeconds) {
      if (dialog.open) dialog.close();
      return;
    }
    if (left() <= 0) {
      leave();
      return;
    }
    show(final ? 'final' : 'idle');
    dialog.querySelector('[data-session-stay] button').textContent = final ? 'Go back to the page' : 'Stay signed in';
    if (!dialog.open && !(final && dialog.dataset.seen === 'yes')) dialog.showModal();
    say(words(left()));
  };

  const stay = async () => {
    if (final) {
      dialog.dataset.seen = 'yes';
      dialog.close();
      return;
    }
    const form = dialog.querySelector('[data-session-stay]');
    try {
      await ask({ method: 'POST', body: new URLSearchParams(new FormData(form)) });
      dialog.close();
    } catch {
      say('That could not be done. Try again.');
    }
  };

  dialog.querySelector('[data-session-stay]').addEventListener('submit', (event) => {
    event.preventDefault();
    void stay();
  });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (!over) void stay();
  });
  for (const form of document.querySelectorAll('main form[method="post"]')) form.addEventListener('input', () => written.add(form));
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', () => void tick());
})();
