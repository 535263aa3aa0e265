/** Rows that one stage works on before the next stage takes them, as in the kernel. */
export const TWIN_BLOCK_ROWS = 64;

function column(): Float64Array {
  return new Float64Array(TWIN_BLOCK_ROWS);
}

/**
 * Scratch columns of the block that is being priced. They are the module's own, since a thread prices one block at a time
 * and each number is written before it is read. Stages bind the columns they use to constants of their own module: those
 * V8 takes for constants, an imported binding it loads and checks at every access, which costs three quarters of the speed.
 */
export const scratch = {
  /** x = ln(F/K) and what was lost in rounding it. */
  x: column(),
  xLow: column(),
  d1: column(),
  d2: column(),
  /** σ√τ and its inverse. */
  deviation: column(),
  inverseDeviation: column(),
  inverseForward: column(),
  sqrtTau: column(),
  /** w = σ²τ, what was lost in rounding it, and its inverse. */
  variance: column(),
  varianceLow: column(),
  inverseVariance: column(),
  /** -d1²/2 and what was lost in rounding it. */
  exponent: column(),
  exponentLow: column(),
  /** The standard normal density at d1, and the discount factor. */
  density: column(),
  discount: column(),
  /** Mills ratios at the two points and their difference; before that, what they are made from. */
  millsA: column(),
  millsB: column(),
  millsGap: column(),
  /** 1 where the difference of the ratios is the value, 0 where their sum is taken from the lesser price. */
  near: new Uint8Array(TWIN_BLOCK_ROWS),
};
