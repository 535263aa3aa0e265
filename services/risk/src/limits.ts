/** Ids are shown in tables and stand in every key: longer ones are somebody's mistake. Refused. */
export const ID_CHARS_MAX = 128;
export const NAME_CHARS_MAX = 200;
/** A parent's exposure covers its children: the walk up and down the tree stays short. Refused. */
export const PORTFOLIO_DEPTH_MAX = 8;
/** Of one portfolio. An exposure has a line per account and asset, and has to stay below the size of a record. Refused. */
export const ACCOUNTS_PER_PORTFOLIO_MAX = 500;
export const LIMITS_PER_PORTFOLIO_MAX = 200;
/** 18 fractional digits are what a token has at most in practice; a price times a quantity then has 36. Refused. */
export const BOOKED_SCALE_MAX = 18;
/** Digits before the point. 10^24 units of anything is beyond every supply that is traded. Refused. */
export const BOOKED_WHOLE_DIGITS_MAX = 24;
/** A frame of marks that is older than this on the domain clock is shown as stale; kept frames come every ten seconds. */
export const FRAME_AGE_US_MAX = 30_000_000n;
/** Facts of a position that an explanation names, the newest ones; the number of all stands beside them. */
export const SOURCES_PER_POSITION_MAX = 8;
/** Facts that could not be read and that each exposure names; later ones push out the oldest. */
export const UNREADABLE_FACTS_MAX = 16;
/** Exposures of a portfolio whose inputs stay in memory to explain them; older ones are refolded from the log. */
export const RECENT_BASES_MAX = 64;
/** Of all portfolios together, but never less than the newest of each: ten thousand books would keep half a gigabyte else. */
export const RECENT_BASES_TOTAL_MAX = 16_384;
/** Portfolios that a subscriber may name. More is all of them, which is asked for by naming none. Refused. */
export const WATCHED_PORTFOLIOS_MAX = 1_000;
/** Breaches in one answer, the newest ones. */
export const BREACHES_LISTED_MAX = 1_000;
/** Trades, and prices, of one question about margin: more is somebody's whole book, which is an account of its own. Refused. */
export const WHAT_IF_ENTRIES_MAX = 200;
/** Names that a refusal shows of those that it would have taken: it is read by a person. The rest is counted. */
export const NAMES_SHOWN_MAX = 8;
/** A proposed change of a limit is looked at within a day or asked for again; in microseconds of the domain clock. */
export const LIMIT_CHANGE_TTL_US = 86_400_000_000n;
/** A waiver ends within a year: what is to hold for longer is a change of the limit; in microseconds. Refused. */
export const WAIVER_LENGTH_US_MAX = 366n * 86_400_000_000n;
/** Two names of assets or one of a dependency, and the words before them. Refused. */
export const LIMIT_PATH_CHARS_MAX = 200;
/** Margin calls in one answer, the newest ones. */
export const MARGIN_CALLS_LISTED_MAX = 1_000;
/** Instruments whose id was read and is remembered; beyond it all are read again. A book of everything listed has fewer. */
export const TRAITS_REMEMBERED_MAX = 100_000;
/** Legs that a dependency names in an exposure, the first ones: a record holds thousands of legs. AssessFailure names all. */
export const LOOK_THROUGH_LEGS_MAX = 16;
/** Declarations of one root portfolio. Refused. */
export const DEPENDENCIES_PER_ROOT_MAX = 500;
/** Names that are asked to fail together. Refused. */
export const FAILED_TOGETHER_MAX = 64;
/** A layer of a layer: the longest chain of what is known has four. Beyond it a declaration leads in a circle. */
export const DEPENDENCY_DEPTH_MAX = 8;
/** A pool that was silent for longer says nothing of its depth; pricing calls its price stale after the same time. */
export const DEPTH_AGE_US_MAX = 600_000_000n;
