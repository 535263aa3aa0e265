import { readFileSync } from 'node:fs';
import { isEvent } from '@gimbal/contracts';
import {
  EModeConfigured,
  MarginAccountObserved,
  MarginMarketObserved,
  MarginParametersConfigured,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, drive, frame, us } from '../../ingestion.scenario.js';
import { parseManifest } from '../../inbound/recording/manifest.js';
import { decodeFrame } from '../decodeFrame.js';
import type { FeedDescription } from '../feedDescription.js';

const RECORDED = new URL('../../../../../test/data/hyperliquid/recorded_2023.ndjson', import.meta.url);
const silent = { staleAfterSeconds: null, assumed: null };
const deployment = 'dydx-v4:mainnet';
const account = 'dydx:main';
const parametersFeed: FeedDescription = { ...silent, id: 'p', decoder: 'margin-parameters-json', deployment };
const marketFeed: FeedDescription = {
  ...silent,
  id: 'm',
  decoder: 'margin-market-json',
  deployment,
  ruleset: 'dydx-v4',
};
const accountFeed: FeedDescription = {
  ...silent,
  id: `margin-account:${deployment}:${account}`,
  decoder: 'margin-account-json',
  deployment,
  ruleset: 'dydx-v4',
  account,
};
const emodeFeed: FeedDescription = { ...silent, id: 'e', decoder: 'emode-json', deployment: 'aave-v3:polygon' };
const userFeed: FeedDescription = {
  ...silent,
  id: 'user-emode:aave-v3:polygon:aave:main',
  decoder: 'user-emode-json',
  deployment: 'aave-v3:polygon',
  account: 'aave:main',
};

const BTC = {
  market: 'BTC-USD',
  initialMarginFraction: 0.02,
  maintenanceFraction: 0.6,
  openInterestLowerCapUsd: 0,
  openInterestUpperCapUsd: 0,
};
const RULES = {
  bankruptcyAdjustment: 1,
  spreadToMaintenanceRatio: 1.5,
  liquidationFeeShareMax: 0.015,
  positionShareMaxPerBlock: 0.1,
  notionalUsdMaxPerBlock: 100_000,
};
const AT = us('2023-10-25T21:00:00');
const PARAMETERS = {
  ruleset: 'dydx-v4',
  parameters: { ...RULES, markets: [BTC] },
  source: 'genesis',
  effective_at_us: AT.toString(),
};
const MARKET = {
  market: { markets: { 'BTC-USD': { oraclePriceUsd: 50_000, openInterest: 1_000 } } },
  observed_at_us: AT.toString(),
};
const ACCOUNT = {
  account: { quoteUsd: -49_700, positions: [{ market: 'BTC-USD', size: 1 }] },
  cause: 'indexer',
  observed_at_us: AT.toString(),
};
const EMODE = {
  category: 1,
  ltv_bps: 9_700,
  liquidation_threshold_bps: 9_750,
  liquidation_bonus_bps: 10_100,
  collateral_assets: ['USDC', 'DAI'],
  borrowable_assets: ['USDC', 'DAI'],
  source: 'EModeCategoryAdded',
};
const USER = { category: 1, cause: 'setUserEMode', observed_at_us: AT.toString() };

function decode(feed: FeedDescription, value: unknown): ReturnType<typeof decodeFrame> {
  return decodeFrame(bytes(JSON.stringify(value)), feed);
}

