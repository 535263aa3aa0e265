import {
  type AccountTruth,
  DERIBIT_SYMBOLS,
  deribitScript,
  DERIVE_SYMBOLS,
  deriveScript,
  dydxScript,
  hyperliquidScript,
  type LocalVenue,
  type VenueScript,
} from '@gimbal/testkit';

type AccountScript = VenueScript & { accountTruth(): AccountTruth };

/** A venue that is run against its connector. */
export interface VenueCase {
  readonly venue: string;
  /** Connections that the connector keeps: of public messages, and of the account. */
  readonly connections: number;
  /** What each secret of the configuration is. */
  readonly secret: string;
  script(): AccountScript;
  /** Whether each message becomes one fact, so that they can be counted; so it is when left out. */
  readonly isFactAMessage?: boolean;
  config(venue: LocalVenue): unknown;
}

const ACCOUNT = 'desk';
const MADE_UP = { env: 'MADE_UP' };

function standing({ webSocketUrl, restUrl }: LocalVenue) {
  return { network: { webSocketUrl, restUrl }, staleAfterSeconds: 20 };
}

export const VENUE_CASES: readonly VenueCase[] = [
  {
    venue: 'deribit',
    connections: 2,
    secret: 'made up',
    script: () => deribitScript(ACCOUNT),
    config: (venue) => ({
      kind: 'deribit',
      ...standing(venue),
      instruments: DERIBIT_SYMBOLS,
      accounts: [{ id: ACCOUNT, clientId: MADE_UP, clientSecret: MADE_UP }],
    }),
  },
  {
    venue: 'derive',
    connections: 2,
    // A key that nobody has money at: the number 1.
    secret: `0x${'1'.padStart(64, '0')}`,
    script: () => deriveScript(ACCOUNT),
    config: (venue) => ({
      kind: 'derive',
      ...standing(venue),
      instruments: DERIVE_SYMBOLS,
      accounts: [{ id: ACCOUNT, wallet: `0x${'1'.repeat(40)}`, subaccounts: [42], sessionKey: MADE_UP }],
    }),
  },
  {
    venue: 'hyperliquid',
    connections: 2,
    secret: '',
    isFactAMessage: false,
    script: () => withoutTrades(hyperliquidScript(1, `0x${'1'.repeat(40)}`, Date.now(), ACCOUNT)),
    config: (venue) => ({
      kind: 'hyperliquid',
      ...standing(venue),
      instruments: ['BTC', 'ETH', 'SOL'],
      channels: ['l2Book', 'trades', 'activeAssetCtx', 'allMids'],
      accounts: [{ id: ACCOUNT, address: `0x${'1'.repeat(40)}` }],
    }),
  },
  {
    venue: 'dydx',
    connections: 2,
    secret: '',
    isFactAMessage: false,
    script: () => dydxScript(1, 'dydx1desk', ACCOUNT),
    config: (venue) => ({
      kind: 'dydx',
      ...standing(venue),
      instruments: ['BTC-USD', 'ETH-USD', 'SOL-USD'],
      accounts: [{ id: ACCOUNT, address: 'dydx1desk', subaccounts: [0] }],
    }),
  },
];

/** Hyperliquid counts no trades: one that was lost while the connection stood stays lost, and nothing shows it. */
function withoutTrades(script: AccountScript): AccountScript {
  return { ...script, truth: () => ({ ...script.truth(), trades: new Map() }) };
}
