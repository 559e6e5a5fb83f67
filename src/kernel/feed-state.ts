/** What the portal and the command line know about each feed, so that absence can be explained. */
export interface FeedState {
  feed: string;
  title: string;
  category: string;
  organisation: string;
  organisationName: string;
  lastReceived: string | null;
  nextExpected: string | null;
  state: 'on-time' | 'late' | 'never' | 'failed';
  rows: number;
  rejects: number;
  /** Plain sentence: "Tenants aged 16 and over, from April 2015". */
  coverage: string;
  ages: { from: number | null; to: number | null };
  covers: { from: string | null; to: string | null };
}
