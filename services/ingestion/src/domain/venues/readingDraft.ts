import type { Event } from '@gimbal/contracts';
import type { Observed } from '../decoded.js';
import { keepShape } from './keepShape.js';
import type { CompleteList, FrameProblem, FrameReading } from './venueSession.js';

/** What a message comes to, while it is read. */
export class ReadingDraft {
  private readonly observations: Observed[] = [];
  private readonly problems: FrameProblem[] = [];
  private readonly replies: string[] = [];
  private readonly completed: CompleteList[] = [];

  constructor(
    readonly feed: string,
    readonly receivedAtUs: bigint,
  ) {}

  market(event: Event, observedAtUs: bigint): void {
    this.observations.push({ topic: 'market', key: this.feed, event, observedAtUs });
  }

  protocol(event: Event, observedAtUs: bigint): void {
    this.observations.push({ topic: 'protocol', key: this.feed, event, observedAtUs });
  }

  account(accountId: string, event: Event, observedAtUs: bigint): void {
    this.observations.push({ topic: 'account', key: accountId, event, observedAtUs });
  }

  problem(kind: FrameProblem['kind'], subject: string, detail: string): void {
    this.problems.push({ kind, subject, detail });
  }

  reply(text: string): void {
    this.replies.push(text);
  }

  complete(list: CompleteList): void {
    this.completed.push(list);
  }

  get reading(): FrameReading {
    const { observations, problems, replies, completed } = this;
    return completed.length === 0
      ? { observations, problems, replies }
      : { observations, problems, replies, complete: completed };
  }
}

keepShape(new ReadingDraft('', 0n));
