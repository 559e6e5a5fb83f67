/** A page about proving oneself, as the portal draws it. Each form sends its hidden fields and what is asked for. */
export type FactorPage = Form &
  (
    | { kind: 'prove'; name: string; passkey: string | null; error?: string }
    | { kind: 'passkey-only'; passkey: string | null; error?: string }
    | { kind: 'invitation'; name: string; passkey: string | null; error?: string }
    | { kind: 'app'; uri: string; key: string; error?: string }
    | { kind: 'new-passkey'; passkey: string | null; error?: string }
    | { kind: 'recovery'; codes: readonly string[] }
  );

/** `passkey` is what the browser is asked, as JSON; null where people use an address that passkeys do not work at. */
interface Form {
  action: string;
  hidden: Record<string, string>;
}
