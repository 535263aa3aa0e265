import { buildEvmConnector } from '../evm/index.js';
import { dydxConnector } from '../venues/dydx/dydxConnector.js';
import { hyperliquidConnector } from '../venues/hyperliquid/hyperliquidConnector.js';
import { deribitConnector } from '../venues/deribit/deribitConnector.js';
import { deriveConnector } from '../venues/derive/deriveConnector.js';
import type { Connector } from './connector.js';
import type { ConnectorConfig, ConnectorConfigOf, ConnectorKind, SecretSource } from './connectorConfig.js';
import type { BlockName } from '../../domain/chain/chainFrame.js';
import type { LiveIo } from './liveIo.js';

/** What a connector is built with. */
export interface ConnectorContext {
  readonly io: LiveIo;
  /** The secret itself; throws when it isn't there, and names the place alone. */
  secret(source: SecretSource): string;
  /** Told of what an operator should read; never an address with a path, nor what a secret went into. */
  report(level: 'info' | 'warn' | 'error', message: string): void;
  /** The newest blocks of a chain as they were adopted, oldest first; undefined while nobody has folded any. */
  resume?(chain: string): readonly BlockName[] | undefined;
  /** Numbered positions of a chain that accounts own by what was folded. */
  tokenIds?(chain: string): readonly bigint[];
}

export type ConnectorBuilder<K extends ConnectorKind> = (
  config: ConnectorConfigOf<K>,
  context: ConnectorContext,
) => Connector;

/** Each kind of connector, built from its configuration; nothing is connected yet. */
const builders: { readonly [K in ConnectorKind]?: ConnectorBuilder<K> } = {
  hyperliquid: hyperliquidConnector,
  dydx: dydxConnector,
  deribit: deribitConnector,
  derive: deriveConnector,
  evm: buildEvmConnector,
};

/** Throws for a kind that this build has no connector of. */
export function buildConnector(config: ConnectorConfig, context: ConnectorContext): Connector {
  const build = builders[config.kind] as ConnectorBuilder<ConnectorKind> | undefined;
  if (build === undefined) {
    const known = Object.keys(builders).join(', ');
    throw new Error(`Expected a connector that this build has (${known}), was "${config.kind}".`);
  }
  return build(config, context);
}
