import { isEvent } from '@gimbal/contracts';
import { AccountPositionObserved, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { describe, expect, it } from 'vitest';
import { drive } from '../../../ingestion.scenario.js';
import { feedCatalogue } from '../../feedCatalogue.js';
import type { FeedDescription } from '../../feedDescription.js';
import { createSessionReader } from '../../venues/sessionReader.js';
import { accountPositions } from '../accountPositions.js';
import { at } from './reconcile.scenario.js';

const FEED: FeedDescription = {
  id: 'deribit',
  decoder: 'venue-session',
  venue: 'deribit',
  account: 'desk',
  staleAfterSeconds: null,
  assumed: null,
};
const PERP = 'iperp:deribit:BTC-USD:10';

/** A feed whose process may begin anew: what its sessions remembered is gone then, and the rows are not. */
function live() {
  const driven = drive([FEED]);
  const reader = createSessionReader(feedCatalogue([FEED]));
  return {
    restart: () => reader.reset(),
    held: () =>
      accountPositions(driven.state, 'desk', false).map(({ instrumentId, quantity }) => [instrumentId, quantity]),
    step: (second: number, ...texts: readonly string[]) => {
      const frames = texts.map((text) =>
        reader.read({ feed: FEED.id, raw: Buffer.from(text), receivedAtUs: at(second) }),
      );
      return driven.step(at(second), frames);
    },
  };
}

/** Dollars of a perpetual of 10 dollars a contract. */
const positions = (second: number, query: string, ...dollars: readonly number[]): string => {
  const list = dollars.map((size) => `{"instrument_name":"BTC-PERPETUAL","size":${size},"direction":"buy"}`);
  return `{"id":"private/get_positions${query}","result":[${list.join()}],"usOut":${at(second)}}`;
};
const sold = (second: number, dollars: number): string =>
  `{"method":"subscription","params":{"channel":"user.trades.any.any.raw","data":[{"trade_id":"t${second}","order_id":"o","timestamp":${second * 1000},"price":30000,"instrument_name":"BTC-PERPETUAL","direction":"sell","amount":${dollars}}]}}`;

describe('a list of all that an account holds', () => {
  it('says that what it has no more is flat, also when the process began anew in between', () => {
    const feed = live();
    feed.step(10, positions(10, '?currency=any', 100));
    expect(feed.held()).toEqual([[PERP, '10']]);
    feed.restart();
    const said = feed.step(20, positions(20, '?currency=any'));
    expect(said.filter((event) => isEvent(event, AccountPositionObserved))).toMatchObject([
      { value: { accountId: 'desk', place: 'deribit', instrumentId: PERP, quantity: '0', observedAtUs: at(20) } },
    ]);
    expect(feed.held()).toEqual([]);
    expect(
      feed.step(30, positions(30, '?currency=any')).filter((event) => isEvent(event, AccountPositionObserved)),
    ).toEqual([]);
  });

  it('leaves what a list of one currency, or of one that nobody knows, does not name', () => {
    const feed = live();
    feed.step(10, positions(10, '?currency=any', 100));
    feed.restart();
    feed.step(20, positions(20, '?currency=ETH'), positions(21, ''));
    expect(feed.held()).toEqual([[PERP, '10']]);
  });

  it('is a break when no fill explains it, and none when one does', () => {
    const unexplained = live();
    unexplained.step(10, positions(10, '?currency=any', 100));
    unexplained.step(20, positions(20, '?currency=any'));
    // 100 dollars are 10 contracts.
    expect(unexplained.step(120).find((event) => isEvent(event, PositionBreakFound))?.value).toMatchObject({
      instrumentId: PERP,
      byFacts: '10',
      observed: '0',
      difference: '-10',
    });
    const explained = live();
    explained.step(10, positions(10, '?currency=any', 100));
    explained.step(20, sold(15, 100), positions(20, '?currency=any'));
    expect(explained.step(120).filter((event) => isEvent(event, PositionBreakFound))).toEqual([]);
  });
});
