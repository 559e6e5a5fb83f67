import { KithError } from '../../kernel/index.ts';

/** Largest file kept with a case, in bytes. */
export const largestFile = 10 * 1024 * 1024;

/** A kind of file that may be kept, by the names forms use, and how it is handed out. */
export interface FileType {
  id: 'pdf' | 'png' | 'jpeg' | 'docx' | 'xlsx' | 'txt';
  type: string;
  /** It may be shown in a page: what its bytes say is what a browser will draw. */
  image: boolean;
}

const openXml = 'application/vnd.openxmlformats-officedocument';
const types: readonly FileType[] = [
  { id: 'pdf', type: 'application/pdf', image: false },
  { id: 'png', type: 'image/png', image: true },
  { id: 'jpeg', type: 'image/jpeg', image: true },
  { id: 'docx', type: `${openXml}.wordprocessingml.document`, image: false },
  { id: 'xlsx', type: `${openXml}.spreadsheetml.sheet`, image: false },
  { id: 'txt', type: 'text/plain; charset=utf-8', image: false },
];
const typed = (id: FileType['id']): FileType => types.find((t) => t.id === id)!;
const starts = (content: Buffer, hex: string): boolean => content.subarray(0, hex.length / 2).toString('hex') === hex;

/**
 * What a file is by what is in it; its name and what the browser says of it count for nothing. Null for anything else than may be kept: a
 * program, a web page, an Office file that holds macros.
 */
export function fileType(content: Buffer): FileType | null {
  if (starts(content, '255044462d')) return typed('pdf');
  if (starts(content, '89504e470d0a1a0a')) return typed('png');
  if (starts(content, 'ffd8ff')) return typed('jpeg');
  if (starts(content, '504b0304')) return officeType(content);
  return isText(content) ? typed('txt') : null;
}

/** An Office Open XML file names its parts in its directory (ECMA-376 part 2). */
function officeType(content: Buffer): FileType | null {
  const names = content.toString('latin1');
  if (names.includes('vbaProject.bin') || !names.includes('[Content_Types].xml')) return null;
  return names.includes('word/document.xml') ? typed('docx') : names.includes('xl/workbook.xml') ? typed('xlsx') : null;
}

function isText(content: Buffer): boolean {
  if (content.length === 0 || content.includes(0)) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return !/<(!doctype|html|script|svg|\?xml)/i.test(text.slice(0, 2_000));
  } catch {
    return false;
  }
}

/** Throws `import.refused` for what may not be kept. @returns its type and a name safe to hand out */
export function checkFile(name: string, content: Buffer): { type: FileType; name: string } {
  if (content.length > largestFile) throw new KithError('import.refused', 'The file is larger than 10 MB.', { mend: 'Attach a smaller one, or keep it where it is and say where.' });
  const type = fileType(content);
  if (type === null) throw new KithError('import.refused', 'The file is none of: PDF, Word, Excel, text, PNG or JPEG.', { mend: 'Save it as one of these. Files with macros are not kept.' });
  const base = (name.split(/[\\/]/).at(-1) ?? '').replaceAll(/[^\p{L}\p{N} ._()-]/gu, '').trim().slice(0, 120) || 'file';
  return { type, name: base };
}
