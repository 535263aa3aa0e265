import type { EventCodec, TopicName } from '@gimbal/contracts';
import { ReserveConfigured, ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { reserveKey } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { asOfStage } from './asOfStage.js';

const DEPLOYMENT = 'aave-v3:polygon';

function fact<T>(topic: TopicName, offset: number, timeUs: bigint, codec: EventCodec<T>, value: Partial<T>) {
  const read: InboundEvent<T> = {
    type: codec.$type,
    value: { ...codec.fromJSON({}), ...value },
    topic,
    partition: 0,
    offset,
    key: DEPLOYMENT,
    id: `e${offset}`,
    timeUs,
    tenant: undefined,
    actor: undefined,
    causationId: 'step/1',
  };
  return read;
}

const configured = (offset: number, knownAtUs: bigint, effectiveAtUs: bigint, liquidationThresholdBps: number) =>
  fact('protocol', offset, knownAtUs, ReserveConfigured, {
    deployment: DEPLOYMENT,
    asset: 'WETH',
    decimals: 18,
    ruleset: 'aave-v3.0',
    oracleFeed: 'eth',
    liquidationThresholdBps,
    effectiveAtUs,
  });

/** What is folded at `trueAtUs` of a threshold of 80 % from 10, 81 % from 30 and, learnt last, 82 % from 20. */
function thresholdAt(trueAtUs: bigint) {
  const asOf = asOfStage(trueAtUs);
  const state = asOf.stage.createState();
  for (const event of [configured(0, 10n, 10n, 8000), configured(1, 30n, 30n, 8100), configured(2, 40n, 20n, 8200)]) {
    asOf.stage.evolve(state, event);
    if (event.offset === 1) asOf.endInputs({ step: { number: 1, timeUs: 10n }, cut: {} as never });
  }
  const reserve = state.lending.reserves.get(reserveKey(DEPLOYMENT, 'WETH'));
  return { threshold: Number(reserve?.liquidationThresholdBps ?? 0), asOf };
}

describe('asOfStage', () => {
  it('holds the parameters in force at the time, however late they were learnt', () => {
    expect(thresholdAt(9n).threshold).toBe(0);
    expect(thresholdAt(10n).threshold).toBe(8000);
    expect(thresholdAt(19n).threshold).toBe(8000);
    expect(thresholdAt(20n).threshold).toBe(8200);
    expect(thresholdAt(29n).threshold).toBe(8200);
    expect(thresholdAt(30n).threshold).toBe(8100);
  });

  it('says which set that is, and what came after the step', () => {
    const { asOf } = thresholdAt(25n);
    expect([...asOf.parameters].map(([subject, { event, trueAtUs }]) => [subject, event.offset, trueAtUs])).toEqual([
      [`${DEPLOYMENT}|WETH`, 2, 20n],
    ]);
    expect(asOf.late.map(({ event }) => event.offset)).toEqual([2]);
    expect(asOf.newest?.step.number).toBe(1);
  });

  it('takes a fact without a time of its own from when it was known', () => {
    const asOf = asOfStage(15n);
    const state = asOf.stage.createState();
    const rates = { liquidityRateRay: '0', variableBorrowRateRay: '0' };
    const indexes = {
      deployment: DEPLOYMENT,
      asset: 'WETH',
      liquidityIndexRay: '1',
      variableBorrowIndexRay: '1',
      ...rates,
    };
    asOf.stage.evolve(state, fact('protocol', 0, 12n, ReserveStateObserved, { ...indexes, observedAtUs: 0n }));
    asOf.stage.evolve(state, fact('protocol', 1, 16n, ReserveStateObserved, { ...indexes, liquidityIndexRay: '2' }));
    expect(state.lending.states.get(reserveKey(DEPLOYMENT, 'WETH'))?.liquidityIndexRay).toBe(1n);
  });
});
