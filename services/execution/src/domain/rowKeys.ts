/**
 * Keys of the rows. Ids of portfolios and accounts hold neither `/` nor `|` (risk refuses them), so a key is read in
 * one way only. `rootKey` is the key of the records: tenant and root portfolio.
 */
export function tenantOfKey(rootKey: string): string {
  return rootKey.slice(0, rootKey.lastIndexOf('/'));
}

export function rootPortfolioOfKey(rootKey: string): string {
  return rootKey.slice(rootKey.lastIndexOf('/') + 1);
}

export function portfolioKey(tenant: string, portfolioId: string): string {
  return `${tenant}/${portfolioId}`;
}

/** Of whatever belongs to a tree of portfolios and has an id of its own: accounts, breaches, proposals. */
export function ownedKey(rootKey: string, id: string): string {
  return `${rootKey}|${id}`;
}

/** A limit's id is its portfolio's: parent and child may use the same one. */
export function limitKey(rootKey: string, portfolioId: string, limitId: string): string {
  return `${rootKey}|${portfolioId}|${limitId}`;
}

export function balanceKey(rootKey: string, accountId: string, instrumentId: string): string {
  return `${rootKey}|${accountId}|${instrumentId}`;
}

/** The identity that the venue gave the trade; the trade id stands last because it may hold anything. */
export function tradeKey(tenant: string, portfolioId: string, venue: string, venueTradeId: string): string {
  return `${tenant}/${portfolioId}|${venue}|${venueTradeId}`;
}

/** Two tenants may call accounts by the same name: the tenant is a part of the name in the lending book. */
export function lendingAccountId(tenant: string, accountId: string): string {
  return `${tenant}|${accountId}`;
}

/** Deterministic, so that a refold names the same proposal. `ordinal` counts the proposals of the breach from 1. */
export function proposalIdOf(portfolioId: string, breachId: string, ordinal: number): string {
  return breachId.startsWith(`${portfolioId}/`) ? `${breachId}/${ordinal}` : `${portfolioId}/${breachId}/${ordinal}`;
}

/** The client order id: a proposal is sent at most once. */
export function orderIdOf(proposalId: string): string {
  return `${proposalId}/order`;
}
