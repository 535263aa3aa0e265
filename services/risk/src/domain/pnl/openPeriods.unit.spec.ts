import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { Draft } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { type Desk, PERP, USDC, WETH } from '../desk.sample.js';
import { openPeriods } from './openPeriods.js';
import { book, explainedIn, markAt, perpAt, pnlDesk, throughTheHour } from './pnlDesk.sample.js';

const ALL = { portfolioId: 'main', period: '', fromTimeUs: 0n, toTimeUs: 0n };
const open = (desk: Desk, period: string) => openPeriods(desk.state, 'desk-a/main', { ...ALL, period })[0];

/** Two perpetuals that pay 1.44 a day each: 0.002 a minute. */
const mark = (desk: Desk): void => markAt(desk, 1720, perpAt(1721, -1.44));

/** At 21:40 an exposure, then the trades; their first exposure is that of 21:41, which funding accrues from. */
function holdingDesk(): Desk {
  const desk = pnlDesk();
  mark(desk);
  desk.decide();
  book(desk, WETH, '10');
  book(desk, USDC, '50000');
  book(desk, PERP, '2', '1721');
  return desk;
}

function exposureUsd(drafts: readonly Draft[]): number {
  const said = drafts.flatMap(({ event }) => (isEvent(event, ExposureCalculated) ? [event.value] : []));
  return said[0]!.total!.valueUsd;
}

describe('receivables of a P&L', () => {
  it('are what its value has beside the exposure’s, from hour to hour and over the day', () => {
    const desk = holdingDesk();
    const drafts = throughTheHour(desk, () => mark(desk));
    const first = explainedIn(drafts)!;
    // 19 minutes of 0.002, from 21:41 to 22:00.
    expect(first.startReceivablesUsd).toBe(0);
    expect(first.endReceivablesUsd).toBeCloseTo(-0.038, 12);
    expect(first.endValueUsd - first.endReceivablesUsd).toBeCloseTo(exposureUsd(drafts), 9);
    const after = throughTheHour(desk, () => mark(desk));
    const second = explainedIn(after)!;
    // 60 more minutes.
    expect(second.startReceivablesUsd).toBe(first.endReceivablesUsd);
    expect(second.endReceivablesUsd).toBeCloseTo(-0.158, 12);
    expect(second.endValueUsd - second.endReceivablesUsd).toBeCloseTo(exposureUsd(after), 9);
    expect(open(desk, 'day')!.startReceivablesUsd).toBe(0);
    expect(open(desk, 'day')!.endReceivablesUsd).toBe(second.endReceivablesUsd);
  });
});

describe('openPeriods', () => {
  it('are nothing before a second exposure, and nothing of an hour that has only begun', () => {
    const desk = pnlDesk();
    expect(openPeriods(desk.state, 'desk-a/main', ALL)).toEqual([]);
    mark(desk);
    desk.decide();
    expect(openPeriods(desk.state, 'desk-a/main', ALL)).toEqual([]);
    throughTheHour(desk, () => mark(desk));
    expect(openPeriods(desk.state, 'desk-a/main', ALL).map(({ period }) => period)).toEqual(['day']);
  });

  it('are the hour and the day as the newest exposure left them, and only those asked for', () => {
    const desk = holdingDesk();
    for (let minute = 1; minute <= 5; minute++) {
      mark(desk);
      desk.decide();
    }
    const [hour, day] = openPeriods(desk.state, 'desk-a/main', ALL);
    expect(hour).toMatchObject({ period: 'hour', sequence: 1n, fromExposureSequence: 1n, toExposureSequence: 6n });
    // From 21:41 to 21:45.
    expect(hour!.terms!.fundingUsd).toBeCloseTo(-4 * 0.002, 12);
    expect(day).toEqual({ ...hour, period: 'day' });
    const { fromTimeUs, toTimeUs } = hour!;
    expect(openPeriods(desk.state, 'desk-a/main', { ...ALL, fromTimeUs: toTimeUs })).toEqual([]);
    expect(openPeriods(desk.state, 'desk-a/main', { ...ALL, toTimeUs: fromTimeUs })).toEqual([]);
    expect(open(desk, 'hour')).toEqual(hour);
  });

  it('become what is explained when they end', () => {
    const desk = holdingDesk();
    throughTheHour(desk, () => mark(desk));
    mark(desk);
    desk.decide();
    const before = open(desk, 'hour')!;
    const explained = explainedIn(throughTheHour(desk, () => mark(desk)))!;
    expect(before).toMatchObject({
      sequence: explained.sequence,
      fromTimeUs: explained.fromTimeUs,
      startValueUsd: explained.startValueUsd,
      startReceivablesUsd: explained.startReceivablesUsd,
    });
  });
});
