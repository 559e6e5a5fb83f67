/** How keys are packed: 63 bits, the first 18 the bucket, the next 32 kept beside the subject. The last 13 tell nobody apart who would be met. */
const [restBits, unusedBits, entryOctets] = [32n, 13n, 9];

/** Bucket of a key. */
export const bucketOf = (key: bigint): number => Number(key >> (restBits + unusedBits));

/** Subjects of a bucket that have the key, each once. */
export function subjectsOf(entries: Buffer, key: bigint): number[] {
  const rest = Number((key >> unusedBits) & 0xffffffffn);
  const found: number[] = [];
  for (let at = 0; at + entryOctets <= entries.length; at += entryOctets) {
    if (entries.readUInt32BE(at) === rest) found.push(entries.readUIntBE(at + 4, 5));
  }
  return found;
}
