import type { ComponentChildren, VNode } from 'preact';
import { isSimple, plainCondition, same, type Field, type Prefilled } from '../../../pathways/index.ts';
import { filesOf, showAnswer } from '../../words/answers.ts';
import { showWhen } from '../../words/dates.ts';
import { BodyMapControl } from './body-map.tsx';
import { Control } from './control.tsx';
import { RepeatControl, TableControl } from './rows.tsx';
import type { AskView } from './view.ts';

/** When an answer is of, as its source said it. */
const when = ({ asOf }: Pick<Prefilled, 'asOf'>): string => (asOf === null ? '' : `, ${showWhen(asOf.length > 10 ? asOf.slice(0, 16) : asOf)}`);

/**
 * One question. It stands on the page also where it is not asked yet, hidden, so that a script can show it at once: by plain tests beside
 * it, or when the server says so. Without a script the server draws it when it is asked.
 */
export function Ask(props: { field: Field; page: AskView; when?: string | undefined }): VNode {
  const { field, page } = props;
  const asked = page.result.asked.includes(field.name);
  const tests = field.when === undefined ? null : plainCondition(field.when);
  const offered = page.offered[field.name];
  const body = <Body field={field} page={page} value={offered === undefined ? page.answers[field.name] : offered.value} />;
  return (
    <div class="app-ask" data-ask={field.name} data-when={tests === null ? undefined : JSON.stringify(tests)} hidden={!asked}>
      {offered === undefined ? (
        <>
          {body}
          <Beside field={field} page={page} />
        </>
      ) : (
        <div class="app-offered">
          <p class="app-offered__from">
            <b>Taken from:</b> {offered.source}
            {when(offered)}. It is not your answer until you keep it.
          </p>
          {body}
          <div class="nhsuk-checkboxes nhsuk-checkboxes--small app-offered__keep">
            <div class="nhsuk-checkboxes__item">
              <input class="nhsuk-checkboxes__input" id={`keep.${field.name}`} name={`keep.${field.name}`} type="checkbox" value="yes" />
              <label class="nhsuk-label nhsuk-checkboxes__label" for={`keep.${field.name}`}>
                Keep this answer<span class="nhsuk-u-visually-hidden"> to “{field.title}”</span>
              </label>
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

/** Where the answer came from, or how it differs from the one that stood before. */
function Beside(props: { field: Field; page: AskView }): VNode | null {
  const { field, page } = props;
  const last = page.last[field.name];
  if (last !== undefined) {
    const changed = !same(last.value, page.answers[field.name] ?? null);
    return changed ? <p class="app-beside app-beside--changed"><b>Changed.</b> Before: {showAnswer(field, last.value)} ({last.source}{when(last)})</p> : <p class="app-beside">Unchanged since{when(last).replace(',', '')} ({last.source})</p>;
  }
  const from = page.provenance[field.name];
  return from === undefined ? null : <p class="app-beside">From: {from.from}{when(from)}. Kept by whoever completed this form.</p>;
}

function Fieldset(props: { field: Field; id: string; error?: string | undefined; children: ComponentChildren }): VNode {
  const { field, id, error } = props;
  const optional = field.required || field.type === 'calculated' ? '' : ' (optional)';
  return (
    <fieldset class={`nhsuk-fieldset app-ask__group${error === undefined ? '' : ' nhsuk-form-group--error'}`} id={`${id}-group`} aria-describedby={field.hint === undefined ? undefined : `${id}-hint`}>
      <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{field.title}{optional}</legend>
      {field.hint === undefined ? null : <div class="nhsuk-hint" id={`${id}-hint`}>{field.hint}</div>}
      {props.children}
    </fieldset>
  );
}

function Body(props: { field: Field; page: AskView; value: AskView['answers'][string] | undefined }): VNode {
  const { field, page, value } = props;
  const id = field.name;
  if (isSimple(field)) return <Control field={field} id={id} value={value} error={page.errors.get(id)} />;
  const around = { answers: page.result.values, names: page.form.pages.flatMap((p) => p.fields.map((f) => f.name)) };
  switch (field.type) {
    case 'repeat': return <Fieldset field={field} id={id}><RepeatControl field={field} id={id} value={value} errors={page.errors} around={around} /></Fieldset>;
    case 'table': return <Fieldset field={field} id={id}><TableControl field={field} id={id} value={value} errors={page.errors} around={around} /></Fieldset>;
    case 'body-map': return <Fieldset field={field} id={id}><BodyMapControl field={field} id={id} value={value} errors={page.errors} /></Fieldset>;
    case 'signature': return <Signature field={field} page={page} />;
    case 'file':
    case 'photo': return <Files field={field} page={page} />;
    default: return <Calculated field={field} page={page} />;
  }
}

function Calculated(props: { field: Extract<Field, { type: 'calculated' }>; page: AskView }): VNode {
  const { field, page } = props;
  const found = page.result.calculated.find((c) => c.name === field.name);
  const titles = new Map(page.form.pages.flatMap((p) => p.fields.map((f) => [f.name, f.title])));
  const known = found !== undefined && found.value !== null;
  return (
    <div class="app-calculated" data-calculated={field.name}>
      <p class="app-calculated__title">{field.title}</p>
      <p class={known ? 'app-calculated__value' : 'app-quiet'}>{known ? showAnswer(field, found.value) : `Not yet known${found === undefined || found.missing.length === 0 ? '' : `: it needs ${found.missing.map((n) => `“${titles.get(n) ?? n}”`).join(', ')}`}`}</p>
      {field.hint === undefined ? null : <p class="app-quiet">{field.hint}</p>}
    </div>
  );
}

function Signature(props: { field: Extract<Field, { type: 'signature' }>; page: AskView }): VNode {
  const { field, page } = props;
  const id = field.name;
  const value = page.answers[id];
  const signed = value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  const error = page.errors.get(id) ?? page.errors.get(`${id}.at`);
  const who = { worker: 'Your name', person: 'Their name', other: 'Name of whoever signs' }[field.who];
  return (
    <Fieldset field={field} id={id} error={error}>
      {error === undefined ? null : <p class="nhsuk-error-message" id={`${id}-error`}><span class="nhsuk-u-visually-hidden">Error: </span>{error}</p>}
      <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
        <div class="nhsuk-checkboxes__item">
          <input class="nhsuk-checkboxes__input" id={`${id}.agree`} name={`${id}.agree`} type="checkbox" value="yes" checked={typeof signed.at === 'string'} />
          <label class="nhsuk-label nhsuk-checkboxes__label" for={`${id}.agree`}>{field.says}</label>
        </div>
      </div>
      <div class="nhsuk-form-group app-sign">
        <label class="nhsuk-label" for={id}>{who}</label>
        <input class="nhsuk-input" id={id} name={`${id}.name`} type="text" value={typeof signed.name === 'string' ? signed.name : ''} maxlength={200} autocomplete="off" />
      </div>
      {typeof signed.at === 'string' ? <p class="app-beside">Signed {showWhen(signed.at)}</p> : null}
    </Fieldset>
  );
}

const types: Record<string, string> = { pdf: '.pdf', png: 'image/png', jpeg: 'image/jpeg', docx: '.docx', xlsx: '.xlsx', txt: '.txt' };

function Files(props: { field: Extract<Field, { type: 'file' | 'photo' }>; page: AskView }): VNode {
  const { field, page } = props;
  const id = field.name;
  const files = filesOf(page.answers[id]);
  const error = page.errors.get(id);
  const photo = field.type === 'photo';
  const takes = field.type === 'photo' ? ['png', 'jpeg'] : field.accept;
  return (
    <Fieldset field={field} id={id} error={error}>
      {error === undefined ? null : <p class="nhsuk-error-message" id={`${id}-error`}><span class="nhsuk-u-visually-hidden">Error: </span>{error}</p>}
      {files.length === 0 ? null : (
        <ul class="app-files">
          {files.map((file, i) => {
            const kept = page.attachments.find((a) => a.attachmentId === file.id);
            return (
              <li>
                {photo ? <img class="app-files__photo" src={page.fileHref(file.id)} alt={`Photograph ${i + 1}: ${file.name}`} /> : null}
                <a href={page.fileHref(file.id)}>{file.name}</a>
                {kept === undefined ? null : <span class="app-quiet"> {size(kept.size)}, {kept.userName}</span>}{' '}
                <button class="app-link-button" type="submit" name="do" value={`remove:${id}:${i}`}>Remove<span class="nhsuk-u-visually-hidden"> {file.name}</span></button>
              </li>
            );
          })}
        </ul>
      )}
      {files.length >= field.most ? <p class="app-quiet">No more than {field.most} can be attached.</p> : (
        <div class="app-files__add">
          <label class="nhsuk-label" for={id}>{photo ? 'Take or choose a photograph' : 'Choose a file'}</label>
          <div class="nhsuk-hint" id={`${id}-kinds`}>{photo ? 'JPEG or PNG' : takes.map((t) => t.toUpperCase()).join(', ')}, up to 10 MB</div>
          <input class="nhsuk-file-upload" id={id} name={`${id}.file`} type="file" accept={takes.map((t) => types[t] ?? '').join(',')} aria-describedby={`${id}-kinds`} {...(photo ? { capture: 'environment' as const } : {})} />
          <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" data-module="nhsuk-button" type="submit" name="do" value={`attach:${id}`}>Attach</button>
        </div>
      )}
    </Fieldset>
  );
}

const size = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
