import type { OptionQuoteObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { drive, frame, us } from '../ingestion.scenario.js';
import type { FeedDescription } from './feedDescription.js';

const FEED = 'deribit:options:ETH';
const chain: FeedDescription = {
  id: FEED,
  decoder: 'tardis-option-summary-json',
  venue: 'deribit',
  underlying: 'ETH',
  quote: 'USD',
  inverse: true,
  staleAfterSeconds: 60,
  assumed: null,
};

function quote(strikePrice: number, time: string, markPrice = 0.05): string {
  return JSON.stringify({
    symbol: `ETH-4FEB22-${strikePrice}-C`,
    exchange: 'deribit',
    optionType: 'call',
    strikePrice,
    expirationDate: '2022-02-04T08:00:00.000Z',
    markPrice,
    underlyingPrice: 2400,
    timestamp: `2022-01-25T${time}.000Z`,
  });
}

describe('a feed of many options', () => {
  it('keeps an order for each of them: equal times are copies, earlier ones late, and others are no matter', () => {
    const driven = drive([chain]);
    const lines = [quote(2400, '03:00:10'), quote(2500, '03:00:05'), quote(2400, '03:00:10'), quote(2400, '03:00:09')];
    const said = driven.step(
      us('2022-01-25T03:00:10'),
      lines.map((line) => frame(FEED, line)),
    );
    expect(said.map(({ type }) => type.split('.').at(-1))).toEqual([
      'OptionQuoteObserved',
      'OptionQuoteObserved',
      'RecordQuarantined',
      'FramesDropped',
    ]);
    expect((said[1]!.value as OptionQuoteObserved).instrumentId).toContain(':2500:');
    expect((said[2]!.value as RecordQuarantined).reason).toMatch(
      /^Expected of ioption:.*:2400:C what follows .*, was the late/,
    );
    expect(driven.verdicts).toContainEqual({ feed: FEED, kind: 'duplicate' });
    // The same after the log: what was folded knows its own.
    expect(driven.step(us('2022-01-25T03:00:11'), [frame(FEED, quote(2500, '03:00:05'))])).toEqual([]);
    expect(driven.step(us('2022-01-25T03:00:12'), [frame(FEED, quote(2500, '03:00:12'))])).toHaveLength(1);
  });

  it('refuses a time of the future, and is stale when it falls silent', () => {
    const driven = drive([chain]);
    const [future] = driven.step(us('2022-01-25T03:00:00'), [frame(FEED, quote(2400, '03:00:01'))]);
    expect((future!.value as RecordQuarantined).reason).toMatch(/^Expected a time not after/);
    driven.step(us('2022-01-25T03:00:02'), [frame(FEED, quote(2400, '03:00:02'))]);
    const [silent] = driven.step(us('2022-01-25T03:01:03'), []);
    expect(silent!.type).toContain('FeedWentStale');
  });
});
