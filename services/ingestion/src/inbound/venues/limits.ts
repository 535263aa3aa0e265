/** Positions, balances and orders of an account, beside what its socket says: how long a lost message can go unnoticed. */
export const ACCOUNT_POLL_MS = 30_000;

/** Contracts change by governance or listing, a few times a week. */
export const CONTRACTS_POLL_MS = 300_000;

/** Funding is settled by the hour; asked often enough that a settlement is known within minutes. */
export const FUNDING_POLL_MS = 600_000;
