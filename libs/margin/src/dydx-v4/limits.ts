/** Markets in one parameter set and positions of one subaccount; the chain has a few hundred markets. */
export const MARKETS_MAX = 4_096;
export const POSITIONS_MAX = 1_024;
