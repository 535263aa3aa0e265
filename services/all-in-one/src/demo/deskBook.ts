import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';

/** The demo desk's book on 17 August 2023. Sizes are ours; prices and what happened to them are recorded. */
export const DEMO_TENANT = 'desk-a';
export const DEMO_PORTFOLIOS = ['main', 'twin'] as const;
export type DemoPortfolio = (typeof DEMO_PORTFOLIOS)[number];

export const RANGE_POSITION = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190';
export const PUT_OPTION = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
export const PERP = 'perp:paper:ETH-USD';
export const POWER_PERP = 'powerperp:ethereum:oSQTH';

export const DEMO_INSTRUMENTS = ['spot:WETH', 'spot:USDC', PERP, PUT_OPTION, POWER_PERP, RANGE_POSITION] as const;

export interface DemoAccount {
  readonly accountId: string;
  readonly venue: string;
  readonly chain: string;
  readonly deployment: string;
}

/** The lending accounts are the paper chain's; the others belong to the book alone. */
export function demoAccounts(portfolio: DemoPortfolio): readonly DemoAccount[] {
  const account = (name: string, venue: string, chain: string, deployment = ''): DemoAccount => ({
    accountId: `${name}:${portfolio}`,
    venue,
    chain,
    deployment,
  });
  return [
    account('wallet', 'wallet', 'polygon'),
    account('uniswap', 'uniswap-v3', 'polygon'),
    account('aave', 'aave-v3', 'polygon', 'aave-v3:polygon'),
    account('squeeth', 'squeeth', 'ethereum'),
    account('paper', 'paper', 'off-chain'),
  ];
}

export interface DemoTrade {
  readonly account: string;
  readonly venueTradeId: string;
  readonly instrumentId: string;
  /** Signed, units of the instrument. */
  readonly quantity: string;
  /** USDC per unit; zero for what was moved in. */
  readonly price: string;
}

/**
 * Balances are moved in at price zero; positions are opened at the prices of 00:00 UTC. The short perp brings the delta
 * near zero, so that what is left is the book's short gamma: the range position sheds ETH on the way up and gathers it on
 * the way down.
 */
export const DEMO_TRADES: readonly DemoTrade[] = [
  { account: 'wallet', venueTradeId: 'in-usdc', instrumentId: 'spot:USDC', quantity: '65000', price: '0' },
  { account: 'wallet', venueTradeId: 'in-weth', instrumentId: 'spot:WETH', quantity: '20', price: '0' },
  { account: 'uniswap', venueTradeId: 'mint-1', instrumentId: RANGE_POSITION, quantity: '257700', price: '0' },
  { account: 'squeeth', venueTradeId: 'in-osqth', instrumentId: POWER_PERP, quantity: '500', price: '0' },
  { account: 'paper', venueTradeId: 'put-1', instrumentId: PUT_OPTION, quantity: '200', price: '9.5' },
  { account: 'paper', venueTradeId: 'perp-1', instrumentId: PERP, quantity: '-1362', price: '1805' },
];

export interface DemoLimit {
  readonly limitId: string;
  readonly component: LimitComponent;
  readonly account: string;
  readonly level: string;
  readonly closeLevel: string;
  readonly target: string;
}

export const DEMO_LIMITS: readonly DemoLimit[] = [
  {
    limitId: 'delta-band',
    component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
    account: '',
    level: '100000',
    closeLevel: '60000',
    target: '0',
  },
  {
    limitId: 'aave-health',
    component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
    account: 'aave',
    level: '1.05',
    closeLevel: '1.08',
    target: '1.10',
  },
];
