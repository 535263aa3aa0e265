import { createInterface } from 'node:readline/promises';

/** Where a command reads and writes; tests give their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether lines may be drawn over, and how wide they are. */
  readonly columns: number | undefined;
  /** Text without its line end. */
  out(line: string): void;
  err(line: string): void;
  /** As it is, for lines that are drawn over. */
  draw(text: string): void;
  /** The answer of whoever sits there; undefined when nobody does. */
  ask(question: string): Promise<string | undefined>;
}

/** The terminal of this process. A reader that went away (`gimbal tail … | head`) ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    env: process.env,
    cwd: process.cwd(),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    draw: (text) => void process.stdout.write(text),
    ask: async (question) => {
      if (!process.stdin.isTTY) return undefined;
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
