import type { LinkDetail, LinkSummary } from '../link.ts';
import type { Workspace } from '../workspace.store.ts';

export async function writeReport(_work: Workspace, summary: LinkSummary, _detail: LinkDetail, _id: string | null): Promise<string> {
  return `<!doctype html><pre>${JSON.stringify(summary)}</pre>`;
}
