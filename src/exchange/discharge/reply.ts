import type { DischargeMessage } from './read-message.ts';

/** What an acknowledgement says. */
export interface Reply {
  id: string;
  accepted: boolean;
  /** Why it was not taken, or what became of it. */
  says: string;
  at: Date;
  endpoint: string;
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The acknowledgement of a message, in the format that it came in. It says nothing of the person that the message did not. */
export function replyTo(message: DischargeMessage, reply: Reply): { name: string; text: string } {
  const { system, accepted, rejected } = message.format.reply.event;
  const codes = reply.accepted ? accepted : rejected;
  const event = codes[message.event] ?? codes['*'] ?? '';
  return message.format.as === 'json' ? { name: `${reply.id}.json`, text: inJson(message, reply, system, event) } : { name: `${reply.id}.xml`, text: inXml(message, reply, system, event) };
}

/** A message of the Booking and Referral Standard: its header answers, and the referral stands as it was taken. */
function inJson(message: DischargeMessage, { id, accepted, says, at, endpoint }: Reply, system: string, event: string): string {
  const request = `urn:uuid:${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
  const bundle = {
    resourceType: 'Bundle', id, type: 'message', timestamp: at.toISOString(),
    entry: [
      {
        fullUrl: `urn:uuid:${id}`,
        resource: {
          resourceType: 'MessageHeader', id, eventCoding: { system, code: event }, source: { endpoint }, destination: [{ endpoint: message.sender }],
          response: { identifier: message.message, code: accepted ? 'ok' : 'fatal-error' }, focus: [{ reference: request }],
        },
      },
      {
        fullUrl: request,
        resource: {
          resourceType: 'ServiceRequest', status: !accepted ? 'entered-in-error' : message.kind === 'withdrawal' ? 'revoked' : 'active', intent: 'order', authoredOn: at.toISOString(),
          ...(message.reference === null ? {} : { identifier: [{ value: message.reference }] }),
          subject: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: message.nhsNumber } }, note: [{ text: says }],
        },
      },
    ],
  };
  return JSON.stringify(bundle, null, 2);
}

/** The legacy response (ADW, DSTU2): its event says accepted or rejected, and its code is `ok` either way. */
function inXml(message: DischargeMessage, { id, accepted, says, at, endpoint }: Reply, system: string, event: string): string {
  const value = (name: string, text: string): string => `<${name} value="${escape(text)}"/>`;
  const reference = message.reference === null ? '' : `<identifier>${value('value', message.reference)}</identifier>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir">${value('id', id)}${value('type', 'message')}
<entry>${value('fullUrl', `urn:uuid:${id}`)}<resource><MessageHeader>${value('id', id)}${value('timestamp', at.toISOString())}<event>${value('system', system)}${value('code', event)}</event>
<response>${value('identifier', message.message)}${value('code', 'ok')}</response><source>${value('endpoint', endpoint)}</source><destination>${value('endpoint', message.sender)}</destination>
<reason>${value('text', says)}</reason></MessageHeader></resource></entry>
<entry><resource><ReferralRequest>${value('status', accepted ? 'accepted' : 'rejected')}${reference}</ReferralRequest></resource></entry></Bundle>
`;
}
