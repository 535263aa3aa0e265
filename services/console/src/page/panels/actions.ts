import type { Mark, NumberAsked } from '../data/pageState.js';
import type { ProposalsAnswer } from '../wire/apiAnswers.js';

export type Proposal = ProposalsAnswer['proposals'][number];

/** What a panel may ask the page to do. Commands reject with a sentence for the person who clicked. */
export interface PageActions {
  explain(asked: NumberAsked, from: HTMLElement): void;
  /** Shows all that is known of a mark. */
  explainMark(mark: Mark, from: HTMLElement): void;
  closeExplanation(): void;
  selectPortfolio(portfolioId: string): void;
  approve(proposal: Proposal): Promise<void>;
  refuse(proposal: Proposal, reason: string): Promise<void>;
  engageKillSwitch(reason: string): Promise<void>;
  releaseKillSwitch(): Promise<void>;
  signOut(): void;
}
