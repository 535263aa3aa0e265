import type { LendingReserve } from '@gimbal/margin';

type ParameterField = 'ltvBps' | 'liquidationThresholdBps' | 'liquidationBonusBps' | 'liquidationProtocolFeeBps';

/** The parameters of a reserve that the margin engine knows, by the names under which updates arrive. */
export const RESERVE_PARAMETERS = [
  { parameter: 'ltv_bps', field: 'ltvBps' },
  { parameter: 'liquidation_threshold_bps', field: 'liquidationThresholdBps' },
  { parameter: 'liquidation_bonus_bps', field: 'liquidationBonusBps' },
  { parameter: 'liquidation_protocol_fee_bps', field: 'liquidationProtocolFeeBps' },
] as const satisfies readonly { parameter: string; field: ParameterField & keyof LendingReserve }[];

/** The field of the reserve that a parameter stands for; undefined for caps, rates and all that health does not see. */
export function reserveFieldOf(parameter: string): ParameterField | undefined {
  return RESERVE_PARAMETERS.find((known) => known.parameter === parameter)?.field;
}
