import { isEvent } from '@gimbal/contracts';
import { TradeSide, VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { decimalToNumber } from '@gimbal/money';
import { type InboundEvent, stepOf, type Table } from '@gimbal/projection';
import { instrumentTraits } from '../exposure/instrumentTraits.js';
import { readAmounts } from '../folds/readAmounts.js';
import type { PnlActivity } from '../pnl/pnlRows.js';
import { isOwnOrder } from './toldFills.js';

/** A fill of a watched account, as the P&L sees it. */
export interface ObservedFill {
  readonly venue: string;
  readonly activity: PnlActivity;
}

/** The fills of a watched account in the newest step that had any; all portfolios are exposed in each step, and have taken up older ones. */
export interface ObservedFillsRow {
  readonly tenant: string | undefined;
  readonly step: number;
  /** How many there ever were. */
  readonly through: number;
  readonly fills: readonly ObservedFill[];
}

export interface ObservedFillRows {
  /** By account id. */
  readonly observedFills: Table<ObservedFillsRow>;
}

/** What plain dollars are paid in, as for trades. */
const DOLLARS = 'spot:USDC';

/**
 * Keeps what a venue says about a fill until the step's exposures have taken it up. One that can't be read moves what is observed
 * all the same, and is a flow; so is one of an order of ours, whose price and fee are told where execution booked it.
 */
export function foldObservedFill({ observedFills }: ObservedFillRows, event: InboundEvent): void {
  if (!isEvent(event, VenueFillObserved) || isOwnOrder(event.value.clientOrderId)) return;
  const said = activitiesOf(event.value);
  if (said.length === 0) return;
  const { accountId, venue } = event.value;
  const held = observedFills.get(accountId);
  const step = stepOf(event.causationId) ?? 0;
  const added = said.map((activity) => ({ venue, activity }));
  observedFills.set(accountId, {
    tenant: event.tenant ?? held?.tenant,
    step,
    through: (held?.through ?? 0) + added.length,
    fills: held?.step === step ? [...held.fills, ...added] : added,
  });
}

/** The trade, and beside it its fee where that is taken in another coin than the trade is paid in. */
function activitiesOf(fill: VenueFillObserved): readonly PnlActivity[] {
  const { instrumentId, side, size, price, fee, feeAsset } = fill;
  const read = readAmounts({ quantity: size, price, fee });
  if (!read.ok || (side !== TradeSide.TRADE_SIDE_BUY && side !== TradeSide.TRADE_SIDE_SELL)) return [];
  const terms = paidFor(instrumentId, decimalToNumber(read.value.price));
  if (terms === undefined) return [];
  const units = decimalToNumber(read.value.quantity) * (side === TradeSide.TRADE_SIDE_BUY ? 1 : -1);
  const { quoteInstrumentId } = terms;
  const feeInstrumentId = feeAsset === '' ? quoteInstrumentId : coin(feeAsset);
  const feeUnits = decimalToNumber(read.value.fee);
  const trade = { kind: 'trade' as const, instrumentId, quoteInstrumentId, quantity: units, price: terms.price };
  if (feeInstrumentId === quoteInstrumentId) return [{ ...trade, fee: feeUnits }];
  const taken = { instrumentId: feeInstrumentId, quoteInstrumentId: feeInstrumentId, quantity: 0, price: 0 };
  return [
    { ...trade, fee: 0 },
    { kind: 'trade', ...taken, fee: feeUnits },
  ];
}

/**
 * What one unit is paid for with, as `contractCash` has it: coins of the quote; an inverse contract of a size in dollars pays
 * size / price of its own coin, and an inverse option is priced in it. Undefined for an id that can't be read, or no price.
 */
function paidFor(
  instrumentId: string,
  price: number,
): { readonly quoteInstrumentId: string; readonly price: number } | undefined {
  const { instrument } = instrumentTraits(instrumentId);
  if (instrument === undefined || !(price > 0)) return undefined;
  if (!('quote' in instrument)) return { quoteInstrumentId: DOLLARS, price };
  const isInverse = 'inverse' in instrument && instrument.inverse;
  if (!isInverse) return { quoteInstrumentId: coin(instrument.quote), price };
  const quoteInstrumentId = `spot:${instrument.underlying}`;
  if (instrument.kind === 'option') return { quoteInstrumentId, price };
  return { quoteInstrumentId, price: -instrument.contractSizeUsd / price };
}

function coin(asset: string): string {
  return asset === 'USD' ? DOLLARS : `spot:${asset}`;
}
