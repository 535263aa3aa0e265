import type { RawFrame } from '@gimbal/ingestion-service';

/** What of a frame is compared with the chain. */
export interface SeenBlock {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
  readonly timestamp: string;
  readonly logs: readonly SeenLog[];
  readonly reads: readonly { readonly address: string; readonly returnData: string; readonly reverted: boolean }[];
}

export interface SeenLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly logIndex: number;
  readonly transactionHash: string;
}

/** The chain that frames tell: a block takes the place of what stood at its height and above. */
export class CanonicalFrames {
  readonly blocks: SeenBlock[] = [];
  frames = 0;
  undone = 0;
  /** Blocks whose parent wasn't there: the order was broken. */
  orphans = 0;
  readonly controls: string[] = [];

  take({ raw, control }: RawFrame): void {
    if (control !== undefined) {
      this.controls.push(`${control.kind} ${'reason' in control ? control.reason : ''}`.trim());
      return;
    }
    this.frames++;
    const block = JSON.parse(Buffer.from(raw).toString('utf8')) as SeenBlock;
    while (this.blocks.length > 0 && BigInt(this.blocks.at(-1)!.number) >= BigInt(block.number)) {
      this.blocks.pop();
      this.undone++;
    }
    const parent = this.blocks.at(-1);
    if (parent !== undefined && parent.hash !== block.parentHash) this.orphans++;
    this.blocks.push(block);
  }
}
