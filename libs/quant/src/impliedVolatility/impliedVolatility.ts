import { allocateImpliedVolatilityOutputs } from './allocateImpliedVolatilityColumns.js';
import { IMPLIED_VOLATILITY_REASONS } from './impliedVolatilityTypes.js';
import type {
  ImpliedVolatilityFailure,
  ImpliedVolatilityInput,
  ImpliedVolatilityResult,
} from './impliedVolatilityTypes.js';
import { writeImpliedVolatility } from './writeImpliedVolatility.js';

/**
 * The volatility at which Black-76 gives the price, within 3 times the error that rounding the price alone makes (see
 * the README). A price without one comes back as a failure with its reason; nothing throws. For many options use
 * `impliedVolatilityColumns`, which gives the same bits.
 */
export function impliedVolatility(input: ImpliedVolatilityInput): ImpliedVolatilityResult {
  const out = allocateImpliedVolatilityOutputs(1);
  const { price, forward, strike, tauYears, ratePer1 } = input;
  writeImpliedVolatility(out, 0, price, forward, strike, tauYears, ratePer1, input.right === 'put');
  const reason = IMPLIED_VOLATILITY_REASONS[out.reason[0]!]!;
  return reason === 'implied' ? { kind: 'implied', vol: out.vol[0]! } : failure(reason, input);
}

function failure(reason: ImpliedVolatilityFailure['reason'], input: ImpliedVolatilityInput): ImpliedVolatilityFailure {
  const refuse = (field: ImpliedVolatilityFailure['field'], expected: string): ImpliedVolatilityFailure => {
    return { kind: 'failure', reason, field, expected, found: String(input[field]) };
  };
  const discount = Math.exp(-input.ratePer1 * input.tauYears);
  const isPut = input.right === 'put';
  const intrinsic = (isPut ? input.strike - input.forward : input.forward - input.strike) * discount;
  switch (reason) {
    case 'notFinite': {
      const fields = ['price', 'forward', 'strike', 'tauYears', 'ratePer1'] as const;
      return refuse(fields.find((name) => !Number.isFinite(input[name])) ?? 'price', 'a finite number');
    }
    case 'forwardNotPositive':
      return refuse('forward', 'a forward above 0');
    case 'strikeNotPositive':
      return refuse('strike', 'a strike above 0');
    case 'expired':
      return refuse('tauYears', 'a time to expiry above 0 years');
    case 'priceNotPositive':
      return refuse('price', 'a price above 0');
    case 'priceBelowIntrinsic':
      return refuse('price', `a price above the intrinsic value, ${intrinsic}`);
    case 'timeValueBelowPrecision':
      return refuse('price', `a price above the intrinsic value, ${intrinsic}, by more than rounding`);
    case 'priceAboveBound':
      return refuse('price', `a price below the discounted ${isPut ? 'strike' : 'forward'}, ${bound(input, discount)}`);
    case 'outOfRange':
      return refuse('price', 'a volatility, and numbers on the way to it, that fit a double');
  }
}

function bound(input: ImpliedVolatilityInput, discount: number): number {
  return (input.right === 'put' ? input.strike : input.forward) * discount;
}
