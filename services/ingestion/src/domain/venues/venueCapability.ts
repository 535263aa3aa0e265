/** What one kind of a venue's messages is and becomes. */
export interface VenueCapability {
  readonly over: 'ws' | 'rest' | 'both';
  readonly access: 'public' | 'private';
  /** The facts that it becomes; empty for what only has to be understood. */
  readonly becomes: string;
  /** How the venue counts, so that a gap shows; empty where it doesn't. */
  readonly sequence: string;
}
