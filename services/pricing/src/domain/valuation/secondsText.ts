/** Whole seconds (rounded down) with commas between thousands: 1,140. Written out, since a locale is no part of a fact. */
export function secondsText(us: bigint): string {
  return (us / 1_000_000n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
}
