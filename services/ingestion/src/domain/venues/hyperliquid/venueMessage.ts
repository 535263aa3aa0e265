import type { Observed } from '../../decoded.js';
import type { ExactFields } from '../exactFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { FactSource } from '../venueFacts.js';
import type { CompletePositions, FrameProblem } from '../venueSession.js';
import type { HyperliquidSession } from './sessionState.js';

export interface HyperliquidOptions {
  /** Gimbal's name of the account that the feed is about; without one an address stands for itself. */
  readonly account?: string | undefined;
  /** The margin deployment that accounts and tiers are said of; without one the margin engine's facts aren't said. */
  readonly deployment?: string | undefined;
}

/** One message on its way to a reading. What it changes in the session waits until it was read to its end. */
export interface HyperliquidMessage {
  readonly source: FactSource;
  readonly receivedAtUs: bigint;
  readonly options: HyperliquidOptions;
  readonly session: HyperliquidSession;
  readonly fields: ExactFields;
  readonly observations: Observed[];
  readonly problems: FrameProblem[];
  readonly replies: string[];
  readonly changes: (() => void)[];
  readonly complete: CompletePositions[];
  /** Coins that this message said not to be modelled: twice in one message, and it is still one contract. */
  readonly notModelled: Set<string>;
}

/** Reads the `data` of a channel or the answer to a request. */
export type MessageReader = (message: HyperliquidMessage, data: RawJson | undefined) => void;

export function accountOf({ options }: HyperliquidMessage, address: string): string {
  return options.account ?? address.toLowerCase();
}

/**
 * The account of a message that names none: the one that is subscribed to its type. With none or several it can't be known
 * whose the message is.
 */
export function soleSubscriber(message: HyperliquidMessage, type: string): string | undefined {
  const known = message.session.subscribers.get(type);
  // The acknowledgement may be lost; a feed of one account is about nobody else.
  const { account } = message.options;
  if (account !== undefined && known === undefined) return account;
  const users = known ?? new Set<string>();
  const [user] = users;
  if (users.size === 1 && user !== undefined) return user;
  const detail = `Expected one account subscribed to ${type} on this connection, were ${users.size}.`;
  message.problems.push({ kind: 'gap', subject: type, detail });
  return undefined;
}
