/** The exchange of a coin: those of builders stand before it, `xyz:TSLA`; the venue's own has the name "". */
export function dexOf(coin: string): string {
  return coin.includes(':') ? coin.slice(0, coin.indexOf(':')) : '';
}

/** What positions, orders and fills at an exchange name as their sub-account. */
export function sourceOf(dex: string): string {
  return dex === '' ? 'clearinghouse' : `clearinghouse/${dex}`;
}
