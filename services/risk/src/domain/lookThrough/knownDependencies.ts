import type { DependencyKindName } from './dependency.js';

/** What is known of an asset, a venue or a protocol: what it rests on itself, and which others are within it. */
export interface KnownSubject {
  /** Each takes the whole value with it when it fails; a desk says otherwise with DeclareDependency. */
  readonly restsOn: readonly (readonly [DependencyKindName, string])[];
  /** Subjects beneath it, with the share of the value that stands on each. */
  readonly holds?: readonly { readonly subject: string; readonly share: number }[];
  readonly source: string;
}

function known(
  source: string,
  restsOn: KnownSubject['restsOn'],
  holds: Readonly<Record<string, number>> = {},
): KnownSubject {
  return { restsOn, holds: Object.entries(holds).map(([subject, share]) => ({ subject, share })), source };
}

/**
 * What rests on whom, by the name of an asset (`ASSET@chain` where the chain makes it another coin), a venue or a protocol
 * version. Public facts, with where they stand. The table is a part of risk's ruleset: who changes it changes the
 * version in `riskStage`, since the same log then gives other numbers.
 */
export const KNOWN_DEPENDENCIES: ReadonlyMap<string, KnownSubject> = new Map([
  // Dollar coins
  ['USDC', known('Circle, USDC terms', [['issuer', 'Circle']])],
  ['USDC.e', known('Circle, bridged USDC standard', [['bridge', 'canonical-bridge']], { USDC: 1 })],
  ['USDC.e@polygon', known('Polygon, PoS bridge token list', [['bridge', 'polygon-pos']], { USDC: 1 })],
  ['USDC.e@arbitrum', known('Arbitrum, gateway token list', [['bridge', 'arbitrum-gateway']], { USDC: 1 })],
  ['USDC.e@optimism', known('Optimism, token list', [['bridge', 'optimism-gateway']], { USDC: 1 })],
  ['USDT', known('Tether, terms of service', [['issuer', 'Tether']])],
  ['USDT@polygon', known('Polygon, PoS bridge token list', [['bridge', 'polygon-pos']], { USDT: 1 })],
  // Half is a round figure for the USDC in Maker's peg stability module, which was 40 % to 60 % of all DAI in 2023.
  ['DAI', known('MakerDAO, peg stability module', [['protocol', 'Maker']], { USDC: 0.5 })],
  ['DAI@polygon', known('Polygon, PoS bridge token list', [['bridge', 'polygon-pos']], { DAI: 1 })],
  ['GHO', known('Aave, GHO documentation', [['protocol', 'Aave']])],
  // Wrapped, staked and synthetic coins
  ['WETH', known('WETH9 contract', [['contract', 'weth9']])],
  ['WETH@polygon', known('Polygon, PoS bridge token list', [['bridge', 'polygon-pos']], { WETH: 1 })],
  ['WBTC', known('BitGo, WBTC documentation', [['custodian', 'BitGo']])],
  ['WBTC@polygon', known('Polygon, PoS bridge token list', [['bridge', 'polygon-pos']], { WBTC: 1 })],
  ['stETH', known('Lido documentation', [['protocol', 'Lido']])],
  ['wstETH', known('Lido documentation', [['contract', 'wsteth']], { stETH: 1 })],
  ['rETH', known('Rocket Pool documentation', [['protocol', 'RocketPool']])],
  ['cbETH', known('Coinbase, cbETH whitepaper', [['issuer', 'Coinbase']])],
  [
    'oSQTH',
    known(
      'Opyn, squeeth contracts',
      [
        ['protocol', 'Squeeth'],
        ['contract', 'squeeth:ethereum'],
      ],
      { WETH: 1 },
    ),
  ],
  ['sUSD', known('Synthetix documentation', [['protocol', 'Synthetix']])],
  ['sETH', known('Synthetix documentation', [['protocol', 'Synthetix']])],
  ['sBTC', known('Synthetix documentation', [['protocol', 'Synthetix']])],
  // Protocols and venues. A wallet is the desk's own, and rests on nobody.
  ['wallet', known('self custody', [])],
  ['uniswap-v2', known('Uniswap documentation', [['protocol', 'Uniswap']])],
  ['uniswap-v3', known('Uniswap documentation', [['protocol', 'Uniswap']])],
  ['uniswap-v4', known('Uniswap documentation', [['protocol', 'Uniswap']])],
  ['aave-v2', known('Aave documentation', [['protocol', 'Aave']])],
  ['aave-v3', known('Aave documentation', [['protocol', 'Aave']])],
  ['aave-v4', known('Aave documentation', [['protocol', 'Aave']])],
  ['compound-v3', known('Compound documentation', [['protocol', 'Compound']])],
  ['synthetix', known('Synthetix documentation', [['protocol', 'Synthetix']])],
  ['gmx-v2', known('GMX documentation', [['protocol', 'GMX']])],
  ['squeeth', known('Opyn, squeeth contracts', [['protocol', 'Squeeth']])],
  // Margin is USDC that came over the venue's own bridge from Arbitrum.
  [
    'hyperliquid',
    known(
      'Hyperliquid documentation',
      [
        ['protocol', 'Hyperliquid'],
        ['bridge', 'hyperliquid-bridge'],
      ],
      { USDC: 1 },
    ),
  ],
  ['dydx-v4', known('dYdX documentation', [['protocol', 'dYdX']], { USDC: 1 })],
  ['derive', known('Derive documentation', [['protocol', 'Derive']])],
  ['paradex', known('Paradex documentation', [['protocol', 'Paradex']])],
  ['deribit', known('Deribit, terms of service', [['custodian', 'Deribit']])],
  ['binance', known('Binance, terms of use', [['custodian', 'Binance']])],
  ['okx', known('OKX, terms of service', [['custodian', 'OKX']])],
  ['bybit', known('Bybit, terms of service', [['custodian', 'Bybit']])],
  ['coinbase', known('Coinbase, user agreement', [['custodian', 'Coinbase']])],
]);

/** Tokens of lending reserves that are another coin than the reserve's name says, by `chain:address`. */
export const KNOWN_TOKENS: ReadonlyMap<string, string> = new Map([
  ['polygon:0x2791bca1f2de4661ed88a30c99a7a9449aa84174', 'USDC.e@polygon'],
]);
