import { event } from '@gimbal/contracts';
import { GovernanceLogObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { expected, type Field, integerField } from './fieldText.js';
import { hexOf, integerTextOf, type JsonObject, jsonObject, shown, textOf } from './jsonFields.js';

const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_UINT32 = 2n ** 32n - 1n;
const MAX_TIME_US = 253_402_300_799_999_999n;
/** An EVM log has at most four topics. */
const TOPICS_MAX = 4;

/** A log of a governance contract, as the chain gave it. */
export function decodeGovernanceLog(line: string, feed: FeedOf<'governance-log-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const log = object.value;
  const chain = textOf(log, 'chain');
  if (!chain.ok) return refused(chain.reason);
  const contract = hexOf(log, 'contract');
  if (!contract.ok) return refused(contract.reason);
  const topics = topicsOf(log);
  if (!topics.ok) return refused(topics.reason);
  const data = hexOf(log, 'data');
  if (!data.ok) return refused(data.reason);
  const transactionHash = hexOf(log, 'transaction_hash');
  if (!transactionHash.ok) return refused(transactionHash.reason);
  const blockHash = log['block_hash'] === undefined ? { ok: true as const, value: '' } : hexOf(log, 'block_hash');
  if (!blockHash.ok) return refused(blockHash.reason);
  const blockNumber = numberOf(log, 'block_number', MAX_UINT64);
  if (!blockNumber.ok) return refused(blockNumber.reason);
  const logIndex = numberOf(log, 'log_index', MAX_UINT32);
  if (!logIndex.ok) return refused(logIndex.reason);
  const blockTimeUs = numberOf(log, 'block_time_us', MAX_TIME_US);
  if (!blockTimeUs.ok) return refused(blockTimeUs.reason);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: blockTimeUs.value,
    event: event(GovernanceLogObserved, {
      deployment: feed.deployment,
      chain: chain.value,
      contract: contract.value,
      topics: [...topics.value],
      data: Buffer.from(data.value.slice(2), 'hex'),
      blockNumber: blockNumber.value,
      blockHash: blockHash.value,
      transactionHash: transactionHash.value,
      logIndex: Number(logIndex.value),
      blockTimeUs: blockTimeUs.value,
    }),
  };
}

function topicsOf(log: JsonObject): Field<readonly string[]> {
  const topics = log['topics'];
  const whole =
    Array.isArray(topics) &&
    topics.length <= TOPICS_MAX &&
    topics.every((topic): topic is string => typeof topic === 'string' && /^0x[0-9a-fA-F]{64}$/.test(topic));
  return whole ? { ok: true, value: topics } : expected('topics', 'at most four words of 32 bytes', shown(topics));
}

function numberOf(log: JsonObject, name: string, max: bigint): Field<bigint> {
  const text = integerTextOf(log, name);
  return text.ok ? integerField(text.value, name, 0n, max) : text;
}
