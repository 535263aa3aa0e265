/**
 * Keys of the rows. Ids of portfolios, accounts and venues hold neither `/` nor `|` (`commands/fields.ts` refuses them),
 * so a key is read in one way only.
 */
export function portfolioKey(tenant: string, portfolioId: string): string {
  return `${tenant}/${portfolioId}`;
}

/** The tenant of a record of the topics portfolio, exposure and execution, whose keys are `tenant/root`. */
export function tenantOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

export function accountKey(portfolio: string, accountId: string): string {
  return `${portfolio}|${accountId}`;
}

export function accountOwnerKey(tenant: string, accountId: string): string {
  return `${tenant}|${accountId}`;
}

export function positionKey(account: string, instrumentId: string): string {
  return `${account}|${instrumentId}`;
}

/** The identity that the venue gave the trade; the trade id stands last because it may hold anything. */
export function tradeKey(portfolio: string, venue: string, venueTradeId: string): string {
  return `${portfolio}|${venue}|${venueTradeId}`;
}

export function limitKey(portfolio: string, limitId: string): string {
  return `${portfolio}|${limitId}`;
}

/** Deterministic, so that a refold names the same breach. `ordinal` counts the openings of the limit from 1. */
export function breachIdOf(portfolioId: string, limitId: string, ordinal: number): string {
  return `${portfolioId}/${limitId}/${ordinal}`;
}

/** Likewise: `ordinal` counts the proposed changes, and the requested waivers, of the limit from 1. */
export function limitChangeIdOf(portfolioId: string, limitId: string, ordinal: number): string {
  return `${portfolioId}/${limitId}/change/${ordinal}`;
}

export function waiverIdOf(portfolioId: string, limitId: string, ordinal: number): string {
  return `${portfolioId}/${limitId}/waiver/${ordinal}`;
}

/** `ordinal` counts the calls of the account from 1, those of its health and those of its margin apart. */
export function marginCallIdOf(
  portfolioId: string,
  accountId: string,
  kind: 'health' | 'margin',
  ordinal: number,
): string {
  return `${portfolioId}/${accountId}/${kind}/${ordinal}`;
}

export function marginAccountKey(account: string, kind: 'health' | 'margin'): string {
  return `${account}|${kind}`;
}

/** Of what has an id of its own within a tenant: changes, waivers, margin calls. */
export function ownedByTenantKey(tenant: string, id: string): string {
  return `${tenant}|${id}`;
}

export function breachKey(tenant: string, breachId: string): string {
  return `${tenant}|${breachId}`;
}

export function exposureKey(portfolio: string, sequence: number): string {
  return `${portfolio}#${sequence}`;
}
