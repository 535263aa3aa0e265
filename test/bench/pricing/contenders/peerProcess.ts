import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Round } from './contender.ts';

/** A peer's program, asked by lines; see peers/README.md. */
export class PeerProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor([command, ...words]: readonly string[], name: string) {
    this.#name = name;
    this.#child = spawn(command!, words, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.once('error', () => this.#child.stdout?.destroy());
    // A peer that has ended is noticed by its missing answer.
    this.#child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async ask(task: string, input: string, output: string, leastSeconds: number): Promise<Round> {
    this.#child.stdin?.write(`${[task, input, output, leastSeconds].join('\t')}\n`);
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error(`${this.#name} ended without an answer to ${task}.`);
    const answer = JSON.parse(value) as Round | { readonly unsupported: true };
    if ('unsupported' in answer) throw new Error(`${this.#name} has no ${task}.`);
    return answer;
  }

  close(): void {
    this.#child.kill();
  }
}
