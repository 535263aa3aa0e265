/**
 * Keys of the rows. Ids of portfolios and accounts hold neither `/` nor `|` (risk refuses them), so a key is read in
 * one way only.
 */
export function payloadChangeId(deployment: string, payloadId: bigint): string {
  return `${deployment}/${payloadId}`;
}

/** Of a change that no payload made: `ordinal` counts the moves of the reserve from 1. */
export function directChangeId(deployment: string, asset: string, ordinal: number): string {
  return `${deployment}/direct/${asset}/${ordinal}`;
}

/** The tenant of a record of the topic portfolio, whose keys are `tenant/root`. */
export function tenantOfKey(rootKey: string): string {
  return rootKey.slice(0, rootKey.lastIndexOf('/'));
}

export function attachmentKey(rootKey: string, portfolioId: string, accountId: string): string {
  return `${rootKey}|${portfolioId}|${accountId}`;
}

/** Two tenants may call accounts by one name; an account that is watched for nobody in particular has an empty tenant. */
export function watchedAccountId(tenant: string, accountId: string): string {
  return `${tenant}|${accountId}`;
}

export function impactKey(changeId: string, tenant: string, portfolioId: string, accountId: string): string {
  return `${changeId}|${tenant}/${portfolioId}|${accountId}`;
}
