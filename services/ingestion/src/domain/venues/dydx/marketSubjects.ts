import { remember } from '../sessionMemory.js';

/** What the messages of a market's channel are about, made once for all of them. Nothing shows which were made. */
export class MarketSubjects {
  readonly #known = new Map<string, Map<string, string>>();

  of(channel: string, id: string, make: (channel: string, id: string) => string): string {
    const ofChannel = this.#known.get(channel) ?? new Map<string, string>();
    const known = ofChannel.get(id);
    if (known !== undefined) return known;
    const subject = make(channel, id);
    // Three channels have markets.
    this.#known.set(channel, ofChannel);
    remember(ofChannel, id, subject);
    return subject;
  }
}
