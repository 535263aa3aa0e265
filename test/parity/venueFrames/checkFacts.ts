import type { Event } from '@gimbal/contracts';
import { isDerived } from './derivedNumbers.ts';
import type { Literals } from './literals.ts';

/** How many numbers of facts were looked for in the messages, and those that don't stand there. */
export interface FactCheck {
  readonly numbers: number;
  readonly mismatches: readonly string[];
}

const DECIMAL = /^-?[0-9]+(?:\.[0-9]+)?$/;
/** Names and counts, which are no numbers even where they have digits alone; times are checked by the conformance cases. */
const NOT_NUMBERS =
  /(?:Id|Us|Seconds|sequence|symbol|index|asset|currency|Name|cause|mode|status|venue|feed|Type|Asset|tag)$/;

/** Every decimal and double of the facts against the numbers of the messages of the same connection up to here. */
export function checkFacts(events: readonly Event[], literals: Literals, raw: string): FactCheck {
  const mismatches: string[] = [];
  let numbers = 0;
  const check = (value: unknown, path: string, name: string, fact: Readonly<Record<string, unknown>>): void => {
    if (Array.isArray(value)) return value.forEach((part, place) => check(part, `${path}[${place}]`, name, fact));
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).forEach(([key, part]) => check(part, `${path}.${key}`, key, fact));
    }
    if (NOT_NUMBERS.test(name)) return;
    if (typeof value === 'string' && DECIMAL.test(value)) {
      numbers += 1;
      if (!literals.hasDecimal(value) && !isDerived(path, value, fact, literals, raw))
        mismatches.push(`${path} ${value}`);
    } else if (typeof value === 'number' && path.includes('.') && !Number.isInteger(value)) {
      numbers += 1;
      if (!literals.hasDouble(value)) mismatches.push(`${path} ${value}`);
    }
  };
  for (const { type, value } of events) {
    check(value, type.split('.').at(-1)!, '', value as unknown as Readonly<Record<string, unknown>>);
  }
  return { numbers, mismatches };
}
