/** Test support: JSON written digit by digit and member by member, as no `JSON.stringify` writes it. */

/** A text that begins with `#` is written without quotes: a number in digits of its own. */
export type Written = null | boolean | string | readonly Written[] | Members;

/** Members in their order, which may have one key twice. */
export class Members {
  constructor(readonly pairs: readonly (readonly [key: string, value: Written])[]) {}
}

/** What is undefined is left out. */
export function members(object: Readonly<Record<string, Written | undefined>>): Members {
  return new Members(Object.entries(object).filter((pair): pair is [string, Written] => pair[1] !== undefined));
}

export function written(value: Written): string {
  if (value instanceof Members) {
    return `{${value.pairs.map(([key, member]) => `${JSON.stringify(key)}:${written(member)}`).join(',')}}`;
  }
  if (typeof value === 'string') return value.startsWith('#') ? value.slice(1) : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return `[${value.map(written).join(',')}]`;
}
