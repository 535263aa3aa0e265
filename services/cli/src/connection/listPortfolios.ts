import type { Proposal } from '@gimbal/contracts/execution/v1/execution_service';
import type { PortfolioSummary } from '@gimbal/contracts/risk/v1/risk_service';
import type { Services } from './services.js';

/** The portfolios of the caller's tenant. */
export async function listPortfolios(services: Services): Promise<readonly PortfolioSummary[]> {
  const { risk } = services;
  const { portfolios } = await services.ask('risk', risk, risk.listPortfolios, { minPosition: undefined });
  return portfolios;
}

/** The proposals of one portfolio, or of all roots, each of which answers for its tree. */
export async function listProposals(
  services: Services,
  portfolioId: string | undefined,
  pendingOnly: boolean,
): Promise<readonly Proposal[]> {
  const { execution } = services;
  const roots =
    portfolioId === undefined
      ? (await listPortfolios(services)).filter((p) => p.parentPortfolioId === '')
      : [{ portfolioId }];
  const proposals: Proposal[] = [];
  for (const root of roots) {
    const request = { portfolioId: root.portfolioId, pendingOnly, minPosition: undefined };
    const listed = await services.ask('execution', execution, execution.listProposals, request);
    proposals.push(...listed.proposals);
  }
  return proposals;
}
