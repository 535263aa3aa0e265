import { CheckedLog } from '../../checkedLog.js';
import type { EvmLog } from './readEvent.js';

const LOWER_WORD = /^0x[0-9a-f]{64}$/;
const ADDRESS_PADDING = `0x${'0'.repeat(24)}`;

/** Whether a log has this first topic, so many topics, each a word in lower case, and so many bytes of data. */
export function isLogOf(log: EvmLog, selector: string, topics: number, bytes: number): boolean {
  return (
    log.topics[0] === selector &&
    log.topics.length === topics &&
    log.data.length === bytes &&
    (log instanceof CheckedLog || log.topics.every((topic) => LOWER_WORD.test(topic)))
  );
}

/** The address that a topic is; undefined for a word that is none. */
export function addressOfTopic(topic: string): string | undefined {
  return topic.startsWith(ADDRESS_PADDING) ? `0x${topic.slice(ADDRESS_PADDING.length)}` : undefined;
}
