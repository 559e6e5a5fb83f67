/** Which format a topic says its messages are of; null when it is none that carries uplinks. */
export function formatOfTopic(topic: string): string | null {
  if (/^application\/[^/]+\/device\/[^/]+\/event\/[^/]+$/.test(topic)) return 'chirpstack';
  if (/^v3\/[^/]+\/devices\/[^/]+\/(up|join|location\/solved|service\/data)$/.test(topic)) return 'tts';
  return /^uplinks\/([a-z][a-z0-9-]*)(\/.*)?$/.exec(topic)?.[1] ?? null;
}
