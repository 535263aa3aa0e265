/** What a paper account asks of the lending protocol; amounts in the token's integers. */
export interface LendingAction {
  /** Names the action once and for all: the same id is done once. */
  readonly id: string;
  readonly deployment: string;
  readonly accountId: string;
  readonly asset: string;
  readonly action: 'SUPPLY' | 'BORROW' | 'REPAY';
  readonly amount: bigint;
}
