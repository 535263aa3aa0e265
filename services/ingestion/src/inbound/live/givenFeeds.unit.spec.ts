import { describe, expect, it } from 'vitest';
import { ingestionConfigSchema } from '../../config.js';
import { fakeIo } from './fakeIo.scenario.js';
import { givenFeeds } from './givenFeeds.js';

const standing = { staleAfterSeconds: 180, assumed: 'Assumed.' };
const usd = { ...standing, id: 'usd', decoder: 'assumed-price-json', asset: 'USDC', decimals: 8 };
const repeated = { ...usd, repeat: { value: '1.00', everySeconds: 60 } };
const connectors = [{ kind: 'dydx', network: 'testnet' }];

describe('feeds that the configuration has itself', () => {
  it('have records or a repeated value, and no files', () => {
    const parse = (feed: object): boolean =>
      ingestionConfigSchema.safeParse({ live: { journal: 'j', connectors, feeds: [feed] } }).success;
    expect(parse(repeated)).toBe(true);
    expect(parse({ ...usd, inline: [{ value: '1', round: '1', at: '1' }] })).toBe(true);
    expect(parse(usd)).toBe(false);
    expect(parse({ ...repeated, files: ['a.csv'] })).toBe(false);
  });

  it('say a value at once, and again at each full interval of the clock', async () => {
    const parsed = ingestionConfigSchema.parse({ live: { journal: 'j', connectors, feeds: [repeated] } });
    const feeds = 'live' in parsed ? parsed.live.feeds : [];
    const io = fakeIo();
    const said: string[] = [];
    const stop = new AbortController();
    const connector = givenFeeds(feeds, io);
    const running = connector.run(
      { deliver: (frame) => (said.push(Buffer.from(frame.raw).toString()), Promise.resolve()) },
      stop.signal,
    );
    const roundOf = (text: string): bigint => BigInt((JSON.parse(text) as { round: string }).round);
    expect(said).toHaveLength(1);
    await io.pass(60_001);
    await io.pass(60_001);
    expect(said.map(roundOf)).toEqual([0n, 1n, 2n].map((more) => roundOf(said[0]!) + more));
    stop.abort();
    await running;
  });
});
