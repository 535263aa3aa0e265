import { ActionKind, OrderFilled, ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import { LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { BreachOpened, ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import { breachOpenedLine, executionLine, liquidationLine, standingLine } from './eventLines.js';

/** 2023-08-17 21:45:23 UTC by `date -u`. */
const NOW_US = 1_692_308_723_000_000n;
const cut = { step: 1352n, timeUs: NOW_US, positions: [], ruleset: 'r', foldVersion: 'f' };

describe('the lines of a replay', () => {
  it('say a breach in the unit of its limit', () => {
    const health = BreachOpened.fromPartial({
      cut,
      component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
      accountId: 'aave:main',
      value: 1.04899,
      level: 1.05,
    });
    expect(breachOpenedLine(health)).toBe('21:45:23  breach      health of aave:main 1.0490, limit 1.0500');
    const delta = {
      component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
      portfolioId: 'main',
      value: -102_799.4,
      level: 100_000,
    };
    expect(breachOpenedLine(BreachOpened.fromPartial({ cut, ...delta }))).toBe(
      '21:45:23  breach      delta of main -$102,799, limit $100,000',
    );
  });

  it('say a liquidation in whole tokens, cut off and not rounded', () => {
    const liquidation = LiquidationObserved.fromPartial({
      observedAtUs: NOW_US,
      accountId: 'aave:twin',
      debtRepaid: '650082999999',
      collateralSeized: '438118999999999999999',
      lossUsd: '32504.11',
    });
    expect(liquidationLine(liquidation)).toBe(
      '21:45:23  liquidated  aave:twin: 650,082 USDC repaid for 438.118 WETH, loss $32,504',
    );
    const dust = LiquidationObserved.fromPartial({
      ...liquidation,
      debtRepaid: '1',
      collateralSeized: '0',
      lossUsd: '0',
    });
    expect(liquidationLine(dust)).toContain('0 USDC repaid for 0.000 WETH');
  });

  it('say what is proposed, on which side, and what it costs', () => {
    const value = ProposalMade.fromPartial({
      proposalId: 'p1',
      action: {
        kind: ActionKind.ACTION_KIND_HEDGE,
        venue: 'paper',
        accountId: 'paper:main',
        instrumentId: 'perp:paper:ETH-USD',
        quantity: '-58.38',
        limitPrice: '1743.38',
        quoteInstrumentId: 'spot:USDC',
      },
      cost: { totalUsd: 291.084 },
      valueBefore: 102_799,
      valueAfter: -8,
      cut,
    });
    expect(executionLine({ $case: 'proposalMade', value }, 0n)).toBe(
      '21:45:23  proposed    sell 58.38 perp:paper:ETH-USD on paper at 1,743.38 USDC or better for paper:main; ' +
        'delta $102,799 to -$8, cost $291.08 [p1]',
    );
  });

  it('say a repayment as one', () => {
    const value = OrderFilled.fromPartial({
      kind: ActionKind.ACTION_KIND_REPAY,
      quantity: '60000',
      accountId: 'aave:main',
      deployment: 'aave-v3:polygon',
      cost: { totalUsd: 0.71 },
      filledAtUs: NOW_US,
    });
    expect(executionLine({ $case: 'orderFilled', value }, 0n)).toBe(
      '21:45:23  filled      repaid 60,000 USDC of aave:main on aave-v3:polygon, cost $0.71',
    );
  });

  it('keep silent about what is no event of the story', () => {
    expect(executionLine(undefined, NOW_US)).toBeUndefined();
    expect(executionLine({ $case: 'orderIntended', value: { orderId: 'o' } as never }, NOW_US)).toBeUndefined();
  });

  it('show the lowest health that is known', () => {
    const health = [
      { healthFactor: 1.2, unavailableReason: '' },
      { healthFactor: 0, unavailableReason: 'no price' },
      { healthFactor: 1.10996, unavailableReason: '' },
    ];
    const main = ExposureCalculated.fromPartial({
      cut,
      referencePriceUsd: 1595.17,
      total: { deltaUsd: 179_247.4 },
      health,
    });
    const twin = ExposureCalculated.fromPartial({ cut });
    expect(standingLine(main, twin)).toBe(
      '21:45:23              ETH $1,595.17  delta $179,247  health 1.1100  untouched twin -',
    );
  });
});
