import type { AbiEvent } from 'viem';
import { type DataReader, dataReader } from './dataWords.js';
import { type WordReader, wordReader } from './staticWords.js';
import { WORD_BYTES } from './wordBytes.js';

/** The event's arguments; undefined when topics and data aren't exactly what the event says. */
export type StaticEventReader = (topics: readonly string[], data: Buffer) => { readonly args: unknown } | undefined;

interface Place<Reader> {
  readonly name: string;
  readonly read: Reader;
}

/**
 * Reads an event each of whose values is one word, which nearly all are. A word that its type's encoder wouldn't write is refused
 * where it stands, so nothing has to be encoded again to be compared. Undefined for an event with texts, lists or names that are
 * missing.
 */
export function staticEventReader(event: AbiEvent): StaticEventReader | undefined {
  const indexed: Place<WordReader>[] = [];
  const plain: Place<DataReader>[] = [];
  for (const input of event.inputs) {
    const { name = '' } = input;
    const [ofTopic, ofData] = [wordReader(input), dataReader(input)];
    if (ofTopic === undefined || ofData === undefined || name === '') return undefined;
    if (input.indexed === true) indexed.push({ name, read: ofTopic });
    else plain.push({ name, read: ofData });
  }
  if (indexed.length + plain.length === 0) return undefined;
  return (topics, data) => {
    if (topics.length !== indexed.length + 1 || data.length !== plain.length * WORD_BYTES) return undefined;
    const args: Record<string, unknown> = {};
    for (let at = 0; at < indexed.length; at++) {
      const { name, read } = indexed[at]!;
      const value = read(topics[at + 1]!.slice(2));
      if (value === undefined) return undefined;
      args[name] = value;
    }
    for (let at = 0; at < plain.length; at++) {
      const { name, read } = plain[at]!;
      const value = read(data, at * WORD_BYTES);
      if (value === undefined) return undefined;
      args[name] = value;
    }
    return { args };
  };
}
