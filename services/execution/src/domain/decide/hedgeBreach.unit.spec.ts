import {
  ExecutionMode,
  OrderFilled,
  OrderIntended,
  OrderRejected,
  ProposalDeclined,
} from '@gimbal/contracts/execution/v1/execution_events';
import { describe, expect, it } from 'vitest';
import {
  desk,
  deltaLimit,
  ExecutionScenario,
  gas,
  namesOf,
  only,
  perp,
  pool,
  proposalIn,
  vol,
} from '../../execution.scenario.js';

/*
 * Figures by hand, from the Uniswap v3 whitepaper (equations 6.13 to 6.16) with 60 digits, beside the integers that the
 * code uses. Pool of 21:40: tick 201909, L = 776202825955156693; mid = 10^12/1.0001^201909 = 1704.676428378913.
 * Delta 100,000 USD at 1,705 to the target 40,000: 60,000/1,705 = 35.1906, so 35.19 ETH are sold.
 * Over the curve: √p' = √p + q/L, out = L(1/√p − 1/√p'); slippage = q·mid − out.
 */
const MID = 1704.676428378913;
const SLIPPAGE_WITHOUT_FEE = 112.0763774129554;
const SLIPPAGE_AFTER_FEE = 111.9644336477174;
const FEE_5_BP = 29.99378175732698;
const GAS_SWAP = 0.0864912499867723;

function breached(wallet: Parameters<typeof desk>[0] = {}, config: object = {}): ExecutionScenario {
  return new ExecutionScenario(config)
    .given(...desk(wallet), deltaLimit, pool('21:40:00'), gas(), perp(), vol())
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ deltaUsd: 100_000 })
    .breach('delta', 100_000);
}

