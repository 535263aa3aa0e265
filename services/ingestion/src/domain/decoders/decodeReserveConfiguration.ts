import { event } from '@gimbal/contracts';
import { ReserveConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { type Field, integerField } from './fieldText.js';
import { integerTextOf, type JsonObject, jsonObject, textOf } from './jsonFields.js';
import { optionalMicrosField } from './marginFields.js';

/** Percentages come from the contract's bitmap, 16 bits each; the bonus is 10000 and more. */
const BPS_MAX = 65_535n;
const WHOLE_BPS = 10_000n;
const DECIMALS_MAX = 77n;

/** The parameters of a reserve, as the recording's manifest states them with their source. */
export function decodeReserveConfiguration(line: string, feed: FeedOf<'reserve-configuration-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const texts = fieldsOf(object.value, ['asset', 'token_address', 'ruleset', 'oracle_feed', 'source'], textOf);
  if (!texts.ok) return refused(texts.reason);
  const numbers = fieldsOf(
    object.value,
    ['decimals', 'ltv_bps', 'liquidation_threshold_bps', 'liquidation_bonus_bps', 'liquidation_protocol_fee_bps'],
    numberOf,
  );
  if (!numbers.ok) return refused(numbers.reason);
  const effectiveAtUs = optionalMicrosField(object.value, 'effective_at_us');
  if (!effectiveAtUs.ok) return refused(effectiveAtUs.reason);
  const [asset = '', tokenAddress = '', ruleset = '', oracleFeed = '', source = ''] = texts.value;
  const [decimals = 0, ltvBps = 0, thresholdBps = 0, bonusBps = 0, protocolFeeBps = 0] = numbers.value;
  if (ltvBps > thresholdBps) return refused(`Expected ltv_bps of at most ${thresholdBps}, was ${ltvBps}.`);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    // Readers take it for in force from its arrival, so it arrives when that began; most sources don't say.
    observedAtUs: effectiveAtUs.value,
    event: event(ReserveConfigured, {
      deployment: feed.deployment,
      asset,
      tokenAddress,
      decimals,
      ltvBps,
      liquidationThresholdBps: thresholdBps,
      liquidationBonusBps: bonusBps,
      liquidationProtocolFeeBps: protocolFeeBps,
      ruleset,
      oracleFeed,
      source,
      effectiveAtUs: effectiveAtUs.value,
    }),
  };
}

const RANGES: Readonly<Record<string, readonly [min: bigint, max: bigint]>> = {
  decimals: [0n, DECIMALS_MAX],
  ltv_bps: [0n, WHOLE_BPS],
  liquidation_threshold_bps: [0n, WHOLE_BPS],
  liquidation_bonus_bps: [WHOLE_BPS, BPS_MAX],
  liquidation_protocol_fee_bps: [0n, WHOLE_BPS],
};

function numberOf(object: JsonObject, name: string): Field<number> {
  const text = integerTextOf(object, name);
  if (!text.ok) return text;
  const [min, max] = RANGES[name] ?? [0n, BPS_MAX];
  const value = integerField(text.value, name, min, max);
  return value.ok ? { ok: true, value: Number(value.value) } : value;
}

function fieldsOf<T>(
  object: JsonObject,
  names: readonly string[],
  read: (object: JsonObject, name: string) => Field<T>,
): Field<readonly T[]> {
  const values: T[] = [];
  for (const name of names) {
    const field = read(object, name);
    if (!field.ok) return field;
    values.push(field.value);
  }
  return { ok: true, value: values };
}
