import type { CommandDecision } from '@gimbal/projection';
import { type DeskRow, deskOf, type ExecutionState } from '../executionState.js';
import { portfolioKey } from '../rowKeys.js';
import { refusal, unknownPortfolio } from './refusal.js';

/** The desk of a root portfolio: mode and kill switch hold for a whole tree, so nothing beneath it can be set apart. */
export function rootDesk(
  state: ExecutionState,
  tenant: string,
  portfolioId: string,
): { readonly ok: true; readonly desk: DeskRow } | { readonly ok: false; readonly refused: CommandDecision } {
  const row = state.portfolios.get(portfolioKey(tenant, portfolioId));
  if (row === undefined) return { ok: false, refused: unknownPortfolio(portfolioId) };
  const desk = deskOf(state, row.rootKey);
  if (desk.rootPortfolioId === portfolioId) return { ok: true, desk };
  const message = `Expected a root portfolio, was "${portfolioId}" under "${desk.rootPortfolioId}".`;
  return { ok: false, refused: refusal('INVALID_ARGUMENT', 'portfolio_id', message) };
}
