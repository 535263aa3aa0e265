import { event } from '@gimbal/contracts';
import { OracleRoundObserved, VolatilityObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { type Field, integerField, positiveDecimalField, scaledField } from './fieldText.js';
import { epochSecondsOf, integerTextOf, jsonObject, textOf } from './jsonFields.js';

interface StatedConstant {
  readonly value: string;
  readonly round: bigint;
  readonly statedAtUs: bigint;
}

const MAX_UINT64 = 2n ** 64n - 1n;

/** A price that nobody recorded: `{"value":"1.00","round":470085,"at":1692230400}`, said again at each round. */
export function decodeAssumedPrice(line: string, feed: FeedOf<'assumed-price-json'>): Decoded {
  const stated = constantOf(line);
  if (!stated.ok) return refused(stated.reason);
  const answer = scaledField(stated.value.value, 'value', feed.decimals, 1n);
  if (!answer.ok) return refused(answer.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: stated.value.statedAtUs,
    event: event(OracleRoundObserved, {
      feed: feed.id,
      asset: feed.asset,
      roundId: stated.value.round.toString(),
      answer: answer.value.toString(),
      decimals: feed.decimals,
      updatedAtUs: stated.value.statedAtUs,
      assumed: true,
    }),
  };
}

/** A flat volatility that nobody recorded, in the same shape. */
export function decodeAssumedVol(line: string, feed: FeedOf<'assumed-vol-json'>): Decoded {
  const stated = constantOf(line);
  if (!stated.ok) return refused(stated.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: stated.value.statedAtUs,
    event: event(VolatilityObserved, {
      feed: feed.id,
      underlying: feed.underlying,
      vol: stated.value.value,
      assumed: true,
      observedAtUs: stated.value.statedAtUs,
    }),
  };
}

function constantOf(line: string): Field<StatedConstant> {
  const object = jsonObject(line);
  if (!object.ok) return object;
  const text = textOf(object.value, 'value');
  if (!text.ok) return text;
  const value = positiveDecimalField(text.value, 'value');
  if (!value.ok) return value;
  const roundText = integerTextOf(object.value, 'round');
  if (!roundText.ok) return roundText;
  const round = integerField(roundText.value, 'round', 1n, MAX_UINT64);
  if (!round.ok) return round;
  const statedAt = epochSecondsOf(object.value, 'at');
  if (!statedAt.ok) return statedAt;
  return { ok: true, value: { value: value.value, round: round.value, statedAtUs: statedAt.value } };
}
