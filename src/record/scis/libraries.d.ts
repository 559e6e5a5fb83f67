/** What Kith uses of two libraries that ship no types. */
declare module 'jsonld' {
  interface RemoteDocument {
    documentUrl: string;
    document: unknown;
  }
  const jsonld: {
    toRDF(document: object, options: { format: 'application/n-quads'; documentLoader: (url: string) => Promise<RemoteDocument>; base: string }): Promise<string>;
    compact(document: object, context: object, options: { documentLoader: (url: string) => Promise<RemoteDocument> }): Promise<Record<string, unknown>>;
  };
  export default jsonld;
}

declare module 'n3' {
  import type { DatasetCore, Quad } from '@rdfjs/types';
  export class Parser {
    constructor(options?: { format?: string });
    parse(text: string): Quad[];
  }
  export class Store {
    constructor(quads?: Quad[]);
    readonly size: number;
    [Symbol.iterator](): Iterator<Quad>;
    add: DatasetCore['add'];
    delete: DatasetCore['delete'];
    has: DatasetCore['has'];
    match: DatasetCore['match'];
  }
}
