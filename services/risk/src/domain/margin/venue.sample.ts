import {
  MarginAccountObserved,
  MarginMarketObserved,
  MarginParametersConfigured,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { ExposureCalculated, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import { attachAccount } from '../commands/attachAccount.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, opening } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, openDesk, T0_US } from '../desk.sample.js';

export interface VenueFacts {
  readonly venue: string;
  readonly deployment: string;
  readonly ruleset: string;
  readonly parameters?: unknown;
  readonly market?: unknown;
  readonly account?: unknown;
  readonly effectiveAtUs?: bigint;
  readonly tenant?: string;
}

/** A book with one account at a venue, called `margin`. */
export function deskAt({ venue, deployment }: Pick<VenueFacts, 'venue' | 'deployment'>): Desk {
  const desk = openDesk();
  desk.accept(openPortfolio(desk.state, alice, opening()));
  const attached = attaching({ accountId: 'margin', venue, chain: 'off-chain', deployment });
  desk.accept(attachAccount(desk.state, alice, attached));
  return desk;
}

/** Folds what is known of the venue and the account; what is left out isn't known. */
export function foldVenue(desk: Desk, facts: VenueFacts): void {
  const { deployment, ruleset, parameters, market, account, effectiveAtUs = T0_US, tenant } = facts;
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  if (parameters !== undefined) {
    const set = { deployment, ruleset, parametersJson: text(parameters), source: 'test', effectiveAtUs };
    desk.fold('protocol', deployment, MarginParametersConfigured, set);
  }
  const observedAtUs = desk.step().timeUs;
  if (market !== undefined) {
    const observed = { feed: 'f', deployment, marketJson: text(market), observedAtUs };
    desk.fold('protocol', deployment, MarginMarketObserved, observed);
  }
  if (account !== undefined) {
    const observed = { accountId: 'margin', deployment, accountJson: text(account), cause: 'test', observedAtUs };
    desk.fold('account', 'margin', MarginAccountObserved, observed, tenant);
  }
}

/** The exposure of a book that knows all these facts, and the standing in it. */
export function exposedAt(facts: VenueFacts): {
  readonly desk: Desk;
  readonly exposure: ExposureCalculated;
  readonly standing: MarginStanding;
} {
  const desk = deskAt(facts);
  foldVenue(desk, facts);
  return { desk, ...exposed(desk) };
}

export function exposed(desk: Desk): { readonly exposure: ExposureCalculated; readonly standing: MarginStanding } {
  const [exposure] = exposuresIn(desk.decide());
  const standing = exposure?.margin[0];
  if (exposure === undefined || standing === undefined) throw new Error('Expected an exposure with a margin standing.');
  return { exposure, standing };
}
