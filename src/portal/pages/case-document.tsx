import type { DocumentModel } from '../../pathways/index.ts';
import { CaseDocument } from '../components/document.tsx';
import type { Page } from '../components/layout.tsx';
import { showInstant } from '../words/dates.ts';

/** A document of a case to read and print, with the ways to take it along. */
export function caseDocumentPage({ model, href, now, today }: { model: DocumentModel; href: string; now: Date; today: string }): Page {
  return {
    title: [model.title, model.reference ?? 'Case'],
    body: (
      <div class="app-plain">
        <ul class="nhsuk-list app-print">
          <li>
            <a href={`${href}?as=pdf`} download>
              Download as PDF
            </a>
          </li>
          <li>
            <a href={`${href}?as=fhir`} download>
              Download as a FHIR document
            </a>
          </li>
        </ul>
        <CaseDocument model={model} printed={showInstant(now.toISOString(), today)} />
      </div>
    ),
  };
}
