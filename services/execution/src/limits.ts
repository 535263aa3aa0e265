/** Ids of a request; risk lets no longer portfolio id in, and a proposal id is one with two suffixes. Refused. */
export const ID_CHARS_MAX = 512;
/** Reasons that people write. Refused. */
export const REASON_CHARS_MAX = 500;
/** Proposals in one answer, the newest ones. */
export const PROPOSALS_LISTED_MAX = 500;
/** Fractional digits of a fill's price: a hundred-millionth of a dollar an ETH, so what is cut off is dust. */
export const PRICE_SCALE = 8;
/** Fractional digits of a limit price: cents. */
export const LIMIT_PRICE_SCALE = 2;
/** Fractional digits of fees and gas in dollars: what USDC itself has. */
export const FEE_SCALE = 6;
