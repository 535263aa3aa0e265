import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from '@grpc/grpc-js';
import { collectFacts, driveReplay, replayFigures, type ServiceAddresses, summarise } from '@gimbal/all-in-one-service';
import type { GetReplayResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { bearer } from '@gimbal/runtime';
import { CliFailure } from '../../cliFailure.js';
import type { Invocation } from '../../command.js';
import { SERVICES } from '../../connection/connectionOptions.js';
import { Services } from '../../connection/services.js';
import { removeSession } from '../../connection/sessionFile.js';
import { figure } from '../../formatting/figures.js';
import { jsonText } from '../../formatting/jsonText.js';
import { clock } from '../../formatting/moments.js';
import { START_PATIENCE_MS, RETRY_PAUSE_MS } from '../../limits.js';
import { onStopSignals } from '../../stopSignals.js';
import { followReplay, headsOf } from './followReplay.js';
import { ReplayStory } from './replayStory.js';
import { paceOf, stepUntil } from './replayWindow.js';
import { Screen } from './screen.js';
import { type StartOptions, startOptions } from './startOptions.js';
import { displacedLines, type Platform, startPlatform } from './startPlatform.js';

/** The book and its untouched twin. */
const PORTFOLIOS = { watched: 'main', twin: 'twin' } as const;

/** Starts, replays, sums up, stays. Throws a CliFailure when the platform fails; a signal is an orderly end. */
export async function runStart({ options: given, terminal }: Invocation): Promise<0> {
  const options = startOptions(given, terminal.cwd);
  const screen = new Screen(terminal, options.json);
  const stop = onStopSignals();
  let failure: CliFailure | undefined;
  let platform: Platform | undefined;
  const fail = (reason: CliFailure): void => {
    failure ??= reason;
    stop.stop();
  };
  try {
    screen.line('Gimbal starts …');
    platform = await startPlatform(options, terminal, screen, fail);
    stop.signal.throwIfAborted();
    introduce(platform, options, screen);
    if (options.live === undefined) terminal.out(await replay(platform, options, screen, stop.signal));
    else screen.line(`Live      as ${options.live} says; what comes in is journalled, and can be replayed.`);
    if (!options.exit) {
      screen.line(`Gimbal stays up until Ctrl-C. ${consoleLine(platform) ?? ''}`.trimEnd());
      await untilAborted(stop.signal);
    }
  } catch (error) {
    // A call that a stop cut off fails in its own words: what counts is that we were told to stop.
    if (!stop.signal.aborted) throw error;
  } finally {
    screen.end();
    if (platform !== undefined) failure ??= await end(platform, options);
    stop.dispose();
  }
  if (failure !== undefined) throw failure;
  return 0;
}

/** Stops everything; resolves with what went wrong. */
async function end(platform: Platform, { sessionFile }: StartOptions): Promise<CliFailure | undefined> {
  removeSession(sessionFile, platform.allInOne.tokens.trader);
  try {
    await platform.stop();
    return undefined;
  } catch (error) {
    return new CliFailure(`Gimbal did not stop in an orderly way: ${(error as Error).message}`);
  }
}

function introduce(platform: Platform, { sessionFile, interactive }: StartOptions, screen: Screen): void {
  const { addresses } = platform.allInOne;
  screen.line(`Gimbal is up, all in one, its log ${platform.logName}.`);
  for (const line of displacedLines(platform)) screen.line(line);
  const url = consoleLine(platform);
  if (url !== undefined) screen.line(url);
  screen.line(`gRPC      ${SERVICES.map((service) => `${service} ${addresses.get(service)}`).join(', ')}`);
  screen.line(
    platform.allInOne.sessionWritten
      ? `Tokens    ${sessionFile}; npx gimbal help lists what else you can do from this folder`
      : `Tokens    ${sessionFile} belongs to another Gimbal that runs: name another file with --session to use npx gimbal with this one`,
  );
  if (interactive)
    screen.line('Approvals are yours: in the console, or with npx gimbal proposals and npx gimbal approve.');
}

/** The token stands behind the #, so that it never reaches a server's log. */
function consoleLine({ allInOne: { addresses, tokens } }: Platform): string | undefined {
  const address = addresses.get('console');
  return address === undefined ? undefined : `Console   ${address.replace(/\/$/, '')}/#token=${tokens.approver}`;
}

/** Drives the replay and resolves with its summary. */
async function replay(platform: Platform, options: StartOptions, screen: Screen, signal: AbortSignal): Promise<string> {
  const { tokens } = platform.allInOne;
  const addresses = serviceAddresses(platform);
  const services = new Services({
    addresses: { ...addresses, 'governance-watch': addresses.governance },
    token: tokens.trader,
  });
  const following = new AbortController();
  try {
    const recording = await patiently(signal, () =>
      services.ask('ingestion', services.ingestion, services.ingestion.getReplay, {}),
    );
    const pace = paceOf(recording, options.speed);
    const lastStep = options.until === undefined ? Number(recording.lastStep) : stepUntil(recording, options.until);
    announce(recording, lastStep, screen);
    const story = new ReplayStory(screen, {
      watched: PORTFOLIOS.watched,
      lastStep,
      pacedFromUs: pace?.fromUs,
      interactive: options.interactive,
    });
    const heads = await patiently(signal, () => headsOf(services));
    const followed = followReplay(services, heads, PORTFOLIOS, story, following.signal);
    const channel = credentials.createInsecure();
    const trader = bearer(tokens.trader);
    const done = await driveReplay({
      addresses,
      credentials: channel,
      trader,
      operator: bearer(tokens.operator),
      approver: options.interactive ? undefined : bearer(tokens.approver),
      pace,
      throughStep: lastStep,
      signal,
      onResume: (lastTimeUs, isOver) =>
        screen.line(
          `The log stands at ${clock(lastTimeUs)}; ${isOver ? 'nothing is left to replay.' : 'going on from there.'}`,
        ),
    });
    await story.toldThrough(done.lastStep);
    following.abort();
    await followed;
    const facts = await collectFacts(addresses, channel, trader);
    if (options.json)
      return jsonText({ title: recording.title, lastStep, approvals: done.approvals, figures: replayFigures(facts) });
    const { title, assumptions } = recording;
    return `\n${summarise({ facts, title, assumptions, interactive: options.interactive })}`;
  } finally {
    following.abort();
    services.close();
  }
}

function announce({ title, assumptions, firstStep }: GetReplayResponse, lastStep: number, screen: Screen): void {
  screen.line('');
  screen.line(`${title}: ${figure(lastStep - Number(firstStep) + 1)} steps.`);
  for (const assumption of assumptions) screen.line(`Assumed   ${assumption}`);
  screen.line('');
}

function serviceAddresses({ allInOne: { addresses } }: Platform): ServiceAddresses {
  const at = (target: (typeof SERVICES)[number]): string => addresses.get(target)!;
  return {
    ingestion: at('ingestion'),
    pricing: at('pricing'),
    risk: at('risk'),
    governance: at('governance-watch'),
    execution: at('execution'),
  };
}

/** A service that has just started takes its partitions first, and says so until then. */
async function patiently<R>(signal: AbortSignal, ask: () => Promise<R>): Promise<R> {
  const until = performance.now() + START_PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof CliFailure && error.details?.code === 'UNAVAILABLE';
      if (!isPassing || performance.now() > until) throw error;
      await sleep(RETRY_PAUSE_MS, undefined, { signal });
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