describe('decoders of margin facts', () => {
  it('read a parameter set into the engine’s one text, in whatever order it was written', () => {
    const decoded = decode(parametersFeed, PARAMETERS);
    if (decoded.kind !== 'observation' || !isEvent(decoded.event, MarginParametersConfigured)) throw new Error('none');
    expect(decoded).toMatchObject({ topic: 'protocol', key: deployment });
    expect(decoded.event.value).toMatchObject({ deployment, ruleset: 'dydx-v4', source: 'genesis', effectiveAtUs: AT });
    expect(JSON.parse(decoded.event.value.parametersJson)).toEqual(PARAMETERS.parameters);
    const turned = { ...PARAMETERS, parameters: { markets: [BTC], ...RULES } };
    expect(decode(parametersFeed, turned)).toEqual(decoded);
  });

  it('read a market and an account', () => {
    expect(decode(marketFeed, MARKET)).toMatchObject({
      topic: 'protocol',
      key: deployment,
      observedAtUs: AT,
      event: { type: MarginMarketObserved.$type, value: { feed: 'm', marketJson: JSON.stringify(MARKET.market) } },
    });
    expect(decode(accountFeed, ACCOUNT)).toMatchObject({
      topic: 'account',
      key: account,
      event: {
        type: MarginAccountObserved.$type,
        value: { accountId: account, deployment, accountJson: JSON.stringify(ACCOUNT.account), cause: 'indexer' },
      },
    });
  });

  it('read an e-mode and who chose it', () => {
    expect(decode(emodeFeed, EMODE)).toMatchObject({
      topic: 'protocol',
      event: {
        type: EModeConfigured.$type,
        value: { category: 1, liquidationThresholdBps: 9_750, collateralAssets: ['USDC', 'DAI'], oracleFeed: '' },
      },
    });
    expect(decode(emodeFeed, { ...EMODE, ltv_zero_assets: ['DAI'], isolated: true })).toMatchObject({
      event: { value: { ltvZeroAssets: ['DAI'], isolated: true } },
    });
    expect(decode(emodeFeed, EMODE)).toMatchObject({ event: { value: { ltvZeroAssets: [], isolated: false } } });
    expect(decode(userFeed, USER)).toMatchObject({
      topic: 'account',
      key: 'aave:main',
      event: { type: UserEModeObserved.$type, value: { accountId: 'aave:main', category: 1 } },
    });
  });

  it.each([
    [parametersFeed, { ...PARAMETERS, ruleset: 'nobody' }, /an engine of .* in ruleset/],
    [parametersFeed, { ...PARAMETERS, source: '' }, /source/],
    [parametersFeed, { ...PARAMETERS, effective_at_us: 0 }, /effective_at_us/],
    [parametersFeed, { ...PARAMETERS, parameters: 'none' }, /an object in parameters/],
    [parametersFeed, { ...PARAMETERS, parameters: { ...RULES, markets: [BTC], more: 1 } }, /no such field in more/],
    [parametersFeed, { ...PARAMETERS, parameters: RULES }, /a value in markets/],
    [
      parametersFeed,
      { ...PARAMETERS, parameters: { ...RULES, markets: [{ ...BTC, maintenanceFraction: '0.6' }] } },
      /a finite number in markets\[0\]\.maintenanceFraction, was "0\.6"/,
    ],
    [
      parametersFeed,
      { ...PARAMETERS, parameters: { ...RULES, markets: [{ ...BTC, maintenanceFraction: 1.2 }] } },
      /Expected maintenanceFraction of BTC-USD above 0 and at most 1, was 1\.2/,
    ],
    [parametersFeed, { ...PARAMETERS, parameters: { ...RULES, markets: [BTC, BTC] } }, /BTC-USD once in markets/],
    [marketFeed, { ...MARKET, observed_at_us: '1e9' }, /observed_at_us/],
    [marketFeed, { ...MARKET, market: { markets: { 'BTC-USD': { oraclePriceUsd: null } } } }, /oraclePriceUsd/],
    [accountFeed, { ...ACCOUNT, cause: undefined }, /cause/],
    [accountFeed, { ...ACCOUNT, account: { quoteUsd: 1, positions: {} } }, /a list in positions/],
    [emodeFeed, { ...EMODE, category: 0 }, /category/],
    [emodeFeed, { ...EMODE, ltv_bps: 9_800 }, /ltv_bps of at most 9750/],
    [emodeFeed, { ...EMODE, liquidation_bonus_bps: 9_000 }, /liquidation_bonus_bps/],
    [emodeFeed, { ...EMODE, ltv_zero_assets: ['DAI', 'DAI'] }, /each once/],
    [emodeFeed, { ...EMODE, isolated: 'yes' }, /isolated/],
    [emodeFeed, { ...EMODE, collateral_assets: ['USDC', 'USDC'] }, /each once, in collateral_assets|collateral_assets/],
    [userFeed, { ...USER, category: 256 }, /category/],
  ] as const)('%# refuse %o', (feed, value, reason) => {
    const decoded = decode(feed, value);
    expect(decoded.kind === 'refused' ? decoded.reason : decoded.kind).toMatch(reason);
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const feed of [parametersFeed, marketFeed, accountFeed, emodeFeed, userFeed]) {
          expect(decodeFrame(bytes(text), feed).kind).toBe('refused');
        }
      }),
    );
  });
});

