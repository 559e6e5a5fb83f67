// Forms of cases: questions shown as soon as an answer asks them, and answers saved as they are written. Without this file each press of Continue does both.
'use strict';

for (const form of document.querySelectorAll('form[data-autosave]')) {
  const said = form.querySelector('[data-saved]');
  const live = form.querySelector('[data-live]');
  const revision = form.elements.revision;
  const shown = form.elements.shown;
  const asks = [...form.querySelectorAll('[data-ask]')];
  const quiet = 4000;
  let timer = null;
  let dirty = false;
  let saving = null;
  let stopped = false;

  // What a field's controls say, of a question that is asked itself.
  const valuesOf = (name) => {
    const ask = asks.find((one) => one.dataset.ask === name);
    if (ask === undefined) return null;
    if (ask.hidden) return [];
    return [...ask.querySelectorAll('input, select, textarea')].filter((c) => c.name === name && (c.type !== 'radio' && c.type !== 'checkbox' ? c.value !== '' : c.checked)).map((c) => c.value);
  };
  const reveal = (ask, show) => {
    if (ask.hidden === !show) return;
    ask.hidden = !show;
    if (show && !shown.value.split(',').includes(ask.dataset.ask)) shown.value += `${shown.value === '' ? '' : ','}${ask.dataset.ask}`;
  };
  // Plain tests alone, of questions on this page; all others are told by the server when the answers are saved.
  const ask = () => {
    for (const one of asks) {
      if (one.dataset.when === undefined) continue;
      const tests = JSON.parse(one.dataset.when).map((test) => ({ ...test, is: valuesOf(test.field) }));
      if (tests.some((test) => test.is === null)) continue;
      reveal(one, tests.every((test) => test.is.length > 0 && test.is.some((v) => test.any.includes(v)) !== (test.not === true)));
    }
  };

  const say = (words, bad) => {
    said.textContent = words;
    said.classList.toggle('app-saved--bad', bad === true);
  };
  const take = (answer) => {
    if (answer.aside !== null) {
      stopped = true;
      said.textContent = `${answer.aside.by} changed this form too. Yours is kept beside it: `;
      const link = document.createElement('a');
      link.href = answer.aside.href;
      link.textContent = 'look at both';
      said.append(link);
      return;
    }
    revision.value = answer.revision;
    say(`Saved ${answer.saved}`);
    for (const one of asks) if (one.dataset.when === undefined || valuesOf(JSON.parse(one.dataset.when)[0].field) === null) reveal(one, answer.asked.includes(one.dataset.ask));
    for (const one of form.querySelectorAll('[data-calculated]')) {
      const value = answer.calculated[one.dataset.calculated];
      const line = one.querySelector('.app-calculated__value, .app-quiet');
      if (value === undefined || line.textContent === value) continue;
      line.className = 'app-calculated__value';
      line.textContent = value;
    }
    if (live.innerHTML !== answer.live) live.innerHTML = answer.live;
  };
  const body = () => {
    const data = new FormData(form);
    // Files are sent when they are attached, not with each word that is written.
    return new URLSearchParams([...data].filter(([, value]) => typeof value === 'string'));
  };
  const save = async () => {
    clearTimeout(timer);
    timer = null;
    if (!dirty || stopped || saving !== null) return;
    dirty = false;
    saving = fetch(form.dataset.autosave, { method: 'POST', body: body(), credentials: 'same-origin', headers: { accept: 'application/json' } });
    try {
      const answer = await saving;
      if (!answer.ok) throw new Error(String(answer.status));
      take(await answer.json());
    } catch {
      dirty = true;
      say('Not saved yet. It will be tried again.', true);
      timer = setTimeout(save, 3 * quiet);
    } finally {
      saving = null;
    }
    if (dirty && timer === null) timer = setTimeout(save, quiet);
  };
  const changed = () => {
    dirty = true;
    ask();
    clearTimeout(timer);
    timer = setTimeout(save, quiet);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('focusout', () => {
    if (dirty) void save();
  });
  // A save under way is waited for: what follows it must know of it.
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (saving === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    void saving.catch(() => null).then(() => setTimeout(() => form.requestSubmit(submitter), 30));
  }, true);
  ask();
}

// A region of a body map that is pressed is chosen in the list beside it.
for (const map of document.querySelectorAll('svg[data-chooses]')) {
  const list = document.getElementById(map.dataset.chooses);
  if (list === null) continue;
  map.dataset.live = '';
  const parts = [...map.querySelectorAll('[data-region]')];
  const mark = () => {
    for (const part of parts) part.classList.toggle('app-body-map__part--chosen', part.dataset.region === list.value);
  };
  for (const part of parts) {
    part.addEventListener('click', () => {
      list.value = part.dataset.region;
      mark();
      document.getElementById(map.dataset.chooses.replace(/region$/, 'kind')).focus();
    });
  }
  list.addEventListener('change', mark);
}
