import type { DeriveResult } from '../derive/failures.js';
import { optionValues } from '../derive/optionValues.js';
import type { ExpiryState, OptionLeg } from './expiryStates.js';
import type { Pmrm2Parameters, Pmrm2VolShock } from './parameters.js';

export interface Shock {
  readonly spotShock: number;
  readonly volShock: Pmrm2VolShock;
}

/** Values of an expiry's legs, amounts included, one row for each shock: `legsUsd[shock][leg]`, and each row's sum. */
export interface ShockedValues {
  readonly legsUsd: readonly (readonly number[])[];
  readonly sumsUsd: readonly number[];
}

/** Values each leg of an expiry in each shock, in one pass through Black-76. */
export function shockedValues(
  state: ExpiryState,
  shocks: readonly Shock[],
  minVolUpShock: number,
): DeriveResult<ShockedValues> {
  const { legs, tauYears, ratePer1 } = state;
  const values = optionValues(
    shocks.flatMap(({ spotShock, volShock }) =>
      legs.map((leg) => ({
        forwardUsd: state.variableUsd * spotShock + state.fixedUsd,
        strikeUsd: leg.option.strikeUsd,
        tauYears,
        vol: shockedVol(leg, state, volShock, minVolUpShock),
        ratePer1,
        right: leg.option.right,
      })),
    ),
  );
  if (!values.ok) return values;
  const legsUsd = shocks.map((_, s) => legs.map(({ option }, i) => option.amount * values.value[s * legs.length + i]!));
  return { ok: true, value: { legsUsd, sumsUsd: legsUsd.map((row) => row.reduce((sum, usd) => sum + usd, 0)) } };
}

/** The volatility that a leg is valued with in a shock. */
export function shockedVol(
  { vol, skew }: OptionLeg,
  { volUp, volDown }: Pick<ExpiryState, 'volUp' | 'volDown'>,
  volShock: Pmrm2VolShock,
  minVolUpShock: Pmrm2Parameters['vol']['minVolUpShock'],
): number {
  switch (volShock) {
    case 'none':
      return vol;
    case 'up':
      return Math.max(vol * volUp, minVolUpShock);
    case 'down':
      return vol * volDown;
    case 'linear':
      return Math.max(0, vol * skew.linear);
    case 'abs':
      return Math.max(0, vol * skew.abs);
  }
}
