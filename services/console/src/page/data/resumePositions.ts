/** Remembers the last position of each stream, to go on after it. */
export class ResumePositions {
  private readonly next = new Map<string, bigint>();

  /** `first` are positions that were not had yet, as /api/history names them. */
  constructor(first: readonly string[] = []) {
    for (const text of first) this.note(text, 0n);
  }

  /** An event at this position was taken. */
  passed(position: string): void {
    this.note(position, 1n);
  }

  /** The first positions that were not had. */
  get from(): string[] {
    return [...this.next].map(([stream, offset]) => `${stream}@${offset}`);
  }

  private note(position: string, beyond: bigint): void {
    const match = /^(.+\/\d+)@(\d+)$/.exec(position);
    if (match !== null) this.next.set(match[1]!, BigInt(match[2]!) + beyond);
  }
}
