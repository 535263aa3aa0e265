import type { FeedCatalogue } from '../feedCatalogue.js';
import type { FeedDescription } from '../feedDescription.js';
import type { FrameControl, RawFrame } from '../rawFrame.js';
import { type VenueProtocolOf, venueProtocolOf } from './venueProtocols.js';
import type { VenueProtocol } from './venueSession.js';

/** The sessions of the feeds of venues, as far as their frames were read. */
export interface SessionReader {
  /**
   * The frame with what its session makes of it. Frames come in the order in which they were received; the same frames
   * from the beginning of the process on give the same readings.
   */
  read(frame: RawFrame): RawFrame;
  /** Forgets all sessions: a process began anew. */
  reset(): void;
}

interface Session {
  readonly protocol: VenueProtocol<unknown>;
  state: unknown;
}

/**
 * Reads what connectors delivered, live or from a journal. A session begins anew at each `connected`, which comes back
 * with what it takes over; what else a connector says of itself isn't read.
 */
export function createSessionReader(
  catalogue: FeedCatalogue,
  protocolOf: VenueProtocolOf = venueProtocolOf,
): SessionReader {
  const sessions = new Map<string, Session | undefined>();
  const open = (feed: FeedDescription | undefined): Session | undefined => {
    const protocol = feed?.decoder === 'venue-session' ? protocolOf(feed) : undefined;
    return protocol && { protocol, state: protocol.open() };
  };
  const sessionOf = (feed: string): Session | undefined => {
    if (!sessions.has(feed)) sessions.set(feed, open(catalogue.feeds.get(feed)));
    return sessions.get(feed);
  };
  return {
    reset: () => sessions.clear(),
    read(frame) {
      const session = sessionOf(frame.feed);
      if (session === undefined) return frame;
      const { control } = frame;
      if (control?.kind === 'connected') return { ...frame, control: connect(session, control) };
      if (control !== undefined) return frame;
      const { state, reading } = session.protocol.read(session.state, frame);
      session.state = state;
      return { ...frame, reading };
    },
  };
}

/** Opens the next session with what its `connected` carries: what the one before leaves, unless a journal has that already. */
function connect(session: Session, control: Extract<FrameControl, { kind: 'connected' }>): FrameControl {
  const { carry } = session.protocol;
  const carried = control.carried ?? carry?.write(session.state) ?? '';
  session.state = session.protocol.open(carried === '' ? undefined : carry?.read(carried));
  return carried === '' ? control : { ...control, carried };
}
