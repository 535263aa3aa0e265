import { DRAW_EVERY_MS } from '../../limits.js';
import type { Terminal } from '../../terminal.js';

/** Lines that stay, and beneath them one that is drawn over; without a terminal there is none of the latter. */
export class Screen {
  private status = '';
  private drawn = false;
  private drawnAtMs = -Infinity;

  constructor(
    private readonly terminal: Terminal,
    /** Everything but the result goes to the error channel: the output is for a machine. */
    private readonly quietOutput: boolean,
  ) {}

  get redraws(): boolean {
    return this.terminal.columns !== undefined && !this.quietOutput;
  }

  line(text: string): void {
    this.clear();
    if (this.quietOutput) this.terminal.err(text);
    else this.terminal.out(text);
    if (this.status !== '') this.draw();
  }

  /** For what must not stand in the output. */
  notice(text: string): void {
    this.clear();
    this.terminal.err(text);
    if (this.status !== '') this.draw();
  }

  /** Replaces the line beneath. */
  progress(text: string): void {
    if (!this.redraws) return;
    this.status = text;
    const nowMs = performance.now();
    if (nowMs - this.drawnAtMs < DRAW_EVERY_MS) return;
    this.drawnAtMs = nowMs;
    this.clear();
    this.draw();
  }

  /** Takes the line beneath away. */
  end(): void {
    this.clear();
    this.status = '';
  }

  private draw(): void {
    this.terminal.draw(this.status.slice(0, (this.terminal.columns ?? 80) - 1));
    this.drawn = true;
  }

  private clear(): void {
    if (this.drawn) this.terminal.draw('\r\u001b[2K');
    this.drawn = false;
  }
}
