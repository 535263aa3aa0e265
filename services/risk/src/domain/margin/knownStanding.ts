import {
  type EngineStanding,
  type MarginInputs,
  marginStanding,
  SEARCHED_LEGS_MAX,
  type StandingResult,
} from '@gimbal/margin';

interface KnownStanding {
  readonly inputs: MarginInputs;
  readonly standing: StandingResult<EngineStanding>;
}

/** By account, as it was read: a market or a set that moved has been read into another object. */
const standings = new WeakMap<MarginInputs['account'], KnownStanding>();

/** A standing costs hundreds of valuations, and holds until one of its inputs moves. */
export function knownStanding(inputs: MarginInputs): StandingResult<EngineStanding> {
  const known = standings.get(inputs.account);
  if (known?.inputs.market === inputs.market && known.inputs.parameters === inputs.parameters) return known.standing;
  const standing = marginStanding(inputs, SEARCHED_LEGS_MAX);
  standings.set(inputs.account, { inputs, standing });
  return standing;
}
