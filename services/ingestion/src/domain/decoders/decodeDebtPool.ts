import { event } from '@gimbal/contracts';
import { type DebtComposition, DebtPoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import {
  expected,
  type Field,
  notNegativeDecimalField,
  positiveDecimalField,
  signedDecimalField,
} from './fieldText.js';
import { epochSecondsOf, isObject, type JsonObject, jsonObject, shown, textOf } from './jsonFields.js';

/** Assets of one pool: Synthetix' largest had some sixty synths. */
const COMPOSITION_MAX = 256;

/**
 * What a pool of synthetics owes together:
 * `{"totalDebtUsd":"…","totalShares":"…","composition":[{"asset":"ETH","units":"…"}],"at":1692230400}`. A pool without
 * shares owes nothing to anybody, and is refused.
 */
export function decodeDebtPool(line: string, feed: FeedOf<'debt-pool-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const debt = decimalText(object.value, 'totalDebtUsd', notNegativeDecimalField);
  if (!debt.ok) return refused(debt.reason);
  const shares = decimalText(object.value, 'totalShares', positiveDecimalField);
  if (!shares.ok) return refused(shares.reason);
  const composition = compositionOf(object.value);
  if (!composition.ok) return refused(composition.reason);
  const observedAt = epochSecondsOf(object.value, 'at');
  if (!observedAt.ok) return refused(observedAt.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: observedAt.value,
    event: event(DebtPoolObserved, {
      feed: feed.id,
      instrumentId: feed.instrumentId,
      totalDebtUsd: debt.value,
      totalShares: shares.value,
      composition: [...composition.value],
      assumed: feed.assumed !== null,
      observedAtUs: observedAt.value,
    }),
  };
}

function compositionOf({ composition }: JsonObject): Field<readonly DebtComposition[]> {
  if (!Array.isArray(composition) || composition.length > COMPOSITION_MAX) {
    return expected('composition', `a list of at most ${COMPOSITION_MAX} assets`, shown(composition));
  }
  const parts: DebtComposition[] = [];
  for (const part of composition as unknown[]) {
    if (!isObject(part)) return expected('composition', 'an object', shown(part));
    const asset = textOf(part, 'asset');
    if (!asset.ok) return asset;
    const units = decimalText(part, 'units', signedDecimalField);
    if (!units.ok) return units;
    parts.push({ asset: asset.value, units: units.value });
  }
  return { ok: true, value: parts };
}

function decimalText(
  object: JsonObject,
  name: string,
  read: (text: string, name: string) => Field<string>,
): Field<string> {
  const text = textOf(object, name);
  return text.ok ? read(text.value, name) : text;
}
