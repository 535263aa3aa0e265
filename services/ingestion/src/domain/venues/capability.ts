/** One kind of message or endpoint of a venue, and what Gimbal makes of it. The tables of all venues have this shape. */
export interface Capability {
  /** As the venue names it: a channel, a request type, a path, a log. */
  readonly kind: string;
  /** `both`: asked for over either, with the same answer. */
  readonly transport: 'ws' | 'rest' | 'both' | 'chain' | 'file';
  /** `account`: whoever knows an account's name may read it. `private`: it needs credentials. */
  readonly access: 'public' | 'account' | 'private';
  /**
   * The events that come out; empty where a message only keeps the connection, or says nothing that Gimbal folds. Then
   * `becomes` says which of the two.
   */
  readonly events: readonly string[];
  readonly becomes: string;
  /** How a missing message is seen; `none` where it can't be. */
  readonly sequence: string;
  readonly checksum: string;
}

/** What holds for all of a venue's connections. */
export interface VenueTerms {
  readonly venue: string;
  /** How the connection is kept alive, and by whom. */
  readonly heartbeat: string;
  readonly rateLimit: string;
  /** How private reads are signed, or that none is. */
  readonly signing: string;
  /** The documents that this rests on, by title. */
  readonly sources: readonly string[];
}

/** A row of a table as short as it can be written. */
export type CapabilityRow = readonly [
  kind: string,
  transport: Capability['transport'],
  access: Capability['access'],
  events: readonly string[],
  becomes: string,
  sequence: string,
];

export function rowsAsCapabilities(rows: readonly CapabilityRow[], checksum: string): readonly Capability[] {
  return rows.map(([kind, transport, access, events, becomes, sequence]) => ({
    kind,
    transport,
    access,
    events,
    becomes,
    sequence,
    checksum,
  }));
}

export interface VenueCapabilities extends VenueTerms {
  readonly kinds: readonly Capability[];
}
