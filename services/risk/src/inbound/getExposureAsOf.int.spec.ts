import type { GetExposureAsOfRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Step } from '@gimbal/projection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachAccount } from '../domain/commands/attachAccount.js';
import { bookTrade } from '../domain/commands/bookTrade.js';
import { correctTrade } from '../domain/commands/correctTrade.js';
import { openPortfolio } from '../domain/commands/openPortfolio.js';
import { attaching, correcting, opening, trading } from '../domain/commands/requests.sample.js';
import { alice, MINUTE_US, T0_US } from '../domain/desk.sample.js';
import type { RiskState } from '../domain/riskState.js';
import { createRiskPorts } from '../outbound/createRiskPorts.js';
import { PARTITIONS, runRecordedStages } from '../recordedStages.sample.js';
import { getExposureAsOf } from './getExposureAsOf.js';

let stages: Awaited<ReturnType<typeof runRecordedStages>>;
let requests = 0;

/** ETH stands at 1,600, 1,700, 1,800 and 1,900 at minutes 1 to 4. */
const at = (minute: number): bigint => T0_US + BigInt(minute) * MINUTE_US;

async function execute(decide: (state: RiskState, step: Step) => CommandDecision): Promise<void> {
  const requestId = `r${++requests}`;
  const outcome = await stages.risk.execute({ principal: alice, requestId, requestHash: requestId, decide });
  expect(outcome.kind).toBe('accepted');
}

function ask(trueAt: number, knownAt?: number) {
  const request: GetExposureAsOfRequest = {
    portfolioId: 'main',
    trueAtUs: at(trueAt),
    known: knownAt === undefined ? undefined : { $case: 'knownAtUs', value: at(knownAt) },
    minPosition: undefined,
  };
  return getExposureAsOf(stages.risk.state, createRiskPorts(stages.log, PARTITIONS), 'desk-a/main', request);
}

beforeAll(async () => {
  stages = await runRecordedStages();
  await stages.release(1600);
  await execute((state) => openPortfolio(state, alice, opening()));
  await execute((state) => attachAccount(state, alice, attaching()));
  const own = { quantity: '10', price: '1600', fee: '0' };
  await execute((state, step) => bookTrade(state, step, alice, trading({ venueTradeId: 'a', ...own })));
  await stages.release(1700);
  await stages.release(1800);
  // Learnt after minute 3: a trade of minute 2, and that the first one was over 12.
  const late = { venueTradeId: 'late', quantity: '5', price: '1650', fee: '0', executedAtUs: at(2) };
  await execute((state, step) => bookTrade(state, step, alice, trading(late)));
  const corrected = { venueTradeId: 'a', quantity: '12', price: '1600', fee: '0' };
  await execute((state) => correctTrade(state, alice, correcting(corrected)));
  await stages.release(1900);
});

afterAll(() => stages.stop());

describe('GetExposureAsOf', () => {
  it('gives what was published when it asks what was known then', async () => {
    for (const minute of [2, 3, 4]) {
      const { exposure, ...beside } = await ask(minute, minute);
      expect(beside).toMatchObject({ equalsPublished: true, late: [], publishedSequence: BigInt(minute - 1) });
      expect(exposure?.total?.deltaUsd).toBe([10 * 1700, 10 * 1800, 17 * 1900][minute - 2]);
    }
  });

  it('adds what was learnt later of that time, and says what it was', async () => {
    // 12 of the corrected trade, which is as old as the first one, and 5 of minute 2; at the marks of minute 2.
    const now = await ask(2);
    expect(now.exposure?.total).toMatchObject({
      deltaUsd: 17 * 1700,
      valueUsd: 17 * 1700 - (12 * 1600 + 5 * 1650),
    });
    expect(now.equalsPublished).toBe(false);
    expect(now.late.map(({ what, trueAtUs, knownAtUs }) => [what, trueAtUs, knownAtUs])).toEqual([
      ['trade late of paper: 5', at(2), at(3)],
      ['trade a of paper: 12', at(3), at(3)],
    ]);
  });

  it('gives the newest one that was known where it asks about a later time', async () => {
    const { exposure, ...beside } = await ask(4, 3);
    expect(beside).toMatchObject({ equalsPublished: true, publishedSequence: 2n });
    expect([exposure?.sequence, exposure?.total?.deltaUsd]).toEqual([2n, 10 * 1800]);
  });

  it('leaves out what was not true yet', async () => {
    expect((await ask(1)).exposure?.total?.deltaUsd).toBe(12 * 1600);
    expect((await ask(1)).publishedSequence).toBe(0n);
  });

  it('refuses a time before there was one', async () => {
    await expect(ask(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(2, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(ask(-30_000_000)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
