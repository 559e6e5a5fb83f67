import { fold, givenKeys, soundOf } from '../linkage/index.ts';

export { soundOf };

/** Folds a name or an address line into comparable words, as linkage does, so that search finds what linkage joined. */
export const foldWords = (text: string): string[] => fold(text).split(' ').filter((word) => word !== '');

/** Names this one is used for (`bill` → `william`); itself when it is used for no other. */
export const nicknameKeys = givenKeys;
