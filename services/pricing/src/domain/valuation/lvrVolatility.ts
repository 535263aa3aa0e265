import type { Failure } from '../frame/marksFrame.js';
import { type Inputs, openInputs } from './inputs.js';
import type { MarketView } from './marketView.js';

/** The price doesn't rest on the volatility, so it is trusted no less for a poor one. */
const CARRY_ONLY = { source: 'carry', confidence: 1, agreeing: 1 };

/** What a liquidity position loses to arbitrage by. Without it the loss and the carry are left out, and the mark stays. */
export function lvrVolatility(underlying: string, view: MarketView, inputs: Inputs): { vol: number; note?: Failure } {
  const feed = view.volFeeds.get(underlying);
  const observation = (feed === undefined ? openInputs(view) : inputs).read(feed, 'volatility', underlying, CARRY_ONLY);
  if (observation !== undefined) return { vol: observation.vol };
  const reason = `Expected a volatility of ${underlying} for the loss to arbitrage, none was observed: the carry is left out.`;
  return { vol: 0, note: { code: 'missing_input', reason, valueKept: true } };
}
