import { formatInstrument, type Perp } from '@gimbal/instruments';
import { perpGreeks } from '@gimbal/quant';
import { FLAT_VALUES } from '../frame/marksFrame.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { markPrice } from './markPrice.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';
import { valueInverse } from './valueInverse.js';

const SECONDS_PER_DAY = 86_400;

/**
 * One unit of a perpetual at its full mark (a trade's cash leg takes the entry price off again). Its carry is the
 * funding that a long receives in a day at the last rate: −rate·(86,400/interval)·mark. At a venue that trades against a
 * pool (GMX) a long also pays for what it borrows of it, which is part of the carry, and a short for its own.
 */
export function valuePerp(perp: Perp, view: MarketView, inputs: Inputs): Valuation {
  const id = formatInstrument(perp);
  const mark = markPrice(id, perp.underlying, view, inputs);
  const spotUsd = spotPrice(perp.underlying, view, inputs);
  if (mark === undefined || spotUsd === undefined) return undefined;
  const { markUsd } = mark;
  const { fundingRate, fundingIntervalSeconds, longBorrowRate, shortBorrowRate } = mark.quote;
  const intervals = SECONDS_PER_DAY / fundingIntervalSeconds;
  const paidPerDay = ((fundingRate + longBorrowRate) * SECONDS_PER_DAY) / fundingIntervalSeconds;
  // A short receives what a long pays, and pays its own borrowing: both borrowings come off what the carry says.
  const chargedPerDay = (longBorrowRate + shortBorrowRate) * intervals;
  if (perp.inverse) {
    const values = valueInverse(perp.contractSizeUsd, markUsd, spotUsd);
    // Funding is paid on size/mark coins.
    const notionalUsd = -values.priceUsd;
    const carryUsdPerDay = -paidPerDay * notionalUsd + 0;
    return {
      kind: 'valued',
      values: { ...values, carryUsdPerDay, shortChargeUsdPerDay: -chargedPerDay * notionalUsd + 0 },
    };
  }
  const { valueUsd, deltaUnits } = perpGreeks({ markUsd, entryUsd: 0 });
  const carryUsdPerDay = -paidPerDay * markUsd + 0;
  return {
    kind: 'valued',
    values: {
      ...FLAT_VALUES,
      priceUsd: valueUsd,
      forwardUsd: markUsd,
      delta: deltaUnits,
      carryUsdPerDay,
      shortChargeUsdPerDay: -chargedPerDay * markUsd + 0,
    },
  };
}