describe('a delta beyond its limit', () => {
  it('is hedged to the target with the perp where no coin is free, with its cost and what was passed over', () => {
    const made = proposalIn(breached().step('21:40:00'));
    expect(made).toMatchObject({
      proposalId: 'main/delta/1/1',
      breachId: 'main/delta/1',
      proposedFor: 'alice',
      valueBefore: 100_000,
      level: 60_000,
    });
    expect(made.action).toMatchObject({
      venue: 'paper',
      accountId: 'paper:main',
      payingAccountId: 'paper:main',
      instrumentId: 'perp:paper:ETH-USD',
      quantity: '-35.19',
      limitPrice: '1687.63',
      quoteInstrumentId: 'spot:USDC',
    });
    expect(made.valueAfter).toBeCloseTo(100_000 - 35.19 * 1705, 6);
    expect(made.cost?.slippageUsd).toBeCloseTo(SLIPPAGE_WITHOUT_FEE, 4);
    expect(made.cost?.venueFeeUsd).toBeCloseTo(FEE_5_BP, 6);
    expect(made.cost?.gasUsd).toBe(0);
    expect(made.cost?.totalUsd).toBeCloseTo(SLIPPAGE_WITHOUT_FEE + FEE_5_BP, 4);
    // 35.19·1704.676·0.45·√(12 s / 365 d)
    expect(made.cost?.delayRiskUsd).toBeCloseTo(16.65179501714, 6);
    expect(made.rejectedAlternatives).toEqual([
      '-35.19 spot:WETH in uniswap-v3:polygon:usdc-weth-005: Expected 35.19 spot:WETH free in wallet:main, was 0. ' +
        'It would have cost 142.04 USD (slippage 111.96, venue fee 29.99, gas 0.09).',
    ]);
    expect(made.marks.map(({ instrumentId }) => instrumentId)).toEqual(['spot:WETH', 'perp:paper:ETH-USD']);
    expect(made.marks[0]?.priceUsd).toBeCloseTo(MID, 8);
  });

  it('is hedged with the swap where the coin is free and that costs less in all', () => {
    const made = proposalIn(breached({ weth: '40' }).step('21:40:00'));
    expect(made.action).toMatchObject({
      venue: 'uniswap-v3',
      accountId: 'wallet:main',
      instrumentId: 'spot:WETH',
      quantity: '-35.19',
    });
    expect(made.cost?.slippageUsd).toBeCloseTo(SLIPPAGE_AFTER_FEE, 4);
    expect(made.cost?.venueFeeUsd).toBeCloseTo(FEE_5_BP, 6);
    expect(made.cost?.gasUsd).toBeCloseTo(GAS_SWAP, 5);
    expect(made.cost?.totalUsd).toBeCloseTo(SLIPPAGE_AFTER_FEE + FEE_5_BP + GAS_SWAP, 4);
    expect(made.rejectedAlternatives).toEqual([
      '-35.19 perp:paper:ETH-USD on paper: 142.07 USD (slippage 112.08, venue fee 29.99, gas 0.00).',
    ]);
  });

  it('takes the perp again when gas makes the swap dearer', () => {
    // 180,000 units at 1,118.89 gwei and 0.60 USD are 0.12 USD, more than the 0.026 USD between the two.
    const made = proposalIn(breached({ weth: '40' }).given(gas('1118.887431122143')).step('21:40:00'));
    expect(made.action?.venue).toBe('paper');
  });

  it('sends what is approved in a later step, and fills it at the pool of the step after its delay', () => {
    const scenario = breached();
    const made = proposalIn(scenario.step('21:40:00'));
    expect(scenario.approve(made).kind).toBe('accepted');
    const sent = scenario.exposure({ deltaUsd: 100_000 }).step('21:40:30');
    expect(namesOf(sent)).toEqual(['OrderIntended']);
    expect(only(sent, OrderIntended).earliestFillUs - scenario.last.timeUs).toBe(12_000_000n);
    expect(only(sent, OrderIntended).action).toEqual(made.action);
    expect(scenario.exposure({ deltaUsd: 100_000 }).step('21:40:41')).toEqual([]);
    // Tick 201950 at the liquidity of 21:41: mid 1697.7019119, out 59614.5254457807, q·mid − out = 127.6048118921.
    const filled = scenario
      .exposure({ deltaUsd: 100_000 })
      .given(pool('21:41:00', 201950, '677384141720478904'))
      .step('21:41:00');
    expect(namesOf(filled)).toEqual(['OrderFilled']);
    const fill = only(filled, OrderFilled);
    expect(fill).toMatchObject({
      venue: 'paper',
      accountId: 'paper:main',
      quantity: '-35.19',
      gasUsd: '0',
      orderId: 'main/delta/1/1/order',
    });
    // 59614.5254457/35.19 in whole USDC integers: 59614.525445/35.19 = 1694.07574438… floored at 8 digits.
    expect(Number(fill.price)).toBeCloseTo(59614.525445 / 35.19, 7);
    expect(Number(fill.fee)).toBeCloseTo(59614.525445 * 0.0005, 5);
    expect(fill.cost?.slippageUsd).toBeCloseTo(127.6048118921, 4);
    expect(fill.cost?.delayRiskUsd).toBeCloseTo(245.4332569811, 6);
    // Nothing more is proposed until an exposure shows the fill.
    expect(scenario.step('21:41:10')).toEqual([]);
    expect(scenario.exposure({ deltaUsd: 40_385 }).closeBreach('main/delta/1').step('21:42:00')).toEqual([]);
  });

  it('books a swap to the last digit of the pool', () => {
    const scenario = breached({ weth: '40', usdc: '5' });
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:40:20');
    const fill = only(scenario.exposure({ deltaUsd: 100_000 }).step('21:40:40'), OrderFilled);
    // By hand the pool pays 59845.605299249 USDC, in its own integers 59845605299.
    const micro = (text: string): bigint =>
      BigInt((text.split('.')[0] ?? '') + (text.split('.')[1] ?? '').padEnd(10, '0').slice(0, 10));
    const proceeds = (3519n * micro(fill.price)) / 100n - micro(fill.fee);
    expect(proceeds).toBe(598456052990000n);
    // 5 + 59845.605299 − gas: 180,000 · 800.8449072849286e-9 · 0.60 = 0.08649124998…, up to the millionth.
    expect(scenario.state.balances.get('desk-a/main|wallet:main|spot:USDC')).toMatchObject({
      unscaled: 598505188070000n,
      scale: 10,
    });
    expect(scenario.state.balances.get('desk-a/main|wallet:main|spot:WETH')).toMatchObject({
      unscaled: 481n,
      scale: 2,
    });
  });

  it('rejects an order when the market has left its limit price, and proposes afresh', () => {
    const scenario = breached();
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:40:30');
    // 21:43 of the day: tick 202300, mid 1639.3 and the limit 1687.63.
    const events = scenario
      .exposure({ deltaUsd: 100_000 })
      .given(pool('21:43:00', 202300, '616998940923531892'))
      .step('21:43:00');
    expect(namesOf(events)).toEqual(['OrderRejected', 'ProposalMade']);
    expect(only(events, OrderRejected).code).toBe('limit_price_exceeded');
    expect(proposalIn(events).proposalId).toBe('main/delta/1/2');
  });

  it('rejects an order that the pool has no depth for within the limit', () => {
    const scenario = breached();
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:40:30');
    const events = scenario
      .exposure({ deltaUsd: 100_000 })
      .given(pool('21:41:00', 201909, '77620282595515669'))
      .step('21:41:00');
    expect(only(events, OrderRejected).code).toBe('insufficient_depth');
  });

  it('rejects an order at a pool that went silent, and says once why nothing is proposed', () => {
    const scenario = breached();
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:40:30');
    const events = scenario.exposure({ deltaUsd: 100_000 }).step('21:45:01');
    expect(namesOf(events)).toEqual(['OrderRejected', 'ProposalDeclined']);
    expect(only(events, OrderRejected).code).toBe('stale_pool');
    expect(only(events, ProposalDeclined)).toMatchObject({ code: 'stale_pool', breachId: 'main/delta/1' });
    expect(scenario.exposure({ deltaUsd: 100_000 }).step('21:46:00')).toEqual([]);
  });

  it('is hedged only as far as the pool bears, and says so', () => {
    // To half of the 1 % bound, 1696.16, the pool takes L(√(10^12/1696.16) − √p) = 47.138 ETH; 260,000/1,705 = 152.49 are wanted.
    const scenario = new ExecutionScenario().given(...desk(), deltaLimit, pool('21:40:00'), gas(), perp(), vol());
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).exposure({ deltaUsd: 300_000 }).breach('delta', 300_000);
    const made = proposalIn(scenario.step('21:40:00'));
    expect(made.action?.quantity).toBe('-47.13');
    expect(made.rejectedAlternatives.at(-1)).toBe(
      "The whole way to 40000 USD: beyond 1000000 USD an action or the pool's depth to 1696.16.",
    );
  });

  it('is hedged no further than the largest notional', () => {
    const made = proposalIn(breached({}, { maxNotionalUsd: 17_050 }).step('21:40:00'));
    expect(made.action?.quantity).toBe('-10');
  });

  it('buys when the delta is short', () => {
    const scenario = new ExecutionScenario().given(
      ...desk({ usdc: '50000' }),
      deltaLimit,
      pool('21:40:00'),
      gas(),
      perp(),
      vol(),
    );
    scenario.mode(ExecutionMode.EXECUTION_MODE_PROPOSE).exposure({ deltaUsd: -61_039.7 }).breach('delta', -61_039.7);
    const made = proposalIn(scenario.step('21:40:00'));
    // 21,039.7/1,705 = 12.34; in: L(1/√p' − 1/√p) = 21049.52379 USDC, fee in/(1 − 5 bp) − in = 10.530027.
    expect(made.action).toMatchObject({ quantity: '12.34', limitPrice: '1721.72' });
    expect(made.cost?.slippageUsd).toBeCloseTo(13.8166639, 4);
    expect(made.rejectedAlternatives[0]).toContain('venue fee 10.53');
  });

  it('is left alone without a market to price it in', () => {
    const scenario = new ExecutionScenario().given(...desk(), deltaLimit).mode(ExecutionMode.EXECUTION_MODE_PROPOSE);
    const events = scenario.exposure({ deltaUsd: 100_000 }).breach('delta', 100_000).step('21:40:00');
    expect(only(events, ProposalDeclined).code).toBe('pool_unknown');
  });
});
