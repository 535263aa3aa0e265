import type { ConnectorConfigOf } from '../../live/connectorConfig.js';

export interface VenueEndpoints {
  readonly webSocketUrl: string;
  readonly restUrl: string;
}

/** Hyperliquid Docs: API, WebSocket. */
export function hyperliquidEndpoints(network: ConnectorConfigOf<'hyperliquid'>['network']): VenueEndpoints {
  if (typeof network === 'object') return network;
  const host = network === 'mainnet' ? 'api.hyperliquid.xyz' : 'api.hyperliquid-testnet.xyz';
  return { webSocketUrl: `wss://${host}/ws`, restUrl: `https://${host}` };
}
