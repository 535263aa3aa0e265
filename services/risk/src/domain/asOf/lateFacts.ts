import { isEvent } from '@gimbal/contracts';
import { OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { AccountPositionObserved, BridgeTransferObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { LendingPositionObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { AccountAttached, TradeBooked, TradeCorrected } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { LateFact, ParameterInForce } from '@gimbal/contracts/risk/v1/risk_service';
import type { RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';
import type { TimedFact } from './asOfStage.js';
import { parameterSubject } from './trueTimeOf.js';

/** Whose facts are told: a portfolio, those beneath it, and the deployments of their accounts. */
export interface AsOfScope {
  readonly rootKey: string;
  readonly portfolioIds: ReadonlySet<string>;
  readonly accountIds: ReadonlySet<string>;
  readonly deployments: ReadonlySet<string>;
}

export function asOfScope(state: RiskState, key: string): AsOfScope {
  const portfolioIds = new Set<string>();
  const accountIds = new Set<string>();
  const deployments = new Set<string>();
  const root = state.portfolios.get(key);
  const waiting = root === undefined ? [] : [root];
  for (let portfolio = waiting.pop(); portfolio !== undefined; portfolio = waiting.pop()) {
    const own = portfolioKey(portfolio.tenant, portfolio.portfolioId);
    portfolioIds.add(portfolio.portfolioId);
    for (const accountId of portfolio.accountIds) {
      accountIds.add(accountId);
      deployments.add(state.accounts.get(accountKey(own, accountId))?.deployment ?? '');
    }
    for (const childId of portfolio.childIds) {
      const child = state.portfolios.get(portfolioKey(portfolio.tenant, childId));
      if (child !== undefined) waiting.push(child);
    }
  }
  deployments.delete('');
  return { rootKey: root?.rootKey ?? '', portfolioIds, accountIds, deployments };
}

/** The late ones among the facts that the portfolio's numbers can rest on, in the order of the fold. */
export function lateFacts(facts: readonly TimedFact[], scope: AsOfScope): LateFact[] {
  return facts.flatMap(({ event, trueAtUs }) => {
    const what = whatOf({ event, trueAtUs }, scope);
    if (what === undefined) return [];
    const { topic, partition, offset, type, timeUs } = event;
    return [{ position: { topic, partition, offset: BigInt(offset) }, type, trueAtUs, knownAtUs: timeUs, what }];
  });
}

function whatOf({ event }: TimedFact, scope: AsOfScope): string | undefined {
  if (event.topic === 'portfolio' || event.topic === 'execution') {
    return event.key === scope.rootKey ? bookFact(event, scope) : undefined;
  }
  if (isEvent(event, LendingPositionObserved)) {
    const { accountId, deployment, asset } = event.value;
    return scope.accountIds.has(accountId) ? `${accountId} at ${deployment}: ${asset}` : undefined;
  }
  if (isEvent(event, AccountPositionObserved)) {
    const { accountId, place, quantity, instrumentId } = event.value;
    return scope.accountIds.has(accountId) ? `${accountId} at ${place}: ${quantity} ${instrumentId}` : undefined;
  }
  if (isEvent(event, BridgeTransferObserved)) {
    const { accountId, bridge, transferId } = event.value;
    return scope.accountIds.has(accountId) ? `${accountId} over ${bridge}: ${transferId}` : undefined;
  }
  const subject = parameterSubject(event);
  if (subject === undefined || !scope.deployments.has(deploymentOf(subject))) return undefined;
  return `parameters of ${subject.replace('|', ' ').trim()}`;
}

function bookFact(event: TimedFact['event'], { portfolioIds }: AsOfScope): string | undefined {
  if (isEvent(event, TradeBooked) || isEvent(event, TradeCorrected)) {
    const { portfolioId, venue, venueTradeId, quantity } = event.value;
    return portfolioIds.has(portfolioId) ? `trade ${venueTradeId} of ${venue}: ${quantity}` : undefined;
  }
  if (isEvent(event, OrderFilled)) {
    const { portfolioId, orderId, quantity, instrumentId } = event.value;
    return portfolioIds.has(portfolioId) ? `fill of ${orderId}: ${quantity} ${instrumentId}` : undefined;
  }
  if (isEvent(event, AccountAttached) && portfolioIds.has(event.value.portfolioId))
    return `account ${event.value.accountId}`;
  return undefined;
}

/** The parameter sets in force at the deployments of the portfolio, by subject. */
export function parametersInForce(facts: ReadonlyMap<string, TimedFact>, scope: AsOfScope): ParameterInForce[] {
  return [...facts]
    .filter(([subject]) => scope.deployments.has(deploymentOf(subject)))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([subject, { event, trueAtUs }]) => {
      const { topic, partition, offset, timeUs } = event;
      return {
        deployment: deploymentOf(subject),
        subject: subject.slice(subject.indexOf('|') + 1),
        ruleset: (event.value as { readonly ruleset?: string }).ruleset ?? '',
        position: { topic, partition, offset: BigInt(offset) },
        effectiveAtUs: trueAtUs,
        knownAtUs: timeUs,
      };
    });
}

function deploymentOf(subject: string): string {
  return subject.slice(0, subject.indexOf('|'));
}
