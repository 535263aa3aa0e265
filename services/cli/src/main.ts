import { shutdownTelemetry } from '@gimbal/telemetry';
import { runCli } from './runCli.js';
import { processTerminal } from './terminal.js';

const code = await runCli(process.argv.slice(2), processTerminal());
await shutdownTelemetry();
// What a stopped service leaves open (idle sockets, timers of libraries) must not keep a finished command alive.
process.exit(code);
