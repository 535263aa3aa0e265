/** One message as the venue's session gets it. */
export interface VenueFrame {
  /** As the capability table names it; undefined where only the session can tell. */
  readonly kind: string | undefined;
  readonly raw: string;
  /** What the file leaves out and was filled in, so that it can be read: a request's instrument, an account. */
  readonly assumed?: string;
}

/** What a document of a venue holds: messages, or something that no venue sends. */
export type Unwrapped = readonly VenueFrame[] | { readonly notFrames: string };

/** A document with what its file is called, in lower case and without its ending. */
export interface VenueDocument {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** What was asked, where the container says so, as text of JSON. */
  readonly request?: string;
}
