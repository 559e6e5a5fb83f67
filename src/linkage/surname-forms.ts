/** Prefixes that are left out as often as not: a surname without them is a form of it. `Mc` and `Saint` are never left out. */
const kept = new Set(['mc', 'mac', 'saint']);

/** A surname that stands after particles (`van der` + `berg`): closed up, bare, and with `al` for `el`. */
export function withParticles(prefix: readonly string[], bare: string): string[] {
  const whole = prefix.join('') + bare;
  if (prefix.length === 0 || prefix.some((particle) => kept.has(particle))) return [whole];
  const arabic = ['el', 'ul'].includes(prefix[0]!) ? [`al${prefix.slice(1).join('')}${bare}`] : [];
  return [whole, ...(bare.length > 2 ? [bare] : []), ...arabic];
}

/** `Abd al-Rahman`, `Abdel Rahman`, `Abdurrahman` and `Abdirahman` as one: "servant of" and a name. Null for any other name. */
export function servantOf(name: string): string | null {
  const read = /^abd[aeiou]?(?:[lr](?=[^aeiou]))?(?:al|el|ul)?([a-z]{3,})$/.exec(name);
  return read === null ? null : `abdul${read[1]}`;
}

/** What differs between the men and women of one family, and between spellings of one prefix. Forms end in `~` where they are no name anybody bears. */
export function familyEndings(name: string): string[] {
  const forms: string[] = [];
  const form = (pattern: RegExp, to: string): void => void (pattern.test(name) && forms.push(name.replace(pattern, to)));
  // Polish, Czech, Russian, Ukrainian, Bulgarian.
  form(/(s|c|dz)k(?:a|y|yi|yj|iy|ij|aya|aia|aja)$/, '$1ki');
  form(/(ov|ev|yn)a$/, '$1');
  form(/(k|sh|ch|zh|ts)ina$/, '$1in');
  form(/^(.{3,})ova$/, '$1');
  // Lithuanian: father, wife, daughter. Latvian: man, woman.
  form(/^(.{4,}?)(?:i?ene|aite|yte|ute)$/, '$1~');
  form(/^(.{4,})(?:as|is|ys|us)$/, '$1~');
  form(/^(.{3,}in)[sa]$/, '$1~');
  // Greek: man, woman.
  form(/poulou$/, 'poulos');
  form(/idou$/, 'idis');
  form(/aki$/, 'akis');
  form(/^mac(?=[a-z]{4})/, 'mc');
  const servant = servantOf(name);
  if (servant !== null) forms.push(servant);
  return forms;
}
