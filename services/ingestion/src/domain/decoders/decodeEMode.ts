import { event } from '@gimbal/contracts';
import { EModeConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { type Field, integerField } from './fieldText.js';
import { integerTextOf, type JsonObject, jsonObject, textOf } from './jsonFields.js';
import { assetsField, optionalAssets, optionalFlag, optionalMicrosField, optionalText } from './marginFields.js';

const WHOLE_BPS = 10_000n;
/** Percentages come from the contract's bitmap, 16 bits each. */
const BPS_MAX = 65_535n;
/** A category is one byte; 0 means none. */
const CATEGORY_MAX = 255n;

/** The terms of an e-mode category, as the recording's manifest states them with their source. */
export function decodeEMode(line: string, feed: FeedOf<'emode-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const numbers = numbersOf(object.value);
  if (!numbers.ok) return refused(numbers.reason);
  const { category, ltvBps, liquidationThresholdBps, liquidationBonusBps } = numbers.value;
  // As the pool's configurator demands it: what is lent on may not be more than what it is liquidated at.
  if (ltvBps > liquidationThresholdBps) {
    return refused(`Expected ltv_bps of at most ${liquidationThresholdBps}, was ${ltvBps}.`);
  }
  const collateral = assetsField(object.value, 'collateral_assets');
  if (!collateral.ok) return refused(collateral.reason);
  const borrowable = assetsField(object.value, 'borrowable_assets');
  if (!borrowable.ok) return refused(borrowable.reason);
  const ltvZero = optionalAssets(object.value, 'ltv_zero_assets');
  if (!ltvZero.ok) return refused(ltvZero.reason);
  const isolated = optionalFlag(object.value, 'isolated');
  if (!isolated.ok) return refused(isolated.reason);
  const source = textOf(object.value, 'source');
  if (!source.ok) return refused(source.reason);
  const oracleFeed = optionalText(object.value, 'oracle_feed');
  if (!oracleFeed.ok) return refused(oracleFeed.reason);
  const effectiveAtUs = optionalMicrosField(object.value, 'effective_at_us');
  if (!effectiveAtUs.ok) return refused(effectiveAtUs.reason);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    // Readers take it for in force from its arrival, so it arrives when that began; most sources don't say.
    observedAtUs: effectiveAtUs.value,
    event: event(EModeConfigured, {
      deployment: feed.deployment,
      category,
      ltvBps,
      liquidationThresholdBps,
      liquidationBonusBps,
      collateralAssets: [...collateral.value],
      borrowableAssets: [...borrowable.value],
      oracleFeed: oracleFeed.value,
      source: source.value,
      effectiveAtUs: effectiveAtUs.value,
      ltvZeroAssets: [...ltvZero.value],
      isolated: isolated.value,
    }),
  };
}

type Numbers = Pick<EModeConfigured, 'category' | 'ltvBps' | 'liquidationThresholdBps' | 'liquidationBonusBps'>;

function numbersOf(object: JsonObject): Field<Numbers> {
  const category = numberOf(object, 'category', 1n, CATEGORY_MAX);
  if (!category.ok) return category;
  const ltvBps = numberOf(object, 'ltv_bps', 0n, WHOLE_BPS);
  if (!ltvBps.ok) return ltvBps;
  const liquidationThresholdBps = numberOf(object, 'liquidation_threshold_bps', 0n, WHOLE_BPS);
  if (!liquidationThresholdBps.ok) return liquidationThresholdBps;
  const liquidationBonusBps = numberOf(object, 'liquidation_bonus_bps', WHOLE_BPS, BPS_MAX);
  if (!liquidationBonusBps.ok) return liquidationBonusBps;
  return {
    ok: true,
    value: {
      category: category.value,
      ltvBps: ltvBps.value,
      liquidationThresholdBps: liquidationThresholdBps.value,
      liquidationBonusBps: liquidationBonusBps.value,
    },
  };
}

function numberOf(object: JsonObject, name: string, min: bigint, max: bigint): Field<number> {
  const text = integerTextOf(object, name);
  if (!text.ok) return text;
  const value = integerField(text.value, name, min, max);
  return value.ok ? { ok: true, value: Number(value.value) } : value;
}
