/** A swap through a router: about 400 bytes signed, of which its zeros compress to nearly nothing. */
export const REFERENCE_BYTES = 250;

/** What the same swap uses: the transfer of two tokens and a pool's step over no more than a tick or two. */
export const REFERENCE_GAS = 180_000;
