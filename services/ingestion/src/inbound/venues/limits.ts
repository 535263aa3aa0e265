/** Positions, balances and orders of an account, beside what its socket says: how long a lost message can go unnoticed. */
export const ACCOUNT_POLL_MS = 30_000;

/** Contracts change by governance or listing, a few times a week. */
export const CONTRACTS_POLL_MS = 300_000;

/** Funding is settled by the hour; asked often enough that a settlement is known within minutes. */
export const FUNDING_POLL_MS = 600_000;

/** Fills: a lost one is known before it counts as missing (`FILL_GRACE_US`, 90 s). */
export const FILLS_POLL_MS = 60_000;

/** What a process that begins asks for: as long as Deribit keeps what isn't history yet. */
export const FILLS_FIRST_MS = 86_400_000;

/** And how much of what was answered already: histories are written after the fill. */
export const FILLS_OVERLAP_MS = 120_000;

/** Fills of the first page of the indexer's answer, and of each that is asked for behind it: the most that it gives at once. */
export const DYDX_FILLS_PAGE = 100;
export const DYDX_FILLS_PAGE_MAX = 1_000;

/** Rows from which on an answer of Hyperliquid may be cut: 500 of most, 2,000 of fills (Hyperliquid Docs: Info endpoint, Pagination). */
export const HYPERLIQUID_PAGE_MIN = 500;

/** Questions that a connector has under way beside its polls: one for each of some two hundred markets. What isn't asked leaves the gap that was said. */
export const QUESTIONS_ASIDE_MAX = 256;
