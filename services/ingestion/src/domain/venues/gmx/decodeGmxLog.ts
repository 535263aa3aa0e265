import { bytesToHex, decodeEventLog, type DecodeEventLogReturnType, type Hex, keccak256, stringToBytes } from 'viem';
import { GMX_EVENT_ABI } from './gmxAbi.js';
import { type GmxDecoded, type GmxFact, gmxRefused } from './gmxFact.js';
import { GmxItems } from './gmxItems.js';
import { GMX_LOG_BYTES_MAX } from './limits.js';

/** What is looked at of a log of the EventEmitter. */
export interface GmxLog {
  readonly topics: readonly string[];
  readonly data: Uint8Array;
}

type FactReader = (items: GmxItems) => GmxFact;

const READERS: ReadonlyMap<string, FactReader> = new Map<string, FactReader>([
  ['PositionIncrease', (items) => positionOf(items, 'increase')],
  ['PositionDecrease', (items) => positionOf(items, 'decrease')],
  ['OpenInterestUpdated', (items) => openInterestOf(items, 'usd')],
  ['OpenInterestInTokensUpdated', (items) => openInterestOf(items, 'tokens')],
  [
    'PoolAmountUpdated',
    (items) => ({
      kind: 'pool_amount',
      market: items.address('market'),
      token: items.address('token'),
      value: items.uint('nextValue'),
    }),
  ],
  [
    'CumulativeBorrowingFactorUpdated',
    (items) => ({
      kind: 'borrowing_factor',
      market: items.address('market'),
      isLong: items.bool('isLong'),
      cumulative: items.uint('nextValue'),
    }),
  ],
  [
    'OraclePriceUpdate',
    (items) => ({
      kind: 'oracle_price',
      token: items.address('token'),
      min: items.uint('minPrice'),
      max: items.uint('maxPrice'),
      atSeconds: items.uint('timestamp'),
    }),
  ],
]);

/** Reads a log of GMX v2's EventEmitter. Never throws: what it can't read is refused, other events are ignored by name. */
export function decodeGmxLog(log: GmxLog): GmxDecoded {
  if (log.data.length > GMX_LOG_BYTES_MAX) {
    return gmxRefused(`Expected at most ${GMX_LOG_BYTES_MAX} bytes of data, were ${log.data.length}.`);
  }
  const event = eventOf(log);
  if (event === undefined) return gmxRefused('Expected an event of the EventEmitter, was another log.');
  const { eventData, eventName, eventNameHash } = event.args;
  // The name stands in the data, and its hash in a topic: one that lies about the other is no event of the contract.
  if (keccak256(stringToBytes(eventName)) !== eventNameHash) {
    return gmxRefused(
      `Expected the hash of ${JSON.stringify(eventName.slice(0, 64))} in a topic, was ${eventNameHash}.`,
    );
  }
  const reader = READERS.get(eventName);
  if (reader === undefined) return { kind: 'ignored', event: eventName.slice(0, 64) };
  const items = new GmxItems(eventData);
  const fact = reader(items);
  return items.missing === undefined ? { kind: 'fact', fact } : gmxRefused(`${items.missing} of ${eventName}.`);
}

function eventOf(log: GmxLog): DecodeEventLogReturnType<typeof GMX_EVENT_ABI> | undefined {
  const topics = log.topics.map((topic) => topic.toLowerCase()) as [Hex, ...Hex[]];
  // The decoder throws at what it can't read; here that is an answer like any other.
  try {
    return decodeEventLog({ abi: GMX_EVENT_ABI, topics, data: bytesToHex(log.data), strict: true });
  } catch {
    return undefined;
  }
}

function positionOf(items: GmxItems, change: 'increase' | 'decrease'): GmxFact {
  return {
    kind: 'position',
    change,
    positionKey: items.bytes32('positionKey'),
    orderKey: items.bytes32('orderKey'),
    account: items.address('account'),
    market: items.address('market'),
    collateralToken: items.address('collateralToken'),
    isLong: items.bool('isLong'),
    sizeInUsd: items.uint('sizeInUsd'),
    sizeInTokens: items.uint('sizeInTokens'),
    collateralAmount: items.uint('collateralAmount'),
    executionPrice: items.uint('executionPrice'),
    sizeDeltaUsd: items.uint('sizeDeltaUsd'),
    sizeDeltaInTokens: items.uint('sizeDeltaInTokens'),
    orderType: items.uint('orderType'),
  };
}

function openInterestOf(items: GmxItems, unit: 'usd' | 'tokens'): GmxFact {
  return {
    kind: 'open_interest',
    in: unit,
    market: items.address('market'),
    collateralToken: items.address('collateralToken'),
    isLong: items.bool('isLong'),
    value: items.uint('nextValue'),
  };
}
