import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SERVICE_TARGETS } from '@gimbal/all-in-one-service';
import { croppedRecording } from '../../e2e/system/croppedRecording.ts';
import { startSystem } from '../../e2e/system/startSystem.ts';
import { curlList } from './curlCall.ts';
import { type ForeignTarget, foreignCalls } from './foreignCalls.ts';

/**
 * Calls every method that reads with buf's own client, and prints how it went. With `--session FILE` (what `npm start`
 * leaves for the CLI) it asks the Gimbal that runs; otherwise it starts one, plays a few steps, and stops it again.
 */
const { values } = parseArgs({ options: { session: { type: 'string' } } });
const PLAYED_STEPS = 20;

interface Session {
  readonly addresses: Readonly<Record<string, string>>;
  readonly tokens: { readonly trader: string };
}

async function checkForeignClient({ addresses, token, portfolioId }: ForeignTarget): Promise<boolean> {
  for (const address of addresses) console.log(`${address}  ${(await curlList(address, 'services')).join(', ')}`);
  const calls = await foreignCalls({ addresses, token, portfolioId }, ({ method, answer, fault }) =>
    console.log(
      `${fault === undefined ? 'passed' : 'FAILED'}  ${method.padEnd(60)} ${fault ?? `${answer.messages.length} messages`}`,
    ),
  );
  const failed = calls.filter(({ fault }) => fault !== undefined).length;
  console.log(`foreign client: ${calls.length - failed} calls passed, ${failed} failed`);
  return failed === 0 && calls.length > 0;
}

async function ofOwnSystem(): Promise<boolean> {
  const system = await startSystem(croppedRecording({ from: '21:37', to: '21:50' }));
  try {
    await system.play(PLAYED_STEPS);
    const token = system.app.tokens.trader;
    return await checkForeignClient({
      addresses: SERVICE_TARGETS.map((target) => system.addressOf(target)),
      token,
      portfolioId: 'main',
    });
  } finally {
    await system.stop();
  }
}

function ofSession(file: string): Promise<boolean> {
  const { addresses, tokens } = JSON.parse(readFileSync(file, 'utf8')) as Session;
  const servers = SERVICE_TARGETS.flatMap((target) => addresses[target] ?? []);
  return checkForeignClient({ addresses: servers, token: tokens.trader, portfolioId: 'main' });
}

process.exitCode = (await (values.session === undefined ? ofOwnSystem() : ofSession(values.session))) ? 0 : 1;
