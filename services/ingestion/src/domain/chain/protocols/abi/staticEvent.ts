import type { AbiEvent } from 'viem';
import { type WordReader, wordReader } from './staticWords.js';

/** The event's arguments; undefined when topics and data aren't exactly what the event says. */
export type StaticEventReader = (topics: readonly string[], data: string) => { readonly args: unknown } | undefined;

interface Place {
  readonly name: string;
  readonly read: WordReader;
}

/**
 * Reads an event each of whose values is one word, which nearly all are. A word that its type's encoder wouldn't write is refused
 * where it stands, so nothing has to be encoded again to be compared. Undefined for an event with texts, lists or names that are
 * missing.
 */
export function staticEventReader(event: AbiEvent): StaticEventReader | undefined {
  const indexed: Place[] = [];
  const plain: Place[] = [];
  for (const input of event.inputs) {
    const read = wordReader(input);
    if (read === undefined || input.name === undefined || input.name === '') return undefined;
    (input.indexed === true ? indexed : plain).push({ name: input.name, read });
  }
  if (indexed.length + plain.length === 0) return undefined;
  return (topics, data) => {
    if (topics.length !== indexed.length + 1 || data.length !== 2 + plain.length * 64) return undefined;
    const args: Record<string, unknown> = {};
    for (let at = 0; at < indexed.length; at++) {
      const { name, read } = indexed[at]!;
      const value = read(topics[at + 1]!.slice(2));
      if (value === undefined) return undefined;
      args[name] = value;
    }
    for (let at = 0; at < plain.length; at++) {
      const { name, read } = plain[at]!;
      const value = read(data.slice(2 + at * 64, 66 + at * 64));
      if (value === undefined) return undefined;
      args[name] = value;
    }
    return { args };
  };
}
