/** The files of the recorded days, by what they hold; one a day where there are several. */
export interface RecordingFiles {
  readonly polygonPool: readonly string[];
  readonly usdc: readonly string[];
  readonly weth: readonly string[];
  readonly controller: readonly string[];
  /** Of the day before, when it is there. */
  readonly osqthBefore: string | undefined;
  readonly osqth: readonly string[];
  readonly gas: string;
  readonly rounds: string;
}

const DEPLOYMENT = 'aave-v3:polygon';
const RESERVE_SOURCE =
  'zelos-alpha/demeter tests/aave_risk_parameters/polygon.csv (ltv, threshold, bonus); ' +
  'bgd-labs/aave-proposals-v3 market state of 31 October 2023 (decimals, liquidation protocol fee).';
const RECORDED = { assumed: null } as const;
const MINUTE_FEED = { staleAfterSeconds: 300, ...RECORDED } as const;

/** The manifest of a day, or of a few in a row: its feeds, what is assumed beside them, and what the paper accounts do at its beginning. */
export function recordingManifest(isoDay: string, days: number, files: RecordingFiles): object {
  return {
    format: 'gimbal-recording/1',
    title: `On-chain markets of ${days === 1 ? '' : `${days} days from `}${longDate(isoDay)}`,
    day: isoDay,
    ...(days === 1 ? {} : { days }),
    timing:
      'A minute row is taken at its timestamp, though it sums up the minute that begins there; ' +
      'a round is taken at its updatedAt second.',
    assumptions: [
      "Ethereum's Chainlink ETH/USD rounds stand in for Polygon's, which were not recorded.",
      'USDC is worth 1.00 USD at all times: no USDC/USD rounds were recorded for the day.',
      "The perpetual's mark and index are the price of the recorded Polygon pool; its funding is 0.0001 per 8 hours.",
      'The implied volatility of ETH is 0.45 for every strike and expiry.',
      'POL (then MATIC), in which gas is paid on Polygon, is worth 0.60 USD.',
      'The liquidation protocol fee of 10 % is that of 31 October 2023; the other reserve parameters are undated.',
      'Aave v3 Polygon follows the v3.0 rules, and a liquidator takes as much as they allow at once.',
    ],
    feeds: [
      configurationFeed(),
      {
        id: 'uniswap-v3:polygon:usdc-weth-005',
        decoder: 'demeter-pool-minute-csv',
        chain: 'polygon',
        pool: '0x45dda9cb7c25131df268515131f647d726f50608',
        staleAfterSeconds: 600,
        ...RECORDED,
        files: files.polygonPool,
      },
      {
        id: 'uniswap-v3:ethereum:weth-osqth-030',
        decoder: 'demeter-pool-minute-csv',
        chain: 'ethereum',
        pool: '0x82c427adfdf2d245ec51d8046b41c4ee87f0d29c',
        staleAfterSeconds: 600,
        ...RECORDED,
        files: files.osqthBefore === undefined ? files.osqth : [files.osqthBefore, ...files.osqth],
        before: 'last',
      },
      {
        id: 'chainlink:ethereum:ETH-USD',
        decoder: 'chainlink-round-csv',
        asset: 'ETH',
        decimals: 8,
        // The heartbeat is an hour; the longest gap of two years of rounds is 3,720 s.
        staleAfterSeconds: 3900,
        ...RECORDED,
        files: [files.rounds],
        before: 'last',
      },
      {
        id: 'chainlink:assumed:USDC-USD',
        decoder: 'assumed-price-json',
        asset: 'USDC',
        decimals: 8,
        staleAfterSeconds: null,
        assumed: 'No USDC/USD rounds were recorded for the day: 1.00 USD.',
        repeat: { value: '1.00', everySeconds: 3600 },
      },
      {
        id: 'gas:polygon',
        decoder: 'demeter-gas-minute-csv',
        chain: 'polygon',
        assumedCoinPriceUsd: '0.60',
        ...MINUTE_FEED,
        files: [files.gas],
      },
      {
        id: `${DEPLOYMENT}:USDC`,
        decoder: 'demeter-aave-minute-csv',
        deployment: DEPLOYMENT,
        asset: 'USDC',
        ...MINUTE_FEED,
        files: files.usdc,
      },
      {
        id: `${DEPLOYMENT}:WETH`,
        decoder: 'demeter-aave-minute-csv',
        deployment: DEPLOYMENT,
        asset: 'WETH',
        ...MINUTE_FEED,
        files: files.weth,
      },
      {
        id: 'squeeth:ethereum:norm-factor',
        decoder: 'demeter-squeeth-minute-csv',
        deployment: 'squeeth:ethereum',
        ...MINUTE_FEED,
        files: files.controller,
      },
      {
        id: 'assumed:perp:ETH-USD',
        decoder: 'assumed-perp',
        venue: 'paper',
        instrumentId: 'perp:paper:ETH-USD',
        poolFeed: 'uniswap-v3:polygon:usdc-weth-005',
        token0Decimals: 6,
        token1Decimals: 18,
        volatileIsToken: 1,
        fundingRate: '0.0001',
        fundingIntervalSeconds: 28_800,
        staleAfterSeconds: 600,
        assumed: 'No perpetual was recorded for the day: its mark is the price of the recorded Polygon pool.',
      },
      {
        id: 'assumed:vol:ETH',
        decoder: 'assumed-vol-json',
        underlying: 'ETH',
        staleAfterSeconds: null,
        assumed: 'No option market was recorded for the day: 0.45 for every strike and expiry.',
        repeat: { value: '0.45', everySeconds: 3600 },
      },
      {
        id: `governance:${DEPLOYMENT}`,
        decoder: 'governance-log-json',
        deployment: DEPLOYMENT,
        staleAfterSeconds: null,
        ...RECORDED,
        files: ['governance_logs.ndjson'],
        before: 'all',
        optional: true,
      },
      {
        id: `governance-payloads:${DEPLOYMENT}`,
        decoder: 'governance-payload-json',
        deployment: DEPLOYMENT,
        staleAfterSeconds: null,
        ...RECORDED,
        files: ['governance_payloads.json'],
        before: 'all',
        optional: true,
      },
      paperAccountsFeed(['aave:main', 'aave:twin']),
    ],
  };
}

