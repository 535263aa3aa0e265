import type { MarginAccountData, MarginMarketData, MarginParametersData } from './marginData.js';
import { standingEngine } from './standingEngines.js';
import type { EngineStanding, StandingPrice, StandingResult, StandingTrade, UnvaluedLeg } from './standingTypes.js';

/** Parameters, market and account of one engine. */
export interface MarginInputs {
  readonly parameters: MarginParametersData;
  readonly market: MarginMarketData;
  readonly account: MarginAccountData;
}

/**
 * Where an account stands by its engine's rules: margins, usage, each leg's own liquidation price with the rest held, and
 * what a liquidation takes. A leg that can't be valued is named and left out where every other number stays as it is
 * or gets worse without it; elsewhere the account has no standing. `searchedLegs` bounds what is searched.
 */
export function marginStanding(inputs: MarginInputs, searchedLegs: number): StandingResult<EngineStanding> {
  const { parameters, market, account } = inputs;
  const engine = standingEngine(parameters.engine);
  const whole = finite(engine.standing(parameters.value, market.value, account.value, searchedLegs), parameters.engine);
  if (whole.ok) return whole;
  const severable = engine.severable(parameters.value, account.value);
  if (severable.length === 0) return whole;
  const unvalued: UnvaluedLeg[] = [];
  for (const legId of severable) {
    const others = new Set(severable.filter((one) => one !== legId));
    const alone = engine.without(parameters.value, account.value, others);
    const standing = engine.standing(parameters.value, market.value, alone, 0);
    if (!standing.ok) unvalued.push({ legId, failure: standing.failure });
  }
  const left = engine.without(parameters.value, account.value, new Set(unvalued.map(({ legId }) => legId)));
  const standing = finite(engine.standing(parameters.value, market.value, left, searchedLegs), parameters.engine);
  // Still none: what is wrong is in the rest of the account, whose failure says so.
  if (!standing.ok) return standing;
  return { ok: true, value: { ...standing.value, unvalued: [...unvalued, ...standing.value.unvalued] } };
}

const NUMBERS = ['equityUsd', 'initialMarginUsd', 'maintenanceMarginUsd', 'excessUsd', 'usage'] as const;

/** Sums of finite numbers may not be finite. Then nothing can be compared with them, so that no line would be passed. */
function finite(result: StandingResult<EngineStanding>, subject: string): StandingResult<EngineStanding> {
  if (!result.ok) return result;
  const standing = result.value;
  const field = NUMBERS.find((name) => !Number.isFinite(standing[name]));
  if (field === undefined) return result;
  const expected = 'to be a finite number';
  const failure = { code: 'ValueOutOfRange', subject, field, expected, found: standing[field] } as const;
  return { ok: false, failure: { source: 'engine', failure } };
}

/** The inputs as they would be after these trades, at the venue's prices where a trade names none. */
export function marginAfterTrades(
  inputs: MarginInputs,
  trades: readonly StandingTrade[],
): StandingResult<MarginInputs> {
  const { parameters, market, account } = inputs;
  const engine = standingEngine(parameters.engine);
  const traded = engine.afterTrades(parameters.value, market.value, account.value, trades);
  return traded.ok ? { ok: true, value: { ...inputs, account: { ...account, value: traded.value } } } : traded;
}

/** The inputs at other prices. What hangs on a price moves with it, as the engine says. */
export function marginAtPrices(inputs: MarginInputs, prices: readonly StandingPrice[]): StandingResult<MarginInputs> {
  const { parameters, market, account } = inputs;
  const engine = standingEngine(parameters.engine);
  const moved = engine.atPrices(parameters.value, market.value, account.value, prices);
  if (!moved.ok) return moved;
  return {
    ok: true,
    value: {
      parameters,
      market: { ...market, value: moved.value.market },
      account: { ...account, value: moved.value.account },
    },
  };
}
