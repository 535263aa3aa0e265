import type { RowChange, RowReader } from '../protocolFold.js';
import { aaveReserveStateKey, type AaveReserveStateRow } from './aaveRows.js';

export const NO_TOTALS = {
  suppliedUnits: undefined,
  borrowedUnits: undefined,
  availableUnits: undefined,
  deficitUnits: undefined,
} as const;

/** The state of a reserve, with what became known of it. */
export function withReserveState(
  rows: RowReader,
  { deployment, asset }: Pick<AaveReserveStateRow, 'deployment' | 'asset'>,
  known: Partial<AaveReserveStateRow>,
): readonly RowChange[] {
  const key = aaveReserveStateKey(deployment, asset);
  const held = (rows.get(key) as AaveReserveStateRow | undefined) ?? unknownState(deployment, asset);
  return [{ key, row: { ...held, ...known } }];
}

function unknownState(deployment: string, asset: string): AaveReserveStateRow {
  return {
    protocol: 'aave-v3',
    kind: 'reserve_state',
    deployment,
    asset,
    liquidityIndexRay: undefined,
    variableBorrowIndexRay: undefined,
    liquidityRateRay: undefined,
    variableBorrowRateRay: undefined,
    ...NO_TOTALS,
  };
}
