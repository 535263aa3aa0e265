import type { ExplainPnlRequest, ListPnlRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Step } from '@gimbal/projection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachAccount } from '../domain/commands/attachAccount.js';
import { bookTrade } from '../domain/commands/bookTrade.js';
import { openPortfolio } from '../domain/commands/openPortfolio.js';
import { attaching, opening, trading } from '../domain/commands/requests.sample.js';
import { alice, MINUTE_US, T0_US, USDC } from '../domain/desk.sample.js';
import type { RiskState } from '../domain/riskState.js';
import { createRiskPorts } from '../outbound/createRiskPorts.js';
import { PARTITIONS, runRecordedStages } from '../recordedStages.sample.js';
import { explainPnl } from './explainPnl.js';
import { listPnl } from './listPnl.js';

let stages: Awaited<ReturnType<typeof runRecordedStages>>;
let requests = 0;

async function execute(decide: (state: RiskState, step: Step) => CommandDecision): Promise<void> {
  const requestId = `r${++requests}`;
  const outcome = await stages.risk.execute({ principal: alice, requestId, requestHash: requestId, decide });
  expect(outcome.kind).toBe('accepted');
}

const ports = () => createRiskPorts(stages.log, PARTITIONS);

function list(more: Partial<ListPnlRequest> = {}) {
  const request = { portfolioId: 'main', period: '', fromTimeUs: 0n, toTimeUs: 0n, minPosition: undefined, ...more };
  return listPnl(stages.risk.state, ports(), 'desk-a/main', request);
}

async function explain(more: Partial<ExplainPnlRequest>) {
  const ends = { fromExposureSequence: 0n, toExposureSequence: 0n, fromTimeUs: 0n, toTimeUs: 0n };
  return (await explainPnl(stages.risk.state, ports(), 'desk-a/main', { portfolioId: 'main', ...ends, ...more }))
    .explained!;
}

/** Opened before 21:41; 10 WETH and the cash that pays for them come in before 21:42; ETH rises by 1 a minute to 22:00. */
beforeAll(async () => {
  stages = await runRecordedStages();
  await execute((state) => openPortfolio(state, alice, opening()));
  await execute((state) => attachAccount(state, alice, attaching()));
  await stages.release(1701);
  const cash = { venueTradeId: 'cash', instrumentId: USDC, quantity: '20000', price: '0', fee: '' };
  await execute((state, step) => bookTrade(state, step, alice, trading(cash)));
  const bought = { venueTradeId: 'bought', quantity: '10', price: '1700', fee: '3' };
  await execute((state, step) => bookTrade(state, step, alice, trading(bought)));
  for (let minute = 2; minute <= 20; minute++) await stages.release(1700 + minute);
});

afterAll(() => stages.stop());

describe('ListPnl and ExplainPnl', () => {
  it('lists what was recorded at the full hour, and refuses a period that it doesn’t know', async () => {
    const { periods, incidents } = await list();
    expect(incidents).toEqual([]);
    expect(periods).toMatchObject([
      {
        period: 'hour',
        sequence: 1n,
        fromTimeUs: T0_US + MINUTE_US,
        toTimeUs: T0_US + 20n * MINUTE_US,
        flowsUsd: 20_000,
        // Bought at 1700 when the mark was 1702, and 18 minutes of a dollar on ten.
        terms: { slippageUsd: 20, tradingFeesUsd: -3, deltaUsd: 180 },
        pnlUsd: 197,
        residualUsd: 0,
      },
    ]);
    expect((await list({ period: 'day' })).periods).toEqual([]);
    expect((await list({ fromTimeUs: T0_US + 20n * MINUTE_US })).periods).toEqual([]);
    await expect(list({ period: 'week' })).rejects.toThrow('Expected hour, day or nothing, was "week".');
  });

  it('lists the day that is not over, through the newest exposure, as its refolded span is explained', async () => {
    const { openPeriods } = await list();
    // The hour ended with the newest exposure: nothing of the next one has passed.
    expect(openPeriods).toMatchObject([
      { period: 'day', sequence: 1n, toTimeUs: T0_US + 20n * MINUTE_US, pnlUsd: 197 },
    ]);
    expect({ ...openPeriods[0], sequence: 0n, period: 'span' }).toEqual(await explain({}));
    expect((await list({ period: 'hour' })).openPeriods).toEqual([]);
    expect((await list({ toTimeUs: T0_US })).openPeriods).toEqual([]);
    expect((await list({ fromTimeUs: T0_US + 20n * MINUTE_US })).openPeriods).toEqual([]);
  });

  it('explains between any two exposures, by sequence and by time, as the hour does', async () => {
    const [hour] = (await list()).periods;
    expect(await explain({ fromExposureSequence: 1n, toExposureSequence: 20n })).toEqual({
      ...hour,
      sequence: 0n,
      period: 'span',
    });
    const later = await explain({ fromTimeUs: T0_US + 10n * MINUTE_US, toTimeUs: T0_US + 15n * MINUTE_US + 1n });
    expect(later).toMatchObject({ fromExposureSequence: 10n, toExposureSequence: 15n, flowsUsd: 0, pnlUsd: 50 });
    // Neither end said: the day so far.
    expect(await explain({})).toMatchObject({ fromExposureSequence: 1n, toExposureSequence: 20n, pnlUsd: 197 });
  });

  it('refuses ends in the wrong order, and ends that aren’t there', async () => {
    await expect(explain({ fromExposureSequence: 9n, toExposureSequence: 9n })).rejects.toThrow(
      'Expected a from before exposure 9, was 9.',
    );
    // Asked with times, it answers with times: of the exposures that stand there.
    const [later, earlier] = [T0_US + 5n * MINUTE_US, T0_US + 4n * MINUTE_US];
    await expect(explain({ fromTimeUs: later, toTimeUs: earlier })).rejects.toThrow(
      'Expected a from whose exposure is before that of 2023-08-17T21:44:00.000Z, was that of 2023-08-17T21:45:00.000Z.',
    );
    await expect(explain({ fromExposureSequence: 77n })).rejects.toThrow('Expected exposure 77');
    await expect(explain({ fromTimeUs: 1n })).rejects.toThrow('Expected an exposure of the portfolio up to then');
  });
});
