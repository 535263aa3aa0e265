import { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import { ExecutionServiceService, type Proposal } from '@gimbal/contracts/execution/v1/execution_service';
import type { Position } from '@gimbal/contracts/log/v1/log';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { bearer, roles } from '@gimbal/runtime';
import type { Metadata } from '@grpc/grpc-js';
import { CANARY } from './canaries.ts';
import type { System } from './startSystem.ts';
import { ask } from './unary.ts';

export const TENANT_B = 'desk-b';
/** They send the commands of the probes, so that what B sees is never what B wrote itself. */
export const COMMANDING_TENANTS = ['desk-c', 'desk-d'] as const;

/** The last step that the scripted approver answers; proposals of the next one stay pending. */
const APPROVED_THROUGH_STEP = 17;
const PLAYED_THROUGH_STEP = 18;

export interface TwoDesks {
  /** Of the tenant A, with every role. */
  readonly a: Metadata;
  readonly b: Metadata;
  readonly c: Metadata;
  readonly d: Metadata;
  /** Ids of A that came into being by themselves: breaches, proposals, orders. */
  readonly madeIds: readonly string[];
  /** A proposal of A that nobody has decided on. */
  readonly pending: NonNullable<Proposal['made']>;
  /** Where one of A's trades stands in the log. */
  readonly tradedAt: Position;
  readonly lastStep: number;
}

/**
 * Plays the first steps as the demo desk with a second, telling book beside it, full of names that stand nowhere else;
 * and opens the books of other tenants under an id that A has as well.
 */
export async function openTwoDesks(system: System): Promise<TwoDesks> {
  const trader = bearer(system.app.tokens.trader);
  const b = await system.token('bob.b', TENANT_B, roles);
  // One name in both, so that what they are told differs in nothing.
  const [c, d] = await Promise.all(COMMANDING_TENANTS.map((tenant) => system.token('cora.commands', tenant, roles)));
  await system.play(1);
  await openBook(system, trader, {
    id: CANARY.portfolio,
    name: CANARY.name,
    wallet: CANARY.wallet,
    paper: CANARY.venueAccount,
    request: CANARY.request,
  });
  await ask(
    system.addresses.risk,
    RiskServiceService.openPortfolio,
    {
      requestId: `${CANARY.request}-child`,
      portfolioId: CANARY.child,
      name: CANARY.name,
      parentPortfolioId: CANARY.portfolio,
    },
    trader,
  );
  for (const tenant of [b, c!, d!]) {
    await openBook(system, tenant, {
      id: 'main',
      name: 'Another book',
      wallet: 'wallet',
      paper: 'paper',
      request: 'open',
    });
  }
  await system.play(2);
  const tradedAt = await fillBook(system, trader, {
    id: CANARY.portfolio,
    wallet: CANARY.wallet,
    trade: CANARY.trade,
    limit: CANARY.limit,
  });
  for (const tenant of [b, c!, d!])
    await fillBook(system, tenant, { id: 'main', wallet: 'wallet', trade: 'trade', limit: 'limit' });
  await system.play(APPROVED_THROUGH_STEP);
  await system.play(PLAYED_THROUGH_STEP, { approve: false });
  const proposals = await proposalsOf(system, trader);
  const refused = proposals.find(({ made }) => made?.portfolioId === CANARY.portfolio)?.made;
  if (refused === undefined) throw new Error('Expected a proposal for the telling book, there is none.');
  await ask(
    system.addresses.execution,
    ExecutionServiceService.refuseProposal,
    {
      requestId: `${CANARY.request}-refuse`,
      proposalId: refused.proposalId,
      reason: CANARY.reason,
    },
    trader,
  );
  const pending = proposals.find(({ made }) => made?.portfolioId === 'main')?.made;
  if (pending === undefined) throw new Error('Expected a pending proposal for the main book, there is none.');
  const breaches = await ask(
    system.addresses.risk,
    RiskServiceService.listBreaches,
    { portfolioId: CANARY.portfolio, includeClosed: true, minPosition: undefined },
    trader,
  );
  return {
    a: await system.token('tess.trader', 'desk-a', roles),
    b,
    c: c!,
    d: d!,
    madeIds: [refused.proposalId, pending.proposalId, ...breaches.breaches.map(({ opened }) => opened!.breachId)],
    pending,
    tradedAt,
    lastStep: PLAYED_THROUGH_STEP,
  };
}

interface BookNames {
  readonly id: string;
  readonly name: string;
  readonly wallet: string;
  readonly paper: string;
  readonly request: string;
}

async function openBook({ addresses: { risk } }: System, as: Metadata, book: BookNames): Promise<void> {
  const { id: portfolioId, name, wallet, paper, request } = book;
  await ask(
    risk,
    RiskServiceService.openPortfolio,
    { requestId: request, portfolioId, name, parentPortfolioId: '' },
    as,
  );
  const account = { portfolioId, expectedVersion: undefined, deployment: '' };
  await ask(
    risk,
    RiskServiceService.attachAccount,
    { ...account, requestId: `${request}-1`, accountId: wallet, venue: 'wallet', chain: 'polygon', observed: false },
    as,
  );
  await ask(
    risk,
    RiskServiceService.attachAccount,
    { ...account, requestId: `${request}-2`, accountId: paper, venue: 'paper', chain: 'off-chain', observed: false },
    as,
  );
}

/** A coin and a limit that it is far beyond, so that the book has a breach and gets proposals. */
async function fillBook(
  { addresses: { risk, execution } }: System,
  as: Metadata,
  {
    id: portfolioId,
    wallet: accountId,
    trade,
    limit,
  }: { readonly id: string; readonly wallet: string; readonly trade: string; readonly limit: string },
): Promise<Position> {
  const booked = await ask(
    risk,
    RiskServiceService.bookTrade,
    {
      requestId: `${trade}-request`,
      portfolioId,
      expectedVersion: undefined,
      accountId,
      venue: 'wallet',
      venueTradeId: trade,
      instrumentId: 'spot:WETH',
      quantity: '100',
      price: '0',
      quoteInstrumentId: '',
      fee: '',
      executedAtUs: 0n,
    },
    as,
  );
  await ask(
    risk,
    RiskServiceService.setLimit,
    {
      requestId: `${limit}-request`,
      portfolioId,
      expectedVersion: undefined,
      limitId: limit,
      component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
      accountId: '',
      level: '1000',
      closeLevel: '500',
      target: '0',
      path: '',
      scope: undefined,
      severity: 0,
      side: 0,
    },
    as,
  );
  await ask(
    execution,
    ExecutionServiceService.setMode,
    { requestId: `${trade}-mode`, portfolioId, mode: ExecutionMode.EXECUTION_MODE_PROPOSE },
    as,
  );
  return booked.position!;
}

async function proposalsOf({ addresses: { execution } }: System, as: Metadata): Promise<readonly Proposal[]> {
  const lists = await Promise.all(
    ['main', CANARY.portfolio].map((portfolioId) =>
      ask(
        execution,
        ExecutionServiceService.listProposals,
        { portfolioId, pendingOnly: true, minPosition: undefined },
        as,
      ),
    ),
  );
  return lists.flatMap(({ proposals }) => proposals);
}
