/** 10^18, 10^27 and 10^4: the fixed points of Aave's WadRayMath and PercentageMath. */
export const WAD = 10n ** 18n;
export const RAY = 10n ** 27n;
export const PERCENTAGE_FACTOR_BPS = 10_000n;

/** Interest runs on a 365-day year whatever the calendar says (MathUtils). */
export const SECONDS_PER_YEAR = 31_536_000n;

/** What the contract reports as the health of an account without debt. */
export const MAX_UINT256 = 2n ** 256n - 1n;

/** Storage widths in the contract: scaled balances and indices are uint128, percentages and decimals come from a bitmap. */
export const MAX_UINT128 = 2n ** 128n - 1n;
export const BPS_MAX = 65_535n;
/** The bitmap allows 255, but 10^78 no longer fits a uint256 and the contract's unchecked power would wrap. */
export const DECIMALS_MAX = 77;

/** Prices in the base currency carry 8 decimals. */
export const BASE_CURRENCY_DECIMALS = 8;

/** A position may be liquidated below this health, and wholly at or below the second one (LiquidationLogic, v3.0). */
export const HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD = WAD;
export const CLOSE_FACTOR_HF_THRESHOLD_WAD = 950_000_000_000_000_000n;
export const DEFAULT_CLOSE_FACTOR_BPS = 5_000n;
export const MAX_CLOSE_FACTOR_BPS = 10_000n;

/** Reserves in one account: the contract's user bitmap has room for 128. */
export const RESERVES_MAX = 128;

/**
 * From v3.3 a position of which collateral and debt are both at least this, USD with 8 decimals, is closed by halves; and
 * a liquidation leaves nothing, or half of it, of both (LiquidationLogic: MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD).
 */
export const MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD = 200_000_000_000n;
export const MIN_LEFTOVER_BASE = MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD / 2n;
