import type { EverlastingOption } from '@gimbal/instruments';
import { everlastingOption, valueInstrument } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { modelValuation } from './modelValuation.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';

const HOURS_PER_YEAR = 365 * 24;

/** One everlasting option by its closed form at spot and the flat volatility; its funding is the carry. */
export function valueEverlasting(option: EverlastingOption, view: MarketView, inputs: Inputs): Valuation {
  const { underlying, strike, right, fundingHours } = option;
  const spotUsd = spotPrice(underlying, view, inputs);
  const vol = inputs.read(view.volFeeds.get(underlying), 'volatility', underlying)?.vol;
  if (spotUsd === undefined || vol === undefined) return undefined;
  const periodYears = fundingHours / HOURS_PER_YEAR;
  const terms = { spotUsd, strikeUsd: strike, vol, periodYears, isPut: right === 'put' ? 1 : 0 };
  return modelValuation(valueInstrument(everlastingOption, terms), spotUsd, vol);
}
