import type { MarketState } from './marketState.js';

/** Markets as a message leaves them, of those that it names: nearly always one, and a batch may name one twice. */
export class ChangedMarkets {
  private first: string | undefined;
  private firstState: MarketState | undefined;
  private others: Map<string, MarketState> | undefined;

  get(ticker: string): MarketState | undefined {
    return ticker === this.first ? this.firstState : this.others?.get(ticker);
  }

  set(ticker: string, state: MarketState): void {
    this.first ??= ticker;
    if (ticker === this.first) this.firstState = state;
    else (this.others ??= new Map<string, MarketState>()).set(ticker, state);
  }

  /** In the order in which they were named first. */
  forEach(visit: (ticker: string, state: MarketState) => void): void {
    const { first, firstState, others } = this;
    if (first === undefined || firstState === undefined) return;
    visit(first, firstState);
    others?.forEach((state, ticker) => visit(ticker, state));
  }
}
