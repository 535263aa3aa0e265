import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../terminal.js';
import { Screen } from './screen.js';

function recorded(columns: number | undefined) {
  const written: string[] = [];
  const terminal: Terminal = {
    env: {},
    cwd: '/',
    columns,
    out: (line) => written.push(`out:${line}`),
    err: (line) => written.push(`err:${line}`),
    draw: (text) => written.push(`draw:${text}`),
    ask: () => Promise.resolve(undefined),
  };
  return { written, terminal };
}

describe('Screen', () => {
  it('draws the line beneath again behind each line that stays, cut to the width', () => {
    const { written, terminal } = recorded(8);
    const screen = new Screen(terminal, false);
    screen.progress('step 1 of many');
    screen.line('breach');
    screen.end();
    expect(written).toEqual(['draw:step 1 ', 'draw:\r\u001b[2K', 'out:breach', 'draw:step 1 ', 'draw:\r\u001b[2K']);
  });

  it('draws nothing where nobody sees it', () => {
    const { written, terminal } = recorded(undefined);
    const screen = new Screen(terminal, false);
    screen.progress('step 1');
    screen.line('breach');
    expect(written).toEqual(['out:breach']);
  });

  it('keeps the output for a machine clean', () => {
    const { written, terminal } = recorded(80);
    const screen = new Screen(terminal, true);
    screen.progress('step 1');
    screen.line('breach');
    expect(written).toEqual(['err:breach']);
  });
});
