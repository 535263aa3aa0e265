/** How the watched account stands, in the venue's own words; what facts of it must have come to in the end. */
export interface AccountTruth {
  /** Orders by the venue's id. */
  readonly orders: ReadonlyMap<string, { readonly open: boolean; readonly filledSize: string }>;
  /** Ids of fills, oldest first. */
  readonly fills: readonly string[];
  /** By asset. */
  readonly balances: ReadonlyMap<string, string>;
}
