import { balanceFromScaled } from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import type { AccrualDraft } from './accrualDraft.js';
import { COLUMN } from './pnlColumns.js';
import { type LendingStanding, liquidationKey, type PnlLeg } from './pnlRows.js';

/** A balance of a lending account over a step. */
export interface LendingStep {
  readonly before: LendingStanding | undefined;
  readonly now: LendingStanding | undefined;
  readonly price: number;
  readonly heldBefore: number;
  readonly heldNow: number;
  readonly basis: PortfolioBasis;
}

/**
 * Interest is what the index made of the balance held before, in the ledger's own integers; a liquidation is what it took;
 * all else that moved the balance came from outside.
 */
export function lendingTerms(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number, step: LendingStep): void {
  const { before, now, heldBefore, heldNow } = step;
  const price = Number.isNaN(step.price) ? 0 : step.price;
  const indexRay = now?.indexRay ?? before?.indexRay ?? 0n;
  const grown = before === undefined ? 0 : signedUnits(leg, { ...before, indexRay });
  draft.addTerm(COLUMN.interest, at, (grown - heldBefore) * price);
  const taken = liquidatedUnits(state, leg, indexRay, step);
  draft.addTerm(COLUMN.liquidation, at, taken * price);
  draft.addFlow(at, (heldNow - grown - taken) * price);
}

function liquidatedUnits(state: RiskState, leg: PnlLeg, indexRay: bigint, { before, now, basis }: LendingStep): number {
  const { asset, deployment } = lendingNames(leg);
  const row = state.pnlLiquidations.get(liquidationKey(deployment, leg.accountId, asset));
  if (row === undefined || row.step !== basis.step.number) return 0;
  const scaled = leg.kind === 'supply' ? row.scaledSupply : row.scaledDebt;
  const decimals = now?.decimals ?? before?.decimals ?? 0;
  return signedUnits(leg, { scaled: -scaled, indexRay, decimals }) * -1;
}

/** `deployment:ASSET:side`, of which the deployment may hold colons too. */
function lendingNames({ legId }: PnlLeg): { readonly asset: string; readonly deployment: string } {
  const parts = legId.split(':');
  return { asset: parts.at(-2) ?? '', deployment: parts.slice(0, -2).join(':') };
}

/** Units of a lending balance with its sign, from the contract's own integers. */
export function signedUnits({ kind }: PnlLeg, standing: LendingStanding | undefined): number {
  if (standing === undefined) return 0;
  const { scaled, indexRay, decimals } = standing;
  const units = decimalToNumber(fromUnits(balanceFromScaled(scaled, indexRay), decimals));
  return kind === 'debt' ? -units : units;
}
