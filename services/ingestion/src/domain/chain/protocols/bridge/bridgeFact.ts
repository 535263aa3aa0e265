/** One end of a transfer between chains, in the bridge's own terms. */
export interface BridgeLegSeen {
  readonly kind: 'bridge_leg';
  readonly direction: 'sent' | 'received';
  /** The same on both chains. */
  readonly transferId: string;
  /** Who sent it, or who got it. */
  readonly address: string;
  /** How the bridge names the other chain: its chain id, or its domain. */
  readonly otherChain: string;
  readonly token: string;
  readonly unitsSent: bigint;
  readonly unitsReceived: bigint;
}