describe('the day’s margin facts', () => {
  const line = (value: unknown): string => JSON.stringify(value);
  const later = { ...PARAMETERS, effective_at_us: (AT + 60_000_000n).toString() };

  it('are said once, and again when a set comes into force anew', () => {
    const driven = drive([parametersFeed, marketFeed, accountFeed, emodeFeed, userFeed]);
    const frames = [
      frame('p', line(PARAMETERS)),
      frame('m', line(MARKET)),
      frame(accountFeed.id, line(ACCOUNT)),
      frame('e', line(EMODE)),
      frame(userFeed.id, line(USER)),
    ];
    const types = [MarginParametersConfigured, MarginMarketObserved, MarginAccountObserved, EModeConfigured];
    expect(driven.step(AT, frames).map(({ type }) => type)).toEqual(
      [...types, UserEModeObserved].map(({ $type }) => $type),
    );
    expect(driven.step(AT + 1n, [...frames, frame('p', line(later))]).map(({ type }) => type)).toEqual([
      MarginParametersConfigured.$type,
    ]);
    expect(driven.step(AT + 2n, [frame('p', line(PARAMETERS)), frame('p', line(later))])).toEqual([]);
    // What differs in nothing but who lends is another set of terms, too.
    const barred = [frame('e', line({ ...EMODE, ltv_zero_assets: ['DAI'] }))];
    expect(driven.step(AT + 3n, barred).map(({ type }) => type)).toEqual([EModeConfigured.$type]);
    expect(driven.step(AT + 4n, barred)).toEqual([]);
    const isolated = frame('e', line({ ...EMODE, ltv_zero_assets: ['DAI'], isolated: true }));
    expect(driven.step(AT + 5n, [isolated]).map(({ type }) => type)).toEqual([EModeConfigured.$type]);
  });

  it('let terms arrive when they come into force, and not before', () => {
    const atUs = AT + 60_000_000n;
    expect(decode(emodeFeed, { ...EMODE, effective_at_us: `${atUs}` })).toMatchObject({ observedAtUs: atUs });
    expect(decode(emodeFeed, EMODE)).toMatchObject({ observedAtUs: 0n });
    const reserve = {
      asset: 'WETH',
      token_address: '0x7ceb23fd6bc0add59e62ac25578270cff1b9f619',
      ruleset: 'aave-v3.0',
      oracle_feed: 'chainlink:ethereum:ETH-USD',
      source: 'test',
      decimals: 18,
      ltv_bps: 8_000,
      liquidation_threshold_bps: 8_300,
      liquidation_bonus_bps: 10_500,
      liquidation_protocol_fee_bps: 1_000,
      effective_at_us: `${atUs}`,
    };
    const feed: FeedDescription = {
      ...silent,
      id: 'r',
      decoder: 'reserve-configuration-json',
      deployment: 'aave-v3:polygon',
    };
    expect(decode(feed, reserve)).toMatchObject({ kind: 'observation', observedAtUs: atUs });
  });

  it('refuses what is nested without end, in a known field or beside it', () => {
    const nested = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    for (const line of [
      `{"account":{"quoteUsd":${nested},"positions":[]},"cause":"c","observed_at_us":"${AT}"}`,
      `{"account":${nested},"cause":"c","observed_at_us":"${AT}"}`,
      `{"account":{},"cause":"c","observed_at_us":${nested}}`,
    ]) {
      expect(decodeFrame(bytes(line), accountFeed)).toMatchObject({
        kind: 'refused',
        reason: expect.stringMatching(/^Expected a JSON object of at most 64 levels in the line/) as string,
      });
    }
  });

  it('that contradict themselves are quarantined with their bytes and the reason', () => {
    const driven = drive([parametersFeed]);
    const bad = line({ ...PARAMETERS, parameters: { ...RULES, markets: [BTC, BTC] } });
    const [said] = driven.step(AT, [frame('p', bad)]);
    expect(said).toMatchObject({
      type: RecordQuarantined.$type,
      value: { reason: 'Expected BTC-USD once in markets, was there twice.', source: 'p' },
    });
    const { rawValue } = said!.value as RecordQuarantined;
    expect(Buffer.from(rawValue).toString('utf8')).toBe(bad);
  });
});