function configurationFeed(): object {
  const common = { liquidation_protocol_fee_bps: 1000, ruleset: 'aave-v3.0', source: RESERVE_SOURCE };
  return {
    id: `configuration:${DEPLOYMENT}`,
    decoder: 'reserve-configuration-json',
    deployment: DEPLOYMENT,
    staleAfterSeconds: null,
    ...RECORDED,
    inline: [
      {
        asset: 'WETH',
        token_address: '0x7ceb23fd6bc0add59e62ac25578270cff1b9f619',
        decimals: 18,
        ltv_bps: 8000,
        liquidation_threshold_bps: 8250,
        liquidation_bonus_bps: 10_500,
        oracle_feed: 'chainlink:ethereum:ETH-USD',
        ...common,
      },
      {
        asset: 'USDC',
        token_address: '0x2791bca1f2de4661ed88a30c99a7a9449aa84174',
        decimals: 6,
        ltv_bps: 8250,
        liquidation_threshold_bps: 8500,
        liquidation_bonus_bps: 10_400,
        oracle_feed: 'chainlink:assumed:USDC-USD',
        ...common,
      },
    ],
  };
}

/** Each account supplies 1,000 WETH and borrows 1.3 million USDC against it, at the indexes of the first minute. */
function paperAccountsFeed(accountIds: readonly string[]): object {
  return {
    id: `paper:${DEPLOYMENT}`,
    decoder: 'lending-action-json',
    deployment: DEPLOYMENT,
    staleAfterSeconds: null,
    assumed: 'Paper accounts: nobody held them on the chain.',
    inline: accountIds.flatMap((accountId) => [
      {
        id: `paper/${accountId}/supply`,
        account_id: accountId,
        asset: 'WETH',
        action: 'SUPPLY',
        amount: (1000n * 10n ** 18n).toString(),
      },
      {
        id: `paper/${accountId}/borrow`,
        account_id: accountId,
        asset: 'USDC',
        action: 'BORROW',
        amount: (1_300_000n * 10n ** 6n).toString(),
      },
    ]),
  };
}

function longDate(isoDay: string): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(`${isoDay}T00:00:00Z`));
}
