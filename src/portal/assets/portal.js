// Everything works without this file. It adds only what HTML alone cannot do.
'use strict';

// Printing needs a script, so the button shows only where one runs.
for (const holder of document.querySelectorAll('[data-print-holder]')) {
  holder.hidden = false;
  holder.querySelector('button').addEventListener('click', () => window.print());
}

// A page with an error starts at its summary; the browser announces it from there.
const summary = document.querySelector('.nhsuk-error-summary');
if (summary !== null) {
  summary.tabIndex = -1;
  summary.focus();
}

// What was folded away is wanted on paper, but for what each feed covers: the page of sources prints that.
const folded = () => document.querySelectorAll('main details:not([open]):not(.app-card__fresh)');
let opened = [];
window.addEventListener('beforeprint', () => {
  opened = [...folded()];
  for (const details of opened) details.open = true;
});
window.addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
});

// A second press of a slow form's button does not send it twice.
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
}
window.addEventListener('pageshow', (event) => {
  // A page the browser kept from before sign-out is fetched again, so that Back shows nobody.
  if (event.persisted) window.location.reload();
});
