/**
 * What a connector received, before anybody has understood it. A recording and a live connector hand over the same
 * thing, so that both take the same path.
 */
export interface RawFrame {
  readonly feed: string;
  readonly raw: Uint8Array;
  /**
   * The frame that the connector received before this one on the same feed and in the same session, as venues send a
   * previous sequence along: continuity can then be judged without remembering frames that said nothing new.
   */
  readonly previousRaw?: Uint8Array | undefined;
  /** When the connector had it, microseconds since the Unix epoch, on the domain clock. */
  readonly receivedAtUs: bigint;
}
