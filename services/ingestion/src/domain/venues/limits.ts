/** Levels of lists and objects in one message. The deepest of the recorded ones (Hyperliquid's webData2) has nine. */
export const JSON_LEVELS_MAX = 64;