describe('a manifest', () => {
  const manifest = (...feeds: readonly object[]): string =>
    JSON.stringify({
      format: 'gimbal-recording/1',
      title: 't',
      day: '2023-10-25',
      timing: 't',
      assumptions: [],
      feeds,
    });

  it('lists feeds of margin facts, under the names that their events imply', () => {
    const feeds = [parametersFeed, marketFeed, accountFeed, emodeFeed, userFeed];
    expect(parseManifest(manifest(...feeds), 'here').feeds).toMatchObject(feeds);
    expect(() => parseManifest(manifest({ ...accountFeed, id: 'mine' }), 'here')).toThrow(
      'Expected the id "margin-account:dydx-v4:mainnet:dydx:main", was "mine".',
    );
    expect(() => parseManifest(manifest({ ...marketFeed, ruleset: 'nobody' }), 'here')).toThrow(
      'Expected an engine of libs/margin.',
    );
  });
});

describe('a recorded Hyperliquid account', () => {
  const lines = readFileSync(RECORDED, 'utf8').trim().split('\n');
  const [meta = '', state = ''] = lines;
  const venue = 'hyperliquid:mainnet';
  const metaFeed: FeedDescription = {
    ...silent,
    id: 'meta',
    decoder: 'hyperliquid-meta-json',
    deployment: venue,
    rules: '2023-03',
  };
  const stateFeed: FeedDescription = {
    ...silent,
    id: `margin-account:${venue}:hl`,
    decoder: 'hyperliquid-account-json',
    deployment: venue,
    account: 'hl',
  };
  const marksFeed: FeedDescription = { ...silent, id: 'marks', decoder: 'hyperliquid-marks-json', deployment: venue };

  it('becomes parameters, marks and an account; other answers of the file say nothing', () => {
    expect(decodeFrame(bytes(meta), metaFeed)).toMatchObject({
      kind: 'observation',
      observedAtUs: us('2023-07-17T21:43:21'),
      event: { type: MarginParametersConfigured.$type, value: { ruleset: 'hyperliquid' } },
    });
    const observed = { kind: 'observation', observedAtUs: us('2023-03-27T18:05:22') };
    expect(decodeFrame(bytes(state), stateFeed)).toMatchObject({
      ...observed,
      event: { type: MarginAccountObserved.$type },
    });
    expect(decodeFrame(bytes(state), marksFeed)).toMatchObject({
      ...observed,
      event: { type: MarginMarketObserved.$type },
    });
    expect(decodeFrame(bytes(state), metaFeed).kind).toBe('carried');
    const fills = { request: { type: 'userFills' }, date: 'Mon, 27 Mar 2023 18:05:22 GMT', response: [] };
    expect(decode(metaFeed, fills).kind).toBe('carried');
    expect(decode(marksFeed, fills).kind).toBe('carried');
    expect(decodeFrame(bytes(meta), stateFeed).kind).toBe('carried');
  });

  it.each([
    ['"totalRawUsd"', '"other"', /totalRawUsd/],
    ['"szi"', '"other"', /szi/],
    ['"positionValue"', '"other"', /positionValue/],
    ['"type":"cross"', '"type":"half"', /leverage\.type/],
    ['"date"', '"other"', /date/],
  ])('lacks %s and is refused by that name', (found, instead, reason) => {
    const decoded = decodeFrame(bytes(state.replaceAll(found, instead)), marksFeed);
    expect(decoded.kind === 'refused' ? decoded.reason : decoded.kind).toMatch(reason);
  });
});
