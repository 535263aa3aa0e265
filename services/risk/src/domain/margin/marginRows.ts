import { Table } from '@gimbal/projection';
import type { FactRef } from '../riskState.js';

/** A parameter set as it was said. The text is read when a standing asks for it, once a set. */
export interface MarginParameterSet {
  readonly ruleset: string;
  readonly parametersJson: string;
  /** When it came into force, or was known where nobody said. */
  readonly effectiveAtUs: bigint;
  readonly source: FactRef;
}

/** Every set of a deployment, in the order of the log: they are few, and past margins rest on past sets. */
export interface MarginParametersRow {
  readonly deployment: string;
  readonly sets: readonly MarginParameterSet[];
}

export interface MarginMarketRow {
  readonly deployment: string;
  readonly marketJson: string;
  readonly observedAtUs: bigint;
  readonly source: FactRef;
}

export interface VenueAccountRow {
  readonly deployment: string;
  readonly accountId: string;
  readonly accountJson: string;
  readonly observedAtUs: bigint;
  /** Whom it is watched for; undefined for a public one. */
  readonly tenant: string | undefined;
  readonly source: FactRef;
}

/** What is known of venues that ask for margin, by deployment, and by deployment and account. */
export interface MarginRows {
  readonly marginParameters: Table<MarginParametersRow>;
  readonly marginMarkets: Table<MarginMarketRow>;
  readonly venueAccounts: Table<VenueAccountRow>;
}

export function createMarginRows(): MarginRows {
  return {
    marginParameters: new Table('margin_parameters'),
    marginMarkets: new Table('margin_markets'),
    venueAccounts: new Table('venue_accounts'),
  };
}

/** The set that is in force at a time: the newest by its own time, and of two the one that was said last. */
export function setInForce(row: MarginParametersRow | undefined, timeUs: bigint): MarginParameterSet | undefined {
  let found: MarginParameterSet | undefined;
  for (const set of row?.sets ?? []) {
    if (set.effectiveAtUs > timeUs) continue;
    if (found === undefined || set.effectiveAtUs >= found.effectiveAtUs) found = set;
  }
  return found;
}
