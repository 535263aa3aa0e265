import type { HyperliquidAccount, HyperliquidMarginMode, HyperliquidPosition } from '@gimbal/margin';
import { expected, type Field } from './fieldText.js';
import { venueNumber } from './hyperliquidResponse.js';
import { isObject, type JsonObject, shown, textOf } from './jsonFields.js';

/** A recorded `clearinghouseState` as the engine takes it: the account, and the marks that its values imply. */
export interface HyperliquidState {
  readonly account: HyperliquidAccount;
  readonly marksUsd: Readonly<Record<string, number>>;
}

/** Closed positions drop out. What the response leaves out is a refusal by the field's name, never a zero. */
export function hyperliquidState(state: JsonObject): Field<HyperliquidState> {
  const cross = state['crossMarginSummary'] ?? state['marginSummary'];
  if (!isObject(cross)) return expected('crossMarginSummary', 'an object', shown(cross));
  const crossRawUsd = venueNumber(cross, 'totalRawUsd');
  if (!crossRawUsd.ok) return crossRawUsd;
  const { assetPositions } = state;
  if (!Array.isArray(assetPositions)) return expected('assetPositions', 'a list', shown(assetPositions));
  const positions: HyperliquidPosition[] = [];
  const marks: [string, number][] = [];
  for (const row of assetPositions as readonly unknown[]) {
    const held = isObject(row) ? row['position'] : undefined;
    if (!isObject(held)) return expected('position', 'an object', shown(held));
    const position = positionOf(held);
    if (!position.ok) return position;
    if (position.value.size === 0) continue;
    const valueUsd = venueNumber(held, 'positionValue');
    if (!valueUsd.ok) return valueUsd;
    positions.push(position.value);
    // The venue prints value and size; prices have so few digits that their product has at most six decimals.
    marks.push([position.value.asset, valueUsd.value / Math.abs(position.value.size)]);
  }
  const account = { crossRawUsd: crossRawUsd.value, positions };
  return { ok: true, value: { account, marksUsd: Object.fromEntries(marks) } };
}

function positionOf(held: JsonObject): Field<HyperliquidPosition> {
  const asset = textOf(held, 'coin');
  if (!asset.ok) return asset;
  const size = venueNumber(held, 'szi');
  if (!size.ok) return size;
  const { leverage } = held;
  if (!isObject(leverage)) return expected(`leverage of ${asset.value}`, 'an object', shown(leverage));
  const mode = modeOf(leverage);
  if (!mode.ok) return mode;
  return { ok: true, value: { asset: asset.value, size: size.value, mode: mode.value } };
}

function modeOf(leverage: JsonObject): Field<HyperliquidMarginMode> {
  const value = venueNumber(leverage, 'value');
  if (!value.ok) return value;
  const { type } = leverage;
  if (type === 'cross') return { ok: true, value: { kind: 'cross', leverage: value.value } };
  if (type !== 'isolated') return expected('leverage.type', 'cross or isolated', shown(type));
  const rawUsd = venueNumber(leverage, 'rawUsd');
  if (!rawUsd.ok) return rawUsd;
  return { ok: true, value: { kind: 'isolated', leverage: value.value, rawUsd: rawUsd.value } };
}
