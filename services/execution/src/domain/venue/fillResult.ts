import type { ActionCost } from '@gimbal/contracts/execution/v1/execution_events';

/** What the paper venue says: the fill's figures, or why the order is rejected. */
export type FillResult =
  | {
      readonly ok: true;
      readonly fill: {
        readonly quantity: string;
        readonly price: string;
        readonly fee: string;
        readonly gasUsd: string;
        readonly cost: ActionCost;
      };
    }
  | { readonly ok: false; readonly code: string; readonly reason: string };

export function rejected(code: string, reason: string): FillResult {
  return { ok: false, code, reason };
}
