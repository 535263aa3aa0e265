import { type Event, event } from '@gimbal/contracts';
import { ExecutionMode, ProposalDeclined } from '@gimbal/contracts/execution/v1/execution_events';
import { AccountAttached, PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import {
  deltaLimit,
  desk,
  ExecutionScenario,
  gas,
  healthLimit,
  loan,
  only,
  perp,
  pool,
  proposalIn,
  vol,
} from '../../execution.scenario.js';

const attached = (accountId: string, venue: string, chain: string, observed = true): Event =>
  event(
    AccountAttached,
    AccountAttached.fromPartial({ portfolioId: 'main', accountId, venue, chain, observed, deployment: '' }),
  );

/** A portfolio of whose accounts the delta is 100,000 USD, to be brought to 40,000: 60,000 / 1,705 = 35.19 ETH. */
function longDelta(accounts: readonly Event[], config: object = {}): ExecutionScenario {
  const opened = event(PortfolioOpened, { portfolioId: 'main', name: 'Main', parentPortfolioId: '' });
  return new ExecutionScenario(config)
    .given(opened, ...accounts, deltaLimit, pool('21:40:00'), gas(), perp(), vol())
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ deltaUsd: 100_000 })
    .breach('delta', 100_000);
}

describe('the delta of a watched account', () => {
  it('is hedged in an account that is traded, though a watched one at the venue was attached before', () => {
    const accounts = [attached('sub', 'paper', 'off-chain'), attached('paper:main', 'paper', 'off-chain', false)];
    const { action, proposedFor } = proposalIn(longDelta(accounts).step('21:40:00'));
    expect(action).toMatchObject({ venue: 'paper', accountId: 'paper:main', payingAccountId: 'paper:main' });
    expect(action?.quantity).toBe('-35.19');
    // Four eyes as ever: by the limit, whoever's account it is.
    expect(proposedFor).toBe('alice');
  });

  it('isn’t hedged in watched accounts, which are named', () => {
    const accounts = [attached('sub', 'paper', 'off-chain'), attached('fund', 'wallet', 'polygon')];
    const declined = only(longDelta(accounts).step('21:40:00'), ProposalDeclined);
    expect(declined.code).toBe('no_hedge_possible');
    expect(declined.reason).toContain('Expected an account at paper, found sub, which is watched and not traded here.');
    expect(declined.reason).toContain(
      'Expected a wallet on polygon, found fund, which is watched and not traded here.',
    );
  });

  it('isn’t hedged on a venue that isn’t allowed, whoever is watched there', () => {
    const accounts = [attached('paper:main', 'paper', 'off-chain', false)];
    const declined = only(longDelta(accounts, { allowedVenues: ['aave-v3'] }).step('21:40:00'), ProposalDeclined);
    expect(declined.reason).toContain('Expected a venue of aave-v3, was paper.');
  });
});

describe('a watched loan', () => {
  it('is left to its owner, by name: a repayment on paper would pay and cure nothing', () => {
    const [opened, wallet, paper] = desk({ usdc: '75000' });
    const watched = event(
      AccountAttached,
      AccountAttached.fromPartial({
        portfolioId: 'main',
        accountId: 'aave:main',
        venue: 'aave-v3',
        chain: 'polygon',
        deployment: 'aave-v3:polygon',
        observed: true,
      }),
    );
    const scenario = new ExecutionScenario()
      .given(opened!, wallet!, paper!, watched, ...loan(), healthLimit, gas())
      .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
      .exposure({ health: 1.049120769230769 })
      .breach('health', 1.049120769230769);
    expect(only(scenario.step('21:42:47'), ProposalDeclined)).toMatchObject({
      code: 'account_observed',
      reason: 'Expected a loan that is repaid here, aave:main is watched: repay it where it is.',
    });
  });
});
