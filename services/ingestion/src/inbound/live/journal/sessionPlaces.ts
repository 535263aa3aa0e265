import type { RawFrame } from '../../../domain/rawFrame.js';
import type { Connection, StandingSession } from './journalLine.js';

/** Where the session of each feed began, as the frames go by: what the head of the next segment says. */
export class SessionPlaces {
  private readonly places = new Map<string, StandingSession>();

  restore(sessions: readonly StandingSession[]): void {
    this.places.clear();
    for (const session of sessions) this.places.set(session.feed, session);
  }

  note({ feed, control }: RawFrame, segment: number): void {
    const held = this.places.get(feed);
    if (control?.kind === 'connected') {
      const { connector, session, endpoint } = control;
      this.places.set(feed, { feed, segment, connection: { connector, session, endpoint } });
    } else if (held === undefined) this.places.set(feed, { feed, segment });
    else if (control?.kind === 'disconnected') this.places.set(feed, { feed, segment: held.segment });
  }

  all(): readonly StandingSession[] {
    return [...this.places.values()];
  }

  connections(): readonly { readonly feed: string; readonly connection: Connection }[] {
    return this.all().flatMap(({ feed, connection }) => (connection === undefined ? [] : [{ feed, connection }]));
  }
}
