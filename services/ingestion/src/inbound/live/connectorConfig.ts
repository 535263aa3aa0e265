import { z } from 'zod';
import { evmWatchSchema } from '../evm/buildEvmConnector.js';

const name = z.string().min(1).max(200);

/** Where a secret is, never the secret: a configuration is printed, mounted and kept in version control. */
const secretSource = z.union([z.strictObject({ env: name }), z.strictObject({ file: name })]);
export type SecretSource = z.infer<typeof secretSource>;

/** Which deployment of a venue: its own names for them, or addresses, as for a proxy or a test. */
const venueNetwork = z.union([
  z.enum(['mainnet', 'testnet']),
  z.strictObject({ webSocketUrl: z.url({ protocol: /^wss?$/ }), restUrl: z.url({ protocol: /^https?$/ }) }),
]);

const standing = {
  /** Unique among the connectors; the kind when it is left out. */
  id: name.optional(),
  /** Age beyond which its feeds count as stale. */
  staleAfterSeconds: z.int().positive().default(60),
};

const venue = {
  ...standing,
  network: venueNetwork,
  /** The venue's own names of instruments, as its subscriptions spell them. */
  instruments: z.array(name).max(2_000).default([]),
  /** The venue's own names of channels; those that the connector knows to be needed when left out. */
  channels: z.array(name).max(2_000).default([]),
};

/** An account whose private channels are listened to: Gimbal's name of it, and where its keys are. Each key may read alone. */
const keyedAccount = z.strictObject({ id: name, clientId: secretSource, clientSecret: secretSource });
/** An account that signs its login; the wallet is public. */
const signingAccount = z.strictObject({
  id: name,
  wallet: z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'Expected an address.'),
  subaccounts: z.array(z.int().nonnegative()).max(64).default([]),
  sessionKey: secretSource,
});
/** An account whose state is public: it needs its address and no key. */
const publicAccount = z.strictObject({
  id: name,
  address: z.string().min(1).max(100),
  subaccounts: z.array(z.int().nonnegative()).max(64).default([]),
});

export const connectorConfigSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('deribit'), ...venue, accounts: z.array(keyedAccount).max(16).default([]) }),
  z.strictObject({ kind: z.literal('derive'), ...venue, accounts: z.array(signingAccount).max(16).default([]) }),
  z.strictObject({
    kind: z.literal('hyperliquid'),
    ...venue,
    accounts: z.array(publicAccount).max(16).default([]),
    /** The margin deployment that the venue's tiers, marks and accounts are said of; without one they aren't. */
    deployment: name.optional(),
  }),
  z.strictObject({ kind: z.literal('dydx'), ...venue, accounts: z.array(publicAccount).max(16).default([]) }),
  z.strictObject({
    kind: z.literal('evm'),
    ...standing,
    /** Gimbal's name of the chain. */
    chain: name,
    /** Nodes that are asked; an address with a key in it is a secret. */
    endpoints: z
      .array(z.union([z.url({ protocol: /^(?:https?|wss?)$/ }), secretSource]))
      .min(1)
      .max(16),
    /** How many nodes must agree on a block. */
    quorum: z.int().positive().default(1),
    /** Contracts whose logs are followed, accounts whose holdings are, when a block is final, and from which one on. */
    watch: evmWatchSchema,
  }),
]);

export type ConnectorConfig = z.infer<typeof connectorConfigSchema>;
export type ConnectorKind = ConnectorConfig['kind'];
export type ConnectorConfigOf<K extends ConnectorKind> = Extract<ConnectorConfig, { readonly kind: K }>;
