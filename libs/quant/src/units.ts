/** One vol point as a fraction: 1 % of annual volatility. */
export const VOL_POINT = 0.01;

/** Day count of every Greek here: ACT/365, as Deribit and Derive use it (365.25 would be off by 7e-4). */
export const DAYS_PER_YEAR = 365;

export const SECONDS_PER_YEAR = DAYS_PER_YEAR * 86_400;
