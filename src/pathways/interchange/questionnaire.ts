import type { Extension, Questionnaire, QuestionnaireItem, ValueSet } from '@medplum/fhirtypes';
import type { Field, FormDefinition } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { fieldsOf } from '../forms/fields.ts';
import { answerPath } from './fhirpath.ts';
import { conditionOf, itemControl, toItem, type ItemContext } from './items.ts';
import { scoresId } from './read-items.ts';
import { extensions, fhirpathLanguage } from './urls.ts';

/** Canonical address of a form. It resolves to nothing: an area says where its pathways are published, if anywhere. */
export const formUrl = (pathway: string, form: string): string => `urn:kith:questionnaire:${pathway}:${form}`;

/** System of the codes of one question's options. */
export const optionSystem = (pathway: string, form: string, linkId: string): string => `urn:kith:options:${pathway}:${form}:${encodeURIComponent(linkId)}`;

/**
 * A form as a FHIR R4 Questionnaire in the terms of Structured Data Capture: a group for each page, an item for each question.
 * Whatever neither has a place for stands in extensions `urn:kith:fhir:…`, so that importing it gives the same form again.
 */
export function toQuestionnaire(pathway: Pick<PathwayDefinition, 'id' | 'version'>, id: string, form: FormDefinition): Questionnaire {
  const contained = new Map<string, ValueSet>();
  const context: ItemContext = { contained, systemOf: (linkId) => optionSystem(pathway.id, id, linkId) };
  const before: Field[] = [];
  const pages = form.pages.map((page, i): QuestionnaireItem => {
    const linkId = `page/${i + 1}`;
    const condition = conditionOf(page, before, context);
    return {
      linkId,
      ...(page.means === undefined ? {} : { code: page.means.map(({ system, code, title }) => ({ system, code, ...(title === undefined ? {} : { display: title }) })) }),
      text: page.title,
      type: 'group',
      extension: [itemControl('page'), ...condition.extension],
      ...condition.body,
      item: [
        ...(page.intro === undefined ? [] : [{ linkId: `${linkId}/intro`, text: page.intro, type: 'display' as const }]),
        ...page.fields.map((field) => {
          const item = toItem(field, field.name, before, context);
          before.push(field);
          return item;
        }),
      ],
    };
  });
  const scores = scoreItems(form);
  return {
    resourceType: 'Questionnaire',
    id: `${pathway.id}-${id}`.slice(0, 64),
    url: formUrl(pathway.id, id),
    version: String(pathway.version),
    name: `${pathway.id}_${id}`.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^[^A-Z]/, (first) => first.toUpperCase()),
    title: form.title,
    status: 'active',
    subjectType: ['Patient'],
    ...(form.intro === undefined ? {} : { description: form.intro }),
    ...(contained.size === 0 ? {} : { contained: [...contained.values()] }),
    extension: headExtensions(form),
    item: [...pages, ...(scores.length === 0 ? [] : [{ linkId: scoresId, text: 'Scores', type: 'group' as const, item: scores }])],
  };
}

function headExtensions(form: FormDefinition): Extension[] {
  const rest = { ...(form.scores.length === 0 ? {} : { scores: form.scores }), ...(form.outcome === undefined ? {} : { outcome: form.outcome }) };
  const takesPerson = fieldsOf(form).some((field) => 'prefill' in field && field.prefill !== undefined && 'person' in field.prefill);
  return [
    { url: extensions.citation, valueString: form.source },
    ...(takesPerson ? [{ url: extensions.launchContext, extension: [{ url: 'name', valueCoding: { system: 'http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext', code: 'patient' } }, { url: 'type', valueCode: 'Patient' }] }] : []),
    ...(Object.keys(rest).length === 0 ? [] : [{ url: extensions.rest, valueString: JSON.stringify(rest) }]),
  ];
}

/** Scores, worked out: by FHIRPath where every item is a choice whose options carry its points, and else in Kith alone. */
function scoreItems(form: FormDefinition): QuestionnaireItem[] {
  const fields = new Map(fieldsOf(form).map((field) => [field.name, field]));
  return form.scores.map((score) => {
    const byOption = score.items.every((name) => {
      const field = fields.get(name);
      return field?.type === 'choice' && field.when === undefined && field.options.every((o) => o.points !== undefined);
    });
    const answered = score.items.map((name) => `${answerPath(name)}.exists()`).join(' and ');
    const path = `iif(${answered}, ${score.items.map((name) => `${answerPath(name)}.ordinal()`).join(' + ')}, {})`;
    return {
      linkId: score.name,
      text: score.title,
      type: 'decimal',
      readOnly: true,
      extension: [byOption ? { url: extensions.calculated, valueExpression: { language: fhirpathLanguage, expression: path } } : { url: extensions.rest, valueString: `sum of the points of ${score.items.join(', ')}` }],
    };
  });
}
